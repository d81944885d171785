//! SHIM
use crate::{diagnostic::Diagnostics, lang::syntax::Expr};
#[derive(Debug, Clone)]
pub struct TypeConstraint;
impl TypeConstraint {
    pub fn any() -> Self { Self }
    pub fn read(_: &Expr) -> Result<Self, Diagnostics> { Ok(Self) }
}
