//! Field encryption with blind indexes.

use super::Keys;
use super::MissingKey;
use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const HEADER: usize = 1 + 4;
const NONCE: usize = 12;

/// Seals and opens single fields.
///
/// A sealed value is `version (1) ‖ key id (4) ‖ nonce (12) ‖ ciphertext and tag`, AES-256-GCM-SIV (RFC 8452: a
/// repeated nonce gives away equality and nothing more) under a key of the column (HKDF). Column and row id are
/// authenticated, so that a value cannot be moved to another row.
pub struct Sealer {
    masters: Vec<(u32, Zeroizing<[u8; 32]>)>,
    indexes: Vec<(u32, Zeroizing<[u8; 32]>)>,
}

impl Sealer {
    /// Makes a sealer with the keys of the installation.
    pub fn new(keys: &Keys) -> Self {
        Self {
            masters: keys.sealing.clone(),
            indexes: keys.index.clone(),
        }
    }

    fn cipher(master: &[u8; 32], column: &str) -> anyhow::Result<Aes256GcmSiv> {
        let mut key = Zeroizing::new([0u8; 32]);
        Hkdf::<Sha256>::new(None, master)
            .expand(column.as_bytes(), key.as_mut_slice())
            .map_err(|_| anyhow::anyhow!("key derivation"))?;
        Aes256GcmSiv::new_from_slice(key.as_slice()).map_err(|_| anyhow::anyhow!("key length"))
    }

    fn bound_to(column: &str, row: Uuid) -> Vec<u8> {
        [column.as_bytes(), b"\0", row.as_bytes()].concat()
    }

    /// Seals `plain` for `column` (`table.column`) of the row `row`.
    pub fn seal(&self, column: &str, row: Uuid, plain: &[u8]) -> anyhow::Result<Vec<u8>> {
        let key = self.masters.first().ok_or_else(|| anyhow::anyhow!("no sealing key"))?;
        Self::seal_with(key, column, row, plain)
    }

    fn seal_with(
        (id, master): &(u32, Zeroizing<[u8; 32]>),
        column: &str,
        row: Uuid,
        plain: &[u8],
    ) -> anyhow::Result<Vec<u8>> {
        let nonce: [u8; NONCE] = super::random();
        let aad = Self::bound_to(column, row);
        let sealed = Self::cipher(master, column)?
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &aad })
            .map_err(|_| anyhow::anyhow!("sealing {column}"))?;
        Ok([&[VERSION][..], &id.to_be_bytes(), &nonce, &sealed].concat())
    }

    /// Opens what [`Sealer::seal`] made for the same column and row.
    pub fn open(&self, column: &str, row: Uuid, sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
        let id = key_of(sealed).ok_or_else(|| anyhow::anyhow!("{column}: not a sealed value"))?;
        let (_, master) = self
            .masters
            .iter()
            .find(|(known, _)| *known == id)
            .ok_or_else(|| MissingKey {
                column: column.to_owned(),
                id,
            })?;
        let nonce: [u8; NONCE] = sealed[HEADER..HEADER + NONCE].try_into()?;
        let aad = Self::bound_to(column, row);
        Self::cipher(master, column)?
            .decrypt(
                &Nonce::from(nonce),
                Payload {
                    msg: &sealed[HEADER + NONCE..],
                    aad: &aad,
                },
            )
            .map_err(|_| anyhow::anyhow!("{column}: the sealed value was tampered with or belongs elsewhere"))
    }

    /// [`Sealer::open`] for text.
    pub fn open_text(&self, column: &str, row: Uuid, sealed: &[u8]) -> anyhow::Result<String> {
        Ok(String::from_utf8(self.open(column, row, sealed)?)?)
    }

    /// Returns the id of the key that seals now.
    pub fn seals(&self) -> u32 {
        self.masters.first().map_or(0, |(id, _)| *id)
    }

    /// Returns the id of the key that makes blind indexes now.
    pub fn indexes_with(&self) -> u32 {
        self.indexes.first().map_or(0, |(id, _)| *id)
    }

    /// Returns a keyed fingerprint of `value` for exact search: 16 bytes of HMAC-SHA-256 (RFC 2104).
    pub fn index(&self, column: &str, value: &str) -> Vec<u8> {
        self.indexes
            .first()
            .map(|(_, key)| fingerprint(key, column, value))
            .unwrap_or_default()
    }

    /// Returns whether each value has a single fingerprint.
    pub fn has_one_index_key(&self) -> bool {
        self.indexes.len() == 1
    }

    /// Returns the fingerprints under which `value` may be stored: two during an exchange of the index key.
    pub fn indexes(&self, column: &str, value: &str) -> Vec<Vec<u8>> {
        let each = self.indexes.iter();
        each.map(|(_, key)| fingerprint(key, column, value)).collect()
    }

    /// Returns the proofs that a database was sealed with these keys: for each sealing key its id and a value sealed
    /// with it.
    pub fn sealing_proofs(&self) -> anyhow::Result<Vec<(u32, Vec<u8>)>> {
        let prove = |key: &(u32, _)| Ok((key.0, Self::seal_with(key, PROOF, Uuid::nil(), PROOF.as_bytes())?));
        self.masters.iter().map(prove).collect()
    }

    /// Returns the same for the index keys: their fingerprints of one value.
    pub fn index_proofs(&self) -> Vec<(u32, Vec<u8>)> {
        let each = self.indexes.iter();
        each.map(|(id, key)| (*id, fingerprint(key, PROOF, PROOF))).collect()
    }

    /// Returns whether sealing key `id` made this proof; none if the key is not present.
    pub fn proves_sealing(&self, id: u32, proof: &[u8]) -> Option<bool> {
        self.masters.iter().find(|(known, _)| *known == id)?;
        Some(key_of(proof) == Some(id) && self.open(PROOF, Uuid::nil(), proof).is_ok())
    }

    /// Returns whether index key `id` made this proof; none if the key is not present.
    pub fn proves_index(&self, id: u32, proof: &[u8]) -> Option<bool> {
        let (_, key) = self.indexes.iter().find(|(known, _)| *known == id)?;
        Some(fingerprint(key, PROOF, PROOF) == proof)
    }
}

