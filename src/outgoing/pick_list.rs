//! The list by which curtains are packed, as a page to be printed.

use crate::domain::customer::{Curtain, CurtainState};
use crate::domain::lang::Lang;
use crate::domain::text::visible;
use crate::domain::worktime::shanghai;
use chrono::{DateTime, Utc};
use std::fmt::Write;

const STYLE: &str = "body{font:12pt sans-serif;margin:1.5cm}table{border-collapse:collapse;width:100%}\
th,td{border:1px solid #000;padding:4pt;text-align:left;vertical-align:top}\
th{background:#eee}tr{page-break-inside:avoid}.box{width:1.2em}";

/// The page: one row a parcel, with whole addresses.
pub fn html(curtains: &[Curtain], lang: Lang, now: DateTime<Utc>) -> String {
    let title = lang.pick("幕布寄送单", "Curtains to pack");
    let heads = match lang {
        Lang::Zh => ["", "寄出时间", "订单", "收件人", "电话", "地址", "账号", "备注", "快递单号"],
        Lang::En => {
            ["", "goes out", "order", "recipient", "phone", "address", "account", "note", "parcel no."]
        }
    };
    let heads: String = heads.iter().map(|head| format!("<th>{head}</th>")).collect();
    let made = shanghai(now).format("%Y-%m-%d %H:%M");
    let code = lang.pick("zh-CN", "en");
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n<p>{made}</p>\n<table>\n<tr>{heads}</tr>\n"
    );
    for curtain in curtains {
        // Writing to a string can't fail.
        let _ = writeln!(page, "{}", row(curtain, lang));
    }
    page.push_str("</table>\n</body>\n</html>\n");
    page
}

fn row(curtain: &Curtain, lang: Lang) -> String {
    let to = curtain.to.as_ref();
    let part = |text: Option<&String>| escaped(text.map(String::as_str).unwrap_or_default());
    let note = match (curtain.state, lang) {
        (CurtainState::Refused, Lang::Zh) => format!("该账号已寄过 {} 块", curtain.had),
        (CurtainState::Refused, Lang::En) => format!("the account had {} already", curtain.had),
        _ => String::new(),
    };
    let cells = [
        "☐".to_owned(),
        shanghai(curtain.dispatch_at).format("%m-%d %H:%M").to_string(),
        escaped(curtain.no.as_str()),
        part(to.map(|to| &to.recipient)),
        part(to.map(|to| &to.phone)),
        part(to.map(|to| &to.address)),
        escaped(&curtain.account),
        note,
        String::new(),
    ];
    let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
    format!("<tr>{cells}</tr>")
}

fn escaped(text: &str) -> String {
    visible(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::OrderId;
    use crate::domain::order::CurtainRequest;

    #[test]
    fn what_a_customer_wrote_is_text_and_no_markup() {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let to = CurtainRequest {
            requested_at: at,
            recipient: "<b>王</b>".into(),
            address: "南山区\u{202e}1号 & 2号".into(),
            phone: "13800138000".into(),
        };
        let curtain = Curtain {
            order: OrderId(1),
            no: "A-1".into(),
            entity: "甲".into(),
            revision: 1,
            account: "\"a\"".into(),
            had: 1,
            state: CurtainState::Refused,
            requested_at: at,
            dispatch_at: at,
            parcel: None,
            ended_at: None,
            by: None,
            to: Some(to),
        };
        let page = html(&[curtain], Lang::Zh, at);
        assert!(page.contains("&lt;b&gt;王&lt;/b&gt;") && page.contains("&amp; 2号"), "{page}");
        assert!(page.contains("13800138000") && page.contains("该账号已寄过 1 块"));
        assert!(!page.contains('\u{202e}') && !page.contains("<b>"));
    }
}
