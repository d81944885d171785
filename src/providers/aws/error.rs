//! AWS's errors as the provider's: which service, which operation, which code, which request.

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::providers::{Error, Result};

impl<E, R> From<SdkError<E, R>> for Error
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
    R: std::fmt::Debug,
{
    fn from(error: SdkError<E, R>) -> Self {
        // `aws_sdk_ec2::operation::create_subnet::CreateSubnetError`
        let mut path = std::any::type_name::<E>().split("::");
        let service = path.next().unwrap_or_default().trim_start_matches("aws_sdk_").to_owned();
        let operation = path.last().unwrap_or_default().trim_end_matches("Error").to_owned();
        match error.as_service_error() {
            Some(answer) => Error::Api {
                service,
                operation,
                code: answer.code().unwrap_or("Unknown").to_owned(),
                message: answer.message().unwrap_or("no message").to_owned(),
                request_id: answer.meta().extra("aws_request_id").map(str::to_owned),
            },
            None => Error::Dispatch { service, operation, message: with_causes(&error) },
        }
    }
}

/// An error with what caused it, each once, from the outside in.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let mut said = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !said.iter().any(|before| before.contains(&text)) {
            said.push(text);
        }
        cause = error.source();
    }
    said.join(": ")
}

impl From<aws_smithy_types::error::operation::BuildError> for Error {
    fn from(error: aws_smithy_types::error::operation::BuildError) -> Self {
        Error::Invalid(error.to_string())
    }
}

/// "It is gone" as a value and not as an error.
pub trait OrGone<T> {
    /// `None` in place of an error with one of these codes.
    ///
    /// # Errors
    /// Every other error.
    fn or_gone(self, codes: &[&str]) -> Result<Option<T>>;
}

impl<T, E: Into<Error>> OrGone<T> for std::result::Result<T, E> {
    fn or_gone(self, codes: &[&str]) -> Result<Option<T>> {
        match self.map_err(Into::into) {
            Ok(output) => Ok(Some(output)),
            Err(error) if error.is(codes) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
