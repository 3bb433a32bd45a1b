//! The routes of stays, by feature.

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(super::board::http::routes)
        .configure(super::notify::http::routes)
        .configure(super::read::http::routes)
        .configure(super::change::http::routes)
        .configure(super::thread::http::routes)
        .configure(super::export::http::routes)
        .configure(super::register::http::routes)
        .configure(super::foreign::http::routes)
        .configure(super::commune::http::routes)
        .configure(super::import::http::routes);
}
