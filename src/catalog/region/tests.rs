use super::*;

fn code(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap()
}

#[test]
fn every_line_of_both_tables_parses() {
    for (at, line) in embedded("regions.tsv") {
        assert!(read(line).is_ok(), "line {at}");
    }
    let regions = Regions::default();
    assert!(regions.rows().len() > 7_000);
    assert!(regions.rows().is_sorted_by_key(|row| (row.code, row.from)));
    let areas = AreaCodes::default();
    for row in regions.rows() {
        assert!(regions.known(&row.code.province().to_string()), "{}", row.code);
    }
    for served in ["010", "0755", "0898", "0997"].map(|area| areas.cities(area)) {
        assert!(served.iter().all(|code| regions.known(&code.to_string())));
    }
}

#[test]
fn codes_of_today_and_of_old_cards_are_known() {
    let regions = Regions::default();
    for given in ["110105", "340521", "810000", "820000", "830000", "710000", "659001"] {
        assert!(regions.known(given), "{given}");
        assert!(!regions.is_abolished(given), "{given}");
    }
    for old in ["110103", "440524", "330724", "132401", "372802", "500112"] {
        assert!(regions.known(old), "{old}");
        assert!(regions.is_abolished(old), "{old}");
    }
    for never in ["340524", "110199", "000000", "999999", "11010", "11010x", "１１０１０５", ""] {
        assert!(!regions.known(never), "{never}");
    }
}

#[test]
fn a_code_tells_its_names() {
    let regions = Regions::default();
    assert_eq!(regions.name("110105"), Some("朝阳区"));
    assert_eq!(regions.province_of("110105"), Some("北京市"));
    assert_eq!(regions.city_of("110105").map(|city| city.name.as_ref()), Some("北京市"));
    assert_eq!(regions.city_of("440305").map(|city| city.name.as_ref()), Some("深圳市"));
    assert_eq!(regions.city_of("429004").map(|city| city.name.as_ref()), Some("仙桃市"));
    assert_eq!(regions.city_of("440000"), None);
    assert_eq!(regions.full_name("440305").as_deref(), Some("广东省深圳市南山区"));
    assert_eq!(regions.full_name("110105").as_deref(), Some("北京市朝阳区"));
    assert_eq!(regions.name("440524"), Some("潮阳县"));
    assert!(regions.was_used("440524", 1990));
    assert!(!regions.was_used("440524", 2000));
    assert!(regions.was_used("110105", 1949));
}

#[test]
fn an_address_is_located_by_its_names() {
    let regions = Regions::default();
    let fits = |text: &str| Located::Fits(code(text));
    assert_eq!(regions.locate("44", "深圳市", "南山区"), fits("440305"));
    assert_eq!(regions.locate("44", "深圳", "南山"), fits("440305"));
    assert_eq!(regions.locate("11", "北京市", "朝阳区"), fits("110105"));
    assert_eq!(regions.locate("11", "市辖区", "朝阳区"), fits("110105"));
    assert_eq!(regions.locate("42", "仙桃市", ""), fits("429004"));
    assert_eq!(regions.locate("42", "仙桃市", "仙桃市"), fits("429004"));
    assert_eq!(regions.locate("44", "东莞市", "南城街道"), fits("441900"));
    assert_eq!(regions.locate("22", "延边", "延吉市"), fits("222401"));
    assert_eq!(regions.locate("35", "深圳市", "南山区"), Located::NoSuchCity);
    assert_eq!(regions.locate("44", "深圳市", "天河区"), Located::NoSuchDistrict(code("440300")));
    assert_eq!(regions.locate("11", "北京市", "崇文区"), Located::Abolished(code("110103"), 2009));
    assert_eq!(regions.locate("", "深圳市", ""), Located::NoSuchCity);
    assert_eq!(regions.called("南山区").len(), regions.called("南山").len());
    assert!(regions.called("南山区").contains(&code("440305")));
}

#[test]
fn an_area_code_serves_its_city() {
    let areas = AreaCodes::default();
    assert_eq!(areas.cities("0755"), [code("440300")]);
    assert_eq!(areas.serves("0755", code("440305")), Some(true));
    assert_eq!(areas.serves("755", code("440000")), Some(true));
    assert_eq!(areas.serves("0755", code("440106")), Some(false));
    assert_eq!(areas.serves("010", code("110105")), Some(true));
    assert_eq!(areas.serves("021", code("110105")), Some(false));
    assert_eq!(areas.serves("0731", code("430200")), Some(true));
    assert_eq!(areas.serves("0728", code("429004")), Some(true));
    assert_eq!(areas.serves("0999x", code("110105")), None);
    assert_eq!(areas.serves("0551", code("341600")), None, "no source gives this city's area code");
    assert_eq!(areas.of(code("440305")), ["0755"]);
    assert!(areas.of(code("440000")).contains(&"020"));
}

#[test]
fn own_rows_stand_above_the_embedded_ones() {
    let mut regions = Regions::default();
    regions.extend("regions.tsv", "# new\n110105\t朝阳区\t1980\t2030\n119999\t新区\t2027\t\n").unwrap();
    assert!(regions.is_abolished("110105"));
    assert_eq!(regions.name("119999"), Some("新区"));
    let error = regions.extend("regions.tsv", "# new\n11010\t朝阳区\t1980\t\n").unwrap_err();
    assert_eq!(error.line, Some(2));
    let mut areas = AreaCodes::default();
    areas.extend("area_codes.tsv", "0755\t440300,441900\n").unwrap();
    assert_eq!(areas.serves("0755", code("441900")), Some(true));
    assert!(areas.extend("area_codes.tsv", "755\t440300\n").is_err());
}
