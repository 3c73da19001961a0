//! The files of two revisions, each against its like: by kind, owner and side, and then by its bytes.

use crate::domain::order::{AttachmentKind, Side};
use crate::domain::view::AttachmentView;
use serde::Serialize;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileIs {
    /// Another file stands in its place.
    Replaced,
    /// There was none before.
    Added,
    /// The new revision does not have it.
    Removed,
    /// The same bytes.
    Same,
}

impl FileIs {
    /// The key of its word is `file_is.<slug>`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Same => "same",
        }
    }

    /// A sign, so that colour never says it alone.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Replaced => "~",
            Self::Added => "+",
            Self::Removed => "-",
            Self::Same => "=",
        }
    }
}

/// A file of either revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileNews {
    /// What it is meant to be.
    pub kind: AttachmentKind,
    /// Whose.
    pub owner: Option<String>,
    /// Which side.
    pub side: Option<Side>,
    /// What became of it.
    pub is: FileIs,
    /// Its place among the files of the revision before.
    pub before: Option<usize>,
    /// Its place among the present files.
    pub after: Option<usize>,
}

/// Every file of two revisions, in the order of the present ones, what is gone at the end. Of several files with
/// the same kind, owner and side those with the same bytes belong together, the others in their order.
pub fn compare(before: &[AttachmentView], after: &[AttachmentView]) -> Vec<FileNews> {
    let key = |file: &AttachmentView| (file.given.kind, file.given.owner.clone(), file.given.side);
    let mut left: Vec<usize> = (0..before.len()).collect();
    let mut take = |fits: &dyn Fn(&AttachmentView) -> bool| {
        let place = left.iter().position(|at| before.get(*at).is_some_and(fits))?;
        Some(left.remove(place))
    };
    let same: Vec<Option<usize>> = after
        .iter()
        .map(|file| take(&|old| key(old) == key(file) && old.facts.sha256 == file.facts.sha256))
        .collect();
    let mut news: Vec<FileNews> = after
        .iter()
        .zip(same)
        .enumerate()
        .map(|(at, (file, same))| {
            let like = same.or_else(|| take(&|old| key(old) == key(file)));
            let is = match (same, like) {
                (Some(_), _) => FileIs::Same,
                (None, Some(_)) => FileIs::Replaced,
                (None, None) => FileIs::Added,
            };
            told(file, is, like, Some(at))
        })
        .collect();
    let gone = left.iter().filter_map(|at| Some((*at, before.get(*at)?)));
    news.extend(gone.map(|(at, file)| told(file, FileIs::Removed, Some(at), None)));
    news
}

fn told(file: &AttachmentView, is: FileIs, before: Option<usize>, after: Option<usize>) -> FileNews {
    let given = &file.given;
    FileNews { kind: given.kind, owner: given.owner.clone(), side: given.side, is, before, after }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::{FileFacts, FileState, Media};
    use crate::domain::ids::Sha256;
    use crate::domain::order::Attachment;

    fn file(text: &str) -> AttachmentView {
        let mut parts = text.split(' ');
        let mut part = || parts.next().filter(|part| *part != ".").map(str::to_owned);
        let given = serde_json::json!({
            "path": "f", "kind": part().unwrap(), "owner": part(), "side": part(),
        });
        let given: Attachment = serde_json::from_value(given).unwrap();
        let facts = FileFacts {
            method: 0,
            sha256: Sha256::of(part().unwrap().as_bytes()),
            bytes: 1,
            media: Media::Jpeg,
            state: FileState::Whole,
            picture: None,
            exif: None,
            software: Vec::new(),
        };
        AttachmentView { given, facts, revision: 1, supplement: None, purged: None }
    }

    #[test]
    fn every_file_stands_against_its_like() {
        use FileIs::{Added, Removed, Replaced, Same};
        const FRONT: &str = "id_document p1 front a";
        const BACK: &str = "id_document p1 back b";
        let id = [FRONT, BACK];
        type Pairing = (FileIs, Option<usize>, Option<usize>);
        let cases: Vec<(&[&str], &[&str], Vec<Pairing>)> = vec![
            (&id, &id, vec![(Same, Some(0), Some(0)), (Same, Some(1), Some(1))]),
            (&id, &[BACK, FRONT], vec![(Same, Some(1), Some(0)), (Same, Some(0), Some(1))]),
            (
                &id,
                &["id_document p1 front c", BACK],
                vec![(Replaced, Some(0), Some(0)), (Same, Some(1), Some(1))],
            ),
            (&id, &[FRONT], vec![(Same, Some(0), Some(0)), (Removed, Some(1), None)]),
            (&[], &[FRONT], vec![(Added, None, Some(0))]),
            // Sides merged into one picture: the two are gone, another came.
            (
                &id,
                &["id_document p1 merged m"],
                vec![(Added, None, Some(0)), (Removed, Some(0), None), (Removed, Some(1), None)],
            ),
            // The same bytes for another person are another document.
            (
                &["id_document p1 front a"],
                &["id_document p2 front a"],
                vec![(Added, None, Some(0)), (Removed, Some(0), None)],
            ),
            // Two of a kind: equal bytes go together first, whatever their order.
            (
                &["domain_certificate s1 . a", "domain_certificate s1 . b"],
                &["domain_certificate s1 . c", "domain_certificate s1 . a"],
                vec![(Replaced, Some(1), Some(0)), (Same, Some(0), Some(1))],
            ),
        ];
        for (before, after, expected) in cases {
            let files = |list: &[&str]| list.iter().map(|text| file(text)).collect::<Vec<_>>();
            let news = compare(&files(before), &files(after));
            let found: Vec<_> = news.iter().map(|one| (one.is, one.before, one.after)).collect();
            assert_eq!(found, expected, "{before:?} {after:?}");
        }
    }
}
