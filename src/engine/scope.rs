//! What the names in a module's expressions mean.

use std::{path::Path, sync::Arc};

use super::{
    evaluator::{Evaluator, ModuleValues},
    expand::Expansion,
    references::{self, Reference},
    repeated::Repeated,
};
use crate::{
    address::{self, Key},
    diagnostic::Diagnostic,
    lang::{
        eval::{LookupError, Scope},
        syntax::{StepKind, Traversal},
        value::{Marks, Name, Type, Value},
    },
    work_dir::WorkDir,
};

/// The scope of expressions in one module instance, for one instance of something in it.
pub struct ModuleScope<'a> {
    pub(super) evaluator: &'a Evaluator,
    pub(super) module: &'a Arc<ModuleValues>,
    pub(super) repeated: Repeated,
    pub(super) this: Option<Value>,
    pub(super) extra: Option<(address::Resource, Value)>,
}

impl<'a> ModuleScope<'a> {
    /// The same scope in which `self` is this value.
    #[must_use]
    pub fn with_self(mut self, value: Value) -> Self {
        self.this = Some(value);
        self
    }

    /// The same scope in which a resource that the module does not declare has this value: the data source of a check.
    #[must_use]
    pub fn with_resource(mut self, address: address::Resource, value: Value) -> Self {
        self.extra = Some((address, value));
        self
    }

    fn context(&self, traversal: &Traversal) -> Result<(Value, usize), Diagnostic> {
        let Some(StepKind::Attribute(name)) = traversal.steps.first().map(|step| &step.kind) else {
            if &*traversal.root == "self" && self.this.is_some() {
                return Ok((self.this.clone().unwrap_or_default(), 0));
            }
            let detail = format!("{:?} must be followed by a dot and a name.", traversal.root);
            return Err(Diagnostic::error("Invalid reference").detail(detail).at(&traversal.root_range));
        };
        let evaluator = self.evaluator;
        let text = |path: &Path| Value::string(path.to_string_lossy().into_owned());
        let value = match (&*traversal.root, &**name) {
            ("self", _) => match &self.this {
                Some(this) => return Ok((this.clone(), 0)),
                None => return Err(out_of_place(traversal, "provisioners, connections and postconditions")),
            },
            ("each", "key") if self.repeated.any => {
                self.repeated.each.as_ref().map(|_| Value::unknown(Type::String))
            }
            ("count", "index") if self.repeated.any => {
                self.repeated.index.map(|_| Value::unknown(Type::Number))
            }
            ("each", "key") => self.repeated.each.as_ref().map(|(key, _)| Value::string(key.clone())),
            ("each", "value") => self.repeated.each.as_ref().map(|(_, value)| value.clone()),
            ("count", "index") => self.repeated.index.map(|index| Value::from(index as i64)),
            ("path", "module") => Some(text(&shown(&self.module.module.dir, evaluator))),
            ("path", "root") => Some(text(&evaluator.run.root)),
            ("path", "cwd") => Some(text(evaluator.run.work_dir.module())),
            ("terraform", "workspace") => Some(Value::string(evaluator.run.workspace.as_str())),
            ("terraform", "applying") => {
                Some(Value::from(evaluator.is_applying()).with_marks(Marks::EPHEMERAL))
            }
            (root, _) => {
                let detail = format!("{root:?} has no attribute named {name:?}.");
                let diagnostic = Diagnostic::error(format!("Invalid {root:?} attribute"));
                return Err(diagnostic.detail(detail).at(&traversal.steps[0].range));
            }
        };
        match value {
            Some(value) => Ok((value, 1)),
            None => Err(out_of_place(
                traversal,
                match &*traversal.root {
                    "each" => "blocks with for_each",
                    _ => "blocks with count",
                },
            )),
        }
    }

    /// `module.name`, with only the output that is asked for where that can be told.
    fn call(&self, traversal: &Traversal, name: &Name) -> Result<(Value, usize), LookupError> {
        let expansion = self.evaluator.call_expansion(self.module, name);
        let steps: Vec<_> = traversal.steps.iter().skip(1).take(2).map(|step| &step.kind).collect();
        let wanted = match (expansion.as_deref(), steps.as_slice()) {
            (Some(Expansion::Single), [StepKind::Attribute(output), ..]) => Some((None, output, 2)),
            (Some(Expansion::Count(_)), [StepKind::Index(index), StepKind::Attribute(output)]) => {
                index.as_number().and_then(|n| n.as_u64()).map(|index| (Some(Key::Index(index)), output, 3))
            }
            (Some(Expansion::ForEach(_)), [StepKind::Index(key), StepKind::Attribute(output)]) => {
                key.as_str().map(|key| (Some(Key::Name(key.into())), output, 3))
            }
            _ => None,
        };
        if let Some((key, output, taken)) = wanted
            && let Some(child) = self.evaluator.module(&self.module.instance.child(name, key))
            && child.module.outputs.contains_key(output)
        {
            return Ok((self.evaluator.output(&child, output)?, taken));
        }
        Ok((self.evaluator.call(self.module, name)?, 1))
    }
}

impl Scope for ModuleScope<'_> {
    fn lookup(&self, traversal: &Traversal) -> Result<(Value, usize), LookupError> {
        let evaluator = self.evaluator;
        if let Some((address, value)) = &self.extra
            && references::names(traversal, address)
        {
            let taken = references::resource_of(traversal).map_or(0, |(_, taken)| taken);
            return Ok((value.clone(), taken));
        }
        // Here the root module stands for any: only what is declared counts, and that was checked with the graph.
        let path = self.module.instance.path();
        let tree = evaluator.tree.at(&path).unwrap_or(&evaluator.tree);
        match references::resolve(traversal, tree)? {
            Reference::Context => Ok(self.context(traversal)?),
            Reference::Variable(name) => Ok((evaluator.variable(self.module, &name)?, 1)),
            Reference::Local(name) => Ok((evaluator.local(self.module, &name)?, 1)),
            Reference::Module { name, .. } => self.call(traversal, &name),
            Reference::Resource(address) => {
                let taken = references::resource_of(traversal).map_or(0, |(_, taken)| taken);
                let value =
                    evaluator.resource(self.module, &address).map_err(|d| d.or_at(&traversal.root_range))?;
                Ok((value, taken))
            }
        }
    }

    fn work_dir(&self) -> &WorkDir {
        &self.evaluator.run.work_dir
    }

    fn plan_timestamp(&self) -> Option<&str> {
        Some(&self.evaluator.run.timestamp)
    }

    fn applying(&self) -> bool {
        self.evaluator.is_applying()
    }
}

/// A module's folder as expressions see it.
fn shown(dir: &Path, evaluator: &Evaluator) -> std::path::PathBuf {
    match dir.strip_prefix(&evaluator.tree.module.dir) {
        Ok(below) if below.as_os_str().is_empty() => evaluator.run.root.clone(),
        Ok(below) if evaluator.run.root != Path::new(".") => evaluator.run.root.join(below),
        Ok(below) => below.to_path_buf(),
        Err(_) => dir.to_path_buf(),
    }
}

fn out_of_place(traversal: &Traversal, place: &str) -> Diagnostic {
    let detail = format!("{:?} can be used only in {place}.", traversal.root);
    Diagnostic::error(format!("Reference to {:?} in non-repeating context", traversal.root))
        .detail(detail)
        .at(&traversal.root_range)
}
