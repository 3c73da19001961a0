//! What is shown in a program of its own, by which, and where.

use crate::domain::facts::Media;
use crate::work::WorkError;

/// Whose screen a program that is started here would open on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The one before the person at this desk.
    Here,
    /// The machine's, while the person sits elsewhere.
    Elsewhere,
    /// There is none.
    None,
}

impl Screen {
    /// By the environment of this process.
    pub fn of_this_process() -> Self {
        Self::by(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
    }

    fn by(is_set: impl Fn(&str) -> bool) -> Self {
        let display = !cfg!(target_os = "linux") || ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(&is_set);
        if ["SSH_CONNECTION", "SSH_TTY"].into_iter().any(&is_set) {
            Self::Elsewhere
        } else if display {
            Self::Here
        } else {
            Self::None
        }
    }
}

/// The program that shows a file: the host's, or the desktop's own where the person sits before it.
pub fn words(host: Option<&[String]>, screen: Screen) -> Result<Vec<String>, WorkError> {
    if let Some(words) = host {
        return Ok(words.to_vec());
    }
    match screen {
        Screen::Here => Ok(vec![if cfg!(target_os = "macos") { "open" } else { "xdg-open" }.into()]),
        Screen::Elsewhere => Err(WorkError::say(
            "通过 SSH 连接时不打开外部程序：窗口会出现在服务器上。请在这里看图，或由管理员在主机文件中设置 viewer。",
            "over SSH nothing is opened outside: its window would stand on the server. Look at it here, or let \
             whoever keeps the server set 'viewer' in the host's file",
        )),
        Screen::None => Err(WorkError::say(
            "此终端没有图形界面，不能打开外部程序；请在这里看图，或由管理员在主机文件中设置 viewer。",
            "there is no screen to open it on; look at it here, or let whoever keeps this machine set 'viewer' \
             in the host's file",
        )),
    }
}

/// The ending under which a file is shown, by what its bytes are. Whatever a page or a script would be to the
/// desktop, it is never handed over.
pub fn ending(media: Media) -> Result<&'static str, WorkError> {
    Ok(match media {
        Media::Jpeg => "jpg",
        Media::Png => "png",
        Media::Gif => "gif",
        Media::Webp => "webp",
        Media::Tiff => "tif",
        Media::Bmp => "bmp",
        Media::Heif => "heic",
        Media::Pdf => "pdf",
        Media::Zip | Media::Unknown => {
            return Err(WorkError::say(
                "按内容判断，它不是图片或 PDF，不在外部打开。",
                "by its content it is neither a picture nor a PDF, and is not opened outside",
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::media;

    #[test]
    fn pictures_and_pdf_are_shown_and_nothing_else_is() {
        for (bytes, wanted) in [
            (b"\xFF\xD8\xFF\xE0".as_slice(), Some("jpg")),
            (b"\x89PNG\r\n\x1A\n", Some("png")),
            (b"%PDF-1.7\n", Some("pdf")),
            (b"<!doctype html><script>x</script>", None),
            (b"<svg onload=\"x\">", None),
            (b"[Desktop Entry]\nType=Application\nExec=sh\n", None),
            (b"#!/bin/sh\nid\n", None),
            (b"\x7fELF", None),
            (b"MZ", None),
            (b"PK\x03\x04", None),
            (b"", None),
        ] {
            assert_eq!(ending(media(bytes)).ok(), wanted, "{bytes:?}");
        }
    }

    #[test]
    fn over_ssh_only_the_hosts_own_viewer_is_started() {
        let own = ["feh".to_owned()];
        for (screen, wanted) in
            [(Screen::Here, None), (Screen::Elsewhere, Some("over SSH")), (Screen::None, Some("no screen"))]
        {
            assert_eq!(words(Some(&own), screen).unwrap(), own);
            let said = words(None, screen).map_err(|error| error.to_string());
            match wanted {
                None => assert!(said.is_ok()),
                Some(wanted) => assert!(said.unwrap_err().contains(wanted)),
            }
        }
        let with = |set: &'static [&str]| Screen::by(move |name| set.contains(&name));
        assert_eq!(with(&["DISPLAY", "SSH_CONNECTION"]), Screen::Elsewhere);
        assert_eq!(with(&["DISPLAY", "SSH_TTY"]), Screen::Elsewhere);
        assert_eq!(with(&["WAYLAND_DISPLAY"]), Screen::Here);
    }
}
