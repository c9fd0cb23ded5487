//! The browser around the page. Everything here may fail (a sandboxed frame refuses history and storage), and then does
//! nothing.

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlElement,
    HtmlImageElement, Url, Window,
};

/// So long a file that is being saved is kept.
const SAVED_MS: u32 = 60_000;

/// None where the first page is written, before there is a browser.
pub(crate) fn window() -> Option<Window> {
    if cfg!(target_arch = "wasm32") { web_sys::window() } else { None }
}

/// Says that the page is the program's now, to the script that watched over it so far.
pub(crate) fn say_start() {
    tell("trainbill:start");
}

/// Tells the script in the page that something has happened.
fn tell(event: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(event)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Says that the program has failed, with what, and at which address, to the same script.
#[cfg(target_arch = "wasm32")]
pub(crate) fn say_failure(what: &str, address: &str) {
    set_root_attribute("data-failure", Some(what));
    set_root_attribute("data-failure-link", Some(address));
    tell("trainbill:failure");
}

/// The fragment with which the page failed before it was loaded anew.
pub(crate) fn failed_before() -> Option<String> {
    root_attribute("data-failed")
}

/// What the fragment of the address says, without its `#`; where there is none, the parameter `link`, for hosts that write
/// fragments of their own.
pub(crate) fn fragment() -> String {
    let hash = hash();
    let own = hash.split(SECRET).next().unwrap_or_default().trim_matches('#');
    if !own.is_empty() {
        return own.to_owned();
    }
    match parameter("link") {
        Some(escaped) => js_sys::decode_uri_component(&escaped).map_or(escaped, String::from),
        None => String::new(),
    }
}

/// What WordPress wants to have back with each message from the frame.
pub(crate) fn secret() -> Option<String> {
    Some(hash().split_once(SECRET)?.1.to_owned())
}

/// WordPress adds it to the fragment of the address of a frame.
const SECRET: &str = "?secret=";

fn hash() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// The page's own address, up to its folder.
pub(crate) fn page() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"))
}

/// The address of the page with another fragment.
pub(crate) fn address_with(fragment: &str) -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    format!("{}#{fragment}", href.split('#').next().unwrap_or_default())
}

pub(crate) fn replace_fragment(fragment: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address_with(fragment)));
    }
}

pub(crate) fn push_fragment(fragment: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address_with(fragment)));
    }
}

/// What follows the `?` of the address: how the page is embedded and in which theme.
pub(crate) fn parameter(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    let pairs = search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
    values.next()
}

/// Writes one of them into the address, which is no new step of the history.
pub(crate) fn set_parameter(name: &str, value: &str) {
    let Some(location) = window().map(|window| window.location()) else { return };
    let search = location.search().unwrap_or_default();
    let is_other = |pair: &&str| !pair.is_empty() && pair.split('=').next() != Some(name);
    let mut pairs: Vec<&str> = search.trim_start_matches('?').split('&').filter(is_other).collect();
    let own = format!("{name}={value}");
    pairs.push(&own);
    let address = format!("?{}{}", pairs.join("&"), hash());
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// The tag of the language that the browser prefers.
pub(crate) fn language() -> String {
    window().and_then(|window| window.navigator().language()).unwrap_or_default()
}

/// Whether it stands in a frame of another page, which said so in the address.
pub(crate) fn is_embedded() -> bool {
    parameter("embed").as_deref() == Some("1")
}

/// Sets an attribute of the root element, from which the style sheet takes theme and embedding. One that is set already is left
/// alone: for a language that is set again Chromium works out the style of the whole page anew.
pub(crate) fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = window().and_then(|window| window.document()).and_then(|document| document.document_element())
    else {
        return;
    };
    let _ = match value {
        Some(value) if root.get_attribute(name).as_deref() == Some(value) => Ok(()),
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// An attribute of the root element.
pub(crate) fn root_attribute(name: &str) -> Option<String> {
    window()?.document()?.document_element()?.get_attribute(name)
}

/// Asks the script in the page for the rest of the program once more.
pub(crate) fn ask_for_rest() {
    tell("trainbill:again");
}

/// The element that has the focus.
pub(crate) fn focused() -> Option<HtmlElement> {
    window()?.document()?.active_element()?.dyn_into().ok()
}

/// Names the page in the browser's tabs and history.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Puts the focus on the element of that id, and it into view.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Opens everything that an element is folded in, and puts the focus on it.
pub(crate) fn reveal(selector: &str) {
    let find = |selector: &str| window()?.document()?.query_selector(selector).ok()?;
    let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
    if let Ok(Some(form)) = element.closest("[data-open=false]") {
        // What is hidden takes no focus, and the button's own work is done only after this.
        let _ = form.set_attribute("data-open", "true");
        if let Some(opener) = find(".opener").and_then(|opener| opener.dyn_into::<HtmlElement>().ok()) {
            opener.click();
        }
    }
    let mut around = element.closest("details");
    while let Ok(Some(details)) = around {
        let _ = details.set_attribute("open", "");
        around = details.parent_element().map_or(Ok(None), |parent| parent.closest("details"));
    }
    let _ = element.focus();
}

/// Puts the focus on the first of these elements that can take it.
pub(crate) fn focus_first(ids: &[String]) {
    for id in ids {
        focus(id);
        // A browser leaves the focus for a while on what has just been disabled.
        let takes = |element: HtmlElement| element.id() == *id && element.matches(":disabled") == Ok(false);
        if focused().is_some_and(takes) {
            return;
        }
    }
}

/// Scrolls a list just so far that its element of that id is seen.
pub(crate) fn show_in_list(id: &str) {
    let Some(element) = element(id) else { return };
    if let Some(list) = element.parent_element() {
        let (top, bottom) = (element.offset_top(), element.offset_top() + element.offset_height());
        list.set_scroll_top(
            list.scroll_top().clamp(bottom - list.client_height(), top.max(bottom - list.client_height())),
        );
    }
}

fn element(id: &str) -> Option<HtmlElement> {
    window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Hands over the text of the file that was chosen in an input; nothing happens where there is none or it cannot be read.
pub(crate) fn read_file(input: web_sys::HtmlInputElement, take: impl Fn(String) + 'static) {
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        read(file, take);
    }
}

/// Hands over the text of a file; nothing happens where it cannot be read.
pub(crate) fn read(file: web_sys::File, take: impl Fn(String) + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        let read = wasm_bindgen_futures::JsFuture::from(file.text()).await;
        if let Some(text) = read.ok().and_then(|text| text.as_string()) {
            take(text);
        }
    });
}

