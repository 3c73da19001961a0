//! Orders of the profiles tencent and tencent-mini-program.

use crate::draft::{Draft, Org, Web, Who, domain};
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

/// Orders of the console flow and of the mini-program.
pub fn orders() -> Vec<Draft> {
    let mut list = guangdong();
    list.extend(organisations());
    list.extend(files());
    list.extend(resubmission());
    list.extend(filed_already());
    list.extend(mini_program());
    list
}

fn guangdong() -> Vec<Draft> {
    let good = Draft::new("ICP-10220", "tencent", "first_filing", "440106", "2026-11-18T04:00:00Z")
        .personal(
            who("梁一诺", "440106", "19960214", 48, ("13810000223", "liang@wild-herbs.cn")),
            "440106",
            "体育样本路15号2栋1801室",
        )
        .site(web("野草手账", "wild-herbs.cn", "p1", "记录身边的野草，植物照片与观察笔记"))
        .access("203.0.113.40", "ap-guangzhou", "广东")
        .ministry(false, &[])
        .supplemented(26)
        .note("个人，广东：核验单下方抄写承诺");
    let no_statement = Draft::new("ICP-10221", "tencent", "first_filing", "440111", "2026-11-21T02:30:00Z")
        .personal(
            who("曾乐天", "440111", "19990508", 97, ("13810000224", "zeng@slow-stew.cn")),
            "440111",
            "云城样本街28号5栋606室",
        )
        .site(web("慢炖时光小记", "slow-stew.cn", "p1", "家常菜谱与做菜心得"))
        .access("203.0.113.41", "ap-guangzhou", "广东")
        .ministry(false, &[])
        .wrong(Kind::VerificationSheet, Twist::NoStatement)
        .plant("V004", "核验单未抄写承诺");
    vec![good, no_statement]
}

fn organisations() -> Vec<Draft> {
    let tianjin = Org {
        name: "天津福安电梯工程有限公司",
        area: "120104",
        serial: "MA060222",
        street: "白堤样本路240号福安楼",
        scope: "电梯的安装、维修与销售。",
    };
    let several = Draft::new("ICP-10222", "tencent", "first_filing", "120104", "2026-11-18T06:50:00Z")
        .enterprise(tianjin, who("赵福生", "120104", "19690401", 11, ("13810000225", "zhao@fuan-lift.cn")))
        .person("p2", who("刘婷婷", "120101", "19930929", 68, ("13810000226", "liu@fuan-lift.cn")))
        .person("p3", who("韩立业", "120104", "19870120", 55, ("13810000227", "han@fuan-lift.cn")))
        .site(web("福安电梯", "fuan-lift.cn", "p2", "公司与产品介绍"))
        .site(web("福安电梯维保", "fuan-care.cn", "p3", "维保服务预约电话与网点"))
        .access("203.0.113.42", "ap-beijing", "北京")
        .ministry(false, &[])
        .supplemented(25)
        .note("两个网站，两位网站负责人");
    let hunan = Org {
        name: "湖南湘行户外用品有限公司",
        area: "430104",
        serial: "MA4Q0225",
        street: "麓谷样本路8号湘行园",
        scope: "户外用品、体育用品的销售。",
    };
    let mut many = Draft::new("ICP-10225", "tencent", "new_site", "430104", "2026-11-21T03:15:00Z")
        .enterprise(hunan, who("邓思成", "430104", "19830817", 59, ("13810000229", "deng@xiangxing-out.cn")))
        .site(web("湘行户外用品", "xiangxing-out.cn", "p1", "产品展示；以下域名均指向本网站"))
        .access("203.0.113.45", "ap-guangzhou", "广东")
        .filed("湘ICP备2022010225号", "SAMPLE-5530", "腾讯云")
        .ministry(true, &[])
        .plant("L002", "一个网站有 11 个域名");
    for n in 1..=10 {
        let name = format!("xiangxing-out{n}.cn");
        let entity = many.value["entity"].clone();
        many = many.set(&format!("/sites/0/domains/{n}"), domain(&name, &entity));
    }
    vec![several, many]
}

fn files() -> Vec<Draft> {
    let jiangxi = Org {
        name: "江西青瑶陶瓷有限公司",
        area: "360102",
        serial: "MA350223",
        street: "阳明样本路300号瓷苑2层",
        scope: "日用陶瓷的设计与销售。",
    };
    let cut = Draft::new("ICP-10223", "tencent", "first_filing", "360102", "2026-11-19T02:25:00Z")
        .enterprise(
            jiangxi,
            who("熊德明", "360102", "19781011", 31, ("13810000228", "xiong@qingyao-china.cn")),
        )
        .site(web("青瑶陶瓷", "qingyao-china.cn", "p1", "陶瓷产品展示"))
        .access("203.0.113.43", "ap-shanghai", "上海")
        .ministry(false, &[])
        .wrong(Kind::EntityCertificate, Twist::Truncated)
        .plant("F003", "营业执照图片文件不完整");
    let png = Draft::new("ICP-10226", "tencent", "first_filing", "120101", "2026-11-20T03:33:00Z")
        .personal(
            who("方雅婷", "120101", "19950722", 84, ("13810000230", "fang@paper-boat.cn")),
            "120101",
            "南京样本路61号4门502室",
        )
        .site(web("纸船日常", "paper-boat.cn", "p1", "手工与日常记录"))
        .access("203.0.113.46", "ap-beijing", "北京")
        .ministry(false, &[])
        .wrong(Kind::IdDocument, Twist::Png)
        .plant("F001", "身份证正面实为 PNG，扩展名为 .jpg");
    vec![cut, png]
}

