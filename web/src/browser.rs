//! The few things asked of the browser itself.

use leptos::prelude::{document, window};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FocusOptions, HtmlElement, Storage};

const BEEP_HERTZ: f32 = 220.0;
const BEEP_VOLUME: f32 = 0.2;
const BEEP_SECONDS: f64 = 0.25;

/// What this browser remembers, if it lets us.
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// A remembered text.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Remembers a text; whether it could.
pub fn store(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets a text.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Whether the person has asked the browser to load little; not every browser can be asked.
pub fn saves_data() -> bool {
    let navigator = window().navigator();
    js_sys::Reflect::get(&navigator, &"connection".into())
        .and_then(|connection| js_sys::Reflect::get(&connection, &"saveData".into()))
        .is_ok_and(|saves| saves.is_truthy())
}

/// A text that this tab remembers, also over a reload.
pub fn tab_stored(key: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(key).ok()?
}

/// Remembers a text for this tab.
pub fn tab_store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Names of everything remembered that starts with `prefix`.
pub fn stored_keys(prefix: &str) -> Vec<String> {
    storage().map_or_else(Vec::new, |storage| keys(&storage, prefix))
}

fn keys(storage: &Storage, prefix: &str) -> Vec<String> {
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}

/// What this tab remembers until it is closed, if it lets us.
fn tab_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// A text that this tab remembers.
pub fn stored_in_tab(key: &str) -> Option<String> {
    tab_storage()?.get_item(key).ok()?
}

/// Remembers a text until the tab is closed; whether it could.
pub fn store_in_tab(key: &str, value: &str) -> bool {
    tab_storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets a text of this tab.
pub fn forget_in_tab(key: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(key);
    }
}

/// Names of everything that this tab remembers and that starts with `prefix`.
pub fn keys_in_tab(prefix: &str) -> Vec<String> {
    tab_storage().map_or_else(Vec::new, |storage| keys(&storage, prefix))
}

/// The place of this page among those of the tab, where the browser tells.
pub fn history_entry() -> Option<i32> {
    let navigation = js_sys::Reflect::get(&window(), &"navigation".into()).ok()?;
    let entry = js_sys::Reflect::get(&navigation, &"currentEntry".into()).ok()?;
    let index = js_sys::Reflect::get(&entry, &"index".into()).ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "browsers keep some fifty pages")]
    Some(index as i32)
}

/// Goes so many pages on, or back.
pub fn step_in_history(steps: i32) {
    if let Ok(history) = window().history() {
        let _ = history.go_with_delta(steps);
    }
}

/// The root element.
pub fn root() -> Option<Element> {
    document().document_element()
}

/// `lang` of the document.
pub fn set_document_lang(tag: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// The element with that id.
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Moves focus to the element with that id; whether it is there.
pub fn focus(id: &str) -> bool {
    element(id).is_some_and(|element| element.focus().is_ok())
}

/// Moves focus to the element with that id once the page has been drawn anew.
pub fn focus_soon(id: &'static str) {
    leptos::task::spawn_local(async move {
        pause(0).await;
        focus(id);
    });
}

/// Moves focus without scrolling: a heading that takes focus must not hide what stands above it.
pub fn focus_still(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Brings the element with that id into view.
pub fn show(id: &str) {
    if let Some(element) = element(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Selects all in the input with that id once the page has been drawn anew: what is typed next takes its place.
pub fn select_soon(id: String) {
    leptos::task::spawn_local(async move {
        pause(0).await;
        select(&id);
    });
}

/// Selects all that stands in the input with that id.
pub fn select(id: &str) {
    if let Some(input) = element(id).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.select();
    }
}

/// Puts a text into the input with that id past what the page knows of it.
pub fn set_input(id: &str, text: &str) {
    if let Some(input) = element(id).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.set_value(text);
    }
}

/// Whether what has focus is the element with that id.
pub fn has_focus(id: &str) -> bool {
    document().active_element().is_some_and(|active| active.id() == id)
}

/// Whether what has focus is the element with that id or stands in it.
pub fn has_focus_within(id: &str) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| active.closest(&format!("#{id}")).ok().flatten().is_some())
}

/// Whether a media query holds now.
pub fn fits(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|media| media.matches())
}

/// Whether one points with a finger: a field that takes focus then covers half of the page with keys.
pub fn is_touch() -> bool {
    fits("(pointer: coarse)")
}

/// A short low tone. A browser that has no sound, or does not let us, stays silent.
pub fn beep() {
    let _ = try_beep();
}

fn try_beep() -> Result<(), JsValue> {
    let audio = web_sys::AudioContext::new()?;
    let (tone, volume) = (audio.create_oscillator()?, audio.create_gain()?);
    tone.frequency().set_value(BEEP_HERTZ);
    volume.gain().set_value(BEEP_VOLUME);
    tone.connect_with_audio_node(&volume)?
        .connect_with_audio_node(&audio.destination())?;
    tone.start()?;
    tone.stop_with_when(audio.current_time() + BEEP_SECONDS)?;
    let close = Closure::once_into_js(move || audio.close().map(|_| ()));
    tone.set_onended(Some(close.unchecked_ref()));
    Ok(())
}

/// Milliseconds since 1970 by the clock of this device, which may be wrong.
pub fn device_millis() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds since the page was opened, by a clock that nobody can set.
pub fn steady_millis() -> f64 {
    window().performance().map_or_else(device_millis, |clock| clock.now())
}

