//! From configuration to a listening service.

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

/// How long work beside the answers may take to end once the last request has.
const LAST_WORK: Duration = Duration::from_secs(15);

/// A server on `listener`, not yet awaited.
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
    // Slow clients: headers within ten seconds; bodies within the time-out of `answers`.
    .client_request_timeout(Duration::from_secs(10))
    .client_disconnect_timeout(Duration::from_secs(2))
    .keep_alive(Duration::from_secs(75))
    // Requests under way are finished before the process ends.
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

/// A path without an operation is 404; a path that has one under another method is 405 and says which. Actix answers
/// 404 to both, because it matches method and path together.
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

/// Nothing is answered before the keys are known to be those of the database, which may come up after the service.
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

/// `GET /stays/search` is no stay called "search", and `GET /dossiers/lookup` no dossier: an address that has operations
/// of its own takes only their methods. Said before anybody is asked who they are, as for every other address.
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

/// What an address without operations is answered, and one that takes only these methods. Whoever takes GET takes HEAD
/// ([`answers`] sees to it).
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

/// Serves until the process is told to stop, with its jobs and, if asked for, its metrics.
pub async fn serve(app: App) -> anyhow::Result<()> {
    // A database that is away is waited for; keys that are not its own are not.
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
    // The workers are gone, and with them every request. What goes on beside them ends or is given back.
    app.background.stop();
    if !app.background.ended(LAST_WORK).await {
        tracing::warn!("work beside the answers was interrupted; it is taken up again once its lease is over");
    }
    app.db.close().await;
    Ok(())
}

/// Waits for the signal that the server ends on as well.
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

/// `/metrics` on a listener of its own, which no proxy should pass on.
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
