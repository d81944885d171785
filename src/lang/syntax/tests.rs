//! Whole texts, and what they are.

use super::*;
use crate::{
    diagnostic::Source,
    lang::{
        eval::{NoScope, evaluate},
        value::display,
    },
};

fn value(text: &str) -> String {
    let body = parse_body(&Source::new("main.tf", text)).unwrap_or_else(|errors| panic!("{text}: {errors}"));
    display(&evaluate(&body.attributes[0].expr, &NoScope).expect(text))
}

#[test]
fn heredocs_are_dedented_as_terraform_dedents_them() {
    for (text, printed) in [
        ("a = <<EOT\n  x\n    y\n  EOT\n", "<<EOT\n  x\n    y\n\nEOT"),
        ("a = <<-EOT\n    x\n      y\n  EOT\n", "<<EOT\nx\n  y\n\nEOT"),
        ("a = <<-EOT\n    x\n\n   \n    ${1}\n  EOT\n", "<<EOT\nx\n\n   \n1\n\nEOT"),
        ("a = <<-EOT\n  %{ if true ~}\n  x\n  %{ endif ~}\n  y\n  EOT\n", "<<EOT\n  x\n  y\n\nEOT"),
        ("a = <<EOT\n$${x} \\n\nEOT\n", "<<EOT\n${x} \\n\n\nEOT"),
        ("a = <<EOT\nEOT\n", "\"\""),
    ] {
        assert_eq!(value(text), printed, "{text}");
    }
}

#[test]
fn numbers_and_texts_are_read_exactly() {
    for (text, printed) in [
        ("a = 12345678901234567890123456789\n", "12345678901234567890123456789"),
        ("a = 0.1\n", "0.1"),
        ("\u{feff}a = \"e\u{301}\"\n", "\"\u{e9}\""),
        ("a = \"%{ if true }q\\\"\\n%{ endif }\"\n", "<<EOT\nq\"\n\nEOT"),
        ("a = { a = 1, \"a\" = 2, null = 3 }\n", "{\n  \"a\" = 2\n  \"null\" = 3\n}"),
        ("a = -1.50\n", "-1.5"),
    ] {
        assert_eq!(value(text), printed, "{text}");
    }
}

#[test]
fn blocks_have_their_labels_and_places() {
    let text = "resource \"aws_vpc\" main {\n  cidr = 1\n  tags { a = 1 }\n}\n";
    let body = parse_body(&Source::new("main.tf", text)).expect("a body");
    let block = &body.blocks[0];
    assert_eq!(block.label(0).map(|l| &**l), Some("aws_vpc"));
    assert_eq!(block.label(1).map(|l| &**l), Some("main"));
    assert_eq!(block.header.text(), "resource \"aws_vpc\" main");
    assert_eq!(block.body.attribute("cidr").map(|a| a.expr.range.to_string()), Some("main.tf:2:10".into()));
    assert_eq!(block.body.blocks_of("tags").count(), 1);
}

#[test]
fn steps_of_a_traversal_end_where_a_key_must_be_evaluated() {
    let expr = parse_expr(&Source::new("test", "a.b[0][\"c\"].d")).expect("a traversal");
    assert_eq!(expr.as_traversal().map(|traversal| traversal.steps.len()), Some(4));
    let expr = parse_expr(&Source::new("test", "a.b[c].d")).expect("an index");
    assert!(
        matches!(&*expr.kind, ExprKind::RelativeTraversal(source, _) if matches!(*source.kind, ExprKind::Index(..)))
    );
    let expr = parse_expr(&Source::new("test", "a.*.b[0]")).expect("a splat");
    assert!(
        matches!(&*expr.kind, ExprKind::RelativeTraversal(source, _) if matches!(*source.kind, ExprKind::Splat { .. }))
    );
}
