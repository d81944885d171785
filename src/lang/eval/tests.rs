//! Tables of expressions and what they give.

use std::collections::BTreeMap;

use super::*;
use crate::{
    diagnostic::Source,
    lang::{
        syntax::parse_expr,
        value::{Marks, Object, Type},
    },
    work_dir::WorkDir,
};

fn variables() -> Object {
    BTreeMap::from([
        ("unknown".into(), Value::unknown(Type::String)),
        ("secret".into(), Value::from("s3cr3t").with_marks(Marks::SENSITIVE)),
        ("list".into(), Value::list(Type::String, vec!["a".into(), "b".into()])),
        ("object".into(), Value::object([("name".into(), "n".into())])),
    ])
}

fn run(text: &str) -> Result<Value, Diagnostics> {
    let expr = parse_expr(&Source::new("test", text))?;
    evaluate(&expr, &Variables { values: &variables(), work_dir: &WorkDir::new(".") })
}

#[test]
fn a_reference_as_a_key_is_ambiguous_only_where_it_is_evaluated() {
    let error = run("{ object.name = 1 }").unwrap_err();
    assert!(error.to_string().contains("Ambiguous attribute key"), "{error}");
    assert_eq!(format!("{:?}", run("{ (object.name) = 1 }").unwrap()), "{\"n\": 1}");
}

#[test]
fn expressions_have_terraforms_values() {
    for (text, printed) in [
        ("1 + 2 * 3", "7"),
        ("\"a${1}b\"", "\"a1b\""),
        ("true ? 1 : \"x\"", "\"1\""),
        ("list[*]", "[\"a\", \"b\"]"),
        ("list[1]", "\"b\""),
        ("list[\"1\"]", "\"b\""),
        ("[for i, x in list : \"${i}${x}\"]", "[\"0a\", \"1b\"]"),
        ("{for x in list : x => x...}", "{\"a\": [\"a\"], \"b\": [\"b\"]}"),
        ("null[*]", "[]"),
        ("object[*].name", "[\"n\"]"),
        ("1 == \"1\"", "false"),
        ("\"x-${unknown}\" == \"y\"", "false"),
        ("unknown == \"y\"", "unknown(bool)"),
        ("try(object.nope, 1)", "1"),
        ("can(object.nope)", "false"),
        ("{a = 1, a = 2}", "{\"a\": 2}"),
        ("[{a = 1, b = 1, a = 2}, {a = 3, a = 4}][1]", "{\"a\": 4}"),
        ("secret == \"x\"", "(marked)"),
        ("true ? 1 : object.nope", "1"),
        ("false ? secret : \"x\"", "(marked)"),
        ("try(nope(), 1)", "1"),
        ("# comment\n1 # after", "1"),
        ("true || unknown == \"a\"", "unknown(bool)"),
    ] {
        match run(text) {
            Ok(value) => assert_eq!(format!("{value:?}"), printed, "{text}"),
            Err(error) => panic!("{text}: {error}"),
        }
    }
}

#[test]
fn errors_say_where_and_show_the_values_but_no_secret() {
    for (text, summary, at) in [
        ("list.a", "Unsupported attribute", ".a"),
        ("object.nam", "Unsupported attribute", ".nam"),
        ("list[7]", "Invalid index", "[7]"),
        ("secret + 1", "Invalid operand", "secret"),
        ("null ? 1 : 2", "Null condition", "null"),
        ("nope", "Unknown variable", "nope"),
        ("\"a${null}\"", "Invalid template interpolation value", "null"),
        ("try(nope, 1)", "Unknown variable", "nope"),
        ("true ? 1 : nope", "Unknown variable", "nope"),
        ("1 +", "Missing expression", ""),
    ] {
        let errors = run(text).expect_err(text);
        let error = &errors.0[0];
        assert_eq!(error.summary, summary, "{text}");
        if summary != "Missing expression" {
            assert_eq!(error.subject.as_ref().map(|range| range.text()), Some(at), "{text}");
        }
        assert!(!format!("{error:?}").contains("s3cr3t"), "{text}");
    }
    let errors = run("object.nam").expect_err("no such attribute");
    assert!(errors.0[0].detail.contains("Did you mean \"name\"?"));
    assert_eq!(errors.0[0].values, [("object".into(), "is object with 1 attribute \"name\"".into())]);
}

/// A scope in which `x0` is 0 and each further name is one more than the one before.
struct Chain(Vec<Expr>);

impl Scope for Chain {
    fn lookup(&self, traversal: &Traversal) -> Result<(Value, usize), LookupError> {
        let at: usize = traversal.root[1..].parse().expect("a number");
        Ok((evaluate(&self.0[at], self)?, 0))
    }

    fn work_dir(&self) -> &WorkDir {
        NoScope.work_dir()
    }
}

#[test]
fn a_long_chain_of_references_is_an_error_or_a_value_but_no_overflow() {
    let link = |i: usize| if i == 0 { "0".to_owned() } else { format!("x{} + 1", i - 1) };
    let chain: Vec<Expr> =
        (0..10_000).map(|i| parse_expr(&Source::new("chain", link(i))).expect("an expression")).collect();
    let chain = Chain(chain);
    let errors = evaluate(&chain.0[9_999], &chain).expect_err("too deep for an ordinary thread");
    assert_eq!(errors.0[0].summary, "Expression nested too deeply");
    let value = deep(|| evaluate(&chain.0[9_999], &chain)).expect("a thread").expect("a value");
    assert_eq!(value, Value::from(9_999));
}
