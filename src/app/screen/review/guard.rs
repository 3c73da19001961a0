//! Why something can't be done in the review now.

mod findings;

use super::Review;
use super::dialog::{Dialog, Notice};
use super::files::Entry;
use super::layout::Pane;
use super::pairs::Shown;
use super::rows::Row;
use super::send::Sending;
use crate::app::action::{DialogAction, ReviewAction};
use crate::app::keymap::review::NUMBERED;
use crate::app::say::Say;
use crate::app::screen::{At, told};
use crate::catalog::sheet::signed;
use crate::catalog::slots;
use crate::domain::checklist::{Answer, ItemKey};
use crate::domain::ids::PersonRef;
use crate::domain::permission::{Deed, Hold};
use crate::domain::stage::Stage;
use crate::domain::text::visible;
use crate::domain::verdict::{self, FourEyes, Refusal};
use crate::domain::view::SlotView;
use ReviewAction as R;
use std::sync::Arc;

/// The reason in a sentence; none = it can be done.
pub fn disabled(review: &Review, action: ReviewAction, at: &At) -> Option<Say> {
    let why = deed(review, action).and_then(|deed| not_allowed(review, deed, at));
    why.or_else(|| by_state(review, action, at))
}

/// What the table of who may do what calls an action.
fn deed(review: &Review, action: ReviewAction) -> Option<Deed> {
    Some(match action {
        R::Approve | R::ApproveStay | R::Reject => Deed::Decide,
        R::Override => Deed::Override,
        R::Overrule => Deed::Overrule,
        R::Amend | R::TakeFix => Deed::Amend,
        R::Claim => Deed::Claim,
        R::PutBack => Deed::PutBack,
        R::Ask => Deed::Ask,
        R::Answer => Deed::Answer,
        R::Call => Deed::Call,
        R::Abandon => Deed::Abandon,
        R::LogPaper => Deed::Paper,
        R::WriteSheet => Deed::Sheet,
        R::Reveal => match review.row_at_cursor() {
            Some(Row::Field(field)) if field.path == "filing_password" => Deed::RevealPassword,
            Some(Row::Field(field)) if field.hidden(&review.view).is_some() => Deed::Reveal,
            _ => return None,
        },
        _ => return None,
    })
}

/// Why the table has it for others, or for whoever holds the order.
fn not_allowed(review: &Review, deed: Deed, at: &At) -> Option<Say> {
    let stage = review.view.row.stage;
    let hold = if review.is_held(at) { Hold::Mine } else { Hold::NotMine };
    match at.refusal(deed, Some(stage), hold)? {
        Refusal::NotAllowed { who, .. } if who.is_empty() && stage.is_final() => Some(Say::text("why.ended")),
        Refusal::NotAllowed { who, .. } if who.is_empty() => not_in_review(review),
        Refusal::HoldFirst(Deed::PutBack) => Some(Say::text("why.not_held")),
        Refusal::HoldFirst(_) if read_only(review, at).is_some() => read_only(review, at),
        why => Some(told(&why)),
    }
}

