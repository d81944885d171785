//! What a function is: its name, its parameters, the type of its result, and the code behind it.

use super::FunctionError;
use crate::{
    lang::value::{Type, Value},
    work_dir::WorkDir,
};

/// A function of the language.
pub struct Function {
    /// Its name, as it is called.
    pub name: &'static str,
    /// The parameters that every call must give.
    pub parameters: &'static [Parameter],
    /// What any further arguments must be; none are taken if there is no such parameter.
    pub variadic: Option<Parameter>,
    /// The type of the result for these arguments, any of which may be unknown. An error if it can be told already
    /// that the call must fail.
    pub result: fn(&[Value]) -> Result<Type, FunctionError>,
    /// The code. It sees arguments of the types of the parameters, and of null, unknown and marked ones only those
    /// that a parameter asks for.
    pub call: fn(&[Value], &Context) -> Result<Value, FunctionError>,
    /// Whether the result may be null; else an unknown result says that it will not be.
    pub nullable: bool,
    /// Whether two calls with the same arguments may differ, so that the result is unknown until apply.
    pub impure: bool,
    /// Whether the evaluator itself calls it, because its arguments must not be evaluated first.
    pub special: bool,
}

impl Function {
    /// A pure function of a fixed number of arguments whose result is never null.
    pub const fn new(
        name: &'static str,
        parameters: &'static [Parameter],
        result: fn(&[Value]) -> Result<Type, FunctionError>,
        call: fn(&[Value], &Context) -> Result<Value, FunctionError>,
    ) -> Self {
        Self {
            name,
            parameters,
            variadic: None,
            result,
            call,
            nullable: false,
            impure: false,
            special: false,
        }
    }

    /// The same, and any number of further arguments.
    #[must_use]
    pub const fn variadic(mut self, parameter: Parameter) -> Self {
        self.variadic = Some(parameter);
        self
    }

    /// The same, with a result that may be null.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The same, unknown until apply.
    #[must_use]
    pub const fn impure(mut self) -> Self {
        self.impure = true;
        self
    }

    /// The same, called by the evaluator.
    #[must_use]
    pub const fn special(mut self) -> Self {
        self.special = true;
        self
    }

    /// The parameter that takes the argument at this place.
    pub fn parameter(&self, at: usize) -> Option<&Parameter> {
        self.parameters.get(at).or(self.variadic.as_ref())
    }
}

/// A parameter: what an argument is converted to, and which arguments the function deals with itself.
#[derive(Clone, Copy)]
pub struct Parameter {
    /// Its name, for messages.
    pub name: &'static str,
    /// The type that an argument is converted to; [`Type::Dynamic`] takes any.
    pub ty: fn() -> Type,
    /// Whether null may be given.
    pub null: bool,
    /// Whether the function deals with an unknown argument; else its result is unknown.
    pub unknown: bool,
    /// Whether the function deals with an argument whose type is not known; else its result is of unknown type.
    pub dynamic: bool,
    /// Whether the function deals with marks; else they move to the result.
    pub marked: bool,
}

impl Parameter {
    /// A parameter of this type that takes known values only.
    pub const fn of(name: &'static str, ty: fn() -> Type) -> Self {
        Self { name, ty, null: false, unknown: false, dynamic: false, marked: false }
    }

    /// Text.
    pub const fn string(name: &'static str) -> Self {
        Self::of(name, || Type::String)
    }

    /// A number.
    pub const fn number(name: &'static str) -> Self {
        Self::of(name, || Type::Number)
    }

    /// A value of any type.
    pub const fn any(name: &'static str) -> Self {
        Self::of(name, || Type::Dynamic)
    }

    /// The same, also null.
    #[must_use]
    pub const fn null(mut self) -> Self {
        self.null = true;
        self
    }

    /// The same, also unknown.
    #[must_use]
    pub const fn unknown(mut self) -> Self {
        self.unknown = true;
        self
    }

    /// The same, also of unknown type.
    #[must_use]
    pub const fn dynamic(mut self) -> Self {
        self.dynamic = true;
        self
    }

    /// The same, also marked.
    #[must_use]
    pub const fn marked(mut self) -> Self {
        self.marked = true;
        self
    }
}

/// What a function knows of the place it is called from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Where relative paths of files start from.
    pub work_dir: &'a WorkDir,
    /// The moment of the plan in RFC 3339, for `plantimestamp`; unknown if there is none.
    pub plan_timestamp: Option<&'a str>,
    /// Whether impure functions give a value. At plan they do not: it would be another one at apply.
    pub applying: bool,
}

impl<'a> Context<'a> {
    /// A context of this folder at plan, with no moment.
    pub fn new(work_dir: &'a WorkDir) -> Self {
        Self { work_dir, plan_timestamp: None, applying: false }
    }
}
