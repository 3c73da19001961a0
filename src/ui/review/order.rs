//! The order pane.

use super::marks::{marked, split_marked, styled_start};
use super::pane::{self, Line, Title, label_width};
use crate::app::say::Say;
use crate::app::screen::review::findings::Group;
use crate::app::screen::review::layout::Pane;
use crate::app::screen::review::rows::{FieldRow, News, Row};
use crate::app::screen::review::{Review, files};
use crate::app::stage_text;
use crate::catalog::history;
use crate::catalog::paths;
use crate::domain::amendment::Amendment;
use crate::domain::checklist::Answer;
use crate::domain::life::ReturnCause;
use crate::domain::mask;
use crate::domain::rounds::{FileIs, Mark};
use crate::domain::text::{visible, visible_lines};
use crate::domain::view::FieldChange;
use crate::domain::worktime::shanghai;
use crate::ui::Paint;
use crate::ui::text::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws it.
pub fn render(paint: &mut Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    let rows = state.rows();
    let title = Title { pane: Pane::Order, text: paint.text("review.order"), right: String::new() };
    let inner = pane::frame(paint, state, &title, area, buf);
    let labels: Vec<String> = rows.labelled().map(|row| label(paint, state, row)).collect();
    let left = label_width(labels.iter().map(String::as_str), inner.width) + 2;
    let room = inner.width.saturating_sub(left + 2);
    pane::rows(paint, state, (Pane::Order, rows.len()), inner, buf, |paint, at| {
        let writer = Writer { paint, state, left, room };
        rows.get(at).map(|row| writer.row(at, row, &label(paint, state, row))).unwrap_or_default()
    });
}

fn label(paint: &Paint, state: &Review, row: &Row) -> String {
    let name = |path: &str| paths::label(paint.catalog, paint.lang(), path);
    match row {
        Row::Field(field) => name(&field.path),
        Row::Returned => String::new(),
        Row::Earlier(at) => {
            let reason = state.view.comeback.as_ref().and_then(|comeback| comeback.reasons.get(*at));
            reason.map(|one| paint.text(mark_text(one.mark)).to_owned()).unwrap_or_default()
        }
        Row::File(at) => {
            let news = state.view.comeback.as_ref().and_then(|comeback| comeback.files.get(*at));
            news.map(|news| paint.text(file_text(news.is)).to_owned()).unwrap_or_default()
        }
        Row::Waited => paint.text("order.waited").to_owned(),
        Row::Change(at) => state.view.changes.get(*at).map(|change| name(&change.path)).unwrap_or_default(),
        Row::Amended(at) => {
            state.view.amendments.get(*at).map(|change| name(&change.path)).unwrap_or_default()
        }
        Row::Words(key, _) | Row::Said(key, _) => paint.text(key).to_owned(),
        Row::Answered { item, .. } => item.rule.to_string(),
        Row::Related(at) => {
            let by = state.view.related.get(*at).map(|related| format!("related.{}", related.by));
            by.map(|key| paint.catalog.text(paint.lang(), &key).to_owned()).unwrap_or_default()
        }
        Row::History(at) => {
            let line = state.view.history.get(*at);
            line.map(|line| shanghai(line.at).format("%m-%d %H:%M").to_string()).unwrap_or_default()
        }
        Row::Head { .. } => String::new(),
    }
}

/// The key of a mark's word.
const fn mark_text(mark: Mark) -> &'static str {
    match mark {
        Mark::Untouched => "mark.untouched",
        Mark::LookAgain => "mark.look_again",
        Mark::Mended => "mark.mended",
    }
}

/// The key of the word for what became of a file.
pub(super) const fn file_text(is: FileIs) -> &'static str {
    match is {
        FileIs::Replaced => "file_is.replaced",
        FileIs::Added => "file_is.added",
        FileIs::Removed => "file_is.removed",
        FileIs::Same => "file_is.same",
    }
}

struct Writer<'a, 'p> {
    paint: &'a Paint<'p>,
    state: &'a Review,
    left: u16,
    room: u16,
}