fn by_state(review: &Review, action: ReviewAction, at: &At) -> Option<Say> {
    match action {
        R::Pass | R::Fault | R::NotApplicable | R::Unanswer => {
            read_only(review, at).or_else(|| findings::answer(review, at)).or_else(|| no_item(review, at))
        }
        R::FreeReason | R::ReasonList | R::Memo => read_only(review, at),
        R::Edit => read_only(review, at).or_else(|| edit(review, at)),
        R::RemoveReason | R::ReasonUp | R::ReasonDown => read_only(review, at).or_else(|| chosen(review)),
        R::NextOpen => no_item(review, at),
        R::Explain => review.rule_to_explain(at).is_none().then(|| Say::text("why.no_items")),
        R::Jump if review.earlier_at_cursor().is_some() || review.earlier_of_tray(at.catalog).is_some() => {
            None
        }
        R::NextFinding | R::LastFinding | R::Jump => findings::none(review),
        R::TakeReason => read_only(review, at).or_else(|| findings::take(review, at)),
        R::TakeReasons => {
            let none = review.filled.suggested == 0;
            none.then(|| Say::text("why.no_suggestions")).or_else(|| read_only(review, at))
        }
        R::Overrule => findings::overrule(review, at),
        R::Amend => read_only(review, at).or_else(|| findings::amend(review, at)),
        R::TakeFix => read_only(review, at).or_else(|| findings::fix(review, at)),
        R::Materials => review.view.materials.is_empty().then(|| Say::text("why.no_materials")),
        R::Approve | R::ApproveStay => read_only(review, at).or_else(|| approve(review, at)),
        R::Reject => read_only(review, at).or_else(|| reject(review, at)),
        R::Override => read_only(review, at).or_else(|| four_eyes(review, at)),
        R::SendReject | R::SendApprove | R::SendStay | R::NoticeEdit | R::NoticeCopy | R::NoticeAnew => {
            in_dialog(review, action, at)
        }
        R::Claim => claim(review, at),
        R::PutBack => busy(review).or_else(|| (!review.is_held(at)).then(|| Say::text("why.not_held"))),
        R::Ask => busy(review).or_else(|| not_in_review(review)),
        R::NextOrder => busy(review).or_else(|| {
            let idle = at.staff().is_none_or(|staff| staff.stages().is_empty());
            idle.then(|| Say::text("why.no_review_role"))
        }),
        R::Answer => review.view.row.asked.is_none().then(|| Say::text("why.not_asked")),
        R::Call => ended(review),
        R::Abandon => busy(review).or_else(|| ended(review)).or_else(|| held_by_another(review, at)),
        R::LogPaper => review.paper_at_cursor().is_none().then(|| Say::text("why.no_paper")),
        R::Reveal | R::Copy | R::LookUp => field(review, action, at),
        R::ShowLeft | R::ShowRight | R::OpenOutside => review
            .shown_at_cursor()
            .is_none()
            .then(|| Say::text("why.no_file"))
            .or_else(|| purged(review, action)),
        R::WriteSheet => {
            let profile = at.catalog.profile(&review.view.order.profile);
            let revision = review.view.order.revision;
            let signed = profile.and_then(|profile| signed(profile, &review.view.reviews, revision));
            signed.is_none().then(|| Say::text("why.no_sheet"))
        }
        R::SideBySide => {
            let pairs = super::pairs::from(&review.view, review.shown_at_cursor());
            pairs.is_empty().then(|| Say::text("why.no_pair"))
        }
        _ if NUMBERED.contains(&action) => read_only(review, at).or_else(|| numbered(review, action, at)),
        _ => None,
    }
}

/// Why nothing can be changed; the footer shows it too.
pub fn read_only(review: &Review, at: &At) -> Option<Say> {
    if let Some(why) = busy(review).or_else(|| not_in_review(review)) {
        return Some(why);
    }
    if review.is_held(at) {
        return None;
    }
    let me = at.staff().map(|staff| staff.id);
    Some(match &review.view.row.holder {
        Some(holder) if holder.until > at.now && Some(holder.id) != me => {
            Say::with("why.held_by", holder.name.clone())
        }
        Some(_) => Say::text("why.claim_lapsed"),
        None => Say::text("why.claim_first"),
    })
}

fn busy(review: &Review) -> Option<Say> {
    match &review.sending {
        Sending::Idle => None,
        Sending::Deciding(..) => Some(Say::text("why.saving")),
        Sending::Unknown(..) => Some(Say::text("why.unknown_outcome")),
    }
}

fn not_in_review(review: &Review) -> Option<Say> {
    (!review.view.row.stage.is_review()).then(|| Say::text("why.no_review_stage"))
}

fn ended(review: &Review) -> Option<Say> {
    review.view.row.stage.is_final().then(|| Say::text("why.ended"))
}

/// What another person is reviewing, only they take from them who may take a claim back.
fn held_by_another(review: &Review, at: &At) -> Option<Say> {
    let me = at.staff().map(|staff| staff.id);
    let holder = review.view.row.holder.as_ref();
    let takes = at.refusal(Deed::TakeBack, Some(review.view.row.stage), Hold::NotMine).is_none();
    let other = holder.filter(|holder| holder.until > at.now && Some(holder.id) != me && !takes);
    other.map(|holder| Say::with("why.held_by", holder.name.clone()))
}

fn no_item(review: &Review, at: &At) -> Option<Say> {
    review.items(at.catalog).is_empty().then(|| Say::text("why.no_items"))
}

