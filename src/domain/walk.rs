//! A walk over what an order says, field by field, as its JSON would have them, without writing it down: to write a
//! part of it for one field costs more than the rules that ask.

use super::path::Step;
use serde::ser::{self, Impossible, Serialize};
use std::fmt;

/// A value without parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Leaf<'a> {
    /// A text, or the name of an enum's value.
    Text(&'a str),
    /// A truth.
    Truth(bool),
    /// A whole number.
    Whole(i64),
    /// A whole number that is not negative.
    Count(u64),
    /// Another number.
    Number(f64),
    /// Nothing.
    Nothing,
}

/// Who walks.
pub trait Visit {
    /// A field of an object, or an item of a list; false = it is passed by.
    fn enter(&mut self, step: Step<'_>) -> bool;
    /// What was entered has ended.
    fn leave(&mut self);
    /// A value.
    fn leaf(&mut self, leaf: Leaf<'_>);
}

/// Walks a value. What can't be written as JSON ends the walk, and orders have nothing of that kind.
pub fn walk<T: Serialize + ?Sized>(value: &T, visit: &mut dyn Visit) {
    // Its only error is a walk that ends there.
    let _ = value.serialize(Walk(visit));
}

/// Whether a text among all that a value says is one that is looked for.
pub fn any_text<T: Serialize + ?Sized>(value: &T, is_one: impl Fn(&str) -> bool) -> bool {
    let mut search = AnyText { is_one, found: false };
    walk(value, &mut search);
    search.found
}

struct AnyText<F> {
    is_one: F,
    found: bool,
}

impl<F: Fn(&str) -> bool> Visit for AnyText<F> {
    fn enter(&mut self, _: Step<'_>) -> bool {
        !self.found
    }

    fn leave(&mut self) {}

    fn leaf(&mut self, leaf: Leaf<'_>) {
        if let Leaf::Text(text) = leaf {
            self.found = self.found || (self.is_one)(text);
        }
    }
}

struct Walk<'v>(&'v mut dyn Visit);

impl Walk<'_> {
    fn inner<T: Serialize + ?Sized>(&mut self, step: Step<'_>, value: &T) -> Result<(), End> {
        if self.0.enter(step) {
            value.serialize(Walk(self.0))?;
            self.0.leave();
        }
        Ok(())
    }
}

/// The walk can't go on.
#[derive(Debug)]
struct End;

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no JSON")
    }
}

impl std::error::Error for End {}

impl ser::Error for End {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! leaves {
    ($($name:ident: $kind:ty => $leaf:ident as $as:ty),*) => {
        $(fn $name(self, value: $kind) -> Result<(), End> {
            self.0.leaf(Leaf::$leaf(<$as>::from(value)));
            Ok(())
        })*
    };
}

impl<'v> ser::Serializer for Walk<'v> {
    type Ok = ();
    type Error = End;
    type SerializeSeq = Parts<'v>;
    type SerializeTuple = Parts<'v>;
    type SerializeTupleStruct = Parts<'v>;
    type SerializeTupleVariant = Impossible<(), End>;
    type SerializeMap = Parts<'v>;
    type SerializeStruct = Parts<'v>;
    type SerializeStructVariant = Impossible<(), End>;

    leaves! {
        serialize_bool: bool => Truth as bool,
        serialize_i8: i8 => Whole as i64,
        serialize_i16: i16 => Whole as i64,
        serialize_i32: i32 => Whole as i64,
        serialize_i64: i64 => Whole as i64,
        serialize_u8: u8 => Count as u64,
        serialize_u16: u16 => Count as u64,
        serialize_u32: u32 => Count as u64,
        serialize_u64: u64 => Count as u64,
        serialize_f32: f32 => Number as f64,
        serialize_f64: f64 => Number as f64
    }

    fn serialize_char(self, value: char) -> Result<(), End> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), End> {
        self.0.leaf(Leaf::Text(value));
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), End> {
        Err(End)
    }

    fn serialize_none(self) -> Result<(), End> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), End> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), End> {
        self.0.leaf(Leaf::Nothing);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), End> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), End> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), End> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), End> {
        self.inner(Step::Field(variant), value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'v>, End> {
        Ok(Parts { walk: self, at: 0, key: String::new() })
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'v>, End> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'v>, End> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, End> {
        Err(End)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'v>, End> {
        self.serialize_seq(None)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'v>, End> {
        self.serialize_seq(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, End> {
        Err(End)
    }
}

/// The parts of a list or an object.
struct Parts<'v> {
    walk: Walk<'v>,
    at: usize,
    key: String,
}

impl Parts<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), End> {
        let at = self.at;
        self.at += 1;
        self.walk.inner(Step::Place(at), value)
    }
}

macro_rules! items {
    ($($part:ident: $name:ident),*) => {
        $(impl ser::$part for Parts<'_> {
            type Ok = ();
            type Error = End;

            fn $name<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), End> {
                self.item(value)
            }

            fn end(self) -> Result<(), End> {
                Ok(())
            }
        })*
    };
}

items! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field
}

impl ser::SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = End;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), End> {
        self.walk.inner(Step::Field(key), value)
    }

    fn end(self) -> Result<(), End> {
        Ok(())
    }
}

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = End;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), End> {
        match serde_json::to_value(key) {
            Ok(serde_json::Value::String(key)) => self.key = key,
            _ => return Err(End),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), End> {
        let key = std::mem::take(&mut self.key);
        self.walk.inner(Step::Field(&key), value)
    }

    fn end(self) -> Result<(), End> {
        Ok(())
    }
}
