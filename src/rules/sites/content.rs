//! What a site holds: content option, remark, prior approvals, forums, an app's own data (S121–S126, S131,
//! S133).

use super::spot::{enumerated, hits, listed, meant, show};
use super::{SiteAt, is_given, sites};
use crate::catalog::rule::Rule;
use crate::catalog::words::{Hit, WordLists};
use crate::domain::lang::Bilingual;
use crate::domain::order::{AppPlatform, AttachmentKind, Site, SiteKind};
use crate::rules::{Case, Out};

/// S121: content "other", and no word on what the site holds.
pub(super) fn other_content_remark(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case).filter(|site| site.remark().is_none()) {
        match site.site.content.as_deref() {
            Some("other") => drop(out.fault(site.subject()).at(site.path("remark"))),
            Some(_) => {}
            None => drop(out.open(site.subject()).at(site.path("content"))),
        }
    }
}

/// S122.
pub(super) fn personal_content_remark(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case).filter(|site| site.remark().is_none()) {
        out.fault(site.subject()).at(site.path("remark"));
    }
}

/// S133: the options that the form has for the nature.
pub(super) fn content_option(case: &Case, _: &Rule, out: &mut Out) {
    let (open, options) = if case.order.is_personal() {
        (["personal", "other"], Bilingual::new("个人网站/博客、其他", "personal site, other"))
    } else {
        (
            ["unit_portal", "general_portal"],
            Bilingual::new("单位门户网站、综合门户", "unit portal, general portal"),
        )
    };
    for site in sites(case) {
        match site.site.content.as_deref() {
            Some(content) if open.contains(&content) => {}
            Some(content) => {
                let put = out.fault(site.subject()).at(site.path("content"));
                put.say("content", content_title(case, content)).say("options", options.clone());
            }
            None => drop(out.open(site.subject()).at(site.path("content")).say("options", options.clone())),
        }
    }
}

fn content_title(case: &Case, content: &str) -> Bilingual {
    use crate::catalog::Lang;
    let key = format!("value.content.{content}");
    let of = |lang| match case.catalog.text(lang, &key) {
        text if text == key => content.to_owned(),
        text => text.to_owned(),
    };
    Bilingual::new(of(Lang::Zh), of(Lang::En))
}

/// S124: a subject of prior approval is chosen, and no document given.
pub(super) fn prior_approval_missing(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case) {
        let chosen = &site.site.prior_approvals;
        if chosen.is_empty() || is_given(case, AttachmentKind::PriorApproval, &site) {
            continue;
        }
        let subjects: Vec<Bilingual> =
            chosen.iter().map(|approval| subject_title(&approval.subject)).collect();
        let put = out.fault(site.subject()).at(site.path("prior_approvals"));
        put.say("subjects", enumerated(&subjects));
    }
}

/// The subjects of the form.
fn subject_title(subject: &str) -> Bilingual {
    match subject {
        "news" => Bilingual::new("新闻", "news"),
        "publishing" => Bilingual::new("出版", "publishing"),
        "education" => Bilingual::new("教育", "education"),
        "health" => Bilingual::new("医疗保健", "health care"),
        "drugs" => Bilingual::new("药品和医疗器械", "drugs and medical devices"),
        "bbs" => Bilingual::new("电子公告服务", "bulletin boards"),
        "culture" => Bilingual::new("文化", "culture"),
        "broadcast" => Bilingual::new("广播电影电视节目", "radio, film and television"),
        other => Bilingual::same(other),
    }
}

/// S125: words of a trade that needs a prior approval, and neither approval nor commitment is given.
pub(super) fn prior_approval_words(case: &Case, _: &Rule, out: &mut Out) {
    for (nth, site) in sites(case).filter(|site| is_without_papers(case, site)).enumerate() {
        let [name, remark] = approval_words(case, site.site);
        let title = Bilingual::new("网站名称", "The site's name");
        approval_finding(out, &site, site.path("name"), title, &name);
        let title = Bilingual::new("网站备注", "The site's remark");
        approval_finding(out, &site, site.path("remark"), title, &remark);
        if nth == 0 {
            finance_of_entity(case, &site, out);
        }
    }
}

/// Words of trades that need a prior approval, in a site's name and in its remark.
fn approval_words<'a>(case: &Case<'a>, site: &Site) -> [Vec<Hit<'a>>; 2] {
    let words = [WordLists::PRIOR_APPROVAL, WordLists::FINANCE_LICENCE];
    let remark = site.remark.as_deref().unwrap_or_default();
    [hits(case, &words, &site.name), meant(case, &words, remark)]
}

/// All words for which S125 asks about a site, whether its papers are here or not (M010).
pub(in crate::rules) fn all_approval_words<'a>(case: &Case<'a>, site: &Site) -> Vec<Hit<'a>> {
    let mut found: Vec<Hit<'a>> = approval_words(case, site).into_iter().flatten().collect();
    let first = sites(case).find(|site| is_without_papers(case, site));
    if first.is_some_and(|first| first.site.id == site.id) {
        found.extend(finance_words(case).into_iter().flatten());
    }
    found
}

