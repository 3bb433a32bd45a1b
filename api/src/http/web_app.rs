//! The single-page application, served from the binary: file names with hashes, compressed in advance.

use crate::crypto;
use crate::http::has_version;
use crate::http::packing::takes;
use actix_web::http::{Method, header};
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;

/// The output of `cargo xtask web`. A debug build reads the folder, a release build contains it.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Dist;

/// Mounts the files and, for every other path that a user may open, the page.
pub fn routes(config: &mut ServiceConfig) {
    config.default_service(web::route().to(serve));
}

async fn serve(request: HttpRequest) -> HttpResponse {
    if request.method() != Method::GET {
        return HttpResponse::MethodNotAllowed()
            .insert_header((header::ALLOW, "GET, HEAD"))
            .finish();
    }
    // A path for programs must not be answered with a page: a probe with a mistyped path would always succeed.
    let first = request
        .path()
        .split('/')
        .nth(1)
        .unwrap_or_default()
        .to_ascii_lowercase();
    if request.path().contains("//") || ["api", "health", "metrics"].contains(&first.as_str()) {
        return HttpResponse::NotFound().finish();
    }
    let path = request.path().trim_start_matches('/');
    if !path.is_empty() && !path.ends_with(".br") && !path.ends_with(".gz") && path != "index.html" {
        let cache = if has_hash(path) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        if let Some(answer) = file(&request, path, cache) {
            return answer;
        }
        // A name with a dot is a file that does not exist; all other paths are pages of the application.
        if path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
            return HttpResponse::NotFound().finish();
        }
    }
    file(&request, "index.html", "no-cache").unwrap_or_else(|| HttpResponse::NotFound().finish())
}

/// Whether the name contains a hash of the content, as in `app.0123456789abcdef.css`: then the file with this name
/// never changes.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit('.')
        .nth(1)
        .is_some_and(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn file(request: &HttpRequest, path: &str, cache: &str) -> Option<HttpResponse> {
    let (found, encoding) = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(name, _)| takes(request.headers(), name))
        .find_map(|(name, ending)| Dist::get(&format!("{path}.{ending}")).map(|file| (file, Some(name))))
        .or_else(|| Dist::get(path).map(|file| (file, None)))?;
    let tag = format!("\"{}\"", crypto::short_hex(&found.metadata.sha256_hash()));
    let mut answer = if has_version(request, &tag) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer.insert_header((header::ETAG, tag));
    answer.insert_header((header::VARY, "Accept-Encoding"));
    answer.insert_header((header::CACHE_CONTROL, cache));
    answer.insert_header((header::CONTENT_TYPE, media_type(path)));
    if let Some(encoding) = encoding {
        answer.insert_header((header::CONTENT_ENCODING, encoding));
    }
    Some(answer.body(found.data.into_owned()))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::has_hash;

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        for name in [
            "app.60b9b83fa83aa2fb.css",
            "fonts/hanken-grotesk-latin.9c3da7e1f0b24d68.woff2",
        ] {
            assert!(has_hash(name), "{name}");
        }
        for name in [
            "manifest.json",
            "index.html",
            "app.css",
            "60b9b83fa83aa2fb",
            "app.60b9b83f.css",
            "",
        ] {
            assert!(!has_hash(name), "{name}");
        }
    }
}
