//! Orders of the profiles ucloud-2018 and ucloud.

use crate::draft::{Draft, Org, Web, Who};
use crate::job::Twist;
use beian::domain::order::AttachmentKind as Kind;
use serde_json::json;

const fn who(
    name: &'static str,
    area: &'static str,
    birth: &'static str,
    order: u32,
    contact: (&'static str, &'static str),
) -> Who {
    Who { name, area, birth, order, mobile: contact.0, email: contact.1 }
}

const fn web(name: &'static str, domain: &'static str, manager: &'static str, remark: &'static str) -> Web {
    Web { name, domain, manager, remark }
}

/// Orders with two reviews.
pub fn two_reviews() -> Vec<Draft> {
    let mut list = tea();
    list.extend(personal_of_hunan());
    list.extend(bearings());
    list.extend(filed_already());
    list.extend(second_review_faults());
    list
}

fn tea() -> Vec<Draft> {
    let org = Org {
        name: "深圳市青山茶业有限公司",
        area: "440305",
        serial: "MA5X0201",
        street: "样本路18号青山大厦6层602室",
        scope: "茶叶、茶具的批发与零售；农产品初加工；国内贸易。",
    };
    let order = Draft::new("ICP-10201", "ucloud-2018", "first_filing", "440305", "2026-11-18T02:12:00Z")
        .enterprise(org, who("林志远", "440305", "19790312", 13, ("13810000201", "lin@qingshan-tea.cn")))
        .person("p2", who("陈雨晨", "440106", "19910825", 26, ("13810000202", "chen@qingshan-tea.cn")))
        .site(web("青山茶业", "qingshan-tea.cn", "p2", "展示公司茶叶产品与茶园介绍，不涉及在线交易"))
        .access("203.0.113.21", "cn-gd", "广东")
        .ministry(false, &[])
        .supplemented(25)
        .note("企业首次备案，负责人不同，附授权书与承诺书");
    vec![order]
}

fn personal_of_hunan() -> Vec<Draft> {
    let hunan = Draft::new("ICP-10202", "ucloud-2018", "first_filing", "430104", "2026-11-18T03:40:00Z")
        .personal(
            who("周思远", "430104", "19930617", 35, ("13810000203", "zhou@oldlens-notes.cn")),
            "430104",
            "麓景路66号3栋1204室",
        )
        .site(web("旧相机手记", "oldlens-notes.cn", "p1", "个人摄影笔记与器材保养心得"))
        .access("203.0.113.22", "cn-gd", "广东")
        .ministry(false, &[])
        .supplemented(30)
        .note("个人，湖南：幕布照片须手持身份证");
    vec![hunan]
}

fn bearings() -> Vec<Draft> {
    let jiangxi = Org {
        name: "南昌云帆轴承有限公司",
        area: "360111",
        serial: "MA350203",
        street: "高新样本大道209号2号厂房",
        scope: "轴承、机械零部件的生产与销售。",
    };
    let wrong_number =
        Draft::new("ICP-10203", "ucloud-2018", "first_filing", "360111", "2026-11-18T06:05:00Z")
            .enterprise(
                jiangxi,
                who("徐建国", "360102", "19720908", 71, ("13810000204", "xu@yunfan-bearing.cn")),
            )
            .person("p2", who("宋雪梅", "360111", "19880214", 42, ("13810000205", "song@yunfan-bearing.cn")))
            .set("/people/1/certificate/number", json!("360111198802140427"))
            .site(web("云帆轴承", "yunfan-bearing.cn", "p2", "公司简介与产品目录"))
            .access("203.0.113.23", "cn-sh2", "上海")
            .ministry(false, &[])
            .plant("P001", "网站负责人身份证号校验位错误");
    let beijing = Org {
        name: "北京知行测绘技术有限公司",
        area: "110108",
        serial: "MA010204",
        street: "学院南路样本院5号楼301室",
        scope: "测绘服务；技术开发、技术咨询；软件销售。",
    };
    let wrong_name = Draft::new("ICP-10204", "ucloud-2018", "new_site", "110108", "2026-11-18T07:30:00Z")
        .enterprise(
            beijing,
            who("高明华", "110108", "19810522", 17, ("13810000206", "gao@zhixing-survey.cn")),
        )
        .site(web("知行测绘数据服务", "zhixing-data.cn", "p1", "测绘数据处理服务介绍"))
        .access("203.0.113.24", "cn-bj2", "北京")
        .filed("京ICP备2021010204号", "SAMPLE-4471", "UCloud 优刻得")
        .ministry(true, &[])
        .wrong(Kind::EntityCertificate, Twist::OtherName("北京知行测绘科技有限公司"))
        .plant("E001", "主体名称与营业执照不一致（技术 / 科技）");
    vec![wrong_number, wrong_name]
}

