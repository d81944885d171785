//! Tags: a map on the side of configuration, a list of pairs on AWS's.

use std::collections::BTreeMap;

/// Tags by key.
pub type Tags = BTreeMap<String, String>;

/// What makes the tags of an object go from one map to another.
pub struct Change {
    /// The keys that go.
    pub removed: Vec<String>,
    /// The tags that are new or have a new value.
    pub added: Tags,
}

/// What makes the tags go from `prior` to `planned`; `None` if nothing does.
pub fn change(prior: &Option<Tags>, planned: &Option<Tags>) -> Option<Change> {
    let none = Tags::new();
    let (prior, planned) = (prior.as_ref().unwrap_or(&none), planned.as_ref().unwrap_or(&none));
    let removed: Vec<_> = prior.keys().filter(|key| !planned.contains_key(*key)).cloned().collect();
    let added: Tags = planned
        .iter()
        .filter(|(k, v)| prior.get(*k) != Some(v))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    (!removed.is_empty() || !added.is_empty()).then_some(Change { removed, added })
}

/// The tags that AWS tells of, without those that it sets itself.
pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Option<Tags> {
    Some(pairs.into_iter().filter(|(key, _)| !key.starts_with("aws:")).collect())
}
