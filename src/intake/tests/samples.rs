//! The shipped samples are packages that come in.

use super::fixtures::{now, read_with};
use crate::catalog::Catalog;
use crate::intake::*;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_shipped_sample_comes_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
    let known = Known::new(&Catalog::embedded().unwrap(), now());
    let mut orders = BTreeSet::new();
    let mut hashes = BTreeSet::new();
    for package in packages(&folder, Limits::default(), &known).unwrap() {
        let incoming = package
            .unwrap_or_else(|refused| panic!("{}: {}", refused.refused.source, refused.refused.faults[0]));
        assert!(hashes.insert(incoming.content_hash().clone()), "{} is a double", incoming.source);
        assert!((0..incoming.files.len()).all(|index| incoming.read(index).is_ok()));
        if matches!(incoming.body, Body::Order(_)) {
            orders.insert(incoming.body.order_no().clone());
        }
    }
    assert!(orders.len() >= 24, "{} orders", orders.len());
}

#[test]
fn names_that_the_catalogue_lacks_are_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
    assert!(read_with(&folder, Limits::default()).iter().any(Result::is_err));
}
