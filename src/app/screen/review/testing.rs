//! Views of the sample orders for tests.

pub mod findings;

use crate::app::message::Message;
use crate::app::testing::{Desk, now, row};
use crate::catalog::rounds::{self, Present, Round};
use crate::catalog::{Catalog, paths, slots};
use crate::domain::checklist::{Answer, ChosenReason, ItemAnswer, ItemKey, SubjectRef};
use crate::domain::diff;
use crate::domain::event::Event;
use crate::domain::facts::{Colour, ExifFacts, FileFacts, FileState, Media, PictureFacts};
use crate::domain::ids::{EventId, OrderId, Sha256, UserId};
use crate::domain::lang::Lang;
use crate::domain::order::{Attachment, Order, Supplement};
use crate::domain::people::Role;
use crate::domain::rounds::{Side, Waited};
use crate::domain::stage::Stage;
use crate::domain::verdict::VerdictKind;
use crate::domain::view::{AttachmentView, Draft, HistoryLine, Holder, OrderView, ReviewRecord};
use chrono::TimeDelta;

const FIRST: &str = include_str!("../../../../assets/samples/ICP-10201/order.json");
const SUPPLEMENT: &str = include_str!("../../../../assets/samples/ICP-10201-supplement/order.json");
const BEFORE: &str = include_str!("../../../../assets/samples/ICP-10227/order.json");
const AFTER: &str = include_str!("../../../../assets/samples/ICP-10227-r2/order.json");
const PERSONAL: &str = include_str!("../../../../assets/samples/ICP-10221/order.json");
const PAPER: &str = include_str!("../../../../assets/samples/ICP-10231/order.json");
const CHANGE: &str = include_str!("../../../../assets/samples/ICP-10206/order.json");

fn order(text: &str) -> Order {
    serde_json::from_str(text).unwrap()
}

fn file(given: Attachment, revision: u32) -> AttachmentView {
    let facts = FileFacts {
        method: 0,
        sha256: Sha256::of(given.path.as_bytes()),
        bytes: 213_400,
        media: Media::Jpeg,
        state: FileState::Whole,
        picture: Some(PictureFacts { width: 1600, height: 1100, bit_depth: 8, colour: Colour::Colour }),
        exif: None,
        software: Vec::new(),
    };
    AttachmentView { given, facts, revision, supplement: None, purged: None }
}

/// A view of an order in a stage, held by the tests' reviewer.
pub fn view_of(order: Order, stage: Stage) -> OrderView {
    let catalog = Catalog::embedded().unwrap();
    let mut row = row(1, &order.entity.name);
    row.id = OrderId(7);
    row.no = order.order_no.clone();
    row.order_type = order.order_type;
    row.profile = order.profile.clone();
    row.nature = order.entity.nature.clone();
    row.province = order.province.clone();
    row.revision = order.revision;
    row.stage = stage;
    row.due_at = Some(now() + TimeDelta::hours(5));
    row.holder = Some(Holder { id: UserId(1), name: "王芳".into(), until: now() + TimeDelta::minutes(15) });
    let attachments: Vec<AttachmentView> =
        order.attachments.iter().cloned().map(|given| file(given, order.revision)).collect();
    let given: Vec<&Attachment> = attachments.iter().map(|file| &file.given).collect();
    let profile = catalog.profile(&order.profile).unwrap();
    let slots = slots::slots(profile, &order, &given, &[]);
    let line = |id, minutes, who: Option<&str>, event| HistoryLine {
        id: EventId(id),
        at: now() - TimeDelta::minutes(minutes),
        who: who.map(str::to_owned),
        revision: Some(order.revision),
        event,
    };
    let imported = Event::Imported {
        revision: order.revision,
        content: Sha256::of(b"x"),
        scope: None,
        since: None,
        due_at: None,
    };
    let history = vec![line(2, 3, Some("王芳"), Event::Claimed), line(1, 90, None, imported)];
    OrderView {
        masks: crate::domain::mask::Masks::of(&order),
        materials: Vec::new(),
        findings: Vec::new(),
        overruled: Vec::new(),
        customer: Default::default(),
        curtain_dispatch: None,
        amendments: Vec::new(),
        row,
        order,
        attachments,
        slots,
        changes: vec![],
        comeback: None,
        waited: Default::default(),
        reviews: vec![],
        related: vec![],
        history,
        waiting_notices: 0,
        draft: None,
        passed_first_by: None,
    }
}

