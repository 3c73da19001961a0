//! What is put onto paper: seals, signatures, fingerprints, emblems, the mark that says sample.

use crate::canvas::{Canvas, Ink, Rgb, ink, rect, tint};
use crate::figure::seed;
use crate::text::{Face, Faces, Style, hand, print};
use std::f32::consts::PI;

/// Red of seals.
pub const SEAL: Rgb = [208, 32, 40];

/// Where a seal stands, and its radius.
#[derive(Clone, Copy)]
pub struct Spot {
    pub x: f32,
    pub y: f32,
    pub r: f32,
}

/// Draws a round seal with the name along its edge.
pub fn seal(canvas: &mut Canvas, faces: &Faces, at: Spot, name: &str) {
    let red = tint(SEAL, 0.82);
    canvas.ring(at.x, at.y, at.r, at.r * 0.045, red);
    canvas.star(at.x, at.y, at.r * 0.3, red);
    let count = name.chars().count().max(2) as f32;
    let size = at.r * (3.9 / count).min(0.3);
    let sweep = PI * (1.0 + (count * 0.045).min(0.42));
    let inner = at.r * 0.92 - size * 0.86;
    for (i, c) in name.chars().enumerate() {
        let turn = -PI / 2.0 - sweep / 2.0 + sweep * (i as f32 + 0.5) / count;
        let style = Style { face: Face::Print, size, ink: red, angle: turn + PI / 2.0 };
        let half = size * 0.34;
        let spot = (
            at.x + inner * turn.cos() - half * style.angle.cos(),
            at.y + inner * turn.sin() - half * style.angle.sin(),
        );
        faces.glyph(canvas, style, spot, c);
    }
    let style = Style { face: Face::Print, size: at.r * 0.17, ink: red, angle: 0.0 };
    faces.centre(canvas, style, (at.x, at.y + at.r * 0.66), "样本专用");
}

/// Writes a name by hand, each character a little turned.
pub fn signature(canvas: &mut Canvas, faces: &Faces, at: (f32, f32), size: f32, name: &str) {
    let hash = seed(name);
    let mut x = at.0;
    for (i, c) in name.chars().enumerate() {
        let wobble = ((hash >> (i * 5)) % 13) as f32 / 13.0 - 0.5;
        let style = hand(size * (1.0 + wobble * 0.12), [24, 26, 48], -0.06 + wobble * 0.14);
        x += faces.draw(canvas, style, (x, at.1 + wobble * size * 0.1), &c.to_string()) * 0.86;
    }
    let tail = at.1 + size * 0.1;
    canvas.line(
        (x - size * 0.2, tail),
        (x + size * 0.5, tail - size * 0.16),
        size * 0.035,
        ink([24, 26, 48]),
    );
}

/// Writes a longer text by hand; gives the y below it.
pub fn handwriting(canvas: &mut Canvas, faces: &Faces, at: (f32, f32), width: f32, text: &str) -> f32 {
    let size = 30.0;
    let mut y = at.1;
    for line in faces.wrap(hand(size, [24, 26, 48], 0.0), width, text) {
        let mut x = at.0;
        for (i, c) in line.chars().enumerate() {
            let wobble = ((seed(&line) >> (i % 24)) % 7) as f32 / 7.0 - 0.5;
            let style = hand(size, [24, 26, 48], 0.02 + wobble * 0.1);
            x += faces.glyph(canvas, style, (x, y + wobble * 4.0), c);
        }
        y += size * 1.15;
    }
    y
}

/// Presses a red fingerprint.
pub fn fingerprint(canvas: &mut Canvas, x: f32, y: f32) {
    for ring in 0..6 {
        let r = 5.0 + ring as f32 * 5.0;
        for part in 0..22 {
            let turn = part as f32 / 22.0 * 2.0 * PI;
            if (seed(&format!("{ring}-{part}")) >> 4).is_multiple_of(5) {
                continue;
            }
            let spot = |t: f32| (x + r * 0.78 * t.cos(), y + r * 1.15 * t.sin());
            canvas.line(spot(turn), spot(turn + 0.24), 2.4, tint(SEAL, 0.75));
        }
    }
}

/// Draws a stand-in for an emblem: a red disc with stars, gates and a golden wreath.
pub fn emblem(canvas: &mut Canvas, x: f32, y: f32, r: f32) {
    let gold = ink([226, 178, 52]);
    canvas.disc(x, y, r, gold);
    canvas.disc(x, y, r * 0.84, ink([206, 38, 36]));
    canvas.star(x, y - r * 0.36, r * 0.26, gold);
    for turn in [-0.62_f32, -0.25, 0.25, 0.62] {
        canvas.star(x + r * 0.7 * turn.sin() * 1.1, y - r * 0.02 - r * 0.1 * turn.cos(), r * 0.09, gold);
    }
    canvas.fill(rect(x - r * 0.42, y + r * 0.2, r * 0.84, r * 0.1), gold);
    canvas.fill(rect(x - r * 0.34, y + r * 0.34, r * 0.68, r * 0.16), gold);
    for post in -2..=2 {
        let px = x + post as f32 * r * 0.15;
        canvas.fill(rect(px - r * 0.03, y + r * 0.36, r * 0.06, r * 0.14), ink([206, 38, 36]));
    }
}

/// Draws a pattern that looks like a QR code and encodes nothing.
pub fn code(canvas: &mut Canvas, x: f32, y: f32, side: f32, text: &str) {
    let dark = ink([30, 30, 34]);
    let cell = side / 21.0;
    canvas.fill(rect(x - cell, y - cell, side + 2.0 * cell, side + 2.0 * cell), ink([255, 255, 255]));
    for row in 0..21 {
        for column in 0..21 {
            let corner = (row < 8 && !(8..13).contains(&column)) || (row > 12 && column < 8);
            if !corner && seed(&format!("{text}{row}.{column}")) & 16 == 0 {
                canvas.fill(rect(x + column as f32 * cell, y + row as f32 * cell, cell, cell), dark);
            }
        }
    }
    for (cx, cy) in [(0.0, 0.0), (14.0, 0.0), (0.0, 14.0)] {
        let (left, top) = (x + cx * cell, y + cy * cell);
        canvas.frame(rect(left, top, 7.0 * cell, 7.0 * cell), cell, dark);
        canvas.fill(rect(left + 2.0 * cell, top + 2.0 * cell, 3.0 * cell, 3.0 * cell), dark);
    }
}

/// Marks the picture as a sample, across its whole face.
pub fn sample(canvas: &mut Canvas, faces: &Faces, ink: Ink) {
    let (w, h) = (canvas.width as f32, canvas.height as f32);
    let size = w.max(h) * 0.072;
    let angle = -0.5_f32;
    let style = Style { size, angle, ink, ..print(size, [0, 0, 0]) };
    let rows = if h > w { 3 } else { 2 };
    for row in 0..rows {
        let y = h * (row as f32 + 0.75) / rows as f32;
        let shift = if row % 2 == 0 { 0.42 } else { 0.58 };
        faces.centre(canvas, style, (w * shift, y), "样本 SAMPLE");
    }
}
