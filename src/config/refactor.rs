//! `moved`, `removed` and `import` blocks: how objects change their address, leave, and come in.

use super::{
    block::{Reader, traversal},
    provider::ProviderRef,
    resource::Provisioner,
};
use crate::{
    address::Target,
    diagnostic::{Diagnostic, Diagnostics, Range},
    lang::syntax::{Block, Expr},
};

/// A `moved` block.
#[derive(Debug, Clone)]
pub struct Move {
    /// The address that objects had.
    pub from: Target,
    /// The address that they have now.
    pub to: Target,
    /// Where it is declared.
    pub range: Range,
}

impl Move {
    /// Reads a `moved` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(&block.body);
        let (from, to) =
            (target(&mut reader, "from", &block.header), target(&mut reader, "to", &block.header));
        diagnostics.extend(reader.finish());
        Some(Self { from: from?, to: to?, range: block.header.clone() })
    }
}

/// A `removed` block.
#[derive(Debug, Clone)]
pub struct Removed {
    /// The address that is not declared any more.
    pub from: Target,
    /// Whether the objects are destroyed, or only forgotten.
    pub destroy: bool,
    /// What is run before an object is destroyed.
    pub provisioners: Vec<Provisioner>,
    /// Where it is declared.
    pub range: Range,
}

impl Removed {
    /// Reads a `removed` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(&block.body);
        let from = target(&mut reader, "from", &block.header);
        let destroy = reader.block("lifecycle").and_then(|block| {
            let mut inner = Reader::new(&block.body);
            let destroy = inner.flag("destroy");
            reader.diagnostics.extend(inner.finish());
            destroy
        });
        let provisioners = reader
            .blocks("provisioner")
            .into_iter()
            .filter_map(|b| Provisioner::read(b, &mut reader.diagnostics));
        let provisioners = provisioners.collect();
        diagnostics.extend(reader.finish());
        Some(Self {
            from: from?,
            destroy: destroy.unwrap_or(true),
            provisioners,
            range: block.header.clone(),
        })
    }
}

/// An `import` block.
#[derive(Debug, Clone)]
pub struct Import {
    /// The address that the object gets; its instance keys may be expressions.
    pub to: Expr,
    /// The id by which the provider finds it.
    pub id: Expr,
    /// One import for each element.
    pub for_each: Option<Expr>,
    /// The provider that finds it.
    pub provider: Option<ProviderRef>,
    /// Where it is declared.
    pub range: Range,
}

impl Import {
    /// Reads an `import` block.
    pub fn read(block: &Block, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut reader = Reader::new(&block.body);
        let (to, id, for_each) = (reader.expr("to"), reader.expr("id"), reader.expr("for_each"));
        let provider = reader.expr("provider").and_then(|expr| ProviderRef::of(&traversal(&expr)?));
        for (name, missing) in [("to", to.is_none()), ("id", id.is_none())] {
            if missing {
                reader.diagnostics.push(missing_argument(name, &block.header));
            }
        }
        diagnostics.extend(reader.finish());
        Some(Self { to: to?, id: id?, for_each, provider, range: block.header.clone() })
    }
}

/// The address that an argument holds.
fn target(reader: &mut Reader<'_>, name: &'static str, header: &Range) -> Option<Target> {
    let Some(expr) = reader.expr(name) else {
        reader.diagnostics.push(missing_argument(name, header));
        return None;
    };
    reader
        .diagnostics
        .take(Target::parse(expr.range.text().trim().trim_matches('"')).map_err(|d| d.at(&expr.range)))
}

fn missing_argument(name: &str, header: &Range) -> Diagnostic {
    let detail = format!("The argument {name:?} is required, but no definition was found.");
    Diagnostic::error("Missing required argument").detail(detail).at(header)
}
