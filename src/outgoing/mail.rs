//! A letter as an e-mail: headers, plain text and HTML.

use super::Trouble;
use crate::domain::ident::email::Email;
use crate::domain::notice::Letter;
use chrono::{DateTime, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};

/// The message, ASCII in every byte but for an address whose mailbox is not; the same letter has the same
/// Message-ID and date at every try.
pub fn message(letter: &Letter, from: &Mailbox, at: DateTime<Utc>) -> Result<Message, Trouble> {
    let builder = Message::builder()
        .from(sender(from))
        .to(Mailbox::new(None, address(&letter.address)?))
        .date(at.into())
        .message_id(Some(letter.message_id.clone()))
        .subject(letter.subject.clone())
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("X-Beian-Notice", letter.kind.slug()));
    let text = letter.body.clone();
    let built = match &letter.html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html.clone())),
        None => builder.body(text),
    };
    built.map_err(|error| Trouble::Never(format!("the message can't be made: {error}")))
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// An address that is none is nothing that a server need be asked for. Its host goes out in ASCII.
fn address(text: &str) -> Result<lettre::Address, Trouble> {
    let parsed = Email::read(text).on_the_wire().and_then(|address| address.parse::<lettre::Address>().ok());
    parsed.ok_or_else(|| Trouble::Never("it is no e-mail address; call the customer instead".into()))
}

/// Our own address with its host in ASCII, where it has one that can be written so.
fn sender(from: &Mailbox) -> Mailbox {
    let ascii = Email::read(from.email.as_ref()).on_the_wire().and_then(|address| address.parse().ok());
    Mailbox { email: ascii.unwrap_or_else(|| from.email.clone()), ..from.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::life::Medium;
    use crate::domain::notice::NoticeKind;

    fn letter(address: &str) -> Letter {
        Letter {
            kind: NoticeKind::Filed,
            medium: Medium::Email,
            person: "p1".into(),
            address: address.into(),
            subject: "备案订单 N1 已通过管局审核".into(),
            body: "王小明，您好：\n\n.\n行首的点\n".into(),
            html: Some("<p>王小明</p>".into()),
            message_id: "<a@notice.beian>".into(),
        }
    }

    fn made(letter: &Letter) -> Result<String, Trouble> {
        let from = "备案中心 <icp@example.cn>".parse().unwrap();
        let at = "2026-11-16T02:00:00Z".parse().unwrap();
        Ok(String::from_utf8(message(letter, &from, at)?.formatted()).unwrap())
    }

    #[test]
    fn a_message_is_ascii_with_both_texts_and_stable_headers() {
        let text = made(&letter("wang@example.cn")).unwrap();
        assert!(text.is_ascii());
        for wanted in [
            "Message-ID: <a@notice.beian>\r\n",
            "Date: Mon, 16 Nov 2026 02:00:00 +0000\r\n",
            "To: wang@example.cn\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "multipart/alternative",
            "text/plain; charset=utf-8",
            "text/html; charset=utf-8",
        ] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
    }

    #[test]
    fn no_value_makes_another_header_and_a_wrong_address_is_told_apart() {
        let text =
            made(&Letter { subject: "甲\r\nBcc: all@example.cn".into(), ..letter("wang@example.cn") });
        assert!(!text.unwrap().contains("\r\nBcc:"));
        for wrong in [
            "",
            "wang",
            "wang@",
            "a@b@c.cn",
            "wang@example.cn\r\nRCPT TO:<x@y.cn>",
            "王 <a@b.cn>",
            "a@b.cn,evil@x.cn",
            "a@b.cn;evil@x.cn",
            "a@b.cn evil@x.cn",
            "\"a@b.cn,evil\"@x.cn",
            "-oQ/tmp@x.cn",
            "－x@x.cn",
            "|sh@x.cn",
            "\"|sh\"@x.cn",
        ] {
            assert!(matches!(made(&letter(wrong)), Err(Trouble::Never(_))), "{wrong}");
        }
    }

    #[test]
    fn a_host_goes_out_in_ascii_and_a_mailbox_as_it_is() {
        let at = "2026-11-16T02:00:00Z".parse().unwrap();
        let from = "备案 <icp@例子.中国>".parse().unwrap();
        for (given, wanted) in [
            ("用户@例子.中国", "用户@xn--fsqu00a.xn--fiqs8s"),
            ("wang@例子.中国", "wang@xn--fsqu00a.xn--fiqs8s"),
            ("wang@EXAMPLE.cn", "wang@example.cn"),
        ] {
            let made = message(&letter(given), &from, at).unwrap();
            let to: Vec<String> = made.envelope().to().iter().map(ToString::to_string).collect();
            assert_eq!(to, [wanted]);
            assert_eq!(made.envelope().from().unwrap().to_string(), "icp@xn--fsqu00a.xn--fiqs8s");
            let text = String::from_utf8(made.formatted()).unwrap();
            assert_eq!(text.is_ascii(), wanted.is_ascii(), "{text}");
            assert!(text.contains(&format!("To: {wanted}\r\n")), "{text}");
        }
    }
}
