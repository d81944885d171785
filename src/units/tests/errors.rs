//! What is said when something is wrong: where, what, and what to do.

use super::*;

/// The first error of loading and resolving the unit `u` with this text; `a` and `b` are units beside it.
fn said(unit: &str) -> String {
    let tree = Tree::new(&[
        ("a/terragrunt.hcl", "terraform {\n  source = \".\"\n}\n"),
        ("network/terragrunt.hcl", ""),
        ("nothing/readme", ""),
        ("stack/terragrunt.stack.hcl", ""),
        ("modules/vpc/main.tf", ""),
        ("loop.hcl", "include \"x\" {\n  path = \"loop.hcl\"\n}\n"),
        ("root.hcl", "locals {\n  region = \"eu\"\n}\n"),
        ("u/terragrunt.hcl", unit),
    ]);
    let errors = tree.resolve("u").err().unwrap_or_default();
    let place = |errors: &Diagnostics| {
        let first = errors.0.first().expect("an error");
        assert_eq!(first.address.as_deref(), Some("."), "{first}");
        tree.text(&first.clone().into())
    };
    place(&errors)
}

#[test]
fn errors_say_where_what_and_what_to_do() {
    for (unit, expected) in [
        (
            "include \"root\" {\n  path = find_in_parent_folders(\"rot.hcl\")\n}",
            "ROOT/u/terragrunt.hcl:2:10: Error in function call: Call to function \"find_in_parent_folders\" failed: there is no rot.hcl in any folder above ROOT/u. Create it, or give a fallback as the second argument.",
        ),
        (
            "include \"root\" {\n  path = \"../rot.hcl\"\n}",
            "ROOT/u/terragrunt.hcl:2:10: Included file does not exist: There is no file ROOT/rot.hcl.",
        ),
        (
            "include \"root\" {\n  path = \"../loop.hcl\"\n}",
            "ROOT/loop.hcl:2:10: Include cycle: These files include each other: ROOT/u/terragrunt.hcl → ROOT/loop.hcl → ROOT/loop.hcl.",
        ),
        (
            "include {\n  path = \"../root.hcl\"\n}\ninclude \"b\" {\n  path = \"../root.hcl\"\n}",
            "ROOT/u/terragrunt.hcl:1:1: Include block without a label: With several include blocks in a file, each needs a label: include \"root\" { … }.",
        ),
        (
            "include \"root\" {\n  path = \"../root.hcl\"\n  merge_strategy = \"dep\"\n}",
            "ROOT/u/terragrunt.hcl:3:20: Wrong value of \"merge_strategy\" of include \"root\": There is no merge strategy \"dep\": no_merge, shallow, deep. Did you mean \"deep\"?",
        ),
        (
            "include \"root\" {\n  path = \"../root.hcl\"\n}\ninputs = { r = include.root.locals.region }",
            "ROOT/u/terragrunt.hcl:4:16: Include block is not exposed: To refer to what the included file says, add expose = true to the include block.",
        ),
        (
            "include \"root\" {\n  path = \"../root.hcl\"\n  expose = true\n}\ninputs = { r = include.root.locals.regio }",
            "ROOT/u/terragrunt.hcl:5:35: Undeclared local value \"regio\": The locals block of ROOT/root.hcl has no argument of this name. Did you mean \"region\"?",
        ),
        (
            "locals {\n  a = local.b\n  b = local.c\n  c = local.a\n}\ninputs = { x = local.a }",
            "ROOT/u/terragrunt.hcl:2:3: Cycle of values: These values need each other: local.a (ROOT/u/terragrunt.hcl:2:3) → local.b (ROOT/u/terragrunt.hcl:3:3) → local.c (ROOT/u/terragrunt.hcl:4:3) → local.a.",
        ),
        (
            "locals {\n  region = 1\n}\ninputs = { x = local.regio }",
            "ROOT/u/terragrunt.hcl:4:16: Undeclared local value \"regio\": The locals block of this file has no argument of this name. Did you mean \"region\"?",
        ),
        (
            "inputs = { x = dependency.network.outputs.id }",
            "ROOT/u/terragrunt.hcl:1:26: Undeclared dependency \"network\": There is no dependency block of this name.",
        ),
        (
            "dependency \"n\" {\n  config_path = \"../netwrk\"\n}",
            "ROOT/u/terragrunt.hcl:2:17: Dependency does not exist: There is no folder ROOT/netwrk. Did you mean \"network\"?",
        ),
        (
            "dependency \"n\" {\n  config_path = \"../nothing\"\n}",
            "ROOT/u/terragrunt.hcl:2:17: Dependency is not a unit: There is no terragrunt.hcl in ROOT/nothing.",
        ),
        (
            "dependency \"n\" {\n  config_path = \"../stack\"\n}",
            "ROOT/u/terragrunt.hcl:2:17: Dependency on a stack is not supported yet: ROOT/stack is a stack. Depend on the units in it.",
        ),
        (
            "dependency \"n\" {\n}",
            "ROOT/u/terragrunt.hcl:1:1: Missing argument \"config_path\": Dependency \"n\" needs the folder of the unit that it depends on.",
        ),
        (
            "dependencies {\n  paths = [\"../a\", \"../gone\"]\n}",
            "ROOT/u/terragrunt.hcl:2:20: Dependency does not exist: There is no folder ROOT/gone.",
        ),
        (
            "dependency \"n\" {\n  config_path = \"../network\"\n}\nterraform {\n  source = dependency.n.outputs.x\n}",
            "ROOT/u/terragrunt.hcl:5:22: Outputs cannot be used here: What a unit depends on, its module and what it includes must be known before any unit runs, so they cannot need an output of another unit.",
        ),
        (
            "terraform {\n  source = \"../modules//vcp\"\n}",
            "ROOT/u/terragrunt.hcl:2:12: Module source does not exist: There is no folder ROOT/modules/vcp.",
        ),
        (
            "terraform {\n  source = \"terraform-aws-modules/vpc/aws\"\n}",
            "ROOT/u/terragrunt.hcl:2:12: Module source does not exist: There is no folder ROOT/u/terraform-aws-modules/vpc/aws. A module of a registry is written tfr:///terraform-aws-modules/vpc/aws?version=…",
        ),
        (
            "inputs = { x = get_env(\"NOT_SET\") }",
            "ROOT/u/terragrunt.hcl:1:16: Error in function call: Call to function \"get_env\" failed: the environment variable NOT_SET is not set. Set it, or give a default as the second argument.",
        ),
        (
            "inputs = { x = get_env(1, 2, 3) }",
            "ROOT/u/terragrunt.hcl:1:16: Error in function call: Call to function \"get_env\" failed: it expects 1 to 2 arguments, and it is given 3.",
        ),
        (
            "inputs = { x = get_en(\"A\") }",
            "ROOT/u/terragrunt.hcl:1:16: Call to unknown function: There is no function named \"get_en\". Did you mean \"get_env\"?",
        ),
        (
            "inputs = { x = run_cmd(\"no-such-program\") }",
            "ROOT/u/terragrunt.hcl:1:16: Error in function call: Call to function \"run_cmd\" failed: the program \"no-such-program\" cannot be run: No such file or directory (os error 2).",
        ),
        (
            "inputs = { x = read_terragrunt_config(\"gone.hcl\") }",
            "ROOT/u/terragrunt.hcl:1:16: Error in function call: Call to function \"read_terragrunt_config\" failed: there is no file ROOT/u/gone.hcl. If it need not exist, give a default as the second argument.",
        ),
        (
            "inputs = { x = var.region }",
            "ROOT/u/terragrunt.hcl:1:16: Unknown variable \"var\": There is no variable of this name. \"var\" belongs to modules; a unit gives them values with inputs.",
        ),
        (
            "inputs = [1]",
            "ROOT/u/terragrunt.hcl:1:10: Wrong type of inputs: It must be an object, and this is a tuple.",
        ),
        (
            "prevent_destroy = [true]",
            "ROOT/u/terragrunt.hcl:1:19: Wrong type of \"prevent_destroy\" of the file: It must be a bool, and this is a tuple.",
        ),
        (
            "prevent_destoy = true",
            "ROOT/u/terragrunt.hcl:1:1: Unsupported argument \"prevent_destoy\": No argument of this name is expected in a configuration file. Did you mean \"prevent_destroy\"?",
        ),
        (
            "dependancy \"a\" {\n}",
            "ROOT/u/terragrunt.hcl:1:1: Unsupported block \"dependancy\": No block of this name is expected in a configuration file. Did you mean \"dependency\"?",
        ),
        (
            "inputs {\n}",
            "ROOT/u/terragrunt.hcl:1:1: Unsupported block \"inputs\": No block of this name is expected in a configuration file. It is written as an argument.",
        ),
        (
            "skip = true",
            "ROOT/u/terragrunt.hcl:1:1: Removed argument \"skip\": It is not part of the dialect any more. Write an exclude block: exclude { if = …, actions = [\"all\"] }.",
        ),
        (
            "retry_max_attempts = 3",
            "ROOT/u/terragrunt.hcl:1:1: Removed argument \"retry_max_attempts\": It is not part of the dialect any more. Write errors { retry \"name\" { max_attempts = … } }.",
        ),
        (
            "dependency \"n\" {\n  config_path = \"../network\"\n  inputs = {}\n}",
            "ROOT/u/terragrunt.hcl:3:3: Removed argument \"inputs\": Inputs of a dependency cannot be read. Read one of its outputs.",
        ),
        (
            "locals {\n}\nlocals {\n}",
            "ROOT/u/terragrunt.hcl:3:1: Duplicate locals block: There is a block locals in this file already. Make them one.",
        ),
        (
            "generate {\n  path = \"x\"\n}",
            "ROOT/u/terragrunt.hcl:1:1: Wrong labels of a generate block: A generate block has one label, its name.",
        ),
        (
            "generate \"x\" {\n  path = \"x\"\n  contents = \"\"\n  if_exists = \"replace\"\n}",
            "ROOT/u/terragrunt.hcl:4:15: Wrong value of \"if_exists\" of generate \"x\": It must be one of overwrite, overwrite_terragrunt, skip, error, and this is \"replace\".",
        ),
        (
            "remote_state {\n  config = {}\n}",
            "ROOT/u/terragrunt.hcl:1:1: Missing argument \"backend\": It must be set in remote_state.",
        ),
        (
            "terraform_version_constraint = \"< 1.10\"",
            "ROOT/u/terragrunt.hcl:1:32: Unsupported Terraform version: This is Terraform's language of version 1.11.4, and \"< 1.10\" is wanted.",
        ),
        (
            "errors {\n  retry \"x\" {\n    retryable_errors = [\"(\"]\n    max_attempts = 1\n    sleep_interval_sec = 1\n  }\n}",
            "ROOT/u/terragrunt.hcl:3:24: Wrong value of \"retryable_errors\" of retry \"x\": \"(\" is no regular expression:",
        ),
        (
            "terraform {\n  extra_arguments \"x\" {\n    commands = [\"plan\"]\n    required_var_files = [\"gone.tfvars\"]\n  }\n}",
            "ROOT/u/terragrunt.hcl:2:3: Variable file does not exist: There is no file ROOT/u/gone.tfvars. If it need not exist, use optional_var_files.",
        ),
    ] {
        let text = said(unit);
        assert!(text.starts_with(expected), "{unit}\nsaid:     {text}\nexpected: {expected}");
    }
}

