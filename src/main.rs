//! `beian`: parse, dispatch, map an error to an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    beian::cli::main()
}