impl Writer<'_, '_> {
    fn row(&self, at: usize, row: &Row, label: &str) -> Vec<Line> {
        let theme = self.paint.theme;
        match row {
            Row::Head { key, name, .. } => {
                let name = self.state.view.masks.hide(name);
                let text = format!("{} {}", self.paint.text(key), visible(&name));
                let line = match self.mark(at) {
                    Some((sign, style)) => {
                        Line::of(at).with(1, sign, style).with(3, text.trim_end(), theme.strong)
                    }
                    None => Line::of(at).with(1, text.trim_end(), theme.strong),
                };
                if at == 0 { vec![line] } else { vec![Line::plain(), line] }
            }
            Row::Field(field) => self.field(at, field, label),
            Row::Returned => self.returned(at),
            Row::Earlier(place) => self.earlier(at, *place, label),
            Row::File(place) => self.file(at, *place, label),
            Row::Waited => {
                let text = self.state.view.waited.sentence(self.paint.lang());
                self.block(at, label, &text, theme.base)
            }
            Row::Change(place) => match self.state.view.changes.get(*place) {
                Some(change) => self.change(at, change, label),
                None => Vec::new(),
            },
            Row::Amended(place) => match self.state.view.amendments.get(*place) {
                Some(change) => self.amended(at, change, label),
                None => Vec::new(),
            },
            Row::Words(_, words) => self.words(at, label, words),
            Row::Said(_, say) => self.words(at, label, &self.paint.say(say)),
            Row::Answered { answer, note, .. } => self.answered(at, row, *answer, note.as_deref()),
            Row::Related(place) => self.related(at, *place, label),
            Row::History(place) => self.history(at, *place, label),
        }
    }

    /// A text about the order, under its label.
    fn words(&self, at: usize, label: &str, words: &str) -> Vec<Line> {
        let text = self.state.view.masks.hide(words);
        self.block(at, label, &visible_lines(&text), self.paint.theme.base)
    }

    /// A label and a text beside it, as many lines as it takes.
    fn block(&self, at: usize, label: &str, text: &str, style: Style) -> Vec<Line> {
        let lines = wrap(text, self.room);
        let dim = self.paint.theme.dim;
        lines
            .into_iter()
            .enumerate()
            .map(|(n, text)| {
                let line = Line::of(at);
                let line = if n == 0 { line.with(1, fit(label, self.left - 2), dim) } else { line };
                line.with(self.left, text, style)
            })
            .collect()
    }

    fn field(&self, at: usize, field: &FieldRow, label: &str) -> Vec<Line> {
        let theme = self.paint.theme;
        let clear = self.state.clear(&field.path);
        let order = &self.state.view.order;
        let hidden = field.hidden(&self.state.view);
        let personal = hidden.is_some();
        let shown = match (hidden, clear) {
            (Some(_), Some(clear)) => clear.to_owned(),
            (Some(hidden), None) => hidden,
            (None, _) => paths::words(self.paint.catalog, self.paint.lang(), order, &field.path, &field.raw),
        };
        let style = match (field.news, clear) {
            (News::Changed, _) => theme.warn,
            (News::Old, Some(_)) => theme.strong,
            (News::Old, None) => theme.base,
        };
        let mark = if field.news == News::Changed { "* " } else { "" };
        let ranges = self.ranges((field, personal), &shown);
        let value = marked(&shown, &ranges);
        let sign = self.mark(at);
        let before = sign.map_or(String::new(), |(sign, _)| format!("{sign} "));
        let lines = self.block(at, label, &format!("{before}{mark}{value}"), style);
        let bad = sign.map_or(theme.warn, |(_, style)| style);
        let lines = split_marked(lines, bad);
        match sign {
            Some((sign, style)) => styled_start(lines, self.left, sign, style),
            None => lines,
        }
    }

    /// The sign of the worst finding about a row.
    fn mark(&self, at: usize) -> Option<(&'static str, Style)> {
        let group = self.state.mark_of_row(at)?;
        Some((group.sign(), super::findings::style(self.paint.theme, group)))
    }

    /// What stands out in a value, where it is shown letter by letter.
    fn ranges(&self, (field, personal): (&FieldRow, bool), shown: &str) -> Vec<(usize, usize)> {
        let letters = field.raw.chars().count();
        let as_it_is = shown == field.raw || personal && shown.chars().count() == letters;
        if !as_it_is {
            return Vec::new();
        }
        let about = self.state.findings_about(&field.path).into_iter();
        let standing = about.filter(|one| one.group != Group::Overruled);
        standing.flat_map(|one| one.finding.marks.iter().copied()).collect()
    }

    /// Who returned which revision, when and why.
    fn returned(&self, at: usize) -> Vec<Line> {
        let Some(comeback) = &self.state.view.comeback else { return Vec::new() };
        let returned = &comeback.returned;
        let mut parts = vec![
            self.paint.say(&Say::with("review.revision", returned.revision.to_string())),
            self.paint.text(stage_text(returned.stage)).to_owned(),
            shanghai(returned.at).format("%m-%d %H:%M").to_string(),
        ];
        parts.extend(returned.by.as_ref().map(|by| visible(by).into_owned()));
        let cause = returned.cause.as_ref().map(|cause| match cause {
            ReturnCause::SmsLapsed => "cause.sms_lapsed",
            ReturnCause::SmsFailed { .. } => "cause.sms_failed",
            ReturnCause::Bureau => "cause.bureau",
        });
        let cause = cause.unwrap_or("cause.verdict");
        let text = format!("{}  {}", self.paint.text(cause), parts.join("  "));
        let room = self.room + self.left - 1;
        let lines = wrap(&text, room).into_iter();
        lines.map(|text| Line::of(at).with(1, text, self.paint.theme.dim)).collect()
    }

