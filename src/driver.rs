//! The impure shell: the terminal, the only loop, and the workers that call the use cases.

mod bytes;
pub mod desk;
mod feed;
mod input;
pub mod pictures;
mod post;
pub mod run;
pub mod terminal;
mod viewing;
pub mod workers;
