//! Combinations of filters, which have no index of their own.

use super::home::Made;
use super::measure::Times;
use beian::domain::order::OrderType;
use beian::domain::stage::Stage;
use beian::domain::view::{Direction, Filter, Overdue, PageRequest, ReturnedBefore, Sort, Tab};
use beian::work::Result;

fn combinations() -> Vec<(&'static str, Filter)> {
    let province = |id: &str| Filter { province: Some(id.into()), ..Filter::default() };
    let rare = Filter { order_type: Some(OrderType::CancelEntity), ..province("ningxia") };
    vec![
        ("province", province("henan")),
        ("province, type", Filter { order_type: Some(OrderType::Change), ..province("guangdong") }),
        ("rare province, rare type", rare.clone()),
        ("rare province, rare type, nature", Filter { nature: Some("law_firm".into()), ..rare }),
        (
            "type, nature",
            Filter {
                order_type: Some(OrderType::CancelSite),
                nature: Some("law_firm".into()),
                ..Filter::default()
            },
        ),
        (
            "province, nature, profile",
            Filter {
                nature: Some("personal".into()),
                profile: Some("21vianet".into()),
                ..province("xizang")
            },
        ),
        (
            "province, returned before",
            Filter { returned_before: Some(ReturnedBefore::Returned), ..province("beijing") },
        ),
        ("province, overdue", Filter { overdue: Some(Overdue::Overdue), ..province("beijing") }),
        (
            "type, overdue, returned before",
            Filter {
                order_type: Some(OrderType::NewSite),
                overdue: Some(Overdue::Overdue),
                returned_before: Some(ReturnedBefore::Returned),
                ..Filter::default()
            },
        ),
        ("province, search of one letter", Filter { search: Some("网".into()), ..province("ningxia") }),
        (
            "type, search",
            Filter {
                order_type: Some(OrderType::CancelEntity),
                search: Some("科技".into()),
                ..Filter::default()
            },
        ),
    ]
}

pub fn run(made: &Made) -> Result<()> {
    let tabs =
        [Tab::All, Tab::Stage(Stage::FirstReview), Tab::Stage(Stage::Sms), Tab::Stage(Stage::Returned)];
    for (what, filter) in combinations() {
        let mut times = Times::default();
        for tab in tabs {
            for sort in Sort::ALL {
                let request = PageRequest {
                    tab,
                    filter: filter.clone(),
                    sort,
                    from: None,
                    direction: Direction::Forward,
                    limit: 50,
                    now: made.now,
                };
                made.desk.store.page(&request)?;
                for _ in 0..3 {
                    times.of(|| made.desk.store.page(&request))?;
                }
            }
        }
        times.row(&format!("filter: {what}"), "300 ms");
    }
    Ok(())
}
