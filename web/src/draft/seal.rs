//! AES-GCM of the browser, under a key that cannot be extracted.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Number of bytes of the nonce.
const NONCE: usize = 12;

/// A key for encryption.
#[derive(Clone)]
pub struct Key {
    subtle: JsValue,
    key: JsValue,
}

impl Key {
    /// Imports the key from the server. `None` where the browser does not encrypt: over plain HTTP to another machine.
    pub async fn import(base64: &str) -> Option<Self> {
        let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
        let subtle = Reflect::get(&crypto, &"subtle".into())
            .ok()
            .filter(JsValue::is_object)?;
        let raw = bytes_of(base64)?;
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        let arguments = Array::of5(
            &"raw".into(),
            &raw,
            &"AES-GCM".into(),
            // Not extractable, by any code in the page.
            &JsValue::FALSE,
            &usages,
        );
        let key = call(&subtle, "importKey", &arguments).await?;
        Some(Self { subtle, key })
    }

    /// Encrypts a text under a name: it can be decrypted under no other.
    pub async fn seal(&self, name: &str, text: &str) -> Option<String> {
        let nonce = Uint8Array::new_with_length(u32::try_from(NONCE).ok()?);
        let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
        let random: js_sys::Function = Reflect::get(&crypto, &"getRandomValues".into()).ok()?.dyn_into().ok()?;
        random.call1(&crypto, &nonce).ok()?;
        let arguments = Array::of3(&algorithm(&nonce, name)?, &self.key, &Uint8Array::from(text.as_bytes()));
        let sealed = Uint8Array::new(&call(&self.subtle, "encrypt", &arguments).await?);
        let both = [nonce.to_vec(), sealed.to_vec()].concat();
        base64_of(&both)
    }

    /// Decrypts a text that was encrypted under that name.
    pub async fn open(&self, name: &str, sealed: &str) -> Option<String> {
        let both = bytes_of(sealed)?;
        let nonce = both.subarray(0, u32::try_from(NONCE).ok()?);
        let content = both.subarray(u32::try_from(NONCE).ok()?, both.length());
        let arguments = Array::of3(&algorithm(&nonce, name)?, &self.key, &content);
        let plain = Uint8Array::new(&call(&self.subtle, "decrypt", &arguments).await?);
        String::from_utf8(plain.to_vec()).ok()
    }
}

fn algorithm(nonce: &Uint8Array, name: &str) -> Option<JsValue> {
    let algorithm = Object::new();
    let bound = Uint8Array::from(name.as_bytes());
    for (key, value) in [
        ("name", JsValue::from_str("AES-GCM")),
        ("iv", nonce.clone().into()),
        ("additionalData", bound.into()),
    ] {
        Reflect::set(&algorithm, &key.into(), &value).ok()?;
    }
    Some(algorithm.into())
}

async fn call(subtle: &JsValue, what: &str, arguments: &Array) -> Option<JsValue> {
    let function: js_sys::Function = Reflect::get(subtle, &what.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = function.apply(subtle, arguments).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Returns Base64, by the browser itself: one character per byte.
fn base64_of(bytes: &[u8]) -> Option<String> {
    let letters: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    leptos::prelude::window().btoa(&letters).ok()
}

fn bytes_of(base64: &str) -> Option<Uint8Array> {
    let letters = leptos::prelude::window().atob(base64).ok()?;
    let bytes: Option<Vec<u8>> = letters
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).ok())
        .collect();
    Some(Uint8Array::from(bytes?.as_slice()))
}
