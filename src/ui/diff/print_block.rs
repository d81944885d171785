//! The text of what becomes of a block.

use std::collections::BTreeMap;

use super::{Blocks, Diff, Look, Node, Printer, Sign, print::attribute_name};
use crate::lang::value::Name;

impl Printer {
    pub(super) fn block(
        &self,
        diff: &Diff,
        attributes: &BTreeMap<Name, Diff>,
        blocks: &BTreeMap<Name, Blocks>,
        depth: usize,
        look: Look,
    ) -> String {
        let forces = self.forces(diff, look);
        if attributes.is_empty() && blocks.is_empty() {
            return format!("{{}}{forces}");
        }
        let look = Look { replaces: false, ..look };
        let keyed: Vec<(String, &Diff)> =
            attributes.iter().map(|(name, value)| (attribute_name(name), value)).collect();
        let mut out = format!("{{{forces}\n");
        self.entries(&mut out, &keyed, "attribute", depth, look, true);
        let mut hidden = 0;
        for (name, group) in blocks {
            let mut first = true;
            for item in &group.items {
                if item.sign == Sign::Same && !look.all {
                    hidden += 1;
                    continue;
                }
                if first && !attributes.is_empty() {
                    out.push('\n');
                }
                first = false;
                out.push_str(&self.warnings(item, depth));
                let text = self.value(item, depth + 1, Look { replaces: group.replaces, ..look });
                let name = attribute_name(name);
                out.push_str(&format!("{}{name} {text}\n", self.begin(depth + 1, item.sign)));
            }
        }
        if hidden > 0 {
            out.push('\n');
            out.push_str(&self.unchanged("block", hidden, depth));
        }
        out + &self.begin(depth, Sign::Same) + "}"
    }

    pub(super) fn secret_block(&self, diff: &Diff, depth: usize, look: Look) -> String {
        debug_assert!(matches!(diff.node, Node::SensitiveBlock(_)));
        let margin = self.begin(depth, Sign::Same);
        format!(
            "{{{}\n{margin}  # At least one attribute in this block is (or was) sensitive,\n{margin}  # so its contents \
             will not be displayed.\n{margin}}}",
            self.forces(diff, look)
        )
    }
}
