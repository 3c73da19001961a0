use super::*;
use crate::catalog::Catalog;

fn words() -> WordLists {
    Catalog::embedded().unwrap().words().clone()
}

/// Words found and where, written as `中国@0-2`.
fn found(words: &WordLists, id: &ListId, text: &str) -> String {
    let hits = words.find_all(id, text);
    let hits: Vec<_> =
        hits.iter().map(|hit| format!("{}@{}-{}", hit.word.text, hit.start, hit.end)).collect();
    hits.join(" ")
}

const CASES: &[(&ListId, &str, &str)] = &[
    // At the start only.
    (&WordLists::STATE, "中国茶叶网", "中国@0-2"),
    (&WordLists::STATE, "《中 华》茶叶网", "中华@1-4"),
    (&WordLists::STATE, "美丽中国", ""),
    (&WordLists::STATE, "人民公园旁的书店", "人民@0-2"),
    (&WordLists::STATE, "中关村书店", ""),
    (&WordLists::SENSITIVE, "清风反腐网", "反腐@2-4"),
    (&WordLists::SENSITIVE, "反\u{200b}腐", "反腐@0-3"),
    (&WordLists::SENSITIVE, "青色情怀", "色情@1-3"), // by accident: shown, a person decides
    (&WordLists::SENSITIVE, "青山书店", ""),
    // At the end only.
    (&WordLists::GENERIC, "小明的个人空间", "个人空间@3-7"),
    (&WordLists::GENERIC, "小明工作室！", "工作室@2-5"),
    (&WordLists::GENERIC, "网站", "网站@0-2"),
    (&WordLists::GENERIC, "平台搭建笔记", ""),
    (&WordLists::GENERIC, "小明的小站", ""),
    (&WordLists::GENERIC_PRACTICE, "财经资讯早知道", "资讯@2-4"),
    (&WordLists::GENERIC_PRACTICE, "木工札记", ""),
    (&WordLists::GENERIC_JIANGSU, "李小明的个人博客", "的个人博客@3-8"),
    (&WordLists::GENERIC_JIANGSU, "李小明博客", ""),
    (&WordLists::PRIOR_APPROVAL_NAMES, "小明的博 客", "博客@3-6"),
    (&WordLists::PRIOR_APPROVAL_NAMES, "在线交流", "在线@0-2 交流@2-4"),
    (&WordLists::PRIOR_APPROVAL_NAMES, "内在线条", "在线@1-3"), // by accident
    (&WordLists::PRIOR_APPROVAL_NAMES, "木工札记", ""),
    (&WordLists::SUPERSTITION, "周易算命", "算命@2-4"),
    (&WordLists::SUPERSTITION, "大风水手", "风水@1-3"), // by accident
    (&WordLists::SUPERSTITION, "山水之间", ""),
    (&WordLists::THESES_JOURNALS, "论文与期刊", "论文@0-2 期刊@3-5"),
    (&WordLists::THESES_JOURNALS, "讨论文学", "论文@1-3"), // by accident
    (&WordLists::THESES_JOURNALS, "散文小记", ""),
    (&WordLists::BUSINESS, "小明商城", "商城@2-4"),
    (&WordLists::BUSINESS, "小明的日记", ""),
    (&WordLists::INDUSTRY, "小明装修日记", "装修@2-4"),
    (&WordLists::INDUSTRY, "小明的日记", ""),
    (&WordLists::OCCUPATION, "小明律师", "律师@2-4"),
    (&WordLists::OCCUPATION, "一律师从", "律师@1-3"), // by accident
    (&WordLists::OCCUPATION, "小明的日记", ""),
    (&WordLists::PUBLIC_ADMINISTRATION, "城管见闻", "城管@0-2"),
    (&WordLists::PUBLIC_ADMINISTRATION, "小明的日记", ""),
    (&WordLists::COMPANY_PRODUCT, "小明科技有限公司官网", "科技有限@2-6 公司@6-8 官网@8-10"),
    (&WordLists::COMPANY_PRODUCT, "小明的日记", ""),
    (&WordLists::FINANCE_ENTITY, "杭州某某投资管理有限公司", "投资管理@4-8"),
    (&WordLists::FINANCE_ENTITY, "杭州某某投资有限公司", ""),
    (&WordLists::FINANCE_ENTITY, "某某担保与典当、贷款、理财", "担保@2-4 典当@5-7 贷款@8-10 理财@11-13"),
    (&WordLists::FINANCE_ENTITY, "整理财物", "理财@1-3"), // by accident
    (&WordLists::FINANCE_LICENCE, "Ｐ２Ｐ 网贷之家", "P2P@0-3 网贷@4-6"),
    (&WordLists::FINANCE_LICENCE, "基金管理", "基金管理@0-4"),
    (&WordLists::FINANCE_LICENCE, "MP2P3", ""), // a Latin word stands alone
    (&WordLists::FINANCE_LICENCE, "木工札记", ""),
    (&WordLists::PRIOR_APPROVAL, "某某文化传播", "文化@2-4"),
    (&WordLists::PRIOR_APPROVAL, "小明教育游戏", "教育@2-4 游戏@4-6"),
    (&WordLists::PRIOR_APPROVAL, "某某机械", ""),
    (&WordLists::FORUM, "站长bbs", "BBS@2-5"),
    (&WordLists::FORUM, "subbbs", ""),
    (&WordLists::FORUM, "理论坛子", "论坛@1-3"), // by accident
    (&WordLists::FORUM, "木工札记", ""),
    (&WordLists::PERSON_NAME, "张三的小站", "张三@0-2"),
];

