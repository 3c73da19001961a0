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
    mod cli;
    mod clock;
    mod commit;
    mod crowd;
    mod docs;
    mod doctor;
    mod findings;
    mod generated;
    mod guards;
    mod killed;
    mod neutral;
    mod planted;
    mod pty;
    mod rounds;
    mod stats;
    mod support;
    mod worker;
}
