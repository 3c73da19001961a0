# `just` lists what there is to do; `.ci/run` does all the checks without `just`.
_default:
    @just --list

# Every check, as the CI does them.
check: test fmt lint doc

# All tests.
test *ARGS:
    cargo test {{ARGS}}

# The format, without changing anything.
fmt:
    cargo fmt --check

# Clippy, warnings are errors.
lint:
    cargo clippy --all-targets -- -D warnings

# The documentation, broken links are errors.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

# Licences and sources of the dependencies; needs cargo-deny.
deny:
    cargo deny check bans licenses sources

# A throw-away desk with sample orders.
demo:
    cargo run --release -- demo
