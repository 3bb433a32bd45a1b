//! Starts the service from its configuration.

use crate::authz::POLICY;
use crate::error::{Error, Result as ApiResult};
use crate::http::middleware::answers;
use crate::http::packing::packed;
use crate::http::span::RequestSpan;
use crate::http::{health, refusals, web_app};
use crate::routes::operations;
use crate::{App, keyring, openapi, schedule};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ResourceDef, Server, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{Data, PathConfig, QueryConfig, ServiceConfig, scope};
use actix_web::{App as ActixApp, HttpRequest, HttpResponse, HttpServer, web};
use dto::problem::ErrorCode;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tracing_actix_web::TracingLogger;
use utoipa_actix_web::service_config::ServiceConfig as OperationConfig;

/// The longest time for background work to end after the last request.
const LAST_WORK: Duration = Duration::from_secs(15);

/// Makes a server on `listener`, which the caller has to await.
pub fn server(app: Arc<App>, listener: TcpListener) -> std::io::Result<Server> {
    let workers = app.config.workers;
    let app = Data::from(app);
    let mut server = HttpServer::new(move || {
        let app = app.clone();
        ActixApp::new()
            .wrap(from_fn(answers))
            .wrap(TracingLogger::<RequestSpan>::new())
            .configure(move |config| routes(config, app))
    })
    .listen(listener)?
    // Limits for slow clients: headers within ten seconds; bodies within the time-out of `answers`.
    .client_request_timeout(Duration::from_secs(10))
    .client_disconnect_timeout(Duration::from_secs(2))
    .keep_alive(Duration::from_secs(75))
    // Pending requests are finished before the process ends.
    .shutdown_timeout(30);
    if let Some(workers) = workers {
        server = server.workers(workers);
    }
    Ok(server.run())
}

fn routes(config: &mut ServiceConfig, app: Data<App>) {
    config
        .app_data(app)
        .app_data(PathConfig::default().error_handler(|_, _| Error::not_found().into()))
        .app_data(QueryConfig::default().error_handler(|_, _| Error::new(ErrorCode::MalformedRequest).into()))
        .configure(health::routes)
        .configure(openapi::page::routes)
        .service(
            scope(dto::operations::BASE)
                .wrap(from_fn(fitting_keys))
                .wrap(from_fn(named_before_numbered))
                .wrap(from_fn(refusals::note))
                .wrap(from_fn(packed))
                .configure(|config| operations(&mut OperationConfig::new(config)))
                .default_service(web::route().to(no_operation)),
        )
        .configure(web_app::routes);
}

/// Answers 404 for an unknown path, and 405 with the allowed methods for a path that has operations with other methods.
/// Actix would answer 404 to both, because it matches method and path together.
async fn no_operation(request: HttpRequest) -> ApiResult<HttpResponse> {
    static PATHS: LazyLock<Vec<(ResourceDef, &'static str)>> = LazyLock::new(|| {
        POLICY
            .iter()
            .map(|row| (ResourceDef::new(row.path), row.method))
            .collect()
    });
    let methods: BTreeSet<&str> = PATHS
        .iter()
        .filter(|(path, _)| path.is_match(request.path()))
        .map(|(_, method)| *method)
        .collect();
    if methods.contains(request.method().as_str()) {
        return Err(Error::not_found());
    }
    Err(only(methods))
}

/// Refuses all requests until the keys are verified against the database, which may become available after the service.
async fn fitting_keys<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    if let Some(app) = request.app_data::<Data<App>>().cloned()
        && let Err(fault) = keyring::check(&app).await
    {
        return Ok(request.error_response(fault).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

/// Handles fixed paths before paths with parameters: `GET /stays/search` does not ask for a stay named "search", and
/// `GET /dossiers/lookup` not for a dossier. A path with its own operations allows only their methods. This is answered
/// before authentication, as for every other path.
async fn named_before_numbered<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let methods: BTreeSet<&str> = POLICY
        .iter()
        .filter(|row| row.path == request.path())
        .map(|row| row.method)
        .collect();
    if methods.is_empty() || methods.contains(request.method().as_str()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    Ok(request.error_response(only(methods)).map_into_right_body())
}

/// Returns the error for a path without operations, or for one that allows only these methods. A path that allows GET
/// also allows HEAD (by [`answers`]).
fn only(mut methods: BTreeSet<&str>) -> Error {
    if methods.is_empty() {
        return Error::not_found();
    }
    if methods.contains("GET") {
        methods.insert("HEAD");
    }
    let methods: Vec<&str> = methods.into_iter().collect();
    Error::new(ErrorCode::MethodNotAllowed).allow(methods.join(", "))
}

/// Serves until the process is told to stop, with its jobs and, if configured, its metrics.
pub async fn serve(app: App) -> anyhow::Result<()> {
    // The service waits for a database that is down; it does not start with keys that do not belong to it.
    if let Err(error) = keyring::check_at_start(&app).await {
        if error.is::<keyring::Unfit>() {
            return Err(error);
        }
        tracing::warn!("the database is not there to be asked for its keys; it will be asked before the first answer");
    }
    app.scanner.greet().await;
    let listener = TcpListener::bind(app.config.listen)?;
    let app = Arc::new(app);
    schedule::start(&app);
    let told = Arc::clone(&app);
    tokio::spawn(async move {
        told_to_end().await;
        told.background.stop();
    });
    let main = server(Arc::clone(&app), listener)?;
    tracing::info!(address = %app.config.listen, profile = app.profile.id, "serving");
    match app.config.metrics_listen {
        Some(address) => {
            let metrics = metrics_server(TcpListener::bind(address)?)?;
            tokio::try_join!(main, metrics)?;
        }
        None => main.await?,
    }
    // All workers and requests have ended. Background work ends, or is released for other instances.
    app.background.stop();
    if !app.background.ended(LAST_WORK).await {
        tracing::warn!("work beside the answers was interrupted; it is taken up again once its lease is over");
    }
    app.db.close().await;
    Ok(())
}

/// Waits for the signals that also end the server.
async fn told_to_end() {
    #[cfg(unix)]
    if let Ok(mut term) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = term.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Makes a server for `/metrics` on a separate listener, which no proxy should forward.
fn metrics_server(listener: TcpListener) -> anyhow::Result<Server> {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new()
        .set_buckets(&[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0])?
        .install_recorder()?;
    let server = HttpServer::new(move || {
        let recorder = recorder.clone();
        ActixApp::new().service(web::resource("/metrics").route(web::get().to(move || {
            let text = recorder.render();
            async move { HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text) }
        })))
    })
    .workers(1)
    .listen(listener)?;
    Ok(server.run())
}