/// Keeps a moment of the device's clock, in whole milliseconds.
pub fn store_millis(key: &str, millis: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "a clock is far from 2^63 milliseconds")]
    let whole = millis as i64;
    store(key, &whole.to_string());
}

/// A moment that was kept.
pub fn stored_millis(key: &str) -> Option<f64> {
    // As a whole number: reading a number with a fraction takes tables of ten kilobytes.
    let whole: i64 = stored(key)?.parse().ok()?;
    #[expect(clippy::cast_precision_loss, reason = "a clock is far from 2^53 milliseconds")]
    let millis = whole as f64;
    Some(millis)
}

/// Whether the network is said to be there.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Waits, but no longer than until the network is back.
pub async fn pause_or_network(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let window = window();
        let once = web_sys::AddEventListenerOptions::new();
        once.set_once(true);
        let _ = window.add_event_listener_with_callback_and_add_event_listener_options("online", &resolve, &once);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Waits.
pub async fn pause(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Does `work` while no other tab does work under the same name (Web Locks). Browsers give locks to secure
/// origins only; without them it is simply done.
pub async fn alone<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> Option<T> {
    let Some((locks, request)) = lock_manager() else {
        return Some(work.await);
    };
    let done = Rc::new(RefCell::new(None));
    let result = Rc::clone(&done);
    let hold = Closure::once_into_js(move |_lock: JsValue| {
        wasm_bindgen_futures::future_to_promise(async move {
            let value = work.await;
            *result.borrow_mut() = Some(value);
            Ok(JsValue::UNDEFINED)
        })
    });
    let held: js_sys::Promise = request
        .call2(&locks, &JsValue::from_str(name), &hold)
        .ok()?
        .dyn_into()
        .ok()?;
    let _ = wasm_bindgen_futures::JsFuture::from(held).await;
    done.borrow_mut().take()
}

fn lock_manager() -> Option<(JsValue, js_sys::Function)> {
    let locks = js_sys::Reflect::get(&window().navigator(), &"locks".into())
        .ok()
        .filter(JsValue::is_object)?;
    let request = js_sys::Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}

/// Puts a text on the clipboard; whether the browser let us.
pub async fn copy(text: &str) -> bool {
    // Browsers give a clipboard to secure origins only.
    let has_one = js_sys::Reflect::get(&window().navigator(), &"clipboard".into()).is_ok_and(|it| it.is_object());
    if !has_one {
        return false;
    }
    let written = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(written).await.is_ok()
}

/// What stands in a field.
pub fn value_of(element: &Element) -> String {
    if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        input.value()
    } else if let Some(area) = element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        area.value()
    } else if let Some(select) = element.dyn_ref::<web_sys::HtmlSelectElement>() {
        select.value()
    } else {
        String::new()
    }
}

/// Closes the questions that lie over the page.
pub fn close_dialogs() {
    for dialog in elements(".dialog[open]") {
        if let Ok(dialog) = dialog.dyn_into::<web_sys::HtmlDialogElement>() {
            dialog.close();
        }
    }
}

/// All elements that a selector names, in the order of the page.
pub fn elements(selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into().ok())
        .collect()
}

/// Offers a file for saving.
pub fn save_file(file: &web_sys::Blob, name: &str) {
    with_address(file, |link| link.set_download(name));
}

/// A file of plain text.
pub fn text_file(text: &str) -> Option<web_sys::Blob> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    web_sys::Blob::new_with_str_sequence(&parts).ok()
}

/// A PDF that came in Base64.
pub fn pdf_file(base64: &str) -> Option<web_sys::Blob> {
    let letters = window().atob(base64).ok()?;
    let bytes: Vec<u8> = letters
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or_default())
        .collect();
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    let raw = web_sys::Blob::new_with_u8_array_sequence(&parts).ok()?;
    raw.slice_with_f64_and_f64_and_content_type(0.0, raw.size(), "application/pdf")
        .ok()
}

/// Opens a file in a tab of its own; a browser that only saves such files saves it under that name.
pub fn open_named_file(file: &web_sys::Blob, name: &str) {
    with_address(file, |link| {
        link.set_target("_blank");
        link.set_title(name);
    });
}

/// Opens a file in a tab of its own.
pub fn open_file(file: &web_sys::Blob) {
    with_address(file, |link| link.set_target("_blank"));
}

fn with_address(file: &web_sys::Blob, how: impl FnOnce(&web_sys::HtmlAnchorElement)) {
    let made = document()
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into().ok());
    let (Some(link), Ok(address)) = (made, web_sys::Url::create_object_url_with_blob(file)) else {
        return;
    };
    let link: web_sys::HtmlAnchorElement = link;
    link.set_href(&address);
    how(&link);
    link.click();
    // A tab that opens needs the address for a while.
    leptos::task::spawn_local(async move {
        pause(60_000).await;
        let _ = web_sys::Url::revoke_object_url(&address);
    });
}

/// Prints the page.
pub fn print() {
    let _ = window().print();
}

/// The address of the service, without a path.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Goes back in the history.
pub fn back() {
    if let Ok(history) = window().history() {
        let _ = history.back();
    }
}

/// Path and query of the address bar.
pub fn address() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// What stands behind `#`, taken out of the address bar and out of the history at once: it is a key.
pub fn take_fragment() -> Option<String> {
    let location = window().location();
    let fragment = location.hash().ok()?.trim_start_matches('#').to_owned();
    let path = location.pathname().ok()?;
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&path));
    }
    (!fragment.is_empty()).then_some(fragment)
}
