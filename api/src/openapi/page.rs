//! Serves the document and Swagger UI: compressed, and kept by the browser under names that change with the content,
//! because together they have three megabytes.

use super::document_in;
use crate::error::{Error, Result};
use crate::http::has_version;
use crate::http::packing::takes;
use crate::{App, crypto, demo};
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, web};
use dto::operations::BASE;
use dto::say;
use dto::text::Lang;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::sync::{Arc, LazyLock};
use utoipa_swagger_ui::{Config, serve};

/// The browser asks each time, and the file is sent only if it has changed: an upgrade takes effect at once.
const ASKED_FOR: &str = "no-cache";
/// The name changes with the content.
const KEPT: &str = "public, max-age=31536000, immutable";

/// A file uncompressed, compressed, and its version.
struct Packed {
    plain: Bytes,
    gzip: Option<Bytes>,
    tag: String,
    media_type: &'static str,
}

impl Packed {
    fn new(plain: Vec<u8>, media_type: &'static str) -> Self {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        let gzip = packer.write_all(&plain).and_then(|()| packer.finish()).ok();
        Self {
            gzip: gzip.filter(|gzip| gzip.len() < plain.len()).map(Bytes::from),
            tag: crypto::short_hex(&crypto::hash(&plain)),
            plain: Bytes::from(plain),
            media_type,
        }
    }

    fn answer(&self, request: &HttpRequest, cache: &'static str) -> HttpResponse {
        let tag = format!("\"{}\"", self.tag);
        let is_known = has_version(request, &tag);
        let mut answer = if is_known {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        answer
            .insert_header((header::ETAG, tag))
            .insert_header((header::VARY, "Accept-Encoding"))
            .insert_header((header::CACHE_CONTROL, cache));
        if is_known {
            return answer.finish();
        }
        answer.content_type(self.media_type);
        match &self.gzip {
            Some(gzip) if takes(request.headers(), "gzip") => answer
                .insert_header((header::CONTENT_ENCODING, "gzip"))
                .body(gzip.clone()),
            _ => answer.body(self.plain.clone()),
        }
    }
}

/// A file under `/docs`, whose name contains its version: `page.0123456789abcdef.js`.
struct Named {
    name: &'static str,
    ending: &'static str,
    file: Packed,
}

impl Named {
    fn path(&self) -> String {
        format!("/docs/{}", self.file_name())
    }

