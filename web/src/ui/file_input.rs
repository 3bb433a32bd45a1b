//! A file to send with a form: a scan of a signed form.

use crate::format;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{FieldContext, Icon};
use dto::filing::{FileIn, MAX_FILE};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// A file that was chosen and read.
#[derive(Clone)]
pub struct Picked {
    /// Its name.
    pub name: String,
    /// Size in bytes.
    pub size: usize,
    /// Content as it is sent.
    pub content: Arc<FileIn>,
}

/// Renders a file input inside a [`crate::ui::Field`]: PDF, JPEG or PNG of at most 5 MB, displayed with name and size.
#[component]
pub fn FileInput(
    /// The file.
    value: RwSignal<Option<Picked>>,
    /// Reason why the last file was refused.
    refused: RwSignal<Option<FieldError>>,
) -> Markup {
    let field = FieldContext::here();
    let invalid = field.invalid;
    let reading = RwSignal::new(false);
    let input = NodeRef::<leptos::html::Input>::new();
    let choose = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        // The same file, chosen again after a refusal, then changes the signal too.
        refused.set(None);
        reading.set(true);
        spawn_local(async move {
            let outcome = read(&file).await;
            input.set_value("");
            reading.try_set(false);
            match outcome {
                Ok(picked) => drop(value.try_set(Some(picked))),
                Err(reason) => drop(refused.try_set(Some(reason))),
            }
        });
    };
    let remove = move |_| {
        value.set(None);
        refused.set(None);
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    html! {
        <div class="file">
            <span class="file-pick btn">
                <input
                    node_ref=input
                    type="file"
                    id=field.id
                    accept="application/pdf,image/jpeg,image/png"
                    aria-describedby=field.described_by
                    aria-invalid=move || invalid.get().then_some("true")
                    on:change=choose
                />
                <Icon name="plus"/>
                <span aria-hidden="true">{move || if value.with(Option::is_some) { t!(field.file_other) } else { t!(field.file_choose) }}</span>
            </span>
            <span class="file-said" role="status">
                {move || match value.get() {
                    _ if reading.get() => t!(field.file_reading).into_markup(),
                    None => html! { <span class="quiet">{t!(field.file_none)}</span> },
                    Some(picked) => html! {
                        <Icon name="check-circle"/>
                        <span class="file-name">{picked.name}</span>
                        <span class="quiet nowrap">{format::bytes(picked.size)}</span>
                    },
                }}
            </span>
            {when(move || value.with(Option::is_some).then(|| html! {
                <button type="button" class="link" on:click=remove>{t!(field.file_remove)}</button>
            }))}
        </div>
    }
}

async fn read(file: &web_sys::File) -> Result<Picked, FieldError> {
    let fault = |code| FieldError::new("", code);
    #[expect(clippy::cast_precision_loss, reason = "five million fits")]
    if file.size() > MAX_FILE as f64 {
        return Err(fault(FieldCode::FileTooLarge).with("megabytes", MAX_FILE / (1024 * 1024)));
    }
    let buffer = JsFuture::from(file.array_buffer())
        .await
        .map_err(|_| fault(FieldCode::FileUnreadable))?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    if bytes.is_empty() {
        return Err(fault(FieldCode::FileUnreadable));
    }
    if is_heic(&bytes) {
        return Err(fault(FieldCode::FileTypeRefused).with("kind", "heic"));
    }
    if !is_known(&bytes) {
        return Err(fault(FieldCode::FileTypeRefused));
    }
    Ok(Picked {
        name: file.name(),
        size: bytes.len(),
        content: Arc::new(FileIn::new(file.name(), &bytes)),
    })
}

/// Returns whether the first bytes are those of a PDF, a JPEG or a PNG; the server checks further.
fn is_known(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 3] = [b"%PDF-", &[0xff, 0xd8, 0xff], &[0x89, b'P', b'N', b'G']];
    starts.iter().any(|start| bytes.starts_with(start))
}

/// Returns whether it is a picture in the format of iPhones (HEIF, ISO/IEC 23008-12): few programs other than Apple's
/// open it.
fn is_heic(bytes: &[u8]) -> bool {
    let brands: [&[u8]; 5] = [b"heic", b"heix", b"hevc", b"mif1", b"msf1"];
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| brands.contains(&brand))
}

#[cfg(test)]
mod tests {
    use super::{is_heic, is_known};

    #[test]
    fn a_picture_of_an_iphone_is_told_from_a_film() {
        assert!(is_heic(b"\0\0\0\x18ftypheic\0\0\0\0"));
        assert!(!is_heic(b"\0\0\0\x18ftypmp42\0\0\0\0"));
        assert!(!is_heic(b"\xff\xd8\xff\xe0"));
    }

    #[test]
    fn a_file_is_known_by_how_it_begins_not_by_its_name() {
        assert!(is_known(b"%PDF-1.7\n"));
        assert!(is_known(&[0xff, 0xd8, 0xff, 0xe0]));
        assert!(!is_known(b"PK\x03\x04"));
        assert!(!is_known(b""));
    }
}
