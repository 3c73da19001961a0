//! Makes the sample orders of assets/samples, with every picture drawn by this program: the same bytes
//! on every run. `--check` only reads back what is there.

mod canvas;
mod cards;
mod certificates;
mod check;
mod documented;
mod draft;
mod figure;
mod job;
mod letters;
mod marks;
mod materials;
mod numbers;
mod output;
mod photos;
mod places;
mod sheet;
mod tencent;
mod text;
mod ucloud;
mod vianet;

use crate::draft::{Draft, Wrong};
use crate::job::{Job, Twist};
use crate::output::Size;
use crate::text::Faces;
use anyhow::Context;
use beian::domain::order::{Attachment, AttachmentKind, Order};
use std::path::{Path, PathBuf};

fn main() -> anyhow::Result<()> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    if std::env::args().nth(1).as_deref() != Some("--check") {
        make(&assets)?;
    }
    let (count, bytes) = check::check(&assets)?;
    println!("{count} packages are right; assets hold {} KiB", bytes / 1024);
    Ok(())
}

fn make(assets: &Path) -> anyhow::Result<()> {
    let faces = Faces::load()?;
    let samples = assets.join("samples");
    if samples.exists() {
        std::fs::remove_dir_all(&samples)?;
    }
    let mut drafts = ucloud::two_reviews();
    drafts.extend(ucloud::one_review());
    drafts.extend(tencent::orders());
    drafts.extend(vianet::orders());
    drafts.sort_by(|a, b| a.dir.cmp(&b.dir));
    for draft in &drafts {
        package(draft, &Maker { faces: &faces, size: Size::Full }, &samples)?;
    }
    std::fs::write(samples.join("README.md"), readme(&drafts))?;
    for draft in documented::examples() {
        package(&draft, &Maker { faces: &faces, size: Size::Small }, &assets.join("examples"))?;
    }
    Ok(())
}

/// What draws and writes the pictures of a package.
struct Maker<'a> {
    faces: &'a Faces,
    size: Size,
}

fn package(draft: &Draft, maker: &Maker<'_>, samples: &Path) -> anyhow::Result<()> {
    let order = draft.order()?;
    let folder = folder(samples, &draft.dir)?;
    output::json(&order, &folder.join("order.json"))?;
    pictures(draft, &order, &order.attachments, maker, &folder)?;
    if let Some(hours) = draft.supplement {
        let supplement = materials::supplement(&order, hours);
        let folder = self::folder(samples, &draft.supplement_dir())?;
        output::json(&supplement, &folder.join("order.json"))?;
        pictures(draft, &order, &supplement.attachments, maker, &folder)?;
    }
    Ok(())
}

fn folder(samples: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let folder = samples.join(name);
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

fn pictures(
    draft: &Draft,
    order: &Order,
    files: &[Attachment],
    maker: &Maker<'_>,
    folder: &Path,
) -> anyhow::Result<()> {
    let mut wrong: Vec<&Wrong> = draft.wrong.iter().collect();
    for attachment in files {
        let twist =
            if attachment.placeholder == Some(true) { None } else { take(&mut wrong, attachment.kind) };
        output::picture(&Job { order, attachment, twist }, maker.faces, maker.size, folder)?;
    }
    Ok(())
}

fn take(wrong: &mut Vec<&Wrong>, kind: AttachmentKind) -> Option<Twist> {
    let at = wrong.iter().position(|wrong| wrong.kind == kind)?;
    Some(wrong.remove(at).twist)
}

const HEAD: &str = "# Sample orders / 样例订单

Every person, company and number here is made up; the check digits are right. The pictures are drawn by
`cargo run --release --example make_samples`. A planted fault is the only one that is meant to be there.
人物、单位、号码均为虚构；图片由程序绘制。“预设问题”为有意设置的唯一问题。
The back of an ID card is drawn alike in ICP-10203 and ICP-10223, so in one home X001 speaks of both.
ICP-10203 与 ICP-10223 的身份证背面图片相同，收进同一数据目录时会出现 X001。

Folders that end in `-r2` are second revisions; in `-supplement`, the documents of the verification stage.

| order / 订单 | profile | type | nature | province | planted fault / 预设问题 | worth seeing / 看点 |
|---|---|---|---|---|---|---|
";

fn readme(drafts: &[Draft]) -> String {
    let mut text = HEAD.to_owned();
    for draft in drafts {
        let of =
            |pointer: &str| draft.value.pointer(pointer).and_then(|v| v.as_str()).unwrap_or("").to_owned();
        let fault = draft.fault.map(|(code, what)| format!("{code} {what}")).unwrap_or_default();
        let more = if draft.supplement.is_some() { " + supplement" } else { "" };
        text += &format!(
            "| {}{more} | {} | {} | {} | {} | {fault} | {} |\n",
            draft.dir,
            of("/profile"),
            of("/order_type"),
            of("/entity/nature"),
            of("/province"),
            draft.note
        );
    }
    text
}
