//! Idempotency keys: the same request twice is carried out once.

mod entity;
mod store;

use crate::App;
use crate::audit::{Actor, Event, Events};
use crate::authz::{Caller, Flag, POLICY, Principal, ScopedCaller};
use crate::crypto;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::Visitor;
use crate::http::places;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload};
use dto::Timestamp;
use dto::problem::{ErrorCode, FieldCode};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};
use uuid::Uuid;

/// The header that carries a key.
pub const KEY_HEADER: &str = "Idempotency-Key";
/// The length of a key in characters.
pub const KEY_LENGTH: std::ops::RangeInclusive<usize> = 8..=64;

/// How long a repeated request gets the first answer, in seconds.
const KEPT: i64 = 3 * 86_400;
/// The same for an answer with a secret: long enough for an interrupted connection.
const SECRET_KEPT: i64 = 3_600;

const COLUMN: &str = "idempotency_key.answer";
const REQUEST: &str = "idempotency_key.request";

/// The `Idempotency-Key` header, where there is one: 8 to 64 printable ASCII characters.
#[derive(Debug, Clone)]
pub struct IdempotencyKey(Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut named = request.headers().get_all(KEY_HEADER);
        let Some(value) = named.next() else {
            return ready(Ok(Self(None)));
        };
        // With two keys it is undefined which one identifies a repeat.
        if named.next().is_some() {
            return ready(Err(Error::parameter(KEY_HEADER, FieldCode::GivenTwice)));
        }
        let key = value
            .to_str()
            .ok()
            .filter(|key| KEY_LENGTH.contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()));
        ready(
            key.map(|key| Self(Some(key.to_owned())))
                .ok_or_else(|| Error::parameter(KEY_HEADER, FieldCode::KeyMalformed)),
        )
    }
}

/// The caller for whom a request is carried out once.
pub trait Requester {
    /// The service.
    fn app(&self) -> &App;
    /// The owner of the keys.
    fn key_owner(&self) -> Uuid;
    /// The actor in the audit log.
    fn actor(&self) -> &Actor;
    /// The time of the request.
    fn now(&self) -> Timestamp;
}

impl Requester for Caller {
    fn app(&self) -> &App {
        &self.app
    }

    fn key_owner(&self) -> Uuid {
        match self.principal() {
            // A request with the rights of another account is not the same as the request with one's own rights.
            Principal::Account(account) => {
                let acting = account.acting.as_ref();
                acting.map_or(account.credential_id, |acting| acting.delegation_id)
            }
            Principal::System => Uuid::nil(),
        }
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

impl<S> Requester for ScopedCaller<S> {
    fn app(&self) -> &App {
        &self.app
    }

    fn key_owner(&self) -> Uuid {
        Caller::key_owner(self)
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

/// A caller who is not signed in: keys belong to the IP address, which is stored only as a keyed hash.
pub struct Stranger<'a> {
    app: &'a App,
    owner: Uuid,
    actor: &'a Actor,
    now: Timestamp,
}

impl<'a> Stranger<'a> {
    /// The visitor with this `address`.
    pub fn new(visitor: &'a Visitor, address: &str) -> Self {
        let index = visitor.app.sealer.index("idempotency_key.address", address);
        let mut owner = [0; 16];
        owner.iter_mut().zip(index).for_each(|(to, from)| *to = from);
        Self {
            app: &visitor.app,
            owner: Uuid::from_bytes(owner),
            actor: &visitor.actor,
            now: visitor.now,
        }
    }
}

impl Requester for Stranger<'_> {
    fn app(&self) -> &App {
        self.app
    }

    fn key_owner(&self) -> Uuid {
        self.owner
    }

    fn actor(&self) -> &Actor {
        self.actor
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}

/// The effect of a request that was carried out: services return it, and here it becomes a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// An existing resource, returned in its new state (200).
    Changed,
    /// A new resource (201).
    Created,
    /// Accepted, to be carried out or confirmed later (202).
    Accepted,
    /// Done, without content (204).
    Empty,
}

impl Effect {
    fn status(self) -> StatusCode {
        match self {
            Self::Changed => StatusCode::OK,
            Self::Created => StatusCode::CREATED,
            Self::Accepted => StatusCode::ACCEPTED,
            Self::Empty => StatusCode::NO_CONTENT,
        }
    }
}

/// An answer, which may be the stored first one.
pub struct Answer {
    status: u16,
    body: Vec<u8>,
    replayed: bool,
    /// The path to read the created resource.
    location: Option<String>,
}

impl Answer {
    /// The content of the answer, for an operation that answers with a file made from it.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(Error::internal)
    }

    /// Whether it is the stored first one.
    pub fn is_replayed(&self) -> bool {
        self.replayed
    }

    /// Converts it to a response.
    pub fn into_response(self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        if self.replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        if let Some(location) = self.location {
            response.insert_header((LOCATION, location));
        }
        if status == StatusCode::NO_CONTENT {
            return response.finish();
        }
        response.content_type("application/json").body(self.body)
    }
}

/// A request that is carried out once: its key, if it has one, and the fingerprint by which a repeat is recognised.
#[derive(Clone)]
pub struct Once {
    key: Option<String>,
    fingerprint: Vec<u8>,
}

impl Once {
    /// For a request with this body.
    pub fn of(request: &HttpRequest, key: &IdempotencyKey, body: &[u8]) -> Self {
        Self::marked(key, fingerprint(request.path(), body))
    }

