//! What a reference in an expression means.

use crate::{
    address::{Mode, Name, Resource},
    config::ModuleTree,
    diagnostic::{Diagnostic, did_you_mean},
    lang::syntax::{StepKind, Traversal},
};

/// What a reference means in its module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// `var.name`.
    Variable(Name),
    /// `local.name`.
    Local(Name),
    /// `aws_vpc.main`, `data.aws_ami.x`.
    Resource(Resource),
    /// `module.name`, and the output of it if it can be told.
    Module {
        /// The name of the call.
        name: Name,
        /// The output; `None` means all of them.
        output: Option<Name>,
    },
    /// `each`, `count`, `self`, `path`, `terraform`: always there, or not, by where the expression stands.
    Context,
}

/// How many steps after the root a reference to a resource takes.
pub fn resource_of(traversal: &Traversal) -> Option<(Resource, usize)> {
    let attribute = |at: usize| match &traversal.steps.get(at)?.kind {
        StepKind::Attribute(name) => Some(name.clone()),
        StepKind::Index(_) => None,
    };
    match &*traversal.root {
        "data" => Some((Resource { mode: Mode::Data, kind: attribute(0)?, name: attribute(1)? }, 2)),
        "resource" => Some((Resource { mode: Mode::Managed, kind: attribute(0)?, name: attribute(1)? }, 2)),
        root => Some((Resource { mode: Mode::Managed, kind: root.into(), name: attribute(0)? }, 1)),
    }
}

/// Whether the reference names this resource.
pub fn names(traversal: &Traversal, resource: &Resource) -> bool {
    !matches!(&*traversal.root, "var" | "local" | "module" | "each" | "count" | "self" | "path" | "terraform")
        && resource_of(traversal).is_some_and(|(named, _)| named == *resource)
}

/// What a reference means in the module of `tree`.
///
/// # Errors
/// What it names is not declared.
pub fn resolve(traversal: &Traversal, tree: &ModuleTree) -> Result<Reference, Diagnostic> {
    let module = &tree.module;
    let first = match traversal.steps.first().map(|step| &step.kind) {
        Some(StepKind::Attribute(name)) => Some(name.clone()),
        _ => None,
    };
    let undeclared = |what: &str, declare: &str, name: &str, all: Vec<&str>| {
        let hint = did_you_mean(name, all);
        let diagnostic = Diagnostic::error(format!("Reference to undeclared {what}"));
        let detail = format!("There is no {what} named {name:?} in this module.{hint} {declare}");
        diagnostic.detail(detail.trim_end().to_owned()).at(&range(traversal, 1))
    };
    let names = |keys: &mut dyn Iterator<Item = &Name>| keys.map(ToString::to_string).collect::<Vec<_>>();
    match (&*traversal.root, first) {
        ("each" | "count" | "self" | "path" | "terraform", _) => Ok(Reference::Context),
        ("var" | "local" | "module" | "data" | "resource", None) => {
            Err(Diagnostic::error("Invalid reference")
                .detail(format!("{:?} must be followed by a dot and a name.", traversal.root))
                .at(&traversal.root_range))
        }
        ("var", Some(name)) if module.variables.contains_key(&name) => Ok(Reference::Variable(name)),
        ("var", Some(name)) => {
            let all = names(&mut module.variables.keys());
            let declare = format!("It can be declared with a variable {name:?} {{}} block.");
            Err(undeclared("input variable", &declare, &name, all.iter().map(String::as_str).collect()))
        }
        ("local", Some(name)) if module.locals.contains_key(&name) => Ok(Reference::Local(name)),
        ("local", Some(name)) => {
            let all = names(&mut module.locals.keys());
            Err(undeclared("local value", "", &name, all.iter().map(String::as_str).collect()))
        }
        ("module", Some(name)) => {
            if !module.calls.contains_key(&name) {
                let all = names(&mut module.calls.keys());
                return Err(undeclared("module", "", &name, all.iter().map(String::as_str).collect()));
            }
            let output = traversal.steps.iter().skip(1).find_map(|step| match &step.kind {
                StepKind::Attribute(name) => Some(name.clone()),
                StepKind::Index(_) => None,
            });
            if let (Some(output), Some(child)) = (&output, tree.children.get(&name))
                && !child.module.outputs.contains_key(output)
            {
                let all = names(&mut child.module.outputs.keys());
                let hint = did_you_mean(output, all.iter().map(String::as_str));
                let detail = format!("Module {name:?} has no output named {output:?}.{hint}");
                return Err(Diagnostic::error("Unsupported attribute")
                    .detail(detail)
                    .at(&range(traversal, 2)));
            }
            Ok(Reference::Module { name, output })
        }
        (root, _) => match resource_of(traversal) {
            Some((address, _)) if module.resources.contains_key(&address) => Ok(Reference::Resource(address)),
            Some((address, taken)) => {
                let what = if address.mode == Mode::Data { "data resource" } else { "managed resource" };
                let all: Vec<String> = module
                    .resources
                    .keys()
                    .filter(|r| r.mode == address.mode)
                    .map(|r| format!("{}.{}", r.kind, r.name))
                    .collect();
                let name = format!("{}.{}", address.kind, address.name);
                let hint = did_you_mean(&name, all.iter().map(String::as_str));
                let detail = format!("There is no {what} {name:?} in this module.{hint}");
                let diagnostic = Diagnostic::error("Reference to undeclared resource");
                Err(diagnostic.detail(detail).at(&range(traversal, taken)))
            }
            None => {
                let known = ["var", "local", "module", "data", "each", "count", "self", "path", "terraform"];
                let hint = did_you_mean(root, known);
                let detail = format!(
                    "A reference to a resource type must be followed by at least one attribute access, the name of \
                     the resource.{hint}"
                );
                Err(Diagnostic::error("Invalid reference").detail(detail).at(&traversal.root_range))
            }
        },
    }
}

/// The range of the root and so many steps after it.
fn range(traversal: &Traversal, steps: usize) -> crate::diagnostic::Range {
    let mut range = traversal.root_range.clone();
    if let Some(last) = traversal.steps.iter().take(steps).next_back() {
        range.bytes.end = last.range.bytes.end;
    }
    range
}