/// An enterprise's first filing in first review.
pub fn first_review() -> OrderView {
    let mut view = view_of(order(FIRST), Stage::FirstReview);
    view.attachments[1].facts.exif = Some(ExifFacts {
        camera: Some("HUAWEI P40".into()),
        software: Some("Adobe Photoshop 24.0".into()),
        taken_at: Some("2026-11-17T19:20:00".parse().unwrap()),
        orientation: Some(1),
        gps: Some(true),
    });
    view.attachments[2].facts.state = FileState::CutOff;
    view
}

/// A person in Guangdong, whose sheet carries a prescribed statement.
pub fn personal() -> OrderView {
    view_of(order(PERSONAL), Stage::FirstReview)
}

/// An order that waits for paper originals.
pub fn paper() -> OrderView {
    view_of(order(PAPER), Stage::Verification)
}

/// A change of filed information.
pub fn change() -> OrderView {
    view_of(order(CHANGE), Stage::FirstReview)
}

/// The same filing with sheet and photo, in second review.
pub fn second_review() -> OrderView {
    let supplement: Supplement = serde_json::from_str(SUPPLEMENT).unwrap();
    let order = order(FIRST);
    let mut view = view_of(order, Stage::SecondReview);
    view.attachments.extend(
        supplement
            .attachments
            .into_iter()
            .map(|given| AttachmentView { supplement: Some(supplement.submitted_at), ..file(given, 1) }),
    );
    let given: Vec<&Attachment> = view.attachments.iter().map(|file| &file.given).collect();
    let catalog = Catalog::embedded().unwrap();
    let profile = catalog.profile(&view.order.profile).unwrap();
    view.slots = slots::slots(profile, &view.order, &given, &[]);
    let items =
        crate::catalog::checklist::checklist(&catalog, &view.order, Stage::FirstReview, &view.findings);
    let note = |code: &str| (code == "E001").then(|| "执照刚换发，名称已核对".to_owned());
    let answers = items.into_iter().map(|item| {
        let note = note(item.key.rule.as_str());
        (item.key, ItemAnswer { answer: Answer::Pass, note })
    });
    let record = record(VerdictKind::Approve, 1);
    view.reviews = vec![ReviewRecord {
        answers: answers.collect(),
        note: Some("负责人换过发型，请仔细比对照片。".into()),
        ..record
    }];
    view.passed_first_by = Some(UserId(2));
    view
}

fn record(kind: VerdictKind, revision: u32) -> ReviewRecord {
    ReviewRecord {
        verdict_id: "v0".into(),
        stage: Stage::FirstReview,
        revision,
        kind,
        by: "陈静".into(),
        by_id: UserId(2),
        at: now() - TimeDelta::hours(30),
        answers: Default::default(),
        reasons: vec![],
        note: None,
        notice: None,
        override_reason: None,
        undone: None,
    }
}

/// A second revision after a rejection.
pub fn resubmission() -> OrderView {
    let (before, after) = (order(BEFORE), order(AFTER));
    let reasons = vec![ChosenReason {
        code: "S111".into(),
        item: None,
        field: Some("网站名称".into()),
        text: "网站名称不足三个汉字。".into(),
        mend: "请修改网站名称。".into(),
    }];
    came_back(before, after, Stage::FirstReview, reasons)
}

