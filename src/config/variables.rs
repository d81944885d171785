//! The values of a root module's variables: from defaults, the environment, files and the command line.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{files::shown, module::Module};
use crate::{
    address::Name,
    diagnostic::{Diagnostic, Diagnostics, Range, Result, Source, did_you_mean},
    lang::{
        eval::{NoScope, evaluate},
        syntax::{parse_body, parse_expr, parse_json_values},
        value::{Marks, Type, Value},
    },
};

/// What a caller gives: typed values, and what the command line says, in its order.
#[derive(Debug, Default)]
pub struct Given {
    /// Values that are typed already: the inputs of a unit. `TF_VAR_…` of the environment comes before them.
    pub inputs: BTreeMap<Name, (Value, Range)>,
    /// `-var` and `-var-file`, in their order.
    pub arguments: Vec<Argument>,
    /// A variable that nobody gives a value, and that has no default, is left out instead of being an error.
    pub partial: bool,
}

/// One `-var` or `-var-file`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// `-var name=text`.
    Value(String),
    /// `-var-file path`.
    File(PathBuf),
}

/// The values of the variables of the root module, converted and checked. Files without a path are looked for in `dir`.
///
/// # Errors
/// Missing values, values of the wrong type, `-var` of a variable that is not declared; all at once.
pub fn collect(
    module: &Module,
    dir: &Path,
    given: Given,
    environment: &dyn Fn(&str) -> Option<String>,
    warnings: &mut Diagnostics,
) -> Result<BTreeMap<Name, Value>> {
    let partial = given.partial;
    let mut collector =
        Collector { module, values: BTreeMap::new(), diagnostics: Diagnostics::new(), partial };
    collector.values.extend(given.inputs);
    for name in module.variables.keys() {
        if let Some(text) = environment(&format!("TF_VAR_{name}")) {
            let source = Source::new(format!("environment variable TF_VAR_{name}"), text);
            collector.text(name, &source);
        }
    }
    for path in automatic_files(dir) {
        collector.file(&path, warnings);
    }
    for argument in given.arguments {
        match argument {
            Argument::File(path) => collector.file(&dir.join(path), warnings),
            Argument::Value(text) => collector.argument(&text),
        }
    }
    collector.finish()
}

/// `terraform.tfvars`, `terraform.tfvars.json`, then `*.auto.tfvars` and `*.auto.tfvars.json` in the order of names.
fn automatic_files(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["terraform.tfvars", "terraform.tfvars.json"]
        .map(|name| dir.join(name))
        .into_iter()
        .filter(|p| p.is_file())
        .collect();
    let mut automatic: Vec<PathBuf> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json")
        })
        .collect();
    automatic.sort();
    found.extend(automatic);
    found
}

struct Collector<'a> {
    module: &'a Module,
    values: BTreeMap<Name, (Value, Range)>,
    diagnostics: Diagnostics,
    partial: bool,
}

