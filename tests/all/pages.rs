//! How the pages are laid out: a short first page, and the same pages in every language.

use super::architecture::root;
use super::docs::{LANGS, of_language, outside_code};
use std::fs;
use std::path::Path;

/// How long the first page of a language may be.
const FIRST_PAGE: usize = 100;

#[test]
fn the_first_pages_are_short() {
    for (_, first, _) in LANGS {
        let lines = fs::read_to_string(root().join(first)).unwrap().lines().count();
        assert!(lines <= FIRST_PAGE, "{first} has {lines} lines; at most {FIRST_PAGE}: move it into docs/");
    }
}

#[test]
fn every_language_has_the_same_pages() {
    let [one, two] = LANGS.map(|(_, first, folder)| {
        let pages = of_language(first, folder);
        pages.iter().map(|page| (name(page, folder), shape(page))).collect::<Vec<_>>()
    });
    let names = |pages: &[(String, Vec<String>)]| -> Vec<String> {
        pages.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&one), names(&two), "the languages differ in their pages");
    for ((name, one), (_, two)) in one.iter().zip(&two) {
        assert!(!one.is_empty(), "{name} has no heading");
        assert_eq!(one, two, "the languages differ in the headings or blocks of {name}");
    }
}

/// The name of a page within its language; the first page has none of its own.
fn name(page: &Path, folder: &str) -> String {
    let inner = page.strip_prefix(root().join(folder)).map(|path| path.to_string_lossy().into_owned());
    inner.unwrap_or_default()
}

/// The levels of the headings and the marks of the generated blocks, in their order.
fn shape(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let marks = outside_code(&text).filter_map(|line| match line {
        _ if line.starts_with('#') => Some(line.chars().take_while(|letter| *letter == '#').collect()),
        _ if line.starts_with("<!-- ") => Some(line.to_owned()),
        _ => None,
    });
    marks.collect()
}

#[test]
fn every_page_stands_in_the_contents_of_its_language() {
    let mut faults = Vec::new();
    for (_, first, folder) in LANGS {
        let contents = fs::read_to_string(root().join(folder).join("README.md")).unwrap();
        let opening = fs::read_to_string(root().join(first)).unwrap();
        assert!(opening.contains(&format!("({folder}/README.md)")), "{first} does not lead to the contents");
        for page in of_language(first, folder) {
            let name = name(&page, folder);
            if !name.is_empty() && name != "README.md" && !contents.contains(&format!("]({name})")) {
                faults.push(format!("{folder}/README.md does not name {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_page_leads_into_the_other_language_but_to_itself() {
    let mut faults = Vec::new();
    for (_, first, folder) in LANGS {
        let other = if folder.ends_with("en") { "/zh/" } else { "/en/" };
        for page in of_language(first, folder) {
            let (text, name) = (fs::read_to_string(&page).unwrap(), name(&page, folder));
            let foreign = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            let foreign = foreign.filter(|target| target.contains(other));
            faults.extend(
                foreign
                    .filter(|target| !target.ends_with(&format!("{other}{name}")))
                    .map(|target| format!("{}: {target}", page.display())),
            );
        }
    }
    assert!(faults.is_empty(), "links into the other language:\n{}", faults.join("\n"));
}
