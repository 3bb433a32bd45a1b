//! Probes for whoever runs the service.

use crate::App;
use crate::error::{Error, Result};
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
    match tokio::time::timeout(Duration::from_secs(2), asked).await {
        Ok(Ok(_)) => Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))),
        Ok(Err(error)) => Err(Error::from(error)),
        Err(_) => Err(Error::new(ErrorCode::Unavailable).retry_after(5)),
    }
}
