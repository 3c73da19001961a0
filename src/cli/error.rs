//! What goes wrong on the command line, and its exit code.

use super::out::Out;
use crate::catalog::Broken;
use crate::domain::lang::Lang;
use crate::domain::text::{Foreign, Plain};
use crate::work::WorkError;
use std::process::ExitCode;

/// Refused, or faults found.
pub const REFUSED: u8 = 1;
/// Wrong use.
pub const USAGE: u8 = 2;

/// A failure with its sentence.
#[derive(Debug)]
pub enum Failure {
    /// A use case refused.
    Work(WorkError),
    /// A catalogue file is broken.
    Catalog(Broken),
    /// The call is wrong: Chinese, English.
    Usage(Plain, Plain),
    /// Output could not be written.
    Output(std::io::Error),
}

impl From<WorkError> for Failure {
    fn from(error: WorkError) -> Self {
        Self::Work(error)
    }
}

impl From<Broken> for Failure {
    fn from(error: Broken) -> Self {
        Self::Catalog(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    /// The call is wrong.
    pub fn usage(zh: impl Into<Plain>, en: impl Into<Plain>) -> Self {
        Self::Usage(zh.into(), en.into())
    }

    /// Prints one sentence to standard error and gives the exit code.
    pub fn report(self, out: &Out) -> ExitCode {
        let (sentence, code): (Plain, u8) = match self {
            Self::Work(error) => (error.sentence(out.lang), REFUSED),
            Self::Catalog(error) => (error.sentence(out.lang), REFUSED),
            Self::Usage(zh, en) => (if out.lang == Lang::Zh { zh } else { en }, USAGE),
            // A reader that went away (as `| head` does) is no fault.
            Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Self::Output(error) => (Foreign::said(&error).to_string().into(), REFUSED),
        };
        out.error(sentence);
        ExitCode::from(code)
    }
}
