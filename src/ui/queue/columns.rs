//! Which columns fit, and how wide each is. The entity always stays readable.

use crate::domain::lang::Lang;
use crate::domain::view::Tab;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Signs: marked, priority, asked, snoozed.
    Sign,
    /// Order number.
    No,
    /// Type.
    Type,
    /// Nature.
    Nature,
    /// Province.
    Province,
    /// Entity.
    Entity,
    /// Sites.
    Sites,
    /// Revision.
    Revision,
    /// Stage, where orders of several are listed.
    Stage,
    /// How long it waits.
    Waiting,
    /// When it is due.
    Due,
    /// Who holds it.
    Holder,
    /// What the rules found.
    Findings,
}

/// From left to right.
const ORDER: [Column; 13] = [
    Column::Sign,
    Column::No,
    Column::Stage,
    Column::Type,
    Column::Nature,
    Column::Province,
    Column::Entity,
    Column::Sites,
    Column::Revision,
    Column::Findings,
    Column::Waiting,
    Column::Due,
    Column::Holder,
];

/// The most important first; those that don't fit any more are left out.
const WORTH: [Column; 13] = [
    Column::Sign,
    Column::Entity,
    Column::No,
    Column::Due,
    Column::Stage,
    Column::Holder,
    Column::Type,
    Column::Province,
    Column::Waiting,
    Column::Revision,
    Column::Sites,
    Column::Nature,
    Column::Findings,
];

/// Columns that an entity's name needs at least.
const ENTITY: u16 = 26;
/// Columns that the names of sites need at least.
const SITES: u16 = 12;

impl Column {
    /// The key of its heading.
    pub const fn title(self) -> Option<&'static str> {
        match self {
            Self::Sign => None,
            Self::No => Some("queue.col.no"),
            Self::Type => Some("queue.col.type"),
            Self::Nature => Some("queue.col.nature"),
            Self::Province => Some("queue.col.province"),
            Self::Entity => Some("queue.col.entity"),
            Self::Sites => Some("queue.col.sites"),
            Self::Revision => Some("queue.col.revision"),
            Self::Stage => Some("queue.col.stage"),
            Self::Waiting => Some("queue.col.waiting"),
            Self::Due => Some("queue.col.due"),
            Self::Holder => Some("queue.col.holder"),
            Self::Findings => Some("queue.col.findings"),
        }
    }

    /// True where figures stand right.
    pub const fn stands_right(self) -> bool {
        matches!(self, Self::Revision | Self::Waiting | Self::Due)
    }

    fn width(self, lang: Lang, no: u16) -> u16 {
        let by_lang = |zh, en| match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        match self {
            Self::Sign => 2,
            Self::No => no,
            Self::Type => by_lang(8, 13),
            Self::Nature => by_lang(8, 14),
            Self::Province => by_lang(6, 12),
            Self::Entity => ENTITY,
            Self::Sites => SITES,
            Self::Revision => 3,
            Self::Stage => by_lang(8, 9),
            Self::Waiting => by_lang(4, 5),
            Self::Due => 7,
            Self::Holder => 8,
            Self::Findings => 9,
        }
    }
}

/// What the columns have to hold.
#[derive(Debug, Clone, Copy)]
pub struct Needs {
    /// The tab.
    pub tab: Tab,
    /// The language.
    pub lang: Lang,
    /// Columns that the widest order number takes.
    pub no: u16,
}

/// The columns that fit into `room`, each with its width; one empty column stands between two.
pub fn layout(room: u16, needs: Needs) -> Vec<(Column, u16)> {
    let mut chosen = Vec::new();
    let mut used = 0;
    for column in WORTH {
        if column == Column::Stage && matches!(needs.tab, Tab::Stage(_)) {
            continue;
        }
        let width = column.width(needs.lang, needs.no) + 1;
        if used + width <= room + 1 {
            used += width;
            chosen.push(column);
        }
    }
    let spare = (room + 1).saturating_sub(used);
    let sites = chosen.contains(&Column::Sites);
    let for_sites = if sites { spare * 2 / 5 } else { 0 };
    ORDER
        .into_iter()
        .filter(|column| chosen.contains(column))
        .map(|column| {
            let width = column.width(needs.lang, needs.no);
            match column {
                Column::Entity => (column, width + spare - for_sites),
                Column::Sites => (column, width + for_sites),
                _ => (column, width),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stage::Stage;

    #[test]
    fn the_line_is_filled_and_the_entity_stays() {
        for lang in [Lang::Zh, Lang::En] {
            for room in 58..240 {
                for tab in [Tab::All, Tab::Stage(Stage::FirstReview)] {
                    let columns = layout(room, Needs { tab, lang, no: 14 });
                    let total: u16 = columns.iter().map(|(_, width)| width + 1).sum();
                    assert_eq!(total, room + 1);
                    assert!(
                        columns.iter().any(|(column, width)| *column == Column::Entity && *width >= ENTITY)
                    );
                }
            }
        }
    }
}
