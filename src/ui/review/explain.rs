//! A rule for a reviewer who asks why, with what it found here.

use super::dialog::WIDTH;
use crate::app::say::Say;
use crate::app::screen::review::Review;
use crate::app::screen::review::findings::Shown;
use crate::catalog::checklist::weight;
use crate::catalog::explain;
use crate::catalog::rule::{Certainty, How, Rule, Weight};
use crate::domain::checklist::ItemKey;
use crate::domain::finding::Found;
use crate::domain::text::visible;
use crate::ui::Paint;
use crate::ui::text::wrap;
use ratatui::style::Style;

/// The lines of the page.
pub fn lines(paint: &Paint, state: &Review, key: &ItemKey, rule: &Rule) -> Vec<(String, Style)> {
    let mut page = Page { paint, lines: Vec::new() };
    let words = state.wording(paint.catalog, paint.lang());
    let mut said = None;
    for one in state.findings_of(key) {
        let here = words.of(one.finding);
        page.finding(&one, &here.what);
        said = said.or((one.finding.is == Found::Fault).then_some(here));
    }
    let lang = paint.lang();
    page.part("", rule.what.get(lang));
    if let Some(text) = &rule.prescribed {
        page.part("review.prescribed", text);
    }
    let (reason, mend) = match &said {
        Some(said) => (said.what.as_str(), said.mend.as_str()),
        None => (rule.reason.get(lang), rule.mend.get(lang)),
    };
    page.part("rule.reason", &visible(reason));
    page.part("rule.mend", &visible(mend));
    page.part("rule.about", &about(paint, state, rule));
    page.conditions(rule);
    let source = format!("{} {}", paint.text("rule.source"), rule.source.join(", "));
    page.lines.push((String::new(), paint.theme.base));
    page.lines.extend(wrap(&source, WIDTH).into_iter().map(|line| (line, paint.theme.dim)));
    page.lines
}

/// How it is decided, what it weighs here, how sure it is.
fn about(paint: &Paint, state: &Review, rule: &Rule) -> String {
    let how = match rule.how {
        How::Auto => "rule.auto",
        How::Assist => "rule.assist",
        How::Human => "rule.human",
    };
    let weight = match weight(paint.catalog, rule, &state.view.order) {
        Weight::Info => "rule.info",
        Weight::Warn => "rule.warn",
        Weight::Block => "rule.block",
    };
    let sure = match rule.certainty {
        Certainty::Sure => "rule.sure",
        Certainty::One => "rule.one",
        Certainty::Disputed => "rule.disputed",
    };
    [how, weight, sure].map(|key| paint.text(key)).join("  ")
}

struct Page<'a, 'p> {
    paint: &'a Paint<'p>,
    lines: Vec<(String, Style)>,
}

impl Page<'_, '_> {
    fn part(&mut self, label: &'static str, text: &str) {
        let theme = self.paint.theme;
        if !self.lines.is_empty() {
            self.lines.push((String::new(), theme.base));
        }
        if !label.is_empty() {
            self.lines.push((self.paint.text(label).to_owned(), theme.dim));
        }
        self.lines.extend(wrap(text, WIDTH).into_iter().map(|line| (line, theme.base)));
    }

    /// What it found, and what became of that.
    fn finding(&mut self, one: &Shown, what: &str) {
        let paint = self.paint;
        let style = super::findings::style(paint.theme, one.group);
        let text = format!("{} {}  {}", one.group.sign(), paint.text(one.group.word()), visible(what));
        self.lines.extend(wrap(&text, WIDTH).into_iter().map(|line| (line, style)));
        let word =
            one.overruled.map(|word| Say::with("finding.overruled_why", visible(&word.why).into_owned()));
        let carrier = one.finding.points_to.as_ref();
        let carrier = carrier.map(|rule| Say::with("finding.points_to", rule.to_string()));
        for say in [word, carrier].into_iter().flatten() {
            let text = paint.say(&say);
            self.lines.extend(wrap(&text, WIDTH).into_iter().map(|line| (line, paint.theme.dim)));
        }
    }

    /// Where it applies, and what it compares with.
    fn conditions(&mut self, rule: &Rule) {
        let (catalog, lang) = (self.paint.catalog, self.paint.lang());
        let mut lines = explain::conditions(catalog, rule, lang);
        if lines.is_empty() {
            lines.push(self.paint.text("rule.everywhere").to_owned());
        }
        self.part("rule.conditions", &lines.join("\n"));
        self.part("rule.stages", &explain::stages(&rule.stages, lang));
        let values = explain::values(catalog, rule, lang);
        if !values.is_empty() {
            self.part("rule.values", &values.join("\n"));
        }
    }
}
