//! Expressions and what Terraform 1.11 answers to `jsonencode` of them: a file a family, an expression a line, and
//! below it the JSON, `unknown` or `error`.

use std::{fs, path::Path};

use crate::{
    diagnostic::Source,
    lang::{
        eval::{Variables, evaluate},
        syntax::parse_expr,
        value::{Kind, Marks, Object, Refinement, Type, Value},
    },
    work_dir::WorkDir,
};

fn run(text: &str, folder: &Path) -> Result<Value, String> {
    let secret = |value: Value| value.with_marks(Marks::SENSITIVE);
    let values: Object = [
        ("unknown".into(), Value::unknown(Type::String)),
        ("any".into(), Value::unknown(Type::Dynamic)),
        ("list".into(), Value::unknown(Type::list(Type::String))),
        ("prefixed".into(), Value::refined(Type::String, Refinement::prefix("abc-"))),
        ("secret".into(), secret("s3cr3t".into())),
        ("secrets".into(), secret(Value::object([("a".into(), Value::from(1))]))),
        ("template".into(), "hi ${name}".into()),
    ]
    .into();
    let expr = parse_expr(&Source::new("test", text)).map_err(|errors| errors.0[0].to_string())?;
    evaluate(&expr, &Variables { values: &values, work_dir: &WorkDir::new(folder) })
        .map_err(|errors| errors.0[0].to_string())
}

fn answers(table: &str, folder: &Path) {
    let lines: Vec<&str> = table.lines().collect();
    for pair in lines.chunks(2) {
        let (expr, answer) = (pair[0], pair[1].trim_start());
        let said = match run(&format!("jsonencode({expr})"), folder) {
            Err(_) => "error".to_owned(),
            Ok(value) => value.as_str().map_or("unknown".to_owned(), str::to_owned),
        };
        assert_eq!(said, answer, "{expr}");
    }
}

#[test]
fn numbers_are_terraforms() {
    answers(include_str!("numeric.txt"), Path::new("."));
}

#[test]
fn texts_are_terraforms() {
    answers(include_str!("text.txt"), Path::new("."));
}

#[test]
fn collections_are_terraforms() {
    answers(include_str!("collections.txt"), Path::new("."));
}

#[test]
fn encodings_are_terraforms() {
    answers(include_str!("encoding.txt"), Path::new("."));
}

#[test]
fn yaml_is_terraforms() {
    answers(include_str!("yaml.txt"), Path::new("."));
}

#[test]
fn dates_are_terraforms() {
    answers(include_str!("dates.txt"), Path::new("."));
}

#[test]
fn networks_are_terraforms() {
    answers(include_str!("networks.txt"), Path::new("."));
}

#[test]
fn files_are_terraforms() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    fs::create_dir_all(folder.path().join("d/sub")).unwrap();
    write("a.txt", b"hello\n");
    write("bin", b"\xff\xfe");
    write("t.tpl", b"Hi ${name}\n%{ for x in l ~}\n- ${x}\n%{ endfor ~}\n");
    write("one.tpl", b"${l}");
    write("bad.tpl", b"${nope}");
    write("nest.tpl", b"${templatefile(\"one.tpl\",{l=l})}!");
    write("loop.tpl", b"${templatefile(\"loop.tpl\",{})}");
    write("d/x.txt", b"a");
    write("d/.hid", b"b");
    write("d/sub/y.txt", b"c");
    std::os::unix::fs::symlink("../a.txt", folder.path().join("d/link.txt")).unwrap();
    answers(include_str!("files.txt"), folder.path());
}

