//! ID cards and residence permits.

use crate::canvas::{Canvas, Placement, Rgb, ink, mix, rect, tint};
use crate::figure::{Look, bust, seed};
use crate::job::Job;
use crate::marks::emblem;
use crate::places::{Place, place};
use crate::text::{Faces, bold, print};
use beian::domain::order::Person;

const WIDTH: u32 = 900;
const HEIGHT: u32 = 568;
const DARK: Rgb = [34, 36, 44];
const LABEL: Rgb = [70, 128, 170];

/// The front: name, sex, birth, address, number and portrait.
pub fn front(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = blank([222, 238, 244], [240, 232, 226]);
    let Some(person) = job.person() else { return canvas };
    let number = &person.certificate.number;
    let sex = number.chars().nth(16).and_then(|c| c.to_digit(10)).unwrap_or(1);
    let birth =
        |from: usize, to: usize| number.get(from..to).unwrap_or("").trim_start_matches('0').to_owned();
    row(&mut canvas, faces, (70.0, 104.0), "姓名", &person.name);
    row(&mut canvas, faces, (70.0, 170.0), "性别", if sex % 2 == 0 { "女" } else { "男" });
    row(&mut canvas, faces, (250.0, 170.0), "民族", "汉");
    let born = format!("{} 年 {} 月 {} 日", birth(6, 10), birth(10, 12), birth(12, 14));
    row(&mut canvas, faces, (70.0, 236.0), "出生", &born);
    faces.draw(&mut canvas, print(26.0, LABEL), (70.0, 302.0), "住址");
    let home = place(number.get(..6).unwrap_or(""));
    faces.paragraph(&mut canvas, print(30.0, DARK), (150.0, 302.0), 390.0, &address(home, number));
    faces.draw(&mut canvas, print(26.0, LABEL), (70.0, 490.0), "公民身份号码");
    faces.draw(&mut canvas, bold(38.0, DARK), (260.0, 492.0), number);
    portrait(&mut canvas, person, (600.0, 76.0));
    canvas
}

/// The back: emblem, authority and validity.
pub fn back(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = blank([238, 230, 226], [220, 236, 240]);
    emblem(&mut canvas, 120.0, 130.0, 74.0);
    faces.draw(&mut canvas, bold(42.0, DARK), (260.0, 118.0), "中华人民共和国");
    faces.draw(&mut canvas, bold(66.0, DARK), (254.0, 206.0), "居民身份证");
    let Some(person) = job.person() else { return canvas };
    let home = place(person.certificate.number.get(..6).unwrap_or(""));
    // Every card is a piece of its own: no two are printed at the very same place.
    let seed = person.certificate.number.bytes().fold(0, |sum: u32, byte| (sum * 31 + u32::from(byte)) % 97);
    let (x, y) = ((seed % 10) as f32, (seed / 10) as f32);
    let authority = format!("{}公安局{}", home.city, home.district.trim_end_matches('区')) + "分局";
    faces.draw(&mut canvas, print(30.0, DARK), (170.0 + x, 414.0 + y), "签发机关");
    faces.draw(&mut canvas, print(30.0, DARK), (316.0 + x, 414.0 + y), &authority);
    faces.draw(&mut canvas, print(30.0, DARK), (170.0 + x, 480.0 + y), "有效期限");
    faces.draw(&mut canvas, print(30.0, DARK), (316.0 + x, 480.0 + y), &validity(person));
    canvas
}

/// Both sides on one page.
pub fn merged(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut page = Canvas::new(800, 1080, [250, 250, 248]);
    for (canvas, cy, angle) in [(front(job, faces), 280.0, 0.004), (back(job, faces), 800.0, -0.006)] {
        page.rounded(rect(42.0, cy - 232.0, 724.0, 468.0), 22.0, tint([120, 120, 120], 0.25));
        page.paste(&canvas, Placement { cx: 400.0, cy, scale: 0.8, angle });
    }
    page
}

