//! Letters: authorisation, commitments, security responsibility, construction plan, proof of employment.

use crate::canvas::{Canvas, Rgb, ink, rect};
use crate::job::Job;
use crate::marks::{Spot, seal, signature};
use crate::text::{Faces, bold, print};
use beian::domain::order::{AttachmentKind, Order, Person};

const DARK: Rgb = [30, 30, 34];

/// Draws a letter of the attachment's kind.
pub fn letter(job: &Job<'_>, faces: &Faces) -> Canvas {
    let mut canvas = Canvas::new(800, 1100, [252, 251, 247]);
    let (title, paragraphs) = words(job);
    faces.centre(&mut canvas, bold(42.0, DARK), (400.0, 130.0), title);
    let mut y = 220.0;
    for text in paragraphs {
        y = faces.paragraph(&mut canvas, print(24.0, DARK), (90.0, y), 620.0, &format!("　　{text}")) + 12.0;
    }
    if job.attachment.kind == AttachmentKind::ConstructionPlan {
        y = table(&mut canvas, faces, job.order, y);
    }
    close(&mut canvas, faces, job, y.max(700.0));
    canvas
}

fn close(canvas: &mut Canvas, faces: &Faces, job: &Job<'_>, y: f32) {
    let signer = signer(job);
    faces.draw(canvas, print(24.0, DARK), (90.0, y + 60.0), "签字：");
    if let Some(person) = signer {
        signature(canvas, faces, (170.0, y + 66.0), 58.0, &person.name);
    }
    let name = &job.order.entity.name;
    faces.draw(canvas, print(24.0, DARK), (90.0, y + 130.0), &format!("主办者：{name}"));
    let day = job.order.submitted_at.format("%Y 年 %m 月 %d 日").to_string();
    faces.draw(canvas, print(24.0, DARK), (460.0, y + 190.0), &day);
    if !job.order.is_personal() {
        seal(canvas, faces, Spot { x: 550.0, y: y + 130.0, r: 96.0 }, name);
    }
}

fn signer<'a>(job: &Job<'a>) -> Option<&'a Person> {
    match job.attachment.kind {
        AttachmentKind::SiteCommitment => job.person(),
        _ => job.order.principal(),
    }
}

fn words(job: &Job<'_>) -> (&'static str, Vec<String>) {
    let order = job.order;
    let name = &order.entity.name;
    let person = job.person().map_or("", |person| person.name.as_str());
    let number = job.person().map_or("", |person| person.certificate.number.as_str());
    let domain = job.domain();
    match job.attachment.kind {
        AttachmentKind::AuthorisationLetter => (
            "授权书",
            vec![
                format!("兹授权 {person}（证件号码 {number}）担任本单位网站 {domain} 的负责人，办理备案事宜。"),
                "被授权人在办理备案过程中签署的文件，本单位均予承认。授权期限自签署之日起至备案事项办理完毕止。".to_owned(),
            ],
        ),
        AttachmentKind::FilingCommitment => (
            if order.province.as_str() == "henan" { "网站备案承诺书" } else { "备案承诺书" },
            vec![
                format!("{name} 申请为域名 {domain} 办理备案，郑重承诺如下："),
                "一、提交的主体信息、网站信息和接入信息真实、准确、完整。".to_owned(),
                "二、网站内容与备案内容一致，信息变更后及时办理变更备案。".to_owned(),
                "三、保持联系电话畅通，积极配合主管部门的核查。".to_owned(),
            ],
        ),
        AttachmentKind::SiteCommitment => (
            "网站建设承诺书",
            vec![
                format!("网站 {domain} 目前尚未开通，取得备案号之前不提供访问。"),
                "网站开通后在首页底部标明备案号，并链接至备案管理系统。".to_owned(),
                format!("网站负责人 {person} 对以上内容负责。"),
            ],
        ),
        AttachmentKind::PriorApprovalCommitment => (
            "不涉及前置审批承诺书",
            vec![format!("{name} 承诺：网站 {domain} 不从事需要前置审批的业务，今后如有涉及，先行取得批准文件。")],
        ),
        AttachmentKind::SecurityLetter => (
            "网络信息安全责任书",
            vec![
                format!("{name} 作为域名 {domain} 的网站主办者，向 {} 承诺：", job.provider()),
                "一、遵守网络安全和信息服务的法律法规，不制作、不传播违法信息。".to_owned(),
                "二、建立信息安全管理制度，指定专人负责，发现问题立即处置并报告。".to_owned(),
                "三、按要求留存日志，配合主管部门依法进行的检查。".to_owned(),
            ],
        ),
        AttachmentKind::ConstructionPlan => (
            "网站建设方案书",
            vec![
                format!("{name} 根据业务需要建设下列网站，服务器托管于 {} 境内机房。", job.provider()),
                "网站采用静态页面与内容管理系统相结合的方式，由专人维护，每周更新。".to_owned(),
            ],
        ),
        AttachmentKind::EmploymentProof => ("在职证明", vec![format!("兹证明 {person} 为本单位在职员工。")]),
        AttachmentKind::PriorApproval => (
            "前置审批文件",
            vec![format!("经审查，同意 {name} 通过网站 {domain} 开展申请的服务，有效期三年。")],
        ),
        _ => ("情况说明", vec![format!("{name} 就备案事项说明如下：所填信息属实。")]),
    }
}

fn table(canvas: &mut Canvas, faces: &Faces, order: &Order, top: f32) -> f32 {
    let mut y = top;
    let rows = order.sites.iter().map(|site| {
        let domain = site.domains.first().map_or("", |domain| domain.name.as_str());
        (site.name.as_str(), domain)
    });
    for (name, domain) in std::iter::once(("网站名称", "域名")).chain(rows) {
        canvas.frame(rect(90.0, y, 620.0, 45.0), 1.5, ink(DARK));
        canvas.fill(rect(400.0, y, 1.5, 44.0), ink(DARK));
        faces.draw(canvas, print(22.0, DARK), (104.0, y + 30.0), name);
        faces.draw(canvas, print(22.0, DARK), (414.0, y + 30.0), domain);
        y += 44.0;
    }
    y + 20.0
}
