//! The documented examples of assets/examples: one order of each type and a supplement, as small as the
//! type allows, with small pictures.

use crate::draft::{Draft, Org, Web, Who};
use serde_json::json;

const ORG: Org = Org {
    name: "杭州山水样本有限公司",
    area: "330106",
    serial: "MA2B9001",
    street: "文三样本路1号2幢301室",
    scope: "样本的设计与销售。",
};

const WHO: Who = Who {
    name: "林知行",
    area: "330106",
    birth: "19850612",
    order: 15,
    mobile: "13810009001",
    email: "lin@shanshui-sample.cn",
};

const WEB: Web =
    Web {
        name: "山水样本展示", domain: "shanshui-sample.cn", manager: "p1", remark: "公司样本展示"
    };

const NUMBER: &str = "浙ICP备2023019001号";

/// One order of each type; the folder is named after the type.
pub fn examples() -> Vec<Draft> {
    let list = vec![
        first_filing(),
        new_site(),
        new_access(),
        change(),
        cancel_entity(),
        cancel_site(),
        cancel_access(),
    ];
    list.into_iter().map(named).collect()
}

fn named(mut draft: Draft) -> Draft {
    let of_type = draft.value["order_type"].as_str().unwrap_or("").to_owned();
    draft.dir = of_type;
    draft
}

fn start(no: &str, profile: &str, order_type: &str) -> Draft {
    Draft::new(no, profile, order_type, "330106", "2026-11-20T03:00:00Z").enterprise(ORG, WHO)
}

fn first_filing() -> Draft {
    start("EXAMPLE-1", "ucloud-2018", "first_filing")
        .site(WEB)
        .access("203.0.113.201", "cn-sh2", "上海")
        .ministry(false, &[])
        .set(
            "/curtain_request",
            json!({
                "requested_at": "2026-11-20T03:00:00Z", "recipient": "林知行",
                "address": "浙江省杭州市西湖区文三样本路1号2幢301室", "phone": "13810009001",
            }),
        )
        .set("/remark", json!("请在工作日联系"))
        .supplemented(24)
}

fn new_site() -> Draft {
    let app = json!({ "platforms": [{
        "platform": "android", "package_name": "cn.shanshui.sample",
        "signature": "12:34:56:78:9a:bc:de:f0:12:34:56:78:9a:bc:de:f0",
        "public_key": "MIIBIjANBgkqSAMPLEKEYAQEFAAOCAQ8A-example",
    }] });
    start("EXAMPLE-2", "ucloud", "new_site")
        .site(Web { name: "山水样本助手", ..WEB })
        .set("/sites/0/kind", json!("app"))
        .set("/sites/0/app", app)
        .set("/entity_filed_elsewhere", json!(true))
        .access("203.0.113.202", "cn-sh2", "上海")
        .filed(NUMBER, "EXAMPLE-PASS", "示例云")
        .ministry(true, &[])
        .checked("portrait_capture")
}

fn new_access() -> Draft {
    let access = json!({
        "sites": ["s1"], "ips": ["203.0.113.203"], "mode": "cloud", "service": "authorization_code",
        "mainland": true, "authorization_code": "EXAMPLE-CODE-0001",
    });
    start("EXAMPLE-3", "tencent", "new_access")
        .site(WEB)
        .set("/sites/0/filing_number", json!(format!("{NUMBER}-1")))
        .set("/access/0", access)
        .filed(NUMBER, "EXAMPLE-PASS", "示例云")
        .ministry(true, &["示例云"])
}

fn change() -> Draft {
    start("EXAMPLE-4", "ucloud-2018", "change")
        .filed(NUMBER, "EXAMPLE-PASS", "UCloud 优刻得")
        .ministry(true, &[])
        .set(
            "/changes/0",
            json!({ "part": "entity", "field": "entity.name", "from": "杭州山水旧名有限公司", "to": ORG.name }),
        )
}

fn cancel_entity() -> Draft {
    start("EXAMPLE-5", "21vianet", "cancel_entity")
        .filed(NUMBER, "EXAMPLE-PASS", "世纪互联蓝云")
        .ministry(true, &[])
        .set("/cancel_reason", json!("公司不再运营网站"))
}

fn cancel_site() -> Draft {
    start("EXAMPLE-6", "tencent", "cancel_site")
        .site(WEB)
        .set("/sites/0/filing_number", json!(format!("{NUMBER}-1")))
        .filed(NUMBER, "EXAMPLE-PASS", "腾讯云")
        .ministry(true, &["腾讯云"])
        .set("/cancel_reason", json!("网站停止使用"))
}

fn cancel_access() -> Draft {
    start("EXAMPLE-7", "ucloud", "cancel_access")
        .site(WEB)
        .set("/sites/0/filing_number", json!(format!("{NUMBER}-1")))
        .filed(NUMBER, "EXAMPLE-PASS", "UCloud 优刻得")
        .ministry(true, &["UCloud 优刻得", "示例云"])
        .set("/cancel_reason", json!("网站已迁往其他接入商"))
}
