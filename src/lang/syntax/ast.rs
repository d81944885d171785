//! The syntax tree of both dialects: what `hcl-edit` parses (or a `.tf.json` file says), with exact numbers,
//! finished texts and a place in the source for everything.

use std::sync::Arc;

use crate::{
    diagnostic::Range,
    lang::value::{Name, Value},
};

/// The inside of a file or block.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its arguments, in the order of the source.
    pub attributes: Vec<Attribute>,
    /// Its blocks, in the order of the source.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub range: Range,
}

impl Body {
    /// The argument of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.name == name)
    }

    /// The blocks of this type.
    pub fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }
}

/// `name = expression`.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// The name.
    pub name: Name,
    /// Where the name stands.
    pub name_range: Range,
    /// What it is set to.
    pub expr: Expr,
}

/// `kind "label" { … }`.
#[derive(Debug, Clone)]
pub struct Block {
    /// The type of the block.
    pub kind: Name,
    /// Its labels.
    pub labels: Vec<Label>,
    /// What stands between the braces.
    pub body: Body,
    /// Where the type and the labels stand.
    pub header: Range,
}

impl Block {
    /// The text of the label at this place.
    pub fn label(&self, at: usize) -> Option<&Name> {
        self.labels.get(at).map(|label| &label.text)
    }
}

/// A label of a block.
#[derive(Debug, Clone)]
pub struct Label {
    /// The text, without quotes.
    pub text: Name,
    /// Where it stands.
    pub range: Range,
}

/// An expression, cheap to clone.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: Arc<ExprKind>,
    /// Where it stands.
    pub range: Range,
}

/// What an expression is.
#[derive(Debug)]
pub enum ExprKind {
    /// A number, bool, `null` or text without interpolation.
    Literal(Value),
    /// Text with interpolations and directives, in quotes or as a heredoc.
    Template(Vec<Part>),
    /// `"${x}"` alone: the value of `x` as it is.
    Wrapped(Expr),
    /// `(x)`.
    Parenthesised(Expr),
    /// `a.b[0].c`: a name and the steps that are known from the source alone.
    Traversal(Traversal),
    /// `x.b`, `x[0]`, where `x` is no plain name.
    RelativeTraversal(Expr, Vec<Step>),
    /// `x[key]`, where `key` must be evaluated.
    Index(Expr, Expr),
    /// `x[*].a[0]` (`each` for every element), or `x.*.a` (attributes only).
    Splat {
        /// What is walked over.
        source: Expr,
        /// The steps that are taken into every element.
        each: Vec<SplatStep>,
    },
    /// `f(a, b...)`.
    Call {
        /// The function's name, with its namespaces: `provider::terraform::encode_expr`.
        name: Name,
        /// Where the name stands.
        name_range: Range,
        /// The arguments.
        arguments: Vec<Expr>,
        /// Whether the last argument is followed by `...`.
        expand: bool,
    },
    /// `[a, b]`.
    Tuple(Vec<Expr>),
    /// `{ a = 1, (b) = 2 }`. A bare name as a key is a literal already.
    Object(Vec<(Expr, Expr)>),
    /// `[for k, v in x : y if z]`, or with braces an object.
    For(Box<For>),
    /// `-x`, `!x`.
    Unary(UnaryOp, Expr),
    /// `a + b`.
    Binary(Expr, BinaryOp, Expr),
    /// `a ? b : c`.
    Conditional(Expr, Expr, Expr),
}

/// A part of a template. Trimming by `~` and the dedenting of a heredoc are done already.
#[derive(Debug, Clone)]
pub enum Part {
    /// Text as it is.
    Text(Name),
    /// `${x}`.
    Interpolation(Expr),
    /// `%{ if x }…%{ else }…%{ endif }`.
    If {
        /// The condition.
        condition: Expr,
        /// What stands there if it is true.
        then: Vec<Part>,
        /// What stands there if it is false.
        otherwise: Vec<Part>,
    },
    /// `%{ for k, v in x }…%{ endfor }`.
    For {
        /// The name of the key or index, if it is wanted.
        key: Option<Name>,
        /// The name of the element.
        value: Name,
        /// What is walked over.
        collection: Expr,
        /// What stands there for each element.
        body: Vec<Part>,
    },
}

/// A `for` expression.
#[derive(Debug, Clone)]
pub struct For {
    /// The name of the key or index, if it is wanted.
    pub key: Option<Name>,
    /// The name of the element.
    pub value: Name,
    /// What is walked over.
    pub collection: Expr,
    /// The key of the result; `None` for a tuple.
    pub result_key: Option<Expr>,
    /// The element of the result.
    pub result: Expr,
    /// Which elements take part.
    pub condition: Option<Expr>,
    /// `...`: elements of one key are grouped.
    pub group: bool,
}

/// A name and the steps from it that are known from the source alone.
#[derive(Debug, Clone)]
pub struct Traversal {
    /// The first name.
    pub root: Name,
    /// Where it stands.
    pub root_range: Range,
    /// The steps after it.
    pub steps: Vec<Step>,
}

/// One step of a traversal.
#[derive(Debug, Clone)]
pub struct Step {
    /// What it is.
    pub kind: StepKind,
    /// Where it stands, with its dot or brackets.
    pub range: Range,
}

/// What a step of a traversal is.
#[derive(Debug, Clone)]
pub enum StepKind {
    /// `.name`.
    Attribute(Name),
    /// `["key"]`, `[0]`, or the older `.0`.
    Index(Value),
}

/// One step that is taken into every element of a splat.
#[derive(Debug, Clone)]
pub enum SplatStep {
    /// A step that is known from the source alone.
    Step(Step),
    /// `[key]`, where `key` must be evaluated.
    Index(Expr),
    /// A further splat inside the elements.
    Splat(Range),
}

/// An operator on one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum UnaryOp {
    Negate,
    Not,
}

/// An operator on two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}
