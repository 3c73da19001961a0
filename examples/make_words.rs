//! Makes the compact word lists of `data/words` (`*.fst`) from the packages that data/SOURCES.md names.
//! The same bytes on every run.
//!
//! `make_words IDIOM.CSV THUOCL_CHENGYU.TXT CHINA_DIVISION_DIST DICT.TXT MINGZI.JSON`

use anyhow::{Context, bail};
use fst::{MapBuilder, SetBuilder};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Peoples whose names stand between a place's own name and "autonomous", longest first.
const PEOPLES: [&str; 58] = [
    "柯尔克孜",
    "塔吉克族",
    "乌孜别克",
    "哈萨克族",
    "东乡族",
    "达斡尔族",
    "鄂伦春族",
    "鄂温克族",
    "俄罗斯族",
    "裕固族",
    "保安族",
    "撒拉族",
    "土家族",
    "仡佬族",
    "布依族",
    "哈尼族",
    "傈僳族",
    "拉祜族",
    "纳西族",
    "景颇族",
    "布朗族",
    "普米族",
    "独龙族",
    "德昂族",
    "阿昌族",
    "基诺族",
    "仫佬族",
    "毛南族",
    "朝鲜族",
    "蒙古族",
    "哈萨克",
    "塔吉克",
    "各族",
    "蒙古",
    "锡伯",
    "锡伯族",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "侗族",
    "瑶族",
    "白族",
    "傣族",
    "黎族",
    "佤族",
    "畲族",
    "水族",
    "土族",
    "羌族",
    "怒族",
    "京族",
    "满族",
    "高山族",
    "门巴族",
    "珞巴族",
    "赫哲族",
];

/// Names that mean no place by themselves.
const NO_NAMES: [&str; 12] = [
    "市辖区",
    "县",
    "城区",
    "郊区",
    "矿区",
    "东区",
    "西区",
    "新区",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "中沙群岛的岛礁及其海域",
    "开发区",
];

/// Characters that given names of every generation use; 三, 四 and their like for names of the street.
const USUAL: &str = "国军建华明强伟勇平志文玉金红英芳丽秀兰珍梅霞燕敏静娟艳萍琴凤云桂花春香爱莲芬翠淑惠雪晓小子家海永德\
    光东祥福贵生宝根全林森荣富昌盛发财庆喜龙虎彪飞鹏鸿超杰斌宾彬涛波浩洋亮刚峰锋毅凯俊豪义仁礼智信忠孝良善新立成正大天\
    长少振武胜利民安康宁泰和顺兴旺达远卫星辉阳晨旭曦宇轩泽涵梓欣怡佳琪瑶婷娜莎莉雅思诗梦慧颖倩茜雯妍彤曼琳璐瑾萱悦晴\
    一二三四五六七八九";

#[derive(Deserialize)]
struct Idiom {
    word: String,
}

#[derive(Deserialize)]
struct Division {
    name: String,
}

#[derive(Deserialize)]
struct Names {
    male_single: Vec<String>,
    female_single: Vec<String>,
    surname: BTreeMap<String, f64>,
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [idioms, thuocl, divisions, dictionary, names] = arguments.as_slice() else {
        bail!(
            "five paths are needed: idiom.csv, THUOCL_chengyu.txt, china-division/dist, dict.txt, data.json"
        );
    };
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/words");
    let names: Names = serde_json::from_str(&read(names)?)?;
    let dictionary = read(dictionary)?;
    let dictionary: Vec<(&str, u32, &str)> = dictionary.lines().filter_map(entry).collect();
    write_set(&out.join("idiom.fst"), &all_idioms(idioms, thuocl)?)?;
    write_map(&out.join("place.fst"), &places(Path::new(divisions))?)?;
    write_map(&out.join("given.fst"), &given(&names, &dictionary))?;
    write_set(&out.join("ordinary.fst"), &ordinary(&names, &dictionary))
}

