//! Cases for the tests of the families.
