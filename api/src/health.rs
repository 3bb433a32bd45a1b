//! Probes for whoever runs the service.

use crate::App;
use crate::error::{Error, Result};
use crate::keyring;
use actix_web::web::{Data, ServiceConfig, resource};
use actix_web::{HttpResponse, web};
use dto::problem::ErrorCode;
use sea_orm::ConnectionTrait;
use std::time::Duration;

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

/// The database answers, and quickly.
async fn ready(app: Data<App>) -> Result<HttpResponse> {
    let asked = app.db.read().execute_unprepared("SELECT 1 FROM area WHERE code = ''");
    let asked = async {
        asked.await?;
        // An instance that lacks a key which another one uses gets no more requests.
        keyring::still_fits(&app).await
    };
    match tokio::time::timeout(Duration::from_secs(2), asked).await {
        Ok(Ok(())) => Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(Error::new(ErrorCode::Unavailable).retry_after(5)),
    }
}
