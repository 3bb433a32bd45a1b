//! A request with a file in it, over `XMLHttpRequest`: `fetch` does not report how much of a body has been sent.

use crate::api::{ApiError, Outcome};
use crate::browser;
use crate::ui::toast;
use js_sys::Promise;
use leptos::prelude::{ArcRwSignal, Set};
use std::cell::{Cell, RefCell};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ProgressEvent, XmlHttpRequest};

/// Number of characters from which on a body takes long enough on a slow line to display the progress.
pub const WORTH_TELLING: usize = 100_000;

thread_local! {
    /// Sent part of the pending body, in percent.
    static SENT: ArcRwSignal<Option<u32>> = ArcRwSignal::new(None);
    /// The pending request; a user sends one form at a time.
    static UNDER_WAY: RefCell<Option<XmlHttpRequest>> = const { RefCell::new(None) };
    /// Whether the user has stopped it.
    static STOPPED: Cell<bool> = const { Cell::new(false) };
}

/// Returns the sent part of the pending request, in percent.
pub fn sent() -> ArcRwSignal<Option<u32>> {
    SENT.with(Clone::clone)
}

/// Stops the pending request.
pub fn stop() {
    if let Some(request) = UNDER_WAY.take() {
        STOPPED.set(true);
        let _ = request.abort();
    }
}

/// Content of a request.
pub struct Body<'a> {
    /// The method.
    pub method: &'a str,
    /// Address.
    pub address: &'a str,
    /// Names and values of headers.
    pub headers: &'a [(&'static str, String)],
    /// Body text.
    pub text: &'a str,
    /// Maximum time in ms.
    pub patience_ms: u32,
}

/// Sends the request, and reports its progress; returns the request with its answer.
pub async fn send(body: Body<'_>) -> Outcome<XmlHttpRequest> {
    let silent = |_: JsValue| ApiError::Silent;
    let request = XmlHttpRequest::new().map_err(silent)?;
    request
        .open_with_async(body.method, body.address, true)
        .map_err(silent)?;
    for (name, value) in body.headers {
        request.set_request_header(name, value).map_err(silent)?;
    }
    request.set_timeout(body.patience_ms);
    let told: Closure<dyn Fn(ProgressEvent)> = Closure::new(|event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
            let percent = (event.loaded() / event.total() * 100.0) as u32;
            sent().set(Some(percent));
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
    }
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    UNDER_WAY.set(Some(request.clone()));
    STOPPED.set(false);
    sent().set(Some(0));
    toast::stand_on_top();
    let begun = request.send_with_opt_str(Some(body.text));
    if begun.is_ok() {
        let _ = JsFuture::from(ended).await;
    }
    UNDER_WAY.take();
    sent().set(None);
    match request.status() {
        Ok(status) if begun.is_ok() && status > 0 => Ok(request),
        _ if STOPPED.take() => Err(ApiError::Stopped),
        _ if browser::is_online() => Err(ApiError::Silent),
        _ => Err(ApiError::Offline),
    }
}
