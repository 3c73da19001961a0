//! Districts that the samples speak of: code, province, city, district, telephone area.

/// A district.
pub struct Place {
    pub code: &'static str,
    pub slug: &'static str,
    pub province: &'static str,
    pub city: &'static str,
    pub district: &'static str,
    pub area: &'static str,
}

macro_rules! places {
    ($($code:literal $slug:literal $province:literal $city:literal $district:literal $area:literal;)*) => {
        &[$(Place {
            code: $code, slug: $slug, province: $province, city: $city, district: $district, area: $area,
        }),*]
    };
}

/// All of them.
pub const PLACES: &[Place] = places! {
    "110105" "beijing" "北京市" "北京市" "朝阳区" "010";
    "110108" "beijing" "北京市" "北京市" "海淀区" "010";
    "120101" "tianjin" "天津市" "天津市" "和平区" "022";
    "120104" "tianjin" "天津市" "天津市" "南开区" "022";
    "130104" "hebei" "河北省" "石家庄市" "桥西区" "0311";
    "150102" "inner_mongolia" "内蒙古自治区" "呼和浩特市" "新城区" "0471";
    "310104" "shanghai" "上海市" "上海市" "徐汇区" "021";
    "310115" "shanghai" "上海市" "上海市" "浦东新区" "021";
    "320102" "jiangsu" "江苏省" "南京市" "玄武区" "025";
    "320106" "jiangsu" "江苏省" "南京市" "鼓楼区" "025";
    "330106" "zhejiang" "浙江省" "杭州市" "西湖区" "0571";
    "340104" "anhui" "安徽省" "合肥市" "蜀山区" "0551";
    "350203" "fujian" "福建省" "厦门市" "思明区" "0592";
    "360102" "jiangxi" "江西省" "南昌市" "东湖区" "0791";
    "360111" "jiangxi" "江西省" "南昌市" "青山湖区" "0791";
    "370102" "shandong" "山东省" "济南市" "历下区" "0531";
    "370202" "shandong" "山东省" "青岛市" "市南区" "0532";
    "410103" "henan" "河南省" "郑州市" "二七区" "0371";
    "410105" "henan" "河南省" "郑州市" "金水区" "0371";
    "420106" "hubei" "湖北省" "武汉市" "武昌区" "027";
    "420111" "hubei" "湖北省" "武汉市" "洪山区" "027";
    "430102" "hunan" "湖南省" "长沙市" "芙蓉区" "0731";
    "430104" "hunan" "湖南省" "长沙市" "岳麓区" "0731";
    "440106" "guangdong" "广东省" "广州市" "天河区" "020";
    "440111" "guangdong" "广东省" "广州市" "白云区" "020";
    "440305" "guangdong" "广东省" "深圳市" "南山区" "0755";
    "500112" "chongqing" "重庆市" "重庆市" "渝北区" "023";
    "510104" "sichuan" "四川省" "成都市" "锦江区" "028";
    "510107" "sichuan" "四川省" "成都市" "武侯区" "028";
    "610113" "shaanxi" "陕西省" "西安市" "雁塔区" "029";
    "650102" "xinjiang" "新疆维吾尔自治区" "乌鲁木齐市" "天山区" "0991";
    "650104" "xinjiang" "新疆维吾尔自治区" "乌鲁木齐市" "新市区" "0991";
};

/// The place with this code; the first where a sample names none that is known.
pub fn place(code: &str) -> &'static Place {
    PLACES.iter().find(|place| place.code == code).unwrap_or(&PLACES[0])
}

impl Place {
    /// The place as an address begins.
    pub fn full(&self) -> String {
        if self.province == self.city {
            format!("{}{}", self.city, self.district)
        } else {
            format!("{}{}{}", self.province, self.city, self.district)
        }
    }
}