    fn file_name(&self) -> String {
        format!("{}.{}.{}", self.name, self.file.tag, self.ending)
    }
}

/// The document in a language: made once for the process, because it does not depend on the configuration.
fn document(lang: Lang) -> &'static Named {
    static VI: LazyLock<Named> = LazyLock::new(|| written("openapi.vi", Lang::Vi));
    static EN: LazyLock<Named> = LazyLock::new(|| written("openapi.en", Lang::En));
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

fn written(name: &'static str, lang: Lang) -> Named {
    let text = document_in(lang).to_json().unwrap_or_default();
    Named {
        name,
        ending: "json",
        file: Packed::new(text.into_bytes(), "application/json"),
    }
}

/// The files of the page, made at its first request.
struct Files {
    icon: Named,
    swagger_css: Named,
    swagger_js: Named,
    css: Named,
    js: Named,
}

static FILES: LazyLock<Files> = LazyLock::new(|| Files {
    icon: of_swagger("favicon-32x32", "png", "image/png"),
    swagger_css: of_swagger("swagger-ui", "css", CSS),
    swagger_js: of_swagger("swagger-ui-bundle", "js", JS),
    css: ours("page", "css", CSS, include_str!("page/page.css")),
    js: ours("page", "js", JS, include_str!("page/page.js")),
});

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

impl Files {
    fn all(&self) -> [&Named; 5] {
        [&self.icon, &self.swagger_css, &self.swagger_js, &self.css, &self.js]
    }
}

/// A file of the library as it is; an empty one, if a later version has it no more, which the tests notice.
fn of_swagger(name: &'static str, ending: &'static str, media_type: &'static str) -> Named {
    let config = Arc::new(Config::default());
    let found = serve(&format!("{name}.{ending}"), config).ok().flatten();
    Named {
        name,
        ending,
        file: Packed::new(
            found.map(|file| file.bytes.into_owned()).unwrap_or_default(),
            media_type,
        ),
    }
}

fn ours(name: &'static str, ending: &'static str, media_type: &'static str, text: &str) -> Named {
    Named {
        name,
        ending,
        file: Packed::new(text.as_bytes().to_vec(), media_type),
    }
}

/// The page in a language, for invented guests or for real ones.
fn page(lang: Lang, is_demo: bool) -> Packed {
    let files = &*FILES;
    let current = |of: Lang| if of == lang { " aria-current=\"page\"" } else { "" };
    let open = |operation: &str| say!(lang, docs.start.open, operation = operation);
    let (band, sign_in_more, notify_text) = if is_demo {
        (
            say!(lang, docs.band.demo),
            say!(lang, docs.start.sign_in_demo),
            say!(lang, docs.start.notify_demo),
        )
    } else {
        (
            say!(lang, docs.band.live),
            say!(lang, docs.start.sign_in_program),
            say!(lang, docs.start.notify_live),
        )
    };
    let html = format!(
        include_str!("page/page.html"),
        tag = lang.as_str(),
        title = say!(lang, docs.title),
        language = say!(lang, docs.language),
        is_vi = current(Lang::Vi),
        is_en = current(Lang::En),
        icon = files.icon.path(),
        swagger_css = files.swagger_css.path(),
        swagger_js = files.swagger_js.path(),
        css = files.css.path(),
        js = files.js.path(),
        document = document(lang).path(),
        kind = if is_demo { "demo" } else { "live" },
        band = band,
        start = say!(lang, docs.start.heading),
        sign_in = say!(lang, docs.start.sign_in),
        sign_in_text = say!(lang, docs.start.sign_in_text),
        sign_in_more = sign_in_more,
        open_login = open("login"),
        notify = say!(lang, docs.start.notify),
        notify_text = notify_text,
        open_notify = open("notifyStay"),
        look_up = say!(lang, docs.start.look_up),
        look_up_text = say!(lang, docs.start.look_up_text),
        open_get = open("getStay"),
        buttons = say!(lang, docs.buttons),
        no_script = say!(lang, docs.no_script),
        conventions = say!(lang, docs.conventions),
        failures = say!(lang, docs.failures),
        body = say!(lang, docs.label.body),
        example = say!(lang, docs.label.example),
        copy = say!(lang, docs.label.copy),
        code = say!(lang, docs.label.code),
        signed_in = say!(lang, docs.start.signed_in),
        room_filled = say!(lang, docs.start.room_filled),
        notified = say!(lang, docs.start.notified),
    );
    Packed::new(html.into_bytes(), "text/html; charset=utf-8")
}

async fn show(request: HttpRequest, app: Data<App>, lang: Lang) -> HttpResponse {
    page(lang, demo::is_here(&app).await).answer(&request, ASKED_FOR)
}

/// Mounts the document and Swagger UI.
pub fn routes(config: &mut ServiceConfig) {
    for (from, to) in [("/docs", "/docs/"), ("/docs/en", "/docs/en/")] {
        let redirect = move || async move {
            HttpResponse::PermanentRedirect()
                .insert_header((header::LOCATION, to))
                .finish()
        };
        config.service(web::resource(from).route(web::get().to(redirect)));
    }
    config
        .route(
            &format!("{BASE}/openapi.json"),
            web::get().to(async |request: HttpRequest| document(Lang::En).file.answer(&request, ASKED_FOR)),
        )
        .route("/docs/", web::get().to(|request, app| show(request, app, Lang::Vi)))
        .route("/docs/en/", web::get().to(|request, app| show(request, app, Lang::En)))
        .route("/docs/{file:.*}", web::get().to(file));
}

async fn file(request: HttpRequest, name: Path<String>) -> Result<HttpResponse> {
    let documents = [Lang::Vi, Lang::En].into_iter().map(document);
    let found = FILES
        .all()
        .into_iter()
        .chain(documents)
        .find(|named| named.file_name() == *name);
    let found = found.ok_or_else(Error::not_found)?;
    Ok(found.file.answer(&request, KEPT))
}
