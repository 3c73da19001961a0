//! Text on a canvas: a printing face and a handwriting face, turned or upright.

use crate::canvas::{Canvas, Ink, ink, rect, tint};
use ab_glyph::{Font, FontRef, Glyph, InvalidFont, Point, PxScale, ScaleFont};

/// The two faces.
pub struct Faces {
    print: FontRef<'static>,
    hand: FontRef<'static>,
}

/// Which face.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Print,
    Bold,
    Hand,
}

/// How text looks.
#[derive(Clone, Copy)]
pub struct Style {
    pub face: Face,
    pub size: f32,
    pub ink: Ink,
    /// Turn in radians, around the start of the baseline.
    pub angle: f32,
}

/// Upright printed text.
pub const fn print(size: f32, color: [u8; 3]) -> Style {
    Style { face: Face::Print, size, ink: ink(color), angle: 0.0 }
}

/// Upright bold text.
pub const fn bold(size: f32, color: [u8; 3]) -> Style {
    Style { face: Face::Bold, size, ink: ink(color), angle: 0.0 }
}

/// Handwriting.
pub const fn hand(size: f32, color: [u8; 3], angle: f32) -> Style {
    Style { face: Face::Hand, size, ink: ink(color), angle }
}

impl Faces {
    /// Reads the faces that are shipped in assets/fonts.
    pub fn load() -> Result<Self, InvalidFont> {
        let print = FontRef::try_from_slice(include_bytes!("../../assets/fonts/NotoSansSC-Subset.otf"))?;
        let hand = FontRef::try_from_slice(include_bytes!("../../assets/fonts/ZhiMangXing-Subset.ttf"))?;
        Ok(Self { print, hand })
    }

    fn font(&self, face: Face) -> &FontRef<'static> {
        if face == Face::Hand { &self.hand } else { &self.print }
    }

    /// Width of the text in pixels.
    pub fn measure(&self, style: Style, text: &str) -> f32 {
        let font = self.font(style.face).as_scaled(PxScale::from(style.size));
        text.chars().map(|c| font.h_advance(font.glyph_id(c))).sum()
    }

    /// Draws text whose baseline starts at (x, y); gives its width.
    pub fn draw(&self, canvas: &mut Canvas, style: Style, at: (f32, f32), text: &str) -> f32 {
        let (sin, cos) = style.angle.sin_cos();
        let mut along = 0.0;
        for c in text.chars() {
            let spot = (at.0 + along * cos, at.1 + along * sin);
            along += self.glyph(canvas, style, spot, c);
        }
        along
    }

    /// Draws text in the middle of `x`.
    pub fn centre(&self, canvas: &mut Canvas, style: Style, at: (f32, f32), text: &str) {
        let half = self.measure(style, text) / 2.0;
        self.draw(canvas, style, (at.0 - half * style.angle.cos(), at.1 - half * style.angle.sin()), text);
    }

    /// Draws text in lines no wider than `width`; gives the y of the line that would follow.
    pub fn paragraph(
        &self,
        canvas: &mut Canvas,
        style: Style,
        at: (f32, f32),
        width: f32,
        text: &str,
    ) -> f32 {
        let mut y = at.1;
        for line in self.wrap(style, width, text) {
            self.draw(canvas, style, (at.0, y), &line);
            y += style.size * 1.5;
        }
        y
    }

    /// Breaks text into lines no wider than `width`.
    pub fn wrap(&self, style: Style, width: f32, text: &str) -> Vec<String> {
        let mut lines = vec![String::new()];
        for c in text.chars() {
            let Some(line) = lines.last_mut() else { break };
            let fits = self.measure(style, line) + self.measure(style, &c.to_string()) <= width;
            if fits || "，。、；：）".contains(c) {
                line.push(c);
            } else {
                lines.push(c.to_string());
            }
        }
        lines
    }

    /// Draws one glyph on the baseline at `at`; gives its advance.
    pub fn glyph(&self, canvas: &mut Canvas, style: Style, at: (f32, f32), c: char) -> f32 {
        let font = self.font(style.face);
        let id = font.glyph_id(c);
        if id.0 == 0 {
            canvas.missing.insert(c);
        }
        let advance = font.as_scaled(PxScale::from(style.size)).h_advance(id);
        let origin = if style.angle == 0.0 { Point { x: at.0, y: at.1 } } else { Point { x: 0.0, y: 0.0 } };
        let glyph = Glyph { id, scale: PxScale::from(style.size), position: origin };
        let Some(outline) = font.outline_glyph(glyph) else { return advance };
        let bounds = outline.px_bounds();
        if style.angle == 0.0 {
            outline.draw(|x, y, cover| {
                stamp(canvas, style, (bounds.min.x + x as f32, bounds.min.y + y as f32), cover);
            });
        } else {
            let mut mask = Mask::new(bounds.width() as usize, bounds.height() as usize);
            outline.draw(|x, y, cover| mask.set(x as usize, y as usize, cover));
            mask.draw_turned(canvas, style, at, (bounds.min.x, bounds.min.y));
        }
        advance
    }
}

fn stamp(canvas: &mut Canvas, style: Style, at: (f32, f32), cover: f32) {
    let (x, y) = (at.0 as i32, at.1 as i32);
    let ink = tint(style.ink.color, style.ink.alpha * cover);
    canvas.blend(x, y, ink);
    if style.face == Face::Bold {
        canvas.blend(x + 1, y, ink);
    }
}

/// The coverage of one glyph.
struct Mask {
    width: usize,
    height: usize,
    cover: Vec<f32>,
}

impl Mask {
    fn new(width: usize, height: usize) -> Self {
        Self { width: width.max(1), height: height.max(1), cover: vec![0.0; width.max(1) * height.max(1)] }
    }

    fn set(&mut self, x: usize, y: usize, cover: f32) {
        if x < self.width && y < self.height {
            self.cover[y * self.width + x] = cover;
        }
    }

    fn get(&self, x: i32, y: i32) -> f32 {
        if x < 0 || y < 0 || x as usize >= self.width || y as usize >= self.height {
            return 0.0;
        }
        self.cover[y as usize * self.width + x as usize]
    }

    fn sample(&self, u: f32, v: f32) -> f32 {
        let (u, v) = (u - 0.5, v - 0.5);
        let (x, y) = (u.floor(), v.floor());
        let (fx, fy) = (u - x, v - y);
        let (x, y) = (x as i32, y as i32);
        let top = self.get(x, y) * (1.0 - fx) + self.get(x + 1, y) * fx;
        let low = self.get(x, y + 1) * (1.0 - fx) + self.get(x + 1, y + 1) * fx;
        top * (1.0 - fy) + low * fy
    }

    /// Draws the mask turned around `at`; `min` is its corner relative to the baseline's start.
    fn draw_turned(&self, canvas: &mut Canvas, style: Style, at: (f32, f32), min: (f32, f32)) {
        let (sin, cos) = style.angle.sin_cos();
        let middle = (min.0 + self.width as f32 / 2.0, min.1 + self.height as f32 / 2.0);
        let centre = (at.0 + middle.0 * cos - middle.1 * sin, at.1 + middle.0 * sin + middle.1 * cos);
        let reach = (self.width as f32).hypot(self.height as f32) / 2.0 + 1.0;
        let area = rect(centre.0 - reach, centre.1 - reach, 2.0 * reach, 2.0 * reach);
        canvas.shape(area, style.ink, |x, y| {
            let (dx, dy) = (x - at.0, y - at.1);
            let cover = self.sample(dx * cos + dy * sin - min.0, dy * cos - dx * sin - min.1);
            0.5 - cover
        });
    }
}
