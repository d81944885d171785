//! Feature flags: `feature "name" { default = … }`, read as `feature.name.value`.

use super::{evaluation::Evaluation, fields::Fields};
use crate::{
    diagnostic::{Diagnostic, Range, did_you_mean},
    lang::{
        eval::LookupError,
        syntax::Block,
        value::convert,
        value::{Name, Value},
    },
};

/// The value of a flag: what the command line says, as the type of the default; else the default. The file itself
/// is asked first, then what it includes, then the file that all is evaluated for.
///
/// # Errors
/// A flag that no file declares; a text that is not of the default's type.
pub fn value(evaluation: &Evaluation, name: &Name, range: &Range) -> Result<Value, LookupError> {
    let frames = &evaluation.config.frames;
    let declared = |frame: usize| -> Option<&Block> {
        frames[frame].file.body.blocks_of("feature").find(|block| block.label(0) == Some(name))
    };
    let places = [evaluation.frame, 0].into_iter().chain((0..frames.len()).rev());
    let Some((frame, block)) = places.filter_map(|frame| Some((frame, declared(frame)?))).next() else {
        let known: Vec<&str> = frames
            .iter()
            .flat_map(|frame| frame.file.body.blocks_of("feature"))
            .filter_map(|block| block.label(0).map(|label| &**label))
            .collect();
        return Err(LookupError::catchable(
            Diagnostic::error(format!("Undeclared feature flag {name:?}"))
                .detail(format!("There is no feature block of this name.{}", did_you_mean(name, known)))
                .at(range),
        ));
    };
    let evaluation = evaluation.in_frame(frame);
    let default = evaluation.linked(&format!("feature.{name}"), &block.header, |inner| {
        let fields = Fields::of_block(inner, block);
        let default = fields.get("default")?;
        default.map(|(value, _)| value).ok_or_else(|| fields.missing("default"))
    })?;
    match evaluation.config.session.options.features.get(&**name) {
        None => Ok(default),
        Some(given) => convert(Value::from(given.as_str()), &default.type_of()).map_err(|_| {
            Diagnostic::error(format!("Wrong value of feature flag {name:?}"))
                .detail(format!(
                    "Its default is a {}, and {given:?} cannot be read as one.",
                    default.type_of()
                ))
                .at(&block.header)
                .into()
        }),
    }
}
