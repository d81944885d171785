//! `aws_lambda_permission`: who may call a function.

use serde_json::Value as Json;

use crate::providers::aws::{names, prelude::*};
use aws_sdk_lambda::types::FunctionUrlAuthType;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lambda_permission")]
pub struct Permission {
    id: Computed<String>,
    #[attr(force_new)]
    action: Required<String>,
    #[attr(force_new)]
    event_source_token: Optional<String>,
    #[attr(force_new)]
    function_name: Required<String>,
    #[attr(force_new, one_of = ["NONE", "AWS_IAM"])]
    function_url_auth_type: Optional<String>,
    #[attr(force_new)]
    principal: Required<String>,
    #[attr(force_new)]
    principal_org_id: Optional<String>,
    #[attr(force_new)]
    qualifier: Optional<String>,
    #[attr(force_new)]
    source_account: Optional<String>,
    #[attr(force_new)]
    source_arn: Optional<String>,
    #[attr(force_new, conflicts = ["statement_id_prefix"])]
    statement_id: Defaulted<String>,
    #[attr(force_new, conflicts = ["statement_id"])]
    statement_id_prefix: Defaulted<String>,
}

const GONE: &[&str] = &["ResourceNotFoundException"];

impl Resource<Aws> for Permission {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let statement = names::of(&self.statement_id, &self.statement_id_prefix);
        let auth = said(&self.function_url_auth_type);
        let request = aws
            .lambda
            .add_permission()
            .action(&self.action)
            .set_event_source_token(said(&self.event_source_token))
            .function_name(&self.function_name)
            .set_function_url_auth_type(auth.map(|kind| FunctionUrlAuthType::from(kind.as_str())))
            .principal(&self.principal)
            .set_principal_org_id(said(&self.principal_org_id))
            .set_qualifier(said(&self.qualifier))
            .set_source_account(said(&self.source_account))
            .set_source_arn(said(&self.source_arn))
            .statement_id(&statement);
        // Two changes of one policy at a time are refused, and a function that was made a moment ago is not seen yet.
        let heals = |error: &Error| {
            error.is(&["ResourceNotFoundException"])
                || (error.is(&["ResourceConflictException"]) && !error.says("already exists"))
        };
        wait::retry(minutes(2), heals, || async { Ok(request.clone().send().await?) }).await?;
        self.id = Some(statement);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let qualifier = said(&self.qualifier);
        let Some(found) = find(&self.function_name, qualifier, self.id(), aws).await? else {
            return Ok(None);
        };
        let resource = found.get("Resource").and_then(Json::as_str).unwrap_or_default();
        // arn:aws:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER
        let parts: Vec<_> = resource.splitn(8, ':').collect();
        let qualifier = parts.get(7).copied().unwrap_or_default();
        let as_arn = self.function_name.starts_with("arn:");
        let function = if as_arn {
            parts.iter().take(7).copied().collect::<Vec<_>>().join(":")
        } else {
            parts.get(6).copied().unwrap_or_default().to_owned()
        };
        let condition = |test: &str, key: &str| {
            let tests = found.get("Condition")?.get(test)?.as_object()?;
            let (_, value) = tests.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
            value.as_str().map(str::to_owned)
        };
        // Without any test for equal texts, the attributes that would show in one are not told.
        let has_tests = found.get("Condition").is_some_and(|tests| tests.get("StringEquals").is_some());
        let text = |key: &str, prior: Option<String>| {
            if has_tests { Some(condition("StringEquals", key).unwrap_or_default()) } else { prior }
        };
        let statement = found.get("Sid").and_then(Json::as_str).unwrap_or_default().to_owned();
        Ok(Some(Permission {
            action: found.get("Action").and_then(Json::as_str).unwrap_or_default().to_owned(),
            event_source_token: text("lambda:EventSourceToken", self.event_source_token),
            function_name: function,
            function_url_auth_type: text("lambda:FunctionUrlAuthType", self.function_url_auth_type),
            principal: principal(found.get("Principal"), &self.principal),
            principal_org_id: text("aws:PrincipalOrgID", self.principal_org_id),
            qualifier: Some(qualifier.to_owned()),
            source_account: text("AWS:SourceAccount", self.source_account),
            source_arn: condition("ArnLike", "AWS:SourceArn").or(self.source_arn),
            statement_id_prefix: Some(names::prefix_of(&statement)),
            statement_id: Some(statement),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let qualifier = said(&self.qualifier);
        let request =
            aws.lambda.remove_permission().function_name(&self.function_name).statement_id(self.id());
        let request = request.set_qualifier(qualifier.clone());
        let heals = |error: &Error| error.is(&["ResourceConflictException"]);
        wait::retry(minutes(2), heals, || async { request.clone().send().await.or_gone(GONE) }).await?;
        wait::until("the deletion of the permission", minutes(5), || async {
            Ok(match find(&self.function_name, qualifier.clone(), self.id(), aws).await? {
                None => Progress::Ready(()),
                Some(_) => Progress::Pending("exists".into()),
            })
        })
        .await
    }

    /// By function and statement, with a slash between them. The function can have a qualifier after a colon.
    fn import(id: &str) -> Result<Self> {
        let wrong = || {
            Error::Invalid(format!(
                "{id:?} is no FUNCTION/STATEMENT-ID and no FUNCTION:QUALIFIER/STATEMENT-ID, such as backup/AllowEvents."
            ))
        };
        let (function, statement) = id.rsplit_once('/').ok_or_else(wrong)?;
        if function.is_empty() || statement.is_empty() {
            return Err(wrong());
        }
        // An ARN has six colons before the name, and one more before a qualifier.
        let colons = if function.starts_with("arn:") { 7 } else { 1 };
        let (name, qualifier) = match function.matches(':').count() {
            n if n >= colons => function.rsplit_once(':').unwrap_or((function, "")),
            _ => (function, ""),
        };
        Ok(Self {
            id: Some(statement.to_owned()),
            function_name: name.to_owned(),
            qualifier: Some(qualifier.to_owned()),
            statement_id: Some(statement.to_owned()),
            ..Self::default()
        })
    }
}

/// The statement of a function's policy; `None` if there is none.
async fn find(function: &str, qualifier: Option<String>, statement: &str, aws: &Aws) -> Result<Option<Json>> {
    let request = aws.lambda.get_policy().function_name(function).set_qualifier(qualifier);
    let policy = request.send().await.or_gone(GONE)?.and_then(|found| found.policy);
    let policy: Option<Json> = policy.and_then(|text| serde_json::from_str(&text).ok());
    let statements = policy.and_then(|mut policy| match policy.get_mut("Statement").map(Json::take) {
        Some(Json::Array(statements)) => Some(statements),
        _ => None,
    });
    let same = |found: &Json| found.get("Sid").and_then(Json::as_str) == Some(statement);
    Ok(statements.into_iter().flatten().find(same))
}

/// The principal as the configuration writes it: an account that the policy names by its root stays an account.
fn principal(found: Option<&Json>, prior: &str) -> String {
    let text = match found {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Object(kinds)) => {
            let first = kinds.get("AWS").or_else(|| kinds.values().next());
            first.and_then(Json::as_str).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    };
    match text.strip_suffix(":root").and_then(|arn| arn.rsplit(':').next()) {
        Some(account) if prior.is_empty() || prior == account => account.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn import_ids_tell_function_qualifier_and_statement() {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:fn";
        for (id, function, qualifier) in [
            ("fn/s".to_owned(), "fn", ""),
            ("fn:live/s".to_owned(), "fn", "live"),
            (format!("{arn}/s"), arn, ""),
            (format!("{arn}:live/s"), arn, "live"),
        ] {
            let permission = Permission::import(&id).unwrap();
            assert_eq!(permission.function_name, function, "{id}");
            assert_eq!(permission.qualifier.as_deref(), Some(qualifier), "{id}");
            assert_eq!(permission.id(), "s");
        }
        assert!(Permission::import("fn").is_err());
    }

    #[test]
    fn an_account_stays_an_account() {
        let root = serde_json::json!({ "AWS": "arn:aws:iam::123456789012:root" });
        assert_eq!(principal(Some(&root), "123456789012"), "123456789012");
        assert_eq!(
            principal(Some(&root), "arn:aws:iam::123456789012:root"),
            "arn:aws:iam::123456789012:root"
        );
        assert_eq!(
            principal(Some(&serde_json::json!({ "Service": "s3.amazonaws.com" })), ""),
            "s3.amazonaws.com"
        );
    }
}
