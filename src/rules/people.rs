//! Principal and site managers (P).

mod contacts;
pub(super) mod identity;
mod roles;
#[cfg(test)]
mod tests;

use super::checks;
use contacts::{
    area_code_of_address, contacts_not_shared, email_valid, emergency_mobile_given, landline_given,
    mobile_confirmed, mobile_of_province, mobile_region, mobile_valid, office_phone_form, office_phone_tidy,
};
use identity::{
    age_in_province, id_document_validity, id_number_check, id_number_form, minor_with_employment_proof,
    person_certificate_type, principal_age,
};
use roles::{authorisation_letter_given, personal_manager_is_principal, principal_is_legal_representative};

checks![
    id_number_check,
    id_number_form,
    id_document_validity,
    principal_age,
    minor_with_employment_proof,
    office_phone_form,
    area_code_of_address,
    landline_given,
    mobile_valid,
    email_valid,
    contacts_not_shared,
    mobile_region,
    person_certificate_type,
    authorisation_letter_given,
    emergency_mobile_given,
    personal_manager_is_principal,
    office_phone_tidy,
    principal_is_legal_representative,
    mobile_confirmed,
    age_in_province,
    mobile_of_province,
];
