use super::*;
use crate::app::screen::review::rows::rows;
use crate::app::screen::review::testing::{history, many_changes, personal, resubmission, second_review};
use crate::domain::diff;

/// True where a row of path `row` shows the value at `path`.
fn holds(row: &str, path: &str) -> bool {
    let inside = path.strip_prefix(row).is_some_and(|rest| rest.starts_with(['.', '[']));
    path == row || inside || row.ends_with(".valid") && validity(path).as_deref() == Some(row)
}

/// What the index is meant to say, told by looking at one row after the other.
fn found_one_by_one(rows: &[Row], path: &str) -> Option<usize> {
    let is = |row: &Row, same: &dyn Fn(&str) -> bool| match row {
        Row::Field(field) => same(&field.path),
        Row::Head { path, .. } => !path.is_empty() && same(path),
        _ => false,
    };
    let place = |same: &dyn Fn(&str) -> bool| rows.iter().position(|row| is(row, same));
    let inside = format!("{path}.");
    let field = rows.iter().position(|row| matches!(row, Row::Field(field) if holds(&field.path, path)));
    field
        .or_else(|| place(&|known| known == path || known.starts_with(&inside)))
        .or_else(|| nearest(rows, path))
}

/// The innermost part or field that a path lies in.
fn nearest(rows: &[Row], path: &str) -> Option<usize> {
    let known = rows.iter().enumerate().filter_map(|(at, row)| match row {
        Row::Field(field) => Some((at, field.path.as_str())),
        Row::Head { path, .. } if !path.is_empty() => Some((at, path.as_str())),
        _ => None,
    });
    let around = known.filter(|(_, known)| holds(known, path));
    around.max_by_key(|(at, known)| (known.len(), std::cmp::Reverse(*at))).map(|(at, _)| at)
}

#[test]
fn the_index_finds_what_looking_at_every_row_finds() {
    let mut asked = 0;
    for view in [second_review(), personal(), resubmission(), many_changes(), history()] {
        let rows = rows(&view, None);
        let mut paths: Vec<String> = rows.iter().filter_map(path_of).collect();
        let other = personal().order;
        paths.extend(diff::fields(&view.order, &other).into_iter().map(|change| change.path));
        for path in paths.clone() {
            paths.extend([format!("{path}.more"), format!("{path}[3]"), format!("{path}x")]);
            paths.extend(path.rsplit_once(['.', '[']).map(|(part, _)| part.to_owned()));
        }
        for path in paths {
            assert_eq!(rows.find(&path), found_one_by_one(&rows, &path), "{path}");
            asked += 1;
        }
    }
    assert!(asked > 500, "{asked}");
}

fn path_of(row: &Row) -> Option<String> {
    match row {
        Row::Field(field) => Some(field.path.clone()),
        Row::Head { path, .. } => Some(path.clone()),
        _ => None,
    }
}
