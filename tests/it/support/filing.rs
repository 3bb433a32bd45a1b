//! What people file, and the links in their mails.

use super::{Client, TestApp, mail, province};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use uuid::Uuid;

/// The smallest PDF that is whole.
pub const PDF: &[u8] =
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n";

/// A file of a filing.
pub fn file(name: &str, bytes: &[u8]) -> Value {
    json!({ "name": name, "content_base64": STANDARD.encode(bytes) })
}

/// An application of a facility that is not there yet.
pub fn application() -> Value {
    json!({
        "facility": {
            "name": "Khách sạn Thùy Dương", "kind": "hotel", "area_code": province::NHA_TRANG,
            "address": "12 đường Bãi Dài", "representative": "Quách Thị Thu Cúc", "tax_code": "4200000124",
            "rooms": 48, "beds": 96,
        },
        "user_name": "Quách Thị Thu Cúc", "user_position": "Giám đốc", "email": "le.tan@thuyduong.example.test",
        "phone": "0258 000 0247", "started_on": "2026-12-01", "commitment_accepted": true,
        "signed_form": file("Mau-so-1.pdf", PDF),
    })
}

/// The report of a loss of that account.
pub fn loss(login: &str, discovered_at: &str) -> Value {
    json!({
        "login": login, "kind": "stolen", "discovered_at": discovered_at, "reporter_name": "Lê Thị Mỹ Duyên",
        "phone": "0258 352 0100",
    })
}

impl TestApp {
    /// Everything that waits is done and delivered.
    pub async fn work(&self) {
        api::schedule::tick(&self.app, Uuid::now_v7())
            .await
            .expect("a round of work");
    }

    /// The last mail to an address.
    pub async fn mail_to(&self, address: &str) -> Option<mail::Mail> {
        self.work().await;
        mail::in_folder(self)
            .into_iter()
            .rev()
            .find(|mail| mail.to.contains(address))
    }

    /// The token of the link in the last mail to an address.
    pub async fn token_to(&self, address: &str) -> Option<String> {
        let mail = self.mail_to(address).await?;
        let link = mail.text.lines().find(|line| line.contains("/confirm#"))?;
        Some(link.split_once('#')?.1.trim().to_owned())
    }

    /// Files an application and confirms it; its receipt.
    pub async fn apply(&self, body: &Value) -> Value {
        let nobody = self.anonymous();
        nobody.call("submitRegistration").json(body).await.is(202);
        let token = self.token_to(body["email"].as_str().unwrap()).await.expect("a link");
        nobody
            .call("confirmRegistration")
            .json(&json!({ "token": token }))
            .await
            .is(200)
    }
}

/// The first dossier of the queue of that number.
pub async fn dossier(client: &Client<'_>, number: &str) -> Value {
    let page = client.call("listDossiers").query("q", number).await.is(200);
    let id = page["items"][0]["id"]
        .as_str()
        .unwrap_or_else(|| panic!("no {number} in {page}"))
        .to_owned();
    client.call("getDossier").at("dossier_id", id).await.is(200)
}

/// Grants a dossier as it was seen.
pub fn grant<'a>(client: &'a Client<'_>, seen: &Value, more: Value) -> super::client::Call<'a> {
    let mut body = json!({ "version": seen["version"] });
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    client
        .call("resolveDossier")
        .at("dossier_id", seen["id"].as_str().unwrap())
        .json(&body)
}

/// The password in a mail that issues one.
pub fn password_in(mail: &mail::Mail) -> String {
    let line = mail
        .text
        .lines()
        .find_map(|line| line.strip_prefix("Mật khẩu ban đầu: "));
    line.expect("a mail that issues a password").trim().to_owned()
}
