//! The example environment of the repository.

use std::{collections::BTreeMap, path::PathBuf};

use super::*;
use crate::lang::value::Type;

fn staging() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("envs/staging")
}

#[test]
fn the_example_environment_loads_in_order() {
    let options = LoadOptions { command: "plan".into(), ..LoadOptions::default() };
    let environment = Environment::load(&staging(), &options).unwrap();
    assert_eq!(
        names(&environment.units),
        ["compute", "database", "ecr", "monitoring", "network", "security", "storage"]
    );
    let levels: Vec<Vec<&str>> = environment
        .levels()
        .into_iter()
        .map(|level| level.into_iter().map(|at| environment.units[at].name.as_str()).collect())
        .collect();
    assert_eq!(
        levels,
        [
            vec!["ecr", "network", "storage"],
            vec!["security"],
            vec!["database"],
            vec!["compute"],
            vec!["monitoring"]
        ]
    );
}

#[test]
fn every_unit_of_the_example_resolves_with_unknown_outputs() {
    let options = LoadOptions { command: "plan".into(), ..LoadOptions::default() };
    let environment = Environment::load(&staging(), &options).unwrap();
    let mut known = BTreeMap::new();
    for unit in &environment.units {
        let resolved = unit.resolve(&|_| Some(Value::unknown(Type::Dynamic)), Mocks::Never).unwrap();
        assert_eq!(show(&resolved.inputs["project"].0), "\"bookmark-manager\"");
        assert_eq!(resolved.backend.as_ref().unwrap().kind, "local");
        let path = &resolved.backend.unwrap().config["path"].0;
        assert_eq!(path.as_str(), unit.dir.join("terraform.tfstate").to_str());
        assert!(resolved.generated[0].contents.contains(&format!("Unit        = \"staging/{}\"", unit.name)));
        assert!(unit.module_dir().unwrap().ends_with(format!("modules/{}", unit.name)));
        let all = resolved.inputs.len();
        known.insert(
            unit.name.clone(),
            resolved.inputs.values().filter(|(v, _)| !v.is_wholly_known()).count(),
        );
        assert!(known[&unit.name] < all);
    }
    assert_eq!(known["storage"], 0);
    assert_eq!(known["monitoring"], 4);
}

#[test]
fn one_unit_of_the_example_is_planned_alone_with_mocks() {
    let options = LoadOptions { command: "plan".into(), ..LoadOptions::default() };
    let environment = Environment::load_single(&staging().join("database"), &options).unwrap();
    assert_eq!(names(&environment.units), [".", "../network", "../security"]);
    let unit = environment.unit(".").unwrap();
    let resolved = unit.resolve(&|_| None, Mocks::WhereAllowed).unwrap();
    assert_eq!(show(&resolved.inputs["security_group_ids"].0), r#"["sg-0123456789abcdef1"]"#);
    assert_eq!(resolved.mocked.len(), 2);
    let error = unit.resolve(&|_| None, Mocks::Never).unwrap_err();
    assert_eq!(error.0[0].summary, "Dependency \"network\" is not applied");
}
