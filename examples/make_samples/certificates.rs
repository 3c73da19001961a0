//! Certificates of entities and domains, and the registrar's page about a domain.

use crate::canvas::{Canvas, Rgb, ink, rect, tint};
use crate::cards::place_of;
use crate::job::{Job, Twist};
use crate::marks::{Spot, code, emblem, seal};
use crate::text::{Faces, bold, print};
use beian::domain::order::{Domain, Entity, RealNameState};

const DARK: Rgb = [34, 34, 38];
const SOFT: Rgb = [104, 100, 92];

/// The entity's certificate: a business licence, or what its nature has instead.
pub fn entity(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = Canvas::new(1150, 813, [252, 249, 240]);
    gold_frame(&mut canvas);
    let entity = &job.order.entity;
    let (title, authority) = kind_of(entity);
    emblem(&mut canvas, 575.0, 122.0, 58.0);
    faces.centre(&mut canvas, bold(72.0, DARK), (575.0, 266.0), title);
    faces.draw(&mut canvas, print(20.0, SOFT), (84.0, 120.0), "统一社会信用代码");
    faces.draw(&mut canvas, bold(25.0, DARK), (84.0, 154.0), &entity.certificate.number);
    code(&mut canvas, 930.0, 84.0, 126.0, &entity.certificate.number);
    rows(&mut canvas, faces, job);
    let place = place_of(job);
    faces.draw(&mut canvas, print(22.0, SOFT), (676.0, 668.0), "登记机关");
    let office = format!("{}{authority}", place.city);
    seal(&mut canvas, faces, Spot { x: 892.0, y: 640.0, r: 98.0 }, &office);
    let day = entity.certificate.valid_from.map(|date| date.format("%Y年%m月%d日").to_string());
    faces.draw(&mut canvas, print(22.0, DARK), (836.0, 724.0), &day.unwrap_or_default());
    canvas
}

fn kind_of(entity: &Entity) -> (&'static str, &'static str) {
    match entity.certificate.kind.as_str() {
        kind if kind.contains("public_institution") => ("事业单位法人证书", "事业单位登记管理局"),
        kind if kind.contains("social") => ("社会团体法人登记证书", "民政局"),
        kind if kind.contains("law") => ("律师事务所执业许可证", "司法局"),
        kind if kind.contains("school") => ("民办学校办学许可证", "教育局"),
        _ => ("营业执照", "市场监督管理局"),
    }
}

fn rows(canvas: &mut Canvas, faces: &Faces, job: &Job<'_>) {
    let entity = &job.order.entity;
    let name = match job.twist {
        Some(Twist::OtherName(other)) => other,
        _ => &entity.name,
    };
    let term = if entity.certificate.valid_to.is_some() {
        entity.certificate.valid_to.map(|d| format!("至 {}", d.format("%Y年%m月%d日"))).unwrap_or_default()
    } else {
        "长期".to_owned()
    };
    let left = [
        ("名　　称", name.to_owned()),
        ("住　　所", entity.certificate_address.clone().unwrap_or_default()),
        ("法定代表人", entity.legal_representative.clone().unwrap_or_default()),
        ("经营范围", entity.business_scope.clone().unwrap_or_else(|| "按章程开展业务。".to_owned())),
    ];
    let mut y = 346.0;
    for (label, value) in left {
        faces.draw(canvas, print(22.0, SOFT), (84.0, y), label);
        y = faces.paragraph(canvas, print(24.0, DARK), (212.0, y), 400.0, &value) + 18.0;
    }
    for (i, (label, value)) in
        [("注册资本", "壹佰万元整".to_owned()), ("期　　限", term)].into_iter().enumerate()
    {
        let y = 346.0 + i as f32 * 54.0;
        faces.draw(canvas, print(22.0, SOFT), (676.0, y), label);
        faces.draw(canvas, print(24.0, DARK), (796.0, y), &value);
    }
}

fn gold_frame(canvas: &mut Canvas) {
    let (w, h) = (canvas.width as f32, canvas.height as f32);
    let gold = ink([200, 160, 74]);
    canvas.frame(rect(22.0, 22.0, w - 44.0, h - 44.0), 10.0, gold);
    canvas.frame(rect(40.0, 40.0, w - 80.0, h - 80.0), 2.0, gold);
    for (x, y) in [(40.0, 40.0), (w - 40.0, 40.0), (40.0, h - 40.0), (w - 40.0, h - 40.0)] {
        canvas.disc(x, y, 16.0, gold);
        canvas.disc(x, y, 8.0, ink([252, 249, 240]));
    }
}

