//! Probes for whoever runs the service.

use crate::App;
use crate::error::Result;
use actix_web::web::{Data, ServiceConfig, resource};
use actix_web::{HttpResponse, web};

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

/// The schema is the right one and something can be stored, and both are found out quickly.
async fn ready(app: Data<App>) -> Result<HttpResponse> {
    match app.db.expect_ready(app.clock.now()).await {
        Ok(()) => Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))),
        // Whatever it is: for now nothing is to be sent here.
        Err(error) => Err(error.as_unavailable()),
    }
}
