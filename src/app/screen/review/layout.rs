//! Where the panes lie. The app needs it for the size of pictures, the ui for drawing: one arithmetic.

/// Rows that the desk's own frame takes: its head and its footer.
pub const CHROME: u16 = 2;

/// A pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum Pane {
    /// Fields of the order.
    Order,
    /// Files and pictures.
    Evidence,
    /// What the rules found.
    Findings,
    /// The checklist.
    #[default]
    Checklist,
    /// The tray of reasons.
    Tray,
}

impl Pane {
    /// From the left.
    pub const ALL: [Self; 5] = [Self::Order, Self::Evidence, Self::Findings, Self::Checklist, Self::Tray];

    /// Its number from the left.
    pub const fn number(self) -> u8 {
        match self {
            Self::Order => 0,
            Self::Evidence => 1,
            Self::Findings => 2,
            Self::Checklist => 3,
            Self::Tray => 4,
        }
    }
}

/// A rectangle inside the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Columns from the left.
    pub x: u16,
    /// Rows from the top.
    pub y: u16,
    /// Columns.
    pub w: u16,
    /// Rows.
    pub h: u16,
}

impl Area {
    const fn new(x: u16, y: u16, w: u16, h: u16) -> Self {
        Self { x, y, w, h }
    }
}

/// How much of the body the evidence takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zoom {
    /// Its pane.
    #[default]
    Pane,
    /// All of it.
    Full,
}

/// How the body is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// The head of the order: two rows.
    pub head: Area,
    /// Tabs, where not every pane is seen.
    pub tabs: Option<Area>,
    /// The order pane.
    pub order: Option<Area>,
    /// The evidence pane.
    pub evidence: Option<Area>,
    /// The findings.
    pub findings: Option<Area>,
    /// The checklist.
    pub checklist: Option<Area>,
    /// The tray.
    pub tray: Option<Area>,
    /// The item under the cursor, where the checklist itself is not seen.
    pub strip: Option<Area>,
}

const HEAD: u16 = 2;
const STRIP: u16 = 5;
/// Title, and what the finding under the cursor says beyond its line.
const FINDING_LINES: u16 = 6;

/// How many lines the panes have that grow with what is in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filled {
    /// Reasons in the tray.
    pub reasons: usize,
    /// Reasons that are only suggested.
    pub suggested: usize,
    /// Reasons in the tray below which a note stands.
    pub notes: usize,
    /// Findings.
    pub findings: usize,
}

/// Divides a body. `left` is the pane that shares the screen with the checklist, where two fit.
pub fn layout(columns: u16, rows: u16, focus: Pane, left: Pane, zoom: Zoom, filled: Filled) -> Layout {
    let head = Area::new(0, 0, columns, HEAD.min(rows));
    let body = Area::new(0, HEAD.min(rows), columns, rows.saturating_sub(HEAD));
    let base = Layout { head, ..Layout::default() };
    if zoom == Zoom::Full {
        return full(columns, rows);
    }
    match columns {
        132.. => three(base, body, filled),
        100.. => two(base, body, left, filled),
        _ => one(base, body, focus, filled),
    }
}

/// The evidence alone, with one row for the item under the cursor.
fn full(columns: u16, rows: u16) -> Layout {
    let strip = 1.min(rows / 4);
    Layout {
        evidence: Some(Area::new(0, 0, columns, rows - strip)),
        strip: Some(Area::new(0, rows - strip, columns, strip)),
        ..Layout::default()
    }
}

fn three(base: Layout, body: Area, filled: Filled) -> Layout {
    let order = body.w * 31 / 100;
    let evidence = body.w * 34 / 100;
    let right = Area { x: body.x + order + evidence, w: body.w - order - evidence, ..body };
    let (findings, checklist, tray) = with_findings(right, filled);
    Layout {
        order: Some(Area { w: order, ..body }),
        evidence: Some(Area { x: body.x + order, w: evidence, ..body }),
        findings,
        checklist: Some(checklist),
        tray: Some(tray),
        ..base
    }
}

fn two(base: Layout, body: Area, left: Pane, filled: Filled) -> Layout {
    let tabs = Area { h: 1.min(body.h), ..body };
    let body = Area { y: body.y + tabs.h, h: body.h - tabs.h, ..body };
    let half = body.w * 52 / 100;
    let shown = Some(Area { w: half, ..body });
    let right = Area { x: body.x + half, w: body.w - half, ..body };
    let (findings, checklist, tray) = with_findings(right, filled);
    let (order, evidence) = if left == Pane::Evidence { (None, shown) } else { (shown, None) };
    let (checklist, tray) = (Some(checklist), Some(tray));
    Layout { tabs: Some(tabs), order, evidence, findings, checklist, tray, ..base }
}