/// A domain certificate.
pub fn domain(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = Canvas::new(1000, 707, [246, 250, 254]);
    let blue = ink([52, 100, 168]);
    canvas.frame(rect(20.0, 20.0, 960.0, 667.0), 8.0, blue);
    canvas.frame(rect(36.0, 36.0, 928.0, 635.0), 2.0, tint([52, 100, 168], 0.6));
    canvas.rounded(rect(60.0, 60.0, 64.0, 64.0), 32.0, blue);
    canvas.ring(92.0, 92.0, 22.0, 3.0, ink([255, 255, 255]));
    canvas.fill(rect(70.0, 90.5, 44.0, 3.0), ink([255, 255, 255]));
    faces.centre(&mut canvas, bold(60.0, [30, 62, 116]), (500.0, 146.0), "域名注册证书");
    faces.centre(&mut canvas, print(22.0, SOFT), (500.0, 188.0), "Certificate of Domain Name Registration");
    let name = job.domain();
    let found = job.site().and_then(|site| site.domains.iter().find(|domain| domain.name == name));
    let mut y = 276.0;
    for (label, value) in domain_rows(&name, found, &job.order.entity.name) {
        faces.draw(&mut canvas, print(26.0, SOFT), (130.0, y), label);
        faces.draw(&mut canvas, print(29.0, DARK), (300.0, y), &value);
        canvas.fill(rect(290.0, y + 14.0, 560.0, 1.5), tint([52, 100, 168], 0.4));
        y += 62.0;
    }
    let registrar = found.and_then(|d| d.registrar.clone()).unwrap_or_else(|| "域名注册服务机构".to_owned());
    seal(&mut canvas, faces, Spot { x: 806.0, y: 556.0, r: 88.0 }, &registrar);
    canvas
}

fn domain_rows(name: &str, domain: Option<&Domain>, entity: &str) -> Vec<(&'static str, String)> {
    let holder = domain.and_then(|d| d.registrant.as_ref()).map_or(entity, |holder| holder.name.as_str());
    let day =
        |date: Option<chrono::NaiveDate>| date.map(|d| d.format("%Y-%m-%d").to_string()).unwrap_or_default();
    vec![
        ("域　　名", name.to_owned()),
        ("域名持有者", holder.to_owned()),
        ("注册服务商", domain.and_then(|d| d.registrar.clone()).unwrap_or_default()),
        ("注册日期", day(domain.and_then(|d| d.registered_on))),
        ("到期日期", day(domain.and_then(|d| d.expires_on))),
    ]
}

/// A screenshot of the registrar's page with the domain's real-name state.
pub fn screenshot(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = Canvas::new(1100, 640, [255, 255, 255]);
    canvas.fill(rect(0.0, 0.0, 1100.0, 54.0), ink([226, 230, 236]));
    for (i, color) in [[236, 106, 94], [244, 190, 80], [98, 196, 84]].into_iter().enumerate() {
        canvas.disc(28.0 + i as f32 * 26.0, 27.0, 8.0, ink(color));
    }
    canvas.rounded(rect(130.0, 11.0, 880.0, 32.0), 16.0, ink([255, 255, 255]));
    let name = job.domain();
    let address = format!("https://console.registrar.example/domain/{name}");
    faces.draw(&mut canvas, print(17.0, SOFT), (150.0, 33.0), &address);
    canvas.fill(rect(0.0, 54.0, 190.0, 586.0), ink([38, 50, 72]));
    for (i, item) in ["概览", "域名列表", "信息模板", "实名认证", "账单"].into_iter().enumerate()
    {
        let y = 118.0 + i as f32 * 56.0;
        if i == 1 {
            canvas.fill(rect(0.0, y - 34.0, 190.0, 52.0), ink([60, 110, 200]));
        }
        faces.draw(&mut canvas, print(21.0, [236, 240, 246]), (36.0, y), item);
    }
    faces.draw(&mut canvas, bold(30.0, DARK), (232.0, 118.0), &format!("域名管理 / {name}"));
    let found = job.site().and_then(|site| site.domains.iter().find(|domain| domain.name == name));
    let mut y = 198.0;
    for (label, value) in domain_rows(&name, found, &job.order.entity.name) {
        canvas.fill(rect(232.0, y + 20.0, 820.0, 1.5), ink([228, 232, 238]));
        faces.draw(&mut canvas, print(23.0, SOFT), (232.0, y), label);
        faces.draw(&mut canvas, print(24.0, DARK), (440.0, y), &value);
        y += 66.0;
    }
    faces.draw(&mut canvas, print(23.0, SOFT), (232.0, y), "实名认证状态");
    let verified = found.and_then(|d| d.real_name) == Some(RealNameState::Verified);
    let (color, text) =
        if verified { ([32, 148, 84], "已实名认证") } else { ([200, 120, 30], "审核中") };
    canvas.rounded(rect(434.0, y - 28.0, 150.0, 40.0), 8.0, tint(color, 0.16));
    faces.draw(&mut canvas, bold(23.0, color), (448.0, y), text);
    canvas
}
