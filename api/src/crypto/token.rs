//! Access tokens: short-lived, signed with Ed25519, checked against the database on every request.

use crate::crypto::Keys;
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::problem::ErrorCode;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The validity of an access token, in seconds. It is short, because a token cannot be revoked; the rights of its
/// account are read again on every request.
pub const LIFETIME: u32 = 600;

/// The allowed difference between the clocks of instances, in seconds.
const SKEW: i64 = 60;

const ISSUER: &str = "luutru";
const AUDIENCE: &str = "luutru-api";

/// The content of a token: an account and a session. It has no rights, because they would outlast a change.
#[derive(Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The account.
    pub sub: Uuid,
    /// The session.
    pub sid: Uuid,
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
}

/// Signs and verifies access tokens.
pub struct Tokens {
    signing: (String, EncodingKey),
    verifying: Vec<(String, DecodingKey)>,
}

impl Tokens {
    /// Makes the tokens with the keys of the installation: the first signs, all verify.
    pub fn new(keys: &Keys) -> anyhow::Result<Self> {
        // A dependency may compile in more than one backend; without a choice the first use would panic.
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        let (kid, key) = keys.signing.first().ok_or_else(|| anyhow::anyhow!("no signing key"))?;
        let der = key
            .to_pkcs8_der()
            .map_err(|error| anyhow::anyhow!("signing key: {error}"))?;
        Ok(Self {
            signing: (kid.clone(), EncodingKey::from_ed_der(der.as_bytes())),
            verifying: keys
                .signing
                .iter()
                .map(|(kid, key)| (kid.clone(), DecodingKey::from_ed_der(key.verifying_key().as_bytes())))
                .collect(),
        })
    }

    /// Makes a token for `account` in `session`.
    pub fn issue(&self, account: Uuid, session: Uuid, now: Timestamp) -> Result<String> {
        let claims = Claims {
            sub: account,
            sid: session,
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            iat: now.unix(),
            exp: now.unix() + i64::from(LIFETIME),
        };
        let header = Header {
            kid: Some(self.signing.0.clone()),
            ..Header::new(Algorithm::EdDSA)
        };
        encode(&header, &claims, &self.signing.1).map_err(Error::internal)
    }

    /// Returns the content of a token, if this service made it and it has not expired.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Claims> {
        let invalid = |_| Error::new(ErrorCode::TokenInvalid);
        let header = decode_header(token).map_err(invalid)?;
        // The algorithm is fixed here, never taken from the token.
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Expiry is checked below, with the clock of the service.
        validation.validate_exp = false;
        let key = self
            .verifying
            .iter()
            .find(|(kid, _)| header.kid.as_deref() == Some(kid))
            .map(|(_, key)| key)
            .ok_or_else(|| Error::new(ErrorCode::TokenInvalid))?;
        let claims = decode::<Claims>(token, key, &validation)
            .map_err(|error| match error.kind() {
                ErrorKind::ExpiredSignature => Error::new(ErrorCode::TokenExpired),
                _ => Error::new(ErrorCode::TokenInvalid),
            })?
            .claims;
        // Issued with a clock that was ahead and was corrected since: the token would be valid for too long.
        if claims.exp <= now.unix() || claims.iat > now.unix() + SKEW {
            return Err(Error::new(ErrorCode::TokenExpired));
        }
        Ok(claims)
    }
}
