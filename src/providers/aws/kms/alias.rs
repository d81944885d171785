//! `aws_kms_alias`: another name of a key.

use super::{GONE, find_alias, key_arn};
use crate::providers::aws::{names, prelude::*};

/// What every name of this kind begins with.
const PREFIX: &str = "alias/";

/// Another name of a key.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_kms_alias")]
pub struct Alias {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new, conflicts = ["name_prefix"])]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"])]
    name_prefix: Defaulted<String>,
    target_key_arn: Computed<String>,
    #[attr(normalize = key_id)]
    target_key_id: Required<String>,
}

/// The id of a key that is named by its ARN.
fn key_id(key: &Value) -> Value {
    let id =
        key.as_str().and_then(|text| text.starts_with("arn:").then(|| text.split_once(":key/")).flatten());
    id.map_or_else(|| key.clone(), |(_, id)| id.into())
}

impl Resource<Aws> for Alias {
    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let names = ["name", "name_prefix"].into_iter();
        let said = names.filter_map(|attribute| Some((attribute, config.get(attribute)?.as_str()?)));
        let wrong = said.filter(|(_, name)| !name.starts_with(PREFIX) || name.starts_with("alias/aws/"));
        wrong
            .map(|(attribute, name)| {
                (attribute, format!("`{name}` must begin with `{PREFIX}`, and not with `alias/aws/`."))
            })
            .collect()
    }

    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let prefix = said(&self.name_prefix).or_else(|| Some(PREFIX.into()));
        let name = names::of(&self.name, &prefix);
        let request = aws.kms.create_alias().alias_name(&name).target_key_id(&self.target_key_id);
        // A key that was just made is not known everywhere yet.
        let heals = |error: &Error| error.is(GONE);
        wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        self.id = Some(name);
        wait::until("the alias", minutes(2), || async {
            let found = find_alias(self.id(), aws).await?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find_alias(self.id(), aws).await? else { return Ok(None) };
        let (arn, key) = (found.alias_arn.unwrap_or_default(), found.target_key_id.unwrap_or_default());
        let name = found.alias_name.unwrap_or_default();
        Ok(Some(Alias {
            id: self.id,
            target_key_arn: Some(key_arn(&arn, &key)),
            arn: Some(arn),
            name_prefix: Some(names::prefix_of(&name)),
            name: Some(name),
            target_key_id: key,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if prior.target_key_id != self.target_key_id {
            let request = aws.kms.update_alias().alias_name(self.id());
            request.target_key_id(&self.target_key_id).send().await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.kms.delete_alias().alias_name(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }

    fn refine(plan: &mut Refine<'_>) {
        if plan.is_changed("target_key_id") {
            plan.set_unknown("target_key_arn", crate::lang::value::Type::String);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_by_its_id() {
        for (said, kept) in [("arn:aws:kms:eu-central-1:1:key/k-1", "k-1"), ("k-1", "k-1")] {
            assert_eq!(key_id(&said.into()), Value::from(kept));
        }
    }

    #[test]
    fn the_names_of_aws_are_refused() {
        for (name, good) in [("alias/app", true), ("app", false), ("alias/aws/rds", false)] {
            let config = Object::from([("name".into(), name.into())]);
            assert_eq!(Alias::validate(&config).is_empty(), good, "{name}");
        }
    }
}
