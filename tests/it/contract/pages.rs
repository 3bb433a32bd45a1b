//! What every answer has, and what is answered where there is nothing.

use crate::support::*;
use api::authz::{POLICY, Row};
use std::collections::BTreeSet;
use std::path::Path;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Sends bytes as they are and reads the answer to its end.
async fn raw(t: &TestApp, request: &[u8]) -> String {
    let address = t.address().trim_start_matches("http://");
    let mut connection = tokio::net::TcpStream::connect(address).await.unwrap();
    // A server that has heard enough may hang up before it has read everything.
    let _ = connection.write_all(request).await;
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn is_built() -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../web/dist/index.html")
        .exists()
}

on_both_engines!(
    #[test]
    async fn where_there_is_nothing_a_problem_says_so(t: &TestApp) {
        let nobody = t.anonymous();
        for path in [
            "/api/v1/nowhere",
            "/api/v1",
            "/api/v1/",
            "/api/v1/stays/",
            "/api/v1/stays/x/y/z",
            "/api/v2/stays",
            "/api//v1/stays",
            "/API/v1/stays",
            "/health",
            "/health/nope",
            "/metrics",
            "/nowhere.js",
            "/.env",
            "/..%2f..%2fetc%2fpasswd",
            "/%00.js",
        ] {
            for method in ["GET", "HEAD"] {
                let answer = nobody.send(method, path).await;
                assert_eq!(answer.status, 404, "{method} {path}");
                if method == "GET" {
                    answer.problem("not_found");
                }
            }
        }
        nobody.send("POST", "/api/v1/nowhere").await.problem("not_found");
    }

    #[test]
    async fn a_method_that_an_address_does_not_take_is_refused_with_those_it_takes(t: &TestApp) {
        let nobody = t.anonymous();
        let id = uuid::Uuid::now_v7().to_string();
        for row in POLICY {
            let address = |row: &Row| {
                filled(row.path, &id).replace(&format!("/reference-lists/{id}"), "/reference-lists/countries")
            };
            // An address with a name of its own ("search", "me", "lookup") is no id, and takes only what it says.
            let path = address(row);
            let mut methods: BTreeSet<&str> = POLICY
                .iter()
                .filter(|other| address(other) == path)
                .map(|other| other.method)
                .collect();
            if methods.contains("GET") {
                methods.insert("HEAD");
            }
            let allowed = methods.iter().copied().collect::<Vec<_>>().join(", ");
            for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"] {
                if methods.contains(method) {
                    continue;
                }
                let answer = nobody.send(method, &path).await;
                assert_eq!(answer.status, 405, "{method} {path}");
                if method != "HEAD" {
                    answer.problem("method_not_allowed");
                }
                assert_eq!(answer.header("allow"), Some(allowed.as_str()), "{method} {path}");
            }
        }
        for path in ["/", "/anywhere"] {
            let answer = nobody.send("POST", path).await;
            answer.problem("method_not_allowed");
            assert_eq!(answer.header("allow"), Some("GET, HEAD"));
        }
    }

    // RFC 9110, 9.3.2
    #[test]
    async fn head_is_answered_like_get_without_the_content(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let police = t.signed_in("congan.nhatrang").await;
        let nobody = t.anonymous();
        let facility = province::facility_id("haidang").to_string();
        let paths: Vec<String> = POLICY
            .iter()
            .filter(|row| row.method == "GET")
            .map(|row| {
                let known = row.path.replace("{facility_id}", &facility);
                let known = known.replace("{name}", "nationalities").replace("{year}", "2027");
                // What is left are ids, of nothing that there is.
                let parts = known.split('/').map(|part| match part.starts_with('{') {
                    true => uuid::Uuid::now_v7().to_string(),
                    false => part.to_owned(),
                });
                parts.collect::<Vec<_>>().join("/")
            })
            .chain(["/api/v1/openapi.json", "/docs/", "/health/live"].map(str::to_owned))
            .collect();
        for path in &paths {
            for (who, client) in [("haidang", &haidang), ("police", &police), ("nobody", &nobody)] {
                let (get, head) = (client.send("GET", path).await, client.send("HEAD", path).await);
                assert_ne!(get.status, 405, "{who} {path}");
                assert_eq!(head.status, get.status, "{who} {path}");
                for name in ["content-type", "content-length", "cache-control", "etag"] {
                    assert_eq!(head.header(name), get.header(name), "{who} {path} {name}");
                }
                assert!(head.body.is_empty(), "{who} {path}");
            }
        }
    }

    #[test]
    async fn a_problem_speaks_the_language_that_is_asked_for(t: &TestApp) {
        let nobody = t.anonymous();
        for (asked, expected) in [
            (None, "vi"),
            (Some(""), "vi"),
            (Some("vi"), "vi"),
            (Some("en"), "en"),
            (Some("EN-gb"), "en"),
            (Some("en-US,en;q=0.9,vi;q=0.8"), "en"),
            (Some("vi;q=0.9, en;q=0.8"), "vi"),
            (Some("fr, de;q=0.9, en;q=0.1"), "en"),
            (Some("fr"), "vi"),
            (Some("*"), "vi"),
            (Some("en;q=0"), "vi"),
            (Some("en;q=x"), "vi"),
            (Some(";;;,,,q=q"), "vi"),
        ] {
            let mut call = nobody.send("GET", "/api/v1/nowhere");
            if let Some(asked) = asked {
                call = call.lang(asked);
            }
            let answer = call.await;
            assert_eq!(answer.header("content-language"), Some(expected), "{asked:?}");
            let title = if expected == "en" {
                "Not found"
            } else {
                "Không tìm thấy"
            };
            assert_eq!(answer.problem("not_found")["title"], title, "{asked:?}");
        }
        let vi = nobody
            .send("GET", "/api/v1/nowhere")
            .await
            .problem("not_found")
            .without("/trace_id");
        insta::assert_json_snapshot!("not_found", vi);
    }

    // Part of KH-6.1b.
    #[test]
    async fn every_answer_forbids_what_pages_do_not_need(t: &TestApp) {
        let nobody = t.anonymous();
        for path in [
            "/",
            "/api/v1/profile",
            "/api/v1/nowhere",
            "/health/live",
            "/docs/",
            "/anywhere",
        ] {
            let answer = nobody.send("GET", path).await;
            let policy = answer.header("content-security-policy").unwrap().to_owned();
            for directive in [
                "default-src 'none'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "form-action 'self'",
            ] {
                assert!(policy.contains(directive), "{path}: {policy}");
            }
            let scripts = policy
                .split(';')
                .find(|part| part.trim().starts_with("script-src"))
                .unwrap()
                .to_owned();
            assert!(
                !scripts.contains("'unsafe-inline'") && !scripts.contains("'unsafe-eval'"),
                "{path}: {scripts}"
            );
            assert!(
                !policy.contains("http:") && !policy.contains("https:") && !policy.contains('*'),
                "{path}: {policy}"
            );
            assert!(
                answer
                    .header("strict-transport-security")
                    .unwrap()
                    .starts_with("max-age=31536000")
            );
            assert!(answer.header("permissions-policy").unwrap().contains("geolocation=()"));
        }
        let haidang = t.signed_in("haidang").await;
        assert_eq!(
            haidang.call("getCurrentAccount").await.header("cache-control"),
            Some("no-store")
        );
        assert_eq!(
            haidang.call("listStays").await.header("cache-control"),
            Some("no-store")
        );
    }

    #[test]
    async fn pages_are_the_application_and_its_files_are_kept(t: &TestApp) {
        let nobody = t.anonymous();
        let page = nobody.send("GET", "/thong-bao").await;
        if !is_built() {
            page.problem("not_found");
            return;
        }
        for path in ["/", "/thong-bao", "/khach/01a1ffd7-b51f-7499-829a-34e125ba245b"] {
            let page = nobody.send("GET", path).await;
            assert_eq!(
                (page.status, page.header("cache-control")),
                (200, Some("no-cache")),
                "{path}"
            );
            assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        }
        let tag = page.header("etag").unwrap().to_owned();
        assert_eq!(
            nobody
                .send("GET", "/thong-bao")
                .header("If-None-Match", &tag)
                .await
                .status,
            304
        );
        let text = page.text();
        let script = text.split('"').find(|part| part.ends_with(".js")).expect("a script");
        for (accepted, encoding) in [
            ("br, gzip", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip;q=0", None),
        ] {
            let file = nobody.send("GET", script).header("Accept-Encoding", accepted).await;
            assert_eq!(
                (file.status, file.header("content-encoding")),
                (200, encoding),
                "{accepted}"
            );
            assert_eq!(
                file.header("cache-control"),
                Some("public, max-age=31536000, immutable")
            );
            assert_eq!(file.header("vary"), Some("Accept-Encoding"));
        }
        // What has no hash in its name may be another file tomorrow.
        let names = nobody.send("GET", "/manifest.json").await;
        assert_eq!((names.status, names.header("cache-control")), (200, Some("no-cache")));
        let head = nobody.send("HEAD", "/").await;
        assert_eq!((head.status, head.body.len()), (200, 0));
    }

    #[test]
    async fn probes_answer_to_whoever_runs_the_service(t: &TestApp) {
        let nobody = t.anonymous();
        for path in ["/health/live", "/health/ready"] {
            assert_eq!(nobody.send("GET", path).await.is(200)["status"], "ok");
            assert_eq!(nobody.send("HEAD", path).await.status, 200);
        }
        let empty = TestApp::start_empty(t.engine).await;
        let answer = empty.anonymous().send("GET", "/health/ready").await;
        assert!(
            answer.status >= 500,
            "an unprepared database is not ready: {}",
            answer.text()
        );
        empty.finish().await;
    }

    #[test]
    async fn each_request_has_an_id_of_its_own_that_no_client_chooses(t: &TestApp) {
        let nobody = t.anonymous();
        let mut seen = BTreeSet::new();
        for _ in 0..3 {
            let call = nobody
                .send("GET", "/api/v1/nowhere")
                .header("X-Request-Id", "00000000000000000000000000000001");
            let call = call.header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            let id = call.await.problem("not_found")["trace_id"].as_str().unwrap().to_owned();
            assert!(!["00000000000000000000000000000001", "0af7651916cd43dd8448eb211c80319c"].contains(&id.as_str()));
            seen.insert(id);
        }
        assert_eq!(seen.len(), 3);
    }

    #[test]
    async fn what_is_no_http_is_refused_and_harms_nobody(t: &TestApp) {
        let header = format!("X-Long: {}\r\n", "x".repeat(200_000));
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        let chunks = chunk.repeat(40);
        let token = t.signed_in("haidang").await.token().unwrap();
        let post = format!(
            "POST /api/v1/stays HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        );
        for (what, request, status) in [
            ("garbage", "\u{16}\u{3}\u{1}\r\n\r\n".to_owned(), "400"),
            ("no version", "GET /\r\n\r\n".to_owned(), "400"),
            (
                "a length that is none",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n".to_owned(),
                "400",
            ),
            (
                "two lengths",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx".to_owned(),
                "400",
            ),
            (
                "a header without end",
                format!("GET / HTTP/1.1\r\nHost: x\r\n{header}\r\n"),
                "4",
            ),
            (
                "two megabytes in pieces",
                format!("{post}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n"),
                "413",
            ),
        ] {
            let answer = raw(t, request.as_bytes()).await;
            let said = answer.lines().next().unwrap_or_default();
            assert!(said.starts_with(&format!("HTTP/1.1 {status}")), "{what}: {said:?}");
        }
        t.anonymous().send("GET", "/health/live").await.is(200);
        assert_eq!(rows::count(t, "stay").await, 0);
    }

    #[test]
    async fn what_is_asked_for_in_an_address_is_taken_whole_or_refused(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        for query in [
            "limit=10&limit=20",
            "late=true&late=false",
            "limit=%zz",
            "limit=10;DROP",
            "%ff=%fe",
            "q",
        ] {
            let answer = police.send("GET", &format!("/api/v1/stays?{query}")).await;
            answer.problem("malformed_request");
        }
        let long = format!("/api/v1/stays?cursor={}", "A".repeat(60_000));
        let status = police.send("GET", &long).await.status;
        assert!([400, 414].contains(&status), "{status}");
    }
);
