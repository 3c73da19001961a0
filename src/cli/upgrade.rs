//! What a person sees while a home is brought up to date: a large one takes minutes.

use crate::domain::lang::Lang;
use crate::store::migrate::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar that appears with the first word of a migration; hidden where standard error is no terminal.
#[derive(Debug)]
pub struct Upgrade {
    lang: Lang,
    bar: Option<ProgressBar>,
}

impl Upgrade {
    /// Nothing is shown yet.
    pub const fn new(lang: Lang) -> Self {
        Self { lang, bar: None }
    }

    /// Shows how far it is.
    pub fn show(&mut self, progress: Progress) {
        let lang = self.lang;
        let bar = self.bar.get_or_insert_with(|| begin(lang));
        bar.set_length(progress.total);
        bar.set_position(progress.done);
        bar.set_prefix(progress.schema.to_string());
    }
}

impl Drop for Upgrade {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn begin(lang: Lang) -> ProgressBar {
    let words = lang.pick("正在升级数据库，可中断", "updating the database; safe to stop");
    let style = ProgressStyle::with_template("{msg} [{prefix}] {wide_bar} {pos}/{len} [{elapsed}]");
    let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.with_message(words)
}
