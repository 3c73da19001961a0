//! The files of a line of a jsonl: they lie beside it, in a folder that is named like the line's order. Other
//! packages may lie there too, and are nobody else's to name.

use super::ORDER_FILE;
use super::fault::{Trouble, Words};
use super::folder::{Folder, missing};
use super::inner_path::InnerPath;
use crate::domain::ids::OrderNo;
use std::ffi::OsStr;

/// Reads a file of the order `no`; its path may begin with the folder's name or leave it out.
pub fn read(beside: &Folder, no: &OrderNo, path: &InnerPath, limit: u64) -> Result<Vec<u8>, Trouble> {
    let own = beside.within(OsStr::new(no.as_str())).map_err(|trouble| trouble.expecting(files_of(no)))?;
    if own.kind(OsStr::new(ORDER_FILE)).is_some() {
        return Err(a_package(no));
    }
    let inner = path.below(no.as_str()).unwrap_or_else(|| path.clone());
    own.read(&inner, limit).map_err(|trouble| match trouble == missing() {
        true => trouble.expecting(files_of(no)),
        false => trouble,
    })
}

fn files_of(no: &OrderNo) -> Words {
    Words::new(
        format!("jsonl 旁以订单号命名的文件夹“{no}”里的文件"),
        format!("a file of the folder “{no}” beside the jsonl, which is named like the order"),
    )
}

fn a_package(no: &OrderNo) -> Trouble {
    Trouble::new(
        Words::new(
            format!("文件夹“{no}”中有 {ORDER_FILE}，本身是一个资料包"),
            format!("an {ORDER_FILE} in “{no}”, which is a package of its own"),
        ),
        Words::new("只放该行附件的文件夹", "a folder with the files of that line alone"),
    )
}
