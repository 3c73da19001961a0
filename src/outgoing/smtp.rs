//! Handing messages to a mail server, one after the other over one connection.

use super::Trouble;
use super::settings::{Smtp, Tls};
use lettre::message::Message;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    Certificate, CertificateStore, SmtpConnection, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::extension::ClientId;
use std::error::Error as _;

/// A mail server, and the connection to it while there is one.
pub struct Server<'a> {
    settings: &'a Smtp,
    open: Option<SmtpConnection>,
}

impl<'a> Server<'a> {
    /// A server to which nothing is connected yet.
    pub const fn new(settings: &'a Smtp) -> Self {
        Self { settings, open: None }
    }

    /// Hands a message over. It has left only where this returns `Ok`: the server has taken it then.
    pub fn hand(&mut self, message: &Message) -> Result<(), Trouble> {
        let mut connection = self.ready()?;
        match connection.send(message.envelope(), &message.formatted()) {
            Ok(_) => {
                self.open = Some(connection);
                Ok(())
            }
            Err(error) if error.is_permanent() => Err(Trouble::Never(sentence(&error))),
            Err(error) => Err(Trouble::Again(sentence(&error))),
        }
    }

    /// The connection of the last message, where the server still answers, or a new one.
    fn ready(&mut self) -> Result<SmtpConnection, Trouble> {
        if let Some(mut connection) = self.open.take()
            && connection.test_connected()
        {
            return Ok(connection);
        }
        self.connect().map_err(|error| {
            let Smtp { host, port, .. } = self.settings;
            Trouble::Closed(format!("{host}:{port}: {}", sentence(&error)))
        })
    }

    fn connect(&self) -> Result<SmtpConnection, lettre::transport::smtp::Error> {
        let Smtp { host, port, tls, login, timeout, .. } = self.settings;
        let (server, hello) = ((host.as_str(), *port), ClientId::default());
        let parameters = (*tls != Tls::None).then(|| self.parameters()).transpose()?;
        let at_once = parameters.as_ref().filter(|_| *tls == Tls::Implicit);
        let mut connection = SmtpConnection::connect(server, Some(*timeout), &hello, at_once, None)?;
        if let Some(parameters) = parameters.as_ref().filter(|_| *tls == Tls::StartTls) {
            connection.starttls(parameters, &hello)?;
        }
        if let Some((user, secret)) = login {
            connection.auth(DEFAULT_MECHANISMS, &Credentials::new(user.clone(), secret.0.clone()))?;
        }
        Ok(connection)
    }

    fn parameters(&self) -> Result<TlsParameters, lettre::transport::smtp::Error> {
        let builder: TlsParametersBuilder = TlsParameters::builder(self.settings.host.clone());
        match &self.settings.roots {
            None => builder.build_rustls(),
            Some(pem) => {
                let own = Certificate::from_pem(pem)?;
                builder.certificate_store(CertificateStore::None).add_root_certificate(own).build_rustls()
            }
        }
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        if let Some(mut connection) = self.open.take() {
            // Everything was answered; a server that is gone need not hear it.
            let _ = connection.quit();
        }
    }
}

/// What went wrong, with its cause.
fn sentence(error: &lettre::transport::smtp::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(one) = cause {
        let said = one.to_string();
        if !text.contains(&said) {
            text.push_str(&format!(": {said}"));
        }
        cause = one.source();
    }
    text
}
