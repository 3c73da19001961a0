//! Generated orders are orders: a home full of them is sound.

use super::support::{Place, monday};
use beian::work::generate::generate;

#[test]
fn a_generated_home_is_sound() {
    let place = Place::new();
    generate(&mut place.desk(), 400, 3, monday(), |_| {}).unwrap();
    place.must_be_sound();
}
