//! Writes pictures and order files: JPEG with camera data where a camera took it, JSON without nulls.

use crate::canvas::{Canvas, Placement, tint};
use crate::job::{Job, Twist};
use crate::marks::sample;
use crate::photos;
use crate::text::Faces;
use anyhow::{Context, bail};
use beian::domain::order::AttachmentKind;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use serde::Serialize;
use std::path::Path;

/// How large a picture is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As drawn.
    Full,
    /// A third of it: enough to show what it stands for.
    Small,
}

/// Draws and writes the picture of one attachment.
pub fn picture(job: &Job<'_>, faces: &Faces, size: Size, folder: &Path) -> anyhow::Result<()> {
    let mut canvas = job.draw(faces);
    let dark =
        job.attachment.kind == AttachmentKind::CurtainPhoto && job.attachment.placeholder != Some(true);
    let mark = if dark { tint([255, 255, 255], 0.36) } else { tint([150, 60, 70], 0.28) };
    sample(&mut canvas, faces, mark);
    if size == Size::Small {
        canvas = shrink(&canvas);
    }
    let path = folder.join(&job.attachment.path);
    if !canvas.missing.is_empty() {
        bail!("{}: the fonts lack {:?}", path.display(), canvas.missing);
    }
    let bytes = match job.twist {
        Some(Twist::Png) => png(&canvas)?,
        Some(Twist::Truncated) => {
            let whole = jpeg(&canvas, job)?;
            whole[..whole.len() * 3 / 5].to_vec()
        }
        _ => jpeg(&canvas, job)?,
    };
    std::fs::write(&path, bytes).with_context(|| path.display().to_string())
}

fn shrink(canvas: &Canvas) -> Canvas {
    let mut small = Canvas::new(canvas.width / 3, canvas.height / 3, [255, 255, 255]);
    let (cx, cy) = (small.width as f32 / 2.0, small.height as f32 / 2.0);
    small.paste(canvas, Placement { cx, cy, scale: 1.0 / 3.0, angle: 0.0 });
    small
}

fn jpeg(canvas: &Canvas, job: &Job<'_>) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let quality = if job.attachment.kind == AttachmentKind::CurtainPhoto { 58 } else { 50 };
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    if let Some(exif) = exif(job) {
        encoder.add_app_segment(1, exif)?;
    }
    let (width, height) = (u16::try_from(canvas.width)?, u16::try_from(canvas.height)?);
    encoder.encode(&canvas.pixels, width, height, ColorType::Rgb)?;
    Ok(bytes)
}

fn png(canvas: &Canvas) -> anyhow::Result<Vec<u8>> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_raw(canvas.width, canvas.height, canvas.pixels.clone());
    picture.context("a canvas of the wrong size")?.write_to(&mut bytes, image::ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

/// Camera, model and time of a photo, as a minimal EXIF segment.
fn exif(job: &Job<'_>) -> Option<Vec<u8>> {
    let photo = matches!(job.attachment.kind, AttachmentKind::CurtainPhoto | AttachmentKind::HandheldPhoto);
    if !photo || job.attachment.placeholder == Some(true) {
        return None;
    }
    let taken = photos::taken(job)?.format("%Y:%m:%d %H:%M:%S").to_string();
    let texts: [(u16, &str); 2] = [(0x010f, "SAMPLE"), (0x0110, "Sample Camera 1")];
    let mut body = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    // Offsets count from the byte-order mark. IFD0 has three entries, the EXIF IFD has two.
    let ifd0 = 8;
    let sub = ifd0 + 2 + 3 * 12 + 4;
    let mut data = sub + 2 + 2 * 12 + 4;
    let mut tail = Vec::new();
    body.extend(3u16.to_be_bytes());
    for (tag, text) in texts {
        entry(&mut body, (tag, 2), text.len() as u32 + 1, data);
        tail.extend(text.bytes().chain([0]));
        data += text.len() as u32 + 1;
    }
    entry(&mut body, (0x8769, 4), 1, sub);
    body.extend(0u32.to_be_bytes());
    body.extend(2u16.to_be_bytes());
    for (tag, text) in [(0x9003, taken.as_str()), (0x9011, "+08:00")] {
        entry(&mut body, (tag, 2), text.len() as u32 + 1, data);
        tail.extend(text.bytes().chain([0]));
        data += text.len() as u32 + 1;
    }
    body.extend(0u32.to_be_bytes());
    body.extend(tail);
    Some(body)
}

fn entry(body: &mut Vec<u8>, (tag, kind): (u16, u16), count: u32, value: u32) {
    body.extend(tag.to_be_bytes());
    body.extend(kind.to_be_bytes());
    body.extend(count.to_be_bytes());
    body.extend(value.to_be_bytes());
}

/// Writes a package file, without the fields that nobody filled in.
pub fn json(value: &impl Serialize, path: &Path) -> anyhow::Result<()> {
    let pretty = serde_json::to_string_pretty(value)?;
    let kept = pretty.lines().filter(|line| {
        let end = line.trim_end_matches(',');
        !(end.ends_with("\": null") || end.ends_with("\": []"))
    });
    let mut lines: Vec<String> = kept.map(str::to_owned).collect();
    for i in 1..lines.len() {
        let closes = lines[i].trim_start().starts_with(['}', ']']);
        if closes && lines[i - 1].ends_with(',') {
            lines[i - 1].pop();
        }
    }
    std::fs::write(path, lines.join("\n") + "\n").with_context(|| path.display().to_string())
}
