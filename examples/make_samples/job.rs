//! One picture to draw: the order, the attachment, and what is wrong with it on purpose.

use crate::canvas::{Canvas, Placement};
use crate::text::Faces;
use crate::{cards, certificates, letters, photos, sheet};
use beian::domain::ids::PersonRef;
use beian::domain::order::{Attachment, AttachmentKind, Order, Person, Side, Site};

/// A fault that only the picture or its file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twist {
    /// The certificate names another entity.
    OtherName(&'static str),
    /// The seal is missing.
    NoSeal,
    /// The statement that is copied by hand is missing.
    NoStatement,
    /// The curtain names another provider.
    OtherCurtain(&'static str),
    /// Somebody else stands before the curtain.
    OtherPerson,
    /// The file ends in the middle.
    Truncated,
    /// The file is a PNG, whatever its name says.
    Png,
}

/// One picture to draw.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    pub order: &'a Order,
    pub attachment: &'a Attachment,
    pub twist: Option<Twist>,
}

impl<'a> Job<'a> {
    /// The site that owns the attachment, or the first.
    pub fn site(&self) -> Option<&'a Site> {
        let owner = self.attachment.owner.as_deref();
        let sites = &self.order.sites;
        sites.iter().find(|site| Some(site.id.as_str()) == owner).or(sites.first())
    }

    /// The person who owns the attachment; else the site's manager; else the principal.
    pub fn person(&self) -> Option<&'a Person> {
        let owner = self.attachment.owner.as_deref().map(PersonRef::from);
        owner
            .and_then(|id| self.order.person(&id))
            .or_else(|| self.site().and_then(|site| self.order.person(&site.manager)))
            .or_else(|| self.order.principal())
    }

    /// The domain that the attachment is about: the one its path names, or the site's first.
    pub fn domain(&self) -> String {
        let Some(site) = self.site() else { return "sample.cn".to_owned() };
        let named = site.domains.iter().find(|domain| self.attachment.path.contains(&domain.name));
        named.or(site.domains.first()).map_or_else(|| site.name.clone(), |domain| domain.name.clone())
    }

    /// What the provider's papers and curtain call it.
    pub fn provider(&self) -> &'static str {
        provider(self.order.profile.as_str())
    }

    /// The domain certificate, scanned a second time: what stands in for a photo that is still to come.
    fn scan(&self, faces: &Faces) -> Canvas {
        let mut page = Canvas::new(1040, 760, [236, 236, 234]);
        let place = Placement { cx: 520.0, cy: 380.0, scale: 0.97, angle: 0.012 };
        page.paste(&certificates::domain(self, faces), place);
        page
    }

    /// Draws it, without the mark that says sample.
    pub fn draw(&self, faces: &Faces) -> Canvas {
        match self.attachment.kind {
            AttachmentKind::IdDocument => match self.attachment.side {
                Some(Side::Back) => cards::back(self, faces),
                Some(Side::Merged) => cards::merged(self, faces),
                _ => cards::front(self, faces),
            },
            AttachmentKind::ResidencePermit => cards::permit(self, faces),
            AttachmentKind::EntityCertificate => certificates::entity(self, faces),
            AttachmentKind::DomainCertificate => certificates::domain(self, faces),
            AttachmentKind::CurtainPhoto if self.attachment.placeholder == Some(true) => self.scan(faces),
            AttachmentKind::RealNameScreenshot => certificates::screenshot(self, faces),
            AttachmentKind::VerificationSheet => sheet::sheet(self, faces),
            AttachmentKind::CurtainPhoto => photos::curtain(self, faces),
            AttachmentKind::HandheldPhoto => photos::handheld(self, faces),
            _ => letters::letter(self, faces),
        }
    }
}

/// The provider's name for a profile.
pub fn provider(profile: &str) -> &'static str {
    match profile {
        "ucloud" | "ucloud-2018" => "UCloud 优刻得",
        "21vianet" => "世纪互联蓝云",
        _ => "腾讯云",
    }
}
