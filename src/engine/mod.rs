//! Configuration and state make a plan; a plan makes steps; steps make the world agree.

pub mod apply;
mod change;
mod codec;
mod conditions;
mod evaluator;
mod event;
mod expand;
pub mod graph;
mod inspect;
mod moves;
pub mod plan;
mod pool;
mod references;
mod repeated;
mod scope;
mod steps;
mod tags;
mod validate;

pub use self::{
    change::{Action, Change, OutputChange, Plan, PlanMode, Reason, SharedPlan, Summary},
    codec::object_of_state,
    evaluator::{Evaluator, RunContext},
    event::{Event, Observer},
    inspect::Inspection,
    pool::{Clients, ProviderAddress},
    scope::ModuleScope,
    validate::validate,
};
