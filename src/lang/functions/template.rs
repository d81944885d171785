//! `templatefile` and `templatestring`: a template rendered with variables of its own.

use std::{cell::Cell, sync::Arc};

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, TypeAnswer, gives_any, gives_string, text},
    filesystem::{FILE, contents, located, read},
};
use crate::{
    diagnostic::{Diagnostics, Source},
    lang::{
        eval::{self, LookupError, Scope, Variables},
        syntax::{Traversal, parse_template},
        value::{self, Kind, Marks, Object, Type, Value},
    },
    work_dir::WorkDir,
};

const VARS: Parameter = Parameter::any("vars").marked();

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("templatefile", &[FILE, VARS], gives_any, templatefile).nullable(),
    Function::new("templatestring", &[Parameter::string("template"), VARS], gives_template, templatestring),
];

fn gives_template(args: &[Value]) -> TypeAnswer {
    variables(args)?;
    gives_string(args)
}

fn templatefile(args: &[Value], cx: &Context) -> Answer {
    let (variables, marks) = variables(args)?;
    let (bytes, path_marks) = read(args, cx)?;
    let (_, shown) = located(args, cx)?;
    let source = Source::new(shown.trim_matches('"'), contents(bytes, args, cx)?);
    Ok(render(&source, &variables, cx)?.with_marks(marks.union(path_marks)))
}

fn templatestring(args: &[Value], cx: &Context) -> Answer {
    let (variables, marks) = variables(args)?;
    let source = Source::new("<templatestring argument>", text(args, 0));
    let rendered = render(&source, &variables, cx)?;
    let rendered =
        value::convert(rendered, &Type::String).map_err(|error| FunctionError::new(error.to_string()))?;
    Ok(rendered.with_marks(marks))
}

/// The variables, and the marks of them all together.
fn variables(args: &[Value]) -> Result<(Object, Marks), FunctionError> {
    let vars = &args[1];
    if !vars.is_known() {
        return Ok((Object::new(), vars.marks()));
    }
    let (Kind::Map(_) | Kind::Object(_)) = vars.kind() else {
        return Err(FunctionError::argument(1, "invalid vars value: must be a map"));
    };
    let variables = vars.as_mapping().cloned().unwrap_or_default();
    let is_name = |name: &str| {
        name.starts_with(|c: char| c == '_' || unicode_ident::is_xid_start(c))
            && name.chars().all(|c| c == '-' || unicode_ident::is_xid_continue(c))
    };
    match variables.keys().find(|name| !is_name(name)) {
        Some(name) => Err(FunctionError::argument(
            1,
            format!(
                "invalid template variable name {name:?}: must start with a letter, followed by zero or more letters, \
                 digits, and underscores"
            ),
        )),
        None => Ok((variables, vars.marks())),
    }
}

thread_local! {
    /// Whether a template is being rendered: it must not call for another one.
    static RENDERING: Cell<bool> = const { Cell::new(false) };
}

fn render(source: &Arc<Source>, variables: &Object, cx: &Context) -> Answer {
    let failed = |errors: Diagnostics| {
        let first = errors.0.first().map(ToString::to_string).unwrap_or_default();
        FunctionError::new(first.trim_end_matches('.').to_owned())
    };
    let template = parse_template(source).map_err(failed)?;
    let scope = TemplateScope { variables: Variables { values: variables, work_dir: cx.work_dir }, cx };
    if RENDERING.replace(true) {
        return Err(FunctionError::new("a template cannot call templatefile or templatestring"));
    }
    let rendered = eval::evaluate(&template, &scope).map_err(failed);
    RENDERING.set(false);
    rendered
}

/// The variables of a template, and the moment of the call around it.
struct TemplateScope<'a> {
    variables: Variables<'a>,
    cx: &'a Context<'a>,
}

impl Scope for TemplateScope<'_> {
    fn lookup(&self, traversal: &Traversal) -> Result<(Value, usize), LookupError> {
        self.variables.lookup(traversal)
    }

    fn work_dir(&self) -> &WorkDir {
        self.cx.work_dir
    }

    fn plan_timestamp(&self) -> Option<&str> {
        self.cx.plan_timestamp
    }

    fn applying(&self) -> bool {
        self.cx.applying
    }
}
