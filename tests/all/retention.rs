//! Retention: the files of long finished orders go, their rows and the log stay.

use super::support::{Place, approve, minutes, monday, order_with_files, reviewer, text};
use beian::domain::ids::{OrderId, UserId};
use beian::domain::people::Role;
use beian::work::abandon::{By, abandon};
use beian::work::retention::{preview, retain};
use beian::work::tick::tick;
use beian::work::{Desk, look, settings};
use chrono::Duration;
use serde_json::json;
use std::fs;
use std::path::PathBuf;

struct Scene {
    place: Place,
    desk: Desk,
    zhu: UserId,
}

/// Two orders that share one file, and have one of their own each; files go after 30 days.
fn scene() -> Scene {
    let (one, mut two) = (order_with_files("R-1"), order_with_files("R-2"));
    two["attachments"][0]["path"] = json!("R-1-licence.pdf");
    let place = Place::with(&[one, two]);
    let mut desk = place.desk();
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    settings::set(&mut desk, zhu, "retain_days", "30", monday()).unwrap();
    Scene { place, desk, zhu }
}

impl Scene {
    fn id(&self, no: &str) -> OrderId {
        self.desk.store.order_id(&no.into()).unwrap()
    }

    fn end(&mut self, no: &str, minute: i64) {
        let (id, by) = (self.id(no), By::Staff(self.zhu));
        abandon(&mut self.desk, by, id, "客户撤回", minutes(minute)).unwrap();
    }

    fn files(&self) -> usize {
        let folders = fs::read_dir(self.place.home().files()).unwrap();
        folders.map(|folder| fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
    }

    fn purged(&self, no: &str) -> Vec<bool> {
        let view = look::open(&self.desk, None, self.id(no), monday()).unwrap();
        view.attachments.iter().map(|file| file.purged.is_some()).collect()
    }
}

#[test]
fn files_go_that_only_long_finished_orders_have() {
    let mut scene = scene();
    let later = monday() + Duration::days(31);
    assert_eq!(scene.files(), 3);
    scene.end("R-1", 1);
    assert_eq!(preview(&scene.desk, later).unwrap().files, 1, "the other order has the shared one");
    assert_eq!(preview(&scene.desk, monday() + Duration::days(29)).unwrap().files, 0);
    let done = retain(&mut scene.desk, scene.zhu, later).unwrap();
    assert_eq!((done.files, done.orders, scene.files()), (1, 1, 2));
    assert_eq!(scene.purged("R-1"), [false, true]);
    scene.place.must_be_sound();
    scene.end("R-2", 2);
    let done = retain(&mut scene.desk, scene.zhu, later).unwrap();
    assert_eq!((done.files, done.orders, scene.files()), (2, 2, 0));
    assert_eq!(retain(&mut scene.desk, scene.zhu, later).unwrap().files, 0, "once");
    assert_eq!(scene.place.ask::<i64>("SELECT count(*) FROM event WHERE kind = 'purged'"), 3);
    scene.place.must_be_sound();
    let shown = text(&scene.place.run(&["show", "R-1"]));
    assert!(shown.contains("deleted by policy on"), "{shown}");
}

#[test]
fn a_run_that_was_stopped_is_finished_by_the_next() {
    let mut scene = scene();
    let later = monday() + Duration::days(31);
    scene.end("R-1", 1);
    scene.end("R-2", 1);
    // Stopped after the rows, before the bytes.
    scene.place.sql("INSERT INTO purged SELECT sha256, 1 FROM file");
    scene.place.must_be_sound();
    assert_eq!(scene.files(), 3);
    assert_eq!(preview(&scene.desk, later).unwrap().files, 3);
    assert_eq!(retain(&mut scene.desk, scene.zhu, later).unwrap().files, 3);
    assert_eq!(scene.files(), 0);
    scene.place.must_be_sound();
}

#[test]
fn a_file_that_comes_again_is_kept_again() {
    let mut scene = scene();
    let later = monday() + Duration::days(31);
    scene.end("R-1", 1);
    scene.end("R-2", 1);
    retain(&mut scene.desk, scene.zhu, later).unwrap();
    let mut third = order_with_files("R-3");
    third["attachments"][0]["path"] = json!("R-1-licence.pdf");
    assert_eq!(scene.place.import(&[third]).taken, 1);
    assert_eq!(scene.purged("R-3"), [false, false]);
    assert_eq!(scene.purged("R-1"), [false, true]);
    scene.place.must_be_sound();
    assert_eq!(retain(&mut scene.desk, scene.zhu, later).unwrap().files, 0);
}

#[test]
fn a_copy_of_the_home_accepts_what_was_deleted() {
    let mut scene = scene();
    let later = monday() + Duration::days(31);
    scene.end("R-1", 1);
    retain(&mut scene.desk, scene.zhu, later).unwrap();
    let (copy, back): (PathBuf, PathBuf) = (scene.place.path("copy.zip"), scene.place.path("back"));
    let made = scene.place.run(&["backup", copy.to_str().unwrap()]);
    assert!(made.status.success(), "{}", text(&made));
    let home = back.to_str().unwrap();
    let restored = scene.place.run(&["restore", copy.to_str().unwrap(), "--home", home]);
    assert!(restored.status.success(), "{}", text(&restored));
    let sound = scene.place.run(&["doctor", "--home", home]);
    assert!(sound.status.success(), "{}", text(&sound));
}

#[test]
fn only_a_supervisor_deletes_and_nothing_goes_where_no_days_are_set() {
    let mut scene = scene();
    scene.end("R-1", 1);
    scene.end("R-2", 1);
    let later = monday() + Duration::days(400);
    let chu = super::support::reviewer(&mut scene.desk, "chu", &[beian::domain::people::Role::First]);
    assert!(retain(&mut scene.desk, chu, later).is_err());
    settings::set(&mut scene.desk, scene.zhu, "retain_days", "0", minutes(9)).unwrap();
    assert_eq!(retain(&mut scene.desk, scene.zhu, later).unwrap().files, 0);
    let said = text(&scene.place.run(&["retain", "--dry-run"]));
    assert!(said.contains("for ever"), "{said}");
    assert_eq!(scene.files(), 3);
}

#[test]
fn a_package_for_the_bureau_goes_with_the_files_that_it_repeats() {
    let mut package = order_with_files("R-9");
    package["profile"] = json!("ucloud");
    let place = Place::with(&[package]);
    let mut desk = place.desk();
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    settings::set(&mut desk, zhu, "retain_days", "30", monday()).unwrap();
    let id = desk.store.order_id(&"R-9".into()).unwrap();
    approve(&mut desk, chu, id, minutes(1));
    tick(&mut desk, minutes(30)).unwrap();
    let packages = || fs::read_dir(place.home().handover()).unwrap().count();
    assert_eq!(packages(), 1);
    abandon(&mut desk, By::Staff(zhu), id, "客户撤回", minutes(40)).unwrap();
    retain(&mut desk, zhu, monday() + Duration::days(31)).unwrap();
    assert_eq!(packages(), 0);
    place.must_be_sound();
}
