//! Orders of the profile 21vianet.

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

/// All of them.
pub fn orders() -> Vec<Draft> {
    let mut list = first_filings();
    list.extend(filed_already());
    list
}

fn first_filings() -> Vec<Draft> {
    let beijing = Org {
        name: "北京白石教具制造有限公司",
        area: "110105",
        serial: "MA030231",
        street: "酒仙桥样本路10号院3号楼2层",
        scope: "教学用模型、标本的制造与销售。",
    };
    let clean = Draft::new("ICP-10231", "21vianet", "first_filing", "110105", "2026-11-18T05:35:00Z")
        .enterprise(beijing, who("白文辉", "110105", "19730611", 53, ("13810000238", "bai@baishi-model.cn")))
        .person("p2", who("苏瑶", "110108", "19920130", 88, ("13810000239", "su@baishi-model.cn")))
        .site(Web {
            name: "白石教具制造",
            domain: "baishi-model.cn",
            manager: "p2",
            remark: "教学模型产品介绍",
        })
        .access("203.0.113.51", "cn-north", "北京")
        .ministry(false, &[])
        .supplemented(47)
        .note("身份证正反面合并；照片位先放域名证书");
    let hebei = Org {
        name: "石家庄安平丝网有限公司",
        area: "130104",
        serial: "MA080232",
        street: "中山样本路260号11层",
        scope: "金属丝网的销售。",
    };
    let other = Draft::new("ICP-10232", "21vianet", "first_filing", "130104", "2026-11-18T08:48:00Z")
        .enterprise(hebei, who("杜国强", "130104", "19820417", 79, ("13810000240", "du@anping-mesh.cn")))
        .site(Web {
            name: "安平丝网", domain: "anping-mesh.cn", manager: "p1", remark: "丝网产品规格与用途"
        })
        .access("203.0.113.52", "cn-north", "河北")
        .ministry(false, &[])
        .supplemented(44)
        .wrong(Kind::CurtainPhoto, Twist::OtherPerson)
        .plant("H001", "补件：照片中不是网站负责人");
    vec![clean, other]
}

fn filed_already() -> Vec<Draft> {
    let shanghai = Org {
        name: "上海云书信息技术有限公司",
        area: "310104",
        serial: "MA1F0233",
        street: "漕河泾样本路88号6幢4层",
        scope: "信息技术服务；计算机软硬件销售。",
    };
    let new_site = Draft::new("ICP-10233", "21vianet", "new_site", "310104", "2026-11-21T07:12:00Z")
        .enterprise(shanghai, who("钱嘉", "310104", "19860921", 45, ("13810000241", "qian@yunshu-it.cn")))
        .site(Web {
            name: "云书信息技术支持",
            domain: "yunshu-help.cn",
            manager: "p1",
            remark: "软件使用帮助与下载",
        })
        .access("203.0.113.53", "cn-east", "上海")
        .filed("沪ICP备2019010233号", "SAMPLE-2290", "其他接入商")
        .set("/entity_filed_elsewhere", json!(true))
        .ministry(true, &[])
        .note("无主体新增网站：主体在其他接入商备案");
    let law = Org {
        name: "内蒙古青城律师事务所",
        area: "150102",
        serial: "MD0A0234",
        street: "新华样本大街36号青城大厦8层",
        scope: "律师业务。",
    };
    let change = Draft::new("ICP-10234", "21vianet", "change", "150102", "2026-11-22T01:40:00Z")
        .organisation(
            law,
            who("包立新", "150102", "19710226", 47, ("13810000242", "bao@qingcheng-law.cn")),
            ("law_firm", "law_firm_licence", "31"),
        )
        .person("p2", who("孟玉", "150102", "19940818", 24, ("13810000243", "meng@qingcheng-law.cn")))
        .site(Web {
            name: "青城律师事务所",
            domain: "qingcheng-law.cn",
            manager: "p2",
            remark: "律师介绍与联系方式",
        })
        .access("203.0.113.54", "cn-north", "北京")
        .filed("蒙ICP备2020010234号", "SAMPLE-6673", "世纪互联蓝云")
        .set("/sites/0/filing_number", json!("蒙ICP备2020010234号-1"))
        .ministry(true, &["世纪互联蓝云"])
        .set(
            "/changes/0",
            json!({ "part": "site", "field": "sites[0].manager", "from": "王强", "to": "孟玉" }),
        )
        .note("变更网站负责人，律师事务所");
    vec![new_site, change]
}
