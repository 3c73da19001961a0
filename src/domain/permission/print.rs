//! The table in print: for the command and the pages.

use super::{Deed, May, Permissions, TABLE, stages_of};
use crate::domain::lang::Lang;
use crate::domain::people::Role;
use crate::domain::stage::Stage;

/// Where a role may do it, in words: `first review (held), verification`; nothing where it never may.
pub fn words_of(permissions: &Permissions, deed: Deed, role: Role, lang: Lang) -> String {
    let places = stages_of(deed);
    let cells: Vec<(Option<Stage>, May)> = places
        .iter()
        .map(|stage| (*stage, permissions.may(deed, role, *stage)))
        .filter(|(_, may)| *may != May::No)
        .collect();
    let all_yes = cells.len() == places.len() && cells.iter().all(|(_, may)| *may == May::Yes);
    if all_yes && !cells.is_empty() {
        return lang.pick("可", "yes").to_owned();
    }
    let name = |(stage, may): &(Option<Stage>, May)| {
        let stage = stage.map(|stage| match lang {
            Lang::Zh => stage.zh().to_owned(),
            Lang::En => stage.slug().replace('_', " "),
        });
        let held = if *may == May::Held { lang.pick("（领取后）", " (held)") } else { "" };
        format!("{}{held}", stage.unwrap_or_default())
    };
    cells.iter().map(name).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// The table as it holds at first, as Markdown for the pages.
pub fn markdown(lang: Lang) -> String {
    let permissions = Permissions::default();
    let mut out = lang
        .pick(
            "| 事项 | 名称 | 初审 | 复审 | 主管 | 可修改 |\n| --- | --- | --- | --- | --- | --- |\n",
            "| what | name | first | second | supervisor | can be changed |\n| --- | --- | --- | --- | --- | --- |\n",
        )
        .to_owned();
    for line in &TABLE {
        let words = Role::ALL.map(|role| {
            let words = words_of(&permissions, line.deed, role, lang);
            if words.is_empty() { "–".to_owned() } else { words }
        });
        let changes = if line.fixed { lang.pick("否", "no") } else { lang.pick("是", "yes") };
        out.push_str(&format!(
            "| {} | `{}` | {} | {changes} |\n",
            line.deed.name(lang),
            line.slug,
            words.join(" | ")
        ));
    }
    out
}
