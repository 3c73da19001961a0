//! Nothing panics, whatever the bytes.

use super::fixtures::*;
use proptest::prelude::*;
use proptest::sample::Index;

fn edited(mut bytes: Vec<u8>, edits: &[(Index, u8)], cut: Option<Index>) -> Vec<u8> {
    for (at, byte) in edits {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(bytes.len()));
    }
    bytes
}

/// Reads everything; what came in must read back.
fn survives(path: &std::path::Path) {
    for package in read(path) {
        match package {
            Ok(incoming) => {
                assert!((0..incoming.files.len()).all(|index| incoming.read(index).is_ok()));
                assert!(serde_json::from_str::<serde_json::Value>(incoming.canonical()).is_ok());
            }
            Err(refused) => assert!(!sentences(&refused).is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn json_bytes(
        edits in prop::collection::vec((any::<Index>(), any::<u8>()), 0..6),
        cut in prop::option::weighted(0.2, any::<Index>()),
    ) {
        let home = Home::new();
        let path = home.package("a", &order());
        home.file("a/order.json", edited(order().to_string().into_bytes(), &edits, cut));
        survives(&path);
    }

    #[test]
    fn zip_bytes(
        edits in prop::collection::vec((any::<Index>(), any::<u8>()), 0..6),
        cut in prop::option::weighted(0.2, any::<Index>()),
    ) {
        let home = Home::new();
        survives(&home.file("p.zip", edited(zip_package(), &edits, cut)));
    }

    #[test]
    fn line_bytes(
        edits in prop::collection::vec((any::<Index>(), any::<u8>()), 0..6),
        noise in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let home = Home::new();
        let mut bytes = edited(format!("{}\n{}\n", order(), supplement()).into_bytes(), &edits, None);
        bytes.extend(noise);
        survives(&home.file("orders.jsonl", bytes));
    }

    #[test]
    fn any_value_in_any_place(
        field in prop::sample::select(vec![
            "format", "kind", "order_no", "revision", "submitted_at", "profile", "account", "entity",
            "people", "sites", "access", "attachments", "filed", "remark", "consents",
        ]),
        value in prop_oneof![
            Just(serde_json::Value::Null), any::<i64>().prop_map(Into::into), any::<f64>().prop_map(Into::into),
            any::<bool>().prop_map(Into::into), any::<String>().prop_map(Into::into),
            Just(serde_json::json!([])), Just(serde_json::json!({})), Just(serde_json::json!([{}])),
        ],
    ) {
        let home = Home::new();
        let mut order = order();
        order[field] = value;
        survives(&home.package("a", &order));
    }
}