/// A revision after one that first review rejected with these reasons. Files count as the same where their names
/// are.
pub fn came_back(before: Order, after: Order, stage: Stage, reasons: Vec<ChosenReason>) -> OrderView {
    let changes = diff::fields(&before, &after);
    let mut view = view_of(after, stage);
    view.changes = changes;
    view.row.returned_count = 1;
    view.reviews = vec![ReviewRecord { reasons, ..record(VerdictKind::Reject, 1) }];
    let files = before.attachments.iter().cloned().map(|given| file(given, 1)).collect();
    let rounds = [Round { order: before, files, stages: vec![Stage::FirstReview], found: Vec::new() }];
    let returns = rounds::returns(&view.reviews, &view.history);
    let present = Present {
        order: &view.order,
        stage,
        files: &view.attachments,
        findings: &view.findings,
        overruled: &[],
        not_run: &[],
    };
    let catalog = Catalog::embedded().unwrap();
    view.comeback = rounds::comeback(&catalog, &present, &rounds, &returns, &view.reviews);
    view.waited = Waited {
        rounds: view.order.revision,
        provider: 5 * 3600,
        provider_working: 4 * 3600,
        customer: 50 * 3600,
        bureau: 0,
        now: Some(Side::Provider),
    };
    view
}

/// A second revision of which one ID was sent anew, one field was mended, one reason is untouched, and one
/// document is gone; the sheet's item was overlooked in the first round.
pub fn many_changes() -> OrderView {
    let before = order(FIRST);
    let mut after = before.clone();
    after.revision = 2;
    after.sites[0].remark = Some("展示茶叶种植与制作，不在线交易".into());
    after.entity.mailing_address.detail = "思明区鹭江道8号国际银行大厦20层".into();
    after.attachments[1].path = "p1-front-new.jpg".into();
    after.attachments.pop();
    let person = before.people[0].clone();
    let reason = |code: &str, subject: SubjectRef, field: String, text: &str| ChosenReason {
        code: code.into(),
        item: Some(ItemKey { rule: code.into(), subject }),
        field: Some(field),
        text: text.into(),
        mend: "请修改后重新提交。".into(),
    };
    let catalog = Catalog::embedded().unwrap();
    let named = |path: &str| paths::for_customer(&catalog, &before, path);
    let id = format!("{}（{}）", catalog.text(Lang::Zh, "id_document"), person.name);
    let of_person = SubjectRef::Person(person.id.to_string());
    let reasons = vec![
        reason("E005", SubjectRef::Entity, named("entity.mailing_address"), "通信地址没有写到门牌号。"),
        reason("F001", of_person, id, "身份证件照片反光，号码无法辨认。"),
        reason("E001", SubjectRef::Entity, named("entity.name"), "主体名称与营业执照不一致。"),
    ];
    came_back(before, after, Stage::FirstReview, reasons)
}

/// An order to which much happened.
pub fn history() -> OrderView {
    let mut view = first_review();
    let more = [
        Event::Revealed { field: "people[0].mobile".into() },
        Event::Asked { note: "执照地址与系统不符，能否接受？".into() },
        Event::Answered { note: "可以，已与客户确认。".into() },
        Event::Decided {
            verdict: "v".into(),
            kind: VerdictKind::Reject,
            stage: Stage::FirstReview,
            reasons: resubmission().reviews.remove(0).reasons,
            override_reason: None,
            due_at: None,
        },
    ];
    for (id, event) in (3..).zip(more) {
        let line = HistoryLine {
            id: EventId(id),
            at: now() + TimeDelta::minutes(id),
            who: Some("王芳".into()),
            revision: Some(1),
            event,
        };
        view.history.insert(0, line);
    }
    view
}

/// An order of which a draft of the revision before is there.
pub fn earlier() -> OrderView {
    let mut view = resubmission();
    view.draft = Some(Draft {
        stage: Some(Stage::FirstReview),
        revision: 1,
        reasons: view.reviews.first().map(|review| review.reasons.clone()).unwrap_or_default(),
        note: "名称两字，已电话告知。".into(),
        ..Draft::default()
    });
    view
}

/// A desk that shows an order.
pub fn desk(lang: Lang, size: (u16, u16), view: OrderView) -> Desk {
    let mut desk = Desk::new(lang, size);
    desk.sign_in_as(&[Role::First, Role::Second]);
    desk.hear(Message::Opened(Box::new(view)));
    desk
}
