//! A look at an order on a desk is put on record while the desk goes on.

use super::super::support::{Place, order_with_files, reviewer};
use super::terminal::{Terminal, key};
use beian::domain::people::Role;
use std::time::{Duration, Instant};

#[test]
fn opening_an_order_on_a_desk_is_on_record() {
    let place = Place::with(&[order_with_files("UC-1")]);
    reviewer(&mut place.desk(), "chu", &[Role::First]);
    let mut desk = Terminal::open(place.home().dir(), 160, 45);
    desk.sign_in_here("chu");
    desk.see("UC-1");
    desk.press(key::ENTER);
    desk.see("Evidence");
    let count = "SELECT count(*) FROM event JOIN user ON user.id = event.actor
                 WHERE event.kind = 'viewed' AND user.name = 'chu' AND event.body ->> '$.what' = 'order'";
    let deadline = Instant::now() + Duration::from_secs(20);
    while place.ask::<i64>(count) == 0 {
        assert!(Instant::now() < deadline, "the look did not come on record");
        std::thread::yield_now();
    }
    drop(desk);
    assert_eq!(place.ask::<i64>(count), 1);
    place.must_be_sound();
}
