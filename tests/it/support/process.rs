//! The binary itself.

use std::path::PathBuf;

/// Where `luutru` lies: beside the folder of this test, as cargo puts it.
pub fn luutru() -> PathBuf {
    let tests = std::env::current_exe().expect("the path of the tests");
    let binary = tests.ancestors().nth(2).expect("a target directory").join("luutru");
    assert!(
        binary.exists(),
        "{} is not built: cargo build -p luutru-api",
        binary.display()
    );
    binary
}
