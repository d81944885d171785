//! The values of one run: every variable, local, resource and output of every module instance, each evaluated once.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{expand::Expansion, repeated::Repeated, scope::ModuleScope};
use crate::{
    address::{self, Key, ModuleInstance, Name},
    config::{Module, ModuleTree},
    diagnostic::{Diagnostic, Result},
    lang::{
        eval::evaluate,
        value::{Marks, Value},
    },
    work_dir::WorkDir,
};

/// The values of one run.
pub struct Evaluator {
    /// The modules.
    pub tree: Arc<ModuleTree>,
    /// What the run knows of itself.
    pub run: RunContext,
    /// The values of the root module's variables.
    variables: BTreeMap<Name, Value>,
    modules: RwLock<HashMap<ModuleInstance, Arc<ModuleValues>>>,
    applying: AtomicBool,
}

/// What a run knows of itself.
#[derive(Debug, Clone)]
pub struct RunContext {
    /// The moment of the plan, in RFC 3339.
    pub timestamp: String,
    /// The name of the workspace.
    pub workspace: String,
    /// Where relative paths start from, and `path.cwd`.
    pub work_dir: WorkDir,
    /// `path.root`, as expressions see it.
    pub root: PathBuf,
}

/// The values of one module instance.
pub struct ModuleValues {
    /// Which one it is.
    pub instance: ModuleInstance,
    /// What the module declares.
    pub module: Arc<Module>,
    memo: Mutex<HashMap<Named, Value>>,
    calls: Mutex<HashMap<Name, Arc<Expansion>>>,
    resources: Mutex<HashMap<address::Resource, ResourceValues>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Named {
    Variable(Name),
    Local(Name),
    Output(Name),
}

/// The objects of a resource's instances.
struct ResourceValues {
    expansion: Arc<Expansion>,
    instances: BTreeMap<Option<Key>, Value>,
    /// The value of the whole resource, until an instance changes.
    whole: Option<Value>,
}

impl Evaluator {
    /// The values of a run with these values of the root module's variables.
    pub fn new(tree: Arc<ModuleTree>, variables: BTreeMap<Name, Value>, run: RunContext) -> Self {
        let root = ModuleValues::new(ModuleInstance::root(), tree.module.clone());
        let modules = RwLock::new(HashMap::from([(ModuleInstance::root(), Arc::new(root))]));
        Self { tree, run, variables, modules, applying: AtomicBool::new(false) }
    }

    /// From now on values are those after the apply: impure functions give values, and what was unknown is evaluated
    /// again.
    pub fn start_applying(&self) {
        self.applying.store(true, Ordering::Relaxed);
        for module in self.modules.read().unwrap_or_else(PoisonError::into_inner).values() {
            lock(&module.memo).retain(|_, value| value.is_wholly_known());
        }
    }

    /// Whether values are those after the apply.
    pub fn is_applying(&self) -> bool {
        self.applying.load(Ordering::Relaxed)
    }

    /// The values of a module instance; `None` if it does not exist, or not yet.
    pub fn module(&self, instance: &ModuleInstance) -> Option<Arc<ModuleValues>> {
        self.modules.read().unwrap_or_else(PoisonError::into_inner).get(instance).cloned()
    }

    /// The instances of the module at a path, in order. Its call must have been expanded.
    pub fn instances(&self, path: &[Name]) -> Vec<Arc<ModuleValues>> {
        if path.is_empty() {
            return self.module(&ModuleInstance::root()).into_iter().collect();
        }
        let modules = self.modules.read().unwrap_or_else(PoisonError::into_inner);
        let at_path = modules.values().filter(|m| m.instance.0.iter().map(|step| &step.name).eq(path.iter()));
        let mut found: Vec<_> = at_path.cloned().collect();
        found.sort_by(|a, b| a.instance.cmp(&b.instance));
        found
    }

    /// Decides how often the called module `name` is there in one instance of the calling module.
    ///
    /// # Errors
    /// A bad `count` or `for_each`.
    pub fn expand_call(&self, module: &Arc<ModuleValues>, name: &Name) -> Result<()> {
        let Some(call) = module.module.calls.get(name) else { return Ok(()) };
        let scope = self.scope(module, Repeated::default());
        let expansion = Expansion::evaluate(&call.repetition, call.enabled.as_ref(), &scope)?;
        let path = [module.instance.path(), vec![name.clone()]].concat();
        if let Some(child) = self.tree.at(&path) {
            let mut modules = self.modules.write().unwrap_or_else(PoisonError::into_inner);
            for key in expansion.keys() {
                let instance = module.instance.child(name, key.clone());
                let values = ModuleValues::new(instance.clone(), child.module.clone());
                modules.insert(instance, Arc::new(values));
            }
        }
        lock(&module.calls).insert(name.clone(), Arc::new(expansion));
        Ok(())
    }

