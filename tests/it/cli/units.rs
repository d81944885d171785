//! Many units: the unit before every line, the table at the end, errors once more.

use super::Folder;

const ROOT: &str = "terraform {\n  source = \"../module\"\n}\n";

fn environment() -> Folder {
    Folder::with(&[
        (
            "module/main.tf",
            "variable \"fail\" {\n  default = false\n}\n\nvariable \"from\" {\n  default = \"\"\n}\n\nresource \"terraform_data\" \"a\" {\n  input = var.from\n\n  lifecycle {\n    precondition {\n      condition     = !var.fail\n      error_message = \"It was told to fail.\"\n    }\n  }\n}\n\noutput \"id\" {\n  value = terraform_data.a.id\n}\n",
        ),
        ("network/terragrunt.hcl", ROOT),
        ("storage/terragrunt.hcl", ROOT),
        (
            "compute/terragrunt.hcl",
            "terraform {\n  source = \"../module\"\n}\n\ndependency \"network\" {\n  config_path = \"../network\"\n}\n\ninputs = {\n  from = dependency.network.outputs.id\n}\n",
        ),
    ])
}

#[test]
fn lines_begin_with_the_unit_and_a_table_ends_the_run() {
    let folder = environment();
    let said = folder.type_("run --all --non-interactive apply").code(0);
    assert!(said.out.contains("[network] terraform_data.a: Creating...\n"), "{said:?}");
    assert!(said.out.contains("Apply complete! Resources: 3 added, 0 changed, 0 destroyed."), "{said:?}");
    assert!(said.out.contains("Outputs of network:"), "{said:?}");
    let table: Vec<&str> = said.out.split("Run summary").last().unwrap().lines().skip(2).collect();
    let rows: Vec<Vec<&str>> = table.iter().map(|row| row.split_whitespace().take(5).collect()).collect();
    assert_eq!(
        rows,
        [
            ["network", "succeeded", "1", "0", "0"],
            ["storage", "succeeded", "1", "0", "0"],
            ["compute", "succeeded", "1", "0", "0"],
        ]
    );
}

#[test]
fn a_failure_is_told_at_the_end_with_its_unit_and_who_could_not_begin() {
    let folder = environment();
    folder.write("network/terragrunt.hcl", &format!("{ROOT}\ninputs = {{\n  fail = true\n}}\n"));
    let said = folder.type_("run --all --non-interactive apply").code(1);
    assert!(said.out.contains("compute  not begun  because network failed"), "{said:?}");
    assert!(said.out.contains("[storage] terraform_data.a: Creation complete"), "{said:?}");
    assert!(said.err.contains("in unit network"), "{said:?}");
    assert!(said.err.trim_end().ends_with("It was told to fail."), "{said:?}");
}

#[test]
fn a_stream_of_units_says_which_unit() {
    let folder = environment();
    let said = folder.type_("run --all --non-interactive -- apply -json").code(0);
    let messages: Vec<serde_json::Value> =
        said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let planned: Vec<&str> = messages
        .iter()
        .filter(|m| m["type"] == "planned_change")
        .map(|m| m["unit"].as_str().unwrap())
        .collect();
    assert!(planned.contains(&"compute") && planned.contains(&"storage"), "{planned:?}");
    let last = messages.last().unwrap();
    assert_eq!(last["type"], "run_summary");
    assert_eq!(last["units"].as_array().unwrap().len(), 3);
    assert_eq!(last["units"][0]["result"], "succeeded");
}

#[test]
fn a_command_for_one_unit_says_so() {
    let folder = environment();
    folder.type_("taint terraform_data.a").code(1).err("works on one unit").err("compute");
    folder.type_("-chdir=network validate").code(0).out("Success!");
    folder.type_("run --all validate").code(0).out("Success!");
}
