//! Every resource type and data source of AWS has the schema of the AWS provider 5.100: names, types, who sets an
//! attribute, what replaces an object, what is never shown.
//!
//! `tests/facts/aws.txt` holds what that provider says, type by type, in the notation that [`Printer`] writes. Where
//! ours differs on purpose, `tests/facts/differences.txt` names the line and says why.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    path::Path,
};

use stackctl::{
    providers::aws,
    schema::{Attribute, Setter, Shape},
};

/// What stands behind the name of a type of which nobody has seen what replaces an object.
const UNOBSERVED: &str = ", force_new not observed";
const ID: &str = "  id: string optional computed";
const COMPUTED_ID: &str = "  id: string computed";

/// The lines of a type's schema, by `resource NAME` or `data NAME`.
type Schemas = BTreeMap<String, Vec<String>>;

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn facts() -> Schemas {
    let mut schemas = Schemas::new();
    let mut current = None;
    for line in file("aws.txt").lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(' ') {
            current.as_ref().and_then(|name| schemas.get_mut(name)).unwrap().push(line.to_owned());
        } else if !line.is_empty() {
            schemas.insert(line.to_owned(), Vec::new());
            current = Some(line.to_owned());
        }
    }
    schemas
}

fn ours() -> Schemas {
    let resources = aws::PROVIDER.resources.iter().copied().flatten();
    let resources = resources.map(|ty| (format!("resource {}", ty.name()), ty.attributes()));
    let data = aws::PROVIDER.data_sources.iter().copied().flatten();
    let data = data.map(|ty| (format!("data {}", ty.name()), ty.attributes()));
    resources.chain(data).map(|(name, attributes)| (name, lines(attributes))).collect()
}

fn lines(attributes: &[Attribute]) -> Vec<String> {
    Printer::default().describe(attributes, 1).lines().map(str::to_owned).collect()
}

/// Writes a line for each attribute, in the order of names, and the lines of a nested block below its own. A block that
/// is written out above is not written again.
#[derive(Default)]
struct Printer {
    /// The blocks that are written out: the name and everything in it.
    seen: BTreeSet<String>,
    /// What is in a block, by the place of its attributes: schemas that hold themselves are deep.
    whole: HashMap<*const Attribute, String>,
}

impl Printer {
    fn describe(&mut self, attributes: &[Attribute], depth: usize) -> String {
        let mut sorted: Vec<&Attribute> = attributes.iter().collect();
        sorted.sort_by_key(|attribute| attribute.name);
        let mut out = String::new();
        for attribute in sorted {
            write!(out, "{:indent$}{}: ", "", attribute.name, indent = depth * 2).unwrap();
            match (attribute.block, attribute.nested()) {
                (true, Some(nested)) => self.block(attribute, nested, depth, &mut out),
                _ => writeln!(out, "{}{}", type_name(&attribute.shape), flags(attribute)).unwrap(),
            }
        }
        out
    }

    fn block(&mut self, attribute: &Attribute, nested: &[Attribute], depth: usize, out: &mut String) {
        let nesting = match attribute.shape {
            Shape::List(_) => "list",
            Shape::Set(_) => "set",
            Shape::Map(_) => "map",
            _ => "single",
        };
        let least = attribute.min_items.max(usize::from(attribute.setter == Setter::Required));
        write!(out, "block {nesting} {least}..{}", attribute.max_items).unwrap();
        let whole = self.whole(nested);
        if self.seen.insert(format!("{}\n{whole}", attribute.name)) {
            write!(out, "\n{}", self.describe(nested, depth + 1)).unwrap();
        } else {
            out.push_str(" as above\n");
        }
    }

    fn whole(&mut self, nested: &[Attribute]) -> String {
        if let Some(known) = self.whole.get(&nested.as_ptr()) {
            return known.clone();
        }
        let seen = std::mem::take(&mut self.seen);
        let text = self.describe(nested, 0);
        self.seen = seen;
        self.whole.insert(nested.as_ptr(), text.clone());
        text
    }
}

fn flags(attribute: &Attribute) -> String {
    let mut flags = match attribute.setter {
        Setter::Required => " required",
        Setter::Optional => " optional",
        Setter::Computed => " computed",
        Setter::Defaulted => " optional computed",
    }
    .to_owned();
    let marks = [
        (attribute.force_new, " force_new"),
        (attribute.sensitive, " sensitive"),
        (attribute.write_only, " write_only"),
    ];
    flags.extend(marks.iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| *mark));
    flags
}

fn type_name(shape: &Shape) -> String {
    match shape {
        Shape::Dynamic => "dynamic".into(),
        Shape::String => "string".into(),
        Shape::Bool => "bool".into(),
        Shape::Number => "number".into(),
        Shape::List(element) => format!("list({})", type_name(element)),
        Shape::Set(element) => format!("set({})", type_name(element)),
        Shape::Map(element) => format!("map({})", type_name(element)),
        Shape::Object(attributes) => {
            let mut fields: Vec<String> = attributes()
                .iter()
                .map(|field| format!("{}={}", field.name, type_name(&field.shape)))
                .collect();
            fields.sort();
            format!("object({})", fields.join(","))
        }
    }
}

/// The differences that are on purpose: the type, and the line of ours (`+`) or theirs (`-`) that the other lacks; and
/// whether it was met, which none is yet.
fn on_purpose() -> BTreeMap<(String, String), bool> {
    let text = file("differences.txt");
    let mut current = String::new();
    let mut found = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with(['+', '-']) {
            found.insert((current.clone(), line.to_owned()), false);
        } else {
            current = line.to_owned();
        }
    }
    found
}

#[test]
fn every_schema_is_the_aws_providers() {
    let (facts, ours) = (facts(), ours());
    let mut expected = on_purpose();
    let mut wrong = String::new();
    for (name, lines) in &ours {
        let mut lines = lines.clone();
        let theirs = facts.get(name).or_else(|| {
            lines.iter_mut().for_each(|line| *line = line.replace(" force_new", ""));
            facts.get(&format!("{name}{UNOBSERVED}"))
        });
        let Some(theirs) = theirs else {
            writeln!(wrong, "{name}\n    is not in tests/facts/aws.txt").unwrap();
            continue;
        };
        // Nobody may set `id`, though the provider's schema would allow it.
        let theirs = theirs.iter().map(|line| {
            let id = lines.iter().find(|own| line.starts_with(ID) && *own == COMPUTED_ID);
            id.unwrap_or(line).clone()
        });
        let theirs: Vec<String> = theirs.collect();
        let differences =
            similar::TextDiff::from_lines(&(theirs.join("\n") + "\n"), &(lines.join("\n") + "\n"))
                .iter_all_changes()
                .filter_map(|change| {
                    let sign = match change.tag() {
                        similar::ChangeTag::Equal => return None,
                        similar::ChangeTag::Delete => '-',
                        similar::ChangeTag::Insert => '+',
                    };
                    Some(format!("{sign}{}", change.value().trim_end()))
                })
                .filter(|line| match expected.get_mut(&(name.clone(), line.clone())) {
                    Some(found) => {
                        *found = true;
                        false
                    }
                    None => true,
                })
                .collect::<Vec<_>>();
        if !differences.is_empty() {
            writeln!(wrong, "{name}\n{}", differences.join("\n")).unwrap();
        }
    }
    for ((name, line), _) in expected.iter().filter(|(_, found)| !**found) {
        writeln!(wrong, "{name}\n    in differences.txt, but is none: {line}").unwrap();
    }
    assert!(wrong.is_empty(), "- the AWS provider, + stackctl\n{wrong}");
}
