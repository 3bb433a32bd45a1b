//! Readers of a code in the picture: the browser itself where it can (`BarcodeDetector`), else our own reader
//! (`web/reader`), which is loaded only by the browsers that need it and runs in a worker.

use super::{answer, member, object};
use leptos::prelude::{document, window};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, ImageData, MessageEvent, Worker, WorkerOptions,
    WorkerType,
};

/// Name of the error when our own reader cannot be loaded.
pub const NOT_LOADED: &str = "NotLoaded";

/// Longest side in pixels of the picture for our own reader: the card fills the picture when it is held close, and a
/// larger one would only take longer.
const LONGEST_SIDE: u32 = 1280;

/// Maximum number of workers that fail in sequence: one picture may be too much, but not every one.
const MOST_FAILURES: u32 = 2;

/// One of the two readers.
pub enum Reader {
    Browser(JsValue),
    Own(OwnReader),
}

impl Reader {
    /// Returns the browser's reader, where it supports this kind of code: some have the interface without any formats.
    pub async fn find() -> Result<Self, JsValue> {
        match detector().await {
            Some(detector) => Ok(Self::Browser(detector)),
            None => OwnReader::new().map(Self::Own),
        }
    }

    /// Returns the text of a code that can be of a citizen card. A picture that is not ready contains none; the next
    /// one can.
    ///
    /// # Errors
    ///
    /// [`NOT_LOADED`] when our own reader cannot be loaded.
    pub async fn read(&self, video: &HtmlVideoElement) -> Result<Option<String>, JsValue> {
        match self {
            Self::Browser(detector) => {
                let codes = answer(detector, "detect", &[video.into()]).await;
                Ok(codes.ok().as_ref().and_then(card))
            }
            Self::Own(own) => match own.picture(video) {
                Some(picture) => own.ask(&picture).await,
                None => Ok(None),
            },
        }
    }
}

/// Returns the first code that can be of a citizen card: other codes may be in the picture too.
fn card(codes: &JsValue) -> Option<String> {
    js_sys::Array::from(codes)
        .iter()
        .filter_map(|code| member(&code, "rawValue")?.as_string())
        .find(|text| text.contains('|'))
}

async fn detector() -> Option<JsValue> {
    let kind: js_sys::Function = member(&window(), "BarcodeDetector")?.dyn_into().ok()?;
    let formats = answer(&kind, "getSupportedFormats", &[]).await.ok()?;
    if !js_sys::Array::from(&formats).includes(&"qr_code".into(), 0) {
        return None;
    }
    let formats = js_sys::Array::of1(&"qr_code".into());
    let options = object(&[("formats", formats.into())]);
    js_sys::Reflect::construct(&kind, &js_sys::Array::of1(&options)).ok()
}

/// Our own reader, and the canvas from which the pixels of a picture are read: it is in no page, and the next picture
/// is drawn over it.
pub struct OwnReader {
    worker: RefCell<Worker>,
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl OwnReader {
    fn new() -> Result<Self, JsValue> {
        let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
        let options = object(&[("willReadFrequently", true.into())]);
        let context = canvas
            .get_context_with_context_options("2d", &options)?
            .ok_or(JsValue::UNDEFINED)?
            .dyn_into()?;
        Ok(Self {
            worker: RefCell::new(worker()?),
            canvas,
            context,
        })
    }

    fn picture(&self, video: &HtmlVideoElement) -> Option<ImageData> {
        let (width, height) = (video.video_width(), video.video_height());
        let longest = width.max(height);
        if width.min(height) == 0 {
            return None;
        }
        let shrunk = |side: u32| {
            let side = if longest > LONGEST_SIDE {
                side * LONGEST_SIDE / longest
            } else {
                side
            };
            side.max(1)
        };
        self.canvas.set_width(shrunk(width));
        self.canvas.set_height(shrunk(height));
        let (width, height) = (f64::from(shrunk(width)), f64::from(shrunk(height)));
        self.context
            .draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, width, height)
            .ok()?;
        self.context.get_image_data(0.0, 0.0, width, height).ok()
    }

    async fn ask(&self, picture: &ImageData) -> Result<Option<String>, JsValue> {
        for _ in 0..MOST_FAILURES {
            let answered = answered(&self.worker.borrow(), picture);
            match JsFuture::from(answered).await {
                Ok(event) => {
                    let text = event.unchecked_into::<MessageEvent>().data();
                    if !text.is_undefined() {
                        return Ok(text.as_string());
                    }
                }
                Err(event) => {
                    // The error is reported here, so the console does not need it.
                    let _ = super::call(&event, "preventDefault", &[]);
                }
            }
            self.worker.replace(worker()?).terminate();
        }
        Err(object(&[("name", NOT_LOADED.into())]))
    }
}

impl Drop for OwnReader {
    fn drop(&mut self) {
        self.worker.borrow().terminate();
    }
}

/// Returns the answer to one picture: a message, or the error of a worker that was not loaded.
fn answered(worker: &Worker, picture: &ImageData) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, reject| {
        worker.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
        if let Err(error) = worker.post_message(picture) {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    })
}

/// Creates the worker. Its address is in the page, as it changes with its content.
fn worker() -> Result<Worker, JsValue> {
    let address = document()
        .query_selector("meta[name=reader-worker]")?
        .and_then(|meta| meta.get_attribute("content"))
        .ok_or(JsValue::UNDEFINED)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&address, &options)
}