/// Whether a text can be saved as a file: frames may refuse it without a word.
pub(crate) fn can_save() -> bool {
    !is_embedded() && link().is_some_and(|link| js_sys::Reflect::has(&link, &"download".into()) == Ok(true))
}

/// Saves a text as a file of that name and media type.
pub(crate) fn save(name: &str, media_type: &str, text: &str) {
    if let Some(blob) = blob(media_type, text) {
        save_blob(name, &blob);
    }
}

/// A text as a file that has no name yet.
pub(crate) fn blob(media_type: &str, text: &str) -> Option<Blob> {
    let kind = BlobPropertyBag::new();
    kind.set_type(&format!("{media_type};charset=utf-8"));
    Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &kind).ok()
}

fn save_blob(name: &str, blob: &Blob) {
    let address = can_save().then(|| Url::create_object_url_with_blob(blob).ok()).flatten();
    if let Some((link, address)) = link().zip(address) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
        // The browser reads it after the click.
        Timeout::new(SAVED_MS, move || drop(Url::revoke_object_url(&address))).forget();
    }
}

/// Saves a drawing that the page shows as a picture of `SCALE` times as many pixels.
pub(crate) fn save_picture(name: &str, image: &HtmlImageElement) {
    let canvas = window().and_then(|window| window.document()?.create_element("canvas").ok()?.dyn_into().ok());
    let Some(canvas): Option<HtmlCanvasElement> = canvas else { return };
    canvas.set_width(SCALE * image.natural_width());
    canvas.set_height(SCALE * image.natural_height());
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok()) else { return };
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    if context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height).is_err() {
        return;
    }
    let name = name.to_owned();
    let take = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            save_blob(&name, &blob);
        }
    });
    let _ = canvas.to_blob(take.unchecked_ref());
}

/// Pictures are sharp on screens of twice the resolution.
const SCALE: u32 = 2;

/// A file as an address that an image can show.
pub(crate) fn data_address(media_type: &str, text: &str) -> String {
    format!("data:{media_type};charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)))
}

/// Whether the browser has a way to hand links to other programs.
pub(crate) fn can_share() -> bool {
    navigator().is_some_and(|navigator| js_sys::Reflect::has(&navigator, &"share".into()) == Ok(true))
}

/// Opens the system's sheet for sharing a link. The visitor may close it again, which is no failure.
pub(crate) fn share(title: &str, link: &str) {
    let Some(navigator) = navigator() else { return };
    let (said, function) = (js_sys::Object::new(), js_sys::Reflect::get(&navigator, &"share".into()));
    for (key, value) in [("title", title), ("url", link)] {
        let _ = js_sys::Reflect::set(&said, &key.into(), &value.into());
    }
    let function = function.ok().and_then(|function| function.dyn_into::<js_sys::Function>().ok());
    let promise = function.and_then(|function| function.call1(&navigator, &said).ok());
    if let Some(promise) = promise.and_then(|promise| promise.dyn_into::<js_sys::Promise>().ok()) {
        wasm_bindgen_futures::spawn_local(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
    }
}

/// Absent things of it are absent in it, where web-sys would have no way to say so.
fn navigator() -> Option<JsValue> {
    Some(window()?.navigator().into())
}

fn link() -> Option<HtmlAnchorElement> {
    window()?.document()?.create_element("a").ok()?.dyn_into().ok()
}

/// Puts a text on the clipboard; false when the browser refuses.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(navigator) = navigator() else { return false };
    // Absent outside secure contexts.
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into());
    match clipboard.ok().and_then(|clipboard| clipboard.dyn_into::<web_sys::Clipboard>().ok()) {
        Some(clipboard) => wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}