#[test]
fn a_file_that_reads_itself_is_a_cycle() {
    let text =
        said("locals {\n  me = read_terragrunt_config(\"terragrunt.hcl\")\n}\ninputs = { x = local.me }");
    assert!(text.contains("Cycle of values"), "{text}");
}

#[test]
fn an_error_in_an_included_file_is_shown_there() {
    let tree = Tree::new(&[
        ("root.hcl", "inputs = {\n  x = local.none\n}\n"),
        ("u/terragrunt.hcl", "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\n"),
    ]);
    let error = tree.text(&tree.resolve("u").unwrap_err());
    assert!(error.starts_with("ROOT/root.hcl:2:7: Undeclared local value \"none\""), "{error}");
}

#[test]
fn units_that_wait_for_each_other_are_all_named() {
    let unit = |on: &str| {
        format!("terraform {{\n  source = \".\"\n}}\ndependency \"x\" {{\n  config_path = \"../{on}\"\n}}\n")
    };
    let tree = Tree::new(&[
        ("a/terragrunt.hcl", &unit("b")),
        ("b/terragrunt.hcl", &unit("c")),
        ("c/terragrunt.hcl", &unit("a")),
        ("d/terragrunt.hcl", &unit("a")),
    ]);
    let error = tree.text(&tree.load().unwrap_err());
    assert_eq!(
        error,
        "ROOT/a/terragrunt.hcl:5:17: Cycle between units: These units wait for each other:\n  \
         a depends on b (ROOT/a/terragrunt.hcl:5:17)\n  b depends on c (ROOT/b/terragrunt.hcl:5:17)\n  \
         c depends on a (ROOT/c/terragrunt.hcl:5:17)\nRemove one of these dependencies."
    );
    let tree = Tree::new(&[("a/terragrunt.hcl", &unit("a"))]);
    let error = tree.text(&tree.load().unwrap_err());
    assert!(error.contains("a depends on a (ROOT/a/terragrunt.hcl:5:17)"), "{error}");
}

#[test]
fn errors_of_several_units_are_said_at_once() {
    let tree = Tree::new(&[("a/terragrunt.hcl", "x = 1\ny = 2\n"), ("b/terragrunt.hcl", "z = 1\n")]);
    let errors = tree.load().unwrap_err();
    let about: Vec<_> = errors.0.iter().map(|error| error.address.clone().unwrap()).collect();
    assert_eq!(about, ["a", "a", "b"]);
}

#[test]
fn a_folder_without_units_is_an_error() {
    let tree = Tree::new(&[("readme", "")]);
    assert_eq!(tree.load().unwrap_err().0[0].summary, "No units found");
    let error = Environment::load_single(&tree.path("gone"), &tree.options).unwrap_err();
    assert_eq!(error.0[0].summary, "Folder does not exist");
}
