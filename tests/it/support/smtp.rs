//! A mail server (RFC 5321): it refuses, puts off, hangs up, encrypts and asks for a password as it is told, and remembers
//! what it took. It has a thread of its own, so that it answers while a test waits for a process.

use super::mail::{self, Mail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::io;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

const GREETING: &str = "220 mail.test ESMTP";
const TAKEN: &str = "250 2.0.0 taken";

/// The name that it knows.
pub const USER: &str = "luutru";

/// How it treats whoever comes. By itself it takes everything, in clear.
#[derive(Default)]
pub struct Habits {
    /// Addresses that it will never take.
    pub refuses: Vec<&'static str>,
    /// Addresses that it may take later.
    pub postpones: Vec<&'static str>,
    /// It takes the first mail and tells nobody.
    pub hangs_up_after_the_first: bool,
    pub encryption: Encryption,
    /// What it demands of `USER`, after encryption if there is any.
    pub password: Option<&'static str>,
}

/// When a conversation is encrypted.
#[derive(Default)]
pub enum Encryption {
    #[default]
    Never,
    /// RFC 3207. It demands it.
    WhenAsked(Arc<ServerConfig>),
    /// RFC 8314 section 3.3.
    FromTheStart(Arc<ServerConfig>),
}

/// A mail that it took.
#[derive(Clone, Debug)]
pub struct Taken {
    pub mail: Mail,
    /// Of the envelope.
    pub from: String,
    pub to: Vec<String>,
    pub encrypted: bool,
    pub signed_in: bool,
}

/// The port of a server that is away: nobody answers there, and nobody else gets it.
pub struct Away {
    socket: TcpSocket,
    pub port: u16,
}

impl Away {
    pub fn new() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
        let port = socket.local_addr().expect("an address").port();
        Self { socket, port }
    }

    /// It comes back.
    pub fn back(self, habits: Habits) -> Server {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_io()
            .build()
            .expect("a runtime");
        let listener = {
            let _inside = runtime.enter();
            self.socket.listen(128).expect("listening")
        };
        let state = Arc::new(State {
            habits,
            taken: Mutex::default(),
        });
        let served = state.clone();
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = served.clone();
                // A client that goes away, or trusts no certificate of ours, is no failure of the server.
                tokio::spawn(async move { state.serve(stream).await });
            }
        });
        Server {
            port: self.port,
            state,
            runtime: Some(runtime),
        }
    }
}

/// A server that listens until it is dropped.
pub struct Server {
    pub port: u16,
    state: Arc<State>,
    runtime: Option<Runtime>,
}

impl Server {
    pub fn start(habits: Habits) -> Self {
        Away::new().back(habits)
    }

