//! A folder's files over the embedded ones: what they change, and what they are refused for.

use super::Layer;
use crate::catalog::rule::Weight;
use crate::catalog::{Broken, Catalog};
use crate::domain::lang::Lang;

fn layered(files: &[(&str, &str)]) -> Result<Catalog, Broken> {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Catalog::layered(&[Layer { folder: "own".into(), files }])
}

#[test]
fn a_row_changes_the_values_that_it_gives_and_no_other() {
    let rules = "[[rule]]\ncode = \"E001\"\nweight = \"warn\"\nreason = { zh = \"名称不符。\" }\n";
    let catalog = layered(&[("rules/own.toml", rules)]).unwrap();
    let (embedded, code) = (Catalog::embedded().unwrap(), "E001".into());
    let (own, before) = (catalog.rule(&code).unwrap(), embedded.rule(&code).unwrap());
    assert_eq!(own.weight, Weight::Warn);
    assert_eq!(own.reason.zh, "名称不符。");
    assert_eq!(own.reason.en, before.reason.en);
    assert_eq!((&own.title, &own.stages), (&before.title, &before.stages));
    assert_eq!(catalog.rules.len(), embedded.rules.len());
}

#[test]
fn a_row_is_added_and_a_row_is_taken_away() {
    let before = Catalog::embedded().unwrap();
    let rules = r#"
[[rule]]
code = "Z001"
slug = "own-question"
title = { zh = "问", en = "ask" }
what = { zh = "问", en = "ask" }
how = "human"
weight = "warn"
certainty = "sure"
source = ["-"]
stages = ["first_review"]
subject = "order"
reason = { zh = "有误", en = "wrong" }
mend = { zh = "更正", en = "mend" }
[[rule]]
code = "E014"
off = true
"#;
    let catalog = layered(&[("rules/own.toml", rules)]).unwrap();
    assert!(catalog.rule(&"Z001".into()).is_some());
    assert!(catalog.rule(&"E014".into()).is_none() && before.rule(&"E014".into()).is_some());
}

#[test]
fn a_copied_profile_keeps_what_it_does_not_say() {
    let own = "id = \"acme\"\nbased_on = \"ucloud-2018\"\nprovider = { zh = \"顶点云\", en = \"Acme\" }\n\
               curtain_text = \"顶点云\"\nsla_days = { first_review = 2.0 }\n\
               offers = { ip_ranges = [\"198.51.100.0/24\", \"2001:db8::/32\"] }\n";
    let catalog = layered(&[("profiles/acme.toml", own)]).unwrap();
    let acme = catalog.profile(&"acme".into()).unwrap();
    let base = catalog.profile(&"ucloud-2018".into()).unwrap();
    assert_eq!(acme.provider.get(Lang::Zh), "顶点云");
    assert_eq!(acme.stages, base.stages);
    assert_eq!(acme.sla_days.values().copied().collect::<Vec<_>>(), [2.0, 1.0]);
    assert_eq!(acme.offers.ip_ranges.len(), 2);
    assert_eq!(base.sla_days.values().copied().collect::<Vec<_>>(), [1.0, 1.0]);
}

#[test]
fn what_is_wrong_is_named_with_file_and_line() {
    for (name, text, line, words) in [
        (
            "rules/own.toml",
            "\n[[rule]]\ncode = \"E001\"\nweight = \"heavy\"\n",
            Some(2),
            "E001: weight: unknown variant `heavy`",
        ),
        ("rules/own.toml", "[[rule]]\ncode = \"Z001\"\n", Some(1), "missing field"),
        ("rules/own.toml", "[[rule]]\nweight = \"warn\"\n", Some(1), "has no 'code'"),
        ("rules/own.toml", "[[rule]]\ncode = \"Z001\"\noff = true\n", Some(1), "no row Z001"),
        ("rules/own.toml", "[[rule]]\ncode = \"E001\"\n[[rule]]\ncode = \"E001\"\n", Some(3), "stands twice"),
        ("rules/own.toml", "[[rules]]\ncode = \"E001\"\n", None, "[[rule]] rows, not 'rules'"),
        ("rules/own.toml", "[[rule]]\ncode = \"E001\"\nweigth = \"warn\"\n", Some(1), "weigth"),
        ("rules/own.toml", "[[rule]\n", Some(1), ""),
        (
            "rules/own.toml",
            "[[rule]]\ncode = \"E001\"\nwhen = { provinces = [\"atlantis\"] }\n",
            Some(1),
            "no province is called atlantis",
        ),
        (
            "rules/own.toml",
            "[[rule]]\ncode = \"E001\"\nwhen = { profiles = [\"acme\"] }\n",
            Some(1),
            "no profile is called acme",
        ),
        ("rule/own.toml", "", None, "there are profiles/*.toml"),
        (
            "profiles/acme.toml",
            "id = \"acme\"\nbased_on = \"nobody\"\n",
            Some(1),
            "no profile is called 'nobody'",
        ),
        ("profiles/acme.toml", "id = \"other\"\nbased_on = \"ucloud\"\n", Some(1), "give both one name"),
        (
            "profiles/acme.toml",
            "id = \"acme\"\nbased_on = \"ucloud\"\n[offers]\nip_ranges = [\"10.0.0.0/99\"]\n",
            Some(4),
            "offers.ip_ranges",
        ),
        ("profiles/acme.toml", "id = \"acme\"\n", Some(1), "missing field"),
        (
            "profiles/ucloud.toml",
            "id = \"ucloud\"\nrules_off = [\"Q999\"]\n",
            Some(1),
            "no rule has the code Q999",
        ),
        ("provinces.toml", "[[province]]\nid = \"beijing\"\nprefix = 11\n", Some(1), "prefix"),
        ("texts/zh.toml", "no_such_text = \"x\"\n", None, "no text 'no_such_text'"),
    ] {
        let Err(broken) = layered(&[(name, text)]) else { panic!("{text} was taken") };
        assert!(broken.what.en.contains(words), "{text}: {broken}");
        assert_eq!(broken.line, line, "{text}: {broken}");
    }
}

