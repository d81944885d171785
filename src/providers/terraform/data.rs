//! `terraform_data`: a value that is kept in the state, and replaced when its triggers change.

use super::Terraform;
use crate::{
    lang::value::{Refinement, Type, Value},
    providers::{Refine, Resource, Result},
    schema::{Computed, Optional, Schema},
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "terraform_data")]
pub struct TerraformData {
    id: Computed<String>,
    input: Optional<Value>,
    output: Computed<Value>,
    triggers_replace: Optional<Value>,
}

impl Resource<Terraform> for TerraformData {
    async fn create(&mut self, _: &Terraform) -> Result<()> {
        self.id = Some(uuid::Uuid::new_v4().to_string());
        self.output = self.input.clone();
        Ok(())
    }

    async fn read(self, _: &Terraform) -> Result<Option<Self>> {
        Ok(Some(self))
    }

    async fn update(&mut self, _: &Self, _: &Terraform) -> Result<()> {
        self.output = self.input.clone();
        Ok(())
    }

    async fn delete(&mut self, _: &Terraform) -> Result<()> {
        Ok(())
    }

    /// The output is the input: of its type, and not known before it is applied. Any change of the triggers, even
    /// to what is not known yet, replaces the object.
    fn refine(plan: &mut Refine<'_>) {
        let replaced = plan.is_changed("triggers_replace");
        if replaced {
            plan.require_replace("triggers_replace");
        }
        if plan.prior.is_none() || replaced {
            plan.set("id", Value::refined(Type::String, Refinement::not_null()));
        }
        if plan.prior.is_none() || replaced || plan.is_changed("input") {
            let input = plan.planned("input");
            let nothing = input.is_null()
                && plan.prior.is_none_or(|prior| prior.get("output").is_none_or(Value::is_null));
            let output = if nothing { input.clone() } else { Value::unknown(input.type_of()) };
            plan.set("output", output);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::value::Object;

    fn refined(prior: Option<(&str, &str)>, input: Value, triggers: Value) -> (Object, usize) {
        let object = |input: Value, triggers: Value| -> Object {
            [
                ("id".into(), "1".into()),
                ("output".into(), input.clone()),
                ("input".into(), input),
                ("triggers_replace".into(), triggers),
            ]
            .into()
        };
        let prior = prior.map(|(input, triggers)| object(input.into(), triggers.into()));
        let config = object(input, triggers);
        let (mut planned, mut replace) = (config.clone(), Vec::new());
        planned.insert("output".into(), prior.as_ref().map_or(Value::NULL, |prior| prior["output"].clone()));
        TerraformData::refine(&mut Refine {
            config: &config,
            prior: prior.as_ref(),
            planned: &mut planned,
            replace: &mut replace,
            refused: &mut Vec::new(),
        });
        (planned, replace.len())
    }

    #[test]
    fn the_output_is_unknown_when_the_input_changes() {
        let (planned, replace) = refined(Some(("a", "t")), "b".into(), "t".into());
        assert_eq!(
            (&planned["output"], &planned["id"], replace),
            (&Value::unknown(Type::String), &"1".into(), 0)
        );
        let (planned, _) = refined(Some(("a", "t")), "a".into(), "t".into());
        assert_eq!(planned["output"], "a".into());
        let (planned, _) = refined(None, Value::NULL, Value::NULL);
        assert_eq!(planned["output"], Value::NULL);
    }

    #[test]
    fn a_change_of_the_triggers_replaces_even_when_unknown() {
        let (planned, replace) = refined(Some(("a", "t")), "a".into(), Value::unknown(Type::Dynamic));
        assert_eq!((planned["id"].is_known(), planned["output"].is_known(), replace), (false, false, 1));
    }
}
