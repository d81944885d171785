//! What an expression refers to, and what it is without being evaluated.

use super::{Expr, ExprKind, Part, SplatStep, Traversal};

impl Expr {
    /// Where it stands.
    pub fn range(&self) -> &crate::diagnostic::Range {
        &self.range
    }

    /// All traversals in it, except those that begin at a variable of a `for` inside it.
    pub fn references(&self) -> Vec<&Traversal> {
        let mut found = Vec::new();
        walk(self, &mut Vec::new(), &mut found);
        found
    }

    /// The text, if it is a string without interpolation.
    pub fn as_literal_str(&self) -> Option<&str> {
        match &*self.kind {
            ExprKind::Literal(value) => value.as_str(),
            _ => None,
        }
    }

    /// The traversal that it is, as in `depends_on = [aws_vpc.main]` and `provider = aws.west`.
    pub fn as_traversal(&self) -> Option<&Traversal> {
        match &*self.kind {
            ExprKind::Traversal(traversal) => Some(traversal),
            _ => None,
        }
    }

    /// The expressions of a list as it is written (`[a, b]`).
    pub fn as_tuple(&self) -> Option<&[Expr]> {
        match &*self.kind {
            ExprKind::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The keys and values of an object as it is written (`{ a = b }`).
    pub fn as_object(&self) -> Option<&[(Expr, Expr)]> {
        match &*self.kind {
            ExprKind::Object(items) => Some(items),
            _ => None,
        }
    }

    /// The name, if it is one alone: `all`, `string`, or a bare key of an object.
    pub fn as_keyword(&self) -> Option<&str> {
        self.as_traversal().filter(|traversal| traversal.steps.is_empty()).map(|traversal| &*traversal.root)
    }
}

/// Walks an expression; `bound` are the names of the `for`s around it.
fn walk<'a>(expr: &'a Expr, bound: &mut Vec<&'a str>, found: &mut Vec<&'a Traversal>) {
    match &*expr.kind {
        ExprKind::Literal(_) => {}
        ExprKind::Template(parts) => walk_parts(parts, bound, found),
        ExprKind::Wrapped(inner) | ExprKind::Parenthesised(inner) | ExprKind::Unary(_, inner) => {
            walk(inner, bound, found)
        }
        ExprKind::RelativeTraversal(source, _) => walk(source, bound, found),
        ExprKind::Traversal(traversal) => {
            if !bound.contains(&&*traversal.root) {
                found.push(traversal);
            }
        }
        ExprKind::Index(source, key) => {
            walk(source, bound, found);
            walk(key, bound, found);
        }
        ExprKind::Splat { source, each } => {
            walk(source, bound, found);
            for step in each {
                if let SplatStep::Index(key) = step {
                    walk(key, bound, found);
                }
            }
        }
        ExprKind::Call { arguments: items, .. } | ExprKind::Tuple(items) => {
            items.iter().for_each(|item| walk(item, bound, found))
        }
        ExprKind::Object(items) => {
            for (key, value) in items {
                walk(key, bound, found);
                walk(value, bound, found);
            }
        }
        ExprKind::For(expr) => {
            walk(&expr.collection, bound, found);
            let outer = bound.len();
            bound.extend(expr.key.as_deref());
            bound.push(&expr.value);
            for inner in expr.result_key.iter().chain([&expr.result]).chain(&expr.condition) {
                walk(inner, bound, found);
            }
            bound.truncate(outer);
        }
        ExprKind::Binary(left, _, right) => {
            walk(left, bound, found);
            walk(right, bound, found);
        }
        ExprKind::Conditional(condition, yes, no) => {
            for inner in [condition, yes, no] {
                walk(inner, bound, found);
            }
        }
    }
}

fn walk_parts<'a>(parts: &'a [Part], bound: &mut Vec<&'a str>, found: &mut Vec<&'a Traversal>) {
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Interpolation(expr) => walk(expr, bound, found),
            Part::If { condition, then, otherwise } => {
                walk(condition, bound, found);
                walk_parts(then, bound, found);
                walk_parts(otherwise, bound, found);
            }
            Part::For { key, value, collection, body } => {
                walk(collection, bound, found);
                let outer = bound.len();
                bound.extend(key.as_deref());
                bound.push(value);
                walk_parts(body, bound, found);
                bound.truncate(outer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{diagnostic::Source, lang::syntax::parse_expr};

    #[test]
    fn the_variables_of_a_for_are_no_references() {
        for (text, roots) in [
            ("a.b + c[d.e]", "a c d"),
            ("[for k, v in x.y : k + v.z + w if u]", "x w u"),
            ("{for v in v : v => \"${v}${o}\"}", "v o"),
            ("\"%{for i in l}${i}${m}%{endfor}${i}\"", "l m i"),
            ("f(a...)[*].b[c]", "a c"),
            ("{ a = 1, (b) = d }", "b d"),
        ] {
            let expr = parse_expr(&Source::new("test", text)).expect(text);
            let found: Vec<&str> = expr.references().iter().map(|traversal| &*traversal.root).collect();
            assert_eq!(found.join(" "), roots, "{text}");
        }
    }
}
