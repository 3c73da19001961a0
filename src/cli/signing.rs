//! Which calls of the program ask for somebody who signs in: one table, asked before any command runs.
//!
//! Who prints or looks for a personal value that is not masked, or does what a person answers for, signs in. Masked
//! lists do not, nor what a clock runs: import, tick, send, watch, doctor, backup.

use super::error::Failure;
use super::out::Out;
use super::{Command, Global, sign_in};
use super::{
    accounts, appointment, calendar, countersign, curtain, outbox, package, profile, registry, result, role,
    setting,
};
use crate::domain::lang::Lang;
use crate::domain::people::Staff;
use crate::domain::sought::sought;
use crate::work::Desk;
use std::cell::RefCell;
use std::fmt::Write;

/// When a command asks for somebody who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    /// Never.
    Never,
    /// Always.
    Always,
    /// In the calls that are told.
    Some(&'static str, &'static str),
    /// It asks in a way of its own, or makes the home in which there is nobody yet.
    Itself,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct SigningRow {
    /// The command, as it is typed.
    pub command: &'static str,
    /// When it asks.
    pub signs: Signs,
}

const fn never(command: &'static str) -> SigningRow {
    SigningRow { command, signs: Signs::Never }
}

const fn always(command: &'static str) -> SigningRow {
    SigningRow { command, signs: Signs::Always }
}

const fn some(command: &'static str, zh: &'static str, en: &'static str) -> SigningRow {
    SigningRow { command, signs: Signs::Some(zh, en) }
}

const fn itself(command: &'static str) -> SigningRow {
    SigningRow { command, signs: Signs::Itself }
}

/// Every command, in the order of the help.
pub const TABLE: &[SigningRow] = &[
    itself("desk"),
    itself("init"),
    itself("demo"),
    always("user add"),
    never("user list"),
    always("user disable"),
    always("user roles"),
    always("user enable"),
    always("user passphrase"),
    itself("recover"),
    never("role list"),
    always("role set"),
    always("role reset"),
    never("countersign list"),
    always("countersign give"),
    always("countersign refuse"),
    never("import"),
    never("watch"),
    some(
        "queue",
        "--search 为证件号或电话号码（后四位或全号）时",
        "where --search is a number: last four or whole",
    ),
    some("show", "--reveal", "--reveal"),
    never("checklist"),
    never("reasons"),
    always("claim"),
    always("put-back"),
    always("review"),
    some("curtain list", "--reveal", "--reveal"),
    always("curtain send"),
    always("curtain print"),
    always("appointment make"),
    never("appointment list"),
    always("appointment end"),
    some("paper", "--kind", "--kind"),
    some("call", "除 call list 外", "all but call list"),
    some("abandon", "无 --intake 时", "without --intake"),
    some(
        "check",
        "有数据目录且给出 --user 时，另查其他订单",
        "with a home and --user: looks at other orders too",
    ),
    always("sheet"),
    never("rule"),
    never("profile list"),
    never("profile show"),
    never("profile check"),
    never("calendar list"),
    never("calendar add"),
    never("tick"),
    never("send"),
    never("outbox list"),
    some("outbox show", "--reveal", "--reveal"),
    always("outbox retry"),
    always("outbox withdraw"),
    never("package verify"),
    never("package write"),
    some("result import", "--dry-run", "--dry-run"),
    always("result set"),
    some("sms", "除 sms list 外", "all but sms list"),
    never("sms list"),
    always("reveal"),
    never("status"),
    never("log"),
    never("registry import"),
    some("registry find", "查询内容为证件号或电话号码时", "where the term is a number"),
    always("stats"),
    never("setting list"),
    always("setting set"),
    some("retain", "无 --dry-run 时", "without --dry-run"),
    never("doctor"),
    never("backup"),
    never("restore"),
    never("schema"),
    never("completions"),
    never("man"),
    never("eye"),
];

/// Whether a call is one of those for which a row of [`Signs::Some`] asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CallKind {
    Plain,
    Asking,
}

const fn asking(asks: bool) -> CallKind {
    if asks { CallKind::Asking } else { CallKind::Plain }
}

