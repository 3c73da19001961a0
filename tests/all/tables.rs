//! Tables from people's computers, through the commands: what is read, what is refused, and that nothing hangs.

use super::bureau::left;
use super::support::{Place, minutes, monday, order, text};
use beian::domain::stage::Stage;
use beian::work::registry::{self, Imported};
use beian::work::results::{self, Run, Taken};
use encoding_rs::GBK;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const ENTITY: &str = "粤ICP备2026000001号";

/// Runs the program with something on its standard input; one that never ends fails the test.
fn run(place: &Place, args: &[&str], input: &[u8]) -> Output {
    let mut command = place.command(args);
    command.env("BEIAN_USER", "zhu").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_vec());
    // What is refused early reads no more, which is no fault of this end.
    thread::spawn(move || stdin.write_all(&input));
    let pid = rustix::process::Pid::from_child(&child);
    let (ended, ends) = mpsc::channel();
    thread::spawn(move || ended.send(child.wait_with_output()));
    match ends.recv_timeout(Duration::from_secs(120)) {
        Ok(output) => output.unwrap(),
        Err(_) => {
            rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
            panic!("{args:?} hangs")
        }
    }
}

#[test]
fn damaged_numbers_never_enter_the_registry() {
    let place = Place::new();
    let file = place.path("filings.csv");
    for (content, said) in [
        (
            "certificate_number,entity_name,domain\n3.30106E+17,甲样本,sci.cn\n",
            "filings.csv:2 certificate_number: it is a number with an exponent",
        ),
        (
            "certificate_number,entity_name,domain\n\"=\"\"330106198506120154\"\"\",甲样本,eq.cn\n",
            "filings.csv:2 certificate_number: it is a formula",
        ),
        (
            "entity_name,domain,manager_mobile\n甲样本,a13.cn,1.38E+10\n",
            "filings.csv:2 manager_mobile: it is a number with an exponent",
        ),
        (
            "certificate_number,entity_name,domain\n330106198506120154,甲,a.cn\n'330106198506120154,乙,b.cn\n",
            "filings.csv:3 certificate_number: it is an apostrophe or quotes around a number",
        ),
        (
            "certificate_number,entity_name,domain\n330106198506120000,甲,a.cn\n",
            "filings.csv:2 certificate_number: it is a number whose last digits were rounded away",
        ),
        (
            "entity_name,domain\n甲,a.cn\n\"乙,b.cn\n丙,c.cn\n",
            "filings.csv:3: found a quote that opens here and never closes",
        ),
    ] {
        fs::write(&file, content).unwrap();
        let output = place.run(&["registry", "import", file.to_str().unwrap()]);
        let told = text(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(said) && told.contains("nothing was imported"), "{told}");
    }
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM filing"), 0);
    place.must_be_sound();
}

