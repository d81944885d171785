//! What goes wrong in a provider.

use std::time::Duration;

use crate::schema::WrongType;

/// What goes wrong in a provider.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// An API answered with an error.
    #[error("{service} {operation}: {message} ({code}{})", request_id.as_ref().map_or(String::new(), |id| format!(", request id {id}")))]
    Api {
        /// The service, such as `EC2`.
        service: String,
        /// The operation, such as `CreateSubnet`.
        operation: String,
        /// The API's code of the error, such as `InvalidSubnet.Range`.
        code: String,
        /// What the API says of it.
        message: String,
        /// What AWS support asks for.
        request_id: Option<String>,
    },
    /// No answer came: the network, credentials, a time limit.
    #[error("{service} {operation}: {message}")]
    Dispatch {
        /// The service, such as `EC2`.
        service: String,
        /// The operation, such as `CreateSubnet`.
        operation: String,
        /// What went wrong, with its causes.
        message: String,
    },
    /// An object did not become what it should in time.
    #[error("{what} was not ready after {} s (last state: {last})", after.as_secs())]
    Timeout {
        /// What was waited for, such as `the subnet`.
        what: String,
        /// How long.
        after: Duration,
        /// The last state that was seen.
        last: String,
    },
    /// An object became what it never should.
    #[error("{what} went into state {state}{}", if reason.is_empty() { String::new() } else { format!(": {reason}") })]
    Failed {
        /// What was waited for.
        what: String,
        /// The state that it went into.
        state: String,
        /// Why, if the API says so.
        reason: String,
    },
    /// The API's answer lacks something that it always has.
    #[error("{0} is missing in the answer of the API")]
    Missing(&'static str),
    /// The configuration of the object cannot work; the text says why and what to do.
    #[error("{0}")]
    Invalid(String),
    /// An object does not fit its schema: a bug of stackctl or a state of another provider version.
    #[error(transparent)]
    WrongType(#[from] WrongType),
}

impl Error {
    /// The API's code of the error, if an API answered.
    pub fn code(&self) -> Option<&str> {
        match self {
            Error::Api { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether an API answered with one of these codes.
    pub fn is(&self, codes: &[&str]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code))
    }

    /// Whether the API's message holds this text.
    pub fn says(&self, text: &str) -> bool {
        matches!(self, Error::Api { message, .. } if message.contains(text))
    }
}

/// A value, or what went wrong in a provider.
pub type Result<T, E = Error> = std::result::Result<T, E>;
