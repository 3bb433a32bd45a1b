//! What stands between the service and PostgreSQL, and can fail.

use super::engine::POSTGRES;
use super::process::free_port;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Where a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Before the server has what was sent.
    Before,
    /// After the server has done it, before anybody hears of it.
    After,
}

/// Passes on what the service and PostgreSQL tell each other, until it is cut or falls silent.
pub struct Line {
    port: u16,
    server: SocketAddr,
    /// Connections end when it changes.
    cut: watch::Sender<bool>,
    /// Connections that were there when it changes pass nothing on any more, and stay open.
    silence: watch::Sender<u64>,
    /// So many messages of the service are passed on before one connection ends.
    left: AtomicI64,
    after: AtomicBool,
    fired: AtomicBool,
    /// A message that holds this text ends its connection, once.
    text: Mutex<Option<&'static str>>,
}

impl Line {
    /// Not yet connected.
    pub fn to_postgres() -> Arc<Self> {
        let url = std::env::var(POSTGRES).expect(POSTGRES);
        let address = url.rsplit('@').next().and_then(|rest| rest.split('/').next());
        let server = address
            .and_then(|address| address.parse().ok())
            .expect("an address in the URL");
        Arc::new(Self {
            port: free_port(),
            server,
            cut: watch::Sender::new(false),
            silence: watch::Sender::new(0),
            left: AtomicI64::new(i64::MAX),
            after: AtomicBool::new(false),
            fired: AtomicBool::new(false),
            text: Mutex::default(),
        })
    }

    /// The database of that URL, by way of this line.
    pub fn url(&self, database: &str) -> String {
        database.replace(&self.server.to_string(), &format!("127.0.0.1:{}", self.port))
    }

    /// Listens and passes everything on until it is cut.
    pub async fn connect(self: &Arc<Self>) {
        self.cut.send_replace(false);
        let listener = TcpListener::bind(("127.0.0.1", self.port))
            .await
            .expect("the line's port");
        let line = Arc::clone(self);
        let mut ends = self.cut.subscribe();
        actix_web::rt::spawn(async move {
            loop {
                tokio::select! {
                    accepted = listener.accept() => {
                        let (client, _) = accepted.expect("a connection");
                        actix_web::rt::spawn(Arc::clone(&line).pass_on(client));
                    }
                    _ = ends.wait_for(|cut| *cut) => return,
                }
            }
        });
    }

    /// Nobody listens any more, and every connection ends.
    pub fn cut(&self) {
        self.cut.send_replace(true);
    }

    /// The connections there are say nothing any more, and do not end either; new ones work.
    pub fn fall_silent(&self) {
        self.silence.send_modify(|silence| *silence += 1);
    }

    /// Ends a connection at the message after so many others, once.
    pub fn cut_at(&self, messages: usize, cut: Cut) {
        self.fired.store(false, Ordering::SeqCst);
        self.after.store(cut == Cut::After, Ordering::SeqCst);
        self.left.store(i64::try_from(messages).expect("few"), Ordering::SeqCst);
    }

    /// Ends a connection at the next message that holds `text`, once.
    pub fn cut_at_text(&self, text: &'static str, cut: Cut) {
        self.after.store(cut == Cut::After, Ordering::SeqCst);
        *self.text.lock().unwrap() = Some(text);
    }

    /// Nothing is cut any more. Whether something was.
    pub fn mend(&self) -> bool {
        self.left.store(i64::MAX, Ordering::SeqCst);
        self.fired.swap(false, Ordering::SeqCst)
    }

    /// Whether this message is the one.
    fn is_cut_here(&self, message: &[u8]) -> Option<Cut> {
        let mut text = self.text.lock().unwrap();
        let is_meant = |text: &&str| message.windows(text.len()).any(|part| part == text.as_bytes());
        let is_named = text.as_ref().is_some_and(is_meant);
        if is_named {
            *text = None;
        }
        let here = is_named || self.left.fetch_sub(1, Ordering::SeqCst) == 0;
        here.then(|| {
            self.fired.store(true, Ordering::SeqCst);
            if self.after.load(Ordering::SeqCst) {
                Cut::After
            } else {
                Cut::Before
            }
        })
    }

    async fn pass_on(self: Arc<Self>, client: TcpStream) {
        let mut ends = self.cut.subscribe();
        let mut silence = self.silence.subscribe();
        let quiet = *silence.borrow_and_update();
        let server = TcpStream::connect(self.server).await.expect("PostgreSQL");
        let _ = (client.set_nodelay(true), server.set_nodelay(true));
        // Kept open here while nothing is passed on.
        let (mut client, mut server) = (client, server);
        let is_silent = {
            let (mut from_client, mut to_client) = client.split();
            let (mut from_server, mut to_server) = server.split();
            let is_lost = AtomicBool::new(false);
            let requests = async {
                let mut buffer = vec![0; 65_536];
                loop {
                    let length = from_client.read(&mut buffer).await.unwrap_or(0);
                    if length == 0 {
                        return;
                    }
                    match self.is_cut_here(&buffer[..length]) {
                        Some(Cut::Before) => return,
                        Some(Cut::After) => is_lost.store(true, Ordering::SeqCst),
                        None => {}
                    }
                    if to_server.write_all(&buffer[..length]).await.is_err() {
                        return;
                    }
                }
            };
            let answers = async {
                let mut buffer = vec![0; 65_536];
                loop {
                    let length = from_server.read(&mut buffer).await.unwrap_or(0);
                    if length == 0 || is_lost.load(Ordering::SeqCst) {
                        return;
                    }
                    if to_client.write_all(&buffer[..length]).await.is_err() {
                        return;
                    }
                }
            };
            tokio::select! {
                () = requests => false,
                () = answers => false,
                _ = ends.wait_for(|cut| *cut) => false,
                _ = silence.wait_for(|now| *now != quiet) => true,
            }
        };
        if is_silent {
            let _ = ends.wait_for(|cut| *cut).await;
        }
    }
}