    /// A reason of the last return: its sign and word, and what it asked for.
    fn earlier(&self, at: usize, place: usize, label: &str) -> Vec<Line> {
        let comeback = self.state.view.comeback.as_ref();
        let Some(one) = comeback.and_then(|comeback| comeback.reasons.get(place)) else { return Vec::new() };
        let theme = self.paint.theme;
        let style = match one.mark {
            Mark::Untouched => theme.bad,
            Mark::LookAgain => theme.warn,
            Mark::Mended => theme.good,
        };
        let field = one.reason.field.as_deref().filter(|field| !field.is_empty());
        let field = field.map(|field| format!("【{}】", visible(field))).unwrap_or_default();
        let words = self.state.wording(self.paint.catalog, self.paint.lang());
        let text = words.hide(&one.reason.text.replace('\n', " "));
        let text = format!("{} {field}{}", one.mark.sign(), visible(&text));
        let lines = self.block(at, label, &text, theme.base);
        styled_start(lines, self.left, one.mark.sign(), style)
    }

    /// A file that changed since the last revision.
    fn file(&self, at: usize, place: usize, label: &str) -> Vec<Line> {
        let view = &self.state.view;
        let Some(comeback) = &view.comeback else { return Vec::new() };
        let Some(news) = comeback.files.get(place) else { return Vec::new() };
        let mut name = self.paint.text(news.kind.slug()).to_owned();
        let owner = news.owner.as_deref().and_then(|owner| files::owner_name(view, owner));
        let side = news.side.map(|side| self.paint.text(files::side_text(side)).to_owned());
        for part in owner.map(|owner| visible(&owner).into_owned()).into_iter().chain(side) {
            name = format!("{name} {part}");
        }
        let style = if news.is == FileIs::Removed { self.paint.theme.dim } else { self.paint.theme.warn };
        self.block(at, label, &format!("{} {name}", news.is.sign()), style)
    }

    /// What staff mended: before and after.
    fn amended(&self, at: usize, change: &Amendment, label: &str) -> Vec<Line> {
        let change = FieldChange {
            path: change.path.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        };
        self.change(at, &change, label)
    }

    fn change(&self, at: usize, change: &FieldChange, label: &str) -> Vec<Line> {
        let theme = self.paint.theme;
        let order = &self.state.view.order;
        let personal = mask::personal(order, &change.path);
        let words = |value: &Option<String>, clear: Option<&str>| match (value, personal, clear) {
            (None, _, _) => self.paint.text("value.nothing").to_owned(),
            (Some(_), Some(_), Some(clear)) => clear.to_owned(),
            (Some(raw), Some(kind), None) => mask::masked(kind, raw),
            (Some(raw), None, _) => {
                let words = paths::words(self.paint.catalog, self.paint.lang(), order, &change.path, raw);
                self.state.view.masks.hide(&words)
            }
        };
        let before = format!("- {}", visible(&words(&change.before, None)));
        let after = format!("+ {}", visible(&words(&change.after, self.state.clear(&change.path))));
        let mut lines = self.block(at, label, &before, theme.dim);
        lines.extend(self.block(at, "", &after, theme.warn));
        lines
    }

    fn answered(&self, at: usize, row: &Row, answer: Answer, note: Option<&str>) -> Vec<Line> {
        let theme = self.paint.theme;
        let Row::Answered { item, .. } = row else { return Vec::new() };
        let rule = self.paint.catalog.rule(&item.rule);
        let title = rule.map_or(item.rule.as_str(), |rule| rule.title.get(self.paint.lang()));
        let (sign, style) = super::checklist::sign(theme, Some(answer));
        let mut lines = self.block(at, item.rule.as_str(), &format!("{sign} {title}"), style);
        if let Some(note) = note {
            lines.extend(self.words(at, "", note));
        }
        lines
    }

    fn related(&self, at: usize, place: usize, label: &str) -> Vec<Line> {
        let Some(related) = self.state.view.related.get(place) else { return Vec::new() };
        let stage = self.paint.text(stage_text(related.row.stage));
        let text = format!("{}  {stage}  {}", visible(related.row.no.as_str()), visible(&related.row.entity));
        self.block(at, label, &text, self.paint.theme.base)
    }

    fn history(&self, at: usize, place: usize, label: &str) -> Vec<Line> {
        let Some(line) = self.state.view.history.get(place) else { return Vec::new() };
        let who = line.who.as_deref().unwrap_or_else(|| self.paint.text("history.program"));
        let what = history::sentence(self.paint.catalog, &line.event, self.paint.lang());
        self.block(at, label, &format!("{}  {}", visible(who), visible_lines(&what)), self.paint.theme.base)
    }
}

fn fit(text: &str, room: u16) -> String {
    crate::ui::text::fit(text, room).into_owned()
}
