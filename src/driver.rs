//! The impure shell: the terminal, the only loop, and the workers that call the use cases.
pub mod workers;