/// The row of a call, and its kind.
fn row_of(command: &Command, global: &Global) -> (&'static str, CallKind) {
    let plain = |row| (row, CallKind::Plain);
    match command {
        Command::Desk(_) => plain("desk"),
        Command::Init(_) => plain("init"),
        Command::Demo(_) => plain("demo"),
        Command::User(command) => plain(user(command)),
        Command::Recover(_) => plain("recover"),
        Command::Role(command) => plain(role(command)),
        Command::Countersign(command) => plain(countersign(command)),
        Command::Import(_) => plain("import"),
        Command::Watch(_) => plain("watch"),
        Command::Queue(args) => ("queue", asking(is_number(args.search.as_deref()))),
        Command::Show(args) => ("show", asking(args.reveal.is_some())),
        Command::Checklist(_) => plain("checklist"),
        Command::Reasons(_) => plain("reasons"),
        Command::Claim(_) => plain("claim"),
        Command::PutBack(_) => plain("put-back"),
        Command::Review(_) => plain("review"),
        Command::Curtain(command) => curtain(command),
        Command::Appointment(command) => plain(appointment(command)),
        Command::Paper(args) => ("paper", asking(args.kind.is_some())),
        Command::Call(args) => ("call", asking(!args.lists())),
        Command::Abandon(args) => ("abandon", asking(!args.intake)),
        Command::Check(_) => ("check", asking(global.home.is_some() && global.user.is_some())),
        Command::Sheet(_) => plain("sheet"),
        Command::Rule(_) => plain("rule"),
        Command::Profile(command) => plain(profile(command)),
        Command::Calendar(command) => plain(calendar(command)),
        Command::Tick(_) => plain("tick"),
        Command::Send(_) => plain("send"),
        Command::Outbox(command) => outbox(command),
        Command::Package(command) => plain(package(command)),
        Command::Result(command) => result(command),
        Command::Sms(args) if args.command.is_some() => plain("sms list"),
        Command::Sms(_) => ("sms", CallKind::Asking),
        Command::Reveal(_) => plain("reveal"),
        Command::Status(_) => plain("status"),
        Command::Log(_) => plain("log"),
        Command::Registry(command) => registry(command),
        Command::Stats(_) => plain("stats"),
        Command::Setting(command) => plain(setting(command)),
        Command::Retain(args) => ("retain", asking(!args.dry_run)),
        Command::Doctor(_) => plain("doctor"),
        Command::Backup(_) => plain("backup"),
        Command::Restore(_) => plain("restore"),
        Command::Schema(_) => plain("schema"),
        Command::Completions(_) => plain("completions"),
        Command::Man => plain("man"),
        Command::Eye(_) => plain("eye"),
    }
}

fn is_number(term: Option<&str>) -> bool {
    term.and_then(sought).is_some()
}

const fn user(command: &accounts::UserCommand) -> &'static str {
    use accounts::UserCommand as User;
    match command {
        User::Add { .. } => "user add",
        User::List => "user list",
        User::Disable { .. } => "user disable",
        User::Roles { .. } => "user roles",
        User::Enable { .. } => "user enable",
        User::Passphrase { .. } => "user passphrase",
    }
}

const fn role(command: &role::RoleCommand) -> &'static str {
    use role::RoleCommand as Table;
    match command {
        Table::List => "role list",
        Table::Set(_) => "role set",
        Table::Reset { .. } => "role reset",
    }
}

const fn countersign(command: &countersign::CountersignCommand) -> &'static str {
    use countersign::CountersignCommand as Countersign;
    match command {
        Countersign::List(_) => "countersign list",
        Countersign::Give(_) => "countersign give",
        Countersign::Refuse(_) => "countersign refuse",
    }
}

const fn curtain(command: &curtain::CurtainCommand) -> (&'static str, CallKind) {
    use curtain::CurtainCommand as Curtain;
    match command {
        Curtain::List(args) => ("curtain list", asking(args.reveal)),
        Curtain::Send(_) => ("curtain send", CallKind::Plain),
        Curtain::Print(_) => ("curtain print", CallKind::Plain),
    }
}

const fn appointment(command: &appointment::AppointmentCommand) -> &'static str {
    use appointment::AppointmentCommand as Appointment;
    match command {
        Appointment::Make(_) => "appointment make",
        Appointment::List(_) => "appointment list",
        Appointment::End(_) => "appointment end",
    }
}

const fn profile(command: &profile::ProfileCommand) -> &'static str {
    use profile::ProfileCommand as Profile;
    match command {
        Profile::List => "profile list",
        Profile::Show(_) => "profile show",
        Profile::Check(_) => "profile check",
    }
}

