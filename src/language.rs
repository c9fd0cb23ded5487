//! The language that the page speaks: what the address says, or what the browser prefers. Nothing of it is sent anywhere.

use std::cell::RefCell;

use cost_model::BUILD;
use cost_model::source;
use cost_model::words::{self, Language};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::Response;

use crate::environment;

/// The languages by their tags, each with its own name for itself.
pub(crate) const ALL: [(&str, &str); 2] = [("en", "English"), ("zh-Hans", "简体中文")];

/// The parameter of the address that asks for one.
const PARAMETER: &str = "lang";

/// A translation that was loaded: its text, which the programs beside the page want too, and what was read of it.
#[derive(Clone)]
struct Loaded {
    tag: String,
    text: String,
    language: &'static Language,
}

thread_local! {
    /// What is loading, or has, so that nothing is loaded twice.
    static SAYINGS: RefCell<Option<Promise>> = const { RefCell::new(None) };
    static LOADED: RefCell<Option<Loaded>> = const { RefCell::new(None) };
    /// The language that was asked for last.
    static ASKED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The language that the address asks for, or else the browser.
pub(crate) fn wanted() -> &'static str {
    let asked = environment::parameter(PARAMETER).unwrap_or_else(environment::language);
    words::closest(&asked, &ALL.map(|(tag, _)| tag))
}

/// Speaks that language from now on, once its words are there; false when they cannot be had or another was asked for by then,
/// and nothing changes.
pub(crate) async fn speak(tag: &str) -> bool {
    let (default, _) = ALL[0];
    ASKED.set(tag.to_owned());
    let loaded = match LOADED.with_borrow(Clone::clone) {
        _ if tag == default => None,
        Some(loaded) if loaded.tag == tag => Some(loaded),
        _ => match load(tag).await {
            Some(loaded) if ASKED.with_borrow(|asked| asked == tag) => Some(loaded),
            _ => return false,
        },
    };
    words::speak(loaded.as_ref().map(|loaded| loaded.language));
    if loaded.is_some() {
        LOADED.set(loaded);
    }
    environment::set_root_attribute("lang", Some(words::language::tag()));
    true
}

/// The same, and the address says so: a link of the page then opens in this language.
pub(crate) async fn choose(tag: &str) -> bool {
    let is_spoken = speak(tag).await;
    if is_spoken {
        environment::set_parameter(PARAMETER, tag);
    }
    is_spoken
}

/// The words of the language that is spoken, for a program beside the page; nothing in English.
pub(crate) fn compiled() -> Option<String> {
    let spoken = words::language::tag();
    LOADED.with_borrow(|loaded| loaded.as_ref().filter(|loaded| loaded.tag == spoken).map(|loaded| loaded.text.clone()))
}

/// Loads what the catalogue's sources are called and where in them its figures stand, once they are asked for; where it
/// cannot be had, the next who asks tries again.
pub(crate) async fn load_sayings() {
    let promise = SAYINGS.take().unwrap_or_else(|| {
        future_to_promise(async {
            match fetch("sources").await {
                Some(text) => source::load_sayings(text.leak()),
                None => drop(SAYINGS.take()),
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    SAYINGS.set(Some(promise.clone()));
    let _ = JsFuture::from(promise).await;
}

/// One of the files of words.
async fn fetch(name: &str) -> Option<String> {
    let address = format!("words/{name}.txt?{BUILD}");
    let response = JsFuture::from(environment::window()?.fetch_with_str(&address)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

async fn load(tag: &str) -> Option<Loaded> {
    let text = fetch(tag).await?;
    Some(Loaded { tag: tag.to_owned(), language: Language::read(&text)?, text })
}