fn resubmission() -> Vec<Draft> {
    let henan = Org {
        name: "河南中原农机服务有限公司",
        area: "410103",
        serial: "MA410227",
        street: "航海样本路182号5层",
        scope: "农业机械的销售、租赁与维修。",
    };
    let first = Draft::new("ICP-10227", "tencent", "first_filing", "410103", "2026-11-18T02:55:00Z")
        .enterprise(henan, who("常振东", "410103", "19760530", 37, ("13810000233", "chang@zynj-service.cn")))
        .site(web("农机", "zynj-service.cn", "p1", "农机租赁服务介绍"))
        .access("203.0.113.47", "ap-beijing", "北京")
        .ministry(false, &[])
        .plant("S111", "网站名称不足三个汉字（第 1 版）");
    let mut second = first
        .revised("2026-11-21T05:10:00Z")
        .set("/sites/0/name", json!("中原农机服务"))
        .set("/sites/0/remark", json!("农机租赁与维修服务介绍，不涉及在线交易"))
        .note("退回后的第 2 版：改网站名称与备注，重拍手持照片");
    second.fault = None;
    vec![first, second]
}

fn filed_already() -> Vec<Draft> {
    let hubei = Org {
        name: "武汉江城暖通设备有限公司",
        area: "420111",
        serial: "MA4K0224",
        street: "珞喻样本路990号江城大厦7层",
        scope: "暖通设备的销售与安装。",
    };
    let access = Draft::new("ICP-10224", "tencent", "new_access", "420111", "2026-11-20T05:05:00Z")
        .enterprise(hubei, who("余国平", "420111", "19750808", 95, ("13810000234", "yu@jiangcheng-hvac.cn")))
        .site(web("江城暖通设备", "jiangcheng-hvac.cn", "p1", "产品与工程案例"))
        .access("203.0.113.44", "ap-shanghai", "上海")
        .filed("鄂ICP备2018010224号", "SAMPLE-8841", "示例云")
        .ministry(true, &["示例云"])
        .set("/sites/0/filing_number", json!("鄂ICP备2018010224号-1"))
        .note("新增接入，带备案密码");
    let liquidation = Org {
        name: "广州白云山泉饮品有限公司",
        area: "440111",
        serial: "MA590228",
        street: "白云样本大道1388号",
        scope: "饮用水的销售。",
    };
    let cancel = Draft::new("ICP-10228", "tencent", "cancel_access", "440111", "2026-11-20T08:20:00Z")
        .enterprise(liquidation, who("何秀珍", "440111", "19680903", 66, ("13810000235", "he@byshanquan.cn")))
        .site(web("白云山泉", "byshanquan.cn", "p1", "网站迁往其他接入商"))
        .filed("粤ICP备2017010228号", "SAMPLE-4406", "腾讯云")
        .ministry(true, &["腾讯云", "示例云"])
        .set("/sites/0/filing_number", json!("粤ICP备2017010228号-1"))
        .set("/cancel_reason", json!("网站已迁往其他接入商"))
        .note("取消接入");
    vec![access, cancel]
}

fn mini_program() -> Vec<Draft> {
    let personal =
        Draft::new("ICP-10229", "tencent-mini-program", "first_filing", "440305", "2026-11-21T06:40:00Z")
            .personal(
                who("萧子豪", "440305", "20010319", 99, ("13810000236", "xiao@star-grass.cn")),
                "440305",
                "科苑样本路12号7栋1105室",
            )
            .site(web("星光与草地", "star-grass.cn", "p1", "露营照片与观星笔记"))
            .access("203.0.113.49", "ap-guangzhou", "广东")
            .ministry(false, &[])
            .checked("video_check")
            .note("小程序备案，个人，视频核身已通过");
    let org = Org {
        name: "广州晨朗照明有限公司",
        area: "440106",
        serial: "MA5A0230",
        street: "天河样本路500号晨朗园B座3层",
        scope: "照明灯具的研发与销售。",
    };
    let failed =
        Draft::new("ICP-10230", "tencent-mini-program", "first_filing", "440106", "2026-11-21T08:25:00Z")
            .enterprise(org, who("李晨", "440106", "19880613", 43, ("13810000237", "li@chenlang-light.cn")))
            .site(web("晨朗照明", "chenlang-light.cn", "p1", "灯具产品展示"))
            .access("203.0.113.50", "ap-guangzhou", "广东")
            .ministry(false, &[])
            .checked("video_check")
            .set("/identity_checks/0/passed", json!(false))
            .plant("H013", "视频核身未通过");
    vec![personal, failed]
}