/// Why no reason that was taken is under the cursor.
fn chosen(review: &Review) -> Option<Say> {
    if review.filled.reasons + review.filled.suggested == 0 {
        return Some(Say::text("why.tray_empty"));
    }
    if review.panes.focus != Pane::Tray {
        return Some(Say::text("why.tray_first"));
    }
    let suggested = review.panes.cursor(Pane::Tray) >= review.work.reasons.len();
    suggested.then(|| Say::text("why.only_suggested"))
}

fn edit(review: &Review, at: &At) -> Option<Say> {
    if review.panes.focus == Pane::Tray {
        return chosen(review);
    }
    if let Some(why) = findings::answer(review, at) {
        return Some(why);
    }
    let key = review.answer_key(at.catalog)?;
    review.work.answer(&key).is_none().then(|| Say::text("why.answer_first"))
}

fn purged(review: &Review, action: ReviewAction) -> Option<Say> {
    let file = review.file_at_cursor().and_then(|at| review.view.attachments.get(at))?;
    file.purged.filter(|_| action == R::OpenOutside).map(super::files::purged)
}

fn numbered(review: &Review, action: ReviewAction, at: &At) -> Option<Say> {
    if let Some(why) = findings::answer(review, at) {
        return Some(why);
    }
    let Some(key) = review.answer_key(at.catalog) else { return Some(Say::text("why.no_items")) };
    if review.work.answer(&key) != Some(Answer::Fault) {
        return Some(Say::text("why.fault_first"));
    }
    let place = NUMBERED.iter().position(|known| *known == action).unwrap_or_default();
    (place >= review.offers(at.catalog).len()).then(|| Say::text("why.no_such_reason"))
}

/// The very guards of the store, in the words of the screen.
fn approve(review: &Review, at: &At) -> Option<Say> {
    role(review, at).or_else(|| four_eyes(review, at)).or_else(|| incomplete(review, at))
}

/// What is missing for an approval.
pub fn incomplete(review: &Review, at: &At) -> Option<Say> {
    let judged = judged(review, at);
    judged.refusals().next().map(|refusal| in_words(review, refusal, at))
}

/// Everything over which an approval would go: what is missing, and the faults that nobody overruled.
pub fn passed_over(review: &Review, at: &At) -> Vec<Say> {
    judged(review, at).refusals().map(|refusal| in_words(review, refusal, at)).collect()
}

fn in_words(review: &Review, refusal: &Refusal, at: &At) -> Say {
    let names = |keys: &[ItemKey]| {
        let titles: Vec<String> = keys.iter().take(2).filter_map(|key| named(review, key, at)).collect();
        let count = Say::Words(keys.len().to_string());
        vec![count, Say::Words(titles.join(at.settings.lang.pick("；", "; ")))]
    };
    match refusal {
        Refusal::Open(keys) => Say::Text("why.open", names(keys)),
        Refusal::AtFault(keys) => Say::Text("why.at_fault", names(keys)),
        Refusal::Placeholder(count) => Say::with("why.placeholder", count.to_string()),
        Refusal::Blocking(keys) => Say::Text("why.blocking", names(keys)),
        Refusal::NoWord(keys) => Say::Text("why.no_word", names(keys)),
        other => Say::Words(other.sentence(at.settings.lang)),
    }
}

/// An item with the person or site that it is about.
fn named(review: &Review, key: &ItemKey, at: &At) -> Option<String> {
    let title = at.catalog.rule(&key.rule)?.title.get(at.settings.lang);
    let label = crate::catalog::checklist::label(&review.view.order, &key.subject);
    Some(match &label {
        Some(label) => {
            let (open, close) = (at.settings.lang.pick("（", " ("), at.settings.lang.pick("）", ")"));
            format!("{title}{open}{}{close}", visible(&review.view.masks.hide(label)))
        }
        None => title.to_owned(),
    })
}

/// What stands in the way of an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// An item without a good answer.
    Item(ItemKey),
    /// A finding that nobody overruled.
    Finding(ItemKey),
}

/// The first thing that stands in the way of an approval, where only items and findings do.
pub fn in_the_way(review: &Review, at: &At) -> Option<Obstacle> {
    let other = read_only(review, at).or_else(|| role(review, at)).or_else(|| four_eyes(review, at));
    let judged = judged(review, at);
    match judged.refusals().next().filter(|_| other.is_none())? {
        Refusal::Open(keys) | Refusal::AtFault(keys) | Refusal::NoWord(keys) => {
            keys.first().cloned().map(Obstacle::Item)
        }
        Refusal::Blocking(keys) => keys.first().cloned().map(Obstacle::Finding),
        _ => None,
    }
}

