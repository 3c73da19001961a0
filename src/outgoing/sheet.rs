//! The provider's part of a verification sheet as a printable page: HTML for A4, nothing from outside, every value
//! escaped. The applicant's part stays as on the sheet.

use crate::catalog::sheet::{Pledge, SheetForm, Side, Tick, Ticked, Ticks};
use crate::domain::text::visible;

/// What a page is made of. Values are unsafe text, and whole: the sheet is worth nothing without them.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// The sheet's structure.
    pub form: &'a SheetForm,
    /// Order number, revision and site, for the foot.
    pub about: String,
    /// What the applicant filled in at the head: label and value.
    pub head: Vec<(String, String)>,
    /// The lines, ticked.
    pub lines: Vec<Ticked<'a>>,
    /// The value beside each line, in their order.
    pub values: Vec<String>,
    /// The provider's name.
    pub provider: &'a str,
    /// Who signs.
    pub verifier: &'a str,
    /// When he approved, as it is printed.
    pub signed_at: String,
    /// An organisation has a seal.
    pub pledges: Vec<&'a Pledge>,
}

const STYLE: &str = "@page{size:A4;margin:12mm}*{box-sizing:border-box}body{font:9.5pt/1.35 'Noto Sans CJK SC','Source \
Han Sans SC','PingFang SC','Microsoft YaHei',SimSun,sans-serif;color:#000;background:#fff;max-width:186mm;margin:0 auto}\
h1{font-size:14pt;text-align:center;margin:0 0 2mm}table{width:100%;border-collapse:collapse;margin:0 0 2mm}\
td,th{border:.3mm solid #000;padding:.6mm 2mm;text-align:left;vertical-align:top;font-weight:normal;overflow-wrap:anywhere}\
th.part{font-weight:bold;background:#eee}td.label{width:34%}td.answer{width:30%}.tick{white-space:nowrap;margin-right:\
1em}.open{font-style:italic}tr{break-inside:avoid}.mark{display:inline-block;min-width:48%;margin:1.5mm 0}footer{font-size:\
8.5pt}@media screen{body{padding:8mm}}";

/// The page.
pub fn page(page: &Page) -> String {
    let title = escaped(&page.form.title.zh);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    out.push_str("<table>\n");
    for (label, value) in &page.head {
        out.push_str(&row(label, value));
    }
    out.push_str("</table>\n<table>\n");
    let mut last = None;
    for (line, value) in page.lines.iter().zip(&page.values) {
        if last != Some(&line.section.id) {
            let title = escaped(&line.section.title.zh);
            out.push_str(&format!("<tr><th class=\"part\" colspan=\"3\">{title}</th></tr>\n"));
            last = Some(&line.section.id);
        }
        let label = escaped(&line.line.label.zh);
        let (value, answer) = (escaped(value), answer(line));
        out.push_str(&format!(
            "<tr><td class=\"label\">{label}</td><td>{value}</td><td class=\"answer\">{answer}</td></tr>\n"
        ));
    }
    out.push_str("</table>\n");
    for pledge in &page.pledges {
        out.push_str(&foot(page, pledge));
    }
    out.push_str(&format!("<footer>{}</footer>\n</body>\n</html>\n", escaped(&page.about)));
    out
}

fn row(label: &str, value: &str) -> String {
    format!("<tr><td class=\"label\">{}</td><td>{}</td></tr>\n", escaped(label), escaped(value))
}

fn answer(line: &Ticked) -> String {
    let boxed = |label: &str, ticked: &str| format!("<span class=\"tick\">{ticked}{}</span>", escaped(label));
    match &line.ticks {
        Ticks::YesNo(tick) => {
            let (yes, no, open) = match tick {
                Tick::Yes => ("☑", "☐", ""),
                Tick::No => ("☐", "☑", ""),
                Tick::Open => ("☐", "☐", "<span class=\"open\">未核验</span>"),
            };
            format!("{}{}{open}", boxed("是", yes), boxed("否", no))
        }
        Ticks::Options(options) => {
            let one = |(choice, tick): &(&crate::catalog::sheet::Choice, Tick)| {
                boxed(&choice.label.zh, if *tick == Tick::Yes { "☑" } else { "☐" })
            };
            options.iter().map(one).collect::<Vec<_>>().join(" ")
        }
        Ticks::NotGiven => "<span class=\"open\">未填写</span>".to_owned(),
    }
}

/// A pledge: the provider's signed, the applicant's as on the sheet.
fn foot(page: &Page, pledge: &Pledge) -> String {
    let mut out = format!("<table><tr><td>{}<br>\n", escaped(&pledge.text.zh));
    for mark in &pledge.marks {
        let own = match (pledge.by, mark.id.as_str()) {
            (Side::Provider, "signature") => page.verifier,
            (Side::Provider, "seal") => page.provider,
            (Side::Provider, "date") => page.signed_at.as_str(),
            (Side::Provider | Side::Applicant, _) => "",
        };
        let label = escaped(&mark.label.zh);
        out.push_str(&format!("<span class=\"mark\">{label}：{}</span>\n", escaped(own)));
    }
    out.push_str("</td></tr></table>\n");
    out
}

/// Text from outside as HTML text: what can't be seen is shown, what is markup is not.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in visible(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn no_value_becomes_markup_and_nothing_comes_from_outside() {
        let catalog = Catalog::embedded().unwrap();
        let bad = "<script>alert('x')</script>\u{202e}&\"";
        let made = page(&Page {
            form: &catalog.sheet,
            about: bad.into(),
            head: vec![(bad.into(), bad.into())],
            lines: Vec::new(),
            values: Vec::new(),
            provider: bad,
            verifier: "王芳",
            signed_at: "2026-11-16 10:00".into(),
            pledges: catalog.sheet.pledges.iter().collect(),
        });
        assert!(!made.contains("<script") && !made.contains('\u{202e}'), "{made}");
        for outside in ["http:", "https:", "src=", "href=", "url(", "@import"] {
            assert!(!made.contains(outside), "{outside}");
        }
        assert!(made.contains("核验人签字：王芳") && made.contains("&lt;script&gt;"));
        assert!(made.contains("日期（客户留空）：</span>"), "the applicant's part stays as on the sheet");
    }
}