    /// What it has taken, in order of arrival.
    pub fn taken(&self) -> Vec<Taken> {
        self.state.taken.lock().expect("what it has taken").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A test is a future itself and must not wait for the end of another runtime.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

struct State {
    habits: Habits,
    taken: Mutex<Vec<Taken>>,
}

impl State {
    /// One client, from the greeting to the end.
    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        if let Encryption::FromTheStart(tls) = &self.habits.encryption {
            let mut stream = TlsAcceptor::from(tls.clone()).accept(stream).await?;
            say(&mut stream, GREETING).await?;
            self.converse(&mut stream, true).await?;
            return Ok(());
        }
        say(&mut stream, GREETING).await?;
        let asks_for_encryption = self.converse(&mut stream, false).await?;
        if let (true, Encryption::WhenAsked(tls)) = (asks_for_encryption, &self.habits.encryption) {
            let mut stream = TlsAcceptor::from(tls.clone()).accept(stream).await?;
            self.converse(&mut stream, true).await?;
        }
        Ok(())
    }

    /// Answers until the client leaves or asks for encryption; says which.
    async fn converse(&self, stream: &mut (impl AsyncRead + AsyncWrite + Unpin), encrypted: bool) -> io::Result<bool> {
        let must_encrypt = matches!(self.habits.encryption, Encryption::WhenAsked(_)) && !encrypted;
        let mut stream = BufReader::new(stream);
        let mut signed_in = false;
        let (mut from, mut to) = (String::new(), Vec::new());
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(false);
            }
            let (verb, rest) = line.trim_end().split_once(' ').unwrap_or((line.trim_end(), ""));
            let answer = match verb {
                "EHLO" => self.extensions(must_encrypt),
                "STARTTLS" if must_encrypt => {
                    say(&mut stream, "220 2.0.0 go on").await?;
                    return Ok(true);
                }
                "QUIT" => {
                    say(&mut stream, "221 2.0.0 bye").await?;
                    stream.shutdown().await?;
                    return Ok(false);
                }
                _ if must_encrypt => "530 5.7.0 encrypt first".to_owned(),
                "AUTH" => {
                    signed_in = self.lets_in(rest);
                    if signed_in {
                        "235 2.7.0 welcome"
                    } else {
                        "535 5.7.8 wrong name or password"
                    }
                    .to_owned()
                }
                _ if self.habits.password.is_some() && !signed_in => "530 5.7.0 sign in first".to_owned(),
                "MAIL" => {
                    from = address(rest);
                    to.clear();
                    TAKEN.to_owned()
                }
                "RCPT" => {
                    let address = address(rest);
                    let answer = self.answer_to_recipient(&address);
                    if answer == TAKEN {
                        to.push(address);
                    }
                    answer
                }
                "DATA" => {
                    say(&mut stream, "354 end with a dot").await?;
                    let mail = mail::read(&message(&mut stream).await?);
                    let taken = Taken {
                        mail,
                        from: from.clone(),
                        to: to.clone(),
                        encrypted,
                        signed_in,
                    };
                    if self.keep(taken) == 1 && self.habits.hangs_up_after_the_first {
                        return Ok(false);
                    }
                    TAKEN.to_owned()
                }
                _ => "500 5.5.2 what?".to_owned(),
            };
            say(&mut stream, &answer).await?;
        }
    }

    fn extensions(&self, must_encrypt: bool) -> String {
        let mut lines = vec!["mail.test", "8BITMIME", "SMTPUTF8"];
        if must_encrypt {
            lines.push("STARTTLS");
        } else if self.habits.password.is_some() {
            lines.push("AUTH PLAIN");
        }
        format!("250-{}\r\n250 ENHANCEDSTATUSCODES", lines.join("\r\n250-"))
    }

    /// Whether name and password are right (RFC 4616): `PLAIN` and both in base64, each after a zero byte.
    fn lets_in(&self, credentials: &str) -> bool {
        let given = credentials
            .strip_prefix("PLAIN ")
            .and_then(|given| BASE64_STANDARD.decode(given).ok());
        let wanted = self.habits.password.map(|password| format!("\0{USER}\0{password}"));
        wanted.is_some_and(|wanted| given == Some(wanted.into_bytes()))
    }

    fn answer_to_recipient(&self, address: &str) -> String {
        if self.habits.refuses.contains(&address) {
            format!("550 5.1.1 <{address}>: no such mailbox")
        } else if self.habits.postpones.contains(&address) {
            format!("451 4.7.1 <{address}>: come back later")
        } else {
            TAKEN.to_owned()
        }
    }

    /// Remembers it and says how many there are.
    fn keep(&self, one_more: Taken) -> usize {
        let mut taken = self.taken.lock().expect("what it has taken");
        taken.push(one_more);
        taken.len()
    }
}

async fn say(stream: &mut (impl AsyncWrite + Unpin), answer: &str) -> io::Result<()> {
    stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    stream.flush().await
}

/// What stands between the angle brackets.
fn address(path: &str) -> String {
    let address = path.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    address.map(|(address, _)| address.to_owned()).unwrap_or_default()
}

/// The message, up to the line of one dot (RFC 5321 section 4.5.2).
async fn message(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut message = Vec::new();
    loop {
        let line = message.len();
        if stream.read_until(b'\n', &mut message).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if &message[line..] == b".\r\n" {
            message.truncate(line);
            return Ok(message);
        }
        if message[line] == b'.' {
            message.remove(line);
        }
    }
}
