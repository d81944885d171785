//! What EC2 says and does not say: absent answers, empty inputs, filters, objects that are not visible yet.

use std::{future::Future, time::Duration};

use aws_sdk_ec2::types::{AttributeBooleanValue, Filter};

use crate::{
    providers::{
        Result,
        aws::wait::{self, Progress},
    },
    schema::Set,
};

/// The answer, or the type's empty value where EC2 says nothing: the AWS provider keeps absent answers so.
pub fn filled<T: Default>(answer: Option<T>) -> Option<T> {
    Some(answer.unwrap_or_default())
}

/// A list of EC2's as a set; empty where EC2 says nothing.
pub fn set_of<T>(answer: Option<Vec<T>>) -> Option<Set<T>> {
    Some(Set(answer.unwrap_or_default()))
}

/// The text of an enumeration of the SDK; empty where EC2 says nothing.
pub fn text_of<T: ToString>(answer: Option<T>) -> Option<String> {
    Some(answer.map(|value| value.to_string()).unwrap_or_default())
}

/// What to ask EC2 for: a text that the configuration gives, and nothing for an empty one.
pub fn given(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

/// As [`given`], for the elements of a set.
pub fn given_all(texts: &Option<Set<String>>) -> Option<Vec<String>> {
    texts.as_ref().map(|texts| texts.0.clone()).filter(|texts| !texts.is_empty())
}

/// As [`given`], for a number: zero is none.
pub fn given_number(number: &Option<i32>) -> Option<i32> {
    number.filter(|number| *number != 0)
}

/// A filter of a `Describe…` call.
pub fn filter(name: &str, value: &str) -> Filter {
    Filter::builder().name(name).values(value).build()
}

/// A switch as EC2 takes it.
pub fn switch(on: Option<bool>) -> AttributeBooleanValue {
    AttributeBooleanValue::builder().value(on.unwrap_or_default()).build()
}

/// What of `planned` is not in `prior`; `None` if there is nothing.
pub fn added(prior: &Option<Set<String>>, planned: &Option<Set<String>>) -> Option<Vec<String>> {
    let was = |item: &&String| prior.as_ref().is_some_and(|prior| prior.contains(item));
    let new: Vec<_> =
        planned.iter().flat_map(|planned| planned.iter()).filter(|item| !was(item)).cloned().collect();
    (!new.is_empty()).then_some(new)
}

/// The number that the AWS provider makes of a text where it needs an id: CRC-32.
pub fn hash(text: &str) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(text.as_bytes());
    crc.sum()
}

/// Waits until EC2 shows an object that was just made: not every endpoint knows of it at once.
///
/// # Errors
/// Those of `find`, and a timeout after `limit`.
pub async fn visible<T, F>(what: &str, limit: Duration, mut find: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    wait::until(what, limit, || {
        let found = find();
        async move {
            Ok(match found.await? {
                Some(object) => Progress::Ready(object),
                None => Progress::Pending("not visible".into()),
            })
        }
    })
    .await
}

/// Waits until EC2 shows an object no more.
///
/// # Errors
/// Those of `find`, and a timeout after `limit`.
pub async fn vanished<T, F>(what: &str, limit: Duration, mut find: impl FnMut() -> F) -> Result<()>
where
    F: Future<Output = Result<Option<T>>>,
{
    wait::until(what, limit, || {
        let found = find();
        async move {
            Ok(match found.await? {
                Some(_) => Progress::Pending("still there".into()),
                None => Progress::Ready(()),
            })
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_new_elements_are_added() {
        let set = |items: &[&str]| Some(Set(items.iter().map(ToString::to_string).collect()));
        assert_eq!(added(&set(&["a"]), &set(&["a", "b"])), Some(vec!["b".into()]));
        assert_eq!(added(&set(&["a"]), &set(&["a"])), None);
        assert_eq!(added(&set(&["a"]), &None), None);
    }
}
