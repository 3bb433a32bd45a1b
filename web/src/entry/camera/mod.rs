//! The QR code of the citizen card, read by the camera of the device. The picture is only analysed: it is neither
//! stored nor sent.

mod code;

use crate::browser;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Button, Icon};
use code::Reader;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlVideoElement;

/// Interval between two analyses of the picture.
const LOOK_EVERY_MS: i32 = 200;

/// Returns a member of a browser interface that web-sys still marks as unstable.
fn member(of: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(of, &name.into())
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: js_sys::Function = js_sys::Reflect::get(of, &name.into())?.dyn_into()?;
    function.apply(of, &arguments.iter().collect())
}

async fn answer(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    JsFuture::from(js_sys::Promise::from(call(of, name, arguments)?)).await
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in members {
        let _ = js_sys::Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Returns the cameras. Browsers provide them to secure origins only.
fn cameras() -> Option<JsValue> {
    member(&window().navigator(), "mediaDevices").filter(|devices| member(devices, "getUserMedia").is_some())
}

/// State of the camera.
#[derive(Clone, Copy)]
struct Eye {
    stream: StoredValue<Option<JsValue>, LocalStorage>,
    /// Increases when it is opened or closed: a loop of an earlier opening then stops.
    turn: StoredValue<u32>,
    is_open: RwSignal<bool>,
    fault: RwSignal<Option<String>>,
}

impl Eye {
    fn is_turn(self, mine: u32) -> bool {
        self.turn.try_get_value() == Some(mine)
    }

    /// Stops the camera; its light goes out.
    fn close(self) {
        self.turn.try_update_value(|turn| *turn = turn.wrapping_add(1));
        let stream = self.stream.try_update_value(Option::take).flatten();
        if let Some(stream) = stream {
            stop(&stream);
        }
        self.is_open.try_set(false);
    }

    async fn open(self, seen: Callback<String>) {
        let mine = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(mine);
        self.fault.set(None);
        self.is_open.set(true);
        if let Err(error) = self.look(mine, seen).await
            && self.is_turn(mine)
        {
            self.close();
            self.fault.try_set(Some(say(&error)));
            browser::focus_soon("camera");
        }
    }

    async fn look(self, mine: u32, seen: Callback<String>) -> Result<(), JsValue> {
        let Some(cameras) = cameras() else {
            return Err(JsValue::UNDEFINED);
        };
        let back = object(&[("facingMode", "environment".into())]);
        let stream = answer(&cameras, "getUserMedia", &[object(&[("video", back)])]).await?;
        if !self.is_turn(mine) {
            // Closed while the browser was still asking for permission.
            stop(&stream);
            return Ok(());
        }
        self.stream.try_update_value(|kept| *kept = Some(stream.clone()));
        let Some(video) = browser::element("camera-picture") else {
            return Err(JsValue::UNDEFINED);
        };
        let video: HtmlVideoElement = video.dyn_into()?;
        js_sys::Reflect::set(&video, &"srcObject".into(), &stream)?;
        answer(&video, "play", &[]).await?;
        let reader = Reader::find().await?;
        while self.is_turn(mine) {
            if let Some(code) = reader.read(&video).await?
                && self.is_turn(mine)
            {
                self.close();
                seen.try_run(code);
                return Ok(());
            }
            browser::pause(LOOK_EVERY_MS).await;
        }
        Ok(())
    }
}

fn stop(stream: &JsValue) {
    let Ok(tracks) = call(stream, "getTracks", &[]) else {
        return;
    };
    for track in js_sys::Array::from(&tracks).iter() {
        let _ = call(&track, "stop", &[]);
    }
}

fn say(error: &JsValue) -> String {
    match member(error, "name").and_then(|name| name.as_string()).as_deref() {
        Some("NotAllowedError") => t!(notify.camera_denied),
        Some("NotFoundError" | "OverconstrainedError") => t!(notify.camera_none),
        Some(code::NOT_LOADED) => t!(notify.camera_unread),
        _ => t!(notify.camera_failed),
    }
    .to_owned()
}

/// Renders the button, and the picture while the camera is on.
#[component]
pub fn Camera(
    /// Called with the text of the code.
    seen: Callback<String>,
) -> Markup {
    let eye = Eye {
        stream: StoredValue::new_local(None),
        turn: StoredValue::new(0),
        is_open: RwSignal::new(false),
        fault: RwSignal::new(None),
    };
    let hidden = window_event_listener(leptos::ev::visibilitychange, move |_| {
        if document().hidden() {
            eye.close();
        }
    });
    on_cleanup(move || {
        hidden.remove();
        eye.close();
    });
    let open = Callback::new(move |()| spawn_local(eye.open(seen)));
    let close = Callback::new(move |()| {
        eye.close();
        browser::focus_soon("camera");
    });
    let cannot = Signal::derive(|| cameras().is_none().then(|| t!(notify.camera_cannot).to_owned()));
    let key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            close.run(());
        }
    };
    html! {
        <div class="camera" on:keydown=key>
            {move || if eye.is_open.get() {
                html! {
                    <video id="camera-picture" class="camera-picture" muted=true playsinline=true aria-label=t!(notify.camera_picture)></video>
                    <p class="camera-text" role="status">{t!(notify.camera_hold)}</p>
                    <Button label=move || t!(notify.camera_close) icon="cross" small=true id="camera-close" on_press=close/>
                }
            } else {
                html! { <Button label=move || t!(notify.camera) icon="scan" small=true id="camera" disabled_reason=cannot on_press=open/> }
            }}
            <div role="alert">
                {when(move || eye.fault.get().map(|text| html! { <p class="field-said camera-fault"><Icon name="triangle"/><span>{text}</span></p> }))}
            </div>
        </div>
    }
}
