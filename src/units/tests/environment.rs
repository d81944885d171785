//! From a folder to units and their graph.

use std::fmt::Write as _;

use super::*;

/// A unit with a module of its own that depends on these.
fn unit(dependencies: &[&str]) -> String {
    let mut text = String::from("terraform {\n  source = \".\"\n}\n");
    for dependency in dependencies {
        let name = dependency.rsplit('/').next().unwrap();
        write!(text, "dependency \"{name}\" {{\n  config_path = \"{dependency}\"\n}}\n").unwrap();
    }
    text
}

#[test]
fn the_graph_has_an_edge_from_each_dependency_to_who_depends_on_it() {
    let tree = Tree::new(&[
        ("a/terragrunt.hcl", &unit(&["../b"])),
        ("b/terragrunt.hcl", &unit(&["../c/inner/terragrunt.hcl"])),
        ("c/inner/terragrunt.hcl", &unit(&[])),
        ("d/terragrunt.hcl", &(unit(&[]) + "dependencies {\n  paths = [\"../a\", \"../b\"]\n}\n")),
        ("e/terragrunt.hcl", &unit(&["../a"]).replace("config_path", "enabled = false\n  config_path")),
    ]);
    let environment = tree.load().unwrap();
    assert_eq!(names(&environment.units), ["a", "b", "c/inner", "d", "e"]);
    let mut edges: Vec<String> = environment
        .graph()
        .edge_indices()
        .filter_map(|edge| environment.graph().edge_endpoints(edge))
        .map(|(from, to)| {
            format!("{} > {}", environment.units[from.index()].name, environment.units[to.index()].name)
        })
        .collect();
    edges.sort();
    assert_eq!(edges, ["a > d", "b > a", "b > d", "c/inner > b"]);
    assert_eq!(environment.levels(), [vec![2, 4], vec![1], vec![0], vec![3]]);
}

#[test]
fn units_outside_are_loaded_as_external() {
    let tree = Tree::new(&[
        ("env/a/terragrunt.hcl", &unit(&["../../shared/x"])),
        ("shared/x/terragrunt.hcl", &unit(&["../y"])),
        ("shared/y/terragrunt.hcl", &unit(&[])),
        ("shared/z/terragrunt.hcl", &unit(&[])),
    ]);
    let environment = Environment::load(&tree.path("env"), &tree.options).unwrap();
    let found: Vec<_> = environment.units.iter().map(|unit| (unit.name.as_str(), unit.external)).collect();
    assert_eq!(found, [("a", false), ("../shared/x", true), ("../shared/y", true)]);
    assert_eq!(environment.unit_at(&tree.path("shared/x")).unwrap().name, "../shared/x");
}

#[test]
fn one_unit_brings_only_what_its_outputs_need() {
    let state = |path: &str| {
        format!("remote_state {{\n  backend = \"local\"\n  config = {{ path = \"{path}\" }}\n}}\n")
    };
    let tree = Tree::new(&[
        ("a/terragrunt.hcl", &unit(&["../b", "../c"])),
        ("b/terragrunt.hcl", &(unit(&["../d"]) + &state("x"))),
        ("c/terragrunt.hcl", &(unit(&["../e"]) + &state("${dependency.e.outputs.path}"))),
        ("d/terragrunt.hcl", "this does not even parse"),
        ("e/terragrunt.hcl", &unit(&[])),
    ]);
    let environment = Environment::load_single(&tree.path("a"), &tree.options).unwrap();
    assert_eq!(names(&environment.units), [".", "../b", "../c", "../e"]);
    let c = environment.unit("../c").unwrap();
    let outputs = Value::object([("path".into(), "found".into())]);
    let backend = c.backend(&|name| (name == "e").then(|| outputs.clone())).unwrap().unwrap();
    assert_eq!(backend.config["path"].0.as_str(), Some("found"));
}

#[test]
fn a_file_that_is_only_included_is_no_unit() {
    let tree = Tree::new(&[
        ("terragrunt.hcl", "inputs = {\n  x = 1\n}\n"),
        ("lonely/terragrunt.hcl", ""),
        ("plain/terragrunt.hcl", ""),
        ("plain/main.tf", ""),
        ("u/terragrunt.hcl", &("include {\n  path = find_in_parent_folders()\n}\n".to_owned() + &unit(&[]))),
    ]);
    let environment = tree.load().unwrap();
    assert_eq!(names(&environment.units), ["plain", "u"]);
    let warnings = environment.take_warnings();
    assert_eq!(warnings.0.len(), 1);
    assert_eq!(warnings.0[0].address.as_deref(), Some("lonely"));
}

#[test]
fn another_file_name_may_be_asked_for() {
    let mut tree = Tree::new(&[
        ("a/unit.hcl", &unit(&["../b"])),
        ("b/unit.hcl", &unit(&[])),
        ("c/terragrunt.hcl", &unit(&[])),
    ]);
    tree.options.config = Some("unit.hcl".into());
    assert_eq!(names(&tree.load().unwrap().units), ["a", "b"]);
}

#[test]
fn loading_grows_with_the_number_of_units_alone() {
    let tree = Tree::new(&[
        (
            "root.hcl",
            "locals {\n  env = read_terragrunt_config(find_in_parent_folders(\"env.hcl\"))\n}\ninputs = {\n  region = local.env.locals.region\n}\n",
        ),
        ("env.hcl", "locals {\n  region = \"eu\"\n}\n"),
    ]);
    let count = 300;
    for at in 0..count {
        let before: Vec<String> = (at.max(3) - 3..at).map(|n| format!("../u{n:03}")).collect();
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        let include = "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\n";
        tree.write(&format!("u{at:03}/terragrunt.hcl"), &(include.to_owned() + &unit(&before)));
    }
    let started = std::time::Instant::now();
    let environment = tree.load().unwrap();
    assert_eq!(environment.units.len(), count);
    assert_eq!(environment.levels().len(), count);
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    println!("{count} units: {:?}", started.elapsed());
}