#[test]
fn each_list_finds_its_words_where_they_stand() {
    let words = words();
    for (id, text, expected) in CASES {
        assert_eq!(found(&words, id, text), *expected, "{id} in {text}");
    }
}

#[test]
fn the_lists_that_rules_name_are_there_and_have_cases_or_a_test() {
    let words = words();
    let with_cases: Vec<_> = CASES.iter().map(|(id, ..)| *id).collect();
    let others = ["idiom", "place", "surname", "surname_everyday", "surname_compound"];
    let frames = ["person_frame", "person_opening"];
    for list in words.lists() {
        let tested = others.contains(&list.id.as_str()) || frames.contains(&list.id.as_str());
        assert!(with_cases.contains(&&list.id) || tested, "{} has no case", list.id);
        assert!(!list.source.is_empty(), "{} has no source", list.id);
    }
    for (id, ..) in CASES {
        assert!(words.list(id).is_some(), "{id} is missing");
    }
}

#[test]
fn the_lists_of_the_source_hold_exactly_its_words() {
    let words = words();
    let table = [
        (&WordLists::STATE, "中国 中华 中央 人民 人大 国家"),
        (&WordLists::SENSITIVE, "反腐 赌博 廉政 色情"),
        (&WordLists::GENERIC, "个人空间 网站 网络 网址 爱好者 作品展示 工作室 平台 主页 热线 社团 导航"),
        (&WordLists::PRIOR_APPROVAL_NAMES, "博客 论坛 在线 社区 交流"),
        (&WordLists::FINANCE_ENTITY, "投资管理 担保 典当 贷款 理财"),
    ];
    for (id, expected) in table {
        let list: Vec<_> = words.list(id).unwrap().words().iter().map(|word| word.text.as_str()).collect();
        assert_eq!(list.join(" "), expected);
    }
}

