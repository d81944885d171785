//! An object as its schema plans it, and as its type refines that plan.

use super::{instance::step, object};
use crate::{
    config::{IgnoreChanges, Resource},
    diagnostic::{Diagnostic, Diagnostics, Result},
    engine::tags,
    lang::{
        syntax::Traversal,
        value::{Name, Object, Path, Step, Type, Value},
    },
    providers::{ProviderTags, Refine, ResourceType},
};

/// What an object should become, and what its type says of the change beside its schema.
pub struct Refined {
    /// The object.
    pub planned: Object,
    /// The attributes that force a replacement.
    pub replace: Vec<Name>,
    /// The attributes whose change cannot be made, and why.
    pub refused: Vec<(Name, String)>,
}

impl Refined {
    /// The object, if every change can be made.
    ///
    /// # Errors
    /// What cannot be changed, each at its place in the configuration.
    pub fn allowed(self, config: &Resource) -> Result<Object> {
        let refused = self.refused.iter().map(|(name, why)| {
            let place = config.body.attribute(name).map_or(&config.range, |argument| &argument.expr.range);
            Diagnostic::error("Change is not possible").detail(why.clone()).at(place)
        });
        let refused = Diagnostics(refused.collect());
        if refused.has_errors() { Err(refused) } else { Ok(self.planned) }
    }
}

/// What an object should become: planned from its schema, with the provider's tags, and refined by its type. `config`
/// and `prior` have no marks.
pub fn planned_object(
    resource: &Resource,
    ty: &dyn ResourceType,
    config: &Object,
    prior: Option<&Object>,
    tags: Option<&ProviderTags>,
) -> Refined {
    let attributes = ty.attributes();
    let effective = prior.map(|prior| {
        let ignored = ignored_paths(&resource.lifecycle.ignore_changes, attributes);
        object::ignore_changes(config, prior, &ignored)
    });
    let config = effective.as_ref().unwrap_or(config);
    let mut planned = object::planned(attributes, config, prior);
    if tags::has_tags(attributes) {
        match tags {
            Some(tags) => tags::plan(&mut planned, config.get("tags").unwrap_or(&Value::NULL), tags, prior),
            None => {
                planned.insert("tags_all".into(), Value::unknown(Type::map(Type::String)));
            }
        }
    }
    let (mut replace, mut refused) = (Vec::new(), Vec::new());
    ty.refine(&mut Refine {
        config,
        prior,
        planned: &mut planned,
        replace: &mut replace,
        refused: &mut refused,
    });
    Refined { planned, replace, refused }
}

/// The places that `ignore_changes` names.
fn ignored_paths(ignore: &IgnoreChanges, attributes: &[crate::schema::Attribute]) -> Vec<Path> {
    match ignore {
        IgnoreChanges::All => attributes.iter().map(|attribute| Path::attribute(attribute.name)).collect(),
        IgnoreChanges::Only(paths) => paths
            .iter()
            .map(|Traversal { root, steps, .. }| {
                let steps = steps.iter().map(step);
                Path([Step::Attribute(root.clone())].into_iter().chain(steps).collect())
            })
            .collect(),
    }
}