#[test]
fn what_is_unknown_stays_so_with_what_is_known_of_it() {
    for (text, shown) in [
        ("upper(unknown)", "unknown(string)"),
        ("length(any)", "unknown(number)"),
        ("length([unknown])", "1"),
        ("length(prefixed) > 3", "true"),
        ("startswith(prefixed, \"ab\")", "true"),
        ("startswith(prefixed, \"x\")", "false"),
        ("startswith(prefixed, \"abc-d\")", "unknown(bool)"),
        ("contains([unknown, \"b\"], \"b\")", "true"),
        ("contains([unknown, \"b\"], \"c\")", "unknown(bool)"),
        ("anytrue([unknown == \"a\", true])", "true"),
        ("alltrue([unknown == \"a\", false])", "unknown(bool)"),
        ("coalesce(\"x\", unknown)", "\"x\""),
        ("coalesce(unknown, \"x\")", "unknown(string)"),
        ("concat(list, [\"a\"])", "unknown(dynamic)"),
        ("keys({ a = unknown })", "[\"a\"]"),
        ("merge({ a = unknown }, { b = 1 }).b", "1"),
        ("jsonencode({ a = unknown })", "unknown(string)"),
        ("jsonencode({ a = unknown }) == \"[]\"", "false"),
        ("format(\"abc%s\", unknown) == \"x\"", "false"),
        ("flatten([[\"a\"], list])", "unknown(dynamic)"),
        ("timestamp()", "unknown(string)"),
        ("uuid()", "unknown(string)"),
        ("bcrypt(\"a\")", "unknown(string)"),
        ("plantimestamp()", "unknown(string)"),
        ("tonumber(any)", "unknown(number)"),
        ("sort([unknown]) == null", "false"),
    ] {
        assert_eq!(format!("{:?}", run(text, Path::new(".")).expect(text)), shown, "{text}");
    }
}

#[test]
fn marks_go_where_terraform_lets_them_go() {
    for (text, marked) in [
        ("upper(secret)", true),
        ("length([secret])", false),
        ("length(secret)", true),
        ("keys(secrets)", true),
        ("keys({ a = secret })", false),
        ("values({ a = secret })", false),
        ("element([secret, \"b\"], 1)", false),
        ("element([secret, \"b\"], 0)", true),
        ("lookup(secrets, \"b\", 1)", true),
        ("merge({ a = secret }, { b = 2 }).b", false),
        ("merge(secrets, { b = 2 }).b", true),
        ("contains([secret], \"x\")", true),
        ("join(\",\", [secret])", true),
        ("toset([secret])", true),
        ("tolist([secret])", false),
        ("nonsensitive(secret)", false),
        ("sensitive(\"a\")", true),
        ("issensitive(secret)", false),
        ("upper(\"a\")", false),
    ] {
        assert_eq!(run(text, Path::new(".")).expect(text).is_sensitive(), marked, "{text}");
    }
}

#[test]
fn errors_tell_the_kinds_of_mistakes_apart_and_keep_secrets() {
    for (text, summary) in [
        ("upper()", "Not enough function arguments"),
        ("upper(\"a\", \"b\")", "Too many function arguments"),
        ("upper(null)", "Invalid function argument"),
        ("upper([])", "Invalid function argument"),
        ("index([\"a\"], \"b\")", "Error in function call"),
        ("file(secret)", "Invalid function argument"),
        ("tonumber(secret)", "Invalid function argument"),
        ("lookup(secrets, secret)", "Invalid function argument"),
        ("templatestring(template, {})", "Error in function call"),
    ] {
        let error = run(text, Path::new(".")).expect_err(text);
        assert!(error.contains(summary), "{text}: {error}");
        assert!(!error.contains("s3cr3t"), "{text}: {error}");
    }
}

#[test]
fn functions_beyond_terraforms_are_there() {
    for (text, shown) in [
        ("urldecode(\"a%20b+c%C3%A9\")", "\"a b cé\""),
        ("cidrcontains(\"10.0.0.0/8\", \"10.1.0.0/16\")", "true"),
        ("cidrcontains(\"10.0.0.0/8\", \"11.0.0.1\")", "false"),
        ("cidrcontains(\"fd00::/8\", \"fd12::1\")", "true"),
        ("base64gunzip(\"H4sIAAAAAAAA/8pIzcnJBwQAAP//hqYQNgUAAAA=\")", "\"hello\""),
        ("core::upper(\"a\")", "\"A\""),
    ] {
        assert_eq!(format!("{:?}", run(text, Path::new(".")).expect(text)), shown, "{text}");
    }
    assert!(matches!(run("plantimestamp()", Path::new(".")).unwrap().kind(), Kind::Unknown(_)));
}

#[test]
fn the_table_has_every_function_of_terraform_once() {
    let names: Vec<&str> = super::all().iter().map(|function| function.name).collect();
    assert!(names.is_sorted_by(|a, b| a < b));
    let count = names.len() - ["base64gunzip", "cidrcontains", "urldecode"].len();
    assert_eq!(count, 118);
}