#[test]
fn a_word_tells_its_class_its_province_and_how_sure_it_is() {
    let words = words();
    let hit = words.find_all(&WordLists::PRIOR_APPROVAL, "校外培训")[0];
    assert_eq!(hit.class().unwrap().licence.as_ref().unwrap().zh, "民办学校办学许可证");
    assert_eq!(hit.certainty(), crate::catalog::rule::Certainty::One);
    let hit = words.find_all(&WordLists::FINANCE_LICENCE, "某某金控")[0];
    assert!(hit.holds_in(&"zhejiang".into()));
    assert!(!hit.holds_in(&"guangdong".into()));
    let hit = words.find_all(&WordLists::GENERIC_PRACTICE, "小明的博客")[0];
    assert!(!hit.holds_in(&"jiangsu".into()));
    assert!(hit.list.is_for(&"personal".into()));
    assert!(!hit.list.is_for(&"enterprise".into()));
}

#[test]
fn every_province_that_a_word_names_is_known() {
    let catalog = Catalog::embedded().unwrap();
    for word in catalog.words().lists().flat_map(WordList::words) {
        for id in word.provinces.iter().chain(&word.not_provinces) {
            assert!(catalog.province(id).is_some(), "{} names {id}", word.text);
        }
    }
}

#[test]
fn idioms() {
    let words = words();
    let table = [
        ("画蛇添足", true),
        ("一帆风顺", true),
        ("破 天荒", true),
        ("破天荒", true),
        ("只许州官放火，不许百姓点灯", true),
        ("画蛇添足小站", false),
        ("里程碑", false), // off in the list
        ("小明的日记", false),
        ("", false),
    ];
    for (text, expected) in table {
        assert_eq!(words.is_idiom(text), expected, "{text}");
    }
    assert!(compact::idioms().unwrap().len() > 30_000);
}

#[test]
fn places() {
    let words = words();
    let table = [
        ("石家庄美食记", "石家庄@0-3"),
        ("北京市朝阳区的秋天", "北京市@0-3 朝阳区@3-6"),
        ("朝阳下的单车", ""), // a short form that is an everyday word
        ("我爱长阳与恩施", "长阳@2-4 恩施@5-7"),
        ("广西 壮族自治区", "广西壮族自治区@0-8"),
        ("内蒙古草原", "内蒙古@0-3"),
        ("香港夜景", "香港@0-2"),
        ("学习上海绵宝宝", "上海@2-4"), // by accident: shown, a person decides
        ("木工札记", ""),
    ];
    for (text, expected) in table {
        let hits = words.places_in(text);
        let hits: Vec<_> = hits.iter().map(|hit| format!("{}@{}-{}", hit.name, hit.start, hit.end)).collect();
        assert_eq!(hits.join(" "), expected, "{text}");
    }
    assert!(words.is_place("浙江") && words.is_place("浙江省") && words.is_place("浦东"));
    assert!(!words.is_place("和平") && words.is_place("和平区") && !words.is_place("浙江人"));
    let hit = &words.places_in("杭州")[0];
    assert_eq!((hit.level, hit.form), (Some(Level::City), Form::Short));
}

#[test]
fn names_of_persons() {
    let words = words();
    let yes = [
        ("张三的小站", 0..2),
        ("李小明的小站", 0..3),
        ("李小明", 0..3),
        ("王建国摄影日记", 0..3),
        ("欧阳修远的博客", 0..4),
        ("诸葛亮的家", 0..3),
        ("我是刘德华", 2..5),
        ("李 小明 的个人博客", 0..4),
        ("高志强的书房", 0..3),
        ("陈伟的技术笔记", 0..2),
        ("王国强", 0..3),
        ("黄晓明的空间", 0..3),
    ];
    for (text, range) in yes {
        assert_eq!(words.looks_like_person_name(text), Some(range), "{text}");
    }
    let no = [
        "高科技",
        "高兴的小站",
        "安全屋",
        "方便面",
        "云计算笔记",
        "白日梦",
        "金手指",
        "花世界",
        "江湖客",
        "黄金屋",
        "张家口",
        "张冠李戴",
        "王者归来",
        "王子病",
        "周末游",
        "马拉松日记",
        "木工札记",
        "程序人生",
        "小站",
        "网站",
        "",
        "ABC",
        "常用工具",
        "时光小屋",
        "温暖的家",
        "田园诗",
        "李子园",
        "唐人街",
        "黄梅戏",
        "许愿树",
        "何以安心",
    ];
    for text in no {
        assert_eq!(words.looks_like_person_name(text), None, "{text}");
    }
}

