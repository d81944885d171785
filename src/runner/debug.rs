//! `--inputs-debug`: the values of a unit's variables in a file, to run its module without the unit.

use std::{
    collections::BTreeMap, fs::OpenOptions, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path,
};

use crate::{
    diagnostic::{Diagnostic, Result},
    lang::value::{Name, Value, to_json},
};

/// The name of the file.
const FILE: &str = "terragrunt-debug.tfvars.json";

/// Writes the variables into the unit's folder. Values that are not known yet are left out. There may be secrets among
/// them, so only the owner may read the file.
///
/// # Errors
/// A folder that cannot be written.
pub fn write(dir: &Path, variables: &BTreeMap<Name, Value>) -> Result<()> {
    let known = variables.iter().filter(|(_, value)| value.is_wholly_known());
    let all: serde_json::Map<String, serde_json::Value> =
        known.map(|(name, value)| (name.to_string(), to_json(value))).collect();
    let path = dir.join(FILE);
    let text = format!("{:#}\n", serde_json::Value::Object(all));
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
        let detail = format!("{}: {error}.", path.display());
        Diagnostic::error("Variables cannot be written down").detail(detail).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::value::Type;

    #[test]
    fn what_is_known_is_written_down() {
        let folder = tempfile::tempdir().unwrap();
        let variables = BTreeMap::from([
            ("a".into(), Value::object([("b".into(), Value::from(1))])),
            ("later".into(), Value::unknown(Type::String)),
        ]);
        write(folder.path(), &variables).unwrap();
        let text = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert_eq!(text, "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n");
    }
}
