//! What a spreadsheet, or an export, does to a value on its way into a table.
//!
//! A number of eighteen digits that passed through a spreadsheet is another number, and looks like one. So every
//! column of numbers is judged by form, wherever a table comes in: here, once for all. Only what can't be a number of
//! its kind, or is clearly damaged, is refused: what is on file may be old, and a check digit that fails was perhaps
//! typed so thirty years ago. No sentence of this module quotes the value.

mod forms;
#[cfg(test)]
mod tests;

use super::lang::Bilingual;
use super::text::{half_width, is_hidden};

/// What a column, or a field, holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CellKind {
    /// Words: names, reasons.
    Words,
    /// An order number, of whatever form.
    OrderNo,
    /// A person: his id, name or number.
    Person,
    /// A secret, of whatever form.
    Secret,
    /// The number of a certificate.
    Certificate,
    /// A phone number.
    Phone,
    /// A filing number.
    Filing,
}

impl CellKind {
    /// Whether it is a number that follows rules.
    const fn is_number(self) -> bool {
        matches!(self, Self::Certificate | Self::Phone | Self::Filing)
    }
}

/// How a value was damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Damage {
    /// `#N/A`, `#REF!`, `######`, `Err:502`.
    ErrorValue,
    /// A sign that stands where a letter was lost.
    Lost,
    /// `="…"`, `=A1`.
    Formula,
    /// `'330…`, or quotes around it.
    Quoted,
    /// `3.30106E+17`.
    Exponent,
    /// `330106….0`.
    Decimal,
    /// `13,800,138,000`.
    Thousands,
    /// Fifteen digits and zeros, or what a floating-point number makes of eighteen.
    Rounded,
    /// A date, or what a spreadsheet took for one.
    Date,
    /// `无`, `NULL`, `-`: a word for nothing.
    Nothing,
    /// `3301**********0154`.
    Masked,
    /// The 0 before an area code is gone.
    LostZero,
    /// So many places can't be.
    Places(usize),
    /// No number of this kind has such a form.
    Form(CellKind),
}

/// The damage of a value; none where it may be what it should be. Nothing at all is no damage.
pub fn damage(kind: CellKind, text: &str) -> Option<Damage> {
    let text = folded(text);
    spoilt_folded(kind, text.trim()).or_else(|| forms::of_kind(kind, text.trim()))
}

/// The same without what its kind asks of a number's form, where another judge follows who knows more.
pub fn spoilt(kind: CellKind, text: &str) -> Option<Damage> {
    spoilt_folded(kind, folded(text).trim())
}

fn folded(text: &str) -> String {
    text.chars().map(half_width).filter(|letter| !is_hidden(*letter)).collect()
}

fn spoilt_folded(kind: CellKind, text: &str) -> Option<Damage> {
    let only_words = matches!(kind, CellKind::Words | CellKind::Secret);
    let as_number = || if only_words { None } else { forms::as_number(kind, text) };
    if text.is_empty() { None } else { everywhere(kind, text).or_else(as_number) }
}

/// What damages words and secrets, too.
fn everywhere(kind: CellKind, text: &str) -> Option<Damage> {
    let checks: [(bool, Damage); 5] = [
        (forms::is_error_value(text), Damage::ErrorValue),
        (forms::has_lost(text), Damage::Lost),
        (text.starts_with("=\""), Damage::Formula),
        (forms::is_exponent(text), Damage::Exponent),
        (kind != CellKind::Secret && text.len() > 1 && text.bytes().all(|byte| byte == b'?'), Damage::Lost),
    ];
    checks.into_iter().find(|(is, _)| *is).map(|(_, damage)| damage)
}

impl Damage {
    /// What was found.
    pub fn found(self) -> Bilingual {
        let (zh, en) = match self {
            Self::ErrorValue => ("表格软件的错误值", "an error value of a spreadsheet"),
            Self::Lost => ("已丢失的字符（乱码）", "letters that were lost on the way"),
            Self::Formula => ("公式", "a formula"),
            Self::Quoted => ("前后带引号或撇号的号码", "an apostrophe or quotes around a number"),
            Self::Exponent => {
                ("科学计数法，号码的其余数字已丢失", "a number with an exponent, its other digits lost")
            }
            Self::Decimal => ("带小数的数值", "a number with decimals"),
            Self::Thousands => ("带千位分隔符的数值", "a number with thousands separators"),
            Self::Rounded => (
                "末尾数字被表格软件抹去的号码",
                "a number whose last digits were rounded away by a spreadsheet",
            ),
            Self::Date => ("日期", "a date"),
            Self::Nothing => ("表示“没有”的字样", "a word that stands for nothing"),
            Self::Masked => ("打码的号码", "a masked number"),
            Self::LostZero => ("缺少开头的 0 的区号", "an area code without its leading 0"),
            Self::Places(places) => {
                return Bilingual::new(format!("{places} 位"), format!("{places} places"));
            }
            Self::Form(_) => ("不符合此类号码的形式", "a value that no such number has the form of"),
        };
        Bilingual::new(zh, en)
    }

    /// What should stand there, and how to get it.
    pub fn mend(self, kind: CellKind) -> Bilingual {
        let of = kind_said(kind);
        let (zh, en) = match self {
            Self::ErrorValue => (format!("{}，或留空", of.zh), format!("{}, or nothing", of.en)),
            Self::Lost => (
                "完整的文字；请从原系统重新导出，或另存为“CSV UTF-8”".to_owned(),
                "the whole text; export it anew, or save it as 'CSV UTF-8'".to_owned(),
            ),
            Self::Formula | Self::Quoted => (
                format!("{}本身，不带等号、引号或撇号", of.zh),
                format!("{} alone, without equals sign, quotes or apostrophe", of.en),
            ),
            Self::Exponent | Self::Decimal | Self::Thousands | Self::Rounded | Self::Date => (
                format!("{}；请将该列设为“文本”后从原系统重新取数", of.zh),
                format!("{}; make the column 'text' and fetch it anew from where it came", of.en),
            ),
            Self::Nothing => ("没有则留空".to_owned(), "nothing, where there is none".to_owned()),
            Self::Masked => (format!("完整的{}", of.zh), format!("{}, whole", of.en)),
            Self::LostZero | Self::Places(_) | Self::Form(_) => (of.zh, of.en),
        };
        Bilingual::new(zh, en)
    }
}

fn kind_said(kind: CellKind) -> Bilingual {
    let (zh, en) = match kind {
        CellKind::Words => ("文字", "words"),
        CellKind::OrderNo => ("订单号", "the order number"),
        CellKind::Person => ("人员的编号、姓名或手机号", "a person's id, name or mobile number"),
        CellKind::Secret => ("备案密码", "the filing password"),
        CellKind::Certificate => (
            "证件号码，如 18 位身份证号或统一社会信用代码",
            "a certificate number, such as an ID number or social credit code of 18 places",
        ),
        CellKind::Phone => (
            "电话号码：11 位手机号，带区号的座机，或以 + 开头的境外号码",
            "a phone number: a mobile of 11 digits, a landline with its area code, or one abroad that begins with +",
        ),
        CellKind::Filing => {
            ("备案号，如 京ICP备12345678号-1", "a filing number, such as 京ICP备12345678号-1")
        }
    };
    Bilingual::new(zh, en)
}
