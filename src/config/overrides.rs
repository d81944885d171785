//! Override files: blocks that change the block of the same name, argument by argument.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    lang::syntax::{Attribute, Block, Body},
};

/// Merges a block of an override file into the blocks of the base.
///
/// Arguments replace arguments of the same name; nested blocks of a type replace all of that type, but `lifecycle`,
/// `required_providers` and `locals` are merged argument by argument.
pub fn merge(base: &mut Vec<Block>, block: Block, diagnostics: &mut Diagnostics) {
    match &*block.kind {
        "locals" => {
            for attribute in block.body.attributes {
                let existing = base.iter_mut().filter(|b| &*b.kind == "locals").find_map(|b| {
                    b.body.attributes.iter_mut().find(|existing| existing.name == attribute.name)
                });
                match existing {
                    Some(existing) => *existing = attribute,
                    None => {
                        let body = Body {
                            attributes: vec![attribute],
                            blocks: Vec::new(),
                            range: block.body.range.clone(),
                        };
                        base.push(Block { body, ..block_head(&block.kind, &block.header) });
                    }
                }
            }
        }
        "terraform" => match base.iter_mut().find(|b| &*b.kind == "terraform") {
            Some(existing) => merge_terraform(existing, block),
            None => base.push(block),
        },
        "moved" | "removed" | "import" | "check" => {
            let detail = format!("An override file cannot hold {} blocks.", block.kind);
            diagnostics
                .push(Diagnostic::error("Cannot override this block").detail(detail).at(&block.header));
        }
        _ => match base.iter_mut().find(|existing| same(existing, &block)) {
            Some(existing) => merge_body(&mut existing.body, block.body),
            None => {
                let detail = format!(
                    "There is no {} of this name in the other files of the module. An override file can only change \
                     what is declared elsewhere.",
                    block.kind
                );
                let summary = format!("Missing base {} declaration to override", block.kind);
                diagnostics.push(Diagnostic::error(summary).detail(detail).at(&block.header));
            }
        },
    }
}

fn block_head(kind: &crate::address::Name, header: &crate::diagnostic::Range) -> Block {
    let body = Body { attributes: Vec::new(), blocks: Vec::new(), range: header.clone() };
    Block { kind: kind.clone(), labels: Vec::new(), body, header: header.clone() }
}

/// Whether two blocks declare the same thing: type and labels, and for providers the alias.
fn same(a: &Block, b: &Block) -> bool {
    let alias = |block: &Block| {
        let alias = block.body.attribute("alias").filter(|_| &*block.kind == "provider");
        alias.map(|attribute| attribute.expr.range.text().to_owned())
    };
    a.kind == b.kind
        && a.labels.iter().map(|l| &l.text).eq(b.labels.iter().map(|l| &l.text))
        && alias(a) == alias(b)
}

fn merge_terraform(base: &mut Block, block: Block) {
    for nested in block.body.blocks {
        match base.body.blocks.iter_mut().find(|existing| existing.kind == nested.kind) {
            Some(existing) if &*nested.kind == "required_providers" => {
                merge_attributes(&mut existing.body.attributes, nested.body.attributes);
            }
            Some(existing) => *existing = nested,
            None => base.body.blocks.push(nested),
        }
    }
    merge_attributes(&mut base.body.attributes, block.body.attributes);
}

fn merge_body(base: &mut Body, body: Body) {
    merge_attributes(&mut base.attributes, body.attributes);
    let replaced: Vec<_> =
        body.blocks.iter().map(|b| b.kind.clone()).filter(|kind| &**kind != "lifecycle").collect();
    base.blocks.retain(|block| !replaced.contains(&block.kind));
    for block in body.blocks {
        match base
            .blocks
            .iter_mut()
            .find(|existing| existing.kind == block.kind && &*block.kind == "lifecycle")
        {
            Some(existing) => merge_body(&mut existing.body, block.body),
            None => base.blocks.push(block),
        }
    }
}

fn merge_attributes(base: &mut Vec<Attribute>, attributes: Vec<Attribute>) {
    for attribute in attributes {
        match base.iter_mut().find(|existing| existing.name == attribute.name) {
            Some(existing) => *existing = attribute,
            None => base.push(attribute),
        }
    }
}