/// A residence permit of the province in which the person files.
pub fn permit(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = blank([214, 236, 218], [238, 244, 226]);
    let province = place_of(job);
    let title = format!("{}居住证", province.province);
    faces.centre(&mut canvas, bold(48.0, [24, 96, 70]), (450.0, 92.0), &title);
    let Some(person) = job.person() else { return canvas };
    row(&mut canvas, faces, (70.0, 176.0), "姓名", &person.name);
    faces.draw(&mut canvas, print(26.0, LABEL), (70.0, 240.0), "身份号码");
    faces.draw(&mut canvas, print(30.0, DARK), (190.0, 240.0), &person.certificate.number);
    faces.draw(&mut canvas, print(26.0, LABEL), (70.0, 304.0), "居住地址");
    let mailing = &job.order.entity.mailing_address;
    let home = format!("{}{}", province.full(), mailing.detail);
    faces.paragraph(&mut canvas, print(28.0, DARK), (190.0, 304.0), 370.0, &home);
    faces.draw(&mut canvas, print(26.0, LABEL), (70.0, 452.0), "签发机关");
    faces.draw(&mut canvas, print(28.0, DARK), (190.0, 452.0), &format!("{}公安局", province.city));
    faces.draw(&mut canvas, print(26.0, LABEL), (70.0, 510.0), "有效期限");
    faces.draw(&mut canvas, print(28.0, DARK), (190.0, 510.0), "2026.01.15-2027.01.14");
    portrait(&mut canvas, person, (610.0, 130.0));
    canvas
}

/// The place of the entity's mailing address.
pub fn place_of(job: &Job<'_>) -> &'static Place {
    let address = &job.order.entity.mailing_address;
    let same = |p: &&Place| {
        Some(p.district) == address.district.as_deref() && Some(p.city) == address.city.as_deref()
    };
    crate::places::PLACES.iter().find(same).unwrap_or_else(|| place("110105"))
}

fn blank(top: Rgb, bottom: Rgb) -> Canvas {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, top);
    canvas.gradient(rect(0.0, 0.0, WIDTH as f32, HEIGHT as f32), top, bottom);
    for wave in 0..5 {
        let points: Vec<(f32, f32)> = (0..=30)
            .map(|step| {
                let x = step as f32 * 30.0;
                (x, 90.0 + wave as f32 * 100.0 + 24.0 * (x / 140.0 + wave as f32).sin())
            })
            .collect();
        canvas.polyline(&points, 3.0, tint(mix(bottom, [120, 170, 190], 0.5), 0.5));
    }
    canvas
}

fn row(canvas: &mut Canvas, faces: &Faces, at: (f32, f32), label: &str, value: &str) {
    faces.draw(canvas, print(26.0, LABEL), at, label);
    faces.draw(canvas, print(34.0, DARK), (at.0 + 80.0, at.1 + 2.0), value);
}

fn portrait(canvas: &mut Canvas, person: &Person, corner: (f32, f32)) {
    let mut photo = Canvas::new(250, 320, [246, 248, 250]);
    bust(&mut photo, Look::of(person), 125.0, 150.0, 168.0);
    canvas.paste(&photo, Placement { cx: corner.0 + 125.0, cy: corner.1 + 160.0, scale: 1.0, angle: 0.0 });
    canvas.frame(rect(corner.0, corner.1, 250.0, 320.0), 1.5, ink([190, 200, 206]));
}

fn address(home: &Place, number: &str) -> String {
    let streets = ["样本路", "清风街", "和平里", "文化路", "建设街", "花园路"];
    let pick = seed(number);
    let street = streets[(pick % 6) as usize];
    format!("{}{street}{}号{}室", home.full(), pick / 7 % 180 + 1, pick / 11 % 20 * 100 + 101)
}

fn validity(person: &Person) -> String {
    let dots = |date: chrono::NaiveDate| date.format("%Y.%m.%d").to_string();
    let from = person.certificate.valid_from.map(dots).unwrap_or_default();
    let to = person.certificate.valid_to.map_or_else(|| "长期".to_owned(), dots);
    format!("{from}-{to}")
}