fn filed_already() -> Vec<Draft> {
    let zhejiang = Org {
        name: "杭州若溪丝绸有限公司",
        area: "330106",
        serial: "MA2B0205",
        street: "文一样本路77号若溪园4幢",
        scope: "丝绸制品、服装的设计与销售。",
    };
    let access = Draft::new("ICP-10205", "ucloud-2018", "new_access", "330106", "2026-11-19T01:45:00Z")
        .enterprise(zhejiang, who("沈玉兰", "330106", "19760419", 28, ("13810000207", "shen@ruoxi-silk.cn")))
        .site(web("若溪丝绸", "ruoxi-silk.cn", "p1", "丝绸产品展示"))
        .access("203.0.113.25", "cn-sh2", "上海")
        .filed("浙ICP备2019010205号", "SAMPLE-2058", "示例云")
        .ministry(true, &["示例云"])
        .set("/sites/0/filing_number", json!("浙ICP备2019010205号-1"))
        .supplemented(27)
        .note("由其他接入商转入，带备案密码");
    let jiangsu = Org {
        name: "南京宁望会展服务有限公司",
        area: "320106",
        serial: "MA1M0206",
        street: "样本北路120号宁望中心9层",
        scope: "会议及展览服务；广告设计。",
    };
    let change = Draft::new("ICP-10206", "ucloud-2018", "change", "320106", "2026-11-19T03:20:00Z")
        .enterprise(jiangsu, who("许文博", "320106", "19840730", 51, ("13810000208", "xu@ningwang-expo.cn")))
        .filed("苏ICP备2020010206号", "SAMPLE-3107", "UCloud 优刻得")
        .ministry(true, &[])
        .set("/changes/0", json!({ "part": "entity", "field": "entity.mailing_address.detail", "from": "样本南路8号宁望楼2层", "to": "样本北路120号宁望中心9层" }))
        .set("/changes/1", json!({ "part": "entity", "field": "people[0].mobile", "from": "13810000999", "to": "13810000208" }))
        .note("变更主体：通信地址与负责人手机");
    let shanghai = Org {
        name: "上海清舒家居有限公司",
        area: "310115",
        serial: "MA1K0207",
        street: "张江样本路350号1幢2层",
        scope: "家具、家居用品的销售。",
    };
    let cancel = Draft::new("ICP-10207", "ucloud-2018", "cancel_site", "310115", "2026-11-19T05:50:00Z")
        .enterprise(shanghai, who("顾梦琪", "310104", "19890203", 64, ("13810000209", "gu@qingshu-home.cn")))
        .site(web("清舒家居活动页", "qingshu-event.cn", "p1", "活动已结束"))
        .filed("沪ICP备2022010207号", "SAMPLE-6120", "UCloud 优刻得")
        .ministry(true, &["UCloud 优刻得"])
        .set("/sites/0/filing_number", json!("沪ICP备2022010207号-2"))
        .set("/cancel_reason", json!("活动结束，网站停止使用"))
        .note("注销网站");
    vec![access, change, cancel]
}

