//! What leaves the house: composing notices, packages for the bureau and printable pages, and carrying
//! notices to a mail server, a command, or a folder. Whatever program is started comes from [`child`].

pub mod child;
pub mod folder;
pub mod html;
pub mod mail;
pub mod notice;
pub mod package;
pub mod pick_list;
pub mod settings;
pub mod sheet;
pub mod smtp;
pub mod text;
pub mod trouble;

pub use trouble::Trouble;
