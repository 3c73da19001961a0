//! A mail server as a process of its own, with the faults that real ones have.
//!
//! It is this test binary again, told by its environment what to do. What it takes it prints: a message before
//! it is answered, and again when the client goes on, so that a test knows whether the answer was heard.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

const CONFIG: &str = "BEIAN_TEST_MAIL_CONFIG";

/// What a server does.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Does {
    /// `none`, `implicit` or `starttls`.
    pub tls: String,
    /// User and password that it asks for.
    pub login: Option<(String, String)>,
    /// What it does with each message in turn, then it takes all: `ok`, `421`, `450`, `550`, `452-end`,
    /// `554-end`, `drop-in-data`, `drop-after-data`, `slow`.
    pub script: Vec<String>,
    /// It takes connections, and never says a word.
    pub mute: bool,
    /// What it does on each connection in turn, then nothing of the kind: where (`greeting` or a command's word,
    /// `END` after the message), and an answer, or `line` or `lines` without end, or `more` than it was asked.
    pub tricks: Vec<(String, String)>,
    /// It takes addresses beyond ASCII.
    pub utf8: bool,
    /// Folder of `cert.pem` and `key.pem`.
    pub certificate: PathBuf,
}

impl Does {
    pub fn script(script: &[&str]) -> Self {
        Self {
            tls: "none".into(),
            script: script.iter().map(ToString::to_string).collect(),
            ..Self::default()
        }
    }

    pub fn tricks(tricks: &[(&str, &str)]) -> Self {
        let tricks = tricks.iter().map(|(at, what)| ((*at).to_owned(), (*what).to_owned())).collect();
        Self { tricks, ..Self::script(&[]) }
    }

    pub fn tls(tls: &str, certificate: &Path, login: Option<(&str, &str)>) -> Self {
        let login = login.map(|(user, password)| (user.to_owned(), password.to_owned()));
        Self { tls: tls.into(), login, certificate: certificate.to_owned(), ..Self::default() }
    }
}

/// A message that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub connection: usize,
    pub id: String,
    pub to: String,
    /// The client went on after the answer.
    pub heard: bool,
}

#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    more: Condvar,
}

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    pub port: u16,
    log: Arc<Log>,
}