    /// For a request with a known fingerprint.
    pub fn marked(key: &IdempotencyKey, fingerprint: Vec<u8>) -> Self {
        Self {
            key: key.0.clone(),
            fingerprint,
        }
    }

    /// For work that cannot be repeated, because it did not come in a request.
    pub(crate) fn unrepeated() -> Self {
        Self {
            key: None,
            fingerprint: Vec::new(),
        }
    }

    /// The stored first answer to a repeat. It is looked up before the body is checked: a body that was valid then may
    /// be refused by now.
    pub async fn stored(&self, caller: &impl Requester) -> Result<Option<Answer>> {
        let Some(key) = &self.key else { return Ok(None) };
        let db = &caller.app().db;
        let first = stored(db.read(), caller, key, &self.fingerprint).await?;
        if first.is_some() {
            // The answer shows personal data again.
            db.record(caller.actor(), caller.now(), Event::new("answer_repeated", "request"))
                .await?;
        }
        Ok(first)
    }

    /// The response: the stored first answer to a repeat, otherwise the answer of `act`.
    pub async fn answered(
        self,
        caller: &impl Requester,
        act: impl AsyncFnOnce(Self) -> Result<Answer>,
    ) -> Result<HttpResponse> {
        let answer = match self.stored(caller).await? {
            Some(first) => first,
            None => act(self).await?,
        };
        Ok(answer.into_response())
    }

    /// [`Db::write`](crate::db::Db::write) that stores its answer under the caller's key, in the same transaction, and
    /// answers a repeat with it. The same key with another request is refused.
    pub async fn write<T: Serialize>(
        &self,
        caller: &impl Requester,
        effect: Effect,
        work: impl AsyncFnOnce(&Tx) -> Result<(T, Events)>,
    ) -> Result<Answer> {
        let outcome = caller
            .app()
            .db
            .write(caller.actor(), caller.now(), async |tx| {
                self.take(tx, caller).await?;
                let (value, events) = work(tx).await?;
                Ok((self.keep(tx, caller, effect, &value).await?, events))
            })
            .await;
        self.settle(caller, outcome).await
    }

    /// Takes the key within the transaction of the work; fails if the key is taken.
    pub async fn take(&self, tx: &Tx, caller: &impl Requester) -> Result<()> {
        match &self.key {
            Some(key) => claim(tx, caller, key, &self.fingerprint).await,
            None => Ok(()),
        }
    }

    /// Releases the key within the transaction that took it, because none of the work was done.
    pub async fn give_back(&self, tx: &Tx, caller: &impl Requester) -> Result<()> {
        if let Some(key) = &self.key {
            store::delete(tx, caller.key_owner(), key).await?;
        }
        Ok(())
    }

    /// The answer, stored under the key within the transaction of the work.
    pub async fn keep<T: Serialize>(
        &self,
        tx: &Tx,
        caller: &impl Requester,
        effect: Effect,
        value: &T,
    ) -> Result<Answer> {
        let status = effect.status();
        let body = serde_json::to_vec(value).map_err(Error::internal)?;
        let answer = Answer {
            location: places::location(caller.actor().operation, status, &body),
            status: status.as_u16(),
            body,
            replayed: false,
        };
        if let Some(key) = &self.key {
            let account = caller.key_owner();
            let sealed = caller
                .app()
                .sealer
                .seal(COLUMN, account, &answer.body)
                .map_err(Error::internal)?;
            store::keep(tx, account, key, answer.status.cast_signed(), sealed).await?;
        }
        Ok(answer)
    }

