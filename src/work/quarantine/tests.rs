use super::*;
use crate::intake::{Known, Limits, packages};
use serde_json::Value;
use std::fs::File;
use std::io::Write;

/// A home, and a folder for what comes.
struct Scene {
    _dir: tempfile::TempDir,
    home: Home,
    from: PathBuf,
}

impl Scene {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (home, from) = (Home::new(dir.path().join("home")), dir.path().join("from"));
        fs::create_dir_all(&from).unwrap();
        Self { _dir: dir, home, from }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.from.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn zip(&self, name: &str, entries: &[(&str, &[u8])]) -> PathBuf {
        let path = self.from.join(name);
        let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
        for (name, bytes) in entries {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        path
    }

    /// Refuses all that lies at a path; gives the reports, each once.
    fn refuse(&self, path: &Path) -> Vec<PathBuf> {
        let known = Known::default();
        let mut quarantine = Quarantine::of(&self.home);
        let mut reports: Vec<PathBuf> = packages(path, Limits::default(), &known)
            .unwrap()
            .map(|package| quarantine.keep(&package.unwrap_err()).unwrap())
            .collect();
        quarantine.end().unwrap();
        reports.dedup();
        reports
    }

    fn folders(&self) -> usize {
        fs::read_dir(self.home.quarantine()).unwrap().count()
    }
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_refused_package_is_kept_beside_its_report_and_once() {
    let scene = Scene::new();
    scene.file("p/order.json", r#"{"format":1,"kind":"order","order_no":"../N1"}"#);
    scene.file("p/a b.jpg", "x");
    scene.file("p/证件/b.jpg", "y");
    let package = scene.from.join("p");
    let reports = scene.refuse(&package);
    assert_eq!(scene.refuse(&package), reports);
    let folder = reports[0].parent().unwrap();
    assert!(folder.starts_with(scene.home.quarantine()) && folder.join("package/order.json").is_file());
    let mut bytes: Vec<Vec<u8>> = fs::read_dir(folder.join("package"))
        .unwrap()
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .filter(|bytes| bytes.len() == 1)
        .collect();
    bytes.sort();
    assert_eq!(bytes, [b"x", b"y"]);
    let report = json(&reports[0]);
    for field in ["file", "json_path", "found", "expected", "sentence_zh", "sentence_en"] {
        assert!(report["faults"][0][field].is_string(), "{field}: {report}");
    }
    assert_eq!(scene.folders(), 1);
}

#[test]
fn no_copy_holds_a_filing_password() {
    let scene = Scene::new();
    let order = r#"{"filed":{"password":"Geheim-1"},"remark":"Geheim-1"}"#;
    scene.file("p/order.json", order);
    let lines = scene.file("orders.jsonl", format!("{{}}\n{order}\n"));
    let zip = scene.zip("p.zip", &[("order.json", order.as_bytes()), ("a.txt", b"Anhang")]);
    for (source, kept) in [(&scene.from.join("p"), "package/order.json"), (&lines, "package.jsonl")] {
        let report = scene.refuse(source).remove(0);
        let text = fs::read_to_string(report.with_file_name(kept)).unwrap();
        assert!(!text.contains("Geheim-1") && text.contains("********"), "{kept}: {text}");
    }
    let report = scene.refuse(&zip).remove(0);
    let mut kept = zip::ZipArchive::new(File::open(report.with_file_name("package.zip")).unwrap()).unwrap();
    let mut read = |name: &str| std::io::read_to_string(kept.by_name(name).unwrap()).unwrap();
    assert_eq!(read("a.txt"), "Anhang");
    assert!(!read("order.json").contains("Geheim-1"));
}

#[test]
fn the_refused_lines_of_a_file_share_a_folder_however_many_they_are() {
    let scene = Scene::new();
    let lines: String = (0..3000).map(|n| format!("{{\"n\":{n}}}\n")).collect();
    let path = scene.file("orders.jsonl", &lines);
    let reports = scene.refuse(&path);
    assert_eq!((reports.len(), scene.folders()), (1, 1));
    assert_eq!(scene.refuse(&path), reports, "the same file again lands on the same folder");
    let list = json(&reports[0]);
    assert_eq!((list.as_array().unwrap().len(), &list[1000]["not_listed"]), (1001, &Value::from(2000)));
    assert!(list[0]["source"].as_str().unwrap().ends_with("orders.jsonl:1"));
    assert_eq!(fs::read_to_string(reports[0].with_file_name("package.jsonl")).unwrap(), lines);
    let other = scene.file("more.jsonl", "{}\n");
    assert_ne!(scene.refuse(&other), reports);
}

#[test]
fn no_more_of_one_source_is_kept_than_the_bound() {
    let scene = Scene::new();
    let long = format!("{{\"a\":\"{}\"}}\n", "x".repeat(3 << 20));
    let lines = scene.file("orders.jsonl", long.repeat(30));
    let report = scene.refuse(&lines).remove(0);
    let kept = fs::metadata(report.with_file_name("package.jsonl")).unwrap().len();
    assert_eq!(kept, MOST_BYTES / long.len() as u64 * long.len() as u64);
    assert_eq!(json(&report).as_array().unwrap().len(), 30);
    scene.file("p/order.json", "{}");
    for at in 0..4 {
        let sparse = File::create(scene.from.join(format!("p/{at}.jpg"))).unwrap();
        sparse.set_len(30 << 20).unwrap();
    }
    let report = scene.refuse(&scene.from.join("p")).remove(0);
    let files = fs::read_dir(report.with_file_name("package")).unwrap();
    assert!(files.map(|file| file.unwrap().metadata().unwrap().len()).sum::<u64>() <= MOST_BYTES);
}

#[cfg(unix)]
#[test]
fn nothing_but_regular_files_of_the_package_is_copied() {
    let scene = Scene::new();
    let secret = scene.file("secret.txt", "secret");
    scene.file("p/order.json", "{}");
    scene.file("p/a.jpg", "x");
    std::os::unix::fs::symlink(&secret, scene.from.join("p/link.jpg")).unwrap();
    std::os::unix::fs::symlink(&scene.from, scene.from.join("p/folder")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", scene.from.join("p/zero")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, scene.from.join("p/fifo"), rustix::fs::Mode::RUSR).unwrap();
    std::os::unix::net::UnixListener::bind(scene.from.join("p/socket")).unwrap();
    let report = scene.refuse(&scene.from.join("p")).remove(0);
    let mut kept: Vec<Vec<u8>> = fs::read_dir(report.with_file_name("package"))
        .unwrap()
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, [b"x".to_vec(), b"{}".to_vec()]);
}

#[test]
fn entries_that_share_their_bytes_are_not_written_out_one_by_one() {
    let scene = Scene::new();
    let picture = vec![7; 1 << 20];
    let names: Vec<String> = (0..70).map(|at| format!("{at:02}.jpg")).collect();
    let mut entries: Vec<(&str, &[u8])> = vec![("order.json", b"{}"), ("00.jpg", &picture)];
    entries.extend(names.iter().skip(1).map(|name| (name.as_str(), &b""[..])));
    let path = scene.from.join("p.zip");
    let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in &entries[..2] {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    for name in &names[1..] {
        zip.shallow_copy_file("00.jpg", name).unwrap();
    }
    zip.finish().unwrap();
    let report = scene.refuse(&path).remove(0);
    assert!(!report.with_file_name("package.zip").exists());
}

#[test]
fn what_is_old_goes_and_what_belongs_to_an_order_goes_with_it() {
    let scene = Scene::new();
    for no in ["BA-1", "BA-10", "X"] {
        scene.file(&format!("{no}/order.json"), format!(r#"{{"order_no":"{no}"}}"#));
        scene.refuse(&scene.from.join(no));
    }
    let held = held(&scene.home);
    assert_eq!(held.count, 3);
    let now = held.since.unwrap();
    let names = |ripe: Vec<PathBuf>| {
        let name = |path: &PathBuf| {
            path.file_name().unwrap().to_string_lossy().rsplit_once('-').unwrap().0.to_owned()
        };
        ripe.iter().map(name).collect::<std::collections::BTreeSet<_>>()
    };
    let none = std::collections::BTreeSet::new();
    assert!(names(ripe(&scene.home, cutoff(0, now), &none)).is_empty());
    assert!(names(ripe(&scene.home, cutoff(30, now + chrono::Duration::days(29)), &none)).is_empty());
    assert_eq!(names(ripe(&scene.home, cutoff(30, now + chrono::Duration::days(31)), &none)).len(), 3);
    let gone = ["BA-1".to_owned()].into();
    let of_order = ripe(&scene.home, None, &gone);
    let_go(&of_order).unwrap();
    assert_eq!(names(of_order), gone);
    assert_eq!(scene.folders(), 2);
}
