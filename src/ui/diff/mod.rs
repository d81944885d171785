//! What becomes of a value, as a tree: made from two values and a schema, printed as text.
//!
//! The layout is Terraform's: symbols before each line, aligned names, what does not change left out and counted.

mod attribute;
mod block;
mod json;
mod print;
mod print_block;
mod sequence;
mod side;
mod text;

use std::collections::BTreeMap;

pub use self::{
    block::object_of_attributes,
    json::{free, same},
    print::{Look, Printer},
    side::{Replaced, Side},
};
use crate::lang::value::{Name, Value};

/// What becomes of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It stays.
    Same,
    /// It comes.
    Add,
    /// It becomes another.
    Change,
    /// It goes.
    Remove,
}

impl Sign {
    /// What becomes of a whole of which a part, too, has a sign.
    #[must_use]
    pub fn with(self, part: Sign) -> Sign {
        match part {
            Sign::Same => self,
            part if part == self => self,
            _ => Sign::Change,
        }
    }
}

/// What becomes of a value and of everything inside it.
#[derive(Debug, Clone)]
pub struct Diff {
    /// What becomes of it.
    pub sign: Sign,
    /// Whether that replaces the object.
    pub replaces: bool,
    /// The value.
    pub node: Node,
}

/// A value before and after.
#[derive(Debug, Clone)]
pub enum Node {
    /// Null, a bool, a number or a text.
    Plain(Option<Value>, Option<Value>),
    /// It will be known after apply; what it was.
    Unknown(Option<Box<Diff>>),
    /// It is not shown.
    Sensitive(Secret),
    /// It is kept nowhere.
    WriteOnly,
    /// It becomes something of another type.
    Retyped(Box<Diff>, Box<Diff>),
    /// The elements of a list.
    List(Vec<Diff>),
    /// The elements of a set.
    Set(Vec<Diff>),
    /// The elements of a map.
    Map(BTreeMap<Name, Diff>),
    /// The attributes of an object.
    Object(BTreeMap<Name, Diff>),
    /// The attributes and blocks of a block.
    Block(BTreeMap<Name, Diff>, BTreeMap<Name, Blocks>),
    /// A block that is not shown.
    SensitiveBlock(Secret),
}

/// What is known of a value that is not shown.
#[derive(Debug, Clone, Copy)]
pub struct Secret {
    /// Whether it was sensitive.
    pub before: bool,
    /// Whether it will be.
    pub after: bool,
    /// Whether the value stays the same.
    pub same: bool,
}

/// The blocks of one type.
#[derive(Debug, Clone)]
pub struct Blocks {
    /// The blocks in order.
    pub items: Vec<Diff>,
    /// Whether any change of them replaces the object.
    pub replaces: bool,
}

impl Diff {
    /// A value that does not replace anything.
    pub fn new(sign: Sign, node: Node) -> Self {
        Self { sign, replaces: false, node }
    }
}