    /// The answer of a transaction that took a key: its own answer, that of a faster duplicate, or the outcome of a
    /// commit that was not answered.
    pub async fn settle(&self, caller: &impl Requester, outcome: Result<Answer>) -> Result<Answer> {
        let Some(key) = &self.key else { return outcome };
        match outcome {
            // Another request with the same key was faster: its answer is stored now.
            Err(error) if error.code() == ErrorCode::IdempotencyKeyReused => {
                stored(caller.app().db.writer(), caller, key, &self.fingerprint)
                    .await?
                    .ok_or(error)
            }
            Err(error) if error.code() == ErrorCode::OutcomeUnknown => {
                let found = self.look_up(caller, key).await;
                found.unwrap_or(Err(error))
            }
            other => other,
        }
    }

    /// The outcome of a transaction whose commit was not answered, checked on another connection: its answer, or that
    /// it stored nothing. `None` where that cannot be known yet.
    ///
    /// The check is an attempt to take its key. As long as that transaction may still commit it holds the key, and this
    /// attempt waits.
    async fn look_up(&self, caller: &impl Requester, key: &str) -> Option<Result<Answer>> {
        let db = &caller.app().db;
        let tx = db.begin().await.ok()?;
        let taken = claim(&tx, caller, key, &self.fingerprint).await;
        let is_free = taken.is_ok();
        // In any case the key must not be kept.
        let _: Result<()> = db.end(tx, Err(Error::not_found())).await;
        if is_free {
            return Some(Err(Error::new(ErrorCode::Unavailable).retry_after(1)));
        }
        taken
            .is_err_and(|error| error.code() == ErrorCode::IdempotencyKeyReused)
            .then_some(())?;
        let found = stored(db.writer(), caller, key, &self.fingerprint).await;
        found.ok()?.map(Ok)
    }
}

/// Deletes keys that are too old for a repeat, and deletes answers with a secret earlier: a duplicate of such a request
/// is refused for the whole time, but the secret is not kept that long.
pub(crate) async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    let telling_secrets = POLICY
        .iter()
        .filter(|row| row.has(Flag::TellsSecret))
        .map(|row| row.operation);
    store::delete_before(tx, now.plus_seconds(-KEPT)).await?;
    store::forget_answers(tx, telling_secrets, now.plus_seconds(-SECRET_KEPT)).await
}

/// The value that identifies the request besides its key: the path and the body.
pub fn fingerprint(path: &str, body: &[u8]) -> Vec<u8> {
    crypto::hash(&[path.as_bytes(), b"\0", body].concat())
}

/// Takes the key within the transaction; fails if the key is taken. On PostgreSQL this waits for the other transaction.
async fn claim(tx: &Tx, caller: &impl Requester, key: &str, fingerprint: &[u8]) -> Result<()> {
    let request = caller.app().sealer.index(REQUEST, &hex(fingerprint));
    let (owner, operation) = (caller.key_owner(), caller.actor().operation);
    if store::claim(tx, (owner, key), operation, request, caller.now()).await? {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::IdempotencyKeyReused))
    }
}

async fn stored(
    db: &impl ConnectionTrait,
    caller: &impl Requester,
    key: &str,
    fingerprint: &[u8],
) -> Result<Option<Answer>> {
    let account = caller.key_owner();
    let Some(known) = store::by_key(db, account, key).await? else {
        return Ok(None);
    };
    if !caller
        .app()
        .sealer
        .indexes(REQUEST, &hex(fingerprint))
        .contains(&known.request_hash)
    {
        return Err(Error::new(ErrorCode::IdempotencyKeyReused));
    }
    let (Some(status), Some(sealed)) = (known.status, known.answer_sealed) else {
        return Ok(None);
    };
    let body = caller
        .app()
        .sealer
        .open(COLUMN, account, &sealed)
        .map_err(Error::internal)?;
    let status = StatusCode::from_u16(status.unsigned_abs()).unwrap_or(StatusCode::OK);
    Ok(Some(Answer {
        location: places::location(caller.actor().operation, status, &body),
        status: status.as_u16(),
        body,
        replayed: true,
    }))
}

/// The stored hash of a request is keyed: bodies contain passwords, and a reader of the table must not be able to guess
/// them.
fn hex(fingerprint: &[u8]) -> String {
    fingerprint.iter().fold(String::new(), |mut text, byte| {
        text.push_str(&format!("{byte:02x}"));
        text
    })
}
