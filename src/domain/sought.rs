//! Numbers that identify somebody, as they are searched: whole, or by exactly their last four places.
//!
//! Anything between would tell a number digit by digit to who asks often enough. So a number has exactly two
//! keys, and a term is a number or it is not by its own form alone, whatever the home holds.

use super::mask::{Personal, personal};
use super::order::Order;
use super::text::{half_width, is_hidden};

#[cfg(test)]
mod tests;

/// Places by which a number is found besides the whole.
const TAIL: usize = 4;
/// Places of a number that is nothing but digits: a short landline, and the longest document.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=18;
/// Places of a social credit code, and how many of them are digits at least.
const CREDIT_CODE: (usize, usize) = (18, 8);

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumberOf {
    /// The number of a document: letters and digits.
    Document,
    /// A mobile number or landline.
    Phone,
}

/// What a term asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SoughtForm {
    /// Numbers that end in these four places.
    LastFour,
    /// Numbers that are this one.
    Whole,
}

/// A term that is a number, with the forms in which it is compared. Never printed in full.
#[derive(Clone, PartialEq, Eq)]
pub struct Sought {
    /// What it asks for.
    pub form: SoughtForm,
    /// The forms that are compared; a whole number may be a document's or a phone's.
    pub keys: Vec<String>,
}

impl std::fmt::Debug for Sought {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sought({:?})", self.form)
    }
}

impl Sought {
    /// What may stand in the log: the form, and of a whole number as much as every list shows.
    pub fn told(&self) -> String {
        match (self.form, self.keys.last()) {
            (SoughtForm::Whole, Some(key)) => {
                format!("whole {}", super::mask::masked(Personal::IdNumber, key))
            }
            _ => "last_four".to_owned(),
        }
    }
}

/// The number that a term is; none = it is text, and no number is compared with it.
///
/// A number is four places that begin with a digit and have two at least; 7 to 18 digits, perhaps with a letter
/// behind; one letter and 7 to 10 digits, two and 7, three and 12; a social credit code; an officer's card. Blanks,
/// dashes, brackets, a leading +86 and full width don't count. A dash behind leading letters makes an order number.
pub fn sought(typed: &str) -> Option<Sought> {
    let document = document_key(typed);
    let form = form(typed, &document)?;
    let mut keys = vec![document];
    if form == SoughtForm::Whole && is_phone(typed) {
        let phone = phone_number_key(typed);
        if !keys.contains(&phone) && phone.len() >= *DIGITS.start() {
            keys.push(phone);
        }
    }
    Some(Sought { form, keys })
}

fn form(typed: &str, key: &str) -> Option<SoughtForm> {
    if is_officer_card(typed) {
        return Some(SoughtForm::Whole);
    }
    let stray = |letter: char| !letter.is_ascii_alphanumeric() && !is_between(letter);
    if typed.chars().map(half_width).any(stray) {
        return None;
    }
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    if key.len() == TAIL {
        let fits = digits >= 2 && key.starts_with(|first: char| first.is_ascii_digit());
        return fits.then_some(SoughtForm::LastFour);
    }
    let is_whole = is_phone(typed) || is_document(typed, key, digits);
    is_whole.then_some(SoughtForm::Whole)
}

/// A phone's digits can be more than a document's, with the country's before them.
fn is_phone(typed: &str) -> bool {
    let foreign = typed.chars().map(half_width).find(|letter| !letter.is_whitespace()) == Some('+');
    let digits = typed.chars().map(half_width).filter(char::is_ascii_digit).count();
    let alone = !typed.chars().any(char::is_alphabetic);
    alone && (DIGITS.contains(&digits) || foreign && digits >= *DIGITS.start())
}

fn is_document(typed: &str, key: &str, digits: usize) -> bool {
    let places = key.len();
    let body = key.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let (before, plain) = (places - body.len(), body.bytes().all(|byte| byte.is_ascii_digit()));
    match before {
        0 => {
            let last = key.ends_with(|last: char| last.is_ascii_alphabetic());
            let one_letter = last && digits + 1 == places && DIGITS.contains(&digits);
            one_letter || is_credit_code(key, digits)
        }
        _ if is_credit_code(key, digits) => true,
        _ if !plain || has_dash_behind_letters(typed) => false,
        1 => (7..=10).contains(&body.len()),
        2 => body.len() == 7,
        3 => body.len() == 12,
        _ => false,
    }
}

/// 18 places: authority, kind, six digits of the region, and the code of the organisation.
fn is_credit_code(key: &str, digits: usize) -> bool {
    let (places, least) = CREDIT_CODE;
    let middle = key.get(1..8).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    key.len() == places && digits >= least && middle
}

/// An officer's card: 南字第01234567号.
fn is_officer_card(typed: &str) -> bool {
    let digits = typed.chars().map(half_width).filter(char::is_ascii_digit).count();
    typed.contains("字第") && digits >= TAIL
}

fn has_dash_behind_letters(typed: &str) -> bool {
    let rest = typed.trim().trim_start_matches(|letter: char| half_width(letter).is_ascii_alphabetic());
    rest.starts_with(|letter: char| is_dash(half_width(letter)))
}