fn second_review_faults() -> Vec<Draft> {
    let henan = Org {
        name: "郑州长青园艺有限公司",
        area: "410105",
        serial: "MA400208",
        street: "花园样本路33号院2号楼",
        scope: "花卉种植与销售；园林绿化工程。",
    };
    let curtain = Draft::new("ICP-10208", "ucloud-2018", "first_filing", "410105", "2026-11-18T08:15:00Z")
        .enterprise(henan, who("马宏图", "410103", "19860611", 39, ("13810000210", "ma@changqing-garden.cn")))
        .site(web("长青园艺", "changqing-garden.cn", "p1", "园艺产品与服务介绍"))
        .access("203.0.113.28", "cn-bj2", "北京")
        .ministry(false, &[])
        .supplemented(24)
        .wrong(Kind::CurtainPhoto, Twist::OtherCurtain("星河云计算"))
        .plant("H002", "补件：幕布上的接入商名称不对");
    let xinjiang = Org {
        name: "乌鲁木齐市新市区园林绿化服务中心",
        area: "650104",
        serial: "45760209",
        street: "样本东街12号",
        scope: "负责辖区公共绿地的养护与管理。",
    };
    let seal = Draft::new("ICP-10209", "ucloud-2018", "first_filing", "650104", "2026-11-18T09:40:00Z")
        .organisation(
            xinjiang,
            who("古丽娜", "650102", "19830927", 82, ("13810000211", "guli@xinshi-garden.cn")),
            ("public_institution", "public_institution", "12"),
        )
        .site(web("新市区园林绿化服务中心", "xinshi-garden.cn", "p1", "单位介绍与公共绿地信息"))
        .access("203.0.113.29", "cn-bj2", "北京")
        .ministry(false, &[])
        .supplemented(24)
        .wrong(Kind::VerificationSheet, Twist::NoSeal)
        .plant("V002", "补件：核验单未盖公章");
    vec![curtain, seal]
}

/// Orders with one review.
pub fn one_review() -> Vec<Draft> {
    let mut list = apps();
    list.extend(persons());
    list.extend(enterprises());
    list.extend(others());
    list
}

fn apps() -> Vec<Draft> {
    let org = Org {
        name: "北京轻诺出行科技有限公司",
        area: "110105",
        serial: "MA020210",
        street: "望京样本街9号院1号楼12层",
        scope: "软件开发；停车场信息服务；技术推广。",
    };
    let app = json!({
        "id": "s1", "kind": "app", "name": "轻诺停车", "domains": [],
        "content": "unit_portal", "languages": ["zh-CN"], "remark": "查询停车位并导航",
        "manager": "p2",
        "app": { "platforms": [
            { "platform": "android", "package_name": "cn.qingnuo.parking", "signature": "5f:1c:7a:90:23:be:44:d8:61:0a:f2:9c:3e:77:b5:18",
              "public_key": "MIIBIjANBgkqSAMPLEKEYAQEFAAOCAQ8A-qingnuo-android" },
            { "platform": "ios", "package_name": "cn.qingnuo.parking.ios", "signature": "a8:04:33:de:91:5b:cc:27:70:16:ef:82:4d:09:b6:fa",
              "public_key": "MIIBIjANBgkqSAMPLEKEYAQEFAAOCAQ8A-qingnuo-ios" }
        ] }
    });
    let order = Draft::new("ICP-10210", "ucloud", "first_filing", "110105", "2026-11-19T06:35:00Z")
        .enterprise(org, who("郑浩宇", "110105", "19820106", 19, ("13810000212", "zheng@qingnuo-go.cn")))
        .person("p2", who("唐可心", "110108", "19950318", 44, ("13810000213", "tang@qingnuo-go.cn")))
        .set("/sites/0", app)
        .set("/sites/0/domains", json!([crate::draft::domain("qingnuo-go.cn", &json!({ "name": org.name, "nature": "enterprise", "certificate": { "number": crate::numbers::credit_code("91", org.area, org.serial) } }))]))
        .access("203.0.113.30", "cn-bj2", "北京")
        .ministry(false, &[])
        .checked("portrait_capture")
        .note("APP 备案，安卓与苹果两个平台");
    vec![order]
}