const fn calendar(command: &calendar::CalendarCommand) -> &'static str {
    use calendar::CalendarCommand as Calendar;
    match command {
        Calendar::List => "calendar list",
        Calendar::Add(_) => "calendar add",
    }
}

const fn outbox(command: &outbox::OutboxCommand) -> (&'static str, CallKind) {
    use outbox::OutboxCommand as Outbox;
    match command {
        Outbox::List(_) => ("outbox list", CallKind::Plain),
        Outbox::Show(args) => ("outbox show", asking(args.reveal)),
        Outbox::Retry(_) => ("outbox retry", CallKind::Plain),
        Outbox::Withdraw(_) => ("outbox withdraw", CallKind::Plain),
    }
}

const fn package(command: &package::PackageCommand) -> &'static str {
    use package::PackageCommand as Package;
    match command {
        Package::Verify { .. } => "package verify",
        Package::Write { .. } => "package write",
    }
}

const fn result(command: &result::ResultCommand) -> (&'static str, CallKind) {
    use result::ResultCommand as Told;
    match command {
        Told::Import { dry_run, .. } => ("result import", asking(*dry_run)),
        Told::Set(_) => ("result set", CallKind::Plain),
    }
}

fn registry(command: &registry::RegistryCommand) -> (&'static str, CallKind) {
    use registry::RegistryCommand as Registry;
    match command {
        Registry::Import { .. } => ("registry import", CallKind::Plain),
        Registry::Find { term, .. } => ("registry find", asking(is_number(Some(term)))),
    }
}

const fn setting(command: &setting::SettingCommand) -> &'static str {
    use setting::SettingCommand as Setting;
    match command {
        Setting::List => "setting list",
        Setting::Set { .. } => "setting set",
    }
}

/// Whether a call asks for somebody who signs in. A command without a row always does.
pub fn asks(command: &Command, global: &Global) -> bool {
    let (name, kind) = row_of(command, global);
    match TABLE.iter().find(|row| row.command == name).map(|row| row.signs) {
        Some(Signs::Never | Signs::Itself) => false,
        Some(Signs::Some(..)) => kind == CallKind::Asking,
        Some(Signs::Always) | None => true,
    }
}

/// Who has signed in before the command runs, with the home that was opened for it.
#[derive(Default)]
pub struct Entered {
    session: RefCell<Option<(Desk, Staff)>>,
}

impl std::fmt::Debug for Entered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entered(..)")
    }
}

impl Entered {
    /// The open home with who signed in; once.
    pub fn take(&self) -> Option<(Desk, Staff)> {
        self.session.borrow_mut().take()
    }
}

/// Signs in where the call asks for it: the one gate before every command.
pub fn enter(command: &Command, global: &Global, out: &Out) -> Result<(), Failure> {
    if !asks(command, global) {
        return Ok(());
    }
    if global.user.is_none() && searches_number(command) {
        return Err(Failure::usage(
            "按证件号或电话号码（后四位或全号）查询须登录并记录在案；请用 --user 或 BEIAN_USER 指明操作人。",
            "a search for a number (last four, or whole) is for people who sign in, and on record; name who acts with --user or BEIAN_USER",
        ));
    }
    let session = sign_in::signed_in(global, out)?;
    *global.entered.session.borrow_mut() = Some(session);
    Ok(())
}

fn searches_number(command: &Command) -> bool {
    match command {
        Command::Queue(args) => is_number(args.search.as_deref()),
        Command::Registry(registry::RegistryCommand::Find { term, .. }) => is_number(Some(term)),
        _ => false,
    }
}

/// The table as a page has it.
pub fn markdown(lang: Lang) -> String {
    let mut out = format!("{}\n|---|---|\n", lang.pick("| 命令 | 须登录 |", "| command | signs in |"));
    for row in TABLE {
        let when = match row.signs {
            Signs::Never => lang.pick("否", "no"),
            Signs::Always => lang.pick("是", "yes"),
            Signs::Some(zh, en) => lang.pick(zh, en),
            Signs::Itself => lang.pick("自行登录或新建", "by itself, or makes the home"),
        };
        // Writing to a string can't fail.
        let _ = writeln!(out, "| `beian {}` | {when} |", row.command);
    }
    out
}
