//! The description of a session's browser for its owner, and marks of known browsers.

use crate::App;
use crate::crypto;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The number of accounts for which a browser is known; one more removes the oldest.
const MOST: usize = 5;
/// The random half of a mark, in bytes.
const NONCE: usize = 16;
/// The purpose of the index with which marks are made.
const MARK: &str = "device_mark";

/// The marks of a browser: for each account that has signed in with it, a random text and a keyed hash of this text and
/// the login name.
pub struct Marks(Vec<(String, String)>);

impl Marks {
    /// Reads the marks in a cookie.
    pub fn read(cookie: Option<&str>) -> Self {
        let marks = cookie.unwrap_or_default().split('~').filter_map(|mark| {
            let (nonce, proof) = mark.split_once('.')?;
            Some((nonce.to_owned(), proof.to_owned()))
        });
        Self(marks.take(MOST).collect())
    }

    /// Returns the mark for `login`, if this browser has one.
    pub fn of(&self, app: &App, login: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(nonce, given)| proofs(app, nonce, login).contains(given))
            .map(|(nonce, _)| nonce.as_str())
    }

    /// Returns the cookie with one more mark.
    pub fn with(&self, app: &App, login: &str) -> String {
        let nonce = URL_SAFE_NO_PAD.encode(crypto::random::<NONCE>());
        let proof = written(&app.sealer.index(MARK, &marked(&nonce, login)));
        let kept = self
            .0
            .iter()
            .take(MOST - 1)
            .map(|(nonce, proof)| format!("{nonce}.{proof}"));
        std::iter::once(format!("{nonce}.{proof}"))
            .chain(kept)
            .collect::<Vec<_>>()
            .join("~")
    }
}

/// Returns the possible hashes of a mark: a known browser remains known during an exchange of the index key.
fn proofs(app: &App, nonce: &str, login: &str) -> Vec<String> {
    let each = app.sealer.indexes(MARK, &marked(nonce, login));
    each.iter().map(|index| written(index)).collect()
}

fn marked(nonce: &str, login: &str) -> String {
    format!("{nonce} {}", login.trim().to_lowercase())
}

fn written(index: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(index)
}

/// Returns browser and system, e.g. `Chrome · Windows`, from the `User-Agent`. None if neither is known: a client can
/// send any text in the header, so the header itself is never stored.
pub fn label(user_agent: &str) -> Option<String> {
    let first = |known: &[(&str, &'static str)]| {
        known
            .iter()
            .find(|(sign, _)| user_agent.contains(sign))
            .map(|(_, name)| *name)
    };
    // The order matters: Edge and Opera also name Chrome, and Chrome names Safari.
    let program = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("coc_coc_browser", "Cốc Cốc"),
        ("Zalo", "Zalo"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
        ("PostmanRuntime/", "Postman"),
        ("python-requests/", "Python"),
        ("okhttp/", "okhttp"),
        ("Java/", "Java"),
    ]);
    let system = first(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => Some(format!("{program} · {system}")),
        (known, None) | (None, known) => known.map(ToOwned::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn a_session_is_known_by_browser_and_system() {
        for (header, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                Some("Chrome · Windows"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                Some("Edge · Windows"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
                Some("Safari · iPhone"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
                Some("Firefox · Linux"),
            ),
            ("curl/8.5.0", Some("curl")),
            ("Nguyễn Văn A <script>", None),
            ("", None),
        ] {
            assert_eq!(label(header).as_deref(), expected, "{header}");
        }
    }
}