#[test]
fn tables_of_peoples_computers_are_read_and_the_answer_says_how() {
    let place = Place::new();
    let table = "序号;证件号码;主办单位名称;网站域名;网站负责人手机\r\n1;91350100M000100Y43;甲公司;a.cn;13800138000\r\n";
    let plain = table.replace(';', ",").replace("\r\n", "\r");
    let wide: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(table.replace(';', "\t").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let file = place.path("f.csv");
    for (bytes, said) in [
        (GBK.encode(table).0.into_owned(), "f.csv (GB18030, semicolons): 1 added, 0 changed, 0 unchanged"),
        (plain.into_bytes(), "f.csv (UTF-8, commas): 0 added, 0 changed, 1 unchanged"),
        (wide, "f.csv (UTF-16LE, tabs): 0 added, 0 changed, 1 unchanged"),
    ] {
        fs::write(&file, bytes).unwrap();
        let output = place.run(&["registry", "import", file.to_str().unwrap()]);
        assert!(text(&output).contains(said), "{}", text(&output));
    }
    let json = text(&place.run(&["--json", "registry", "import", file.to_str().unwrap()]));
    assert!(json.contains("\"encoding\": \"UTF-16LE\"") && json.contains("\"separator\": \"tab\""), "{json}");
    let output = run(&place, &["registry", "import", "-"], &GBK.encode(table).0);
    assert!(text(&output).contains("1 unchanged"), "{}", text(&output));
    fs::write(&file, b"PK\x03\x04\x14\0\x06\0").unwrap();
    let refused = text(&place.run(&["registry", "import", file.to_str().unwrap()]));
    assert!(refused.contains("a workbook of a spreadsheet"), "{refused}");
}

#[test]
fn a_bureaus_own_table_takes_an_order_to_its_end() {
    let mut left = left(|_| {});
    let file = left.place.path("results.csv");
    let domain = "qingshan-tea.cn";
    let head = "订单编号,审核结果,审核时间,核验人,主体备案号,服务备案号\r\n";
    let codes = "UC-A,短信核验成功,2026/11/16 10:30,p1,,\r\nUC-A,核验通过,2026年11月16日 10:31,p2,,\r\n";
    fs::write(&file, GBK.encode(&format!("{head}{codes}")).0).unwrap();
    let summary = results::import(&mut left.desk, &file, Run::Take, minutes(600), |_| {}).unwrap();
    assert_eq!((summary.taken, summary.refused), (2, 0));
    assert_eq!(summary.read_as.unwrap().said().en.as_str(), "GB18030, commas");
    let passed = |site: &str| format!("{head}UC-A,审核通过,2026-11-16 15:00,,{ENTITY},{site}{ENTITY}-1\r\n");
    for site in ["https://example.org/=", "s9=", "other-qingshan-tea.cn="] {
        fs::write(&file, passed(site)).unwrap();
        let summary = results::import(&mut left.desk, &file, Run::Dry, minutes(600), |_| {}).unwrap();
        assert_eq!((summary.taken, summary.refused), (0, 1), "{site}");
    }
    let [plain, www] = [format!("{domain}="), format!("https://www.{domain}/=")];
    let [port, upper] =
        [format!("{domain}:8080="), format!("HTTP://{}/index.html?a=b=", domain.to_uppercase())];
    for site in [plain.as_str(), www.as_str(), port.as_str(), upper.as_str(), "s1=", ""] {
        fs::write(&file, passed(site)).unwrap();
        let summary = results::import(&mut left.desk, &file, Run::Dry, minutes(600), |_| {}).unwrap();
        assert_eq!((summary.taken, summary.refused), (1, 0), "{site}");
    }
    fs::write(&file, passed("")).unwrap();
    assert_eq!(results::import(&mut left.desk, &file, Run::Take, minutes(600), |_| {}).unwrap().taken, 1);
    assert_eq!(left.desk.store.state(left.id).unwrap().stage, Stage::Filed);
    left.place.must_be_sound();
}

#[test]
fn what_is_no_regular_file_is_refused_by_every_command_that_reads_one() {
    let place = Place::with(&[order("UC-A")]);
    let (pipe, link, large) = (place.path("pipe"), place.path("link"), place.path("large"));
    mknodat(CWD, &pipe, FileType::Fifo, Mode::RWXU, 0).unwrap();
    symlink("/dev/zero", &link).unwrap();
    fs::File::create(&large).unwrap().set_len(3 << 30).unwrap();
    assert!(run(&place, &["claim", "UC-A"], b"").status.success());
    let fresh = place.path("fresh");
    let calls: [&[&str]; 9] = [
        &["result", "import"],
        &["registry", "import"],
        &["calendar", "add", "--source", "x"],
        &["profile", "check"],
        &["--home", fresh.to_str().unwrap(), "restore"],
        &["--config", "config", "profile", "list"],
        &["review", "UC-A", "--approve", "--checklist"],
        &["review", "UC-A", "--approve", "--notice"],
        &["--host-file", "file", "queue"],
    ];
    let config = place.path("config");
    for given in [pipe.as_path(), Path::new("/dev/zero"), &link, &large] {
        for call in calls {
            let mut args: Vec<&str> = call.to_vec();
            let path = given.to_str().unwrap();
            if call[0] == "--config" {
                let _ = fs::remove_dir_all(&config);
                fs::create_dir(&config).unwrap();
                symlink(given, config.join("reasons.toml")).unwrap();
                args[1] = config.to_str().unwrap();
            } else if call[0] == "--host-file" {
                // A command that starts no program may not look at it at all; it only must not hang.
                args[1] = path;
                run(&place, &args, b"");
                continue;
            } else {
                args.push(path);
            }
            let output = run(&place, &args, b"");
            assert!(!output.status.success(), "{args:?}: {}", text(&output));
            let said = text(&output);
            let named = ["a pipe or a device", "more than", "larger than", "cut off"]
                .iter()
                .any(|why| said.contains(why));
            assert!(named, "{args:?}: {said}");
        }
    }
}

#[test]
fn answers_and_notices_come_from_standard_input_and_from_an_old_editor() {
    let place = Place::with(&[order("UC-A")]);
    assert!(run(&place, &["claim", "UC-A"], b"").status.success());
    let both = run(&place, &["review", "UC-A", "--approve", "--checklist", "-", "--notice", "-"], b"{}");
    assert_eq!(both.status.code(), Some(2), "{}", text(&both));
    let notice = "请补充材料。\r\n";
    let args = ["review", "UC-A", "--reject", "--reason", "FREE:缺材料", "--notice", "-"];
    let output = run(&place, &args, &[b"\xEF\xBB\xBF".as_slice(), notice.as_bytes()].concat());
    let said = text(&output);
    // Whether the checklist is complete is another matter; the notice was read.
    assert!(!said.contains("standard input") && !said.contains("UTF-8"), "{said}");
}

#[test]
fn a_file_of_nothing_but_faults_is_not_read_to_its_end() {
    let mut left = left(|_| {});
    let file = left.place.path("results.txt");
    fs::write(&file, format!("{{}}\n{}", "x\n".repeat(50_000))).unwrap();
    let mut last = None;
    let summary =
        results::import(&mut left.desk, &file, Run::Take, minutes(600), |taken| last = Some(taken.clone()))
            .unwrap();
    assert_eq!(summary.taken, 0);
    assert!(summary.refused < 11_000, "{summary:?}");
    let Some(Taken::Refused { faults, .. }) = last else { panic!("{last:?}") };
    assert!(faults[0].to_string().contains("what comes after was not read"), "{}", faults[0]);
    let report = fs::read_to_string(summary.report.unwrap()).unwrap();
    assert!(report.contains("more faults, not listed") && report.len() < 2 << 20, "{}", report.len());
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        const PIECES: [&[u8]; 14] = [
            b"\"",
            b"\"\"",
            b",",
            b";",
            b"\t",
            b"\r",
            b"\n",
            b"\0",
            b"\xFF",
            b"\xE4\xB8",
            b"\xB1\xB8",
            b"1.38E+10",
            b"#N/A",
            b"=\"",
        ];
        for _ in 0..=self.roll(4) {
            let (at, length) = (self.roll(bytes.len() + 1), self.roll(12));
            let end = (at + length).min(bytes.len());
            match self.roll(4) {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..at, PIECES[self.roll(PIECES.len())].iter().copied())),
                2 => bytes.truncate(at.max(20)),
                _ => {
                    let piece = bytes[at..end].to_vec();
                    let to = self.roll(bytes.len() + 1);
                    bytes.splice(to..to, piece);
                }
            }
        }
    }
}

