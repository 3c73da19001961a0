//! The tests from outside, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that meets something unexpected has failed"
)]

mod all {
    mod accounts;
    mod architecture;
    mod archives;
    mod backup;
    mod bureau;
    mod children;
    mod cli;
    mod clock;
    mod commit;
    mod countersign;
    mod crowd;
    mod customer;
    mod docs;
    mod doctor;
    mod doors;
    mod edges;
    mod eye;
    mod findings;
    mod fold;
    mod generated;
    mod guards;
    mod handover;
    mod inbox;
    mod incoming;
    mod journeys;
    mod killed;
    mod living;
    mod mail;
    mod masks;
    mod neutral;
    mod oracle;
    mod outbox;
    mod pages;
    mod planted;
    mod pty;
    mod reads;
    mod refusals;
    mod retention;
    mod roles;
    mod rounds;
    mod sealed;
    mod sign_in;
    mod signing;
    mod stats;
    mod support;
    mod tables;
    mod upgrade;
    mod verdict_ids;
    mod viewed;
    mod worker;
}
