//! A small antialiased canvas: shapes given by their signed distance, gradients and pasted pictures.

use std::collections::BTreeSet;

/// A colour, red green blue.
pub type Rgb = [u8; 3];

/// A colour with its opacity, 0 to 1.
#[derive(Clone, Copy)]
pub struct Ink {
    pub color: Rgb,
    pub alpha: f32,
}

/// An opaque ink.
pub const fn ink(color: Rgb) -> Ink {
    Ink { color, alpha: 1.0 }
}

/// A translucent ink.
pub const fn tint(color: Rgb, alpha: f32) -> Ink {
    Ink { color, alpha }
}

/// An upright rectangle.
#[derive(Clone, Copy)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

/// A rectangle by its corner and size.
pub const fn rect(x: f32, y: f32, w: f32, h: f32) -> Rect {
    Rect { x, y, w, h }
}

/// Where a pasted picture lies: its centre, scale and turn in radians.
#[derive(Clone, Copy)]
pub struct Placement {
    pub cx: f32,
    pub cy: f32,
    pub scale: f32,
    pub angle: f32,
}

/// An RGB picture, and the characters that its text asked for and the font lacks.
pub struct Canvas {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
    pub missing: BTreeSet<char>,
}

impl Canvas {
    /// A canvas of one colour.
    pub fn new(width: u32, height: u32, paper: Rgb) -> Self {
        let pixels = paper.repeat((width * height) as usize);
        Self { width, height, pixels, missing: BTreeSet::new() }
    }

    /// Blends one pixel; outside the canvas nothing happens.
    pub fn blend(&mut self, x: i32, y: i32, ink: Ink) {
        if x < 0 || y < 0 || x >= self.width as i32 || y >= self.height as i32 {
            return;
        }
        let at = ((y as u32 * self.width + x as u32) * 3) as usize;
        let alpha = ink.alpha.clamp(0.0, 1.0);
        for (old, new) in self.pixels[at..at + 3].iter_mut().zip(ink.color) {
            *old = (f32::from(*old) * (1.0 - alpha) + f32::from(new) * alpha).round() as u8;
        }
    }

    /// Fills where `distance` (negative inside, in pixels) says so, within `bounds`.
    pub fn shape(&mut self, bounds: Rect, ink: Ink, distance: impl Fn(f32, f32) -> f32) {
        let left = (bounds.x.floor() as i32 - 1).max(0);
        let top = (bounds.y.floor() as i32 - 1).max(0);
        let right = ((bounds.x + bounds.w).ceil() as i32 + 1).min(self.width as i32);
        let bottom = ((bounds.y + bounds.h).ceil() as i32 + 1).min(self.height as i32);
        for y in top..bottom {
            for x in left..right {
                let cover = (0.5 - distance(x as f32 + 0.5, y as f32 + 0.5)).clamp(0.0, 1.0);
                if cover > 0.0 {
                    self.blend(x, y, tint(ink.color, ink.alpha * cover));
                }
            }
        }
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, area: Rect, ink: Ink) {
        self.rounded(area, 0.0, ink);
    }

    /// Fills a rectangle with round corners.
    pub fn rounded(&mut self, area: Rect, radius: f32, ink: Ink) {
        self.shape(area, ink, |x, y| rounded_distance(area, radius, x, y));
    }

    /// Draws the frame of a rectangle.
    pub fn frame(&mut self, area: Rect, width: f32, ink: Ink) {
        self.fill(rect(area.x, area.y, area.w, width), ink);
        self.fill(rect(area.x, area.y + area.h - width, area.w, width), ink);
        self.fill(rect(area.x, area.y, width, area.h), ink);
        self.fill(rect(area.x + area.w - width, area.y, width, area.h), ink);
    }

    /// Fills an ellipse that fits the rectangle.
    pub fn ellipse(&mut self, area: Rect, ink: Ink) {
        self.shape(area, ink, |x, y| ellipse_distance(area, x, y));
    }

    /// Fills the part of an ellipse for which `keep` holds.
    pub fn cut_ellipse(&mut self, area: Rect, ink: Ink, keep: impl Fn(f32, f32) -> f32) {
        self.shape(area, ink, |x, y| ellipse_distance(area, x, y).max(keep(x, y)));
    }

    /// Fills a disc.
    pub fn disc(&mut self, cx: f32, cy: f32, r: f32, ink: Ink) {
        self.ellipse(rect(cx - r, cy - r, 2.0 * r, 2.0 * r), ink);
    }

    /// Draws a ring of the given width, its outer edge at radius `r`.
    pub fn ring(&mut self, cx: f32, cy: f32, r: f32, width: f32, ink: Ink) {
        let area = rect(cx - r, cy - r, 2.0 * r, 2.0 * r);
        self.shape(area, ink, |x, y| {
            let d = (x - cx).hypot(y - cy);
            (d - r).max(r - width - d)
        });
    }