#[test]
fn two_thousand_mutated_tables_are_taken_whole_or_refused_with_their_places() {
    let mut left = left(|_| {});
    let file = left.place.path("t.csv");
    let registry = "certificate_number,entity_name,entity_number,site_number,domain,manager_mobile\n\
        91350100M000100Y43,甲公司,京ICP备12345678号,京ICP备12345678号-1,a.cn,13800138000\n\
        330106198506120154,\"乙, 某\",,,b.cn,+86 139 0013 8000\n,丙,京ICP备2026000002号,,,\n";
    let rows = "订单号,结果,时间,人员,网站备案号\nUC-A,短信已发送,2026-11-16 10:30,p1,\n\
        UC-A,短信核验错误,2026-11-16 10:31,p1,\nNOBODY,审核通过,2026-11-16 10:32,,s1=粤ICP备2026000001号-1\n";
    let mut dice = Dice(7);
    for turn in 0..2_000 {
        let is_registry = turn % 2 == 0;
        let text = if is_registry { registry } else { rows };
        let mut bytes = if turn % 4 < 2 { text.as_bytes().to_vec() } else { GBK.encode(text).0.into_owned() };
        dice.mutate(&mut bytes);
        fs::write(&file, &bytes).unwrap();
        let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
        if is_registry {
            let before: i64 = left.desk.store.filing_count().unwrap() as i64;
            match registry::import(&mut left.desk, &file, monday()).unwrap() {
                Imported::Taken { added, .. } => {
                    assert_eq!(left.desk.store.filing_count().unwrap() as i64, before + added as i64);
                }
                Imported::Refused { faults, count } => {
                    assert!(count > 0 && !faults.is_empty());
                    assert!(faults.iter().all(|fault| fault.line <= lines), "{faults:?}");
                    assert_eq!(left.desk.store.filing_count().unwrap() as i64, before);
                }
            }
        } else {
            let mut all = Vec::new();
            let hear = |taken: &Taken| all.push(taken.clone());
            let summary = results::import(&mut left.desk, &file, Run::Dry, minutes(600), hear).unwrap();
            assert_eq!(summary.taken + summary.unchanged + summary.refused, all.len());
            for taken in all {
                if let Taken::Refused { faults, line, .. } = taken {
                    assert!(!faults.is_empty() && line <= lines, "{faults:?}");
                }
            }
        }
    }
    left.place.must_be_sound();
}
