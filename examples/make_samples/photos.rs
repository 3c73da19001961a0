//! Photos of people: before the provider's curtain, and holding a document.

use crate::canvas::{Canvas, Placement, Rgb, ink, mix, rect, tint};
use crate::cards;
use crate::certificates;
use crate::figure::{Look, bust, hands};
use crate::job::{Job, Twist};
use crate::text::{Faces, bold, print};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 720;

/// The site manager before the provider's curtain; in some provinces with the ID card in both hands.
pub fn curtain(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = fabric([44, 112, 178], [34, 92, 152]);
    let name = match job.twist {
        Some(Twist::OtherCurtain(other)) => other,
        _ => job.provider(),
    };
    let white = [248, 250, 252];
    let size = if name.chars().count() > 8 { 50.0 } else { 66.0 };
    faces.draw(&mut canvas, bold(size, white), (44.0, 128.0), name);
    faces.draw(&mut canvas, print(31.0, white), (46.0, 190.0), "网站备案核验专用幕布");
    for (i, line) in ["网站备案", "真实核验", "当面拍摄"].into_iter().enumerate() {
        faces.draw(
            &mut canvas,
            print(30.0, mix([44, 112, 178], white, 0.75)),
            (48.0, 270.0 + i as f32 * 54.0),
            line,
        );
    }
    canvas.line((470.0, 0.0), (474.0, 720.0), 3.0, tint([20, 60, 104], 0.5));
    let Some(person) = job.person() else { return canvas };
    let look = if job.twist == Some(Twist::OtherPerson) {
        Look::from_seed(0x5d3a_91c7, false)
    } else {
        Look::of(person)
    };
    bust(&mut canvas, look, 560.0, 268.0, 232.0);
    let asked = matches!(job.order.province.as_str(), "hunan" | "jiangxi");
    if asked && job.order.profile.as_str() == "ucloud-2018" {
        hold(&mut canvas, look, &cards::front(job, faces), 0.27);
    }
    stamp(&mut canvas, faces, job);
    canvas
}

/// The site manager with the entity's certificate (a person: the ID card) in both hands.
pub fn handheld(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, [226, 224, 218]);
    canvas.gradient(rect(0.0, 0.0, 960.0, 720.0), [234, 232, 226], [214, 211, 203]);
    canvas.frame(rect(700.0, 60.0, 200.0, 260.0), 12.0, ink([176, 160, 136]));
    canvas.fill(rect(712.0, 72.0, 176.0, 236.0), ink([206, 222, 232]));
    let Some(person) = job.person() else { return canvas };
    let look = Look::of(person);
    bust(&mut canvas, look, 480.0, 210.0, 220.0);
    if job.order.is_personal() {
        hold(&mut canvas, look, &cards::front(job, faces), 0.32);
    } else {
        hold(&mut canvas, look, &certificates::entity(job, faces), 0.32);
    }
    canvas
}

fn hold(canvas: &mut Canvas, look: Look, document: &Canvas, scale: f32) {
    let centre = (if scale < 0.3 { 560.0 } else { 480.0 }, 588.0);
    let width = document.width as f32 * scale;
    canvas.paste(document, Placement { cx: centre.0, cy: centre.1, scale, angle: -0.03 });
    hands(canvas, look, centre, width, 150.0);
}

fn fabric(light: Rgb, dark: Rgb) -> Canvas {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, light);
    for x in 0..WIDTH {
        let fold = ((x as f32 / 62.0).sin() + (x as f32 / 23.0).sin() * 0.35) * 0.35 + 0.5;
        canvas.fill(rect(x as f32, 0.0, 1.0, HEIGHT as f32), ink(mix(light, dark, fold)));
    }
    canvas
}

/// Draws the camera's own date stamp into the corner.
fn stamp(canvas: &mut Canvas, faces: &Faces, job: &Job<'_>) {
    let Some(taken) = taken(job) else { return };
    let text = taken.format("%Y-%m-%d %H:%M").to_string();
    faces.draw(canvas, bold(25.0, [255, 176, 40]), (718.0, 696.0), &text);
}

/// When the photo was taken: two hours before it was uploaded, in Shanghai time.
pub fn taken(job: &Job<'_>) -> Option<chrono::NaiveDateTime> {
    let uploaded = job.attachment.uploaded_at?;
    Some(uploaded.naive_utc() + chrono::Duration::hours(8 - 2))
}