#[test]
fn a_copy_of_a_copy_is_refused() {
    let files = [
        ("profiles/a.toml", "id = \"a\"\nbased_on = \"ucloud\"\n"),
        ("profiles/b.toml", "id = \"b\"\nbased_on = \"a\"\n"),
    ];
    assert!(layered(&files).unwrap_err().what.en.contains("a copy itself"));
}

#[test]
fn every_fault_of_a_folder_is_told_and_none_comes_of_another() {
    let rules = "[[rule]]\ncode = \"E001\"\nweight = \"heavy\"\n[[rule]]\nweight = \"warn\"\n\
                 [[rule]]\ncode = \"S1O5\"\nweight = \"warn\"\n\
                 [[rule]]\ncode = \"E002\"\nwhen = { provinces = [\"atlantis\"] }\n";
    let words = "id = \"sensitive\"\n[[word]]\ntext = \"甲\"\n[[word]]\ntext = \"乙\"\n";
    let profile = "id = \"ucloud\"\nrules_off = [\"E01\", \"E001\"]\n";
    let files = [
        ("rules/own.toml", rules),
        ("rules/other.toml", "[[rule]\n"),
        ("words/own.toml", words),
        ("profiles/ucloud.toml", profile),
        ("calendars/2030.toml", "year = \"x\"\n"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
    let faults = Catalog::examined(&[Layer { folder: String::new(), files }]).unwrap_err();
    let mut told: Vec<(&str, Option<usize>, &str)> =
        faults.iter().map(|fault| (fault.file.as_str(), fault.line, fault.what.zh.as_str())).collect();
    told.sort_unstable();
    let expected = [
        ("calendars/2030.toml", Some(1), "类型不对"),
        ("profiles/ucloud.toml", Some(1), "没有规则 E01；是不是 E001？"),
        ("rules/other.toml", Some(1), "读不懂"),
        ("rules/own.toml", Some(1), "rule E001：weight：不认识的取值 heavy；可用的是"),
        ("rules/own.toml", Some(4), "这条 rule 缺少“code”"),
        ("rules/own.toml", Some(6), "没有规则 S1O5；是不是 S105？新增一条还须写 slug, title"),
        ("rules/own.toml", Some(9), "E002：没有省份“atlantis”"),
        ("words/own.toml", Some(2), "词“甲”没有 source"),
        ("words/own.toml", Some(4), "词“乙”没有 source"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for ((file, line, what), (of, at, words)) in told.iter().zip(expected) {
        assert_eq!((*file, *line), (of, at), "{what}");
        assert!(what.contains(words), "{what}");
    }
}

#[test]
fn a_code_that_no_rule_has_names_the_one_that_was_meant() {
    let broken = layered(&[("rules/own.toml", "[[rule]]\ncode = \"S15\"\nweight = \"warn\"\n")]).unwrap_err();
    assert!(
        broken.to_string().starts_with("own/rules/own.toml, line 1: no rule S15; did you mean S105?"),
        "{broken}"
    );
    let broken = layered(&[("rules/own.toml", "[[rule]]\ncode = \"E14\"\noff = true\n")]).unwrap_err();
    assert!(broken.what.en.contains("no row E14 to take away; did you mean E014?"), "{broken}");
}
