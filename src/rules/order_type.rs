//! Order type and account (T).

mod account;
mod filed;
mod hidden;
mod mini_program;
mod on_file;
#[cfg(test)]
mod tests;
mod type_of;

use super::checks;
use crate::domain::text::half_width;
use account::{
    account_bound_to_another, account_has_open_order, account_is_another, certificate_of_another_account,
    change_is_pending, entity_has_open_order, filing_password_missing, terms_not_accepted,
};
use filed::{
    access_differs_from_filing, entity_differs_from_filing, filed_data_break_todays_rules,
    manager_mobile_differs_from_filing,
};
use hidden::hidden_characters;
use mini_program::outside_mini_program;
pub(super) use on_file::{OnFile, ascii};
use type_of::{change_of_what_is_not_filed, new_domains_in_new_access, order_type_disagrees};

checks![
    access_differs_from_filing,
    account_bound_to_another,
    account_has_open_order,
    account_is_another,
    certificate_of_another_account,
    change_is_pending,
    change_of_what_is_not_filed,
    entity_differs_from_filing,
    entity_has_open_order,
    filed_data_break_todays_rules,
    filing_password_missing,
    hidden_characters,
    manager_mobile_differs_from_filing,
    new_domains_in_new_access,
    order_type_disagrees,
    outside_mini_program,
    terms_not_accepted,
];

/// True where two names or numbers are meant alike: full-width forms, capitals and blanks do not count.
pub(super) fn same_text(one: &str, other: &str) -> bool {
    fn plain(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| !c.is_whitespace()).map(|c| half_width(c).to_ascii_uppercase())
    }
    one == other || plain(one).eq(plain(other))
}