fn persons() -> Vec<Draft> {
    let expired = Draft::new("ICP-10211", "ucloud", "first_filing", "350203", "2026-11-19T08:02:00Z")
        .personal(
            who("叶天佑", "350203", "19970921", 57, ("13810000214", "ye@origami-day.cn")),
            "350203",
            "厦禾样本路88号2单元501室",
        )
        .site(web("折纸的一天", "origami-day.cn", "p1", "折纸教程与作品照片"))
        .set("/sites/0/domains/0/registered_on", json!("2021-10-30"))
        .set("/sites/0/domains/0/expires_on", json!("2026-10-30"))
        .access("203.0.113.31", "cn-sh2", "上海")
        .ministry(false, &[])
        .checked("portrait_capture")
        .plant("D004", "域名已过期");
    let business = Draft::new("ICP-10213", "ucloud", "first_filing", "420106", "2026-11-20T01:50:00Z")
        .personal(
            who("罗子涵", "420106", "19940505", 62, ("13810000216", "luo@shuma-deal.cn")),
            "420106",
            "中北样本路19号6栋702室",
        )
        .site(web("低价数码批发", "shuma-deal.cn", "p1", "记录数码产品使用感受"))
        .access("203.0.113.33", "cn-sh2", "上海")
        .ministry(false, &[])
        .checked("portrait_capture")
        .plant("S101", "个人网站名称涉及经营内容");
    let permit = Draft::new("ICP-10216", "ucloud", "first_filing", "440111", "2026-11-20T06:18:00Z")
        .personal(
            who("谢知行", "430102", "19981130", 73, ("13810000219", "xie@rainy-reading.cn")),
            "440111",
            "机场样本路45号1栋903室",
        )
        .site(web("雨天读书手记", "rainy-reading.cn", "p1", "读书笔记与书单"))
        .access("203.0.113.36", "cn-gd", "广东")
        .ministry(false, &[])
        .checked("portrait_capture")
        .note("身份证属湖南，在广东备案，附居住证与承诺书");
    vec![expired, business, permit]
}

fn enterprises() -> Vec<Draft> {
    let shandong = Org {
        name: "青岛海成海洋装备有限公司",
        area: "370202",
        serial: "MA3C0212",
        street: "香港样本路66号海成大厦15层",
        scope: "海洋工程装备的研发、制造与销售。",
    };
    let unrelated = Draft::new("ICP-10212", "ucloud", "new_site", "370202", "2026-11-19T09:26:00Z")
        .enterprise(
            shandong,
            who("孙正义", "370202", "19741225", 91, ("13810000215", "sun@haicheng-marine.cn")),
        )
        .person("p2", who("于欣然", "370102", "19900707", 86, ("13810000231", "yu@haicheng-marine.cn")))
        .person("p3", who("董家豪", "370202", "19920416", 33, ("13810000232", "dong@haicheng-marine.cn")))
        .site(web("海成海洋装备商城", "haicheng-mall.cn", "p2", "海洋装备配件展示"))
        .site(web("萌宠猫咪乐园", "maomi-park.cn", "p3", "宠物照片"))
        .site(web("海成售后服务", "haicheng-care.cn", "p1", "售后服务网点查询"))
        .access("203.0.113.32", "cn-bj2", "北京")
        .filed("鲁ICP备2020010212号", "SAMPLE-7782", "UCloud 优刻得")
        .ministry(true, &[])
        .checked("portrait_capture")
        .plant("S112", "第二个网站名称与主体无关");
    let sichuan = Org {
        name: "成都望江川味食品有限公司",
        area: "510107",
        serial: "MA6D0214",
        street: "武侯样本大道299号3栋",
        scope: "预包装食品的批发与零售。",
    };
    let abroad = Draft::new("ICP-10214", "ucloud", "first_filing", "510107", "2026-11-20T02:44:00Z")
        .enterprise(sichuan, who("何德福", "510104", "19770816", 77, ("13810000217", "he@wangjiang-food.cn")))
        .site(web("望江川味", "wangjiang-food.cn", "p1", "公司与产品介绍"))
        .access("198.51.100.34", "hk", "香港")
        .set("/access/0/mainland", json!(false))
        .ministry(false, &[])
        .checked("portrait_capture")
        .plant("A002", "服务器在香港，不在中国内地");
    let shaanxi = Org {
        name: "西安古都石刻工艺有限公司",
        area: "610113",
        serial: "MA6U0217",
        street: "雁塔样本路101号古都工艺园",
        scope: "石刻工艺品的设计与销售。",
    };
    let missing = Draft::new("ICP-10217", "ucloud", "first_filing", "610113", "2026-11-20T07:55:00Z")
        .enterprise(shaanxi, who("秦永生", "610113", "19800128", 93, ("13810000220", "qin@gudu-stone.cn")))
        .site(web("古都石刻工艺", "gudu-stone.cn", "p1", "石刻工艺品展示"))
        .access("203.0.113.37", "cn-bj2", "北京")
        .ministry(false, &[])
        .checked("portrait_capture")
        .without(Kind::RealNameScreenshot)
        .plant("M017", "缺少域名实名认证截图");
    vec![unrelated, abroad, missing]
}

