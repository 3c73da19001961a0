//! Why something could not be delivered, and whether it is tried again.

/// Why a notice did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It never will: a person must look.
    #[error("{0}")]
    Never(String),
    /// It may the next time.
    #[error("{0}")]
    Again(String),
    /// Nothing leaves by this way now: no server, no sign-in, no disk. It is no fault of the notice.
    #[error("{0}")]
    Closed(String),
}