/// The column to which the proofs of keys are bound.
const PROOF: &str = "key_check.proof";

/// Returns the id of the key that sealed a value.
pub fn key_of(sealed: &[u8]) -> Option<u32> {
    let is_sealed = sealed.len() > HEADER + NONCE && sealed[0] == VERSION;
    let id = sealed.get(1..HEADER).filter(|_| is_sealed)?;
    id.try_into().ok().map(u32::from_be_bytes)
}

fn fingerprint(key: &[u8; 32], column: &str, value: &str) -> Vec<u8> {
    // HMAC accepts keys of any length, so this cannot fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(column.as_bytes());
    mac.update(b"\0");
    mac.update(value.as_bytes());
    mac.finalize().into_bytes()[..16].to_vec()
}

/// Returns the SHA-256 of the bytes.
pub fn hash(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::generate()
    }

    #[test]
    fn a_sealed_value_opens_only_in_its_own_column_and_row() {
        let sealer = Sealer::new(&keys());
        let row = Uuid::now_v7();
        let sealed = sealer.seal("stay.phone", row, b"0905000148").unwrap();
        assert_eq!(sealer.open("stay.phone", row, &sealed).unwrap(), b"0905000148");
        assert!(sealer.open("stay.phone", Uuid::now_v7(), &sealed).is_err());
        assert!(sealer.open("stay.visa_number", row, &sealed).is_err());
    }

    #[test]
    fn a_changed_byte_is_noticed_wherever_it_is() {
        let sealer = Sealer::new(&keys());
        let row = Uuid::now_v7();
        let sealed = sealer.seal("stay.phone", row, b"0905000148").unwrap();
        for at in 0..sealed.len() {
            let mut broken = sealed.clone();
            broken[at] ^= 1;
            assert!(sealer.open("stay.phone", row, &broken).is_err(), "byte {at}");
        }
        assert!(sealer.open("stay.phone", row, &sealed[..10]).is_err());
    }

    #[test]
    fn after_a_rotation_the_new_key_seals_and_the_old_one_still_opens() {
        let mut keys = keys();
        let row = Uuid::now_v7();
        let old = Sealer::new(&keys).seal("stay.phone", row, b"x").unwrap();
        keys.sealing.insert(0, (2, Zeroizing::new([7; 32])));
        let rotated = Sealer::new(&keys);
        assert_eq!(rotated.open("stay.phone", row, &old).unwrap(), b"x");
        let new = rotated.seal("stay.phone", row, b"x").unwrap();
        assert_eq!(new[1..5], 2u32.to_be_bytes());
    }

    #[test]
    fn the_index_depends_on_key_column_and_value() {
        let (one, two) = (Sealer::new(&keys()), Sealer::new(&keys()));
        assert_eq!(one.index("a", "1"), one.index("a", "1"));
        assert_ne!(one.index("a", "1"), one.index("b", "1"));
        assert_ne!(one.index("a", "1"), one.index("a", "2"));
        assert_ne!(one.index("a", "1"), two.index("a", "1"));
    }
}
