//! How notices leave: the file `delivery.toml` of a home. Text in, types out; who reads the file gives the
//! secrets that it points to.

pub use lettre::message::Mailbox;
use serde::Deserialize;
use std::time::Duration;

/// Ways that are set up. A way that is not goes to a folder.
#[derive(Debug, Clone, Default)]
pub struct Delivery {
    /// The mail server.
    pub smtp: Option<Smtp>,
    /// The command that takes text messages.
    pub text: Option<Hook>,
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// Its name, which its certificate must have.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others.
    pub tls: Tls,
    /// User and password; none = it asks for none.
    pub login: Option<(String, Secret)>,
    /// From whom notices come.
    pub from: Mailbox,
    /// How long one answer may take.
    pub timeout: Duration,
    /// Roots to trust in place of the system's, as PEM.
    pub roots: Option<Vec<u8>>,
}

/// A password: it never shows in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// How a connection is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// From the first byte (port 465).
    Implicit,
    /// After a word in the clear (port 587); a server that does not offer it is refused.
    StartTls,
    /// Not at all.
    None,
}

/// A command that takes text messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Program and arguments.
    pub command: Vec<String>,
    /// How long it may run.
    pub timeout: Duration,
    /// Variables of the environment that it gets besides those of every child.
    pub pass: Vec<String>,
}

/// What is wrong in the file: where, and what to do; Chinese and English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Field, or line.
    pub at: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

fn wrong<T>(at: &str, zh: impl Into<String>, en: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { at: at.to_owned(), zh: zh.into(), en: en.into() })
}

/// Where secrets come from.
pub trait Secrets {
    /// A variable of the environment.
    fn variable(&self, name: &str) -> Option<String>;
    /// A file; a name without a folder lies beside the settings.
    fn file(&self, name: &str, of: FileOf) -> Result<Vec<u8>, String>;
}

/// What a file that the settings point to holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileOf {
    /// A password: for its owner's eyes alone.
    Password,
    /// Certificates, for everybody's.
    Certificates,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    smtp: Option<RawSmtp>,
    text: Option<RawHook>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSmtp {
    host: String,
    port: Option<u16>,
    tls: Tls,
    user: Option<String>,
    password: Option<String>,
    password_env: Option<String>,
    password_file: Option<String>,
    from: String,
    timeout_seconds: Option<u64>,
    ca_file: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHook {
    command: Vec<String>,
    timeout_seconds: Option<u64>,
    #[serde(default)]
    pass: Vec<String>,
}

/// Reads the text of `delivery.toml`.
pub fn read(text: &str, secrets: &dyn Secrets) -> Result<Delivery, Wrong> {
    let raw: RawFile = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| crate::catalog::Broken::line_of(text, span.start));
        let why = error.message().to_owned();
        Wrong { at: format!("line {line}"), zh: format!("{why}；请修改该行"), en: why }
    })?;
    let password = raw.smtp.as_ref().and_then(|smtp| smtp.password_env.clone());
    Ok(Delivery {
        smtp: raw.smtp.map(|raw| smtp(raw, secrets)).transpose()?,
        text: raw.text.map(|raw| hook(raw, password.as_deref())).transpose()?,
    })
}

fn seconds(at: &str, given: Option<u64>, standard: u64) -> Result<Duration, Wrong> {
    match given.unwrap_or(standard) {
        seconds @ 1..=600 => Ok(Duration::from_secs(seconds)),
        _ => wrong(at, "须为 1 至 600 秒", "give 1 to 600 seconds"),
    }
}