fn others() -> Vec<Draft> {
    let chongqing = Org {
        name: "重庆市渝北区山地骑行协会",
        area: "500112",
        serial: "50040215",
        street: "龙溪样本街57号",
        scope: "组织会员开展骑行活动，普及骑行安全知识。",
    };
    let access = Draft::new("ICP-10215", "ucloud", "new_access", "500112", "2026-11-20T04:00:00Z")
        .organisation(
            chongqing,
            who("向光荣", "500112", "19790709", 21, ("13810000218", "xiang@shandi-ride.cn")),
            ("social_organisation", "social_organisation", "51"),
        )
        .site(web("渝北山地骑行协会", "shandi-ride.cn", "p1", "协会活动通知与路线介绍"))
        .access("203.0.113.35", "cn-sh2", "上海")
        .filed("渝ICP备2021010215号", "SAMPLE-9034", "示例云")
        .ministry(true, &["示例云"])
        .set("/sites/0/filing_number", json!("渝ICP备2021010215号-1"))
        .checked("portrait_capture")
        .note("社会团体，新增接入");
    let cancel = Draft::new("ICP-10218", "ucloud", "cancel_entity", "340104", "2026-11-20T09:12:00Z")
        .personal(
            who("江子豪", "340104", "19910603", 15, ("13810000221", "jiang@tiny-fern.cn")),
            "340104",
            "黄山样本路210号8栋304室",
        )
        .filed("皖ICP备2023010218号", "SAMPLE-1186", "UCloud 优刻得")
        .ministry(true, &[])
        .set("/cancel_reason", json!("不再运营网站"))
        .note("个人，注销主体");
    let hunan = Org {
        name: "长沙知远环境监测有限公司",
        area: "430102",
        serial: "MA4L0219",
        street: "五一样本大道500号17层",
        scope: "环境监测服务；仪器仪表销售。",
    };
    let account = Draft::new("ICP-10219", "ucloud", "first_filing", "430102", "2026-11-21T01:58:00Z")
        .enterprise(hunan, who("彭景行", "430102", "19850415", 38, ("13810000222", "peng@zhiyuan-env.cn")))
        .site(web("知远环境监测", "zhiyuan-env.cn", "p1", "公司资质与服务介绍"))
        .access("203.0.113.39", "cn-gd", "广东")
        .ministry(false, &[])
        .checked("portrait_capture")
        .set("/account/real_name", json!("长沙晨光网络服务有限公司"))
        .plant("T002", "账号实名主体与备案主体不同，且无授权");
    vec![access, cancel, account]
}
