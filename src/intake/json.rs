//! JSON from outside into a value, within bounds.
//!
//! The usual reader takes the last of two equal keys and any depth up to its own limit; here both are
//! faults, and so are texts and lists beyond the limits, and control characters. Each names its path. What
//! leaves the rest readable is noted and the reading goes on, so that one report names it all.

use super::controls;
use super::fault::{Trouble, Words, shorten};
use super::limits::{FAULTS, Limits};
use super::shape;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::{Cell, RefCell};
use std::fmt;

/// A trouble with its JSON path.
pub type Located = (String, Trouble);

/// A value, with what is wrong in it although it could be read.
#[derive(Debug)]
pub struct Parsed {
    pub value: Value,
    pub noted: Vec<Located>,
}

/// Parses `bytes`, with or without a byte order mark.
///
/// # Errors
/// What ended the reading, with its path.
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Parsed, Located> {
    if bytes.len() as u64 > limits.json_bytes {
        return Err((String::new(), Trouble::too_large(limits.json_bytes)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| (String::new(), not_utf8(error.valid_up_to())))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let so_far = SoFar::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let node = Node { limits, so_far: &so_far, step: Step::Root, depth: 0 };
    let parsed = node.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    match parsed {
        Ok(value) => Ok(Parsed { value, noted: so_far.noted.into_inner() }),
        Err(error) => Err(so_far.stopped.take().unwrap_or_else(|| (String::new(), not_json(&error)))),
    }
}

/// What the reading has met.
#[derive(Debug, Default)]
struct SoFar {
    stopped: RefCell<Option<Located>>,
    noted: RefCell<Vec<Located>>,
    /// Bytes of all texts.
    text: Cell<u64>,
    /// Items of all lists.
    items: Cell<usize>,
}

/// One step of the path to a value.
#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a Step<'a>, &'a str),
    Index(&'a Step<'a>, usize),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(Self::Root, key) => f.write_str(&shorten(key)),
            Self::Key(parent, key) => write!(f, "{parent}.{}", shorten(key)),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// A value about to be read.
#[derive(Clone, Copy)]
struct Node<'a> {
    limits: &'a Limits,
    so_far: &'a SoFar,
    step: Step<'a>,
    depth: usize,
}

impl Node<'_> {
    fn child<'b>(&'b self, step: Step<'b>) -> Node<'b> {
        Node { limits: self.limits, so_far: self.so_far, step, depth: self.depth + 1 }
    }

    /// Ends the reading with a trouble at this node.
    fn stop<E: Error>(&self, trouble: Trouble) -> E {
        self.so_far.stopped.replace(Some((self.step.to_string(), trouble)));
        E::custom("refused")
    }

    /// Keeps a trouble at this node, and reads on.
    fn note(&self, trouble: Trouble) {
        let mut noted = self.so_far.noted.borrow_mut();
        // One more than is told, so that the report knows that there are more.
        if noted.len() <= FAULTS {
            noted.push((self.step.to_string(), trouble));
        }
    }

    fn deep_enough<E: Error>(&self) -> Result<(), E> {
        let most = self.limits.json_depth;
        if self.depth < most { Ok(()) } else { Err(self.stop(too_deep(most))) }
    }

    /// Looks at a text's length and at its characters.
    fn look_at<E: Error>(&self, text: &str) -> Result<(), E> {
        let (most, all) = (self.limits.text_chars, self.limits.text_bytes);
        let sum = self.so_far.text.get().saturating_add(text.len() as u64);
        self.so_far.text.set(sum);
        if sum > all {
            let Trouble { found, expected, .. } = Trouble::too_large(all);
            let found = found.of("全部文字", "all texts together:");
            self.so_far.stopped.replace(Some((String::new(), Trouble::new(found, expected))));
            return Err(E::custom("refused"));
        }
        // No text has more characters than bytes.
        if text.len() > most && text.chars().count() > most {
            let count = text.chars().count();
            self.note(Trouble::new(
                Words::count(count, "个字符", "characters"),
                Words::at_most(most, "个字符", "characters"),
            ));
        } else if let Some(trouble) = controls::trouble(self.field(), text) {
            self.note(trouble);
        }
        Ok(())
    }

    fn may_be_a_list(&self) {
        let trouble = match &self.step {
            Step::Root => None,
            Step::Key(_, name) => shape::no_list(Some(name)),
            Step::Index(..) => shape::no_list(None),
        };
        if let Some(trouble) = trouble {
            self.note(trouble);
        }
    }

    /// The name of the field that the node belongs to.
    fn field(&self) -> &str {
        let mut step = &self.step;
        loop {
            match step {
                Step::Root => return "",
                Step::Key(_, key) => return key,
                Step::Index(parent, _) => step = parent,
            }
        }
    }

    fn few_enough<E: Error>(&self, count: usize) -> Result<(), E> {
        let most = self.limits.list_items;
        if count < most {
            return Ok(());
        }
        let found = Words::new(format!("超过 {most} 项"), format!("more than {most} items"));
        Err(self.stop(Trouble::new(found, Words::at_most(most, "项", "items"))))
    }

    /// Counts an item of any list.
    fn few_in_all<E: Error>(&self) -> Result<(), E> {
        let (most, count) = (self.limits.all_items, self.so_far.items.get());
        self.so_far.items.set(count + 1);
        if count < most {
            return Ok(());
        }
        let found = Words::new(
            format!("全部列表合计超过 {most} 项"),
            format!("more than {most} items in all lists together"),
        );
        self.so_far
            .stopped
            .replace(Some((String::new(), Trouble::new(found, Words::at_most(most, "项", "items")))));
        Err(E::custom("refused"))
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.look_at(text)?;
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.deep_enough()?;
        self.may_be_a_list();
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.child(Step::Index(&self.step, list.len())))? {
            self.few_enough(list.len())?;
            self.few_in_all()?;
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        self.deep_enough()?;
        let mut object = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            self.few_enough(object.len())?;
            let child = self.child(Step::Key(&self.step, &key));
            if object.contains_key(&key) {
                child.note(twice());
            }
            let value = fields.next_value_seed(child)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

fn not_utf8(at: usize) -> Trouble {
    Trouble::new(
        Words::new(format!("第 {} 个字节不是 UTF-8", at + 1), format!("byte {} that is not UTF-8", at + 1)),
        Words::new("UTF-8 编码的文本", "text in UTF-8"),
    )
}

fn not_json(error: &serde_json::Error) -> Trouble {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let why = shorten(text.split(" at line ").next().unwrap_or(&text));
    Trouble::new(
        Words::new(
            format!("第 {line} 行第 {column} 列有误（{why}）"),
            format!("an error at line {line}, column {column} ({why})"),
        ),
        Words::new("合法的 JSON", "valid JSON"),
    )
}

fn too_deep(most: usize) -> Trouble {
    Trouble::new(
        Words::new(format!("嵌套超过 {most} 层"), format!("more than {most} levels")),
        Words::at_most(most, "层", "levels"),
    )
}

fn twice() -> Trouble {
    Trouble::new(
        Words::new("同一字段出现两次", "the same field twice"),
        Words::new("每个字段只出现一次", "each field once"),
    )
}
