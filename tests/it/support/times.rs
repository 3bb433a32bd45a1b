//! How long each test took, for the end of `cargo xtask test`. Nothing is asserted of it.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::Instant;

/// Names the file that gets a line for each test: milliseconds, a space, its name.
const FILE: &str = "LUUTRU_TEST_TIMES";

/// The test of a thread: each has one of its own, which is named after it and ends with it.
struct Test {
    name: String,
    began: Instant,
}

thread_local! {
    static TEST: Option<Test> = Test::of_this_thread();
}

/// Times the test of this thread, from the first call on.
pub fn begin() {
    TEST.with(|_| ());
}

impl Test {
    /// None for the threads that a test starts.
    fn of_this_thread() -> Option<Self> {
        let name = std::thread::current().name()?.to_owned();
        let began = Instant::now();
        name.contains("::").then_some(Self { name, began })
    }
}

impl Drop for Test {
    fn drop(&mut self) {
        let Some(file) = std::env::var_os(FILE) else { return };
        let line = format!("{} {}\n", self.began.elapsed().as_millis(), self.name);
        // Whoever asked for it sees that it lacks; no test fails for it.
        if let Ok(mut file) = OpenOptions::new().create(true).append(true).open(file) {
            let _ = file.write_all(line.as_bytes());
        }
    }
}
