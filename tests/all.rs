//! The tests from outside, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that meets something unexpected has failed"
)]

mod all {
    mod architecture;
    mod backup;
    mod bureau;
    mod cli;
    mod clock;
    mod commit;
    mod crowd;
    mod customer;
    mod docs;
    mod doctor;
    mod doors;
    mod edges;
    mod findings;
    mod fold;
    mod generated;
    mod guards;
    mod handover;
    mod inbox;
    mod journeys;
    mod killed;
    mod mail;
    mod neutral;
    mod outbox;
    mod planted;
    mod pty;
    mod refusals;
    mod retention;
    mod rounds;
    mod stats;
    mod support;
    mod worker;
}