/// What people put between the places of a number.
fn is_between(letter: char) -> bool {
    letter.is_whitespace()
        || is_hidden(letter)
        || is_dash(letter)
        || matches!(letter, '+' | '(' | ')' | '[' | ']')
}

const fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}')
}

/// The form in which numbers of documents are compared: letters and digits, half-width, upper case.
pub fn document_key(number: &str) -> String {
    let letters =
        number.chars().map(half_width).filter(|letter| letter.is_alphanumeric() && !is_hidden(*letter));
    let key: String = letters.flat_map(char::to_uppercase).collect();
    key.strip_suffix('号').map(str::to_owned).unwrap_or(key)
}

/// The form in which phone numbers are compared: digits, without the country's and the extension's; a landline
/// has the 0 of its area.
pub fn phone_number_key(number: &str) -> String {
    let groups = groups(number);
    let (abroad, groups) =
        without_country(groups, number.chars().map(half_width).any(|letter| letter == '+'));
    let line = match groups.as_slice() {
        [area, local, ..] if area.starts_with('0') && matches!(area.len(), 3 | 4) && local.len() >= 7 => {
            format!("{area}{local}")
        }
        all => all.concat(),
    };
    match line.strip_prefix('0') {
        Some(mobile) if is_mobile(mobile) => mobile.to_owned(),
        None if abroad && !is_mobile(&line) && (9..=11).contains(&line.len()) => format!("0{line}"),
        _ => line,
    }
}

/// Groups of digits, up to the word or sign that stands before an extension.
fn groups(number: &str) -> Vec<String> {
    let mut groups = vec![String::new()];
    let mut begun = false;
    for letter in number.chars().map(half_width).filter(|letter| !is_hidden(*letter)) {
        match letter {
            '0'..='9' => {
                begun = true;
                if let Some(last) = groups.last_mut() {
                    last.push(letter);
                }
            }
            '转' | '轉' | '分' | '机' | '機' | 'e' | 'E' | 'x' | 'X' | '#' | ',' | ';' if begun => break,
            _ => groups.push(String::new()),
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The groups without China's code; true where it stood there.
fn without_country(mut groups: Vec<String>, plus: bool) -> (bool, Vec<String>) {
    let total: usize = groups.iter().map(String::len).sum();
    let Some(first) = groups.first_mut() else { return (false, groups) };
    let bare = ["0086", "086"].iter().find_map(|code| first.strip_prefix(code));
    let bare = bare.or_else(|| first.strip_prefix("86").filter(|_| plus || total >= 12 || first.len() == 2));
    let Some(bare) = bare.map(str::to_owned) else { return (false, groups) };
    *first = bare;
    groups.retain(|group| !group.is_empty());
    (true, groups)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11
        && digits.starts_with('1')
        && digits.as_bytes().get(1).is_some_and(|second| (b'3'..=b'9').contains(second))
}

/// The last four places of a key; none where it is shorter.
pub fn last_four(key: &str) -> Option<String> {
    let letters: Vec<char> = key.chars().collect();
    let from = letters.len().checked_sub(TAIL)?;
    letters.get(from..).map(|tail| tail.iter().collect())
}

/// Every number of an order by which it is searched.
pub fn numbers(order: &Order) -> Vec<(NumberOf, &str)> {
    use NumberOf::{Document, Phone};
    let mut all = vec![(Document, order.entity.certificate.number.as_str())];
    for person in &order.people {
        all.extend([(Document, person.certificate.number.as_str()), (Phone, person.mobile.as_str())]);
        let phones = [&person.emergency_mobile, &person.office_phone];
        all.extend(phones.into_iter().flatten().map(|phone| (Phone, phone.as_str())));
    }
    let registrants =
        order.sites.iter().flat_map(|site| &site.domains).filter_map(|one| one.registrant.as_ref());
    all.extend(
        registrants.filter_map(|one| one.certificate_number.as_deref()).map(|number| (Document, number)),
    );
    if let Some(filed) = &order.filed {
        all.extend(filed.certificate_number.as_deref().map(|number| (Document, number)));
        let managers = filed.sites.iter().filter_map(|site| site.manager_mobile.as_deref());
        all.extend(managers.map(|mobile| (Phone, mobile)));
    }
    all.extend(order.curtain_request.as_ref().map(|request| (Phone, request.phone.as_str())));
    all.extend(
        order
            .changes
            .iter()
            .enumerate()
            .flat_map(|(at, change)| changed(order, at, [&change.from, &change.to])),
    );
    all
}

/// The values of a change, where they are numbers.
fn changed<'a>(order: &'a Order, at: usize, values: [&'a Option<String>; 2]) -> Vec<(NumberOf, &'a str)> {
    let written = match personal(order, &format!("changes[{at}].to")) {
        Some(Personal::IdNumber) => NumberOf::Document,
        Some(Personal::Phone) => NumberOf::Phone,
        _ => return Vec::new(),
    };
    values.into_iter().flatten().map(|value| (written, value.as_str())).collect()
}
