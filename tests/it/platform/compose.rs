//! The files for production: what they promise is what the service does.

use std::path::Path;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines of a block of the Caddyfile, up to the brace that closes it.
fn block<'a>(caddyfile: &'a str, head: &str) -> Vec<&'a str> {
    let (_, rest) = caddyfile.split_once(head).unwrap_or_else(|| panic!("no {head}"));
    rest.lines()
        .skip(1)
        .map(str::trim)
        .take_while(|line| *line != "}")
        .collect()
}

/// The paths of a pattern of ours, which has at most one group of alternatives.
fn written_out(pattern: &str) -> Vec<String> {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    let Some((before, rest)) = pattern.split_once('(') else {
        return vec![pattern.to_owned()];
    };
    let (group, after) = rest.split_once(')').expect("the end of the group");
    group.split('|').map(|one| format!("{before}{one}{after}")).collect()
}

/// The largest body that the proxy passes on to that path.
fn at_the_proxy(caddyfile: &str, method: &str, path: &str) -> usize {
    for (name, limit) in [("@import", 15), ("@files", 22), ("@filing", 8)] {
        let matcher = block(caddyfile, &format!("\t{name} {{"));
        let served = block(caddyfile, &format!("handle {name} {{"));
        assert_eq!(served, [format!("import service {limit}MiB")]);
        let fits = matcher.iter().any(|line| match line.split_once(' ') {
            Some(("path", paths)) => paths.split(' ').any(|one| one == path),
            Some(("path_regexp", pattern)) => written_out(pattern).iter().any(|one| one == path),
            _ => false,
        });
        if fits && matcher.contains(&format!("method {method}").as_str()) {
            return limit * 1024 * 1024;
        }
    }
    512 * 1024
}

/// Bodies are refused at the proxy exactly where the service would refuse them.
#[test]
fn the_proxy_passes_on_what_the_service_takes_and_nothing_larger() {
    use api::http::{FILES_BODY, FILING_BODY, IMPORT_BODY, MAX_BODY};
    let caddyfile = read("docker/Caddyfile");
    let spec = &crate::support::client::SPEC;
    let path_of = |operation: &str| {
        let paths = spec["paths"].as_object().unwrap();
        let found = paths.iter().find(|(_, methods)| {
            let mut methods = methods.as_object().unwrap().values();
            methods.any(|method| method["operationId"] == operation)
        });
        let path = found.unwrap_or_else(|| panic!("no {operation}")).0.clone();
        path.replace("{facility_id}", "[^/]+").replace("{dossier_id}", "[^/]+")
    };
    for (operation, limit) in [
        ("previewImport", IMPORT_BODY),
        ("supplementDossier", FILES_BODY),
        ("resolveDossier", FILES_BODY),
        ("submitRegistration", FILING_BODY),
        ("submitHolderChange", FILING_BODY),
        ("submitDataRequest", FILING_BODY),
        ("submitOwnDataRequest", FILING_BODY),
        ("reportCredentialLoss", FILING_BODY),
        ("notifyStay", MAX_BODY),
        ("login", MAX_BODY),
        ("requestSupplement", MAX_BODY),
    ] {
        assert_eq!(
            at_the_proxy(&caddyfile, "POST", &path_of(operation)),
            limit,
            "{operation}"
        );
    }
}

#[test]
fn no_key_and_no_database_gets_into_the_image() {
    let ignored = read(".dockerignore");
    for pattern in ["**/luutru-keys.json*", "**/keys.json", "**/*.db", "**/.env", "secrets"] {
        assert!(ignored.lines().any(|line| line == pattern), "{pattern}");
    }
}

/// Encrypted and checked between the machines; limited; the service never as the owner of the schema.
#[test]
fn the_compose_file_encrypts_limits_and_keeps_the_roles_apart() {
    let compose = read("docker-compose.yml");
    assert!(compose.contains("sslmode=verify-full&sslrootcert=/run/secrets/database_ca"));
    assert!(compose.contains("DATABASE_ROLE: luutru\n") && compose.contains("DATABASE_ROLE: luutru_owner\n"));
    assert!(compose.contains("LUUTRU_SMTP_URL") && !compose.contains("LUUTRU_MAIL_DIR"));
    assert!(compose.matches("mem_limit:").count() >= 3 && compose.matches("pids_limit:").count() >= 3);
    let primary = read("docker/primary.sh");
    let lines: Vec<&str> = primary.lines().map(str::trim).collect();
    assert!(lines.iter().any(|line| line.starts_with("hostssl luutru")));
    assert!(
        !lines
            .iter()
            .any(|line| line.starts_with("host ") || line.starts_with("hostnossl"))
    );
    assert!(read("docker/standby.sh").contains("sslmode=verify-full"));
}

/// Makes what `docker/secrets.sh` promises, with the openssl of this machine.
#[test]
fn the_script_makes_secrets_that_fit_together_and_leaves_what_is_there() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;
    let folder = crate::support::engine::folder().join("secrets");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docker/secrets.sh");
    // Only root may give files away; what it would give is tried in the mode alone.
    let text = std::fs::read_to_string(script).unwrap().replace("chown ", ": ");
    let run = || {
        let done = Command::new("sh")
            .arg("-c")
            .arg(&text)
            .arg("secrets.sh")
            .arg(&folder)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    run();
    for name in ["primary", "standby"] {
        let certificate = folder.join(format!("{name}.crt"));
        let checked = Command::new("openssl")
            .args(["verify", "-verify_hostname", name, "-CAfile"])
            .arg(folder.join("ca.crt"))
            .arg(&certificate)
            .output()
            .unwrap();
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        let mode = std::fs::metadata(folder.join(format!("{name}.key")))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o400);
    }
    let kept = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let before = ["ca.key", "primary.key", "database-owner"].map(kept);
    run();
    assert_eq!(["ca.key", "primary.key", "database-owner"].map(kept), before);
}
