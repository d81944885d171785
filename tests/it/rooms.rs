//! The rules of the house that ARCHITECTURE.md states: who may import whom, and how long a file may be.

use std::path::{Path, PathBuf};

/// The rooms from the top to the bottom. A room imports from those below it; rooms of one floor know nothing of each
/// other.
const FLOORS: &[&[&str]] = &[
    &["cli"],
    &["ui"],
    &["runner"],
    &["units"],
    &["engine"],
    &["config", "state", "providers"],
    &["schema"],
    &["lang"],
    &["address"],
    &["diagnostic", "work_dir", "sandbox"],
];

/// Past this many lines a file holds a second idea.
const LONGEST: usize = 600;

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

/// Every Rust file below `src`: its path from there, and its text.
fn files() -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rust = |path: &Path| path.extension().is_some_and(|extension| extension == "rs");
    walkdir::WalkDir::new(&src)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| rust(path))
        .map(|path| (path.strip_prefix(&src).unwrap().to_owned(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// The rooms that a text names: `crate::room::…`, and what stands in `crate::{…}`, at its first level.
fn imports(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut inside = 0;
    for line in code {
        for (at, _) in line.match_indices("crate::") {
            found.push(word(&line[at + "crate::".len()..]));
        }
        // rustfmt writes a group over several lines, or on one.
        let mut rest = line.split_once("crate::{").map(|(_, rest)| rest);
        if rest.is_some() {
            inside = 1;
        } else if inside > 0 {
            rest = Some(line);
        }
        let Some(rest) = rest else { continue };
        let mut start = true;
        for (at, letter) in rest.char_indices() {
            match letter {
                _ if inside == 0 => break,
                '{' => inside += 1,
                '}' => inside -= 1,
                ',' => start = true,
                ' ' => {}
                _ if start => {
                    if inside == 1 {
                        found.push(word(&rest[at..]));
                    }
                    start = false;
                }
                _ => {}
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn word(text: &str) -> &str {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default()
}

fn room(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn imports_are_found_however_they_are_written() {
    let text = "use crate::{\n    lang::{\n        eval::x,\n        value::y,\n    },\n    state,\n};\n\
                use crate::{address::Name, schema::{Attribute, Setter}};\n// crate::cli\nlet x = crate::units::f();\n";
    assert_eq!(imports(text), ["lang", "state", "address", "schema", "units"]);
}

#[test]
fn a_room_imports_only_from_below() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let room = room(&path);
        if ["lib", "main"].contains(&&*room) {
            continue;
        }
        let Some(own) = floor(&room) else {
            wrong.push(format!("src/{} is in no room that FLOORS names", path.display()));
            continue;
        };
        let above = imports(&text)
            .into_iter()
            .filter(|other| *other != room && floor(other).is_some_and(|other| other <= own));
        wrong.extend(above.map(|other| format!("src/{} imports {other}", path.display())));
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_below_the_screen_prints() {
    let prints = ["println!", "eprintln!", "print!(", "eprint!(", "dbg!"];
    let mut wrong = Vec::new();
    for (path, text) in files() {
        if ["cli", "ui", "main"].contains(&&*room(&path)) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let is_test = path.components().any(|part| part.as_os_str().to_string_lossy().contains("tests"));
        if !is_test && code.into_iter().any(|line| prints.iter().any(|print| line.contains(print))) {
            wrong.push(path.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "these print: {}", wrong.join(", "));
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<_> = files()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "past {LONGEST} lines there is a second idea in a file: {long:?}");
}
