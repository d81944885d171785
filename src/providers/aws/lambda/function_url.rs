//! `aws_lambda_function_url`: an address of its own for a function.

use super::{alias::same_function, function::GONE};
use crate::providers::aws::prelude::*;
use aws_sdk_lambda::types::{Cors as SdkCors, FunctionUrlAuthType, InvokeMode};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lambda_function_url")]
pub struct FunctionUrl {
    id: Computed<String>,
    #[attr(one_of = ["NONE", "AWS_IAM"])]
    authorization_type: Required<String>,
    #[attr(block, max_items = 1)]
    cors: Optional<Vec<Cors>>,
    function_arn: Computed<String>,
    #[attr(force_new, equal = same_function)]
    function_name: Required<String>,
    function_url: Computed<String>,
    #[attr(default = "BUFFERED", one_of = ["BUFFERED", "RESPONSE_STREAM"])]
    invoke_mode: Optional<String>,
    #[attr(force_new)]
    qualifier: Optional<String>,
    #[attr(timeouts("create"))]
    timeouts: Timeouts,
    url_id: Computed<String>,
}

/// What pages of other origins may do.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Cors {
    allow_credentials: Optional<bool>,
    allow_headers: Optional<Set<String>>,
    allow_methods: Optional<Set<String>>,
    allow_origins: Optional<Set<String>>,
    expose_headers: Optional<Set<String>>,
    max_age: Optional<i32>,
}

/// The statement that lets everybody call a public URL.
const PUBLIC: &str = "FunctionURLAllowPublicAccess";

impl Resource<Aws> for FunctionUrl {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .lambda
            .create_function_url_config()
            .auth_type(self.auth())
            .set_cors(self.cors())
            .function_name(&self.function_name)
            .set_invoke_mode(said(&self.invoke_mode).map(|mode| InvokeMode::from(mode.as_str())))
            .set_qualifier(said(&self.qualifier));
        let limit = self.timeouts.create(minutes(10));
        wait::retry(limit, not_yet, || async { Ok(request.clone().send().await?) }).await?;
        self.id = Some(id_of(&self.function_name, &self.qualifier));
        self.publish(aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (function, qualifier) = parse(self.id());
        let request = aws.lambda.get_function_url_config().function_name(function);
        let request = request.set_qualifier(qualifier.map(str::to_owned));
        let Some(found) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        Ok(Some(FunctionUrl {
            authorization_type: found.auth_type.to_string(),
            cors: Some(found.cors.map(Cors::from_lambda).into_iter().collect()),
            function_arn: Some(found.function_arn),
            function_name: function.to_owned(),
            url_id: Some(url_id(&found.function_url).to_owned()),
            function_url: Some(found.function_url),
            invoke_mode: found.invoke_mode.map(|mode| mode.to_string()).or(Some("BUFFERED".into())),
            qualifier: Some(qualifier.unwrap_or_default().to_owned()),
            timeouts: self.timeouts,
            id: self.id,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        let (function, qualifier) = parse(prior.id());
        // Without rules of its own it is empty and not left out: what a call leaves out, Lambda keeps.
        let request = aws
            .lambda
            .update_function_url_config()
            .auth_type(self.auth())
            .cors(self.cors().unwrap_or_else(|| SdkCors::builder().build()))
            .function_name(function)
            .set_invoke_mode(said(&self.invoke_mode).map(|mode| InvokeMode::from(mode.as_str())))
            .set_qualifier(qualifier.map(str::to_owned));
        wait::retry(minutes(2), not_yet, || async { Ok(request.clone().send().await?) }).await?;
        if self.authorization_type != prior.authorization_type { self.publish(aws).await } else { Ok(()) }
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (function, qualifier) = parse(self.id());
        let request = aws.lambda.delete_function_url_config().function_name(function);
        request.set_qualifier(qualifier.map(str::to_owned)).send().await.or_gone(GONE)?;
        Ok(())
    }

    /// By the name of the function, with a slash and the qualifier if there is one.
    fn import(id: &str) -> Result<Self> {
        let (function, qualifier) = parse(id);
        Ok(Self {
            id: Some(id.to_owned()),
            function_name: function.to_owned(),
            qualifier: qualifier.map(str::to_owned),
            ..Self::default()
        })
    }
}

impl FunctionUrl {
    fn auth(&self) -> FunctionUrlAuthType {
        FunctionUrlAuthType::from(self.authorization_type.as_str())
    }

    fn cors(&self) -> Option<SdkCors> {
        let block = self.cors.iter().flatten().next()?;
        let list = |set: &Option<Set<String>>| Some(set.clone()?.0).filter(|list| !list.is_empty());
        Some(
            SdkCors::builder()
                .set_allow_credentials(block.allow_credentials)
                .set_allow_headers(list(&block.allow_headers))
                .set_allow_methods(list(&block.allow_methods))
                .set_allow_origins(list(&block.allow_origins))
                .set_expose_headers(list(&block.expose_headers))
                .set_max_age(block.max_age)
                .build(),
        )
    }

    /// Lets everybody call a URL that asks nobody who they are.
    async fn publish(&self, aws: &Aws) -> Result<()> {
        if self.authorization_type != "NONE" {
            return Ok(());
        }
        let request = aws
            .lambda
            .add_permission()
            .action("lambda:InvokeFunctionUrl")
            .function_name(&self.function_name)
            .function_url_auth_type(FunctionUrlAuthType::None)
            .principal("*")
            .set_qualifier(said(&self.qualifier))
            .statement_id(PUBLIC);
        let busy = |error: &Error| error.is(&["ResourceConflictException"]) && !error.says("already exists");
        let added = wait::retry(minutes(2), busy, || async { Ok(request.clone().send().await?) }).await;
        match added {
            Err(error) if error.says("already exists") => Ok(()),
            Err(error) => Err(error),
            Ok(_) => Ok(()),
        }
    }
}

impl Cors {
    fn from_lambda(found: SdkCors) -> Self {
        let set = |list: Option<Vec<String>>| Some(list.unwrap_or_default().into());
        Self {
            allow_credentials: Some(found.allow_credentials.unwrap_or_default()),
            allow_headers: set(found.allow_headers),
            allow_methods: set(found.allow_methods),
            allow_origins: set(found.allow_origins),
            expose_headers: set(found.expose_headers),
            max_age: Some(found.max_age.unwrap_or_default()),
        }
    }
}

/// Another change of the function is under way.
fn not_yet(error: &Error) -> bool {
    error.is(&["ResourceConflictException"]) && error.says("at this time")
}

/// The id: the function, and after a slash the qualifier if there is one.
fn id_of(function: &str, qualifier: &Option<String>) -> String {
    match said(qualifier) {
        Some(qualifier) => format!("{function}/{qualifier}"),
        None => function.to_owned(),
    }
}

/// The function and the qualifier that an id holds.
fn parse(id: &str) -> (&str, Option<&str>) {
    id.split_once('/').map_or((id, None), |(function, qualifier)| (function, Some(qualifier)))
}

/// The first label of the host of a URL.
fn url_id(url: &str) -> &str {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    host.split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_function_and_qualifier() {
        for (function, qualifier) in [("fn", None), ("fn", Some("live"))] {
            assert_eq!(parse(&id_of(function, &qualifier.map(str::to_owned))), (function, qualifier));
        }
    }

    #[test]
    fn the_url_tells_its_id() {
        for (url, id) in [("https://abc123.lambda-url.eu-west-1.on.aws/", "abc123"), ("", "")] {
            assert_eq!(url_id(url), id, "{url}");
        }
    }
}
