//! Looking regions up by the names that people write in an address.

use super::{Region, RegionCode, Regions};

/// Where the names of an address lie (E006).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Located {
    /// All names fit into one another; the finest code that they give.
    Fits(RegionCode),
    /// No city of that name lies in the province.
    NoSuchCity,
    /// The city is this one, but no district of that name lies in it.
    NoSuchDistrict(RegionCode),
    /// The names fit a region that is no more, with the last year of its code.
    Abolished(RegionCode, u16),
}

/// What may end a region's name and is often left out.
const ENDINGS: [&str; 14] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
];

/// Names of the second level of a municipality, which are a formality.
const FORMAL: [&str; 3] = ["市辖区", "县", "直辖县"];

impl Regions {
    /// Looks an address up: the province by its prefix (`44`), city and district by their names, whole or
    /// without ending; an empty name is not asked.
    pub fn locate(&self, prefix: &str, city: &str, district: &str) -> Located {
        let (city, district) = (city.trim(), district.trim());
        let Some(province) = RegionCode::parse(&format!("{prefix}0000")) else {
            return Located::NoSuchCity;
        };
        let place = if city.is_empty() { Some(Place::now(province)) } else { self.city(province, city) };
        let Some(place) = place else { return Located::NoSuchCity };
        let district = if same(city, district) { "" } else { district };
        if district.is_empty() || !self.has_districts(place.code) {
            return place.located();
        }
        match self.best(province, |row| below(place.code, row.code), district) {
            Some(found) => found.located(),
            None => Located::NoSuchDistrict(place.code),
        }
    }

    /// Codes in force of every region of that name, whole or without ending, anywhere.
    pub fn called(&self, name: &str) -> Vec<RegionCode> {
        let name = name.trim();
        let rows = self.rows().iter().filter(|row| row.until.is_none() && same(&row.name, name));
        rows.map(|row| row.code).collect()
    }

    /// Codes of every region that has or had exactly that name.
    pub fn exactly(&self, name: &str) -> Vec<RegionCode> {
        self.codes_of(name).to_vec()
    }

    /// True where the table knows districts of a city (东莞, 中山, 儋州 have none).
    pub fn has_districts(&self, city: RegionCode) -> bool {
        let mut rows = self.of_province(city.province()).iter();
        rows.any(|row| row.until.is_none() && below(city, row.code) && !formal(row))
    }

    fn city(&self, province: RegionCode, name: &str) -> Option<Place> {
        if province.in_municipality() {
            let own = self.named(province).iter().any(|row| same(&row.name, name));
            return (own || FORMAL.contains(&name)).then(|| Place::now(province));
        }
        let is_city = |row: &Region| {
            province.contains(row.code) && (row.code.is_prefecture() || row.code.is_direct_county())
        };
        self.best(province, is_city, name)
    }

    /// Rows of a province, which stand together.
    fn of_province(&self, province: RegionCode) -> &[Region] {
        let rows = self.rows();
        let from = rows.partition_point(|row| row.code < province);
        let to = rows.partition_point(|row| row.code.province() <= province);
        rows.get(from..to).unwrap_or_default()
    }

    /// The region of that name, one in force before one that is no more.
    fn best(&self, province: RegionCode, of: impl Fn(&Region) -> bool, name: &str) -> Option<Place> {
        let rows =
            self.of_province(province).iter().filter(|row| same(&row.name, name) && of(row) && !formal(row));
        let best = rows.max_by_key(|row| row.until.unwrap_or(u16::MAX))?;
        Some(Place { code: best.code, until: best.until })
    }
}

/// A region that was found.
struct Place {
    code: RegionCode,
    until: Option<u16>,
}

impl Place {
    fn now(code: RegionCode) -> Self {
        Self { code, until: None }
    }

    fn located(&self) -> Located {
        self.until.map_or(Located::Fits(self.code), |until| Located::Abolished(self.code, until))
    }
}

fn formal(row: &Region) -> bool {
    FORMAL.contains(&row.name.as_ref())
        || row.name.starts_with("省直辖")
        || row.name.starts_with("自治区直辖")
}

/// County level below a city; of a municipality, both of its halves.
fn below(city: RegionCode, code: RegionCode) -> bool {
    code != city && city.contains(code) && !code.is_prefecture()
}

/// Two names without blanks around them for the same place: equal, or one lacks the ending or the peoples of
/// an autonomous region.
fn same(one: &str, other: &str) -> bool {
    // Most differ in their first letter already.
    let begin_alike = one.bytes().zip(other.bytes()).take(3).all(|(a, b)| a == b);
    begin_alike && (one == other || shorter(one, other) || shorter(other, one))
}

fn shorter(short: &str, long: &str) -> bool {
    let Some(rest) = long.strip_prefix(short) else { return false };
    let ending = ENDINGS.contains(&rest) || rest.contains('族') && rest.contains("自治");
    let special = matches!((short, rest), ("新疆", "维吾尔自治区"));
    short.chars().count() >= 2 && (ending || special) && !ENDINGS.contains(&short)
}
