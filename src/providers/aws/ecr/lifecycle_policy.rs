//! `aws_ecr_lifecycle_policy`: when the images of a repository expire.

use serde_json::Value as Json;

use crate::providers::aws::{json, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ecr_lifecycle_policy")]
pub struct LifecyclePolicy {
    id: Computed<String>,
    #[attr(force_new, equal = equal, normalize = json::normalize)]
    policy: Required<String>,
    registry_id: Computed<String>,
    #[attr(force_new)]
    repository: Required<String>,
}

const GONE: &[&str] = &["LifecyclePolicyNotFoundException", "RepositoryNotFoundException"];

impl Resource<Aws> for LifecyclePolicy {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.ecr.put_lifecycle_policy().repository_name(&self.repository);
        request.lifecycle_policy_text(&self.policy).send().await?;
        self.id = Some(self.repository.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.ecr.get_lifecycle_policy().repository_name(self.id());
        let Some(found) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        let read = found.lifecycle_policy_text.unwrap_or_default();
        let kept = if same(&self.policy, &read) { self.policy } else { read };
        Ok(Some(LifecyclePolicy {
            id: self.id,
            policy: json::compact(&kept).unwrap_or(kept),
            registry_id: found.registry_id,
            repository: found.repository_name.unwrap_or_default(),
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.create(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.ecr.delete_lifecycle_policy().repository_name(self.id());
        request.set_registry_id(self.registry_id.clone()).send().await.or_gone(GONE)?;
        Ok(())
    }
}

fn equal(a: &Value, b: &Value) -> bool {
    a == b || same(a.as_str().unwrap_or_default(), b.as_str().unwrap_or_default())
}

/// Whether two policies mean the same: ECR sorts the rules by their priority, and the order of tags means nothing.
fn same(a: &str, b: &str) -> bool {
    matches!((canonical(a), canonical(b)), (Some(a), Some(b)) if a == b)
}

fn canonical(text: &str) -> Option<String> {
    let mut policy: Json = serde_json::from_str(text).ok()?;
    if let Some(rules) = policy.get_mut("rules").and_then(Json::as_array_mut) {
        rules.sort_by_key(|rule| rule.get("rulePriority").and_then(Json::as_i64));
        for list in ["tagPrefixList", "tagPatternList"] {
            for rule in rules.iter_mut() {
                let tags = rule.get_mut("selection").and_then(|selection| selection.get_mut(list));
                if let Some(tags) = tags.and_then(Json::as_array_mut) {
                    tags.sort_by_key(|tag| tag.as_str().unwrap_or_default().to_owned());
                }
            }
        }
    }
    Some(json::render(&policy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_rules_and_tags_does_not_matter() {
        let a =
            r#"{"rules":[{"rulePriority":2},{"rulePriority":1,"selection":{"tagPrefixList":["b","a"]}}]}"#;
        let b =
            r#"{"rules":[{"selection":{"tagPrefixList":["a","b"]},"rulePriority":1},{"rulePriority":2}]}"#;
        assert!(same(a, b));
        assert!(!same(a, r#"{"rules":[{"rulePriority":2}]}"#));
    }
}