fn smtp(raw: RawSmtp, secrets: &dyn Secrets) -> Result<Smtp, Wrong> {
    if raw.host.trim().is_empty() || raw.host.contains(char::is_whitespace) {
        return wrong("smtp.host", "请填写邮件服务器名称", "name the mail server");
    }
    let login = login(&raw, secrets)?;
    if login.is_some() && raw.tls == Tls::None && !is_this_machine(&raw.host) {
        return wrong(
            "smtp.tls",
            "口令不能明文经过网络；请用 implicit 或 starttls",
            "a password never crosses a network in the clear; use implicit or starttls",
        );
    }
    let Ok(from) = raw.from.parse::<Mailbox>() else {
        return wrong(
            "smtp.from",
            "不是发件地址；写作 备案中心 <icp@example.com>",
            "it is no sender; write it as Filing desk <icp@example.com>",
        );
    };
    let port = raw.port.unwrap_or(match raw.tls {
        Tls::Implicit => 465,
        Tls::StartTls => 587,
        Tls::None => 25,
    });
    let roots = raw.ca_file.as_deref().map(|name| roots(name, secrets)).transpose()?;
    let timeout = seconds("smtp.timeout_seconds", raw.timeout_seconds, 30)?;
    Ok(Smtp { host: raw.host, port, tls: raw.tls, login, from, timeout, roots })
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn login(raw: &RawSmtp, secrets: &dyn Secrets) -> Result<Option<(String, Secret)>, Wrong> {
    let given =
        [&raw.password, &raw.password_env, &raw.password_file].iter().filter(|one| one.is_some()).count();
    let Some(user) = &raw.user else {
        return match given {
            0 => Ok(None),
            _ => wrong("smtp.user", "有口令而没有用户名", "there is a password and no user; name one"),
        };
    };
    if given != 1 {
        return wrong(
            "smtp.password",
            "password、password_env、password_file 须给且只给一个",
            "give one of password, password_env, password_file, and one alone",
        );
    }
    let secret = match (&raw.password, &raw.password_env, &raw.password_file) {
        (Some(text), _, _) => text.clone(),
        (_, Some(name), _) => match secrets.variable(name) {
            Some(text) => text,
            None => {
                return wrong(
                    "smtp.password_env",
                    format!("环境变量 {name} 没有设置"),
                    format!("the variable {name} is not set; set it where beian is started"),
                );
            }
        },
        (_, _, name) => password_file(name.as_deref().unwrap_or_default(), secrets)?,
    };
    Ok(Some((user.clone(), Secret(secret))))
}

fn password_file(name: &str, secrets: &dyn Secrets) -> Result<String, Wrong> {
    let at = "smtp.password_file";
    let bytes = secrets.file(name, FileOf::Password).or_else(|why| wrong(at, why.clone(), why))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.trim_end_matches(['\r', '\n']).to_owned()),
        Err(_) => wrong(at, format!("{name} 不是 UTF-8 文本"), format!("{name} is not UTF-8 text")),
    }
}

fn roots(name: &str, secrets: &dyn Secrets) -> Result<Vec<u8>, Wrong> {
    let at = "smtp.ca_file";
    let bytes = secrets.file(name, FileOf::Certificates).or_else(|why| wrong(at, why.clone(), why))?;
    let whole = String::from_utf8_lossy(&bytes).contains("-----BEGIN CERTIFICATE-----");
    if whole && super::smtp::certificates(&bytes).is_some() {
        return Ok(bytes);
    }
    wrong(at, format!("{name} 里没有 PEM 证书"), format!("{name} holds no certificate in PEM"))
}