    /// The scope of expressions in a module instance.
    pub fn scope<'a>(&'a self, module: &'a Arc<ModuleValues>, repeated: Repeated) -> ModuleScope<'a> {
        ModuleScope { evaluator: self, module, repeated, this: None, extra: None }
    }

    /// The value of a variable of a module instance.
    ///
    /// # Errors
    /// What is wrong with the argument that gives it.
    pub fn variable(&self, module: &Arc<ModuleValues>, name: &Name) -> Result<Value> {
        self.named(module, Named::Variable(name.clone()), || {
            let Some(variable) = module.module.variables.get(name) else { return Ok(Value::NULL) };
            let Some((step, parent)) = module.instance.0.split_last() else {
                return Ok(self
                    .variables
                    .get(name)
                    .cloned()
                    .unwrap_or(Value::unknown(variable.ty.ty.without_optional())));
            };
            let parent = self.module(&ModuleInstance(parent.to_vec()));
            let argument = parent.as_ref().and_then(|parent| {
                let call = parent.module.calls.get(&step.name)?;
                call.arguments.iter().find(|argument| argument.name == *name)
            });
            let value = match (&parent, argument) {
                (Some(parent), Some(argument)) => {
                    let repeated = self.repeated_call(parent, module)?;
                    let value = evaluate(&argument.expr, &self.scope(parent, repeated))?;
                    Some((value, argument.expr.range.clone()))
                }
                _ => None,
            };
            let mut value = variable.value_of(name, value)?;
            if variable.sensitive {
                value = value.with_marks(Marks::SENSITIVE);
            }
            Ok(value)
        })
    }

    /// The value of a local.
    ///
    /// # Errors
    /// What is wrong with its expression.
    pub fn local(&self, module: &Arc<ModuleValues>, name: &Name) -> Result<Value> {
        self.named(module, Named::Local(name.clone()), || match module.module.locals.get(name) {
            Some(local) => evaluate(&local.expr, &self.scope(module, Repeated::default())),
            None => Ok(Value::NULL),
        })
    }

    /// The value of an output.
    ///
    /// # Errors
    /// What is wrong with its expression.
    pub fn output(&self, module: &Arc<ModuleValues>, name: &Name) -> Result<Value> {
        self.named(module, Named::Output(name.clone()), || match module.module.outputs.get(name) {
            Some(output) => {
                let value = evaluate(&output.value, &self.scope(module, Repeated::default()))?;
                Ok(if output.sensitive { value.with_marks(Marks::SENSITIVE) } else { value })
            }
            None => Ok(Value::NULL),
        })
    }

    /// The memoised value, or the one that `evaluate` gives. During an apply only what is wholly known is kept.
    fn named(
        &self,
        module: &ModuleValues,
        name: Named,
        evaluate: impl FnOnce() -> Result<Value>,
    ) -> Result<Value> {
        if let Some(value) = lock(&module.memo).get(&name) {
            return Ok(value.clone());
        }
        let value = evaluate()?;
        if !self.is_applying() || value.is_wholly_known() {
            lock(&module.memo).insert(name, value.clone());
        }
        Ok(value)
    }

    /// The value of `module.name`: an object of outputs, or a tuple or object of such.
    ///
    /// # Errors
    /// What is wrong with any of its outputs.
    pub fn call(&self, module: &Arc<ModuleValues>, name: &Name) -> Result<Value> {
        let expansion = self.call_expansion(module, name);
        let one = |key: Option<Key>| -> Result<Value> {
            let Some(child) = self.module(&module.instance.child(name, key)) else { return Ok(Value::NULL) };
            let outputs =
                child.module.outputs.keys().map(|output| Ok((output.clone(), self.output(&child, output)?)));
            Ok(Value::object(outputs.collect::<Result<BTreeMap<_, _>>>()?))
        };
        match expansion.as_deref() {
            None => Ok(Value::unknown(crate::lang::value::Type::Dynamic)),
            Some(Expansion::Disabled) => Ok(Value::NULL),
            Some(Expansion::Single) => one(None),
            Some(Expansion::Count(count)) => {
                let items = (0..*count).map(|index| one(Some(Key::Index(index))));
                Ok(Value::tuple(items.collect::<Result<_>>()?))
            }
            Some(Expansion::ForEach(elements)) => {
                let items =
                    elements.iter().map(|(key, _)| Ok((key.clone(), one(Some(Key::Name(key.clone())))?)));
                Ok(Value::object(items.collect::<Result<BTreeMap<_, _>>>()?))
            }
        }
    }

