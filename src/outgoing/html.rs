//! A notice as HTML, made from its plain text.

/// The ministry's site, the one address that becomes a link: what customers wrote never does.
pub const MINISTRY: &str = "https://beian.miit.gov.cn";

/// A page with the text, everything in it escaped: empty lines part paragraphs.
pub fn page(text: &str) -> String {
    let mut body = String::new();
    for paragraph in text.trim().split("\n\n").map(str::trim_end).filter(|one| !one.is_empty()) {
        let lines: Vec<String> = paragraph.trim_start_matches('\n').lines().map(line).collect();
        body.push_str(&format!("<p>{}</p>\n", lines.join("<br>\n")));
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"></head>\n\
         <body style=\"font-family: sans-serif; line-height: 1.6\">\n{body}</body>\n</html>\n"
    )
}

fn line(text: &str) -> String {
    let indent = text.len() - text.trim_start_matches(' ').len();
    let text = format!("{}{}", "&nbsp;".repeat(indent), escaped(text.trim_start_matches(' ')));
    linked(&text)
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// The address as a link, where it ends there: `…gov.cn.example` is another one.
fn linked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MINISTRY) {
        out.push_str(before);
        let goes_on =
            after.starts_with(|letter: char| letter.is_ascii_alphanumeric() || ".-_@:/".contains(letter));
        let begins =
            !before.ends_with(|letter: char| letter.is_ascii_alphanumeric() || "/.:@=".contains(letter));
        if goes_on || !begins {
            out.push_str(MINISTRY);
        } else {
            out.push_str(&format!("<a href=\"{MINISTRY}\">{MINISTRY}</a>"));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paragraphs_lines_and_indents_stay() {
        let page = page("甲，您好：\n\n第一行\n   处理办法：改\n\n\n尾\n");
        assert!(
            page.contains("<p>甲，您好：</p>\n<p>第一行<br>\n&nbsp;&nbsp;&nbsp;处理办法：改</p>\n<p>尾</p>"),
            "{page}"
        );
    }

    #[test]
    fn only_the_ministry_is_linked() {
        let is_linked = |text: &str| page(text).contains("<a href");
        assert!(
            is_linked("登录 https://beian.miit.gov.cn 核验") && is_linked("https://beian.miit.gov.cn，核验")
        );
        for other in [
            "https://beian.miit.gov.cn.evil.example",
            "https://beian.miit.gov.cn@evil.example",
            "https://evil.example/?https://beian.miit.gov.cn/x",
            "https://evil.example",
        ] {
            assert!(!is_linked(other), "{other}");
        }
    }

    proptest! {
        /// However a customer names his company, the page has no tag of his.
        #[test]
        fn nothing_in_a_text_is_markup(text in "[<>&\"' a-z/=\n公司]{0,60}") {
            let page = page(&text);
            let body = page.split("<body").nth(1).unwrap();
            let known = ["<p>", "</p>", "<br>", "</body>", "</html>"];
            let mut left = body.split_once('>').unwrap().1.to_owned();
            known.iter().for_each(|tag| left = left.replace(tag, ""));
            prop_assert!(!left.contains(['<', '>', '"', '\'']), "{left}");
        }
    }
}
