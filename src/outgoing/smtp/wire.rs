//! The connection to a mail server: what it may take of time and bytes, encrypted or not.

use crate::outgoing::settings::Smtp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The most that one session may bring in, encryption included, in bytes.
const MOST: u64 = 4 * 1024 * 1024;
/// A session that has brought in so much is ended and begun anew between two messages.
const ENOUGH: u64 = MOST / 2;

/// A connection with a time until which its peer must have answered, and a measure of what it sent.
#[derive(Debug)]
pub struct Bounded {
    socket: TcpStream,
    until: Instant,
    left: u64,
}

impl Bounded {
    fn connect(settings: &Smtp) -> io::Result<Self> {
        let until = Instant::now() + settings.timeout;
        let mut last = io::Error::new(ErrorKind::NotFound, "its name leads to no address");
        for address in (settings.host.as_str(), settings.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, left(until)?) {
                Ok(socket) => return Ok(Self { socket, until, left: MOST }),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// The time that is left, or that it is over.
fn left(until: Instant) -> io::Result<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(late()) } else { Ok(left) }
}

fn late() -> io::Error {
    io::Error::new(ErrorKind::TimedOut, "no answer in time")
}

fn timed(error: io::Error) -> io::Error {
    // A socket's own timeout has this name on Unix.
    if error.kind() == ErrorKind::WouldBlock { late() } else { error }
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let room = into.get_mut(..most).unwrap_or_default();
        if room.is_empty() {
            return Err(io::Error::other(format!("it has sent more than {MOST} bytes")));
        }
        self.socket.set_read_timeout(Some(left(self.until)?))?;
        let count = self.socket.read(room).map_err(timed)?;
        self.left -= count as u64;
        Ok(count)
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.socket.set_write_timeout(Some(left(self.until)?))?;
        self.socket.write(bytes).map_err(timed)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

/// The connection, encrypted or not.
#[derive(Debug)]
pub enum Wire {
    /// In the clear.
    Plain(Bounded),
    /// Encrypted.
    Sealed(Box<StreamOwned<ClientConnection, Bounded>>),
}

impl Wire {
    /// Connects in the clear.
    pub fn connect(settings: &Smtp) -> io::Result<Self> {
        Ok(Self::Plain(Bounded::connect(settings)?))
    }

    /// Encrypts what was in the clear; the server must prove its name.
    pub fn seal(self, settings: &Smtp) -> io::Result<Self> {
        let mut bounded = match self {
            Self::Plain(bounded) => bounded,
            sealed @ Self::Sealed(_) => return Ok(sealed),
        };
        bounded.until = Instant::now() + settings.timeout;
        let name = ServerName::try_from(settings.host.clone()).map_err(io::Error::other)?;
        let mut sealed = ClientConnection::new(config(settings)?, name).map_err(io::Error::other)?;
        while sealed.is_handshaking() {
            sealed.complete_io(&mut bounded)?;
        }
        Ok(Self::Sealed(Box::new(StreamOwned::new(sealed, bounded))))
    }

    fn bounded(&mut self) -> &mut Bounded {
        match self {
            Self::Plain(bounded) => bounded,
            Self::Sealed(sealed) => &mut sealed.sock,
        }
    }

    /// Begins the time of one answer.
    pub fn begin(&mut self, time: Duration) {
        self.bounded().until = Instant::now() + time;
    }

    /// Whether it has room for the answers to another message.
    pub fn is_fresh(&mut self) -> bool {
        self.bounded().left > MOST - ENOUGH
    }
}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(bounded) => bounded.read(into),
            Self::Sealed(sealed) => sealed.read(into),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(bounded) => bounded.write(bytes),
            Self::Sealed(sealed) => sealed.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(bounded) => bounded.flush(),
            Self::Sealed(sealed) => sealed.flush(),
        }
    }
}

/// Certificates of a file in PEM; none where one can't be read.
pub fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let all: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
    (!all.is_empty()).then_some(all)
}

fn config(settings: &Smtp) -> io::Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    match &settings.roots {
        None => {
            // Those that can't be read are left out: the server's may be among the others.
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        Some(pem) => {
            for one in certificates(pem).unwrap_or_default() {
                roots.add(one).map_err(io::Error::other)?;
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(io::Error::other)?;
    Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
}