impl Collector<'_> {
    /// A value that is given as text: of a primitive variable the text itself, else an expression.
    fn text(&mut self, name: &Name, source: &std::sync::Arc<Source>) {
        let Some(variable) = self.module.variables.get(name) else { return };
        let range = Range::new(source, 0..source.text.len());
        let ty = &variable.ty.ty;
        if ty.is_primitive() || *ty == Type::Dynamic {
            let text = crate::lang::syntax::nfc(&source.text);
            self.values.insert(name.clone(), (Value::string(text), range));
            return;
        }
        let value = parse_expr(source).and_then(|expr| evaluate(&expr, &NoScope));
        if let Some(value) = self.diagnostics.take(value) {
            self.values.insert(name.clone(), (value, range));
        }
    }

    fn argument(&mut self, text: &str) {
        let Some((name, value)) = text.split_once('=') else {
            let detail = format!(
                "-var needs a name and a value, as in -var 'region=eu-central-1'; {text:?} has no `=`."
            );
            self.diagnostics.push(Diagnostic::error("Invalid -var option").detail(detail));
            return;
        };
        let name: Name = name.trim().into();
        if !self.module.variables.contains_key(&name) {
            let hint = did_you_mean(&name, self.module.variables.keys().map(|name| &**name));
            let detail = format!(
                "A variable named {name:?} is given on the command line, but the root module does not declare it.{hint}"
            );
            self.diagnostics.push(Diagnostic::error("Value for undeclared variable").detail(detail));
            return;
        }
        self.text(&name, &Source::new(format!("-var {name}"), value));
    }

    fn file(&mut self, path: &Path, warnings: &mut Diagnostics) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let detail = format!("The variables file {} cannot be read: {error}.", shown(path).display());
                self.diagnostics.push(Diagnostic::error("Failed to read variables file").detail(detail));
                return;
            }
        };
        let source = Source::new(shown(path), text);
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let body = if is_json { parse_json_values(&source) } else { parse_body(&source) };
        let Some(body) = self.diagnostics.take(body) else { return };
        if let Some(block) = body.blocks.first() {
            let detail = "A variables file holds only arguments: name = value.";
            self.diagnostics.push(Diagnostic::error("Unexpected block").detail(detail).at(&block.header));
        }
        for attribute in &body.attributes {
            if !self.module.variables.contains_key(&attribute.name) {
                let hint = did_you_mean(&attribute.name, self.module.variables.keys().map(|name| &**name));
                let detail =
                    format!("The root module does not declare a variable named {:?}.{hint}", attribute.name);
                warnings.push(
                    Diagnostic::warning("Value for undeclared variable")
                        .detail(detail)
                        .at(&attribute.name_range),
                );
                continue;
            }
            if let Some(value) = self.diagnostics.take(evaluate(&attribute.expr, &NoScope)) {
                self.values.insert(attribute.name.clone(), (value, attribute.expr.range.clone()));
            }
        }
    }

    fn finish(mut self) -> Result<BTreeMap<Name, Value>> {
        let mut values = BTreeMap::new();
        for (name, variable) in &self.module.variables {
            let given = self.values.remove(name);
            if self.partial && given.is_none() && variable.default.is_none() {
                continue;
            }
            if let Some(mut value) = self.diagnostics.take(variable.value_of(name, given)) {
                if variable.sensitive {
                    value = value.with_marks(Marks::SENSITIVE);
                }
                if variable.ephemeral {
                    value = value.with_marks(Marks::EPHEMERAL);
                }
                values.insert(name.clone(), value);
            }
        }
        self.diagnostics.into_result(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Overlay;

    fn module(text: &str) -> (tempfile::TempDir, Module) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("main.tf"), text).unwrap();
        let module = Module::load(folder.path(), &Overlay::new()).unwrap();
        (folder, module)
    }

    #[test]
    fn the_later_source_wins() {
        let (folder, module) = module("variable \"a\" {\n  default = \"default\"\n}\n");
        let collect_with = |environment: Option<&str>, arguments: Vec<Argument>| {
            let environment = |_: &str| environment.map(str::to_owned);
            let given = Given { arguments, ..Given::default() };
            let values =
                collect(&module, folder.path(), given, &environment, &mut Diagnostics::new()).unwrap();
            values["a"].as_str().map(str::to_owned).unwrap()
        };
        assert_eq!(collect_with(None, vec![]), "default");
        assert_eq!(collect_with(Some("env"), vec![]), "env");
        std::fs::write(folder.path().join("terraform.tfvars"), "a = \"file\"").unwrap();
        assert_eq!(collect_with(Some("env"), vec![]), "file");
        std::fs::write(folder.path().join("z.auto.tfvars"), "a = \"auto\"").unwrap();
        assert_eq!(collect_with(Some("env"), vec![]), "auto");
        std::fs::write(folder.path().join("x.tfvars"), "a = \"given\"").unwrap();
        let (file, value) = (Argument::File("x.tfvars".into()), Argument::Value("a=[1]".into()));
        assert_eq!(collect_with(None, vec![value.clone(), file.clone()]), "given");
        assert_eq!(collect_with(None, vec![file, value]), "[1]");
    }

    #[test]
    fn values_in_json_are_as_they_stand() {
        let (folder, module) = module("variable \"data\" {\n  type = map(list(string))\n}\n");
        let text = r#"{"//": "a comment", "data": {"a": ["${b}", 2, true]}}"#;
        std::fs::write(folder.path().join("terraform.tfvars.json"), text).unwrap();
        let collected =
            collect(&module, folder.path(), Given::default(), &|_| None, &mut Diagnostics::new()).unwrap();
        let list = Value::list(Type::String, ["${b}", "2", "true"].map(Value::from).to_vec());
        assert_eq!(
            collected["data"],
            Value::map(Type::List(Type::String.into()), [("a".into(), list)].into())
        );
        std::fs::write(folder.path().join("terraform.tfvars.json"), "{\"data\": nul}").unwrap();
        let errors = collect(&module, folder.path(), Given::default(), &|_| None, &mut Diagnostics::new());
        assert!(errors.unwrap_err().to_string().contains("Invalid JSON"));
    }

    #[test]
    fn a_missing_value_and_an_undeclared_one_are_errors() {
        let (folder, module) = module("variable \"region\" {}\n");
        let given = Given { arguments: vec![Argument::Value("regoin=x".into())], ..Given::default() };
        let errors = collect(&module, folder.path(), given, &|_| None, &mut Diagnostics::new()).unwrap_err();
        let said = errors.to_string();
        assert!(said.contains("Did you mean \"region\"?"), "{said}");
        assert!(said.contains("No value for required variable"), "{said}");
    }
}