fn is_without_papers(case: &Case, site: &SiteAt) -> bool {
    let papers = [AttachmentKind::PriorApproval, AttachmentKind::PriorApprovalCommitment];
    !papers.iter().any(|kind| is_given(case, *kind, site))
}

/// Words of finance in the entity's name and business scope.
fn finance_words<'a>(case: &Case<'a>) -> [Vec<Hit<'a>>; 2] {
    let words = [WordLists::FINANCE_LICENCE];
    let scope = case.order.entity.business_scope.as_deref().unwrap_or_default();
    [hits(case, &words, &case.order.entity.name), meant(case, &words, scope)]
}

/// By practice, words of finance are looked for in the unit's name and scope too; told at the first site.
fn finance_of_entity(case: &Case, site: &SiteAt, out: &mut Out) {
    let [name, scope] = finance_words(case);
    let title = Bilingual::new("主体名称", "The entity's name");
    approval_finding(out, site, "entity.name".to_owned(), title, &name);
    let title = Bilingual::new("经营范围", "The business scope");
    approval_finding(out, site, "entity.business_scope".to_owned(), title, &scope);
}

fn approval_finding(out: &mut Out, site: &SiteAt, path: String, field: Bilingual, found: &[Hit]) {
    if found.is_empty() {
        return;
    }
    let titles: Vec<Bilingual> = found.iter().map(|hit| trade(hit)).collect();
    let licences: Vec<Bilingual> =
        found.iter().filter_map(|hit| hit.class()?.licence.as_ref()).map(named).collect();
    let licences = match licences.is_empty() {
        true => Bilingual::new("相应的批准文件", "the approval of that trade"),
        false => enumerated(&licences),
    };
    let put = out.fault(site.subject()).at(path).say("field", field);
    show(put.say("trades", enumerated(&titles)).say("licences", licences), found);
}

fn trade(hit: &Hit) -> Bilingual {
    hit.class().map_or_else(|| Bilingual::new("金融", "Finance"), |class| class.title.clone())
}

fn named(licence: &Bilingual) -> Bilingual {
    Bilingual::new(format!("《{}》", licence.zh), licence.en.clone())
}

/// S126: a forum of a person, or of an organisation without the approval of a bulletin board.
pub(super) fn forum_without_approval(case: &Case, _: &Rule, out: &mut Out) {
    let personal = case.order.is_personal();
    let why = if personal {
        Bilingual::new("个人不得开办论坛", "a person may not run a forum")
    } else {
        Bilingual::new("未提供电子公告服务的审批文件", "the approval for bulletin boards is missing")
    };
    for site in sites(case) {
        if !personal && is_given(case, AttachmentKind::PriorApproval, &site) {
            continue;
        }
        let chosen = site.site.prior_approvals.iter().any(|approval| approval.subject == "bbs");
        let name = hits(case, &[WordLists::FORUM], &site.site.name);
        let remark = site.site.remark.as_deref().unwrap_or_default();
        let texts = [("name", name), ("remark", meant(case, &[WordLists::FORUM], remark))];
        for (field, found) in texts.into_iter().filter(|(_, found)| !found.is_empty()) {
            show(out.fault(site.subject()).at(site.path(field)).say("why", why.clone()), &found);
        }
        if chosen && personal {
            let put = out.fault(site.subject()).at(site.path("prior_approvals")).say("why", why.clone());
            put.say("words", listed(["电子公告服务"]));
        }
    }
}

/// S131: an app without its platforms, or a platform without package name, and signature or public key.
pub(super) fn app_data(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case).filter(|site| site.site.kind == SiteKind::App) {
        if site.site.name.trim().is_empty() {
            let put = out.fault(site.subject()).at(site.path("name"));
            put.say("missing", Bilingual::new("名称", "name")).say("platform", Bilingual::same("APP"));
        }
        let platforms = site.site.app.as_ref().map(|app| app.platforms.as_slice()).unwrap_or_default();
        if platforms.is_empty() {
            let put = out.fault(site.subject()).at(site.path("app"));
            put.say("missing", Bilingual::new("运行平台", "platform"))
                .say("platform", Bilingual::same("APP"));
        }
        for (at, platform) in platforms.iter().enumerate() {
            let missing = missing_of(platform);
            if !missing.is_empty() {
                let put = out.fault(site.subject()).at(site.path(&format!("app.platforms[{at}]")));
                put.say("missing", enumerated(&missing)).value("platform", &platform.platform);
            }
        }
    }
}

fn missing_of(platform: &AppPlatform) -> Vec<Bilingual> {
    let is_blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let mut missing = Vec::new();
    if platform.platform.trim().is_empty() {
        missing.push(Bilingual::new("平台名称", "platform"));
    }
    if is_blank(&platform.package_name) {
        missing.push(Bilingual::new("包名", "package name"));
    }
    if is_blank(&platform.signature) && is_blank(&platform.public_key) {
        missing.push(Bilingual::new("证书签名或公钥", "signature or public key"));
    }
    missing
}