/// The program's own secrets are passed on to no command, whatever the file says.
fn hook(raw: RawHook, password: Option<&str>) -> Result<Hook, Wrong> {
    if raw.command.first().is_none_or(|program| program.trim().is_empty()) {
        return wrong("text.command", "请填写程序及参数的列表", "list the program and its arguments");
    }
    let own = |name: &&String| name.starts_with("BEIAN_") || Some(name.as_str()) == password;
    if let Some(name) = raw.pass.iter().find(own) {
        return wrong(
            "text.pass",
            format!("{name} 是备案台自己的，不能传给短信程序"),
            format!("{name} is beian's own and is not passed on; name the variables that the command needs"),
        );
    }
    if let Some(name) = raw.pass.iter().find(|name| name.is_empty() || name.contains(['=', '\0'])) {
        return wrong("text.pass", format!("“{name}”不是环境变量名"), format!("'{name}' names no variable"));
    }
    let timeout = seconds("text.timeout_seconds", raw.timeout_seconds, 30)?;
    Ok(Hook { command: raw.command, timeout, pass: raw.pass })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Given;

    impl Secrets for Given {
        fn variable(&self, name: &str) -> Option<String> {
            (name == "SET").then(|| "from the environment".to_owned())
        }

        fn file(&self, name: &str, _: FileOf) -> Result<Vec<u8>, String> {
            match name {
                "secret" => Ok(b"from a file\r\n".to_vec()),
                "no.pem" => Ok(b"rubbish".to_vec()),
                _ => Err(format!("{name}: not there")),
            }
        }
    }

    const SMTP: &str = "[smtp]\nhost = \"mail.example.cn\"\nfrom = \"备案 <icp@example.cn>\"\n";

    #[test]
    fn ports_and_times_have_standards_and_a_password_comes_from_one_place() {
        for (tls, port) in [("implicit", 465), ("starttls", 587), ("none", 25)] {
            let read = read(&format!("{SMTP}tls = \"{tls}\"\n"), &Given).unwrap();
            let smtp = read.smtp.unwrap();
            assert_eq!((smtp.port, smtp.timeout.as_secs(), smtp.login), (port, 30, None));
        }
        for (field, wanted) in [
            ("password = \"x\"", "x"),
            ("password_env = \"SET\"", "from the environment"),
            ("password_file = \"secret\"", "from a file"),
        ] {
            let read = read(&format!("{SMTP}tls = \"implicit\"\nuser = \"u\"\n{field}\n"), &Given).unwrap();
            let (user, secret) = read.smtp.unwrap().login.unwrap();
            assert_eq!((user.as_str(), secret.0.as_str()), ("u", wanted));
            assert_eq!(format!("{secret:?}"), "***");
        }
        let read = read("[text]\ncommand = [\"send\", \"-x\"]\ntimeout_seconds = 5\n", &Given).unwrap();
        assert_eq!(read.text.unwrap().command, ["send", "-x"]);
        assert!(super::read("", &Given).unwrap().smtp.is_none());
    }

    #[test]
    fn a_fault_names_its_field_and_what_to_do() {
        let tls = |rest: &str| format!("{SMTP}tls = \"implicit\"\n{rest}");
        for (text, at, wanted) in [
            (tls("user = \"u\"\n"), "smtp.password", "one alone"),
            (tls("user = \"u\"\npassword = \"x\"\npassword_env = \"SET\"\n"), "smtp.password", "one alone"),
            (tls("password = \"x\"\n"), "smtp.user", "no user"),
            (tls("user = \"u\"\npassword_env = \"UNSET\"\n"), "smtp.password_env", "UNSET is not set"),
            (tls("user = \"u\"\npassword_file = \"gone\"\n"), "smtp.password_file", "gone"),
            (tls("ca_file = \"no.pem\"\n"), "smtp.ca_file", "no certificate in PEM"),
            (tls("timeout_seconds = 0\n"), "smtp.timeout_seconds", "1 to 600"),
            (tls("colour = 1\n"), "line 5", "unknown field"),
            (format!("{SMTP}tls = \"ssl\"\n"), "line 4", "ssl"),
            (SMTP.replace("icp@", "") + "tls = \"none\"\n", "smtp.from", "no sender"),
            (SMTP.replace("mail.example.cn", " ") + "tls = \"none\"\n", "smtp.host", "mail server"),
            (
                SMTP.to_owned() + "tls = \"none\"\nuser = \"u\"\npassword = \"x\"\n",
                "smtp.tls",
                "in the clear",
            ),
            ("[text]\ncommand = []\n".into(), "text.command", "program"),
            ("[text]\ncommand = [\"x\"]\npass = [\"BEIAN_SECRET_KEY\"]\n".into(), "text.pass", "beian's own"),
            ("[text]\ncommand = [\"x\"]\npass = [\"A=B\"]\n".into(), "text.pass", "no variable"),
            (
                tls("user = \"u\"\npassword_env = \"SET\"\n[text]\ncommand = [\"x\"]\npass = [\"SET\"]\n"),
                "text.pass",
                "beian's own",
            ),
        ] {
            let wrong = read(&text, &Given).map(|_| ()).unwrap_err();
            assert_eq!(wrong.at, at, "{text}: {wrong:?}");
            assert!(wrong.en.contains(wanted), "{wanted}: {wrong:?}");
        }
        let here =
            SMTP.replace("mail.example.cn", "127.0.0.1") + "tls = \"none\"\nuser = \"u\"\npassword = \"x\"\n";
        assert!(read(&here, &Given).is_ok());
    }
}