    /// How often a called module is there; `None` if that is not decided yet.
    pub fn call_expansion(&self, module: &ModuleValues, name: &Name) -> Option<Arc<Expansion>> {
        lock(&module.calls).get(name).cloned()
    }

    /// Says how often a resource is there, before the values of its instances.
    pub fn set_expansion(&self, module: &ModuleValues, resource: &address::Resource, expansion: Expansion) {
        let values =
            ResourceValues { expansion: Arc::new(expansion), instances: BTreeMap::new(), whole: None };
        lock(&module.resources).insert(resource.clone(), values);
    }

    /// The same instances of a called module, with other elements of `for_each`.
    pub(super) fn refine_call(&self, module: &ModuleValues, name: &Name, expansion: Expansion) {
        lock(&module.calls).insert(name.clone(), Arc::new(expansion));
    }

    /// The same instances of a resource, with other elements of `for_each`.
    pub(super) fn refine_resource(
        &self,
        module: &ModuleValues,
        resource: &address::Resource,
        expansion: Expansion,
    ) {
        if let Some(values) = lock(&module.resources).get_mut(resource) {
            values.expansion = Arc::new(expansion);
        }
    }

    /// Says what the value of a whole resource is, without saying which instances it has.
    pub fn set_whole(&self, module: &ModuleValues, resource: &address::Resource, value: Value) {
        let (expansion, instances) = (Arc::new(Expansion::Single), BTreeMap::new());
        let values = ResourceValues { expansion, instances, whole: Some(value) };
        lock(&module.resources).insert(resource.clone(), values);
    }

    /// Lets one instance of a called module stand for all, without saying how many there are.
    pub fn assume_call(&self, module: &Arc<ModuleValues>, name: &Name) {
        let path = [module.instance.path(), vec![name.clone()]].concat();
        if let Some(child) = self.tree.at(&path) {
            let instance = module.instance.child(name, None);
            let values = Arc::new(ModuleValues::new(instance.clone(), child.module.clone()));
            self.modules.write().unwrap_or_else(PoisonError::into_inner).insert(instance, values);
        }
    }

    /// How often a resource is there; `None` if that is not decided yet.
    pub fn resource_expansion(
        &self,
        module: &ModuleValues,
        resource: &address::Resource,
    ) -> Option<Arc<Expansion>> {
        lock(&module.resources).get(resource).map(|values| values.expansion.clone())
    }

    /// Sets the value of one instance.
    pub fn set_instance(
        &self,
        module: &ModuleValues,
        resource: &address::Resource,
        key: Option<Key>,
        value: Value,
    ) {
        if let Some(values) = lock(&module.resources).get_mut(resource) {
            values.instances.insert(key, value);
            values.whole = None;
        }
    }

    /// The value of one instance.
    pub fn instance(
        &self,
        module: &ModuleValues,
        resource: &address::Resource,
        key: Option<&Key>,
    ) -> Option<Value> {
        lock(&module.resources).get(resource)?.instances.get(&key.cloned()).cloned()
    }

    /// The value of a whole resource: an object, or a tuple or object of such.
    ///
    /// # Errors
    /// The resource has no value, because its plan failed.
    pub fn resource(&self, module: &ModuleValues, resource: &address::Resource) -> Result<Value, Diagnostic> {
        let mut resources = lock(&module.resources);
        let values = resources.get_mut(resource).ok_or_else(|| {
            Diagnostic::error("Value not available")
                .detail(format!("{resource} has no value, because it was not planned."))
        })?;
        if let Some(whole) = &values.whole {
            return Ok(whole.clone());
        }
        let whole = match &*values.expansion {
            Expansion::Disabled => Value::NULL,
            Expansion::Single => values.instances.get(&None).cloned().unwrap_or_default(),
            Expansion::Count(_) => Value::tuple(values.instances.values().cloned().collect()),
            Expansion::ForEach(_) => {
                let entries = values.instances.iter().filter_map(|(key, value)| match key {
                    Some(Key::Name(name)) => Some((name.clone(), value.clone())),
                    _ => None,
                });
                Value::object(entries)
            }
        };
        values.whole = Some(whole.clone());
        Ok(whole)
    }
}

impl ModuleValues {
    fn new(instance: ModuleInstance, module: Arc<Module>) -> Self {
        Self {
            instance,
            module,
            memo: Mutex::default(),
            calls: Mutex::default(),
            resources: Mutex::default(),
        }
    }
}

/// Locks, also after a panic elsewhere: what is inside is replaced as a whole, never half.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
