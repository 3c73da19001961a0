//! The verification sheet: head, the provider's table, both pledges, signature and seal.

use crate::canvas::{Canvas, Rgb, ink, rect};
use crate::job::{Job, Twist};
use crate::marks::{Spot, fingerprint, handwriting, seal, signature};
use crate::text::{Faces, bold, print};
use beian::domain::order::OrderType;

const DARK: Rgb = [30, 30, 34];
const LEFT: f32 = 60.0;
const WIDTH: f32 = 780.0;

/// The statement that Guangdong asks the manager of a personal site to copy by hand.
const STATEMENT: &str = "本人已履行网站备案信息当面核验手续，承认网站备案信息和核验记录真实有效，承诺本网站是个人网站，未含企业、单位等非个人网站的信息，承诺网站备案信息一旦发生变更，将及时进行更新，填报虚假备案信息、未履行备案变更手续、超出备案项目提供服务的，愿承担关闭网站并注销备案（列黑名单）等相应处理。";

/// Draws the sheet of one site.
pub fn sheet(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = Canvas::new(900, 1240, [252, 251, 247]);
    faces.centre(&mut canvas, bold(38.0, DARK), (450.0, 84.0), "网站备案信息真实性核验单");
    let y = head(&mut canvas, faces, job, 112.0);
    let y = checks(&mut canvas, faces, job, y);
    let y = provider_pledge(&mut canvas, faces, job, y);
    applicant_pledge(&mut canvas, faces, job, y);
    canvas
}

fn head(canvas: &mut Canvas, faces: &Faces, job: &Job<'_>, top: f32) -> f32 {
    let personal = job.order.is_personal();
    let registrar =
        job.site().and_then(|s| s.domains.first()).and_then(|d| d.registrar.clone()).unwrap_or_default();
    let kind = if personal { "□ 单位　　■ 个人" } else { "■ 单位　　□ 个人" };
    let rows = [
        ("网站主办者名称", job.order.entity.name.clone()),
        ("网站类型", kind.to_owned()),
        ("网站域名", job.domain()),
        ("域名注册服务机构", registrar),
    ];
    let mut y = top;
    for (label, value) in rows {
        cell(canvas, faces, y, label, &value);
        y += 46.0;
    }
    y
}

fn cell(canvas: &mut Canvas, faces: &Faces, y: f32, label: &str, value: &str) {
    canvas.frame(rect(LEFT, y, WIDTH, 47.0), 1.5, ink(DARK));
    canvas.fill(rect(LEFT + 210.0, y, 1.5, 46.0), ink(DARK));
    faces.draw(canvas, print(20.0, DARK), (LEFT + 14.0, y + 31.0), label);
    faces.draw(canvas, print(21.0, DARK), (LEFT + 226.0, y + 31.0), value);
}

fn checks(canvas: &mut Canvas, faces: &Faces, job: &Job<'_>, top: f32) -> f32 {
    let proof = if job.order.is_personal() {
        "居民身份证 □正确"
    } else {
        "单位证件、负责人证件 □正确"
    };
    let rows = [
        ("一、主体信息", format!("{proof}　证件复印件已留存 □是 □否")),
        ("", "当面核验并留存照片 □是 □否".to_owned()),
        ("二、联系方式", "手机、座机、邮箱、通信地址 □正确 □不正确".to_owned()),
        ("三、网站信息", "名称规范 □是 □否　域名正确 □是 □否".to_owned()),
        ("", "服务内容 □正确　前置审批 □新闻 □出版 □教育 □其他".to_owned()),
        ("四、接入信息", "接入方式、服务器放置地、IP 地址 □正确 □不正确".to_owned()),
        ("五、书面材料", "已留存 □是 □否".to_owned()),
    ];
    canvas.frame(rect(LEFT, top, WIDTH, 41.0), 1.5, ink(DARK));
    faces.centre(
        canvas,
        print(19.0, DARK),
        (450.0, top + 28.0),
        "核验内容（由接入服务单位填写，申请人请勿填写）",
    );
    let mut y = top + 40.0;
    for (label, value) in rows {
        cell(canvas, faces, y, label, &value);
        y += 46.0;
    }
    y
}

fn provider_pledge(canvas: &mut Canvas, faces: &Faces, job: &Job<'_>, top: f32) -> f32 {
    canvas.frame(rect(LEFT, top, WIDTH, 141.0), 1.5, ink(DARK));
    let text = format!("接入服务单位（{}）承诺：上述信息已经核验，核验记录真实有效。", job.provider());
    faces.paragraph(canvas, print(19.0, DARK), (LEFT + 14.0, top + 32.0), WIDTH - 28.0, &text);
    faces.draw(canvas, print(20.0, DARK), (LEFT + 14.0, top + 116.0), "核验人签字：");
    faces.draw(canvas, print(20.0, DARK), (LEFT + 360.0, top + 116.0), "（盖章）　　　　年　　月　　日");
    top + 140.0
}

fn applicant_pledge(canvas: &mut Canvas, faces: &Faces, job: &Job<'_>, top: f32) {
    canvas.frame(rect(LEFT, top, WIDTH, 166.0), 1.5, ink(DARK));
    let text = "网站主办者承诺：所提交的备案信息真实有效，信息变更时及时更新，如有不实愿承担相应责任。";
    faces.paragraph(canvas, print(19.0, DARK), (LEFT + 14.0, top + 32.0), WIDTH - 28.0, text);
    faces.draw(canvas, print(20.0, DARK), (LEFT + 14.0, top + 136.0), "网站负责人签字：");
    faces.draw(canvas, print(20.0, DARK), (LEFT + 560.0, top + 136.0), "　　年　　月　　日");
    if let Some(person) = job.person() {
        signature(canvas, faces, (LEFT + 180.0, top + 140.0), 56.0, &person.name);
    }
    let order = job.order;
    let personal = order.is_personal();
    let pressed =
        matches!(order.province.as_str(), "jiangxi" | "xinjiang") || order.profile.as_str() == "21vianet";
    if personal && pressed {
        fingerprint(canvas, LEFT + 400.0, top + 118.0);
    }
    if order.order_type == OrderType::Change && order.profile.as_str() == "21vianet" {
        faces.draw(canvas, print(20.0, [24, 26, 48]), (LEFT + 530.0, top + 136.0), "2026　 11　 12");
    }
    if !personal && job.twist != Some(Twist::NoSeal) {
        seal(canvas, faces, Spot { x: LEFT + 440.0, y: top + 104.0, r: 92.0 }, &order.entity.name);
    }
    let copied = personal && order.province.as_str() == "guangdong" && order.profile.as_str() == "tencent";
    if copied && job.twist != Some(Twist::NoStatement) {
        handwriting(canvas, faces, (LEFT + 6.0, top + 206.0), WIDTH - 10.0, STATEMENT);
    }
}