impl Server {
    pub fn start(does: &Does) -> Self {
        let args = ["--exact", "all::mail::server::a_mail_server", "--ignored", "--nocapture"];
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(args).env(CONFIG, serde_json::to_string(does).unwrap());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "the mail server did not start");
            if let Some(port) = line.trim().strip_prefix("port|") {
                break port.parse().unwrap();
            }
        };
        let log = Arc::new(Log::default());
        let hears = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                hears.lines.lock().unwrap().push(line);
                hears.more.notify_all();
            }
        });
        Self { child, port, log }
    }

    /// The settings that lead to it.
    pub fn settings(&self, tls: &str, more: &str) -> String {
        let port = self.port;
        format!(
            "[smtp]\nhost = \"localhost\"\nport = {port}\ntls = \"{tls}\"\nfrom = \"备案中心 <icp@example.cn>\"\n{more}\n"
        )
    }

    /// The messages that it took, once there are so many.
    pub fn taken(&self, count: usize) -> Vec<Taken> {
        let deadline = Instant::now() + Duration::from_secs(60);
        let mut lines = self.log.lines.lock().unwrap();
        loop {
            let taken = taken(&lines);
            if taken.len() >= count {
                return taken;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{count} messages did not come: {lines:?}");
            lines = self.log.more.wait_timeout(lines, left).unwrap().0;
        }
    }

    /// What it said so far.
    pub fn lines(&self) -> Vec<String> {
        self.log.lines.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn taken(lines: &[String]) -> Vec<Taken> {
    let mut all: Vec<Taken> = Vec::new();
    for line in lines {
        let parts: Vec<&str> = line.split('|').collect();
        match parts.as_slice() {
            ["mail", connection, id, to] => all.push(Taken {
                connection: connection.parse().unwrap(),
                id: (*id).to_owned(),
                to: (*to).to_owned(),
                heard: false,
            }),
            ["heard", connection] => {
                let connection: usize = connection.parse().unwrap();
                all.iter_mut().filter(|one| one.connection == connection).for_each(|one| one.heard = true);
            }
            _ => {}
        }
    }
    all
}

/// A certificate for `localhost`, and its key, as files.
pub fn certificate(folder: &Path) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
}

#[test]
#[ignore = "runs as a process of other tests"]
fn a_mail_server() {
    let Ok(config) = std::env::var(CONFIG) else { return };
    let does: Does = serde_json::from_str(&config).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    // The harness has begun a line of its own.
    say("");
    say(&format!("port|{}", listener.local_addr().unwrap().port()));
    let tls = (does.tls != "none").then(|| tls(&does.certificate));
    let script = Arc::new(Mutex::new(VecDeque::from(does.script.clone())));
    let mut tricks = VecDeque::from(does.tricks.clone());
    for (number, stream) in listener.incoming().enumerate() {
        let (stream, does, tls, script) = (stream.unwrap(), does.clone(), tls.clone(), Arc::clone(&script));
        let trick = tricks.pop_front();
        std::thread::spawn(move || {
            let (stream, tls) = if does.tls == "implicit" {
                (wrap(stream, tls.unwrap()), None)
            } else {
                (Stream::Plain(stream), tls)
            };
            // A client that goes away ends its session.
            let _ = Session { stream, does, tls, script, trick, number, signed_in: false, open: 0 }.serve();
        });
    }
}

fn tls(folder: &Path) -> Arc<ServerConfig> {
    let certificate = CertificateDer::from_pem_file(folder.join("cert.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Arc::new(builder.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap())
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
    Gone,
}

fn wrap(stream: TcpStream, config: Arc<ServerConfig>) -> Stream {
    Stream::Tls(Box::new(StreamOwned::new(ServerConnection::new(config).unwrap(), stream)))
}

impl Read for Stream {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(bytes),
            Self::Tls(stream) => stream.read(bytes),
            Self::Gone => Ok(0),
        }
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

struct Session {
    stream: Stream,
    does: Does,
    tls: Option<Arc<ServerConfig>>,
    script: Arc<Mutex<VecDeque<String>>>,
    trick: Option<(String, String)>,
    number: usize,
    signed_in: bool,
    /// Messages whose answer the client has not shown to have heard.
    open: usize,
}

impl Session {
    fn serve(mut self) -> std::io::Result<()> {
        if self.does.mute {
            while !self.line()?.is_empty() {}
            return Ok(());
        }
        if !self.plays("greeting")? {
            self.answer("220 test")?;
        }
        let (mut to, mut act) = (String::new(), "ok".to_owned());
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(());
            }
            if std::mem::take(&mut self.open) > 0 {
                say(&format!("heard|{}", self.number));
            }
            let word = line.split([' ', ':']).next().unwrap_or_default().trim().to_uppercase();
            if self.plays(&word)? {
                continue;
            }
            match word.as_str() {
                "EHLO" => self.hello()?,
                "STARTTLS" => self.encrypt()?,
                "AUTH" => self.sign_in(&line)?,
                "MAIL" if self.does.login.is_some() && !self.signed_in => self.answer("530 sign in first")?,
                "MAIL" => {
                    act = self.script.lock().unwrap().pop_front().unwrap_or_else(|| "ok".into());
                    self.answer("250 ok")?;
                }
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    match act.as_str() {
                        "421" | "450" | "550" => {
                            say(&format!("refused|{act}|{to}"));
                            self.answer(&format!("{act} <{to}>: not this one"))?;
                        }
                        _ => self.answer("250 ok")?,
                    }
                }
                "DATA" => {
                    self.answer("354 go on")?;
                    if !self.data(&to, &act)? {
                        return Ok(());
                    }
                }
                "QUIT" => return self.answer("221 bye"),
                _ => self.answer("250 ok")?,
            }
        }
    }

    fn hello(&mut self) -> std::io::Result<()> {
        let mut words = vec!["test"];
        words.extend(self.tls.is_some().then_some("STARTTLS"));
        words.extend(self.does.login.is_some().then_some("AUTH PLAIN LOGIN"));
        words.extend(self.does.utf8.then_some("SMTPUTF8"));
        let last = words.len() - 1;
        for (at, word) in words.into_iter().enumerate() {
            self.answer(&format!("250{}{word}", if at == last { ' ' } else { '-' }))?;
        }
        Ok(())
    }

    fn encrypt(&mut self) -> std::io::Result<()> {
        self.answer("220 go on")?;
        if let Stream::Plain(stream) = std::mem::replace(&mut self.stream, Stream::Gone) {
            self.stream = wrap(stream, self.tls.take().unwrap());
        }
        Ok(())
    }

    fn sign_in(&mut self, line: &str) -> std::io::Result<()> {
        use base64::Engine;
        let coded = line.split(' ').nth(2).unwrap_or_default().trim();
        let plain = base64::engine::general_purpose::STANDARD.decode(coded).unwrap_or_default();
        let given: Vec<String> =
            plain.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        let wanted = self.does.login.clone().unwrap_or_default();
        self.signed_in = given.get(1) == Some(&wanted.0) && given.get(2) == Some(&wanted.1);
        self.answer(if self.signed_in { "235 welcome" } else { "535 wrong user or password" })
    }

    /// False where the connection ends with it.
    fn data(&mut self, to: &str, act: &str) -> std::io::Result<bool> {
        let mut id = String::new();
        loop {
            let line = self.line()?;
            if line.is_empty() || (act == "drop-in-data" && !id.is_empty()) {
                say(&format!("dropped|{}", self.number));
                return Ok(false);
            }
            if let Some(value) = line.strip_prefix("Message-ID: ") {
                id = value.trim().to_owned();
            }
            if line.trim_end() == "." {
                break;
            }
        }
        if self.plays("END")? {
            return Ok(true);
        }
        match act {
            "452-end" | "554-end" => {
                say(&format!("refused|{act}|{to}"));
                self.answer(&format!("{} not now", &act[..3]))?;
                return Ok(true);
            }
            "slow" => {
                say("slow|");
                while !self.line()?.is_empty() {}
                return Ok(false);
            }
            _ => {}
        }
        say(&format!("mail|{}|{id}|{to}", self.number));
        if act == "drop-after-data" {
            return Ok(false);
        }
        self.open += 1;
        self.answer("250 taken")?;
        Ok(true)
    }

    /// True where a trick stood in for the answer.
    fn plays(&mut self, at: &str) -> std::io::Result<bool> {
        let Some((_, what)) = self.trick.take_if(|(place, _)| place == at) else { return Ok(false) };
        match what.as_str() {
            "line" => self.flood("250 ", "x")?,
            "lines" => self.flood("", "250-x\r\n")?,
            "more" => self.answer(if at == "DATA" { "354 ok\r\n354 ok" } else { "250 ok\r\n250 ok" })?,
            answer => self.answer(answer)?,
        }
        Ok(true)
    }

    /// Half a gigabyte, or less where the client goes away.
    fn flood(&mut self, head: &str, part: &str) -> std::io::Result<()> {
        let piece = part.repeat(65_536 / part.len());
        let mut send = |text: &str| match &mut self.stream {
            Stream::Plain(stream) => stream.write_all(text.as_bytes()),
            Stream::Tls(stream) => stream.write_all(text.as_bytes()),
            Stream::Gone => Ok(()),
        };
        send(head)?;
        (0..8192).try_for_each(|_| send(&piece))
    }

    /// A line with its end; empty where the client is gone.
    fn line(&mut self) -> std::io::Result<String> {
        let mut bytes = Vec::new();
        let mut byte = [0];
        while self.stream.read(&mut byte)? > 0 {
            bytes.push(byte[0]);
            if byte[0] == b'\n' {
                break;
            }
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn answer(&mut self, line: &str) -> std::io::Result<()> {
        let line = format!("{line}\r\n");
        match &mut self.stream {
            Stream::Plain(stream) => stream.write_all(line.as_bytes()),
            Stream::Tls(stream) => stream.write_all(line.as_bytes()).and_then(|()| stream.flush()),
            Stream::Gone => Ok(()),
        }
    }
}
