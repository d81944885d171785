//! SHIM
use crate::{
    diagnostic::Diagnostics,
    lang::{
        syntax::Expr,
        value::{ConvertError, Type, Value},
    },
};
#[derive(Debug, Clone)]
pub struct TypeConstraint;
impl TypeConstraint {
    pub fn any() -> Self {
        Self
    }
    pub fn ty(&self) -> &Type {
        &Type::Dynamic
    }
    pub fn apply(&self, v: Value) -> Result<Value, ConvertError> {
        Ok(v)
    }
    pub fn read(_: &Expr) -> Result<Self, Diagnostics> {
        Ok(Self)
    }
}