#[test]
fn a_second_file_extends_a_list_row_by_row() {
    let mut words = words();
    let more = "id = \"sensitive\"\nword = [\n  { text = \"廉政\", off = true },\n  { text = \"传销\", source = \"own\" },\n]\n";
    words.take("words/sensitive.toml", more).unwrap();
    assert_eq!(found(&words, &WordLists::SENSITIVE, "廉政与传销与赌博"), "传销@3-5 赌博@6-8");
    assert_eq!(words.list(&WordLists::SENSITIVE).unwrap().title.zh, "敏感词");
    let idioms = "id = \"idiom\"\nword = [{ text = \"画蛇添足\", off = true }, { text = \"躺平摆烂\", source = \"own\" }]\n";
    words.take("words/idiom.toml", idioms).unwrap();
    assert!(!words.is_idiom("画蛇添足") && words.is_idiom("躺平摆烂"));
    let places = "id = \"place\"\nword = [{ text = \"石家庄\", off = true }, { text = \"中关村\", source = \"own\" }]\n";
    words.take("words/place.toml", places).unwrap();
    assert!(words.places_in("石家庄").is_empty() && words.is_place("中关村"));
    assert_eq!(words.places_in("北京中关村")[1].start, 2);
}

#[test]
fn a_users_folder_changes_the_lists_of_the_catalogue() {
    use crate::catalog::Layer;
    let own = "id = \"sensitive\"\nword = [{ text = \"传销\", source = \"own\" }]\n";
    let layer = Layer { folder: "own".into(), files: vec![("words/own.toml".into(), own.into())] };
    let catalog = Catalog::layered(&[layer]).unwrap();
    assert_eq!(found(catalog.words(), &WordLists::SENSITIVE, "传销与赌博"), "传销@0-2 赌博@3-5");
}

#[test]
fn a_broken_file_is_refused_with_what_is_wrong() {
    let table = [
        ("id = \"x\"\n", "no title"),
        ("id = \"x\"\ntitle = { zh = \"x\", en = \"x\" }\n", "no certainty"),
        ("id = \"state\"\nword = [{ text = \"A\" }]\n", "line 2: the word A has no source"),
        ("id = \"state\"\nword = [{ text = \" \", source = \"x\" }]\n", "is empty"),
        (
            "id = \"state\"\nword = [{ text = \"A\", source = \"x\" }, { text = \"ａ\", source = \"x\" }]\n",
            "twice",
        ),
        ("id = \"state\"\n\nwords = 3\n", "line 3"),
        ("id = \"state\"\nword = [{ text = \"A\", source = \"x\", class = \"y\" }]\n", "class"),
    ];
    for (text, expected) in table {
        let error = words().take("words/x.toml", text).unwrap_err()[0].to_string();
        assert!(error.contains(expected), "{error}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_a_search_panic_and_every_hit_lies_in_it(text in "[\\PC中国博客的张三李四ａＰ２Ｐ \u{200b}]{0,24}") {
        use std::sync::LazyLock;
        static WORDS: LazyLock<WordLists> = LazyLock::new(words);
        let count = text.chars().count();
        for list in WORDS.lists() {
            for hit in WORDS.find_all(&list.id, &text) {
                assert!(hit.start < hit.end && hit.end <= count);
            }
        }
        assert!(WORDS.places_in(&text).iter().all(|hit| hit.start < hit.end && hit.end <= count));
        assert!(WORDS.looks_like_person_name(&text).is_none_or(|range| range.start < range.end && range.end <= count));
        WORDS.is_idiom(&text);
    }
}
