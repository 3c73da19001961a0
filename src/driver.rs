//! The impure shell: the terminal, the only loop, and the workers that call the use cases.

mod bytes;
pub mod desk;
mod feed;
mod input;
mod looking;
mod narrow;
pub mod pictures;
mod post;
pub mod run;
mod shades;
pub mod terminal;
mod viewing;
pub mod workers;
