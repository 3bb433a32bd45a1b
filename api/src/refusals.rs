//! Who was refused what, and from which network: so that somebody who tries ten thousand ids can be found out afterwards.
//!
//! A refusal is an audit event of its own, with the account and session where somebody is signed in. Nobody can flood the
//! log: of the same refusal within an hour the first, the tenth, the hundredth and so on are written, each with its number;
//! and of networks beyond what the memory holds only the sum.

use crate::App;
use crate::audit::{Actor, Event};
use crate::crypto;
use crate::error::Error;
use crate::request::client_address;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use dto::Timestamp;
use dto::problem::ErrorCode;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// How long refusals are counted together, in seconds.
const WINDOW: i64 = 3600;
/// How many kinds of refusals are counted apart in that time.
const MOST: usize = 10_000;

/// What refusals are counted by.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    code: ErrorCode,
    operation: &'static str,
    who: Who,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Who {
    Session(Uuid),
    Network(String),
    /// Beyond what is counted apart.
    Others,
}

/// The refusals of this hour, counted in this process.
#[derive(Default)]
pub struct Refusals(Mutex<Window>);

#[derive(Default)]
struct Window {
    since: i64,
    counts: HashMap<Key, u64>,
}

impl Refusals {
    /// One more; its number, where it is one to be written.
    fn count(&self, mut key: Key, now: Timestamp) -> Option<u64> {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.unix() - window.since >= WINDOW || now.unix() < window.since {
            window.since = now.unix();
            window.counts.clear();
        }
        if window.counts.len() >= MOST && !window.counts.contains_key(&key) {
            key.who = Who::Others;
        }
        let count = window.counts.entry(key).or_default();
        *count += 1;
        is_power_of_ten(*count).then_some(*count)
    }
}

fn is_power_of_ten(count: u64) -> bool {
    10_u64.pow(count.max(1).ilog10()) == count
}

/// Notes refusals of the operations of the API.
pub async fn note<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let response = next.call(request).await?;
    let code = response
        .response()
        .error()
        .and_then(|error| error.as_error::<Error>())
        .map(Error::code);
    if let Some(code) = code.filter(|code| is_noted(*code)) {
        write(response.request(), code).await;
    }
    Ok(response)
}

/// What somebody may be trying out. What happens in a day's work, such as a session that has ended, is not among it; a
/// wrong password has an event of its own.
fn is_noted(code: ErrorCode) -> bool {
    let is_step_of_signing_in = matches!(
        code,
        ErrorCode::PasswordChangeRequired | ErrorCode::SecondFactorRequiredFirst
    );
    matches!(
        code,
        ErrorCode::NotFound
            | ErrorCode::DossierUnknown
            | ErrorCode::TooManyAttempts
            | ErrorCode::TokenInvalid
            | ErrorCode::RefreshRefused
    ) || code.status() == 403 && !is_step_of_signing_in
}

async fn write(request: &HttpRequest, code: ErrorCode) {
    let (Some(app), Some(actor)) = (
        request.app_data::<Data<App>>(),
        request.extensions().get::<Actor>().cloned(),
    ) else {
        return;
    };
    let now = app.clock.now();
    let network = network_mark(app, request, now);
    let who = match actor.session_id {
        Some(session) => Who::Session(session),
        None => Who::Network(network.clone()),
    };
    let key = Key {
        code,
        operation: actor.operation,
        who,
    };
    let Some(number) = app.refusals.count(key, now) else {
        return;
    };
    let event = Event::new("refused", "request")
        .with("code", code.as_str())
        .with("number", number)
        .with("network", network);
    if let Err(error) = app.db.record(&actor, now, event).await {
        // The request was refused all the same.
        tracing::warn!(code = error.code().as_str(), "a refusal was not recorded");
    }
}

/// The network of a request in a form that is the same for one day and tells nobody without the keys which it is.
pub fn network_mark(app: &App, request: &HttpRequest, now: Timestamp) -> String {
    let network = client_address(request, app).unwrap_or_default();
    mark(app, &network, now)
}

/// The same of a network that is known.
pub fn mark(app: &App, network: &str, now: Timestamp) -> String {
    let wide = match network.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        _ => network.to_owned(),
    };
    let day = rules::zone::local_date(now.get());
    crypto::short_hex(&app.sealer.index("audit.network", &format!("{day} {wide}")))
}

#[cfg(test)]
mod tests {
    use super::{Key, MOST, Refusals, Who};
    use dto::Timestamp;
    use dto::problem::ErrorCode;

    fn key(network: usize) -> Key {
        Key {
            code: ErrorCode::NotFound,
            operation: "getStay",
            who: Who::Network(network.to_string()),
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(1_800_000_000 + seconds).expect("a time")
    }

    #[test]
    fn of_the_same_refusal_the_first_the_tenth_and_the_hundredth_are_written() {
        let refusals = Refusals::default();
        let written: Vec<u64> = (0..1_000).filter_map(|_| refusals.count(key(1), at(0))).collect();
        assert_eq!(written, [1, 10, 100, 1_000]);
        assert_eq!(refusals.count(key(2), at(0)), Some(1));
        assert_eq!(refusals.count(key(1), at(3_599)), None);
        assert_eq!(refusals.count(key(1), at(3_600)), Some(1));
    }

    #[test]
    fn more_networks_than_are_counted_apart_are_counted_together() {
        let refusals = Refusals::default();
        let written = (0..3 * MOST)
            .filter_map(|network| refusals.count(key(network), at(0)))
            .count();
        // Each of the first, and 1, 10, …, 10,000 of the rest.
        assert_eq!(written, MOST + 5);
    }
}