fn one(base: Layout, body: Area, focus: Pane, filled: Filled) -> Layout {
    let tabs = Area { h: 1.min(body.h), ..body };
    let body = Area { y: body.y + tabs.h, h: body.h - tabs.h, ..body };
    let strip = STRIP.min(body.h / 3);
    let above = Area { h: body.h - strip, ..body };
    let below = Area { y: above.y + above.h, h: strip, ..body };
    let base = Layout { tabs: Some(tabs), ..base };
    match focus {
        Pane::Order => Layout { order: Some(above), strip: Some(below), ..base },
        Pane::Evidence => Layout { evidence: Some(above), strip: Some(below), ..base },
        Pane::Findings => {
            let (findings, tray) = with_tray(body, filled);
            Layout { findings: Some(findings), tray: Some(tray), ..base }
        }
        Pane::Checklist | Pane::Tray => {
            let (checklist, tray) = with_tray(body, filled);
            Layout { checklist: Some(checklist), tray: Some(tray), ..base }
        }
    }
}

/// The findings lie over the checklist: as many lines as they need, up to two fifths.
fn with_findings(area: Area, filled: Filled) -> (Option<Area>, Area, Area) {
    let (rest, tray) = with_tray(area, filled);
    if filled.findings == 0 {
        return (None, rest, tray);
    }
    let wanted = u16::try_from(filled.findings).unwrap_or(u16::MAX).saturating_add(FINDING_LINES);
    let findings = wanted.min(rest.h * 2 / 5);
    let checklist = Area { y: rest.y + findings, h: rest.h - findings, ..rest };
    (Some(Area { h: findings, ..rest }), checklist, tray)
}

/// The tray lies under the checklist and grows with its reasons, up to a third.
fn with_tray(area: Area, filled: Filled) -> (Area, Area) {
    let lines =
        filled.reasons.saturating_mul(2).saturating_add(filled.suggested + filled.notes).saturating_add(1);
    let wanted = u16::try_from(lines).unwrap_or(u16::MAX).max(2);
    let tray = wanted.min(area.h / 3);
    let checklist = Area { h: area.h - tray, ..area };
    (checklist, Area { y: area.y + checklist.h, h: tray, ..area })
}

/// The evidence pane, divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Title and list of files.
    pub list: Area,
    /// Facts of the file under the cursor.
    pub facts: Area,
    /// The picture, or the left one.
    pub left: Area,
    /// The right one.
    pub right: Option<Area>,
}

/// How many pictures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictures {
    /// One.
    One,
    /// Two beside each other.
    Two,
}

/// Divides the evidence pane: a list as long as needed but at most a third, facts, and the rest. Above
/// each picture one row stays for its caption; one column at the right for the pane's border. On the whole
/// screen the pictures have all of it.
pub fn evidence(area: Area, files: usize, pictures: Pictures, zoom: Zoom) -> Evidence {
    let files = u16::try_from(files).unwrap_or(u16::MAX);
    let (list, facts) = match zoom {
        Zoom::Full => (0, 0),
        Zoom::Pane => (files.saturating_add(1).min((area.h / 3).max(4)).min(area.h), 3),
    };
    let facts = facts.min(area.h - list);
    let rest = Area { y: area.y + list + facts, h: area.h - list - facts, ..area };
    let inner = Area {
        x: rest.x + 1,
        w: rest.w.saturating_sub(2),
        y: rest.y + 1.min(rest.h),
        h: rest.h.saturating_sub(1),
    };
    let (left, right) = match pictures {
        Pictures::One => (inner, None),
        Pictures::Two => {
            let half = inner.w.saturating_sub(1) / 2;
            let right = Area { x: inner.x + half + 1, w: half, ..inner };
            (Area { w: half, ..inner }, Some(right))
        }
    };
    Evidence {
        list: Area { h: list, ..area },
        facts: Area { y: area.y + list, h: facts, ..area },
        left,
        right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_stay_inside_the_body_at_every_size() {
        let filled = Filled { reasons: 3, suggested: 1, notes: 1, findings: 9 };
        for columns in 0..220 {
            for rows in 0..70 {
                for focus in Pane::ALL {
                    for zoom in [Zoom::Pane, Zoom::Full] {
                        let shown = layout(columns, rows, focus, Pane::Order, zoom, filled);
                        let areas = [
                            shown.tabs,
                            shown.order,
                            shown.evidence,
                            shown.findings,
                            shown.checklist,
                            shown.tray,
                            shown.strip,
                        ];
                        for area in areas.into_iter().flatten() {
                            assert!(
                                area.x + area.w <= columns && area.y + area.h <= rows,
                                "{columns}×{rows}"
                            );
                        }
                        if let Some(area) = shown.evidence {
                            let inside = evidence(area, 12, Pictures::Two, zoom);
                            for part in
                                [Some(inside.list), Some(inside.facts), Some(inside.left), inside.right]
                            {
                                let part = part.unwrap();
                                assert!(part.y + part.h <= area.y + area.h, "{columns}×{rows} {part:?}");
                            }
                        }
                    }
                }
            }
        }
    }
}
