//! The front end of Trainbill.

use yew::prelude::*;

#[component]
fn App() -> Html {
    let count = use_state(|| 0);
    let onclick = { let count = count.clone(); move |_| count.set(*count + 1) };
    html! { <main><h1>{ "Trainbill" }</h1><button {onclick}>{ *count }</button></main> }
}

fn main() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(mount) = document.and_then(|document| document.get_element_by_id("app")) {
        yew::Renderer::<App>::with_root(mount).render();
    }
}
