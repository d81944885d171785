//! `resource` and `data` blocks.

use super::{
    block::{Reader, labels, traversal},
    lifecycle::Lifecycle,
    provider::ProviderRef,
};
use crate::{
    address::{self, Mode, Name},
    diagnostic::{Diagnostic, Diagnostics, Range},
    lang::syntax::{Block, Body, Expr, Traversal},
};

/// A `resource` or `data` block.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Its type and name.
    pub address: address::Resource,
    /// How often it is there.
    pub repetition: Repetition,
    /// The provider that it names; without one, the default of its type.
    pub provider: Option<ProviderRef>,
    /// What must be done before, beside what its arguments refer to.
    pub depends_on: Vec<Traversal>,
    /// How it wants to be treated.
    pub lifecycle: Lifecycle,
    /// What is run when it is created or destroyed.
    pub provisioners: Vec<Provisioner>,
    /// The connection that all its provisioners share.
    pub connection: Option<Connection>,
    /// The arguments and blocks that the schema of its type describes.
    pub body: Body,
    /// Where it is declared.
    pub range: Range,
}

/// How often a resource or module is there.
#[derive(Debug, Clone)]
pub enum Repetition {
    /// Once.
    Single,
    /// As often as this number says.
    Count(Expr),
    /// Once for each element of this map or set.
    ForEach(Expr),
}

impl Repetition {
    /// Reads `count` and `for_each`; both at once is an error.
    pub fn read(reader: &mut Reader<'_>) -> Self {
        match (reader.expr("count"), reader.attribute("for_each")) {
            (Some(_), Some(attribute)) => {
                let detail = "\"count\" and \"for_each\" exclude each other: use only one of them.";
                let diagnostic = Diagnostic::error("Invalid combination of \"count\" and \"for_each\"");
                reader.diagnostics.push(diagnostic.detail(detail).at(&attribute.name_range));
                Self::Single
            }
            (Some(count), None) => Self::Count(count),
            (None, Some(attribute)) => Self::ForEach(attribute.expr.clone()),
            (None, None) => Self::Single,
        }
    }

    /// The expression, if there is one.
    pub fn expr(&self) -> Option<&Expr> {
        match self {
            Self::Single => None,
            Self::Count(expr) | Self::ForEach(expr) => Some(expr),
        }
    }
}

/// A `provisioner` block.
#[derive(Debug, Clone)]
pub struct Provisioner {
    /// `local-exec`, `remote-exec` or `file`.
    pub kind: Name,
    /// Whether it runs on create or on destroy.
    pub when: When,
    /// What happens when it fails.
    pub on_failure: OnFailure,
    /// Its own connection.
    pub connection: Option<Connection>,
    /// Its arguments.
    pub body: Body,
    /// Where it is declared.
    pub range: Range,
}

/// When a provisioner runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// After the object was created.
    Create,
    /// Before the object is destroyed.
    Destroy,
}

/// What happens when a provisioner fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnFailure {
    /// The run of the resource fails.
    Fail,
    /// The run goes on.
    Continue,
}

/// A `connection` block.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Its arguments.
    pub body: Body,
    /// Where it is declared.
    pub range: Range,
}

impl Resource {
    /// Reads a `resource` or `data` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<Self> {
        let [kind, name] = labels(block, &["its type", "its name"], diagnostics)?;
        let mode = if &*block.kind == "data" { Mode::Data } else { Mode::Managed };
        let mut reader = Reader::new(&block.body);
        let repetition = Repetition::read(&mut reader);
        let provider = reader.expr("provider").and_then(|expr| {
            let provider = traversal(&expr).and_then(|traversal| ProviderRef::of(&traversal));
            if provider.is_none() {
                let detail = "A reference to a provider is required, such as aws or aws.tokyo.";
                reader.diagnostics.push(
                    Diagnostic::error("Invalid provider configuration reference")
                        .detail(detail)
                        .at(&expr.range),
                );
            }
            provider
        });
        let depends_on = reader.references("depends_on");
        let lifecycle = reader
            .block("lifecycle")
            .map(|block| Lifecycle::read(block, mode == Mode::Managed, &mut reader.diagnostics))
            .unwrap_or_default();
        let (mut provisioners, mut connection) = (Vec::new(), None);
        if mode == Mode::Managed {
            connection = reader
                .block("connection")
                .map(|block| Connection { body: block.body.clone(), range: block.header.clone() });
            for block in reader.blocks("provisioner") {
                provisioners.extend(Provisioner::read(block, &mut reader.diagnostics));
            }
        }
        // `_ {}` holds arguments whose names have another meaning here.
        let escape = reader.block("_").map(|block| block.body.clone());
        let (mut body, found) = reader.rest();
        if let Some(escape) = escape {
            body.attributes.extend(escape.attributes);
            body.blocks.extend(escape.blocks);
        }
        diagnostics.extend(found);
        let address = address::Resource { mode, kind, name };
        let range = block.header.clone();
        Some(Self {
            address,
            repetition,
            provider,
            depends_on,
            lifecycle,
            provisioners,
            connection,
            body,
            range,
        })
    }

    /// The local name of its provider: what it says, else the first word of its type.
    pub fn provider_ref(&self) -> ProviderRef {
        self.provider.clone().unwrap_or_else(|| ProviderRef::implied(&self.address.kind))
    }
}

impl Provisioner {
    /// Reads a `provisioner` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<Self> {
        let kind = super::block::label(block, "the provisioner's type", diagnostics)?;
        let mut reader = Reader::new(&block.body);
        let mut keyword = |name: &'static str, allowed: [&str; 2]| -> Option<usize> {
            let expr = reader.expr(name)?;
            let word = traversal(&expr).map(|traversal| traversal.root.clone());
            let found = allowed.iter().position(|allowed| word.as_deref() == Some(allowed));
            if found.is_none() {
                let detail = format!("The value of {name:?} must be {} or {}.", allowed[0], allowed[1]);
                reader.diagnostics.push(
                    Diagnostic::error(format!("Invalid {name:?} keyword")).detail(detail).at(&expr.range),
                );
            }
            found
        };
        let when =
            if keyword("when", ["create", "destroy"]) == Some(1) { When::Destroy } else { When::Create };
        let on_failure = if keyword("on_failure", ["fail", "continue"]) == Some(1) {
            OnFailure::Continue
        } else {
            OnFailure::Fail
        };
        let connection = reader
            .block("connection")
            .map(|block| Connection { body: block.body.clone(), range: block.header.clone() });
        let (body, found) = reader.rest();
        diagnostics.extend(found);
        Some(Self { kind, when, on_failure, connection, body, range: block.header.clone() })
    }
}
