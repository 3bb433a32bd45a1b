//! Probes for the operator of the service.

use crate::App;
use crate::error::{Error, Result};
use crate::keyring;
use actix_web::web::{Data, ServiceConfig, resource};
use actix_web::{HttpResponse, web};

/// Maximum duration of the comparison of the keys.
const KEYS_WITHIN: std::time::Duration = std::time::Duration::from_secs(2);

/// Mounts `/health/live` and `/health/ready`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/health/live").route(web::get().to(live)))
        .service(resource("/health/ready").route(web::get().to(ready)));
}

/// The process runs.
async fn live() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

/// The schema has the correct version and data can be stored; both are checked quickly.
async fn ready(app: Data<App>) -> Result<HttpResponse> {
    let asked = async {
        app.db.expect_ready(app.clock.now()).await?;
        // An instance that lacks a key which another instance uses gets no more requests.
        match tokio::time::timeout(KEYS_WITHIN, keyring::still_fits(&app)).await {
            Ok(fits) => fits,
            Err(late) => Err(Error::unavailable(late)),
        }
    };
    match asked.await {
        Ok(()) => Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))),
        // Whatever the cause is: no requests should be sent here for now.
        Err(error) => Err(error.as_unavailable()),
    }
}