/// What the store will say to an approval.
#[derive(Debug)]
pub(super) struct Judged {
    /// The checklist.
    complete: Option<Refusal>,
    /// The findings.
    answered: Option<Refusal>,
}

impl Judged {
    fn refusals(&self) -> impl Iterator<Item = &Refusal> {
        self.complete.iter().chain(&self.answered)
    }
}

/// Checklist and findings, as the store will judge them.
fn judged(review: &Review, at: &At) -> Arc<Judged> {
    let stamps = (review.view.stamp(), review.work.stamp());
    review.made.judged.get(stamps, || Judged { complete: complete(review, at), answered: answered(review) })
}

/// The checklist, as the store will judge it.
fn complete(review: &Review, at: &At) -> Option<Refusal> {
    let view = &review.view;
    let stage = view.row.stage;
    let items = review.items(at.catalog);
    let placeholders = match stage {
        Stage::SecondReview => slots::placeholders(&view.slots),
        _ => 0,
    };
    verdict::complete(&review.work.answers, items.judged(), placeholders).err()
}

/// The findings, as the store will judge them.
fn answered(review: &Review) -> Option<Refusal> {
    let view = &review.view;
    verdict::answered(&review.work.answers, &view.findings, &view.overruled).err()
}

fn reject(review: &Review, at: &At) -> Option<Say> {
    role(review, at).or_else(|| four_eyes(review, at)).or_else(|| {
        match verdict::reasoned(&review.work.reasons).err()? {
            Refusal::NoReason => Some(match review.filled.suggested {
                0 => Say::text("why.no_reason"),
                count => Say::with("why.no_reason_taken", count.to_string()),
            }),
            _ => Some(Say::text("why.empty_reason")),
        }
    })
}

fn role(review: &Review, at: &At) -> Option<Say> {
    not_allowed(review, Deed::Decide, at)
}

fn four_eyes(review: &Review, at: &At) -> Option<Say> {
    let on = at.session.is_some_and(|session| session.home.four_eyes == FourEyes::On);
    let same = review.view.passed_first_by.is_some()
        && review.view.passed_first_by == at.staff().map(|staff| staff.id);
    let both = review.view.row.stage == Stage::SecondReview && same;
    (on && both).then(|| Say::text("why.four_eyes"))
}

fn claim(review: &Review, at: &At) -> Option<Say> {
    if let Some(why) = busy(review).or_else(|| not_in_review(review)) {
        return Some(why);
    }
    if review.is_held(at) {
        return Some(Say::text("why.held_already"));
    }
    let me = at.staff().map(|staff| staff.id);
    let other = review.view.row.holder.as_ref();
    let other = other.filter(|holder| holder.until > at.now && Some(holder.id) != me);
    other.map(|holder| Say::with("why.held_by", holder.name.clone())).or_else(|| four_eyes(review, at))
}

fn in_dialog(review: &Review, action: ReviewAction, at: &At) -> Option<Say> {
    let not_here = || Some(Say::text("why.not_here"));
    match (&review.dialog, action) {
        (Some(Dialog::Notice(Notice { text: None, .. })), _) => Some(Say::text("why.composing")),
        (Some(Dialog::Notice(_)), R::SendReject | R::SendStay) => {
            read_only(review, at).or_else(|| reject(review, at))
        }
        (Some(Dialog::Notice(_)), R::NoticeEdit | R::NoticeAnew) => read_only(review, at),
        (Some(Dialog::Confirm(_)), R::SendApprove | R::SendStay) => read_only(review, at),
        (Some(Dialog::Notice(_) | Dialog::Page(_)), R::NoticeCopy) => None,
        (Some(Dialog::Fix(_)), R::TakeFix) => read_only(review, at),
        _ => not_here(),
    }
}

