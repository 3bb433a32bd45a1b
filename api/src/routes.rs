//! The routes of all domains, in one list.

use crate::{accounts, counts, directory, facility_changes, procedures, schedule, stays};
use utoipa_actix_web::service_config::ServiceConfig as OperationConfig;

/// The operations of all domains.
pub fn operations(config: &mut OperationConfig) {
    config
        .configure(counts::http::routes)
        .configure(accounts::http::routes)
        .configure(directory::http::routes)
        .configure(facility_changes::http::routes)
        .configure(stays::http::routes)
        .configure(procedures::http::routes)
        .configure(procedures::http::public_http::routes)
        .configure(procedures::kinds::routes)
        .configure(procedures::calendar::http::routes)
        .configure(schedule::http::routes);
}
