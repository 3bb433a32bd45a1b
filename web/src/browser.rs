//! The few functions of the browser itself that are used.

use leptos::prelude::{document, window};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FocusOptions, HtmlElement, Storage};

const BEEP_HERTZ: f32 = 220.0;
const BEEP_VOLUME: f32 = 0.2;
const BEEP_SECONDS: f64 = 0.25;

/// Returns the storage of this browser, if it permits one.
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Returns a stored text.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores a text; returns whether that succeeded.
pub fn store(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Deletes a text.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Returns whether the user has asked the browser to save data; not every browser has the setting.
pub fn saves_data() -> bool {
    let navigator = window().navigator();
    js_sys::Reflect::get(&navigator, &"connection".into())
        .and_then(|connection| js_sys::Reflect::get(&connection, &"saveData".into()))
        .is_ok_and(|saves| saves.is_truthy())
}

/// Returns a text stored for this tab, also after a reload.
pub fn tab_stored(key: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(key).ok()?
}

/// Stores a text for this tab.
pub fn tab_store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Returns the names of everything stored that starts with `prefix`.
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

/// Returns the storage of this tab, which lasts until it is closed, if the browser permits one.
fn tab_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Returns a text stored for this tab.
pub fn stored_in_tab(key: &str) -> Option<String> {
    tab_storage()?.get_item(key).ok()?
}

/// Stores a text until the tab is closed; returns whether that succeeded.
pub fn store_in_tab(key: &str, value: &str) -> bool {
    tab_storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Deletes a text of this tab.
pub fn forget_in_tab(key: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(key);
    }
}

/// Returns the names of everything stored for this tab that starts with `prefix`.
pub fn keys_in_tab(prefix: &str) -> Vec<String> {
    tab_storage().map_or_else(Vec::new, |storage| keys(&storage, prefix))
}

/// Returns the index of this page in the history of the tab, where the browser provides it.
pub fn history_entry() -> Option<i32> {
    let navigation = js_sys::Reflect::get(&window(), &"navigation".into()).ok()?;
    let entry = js_sys::Reflect::get(&navigation, &"currentEntry".into()).ok()?;
    let index = js_sys::Reflect::get(&entry, &"index".into()).ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "browsers keep some fifty pages")]
    Some(index as i32)
}

/// Moves this many pages through the history.
pub fn step_in_history(steps: i32) {
    if let Ok(history) = window().history() {
        let _ = history.go_with_delta(steps);
    }
}

/// Returns the root element.
pub fn root() -> Option<Element> {
    document().document_element()
}

/// Sets `lang` of the document.
pub fn set_document_lang(tag: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Returns the element with that id.
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Moves focus to the element with that id; returns whether it exists.
pub fn focus(id: &str) -> bool {
    element(id).is_some_and(|element| element.focus().is_ok())
}

/// Moves focus to the element with that id once the page has been rendered again.
pub fn focus_soon(id: &'static str) {
    leptos::task::spawn_local(async move {
        pause(0).await;
        focus(id);
    });
}

/// Moves focus without scrolling: a heading that receives focus must not hide the content above it.
pub fn focus_still(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Scrolls the element with that id into view.
pub fn show(id: &str) {
    if let Some(element) = element(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Selects the text in the input with that id once the page has been rendered again: the next typed text replaces it.
pub fn select_soon(id: String) {
    leptos::task::spawn_local(async move {
        pause(0).await;
        select(&id);
    });
}

/// Selects the text in the input with that id.
pub fn select(id: &str) {
    if let Some(input) = element(id).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.select();
    }
}

/// Sets the text of the input with that id without notifying the page.
pub fn set_input(id: &str, text: &str) {
    if let Some(input) = element(id).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.set_value(text);
    }
}

/// Returns whether the element with that id has focus.
pub fn has_focus(id: &str) -> bool {
    document().active_element().is_some_and(|active| active.id() == id)
}

/// Returns whether the focused element is the one with that id or is inside it.
pub fn has_focus_within(id: &str) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| active.closest(&format!("#{id}")).ok().flatten().is_some())
}

/// Returns whether a media query matches now.
pub fn fits(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|media| media.matches())
}

/// Returns whether the screen is operated by touch: the keyboard then covers half of the page when a field receives
/// focus.
pub fn is_touch() -> bool {
    fits("(pointer: coarse)")
}

/// Plays a short low tone. A browser without sound, or without permission, stays silent.
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

/// Returns the milliseconds since 1970 by the clock of this device, which may be wrong.
pub fn device_millis() -> f64 {
    js_sys::Date::now()
}

/// Returns the milliseconds since the page was opened, by a clock that nobody can set.
pub fn steady_millis() -> f64 {
    window().performance().map_or_else(device_millis, |clock| clock.now())
}

/// Stores a time of the device's clock, in whole milliseconds.
pub fn store_millis(key: &str, millis: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "a clock is far from 2^63 milliseconds")]
    let whole = millis as i64;
    store(key, &whole.to_string());
}

/// Returns a stored time.
pub fn stored_millis(key: &str) -> Option<f64> {
    // As a whole number: parsing a number with a fraction needs tables of ten kilobytes.
    let whole: i64 = stored(key)?.parse().ok()?;
    #[expect(clippy::cast_precision_loss, reason = "a clock is far from 2^53 milliseconds")]
    let millis = whole as f64;
    Some(millis)
}

/// Returns whether the browser reports a network.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Waits, but not longer than until the network is back.
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

/// Waits for this time.
pub async fn pause(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Runs `work` while no other tab runs work under the same name (Web Locks). Browsers provide locks to secure origins
/// only; without them it runs at once.
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

/// Copies a text to the clipboard; returns whether the browser permitted it.
pub async fn copy(text: &str) -> bool {
    // Browsers provide a clipboard to secure origins only.
    let has_one = js_sys::Reflect::get(&window().navigator(), &"clipboard".into()).is_ok_and(|it| it.is_object());
    if !has_one {
        return false;
    }
    let written = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(written).await.is_ok()
}

/// Returns the content of a field.
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

/// Closes the dialogs over the page.
pub fn close_dialogs() {
    for dialog in elements(".dialog[open]") {
        if let Ok(dialog) = dialog.dyn_into::<web_sys::HtmlDialogElement>() {
            dialog.close();
        }
    }
}

/// Returns all elements that match a selector, in the order of the page.
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

/// Creates a file of plain text.
pub fn text_file(text: &str) -> Option<web_sys::Blob> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    web_sys::Blob::new_with_str_sequence(&parts).ok()
}

/// Decodes a PDF from Base64.
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

/// Opens a file in a new tab; a browser that only saves such files saves it under that name.
pub fn open_named_file(file: &web_sys::Blob, name: &str) {
    with_address(file, |link| {
        link.set_target("_blank");
        link.set_title(name);
    });
}

/// Opens a file in a new tab.
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
    // The new tab needs the address for some time.
    leptos::task::spawn_local(async move {
        pause(60_000).await;
        let _ = web_sys::Url::revoke_object_url(&address);
    });
}

/// Prints the page.
pub fn print() {
    let _ = window().print();
}

/// Returns the address of the service, without a path.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Goes back in the history.
pub fn back() {
    if let Ok(history) = window().history() {
        let _ = history.back();
    }
}

/// Returns path and query of the address bar.
pub fn address() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Returns the text after `#`, and removes it from the address bar and from the history at once: it is a key.
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