    /// Draws a line with round ends.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, ink: Ink) {
        let half = width / 2.0;
        let area = rect(
            from.0.min(to.0) - half,
            from.1.min(to.1) - half,
            (from.0 - to.0).abs() + width,
            (from.1 - to.1).abs() + width,
        );
        self.shape(area, ink, |x, y| segment_distance(from, to, x, y) - half);
    }

    /// Draws an open line through the points.
    pub fn polyline(&mut self, points: &[(f32, f32)], width: f32, ink: Ink) {
        for pair in points.windows(2) {
            self.line(pair[0], pair[1], width, ink);
        }
    }

    /// Fills a closed polygon.
    pub fn polygon(&mut self, points: &[(f32, f32)], ink: Ink) {
        let area = bounds(points);
        self.shape(area, ink, |x, y| polygon_distance(points, x, y));
    }

    /// Fills a star of five points.
    pub fn star(&mut self, cx: f32, cy: f32, r: f32, ink: Ink) {
        let points: Vec<(f32, f32)> = (0..10)
            .map(|i| {
                let turn = std::f32::consts::PI * (i as f32 / 5.0 - 0.5);
                let reach = if i % 2 == 0 { r } else { r * 0.382 };
                (cx + reach * turn.cos(), cy + reach * turn.sin())
            })
            .collect();
        self.polygon(&points, ink);
    }

    /// Fills a rectangle with a vertical gradient.
    pub fn gradient(&mut self, area: Rect, top: Rgb, bottom: Rgb) {
        for row in 0..area.h as i32 {
            let part = row as f32 / area.h;
            let color = mix(top, bottom, part);
            for column in 0..area.w as i32 {
                self.blend(area.x as i32 + column, area.y as i32 + row, ink(color));
            }
        }
    }

    /// Pastes another picture, turned and scaled, four samples a pixel.
    pub fn paste(&mut self, picture: &Canvas, place: Placement) {
        self.missing.extend(&picture.missing);
        let (w, h) = (picture.width as f32, picture.height as f32);
        let reach = w.hypot(h) / 2.0 * place.scale;
        let (sin, cos) = place.angle.sin_cos();
        let sample = |x: f32, y: f32| {
            let (dx, dy) = ((x - place.cx) / place.scale, (y - place.cy) / place.scale);
            (dx * cos + dy * sin + w / 2.0, dy * cos - dx * sin + h / 2.0)
        };
        for y in (place.cy - reach) as i32..(place.cy + reach) as i32 {
            for x in (place.cx - reach) as i32..(place.cx + reach) as i32 {
                let spots = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
                let found = spots.map(|(ox, oy)| {
                    let (u, v) = sample(x as f32 + ox, y as f32 + oy);
                    picture.pixel(u, v)
                });
                let hits: Vec<Rgb> = found.into_iter().flatten().collect();
                if let Some(color) = mean(&hits) {
                    self.blend(x, y, tint(color, hits.len() as f32 / 4.0));
                }
            }
        }
    }

    fn pixel(&self, u: f32, v: f32) -> Option<Rgb> {
        if u < 0.0 || v < 0.0 || u >= self.width as f32 || v >= self.height as f32 {
            return None;
        }
        let at = ((v as u32 * self.width + u as u32) * 3) as usize;
        Some([self.pixels[at], self.pixels[at + 1], self.pixels[at + 2]])
    }
}

/// A colour between two others.
pub fn mix(from: Rgb, to: Rgb, part: f32) -> Rgb {
    let blend = |i: usize| (f32::from(from[i]) * (1.0 - part) + f32::from(to[i]) * part).round() as u8;
    [blend(0), blend(1), blend(2)]
}

fn mean(colors: &[Rgb]) -> Option<Rgb> {
    let count = u32::try_from(colors.len()).ok().filter(|count| *count > 0)?;
    let sum = |i: usize| (colors.iter().map(|c| u32::from(c[i])).sum::<u32>() / count) as u8;
    Some([sum(0), sum(1), sum(2)])
}

fn rounded_distance(area: Rect, radius: f32, x: f32, y: f32) -> f32 {
    let dx = (x - area.x - area.w / 2.0).abs() - area.w / 2.0 + radius;
    let dy = (y - area.y - area.h / 2.0).abs() - area.h / 2.0 + radius;
    dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - radius
}

fn ellipse_distance(area: Rect, x: f32, y: f32) -> f32 {
    let (rx, ry) = (area.w / 2.0, area.h / 2.0);
    let (dx, dy) = (x - area.x - rx, y - area.y - ry);
    let k = (dx / rx).hypot(dy / ry);
    let slope = (dx / (rx * rx)).hypot(dy / (ry * ry));
    if slope == 0.0 { -rx.min(ry) } else { k * (k - 1.0) / slope }
}

fn segment_distance(from: (f32, f32), to: (f32, f32), x: f32, y: f32) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 { 0.0 } else { ((x - from.0) * dx + (y - from.1) * dy) / length };
    let along = along.clamp(0.0, 1.0);
    (x - from.0 - along * dx).hypot(y - from.1 - along * dy)
}

fn polygon_distance(points: &[(f32, f32)], x: f32, y: f32) -> f32 {
    let mut nearest = f32::MAX;
    let mut inside = false;
    for (i, &a) in points.iter().enumerate() {
        let b = points[(i + 1) % points.len()];
        nearest = nearest.min(segment_distance(a, b, x, y));
        if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
            inside = !inside;
        }
    }
    if inside { -nearest } else { nearest }
}

fn bounds(points: &[(f32, f32)]) -> Rect {
    let low = points.iter().fold((f32::MAX, f32::MAX), |b, p| (b.0.min(p.0), b.1.min(p.1)));
    let high = points.iter().fold((f32::MIN, f32::MIN), |b, p| (b.0.max(p.0), b.1.max(p.1)));
    rect(low.0, low.1, high.0 - low.0, high.1 - low.1)
}