fn read(path: impl AsRef<Path>) -> anyhow::Result<String> {
    let path = path.as_ref();
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn entry(line: &str) -> Option<(&str, u32, &str)> {
    let mut parts = line.split(' ');
    Some((parts.next()?, parts.next()?.parse().ok()?, parts.next()?))
}

/// Han characters alone: blanks and commas inside an idiom go, as they go from a name.
fn han(text: &str) -> String {
    text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect()
}

fn all_idioms(csv: &str, thuocl: &str) -> anyhow::Result<BTreeSet<String>> {
    let mut rows = csv::Reader::from_path(csv).with_context(|| csv.to_owned())?;
    let mut idioms = BTreeSet::new();
    for row in rows.deserialize::<Idiom>() {
        idioms.insert(han(&row?.word));
    }
    idioms.extend(read(thuocl)?.lines().filter_map(|line| line.split('\t').next()).map(han));
    idioms.retain(|idiom| idiom.chars().count() >= 3);
    Ok(idioms)
}

/// Places with twice their level (1 province, 2 city, 3 county), plus one for a short form.
fn places(dist: &Path) -> anyhow::Result<BTreeMap<String, u64>> {
    let mut places = BTreeMap::new();
    for (level, file) in [(1, "provinces.json"), (2, "cities.json"), (3, "areas.json")] {
        let rows: Vec<Division> = serde_json::from_str(&read(dist.join(file))?)?;
        for Division { name } in rows {
            if NO_NAMES.contains(&name.as_str()) || name.chars().count() > 14 {
                continue;
            }
            if let Some(short) = short_form(&name) {
                places.entry(short).or_insert(level * 2 + 1);
            }
            places.entry(name).or_insert(level * 2);
        }
    }
    Ok(places)
}

/// The name without 省, 市, 县 … and without the peoples of an autonomous unit; two characters at least.
fn short_form(name: &str) -> Option<String> {
    let unfit = ["开发区", "园区", "管理区", "示范区", "实验区", "管委会", "委员会", "群岛", "合作区"];
    if unfit.iter().any(|end| name.ends_with(end)) {
        return None;
    }
    let kinds = [
        "特别行政区",
        "自治区",
        "自治州",
        "自治县",
        "自治旗",
        "地区",
        "林区",
        "特区",
        "新区",
        "矿区",
        "左旗",
        "右旗",
        "中旗",
        "前旗",
        "后旗",
        "联合旗",
        "省",
        "市",
        "县",
        "区",
        "旗",
        "盟",
    ];
    let mut short = kinds.iter().find_map(|kind| name.strip_suffix(kind))?;
    if name.contains("自治") {
        while let Some(rest) = PEOPLES.iter().find_map(|people| short.strip_suffix(people)) {
            if rest.chars().count() < 2 {
                short = short.strip_suffix('族').unwrap_or(short);
                break;
            }
            short = rest;
        }
        short = short.strip_suffix("维吾尔").unwrap_or(short);
    }
    (short.chars().count() >= 2 && !NO_NAMES.contains(&short)).then(|| short.to_owned())
}

/// Characters of given names: 2 for usual ones, 1 for those that occur.
fn given(names: &Names, dictionary: &[(&str, u32, &str)]) -> BTreeMap<String, u64> {
    let mut common: Vec<_> = names.surname.iter().collect();
    common.sort_by(|a, b| b.1.total_cmp(a.1));
    let common: BTreeSet<&str> = common.iter().take(60).map(|(name, _)| name.as_str()).collect();
    let mut counts: BTreeMap<char, u64> = BTreeMap::new();
    for (word, _, kind) in dictionary {
        let letters: Vec<char> = word.chars().collect();
        if *kind == "nr" && letters.len() == 3 && common.contains(letters[0].to_string().as_str()) {
            letters[1..].iter().for_each(|c| *counts.entry(*c).or_default() += 1);
        }
    }
    let singles =
        names.male_single.iter().chain(&names.female_single).filter(|name| name.chars().count() == 1);
    let usual = singles.cloned().chain(USUAL.chars().map(String::from)).map(|name| (name, 2));
    let mut given: BTreeMap<String, u64> = usual.collect();
    for (c, _) in counts.into_iter().filter(|(_, count)| *count >= 5) {
        given.entry(c.to_string()).or_insert(1);
    }
    given
}

/// Words of everyday language that a person's name could be taken for.
fn ordinary(names: &Names, dictionary: &[(&str, u32, &str)]) -> BTreeSet<String> {
    let words = dictionary.iter().filter(|(word, count, kind)| {
        let surname = word.chars().next().is_some_and(|c| names.surname.contains_key(c.to_string().as_str()));
        match word.chars().count() {
            2 => *count >= 50 && !kind.starts_with("nr"),
            3 => surname && *count >= 3 && !kind.starts_with("nr"),
            _ => false,
        }
    });
    words.map(|(word, _, _)| (*word).to_owned()).collect()
}

fn write_set(path: &Path, words: &BTreeSet<String>) -> anyhow::Result<()> {
    let mut builder = SetBuilder::memory();
    builder.extend_iter(words)?;
    save(path, &builder.into_inner()?, words.len())
}

fn write_map(path: &Path, words: &BTreeMap<String, u64>) -> anyhow::Result<()> {
    let mut builder = MapBuilder::memory();
    builder.extend_iter(words.iter().map(|(word, value)| (word, *value)))?;
    save(path, &builder.into_inner()?, words.len())
}

fn save(path: &Path, bytes: &[u8], words: usize) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| path.display().to_string())?;
    println!("{}: {words} words, {} KiB", path.display(), bytes.len() / 1024);
    Ok(())
}
