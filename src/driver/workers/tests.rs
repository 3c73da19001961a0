use super::*;
use crate::app::effect::Secret;
use crate::app::message::PageAnswer;
use crate::catalog::Catalog;
use crate::domain::event::Event;
use crate::domain::view::{Direction, Filter, PageRequest, Sort, Tab};
use crate::work::{Home, now, people};

const WAIT: Duration = Duration::from_secs(60);

fn page(search: &str, generation: u64) -> Effect {
    let request = PageRequest {
        tab: Tab::All,
        filter: Filter { search: Some(search.to_owned()), ..Filter::default() },
        sort: Sort::Newest,
        from: None,
        direction: Direction::Forward,
        limit: 10,
        now: now(),
    };
    Effect::LoadPage { request: Box::new(request), generation }
}

struct Sitting {
    _dir: tempfile::TempDir,
    workers: Workers,
    heard: Receiver<Message>,
    generation: u64,
    home: Home,
}

impl Sitting {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::new(dir.path());
        let mut desk = Desk::create(home.clone(), Arc::new(Catalog::embedded().unwrap())).unwrap();
        people::init(&mut desk, "zhu", "correct horse", now()).unwrap();
        let sample = format!("{}/assets/samples/ICP-10202", env!("CARGO_MANIFEST_DIR"));
        crate::work::import::import(&mut desk, std::path::Path::new(&sample), |_, _| {}).unwrap();
        let whence = Whence::of(None, None);
        let session = people::sign_in(&mut desk, "zhu", "correct horse", &whence, now()).unwrap();
        let (to, heard) = channel();
        let to = Mutex::new(to);
        let answer: Answer = Arc::new(move |message| drop(to.lock().unwrap().send(message)));
        let workers =
            Workers::start(desk, Here { lang: Lang::En, whence }, Some(session), Vec::new(), answer).unwrap();
        Self { _dir: dir, workers, heard, generation: 0, home }
    }

    fn wait<T>(&self, wanted: impl Fn(Message) -> Option<T>) -> T {
        loop {
            if let Some(found) = wanted(self.heard.recv_timeout(WAIT).unwrap()) {
                return found;
            }
        }
    }

    fn rows(&mut self, search: &str) -> usize {
        self.generation += 1;
        let wanted = self.generation;
        self.workers.run(page(search, wanted));
        self.wait(|message| match message {
            Message::Page(PageAnswer { generation, result }) if generation == wanted => {
                Some(result.unwrap().rows.len())
            }
            _ => None,
        })
    }

    /// True where the search was taken, false where it was refused.
    fn search(&self, number: &str) -> bool {
        self.workers.run(Effect::SearchNumber(Secret(number.to_owned())));
        self.wait(|message| match message {
            Message::NumberSearched(term) => Some(term.0 == number),
            Message::Refused(why) => Some(!why.contains("too many")),
            _ => None,
        })
    }

    fn on_record(&self) -> usize {
        let desk = Desk::open(self.home.clone(), Arc::new(Catalog::embedded().unwrap())).unwrap();
        let events = desk.store.recent_events(100).unwrap();
        let is_search =
            |event: &Event| matches!(event, Event::Home { what, .. } if what == "number_searched");
        events.iter().filter(|(_, line)| is_search(&line.event)).count()
    }
}

#[test]
fn a_page_reaches_for_numbers_only_for_the_search_that_is_on_record_and_that_is_slowed() {
    let mut sitting = Sitting::new();
    let mobile = "13810000203";
    assert_eq!((sitting.rows(mobile), sitting.rows("ICP-10202"), sitting.on_record()), (0, 1, 0));
    assert!(sitting.search(mobile));
    assert_eq!((sitting.rows(mobile), sitting.rows(mobile), sitting.on_record()), (1, 1, 1));
    assert_eq!((sitting.rows("0355"), sitting.rows(mobile)), (0, 0), "another search ends it");
    assert!((0..4).all(|_| sitting.search("0355")));
    assert_eq!(sitting.rows("0355"), 1);
    assert!(!sitting.search(mobile), "the sixth waits");
    assert_eq!((sitting.rows(mobile), sitting.on_record()), (0, 5));
}
