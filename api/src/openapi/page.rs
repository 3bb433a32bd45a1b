//! Serves the document and Swagger UI: with a version, and compressed, because together they have two megabytes.

use crate::crypto;
use crate::error::{Error, Result};
use crate::http::has_version;
use crate::http::packing::takes;
use actix_web::http::header;
use actix_web::web::{Bytes, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, web};
use dto::operations::BASE;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, serve};

/// A file uncompressed, compressed, and its version.
struct Packed {
    plain: Bytes,
    gzip: Option<Bytes>,
    tag: String,
    media_type: String,
}

impl Packed {
    fn new(plain: Vec<u8>, media_type: String) -> Self {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        let gzip = packer.write_all(&plain).and_then(|()| packer.finish()).ok();
        let tag = crypto::short_hex(&crypto::hash(&plain));
        Self {
            gzip: gzip.filter(|gzip| gzip.len() < plain.len()).map(Bytes::from),
            plain: Bytes::from(plain),
            tag,
            media_type,
        }
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let is_known = has_version(request, &format!("\"{}\"", self.tag));
        let mut answer = if is_known {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        answer
            .insert_header((header::ETAG, format!("\"{}\"", self.tag)))
            .insert_header((header::VARY, "Accept-Encoding"))
            // The browser asks each time, and the file is sent only if it has changed: an upgrade takes effect at once.
            .insert_header((header::CACHE_CONTROL, "no-cache"));
        if is_known {
            return answer.finish();
        }
        answer.content_type(self.media_type.as_str());
        match &self.gzip {
            Some(gzip) if takes(request.headers(), "gzip") => answer
                .insert_header((header::CONTENT_ENCODING, "gzip"))
                .body(gzip.clone()),
            _ => answer.body(self.plain.clone()),
        }
    }
}

/// The served files: made at the first request, once per process, because they do not depend on the configuration. The
/// same for the files of Swagger UI.
struct Given {
    document: Packed,
    config: Arc<Config<'static>>,
    files: Mutex<HashMap<String, Arc<Packed>>>,
}

impl Given {
    fn get() -> &'static Self {
        static GIVEN: LazyLock<Given> = LazyLock::new(|| Given::new(&super::document()));
        &GIVEN
    }

    /// Made from that document.
    fn new(document: &OpenApi) -> Self {
        let config = Config::new([format!("{BASE}/openapi.json")])
            .try_it_out_enabled(true)
            // The validator would send the URL of our document to another site, which our own rules forbid.
            .validator_url("none")
            .persist_authorization(false)
            .display_operation_id(true)
            // Without the bar for other documents, and with collapsed schemas: they are four hundred lines.
            .use_base_layout()
            .default_models_expand_depth(0);
        Self {
            document: Packed::new(
                document.to_json().unwrap_or_default().into_bytes(),
                "application/json".to_owned(),
            ),
            config: Arc::new(config),
            files: Mutex::default(),
        }
    }

    fn file(&self, name: &str) -> Result<Arc<Packed>> {
        let known = self
            .files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = serve(name, Arc::clone(&self.config))
            .map_err(|error| Error::internal(anyhow::anyhow!("Swagger UI: {error}")))?
            .ok_or_else(Error::not_found)?;
        let packed = Arc::new(Packed::new(found.bytes.into_owned(), found.content_type));
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(name.to_owned(), Arc::clone(&packed));
        Ok(packed)
    }
}

/// Mounts the document and Swagger UI.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/docs").route(web::get().to(|| async {
            HttpResponse::PermanentRedirect()
                .insert_header((header::LOCATION, "/docs/"))
                .finish()
        })))
        .route(
            &format!("{BASE}/openapi.json"),
            web::get().to(|request: HttpRequest| async move { Given::get().document.answer(&request) }),
        )
        .route(
            "/docs/{file:.*}",
            web::get().to(|request: HttpRequest, file: Path<String>| async move {
                Ok::<_, Error>(Given::get().file(&file)?.answer(&request))
            }),
        );
}