fn field(review: &Review, action: ReviewAction, at: &At) -> Option<Say> {
    if review.panes.focus != Pane::Order {
        return match action {
            R::Copy if review.panes.focus == Pane::Evidence => {
                review.shown_at_cursor().is_none().then(|| Say::text("why.no_file"))
            }
            R::Copy => no_item(review, at),
            _ => Some(Say::text("why.no_field")),
        };
    }
    let row = review.row_at_cursor();
    let Some(Row::Field(field)) = row else {
        return match (action, &row) {
            (R::Copy, Some(row)) => {
                super::rows::copied(row, &review.view, None).is_none().then(|| Say::text("why.no_field"))
            }
            _ => Some(Say::text("why.no_field")),
        };
    };
    let personal = field.hidden(&review.view).is_some();
    let hidden = personal && review.clear(&field.path).is_none();
    match action {
        R::Reveal if !personal => Some(Say::text("why.nothing_hidden")),
        R::Copy | R::LookUp if hidden => Some(Say::text("why.reveal_first")),
        R::LookUp => {
            let name = crate::domain::path::pattern(&field.path);
            let home = at.session.map(|session| &session.home);
            let known = home.is_some_and(|home| home.lookups.contains(&name));
            let file = home.map(|home| home.host_file.clone()).unwrap_or_default();
            (!known).then(|| Say::Text("why.no_lookup", vec![name.into(), file.into()]))
        }
        _ => None,
    }
}

/// Why a key of a dialog does nothing now.
pub fn dialog(review: &Review, action: DialogAction, at: &At) -> Option<Say> {
    match (&review.dialog, action) {
        (Some(Dialog::Typing(_) | Dialog::List(_)), DialogAction::Submit) => read_only(review, at),
        // The list has one line to type in, so these have nowhere to go.
        (
            Some(Dialog::List(_)),
            DialogAction::NextField | DialogAction::LastField | DialogAction::LineBreak,
        ) => Some(Say::text("why.not_here")),
        _ => None,
    }
}

impl Review {
    /// The paper original under the cursor of the evidence pane that has not come yet.
    pub fn paper_at_cursor(&self) -> Option<&SlotView> {
        match self.entries().get(self.panes.cursor(Pane::Evidence)) {
            Some(Entry::Slot(at)) => self.view.slots.get(*at).filter(|slot| slot.paper.is_some()),
            _ => None,
        }
    }

    /// The person whose field or file is under the cursor.
    pub fn person_at_cursor(&self) -> Option<PersonRef> {
        let order = &self.view.order;
        if self.panes.focus == Pane::Evidence {
            let entry = self.entries().get(self.panes.cursor(Pane::Evidence)).copied()?;
            let owner = PersonRef::from(super::files::owner(&self.view, entry)?);
            return order.person(&owner).map(|person| person.id.clone());
        }
        let path = match self.row_at_cursor().filter(|_| self.panes.focus == Pane::Order)? {
            Row::Field(field) => field.path,
            Row::Head { path, .. } => path,
            _ => return None,
        };
        let at = path.strip_prefix("people[")?.split(']').next()?.parse::<usize>().ok()?;
        order.people.get(at).map(|person| person.id.clone())
    }

    /// The file under the cursor of the evidence pane.
    pub fn file_at_cursor(&self) -> Option<usize> {
        let entry = self.entries().get(self.panes.cursor(Pane::Evidence)).copied()?;
        super::files::file_of(&self.view, entry)
    }

    /// What the line under the cursor of the evidence pane shows, of either revision.
    pub fn shown_at_cursor(&self) -> Option<Shown> {
        match self.entries().get(self.panes.cursor(Pane::Evidence)) {
            Some(Entry::Gone(at)) => Some(Shown::Before(*at)),
            _ => self.file_at_cursor().map(Shown::Now),
        }
    }

    /// All files of the line under the cursor of the evidence pane.
    pub fn files_at_cursor(&self) -> Vec<usize> {
        match self.entries().get(self.panes.cursor(Pane::Evidence)) {
            Some(Entry::Material(at)) => {
                self.view.materials.get(*at).map(|material| material.files.clone()).unwrap_or_default()
            }
            _ => self.file_at_cursor().into_iter().collect(),
        }
    }

    /// The lines of the evidence pane.
    pub fn entries(&self) -> Arc<Vec<Entry>> {
        let (stamp, listing) = (self.view.stamp(), self.viewer.listing);
        self.made.entries.get((stamp, listing), || super::files::entries(&self.view, listing))
    }
}
