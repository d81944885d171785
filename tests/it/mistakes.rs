//! Bad input, as a person makes it: what is wrong is said, where it is and what to do; and nothing is broken by it.

use crate::world::{World, answer};

/// A unit over a module of one `terraform_data`, in `module/`.
const MODULE: (&str, &str) = (
    "module/main.tf",
    "variable \"input\" {\n  type    = number\n  default = 1\n}\nresource \"terraform_data\" \"a\" {\n  input = \
     var.input\n}\noutput \"value\" {\n  value = terraform_data.a.output\n}\n",
);

const UNIT: &str = "terraform {\n  source = \"../module\"\n}\n";

#[test]
fn a_cycle_of_units_names_all_its_members() {
    let unit = |other: &str| {
        format!(
            "{UNIT}dependency \"other\" {{\n  config_path = \"../{other}\"\n}}\ninputs = {{ input = dependency.other.outputs.value }}\n"
        )
    };
    let world = World::with(&[
        MODULE,
        ("a/terragrunt.hcl", &unit("b")),
        ("b/terragrunt.hcl", &unit("c")),
        ("c/terragrunt.hcl", &unit("a")),
    ]);
    world.run("run --all plan").says(1, &["a/terragrunt.hcl:5", "b/terragrunt.hcl:5", "c/terragrunt.hcl:5"]);
}

#[test]
fn a_missing_include_is_named_with_its_place() {
    let include = "include \"root\" {\n  path = find_in_parent_folders(\"absent.hcl\")\n}\n";
    let world = World::with(&[MODULE, ("a/terragrunt.hcl", &format!("{UNIT}{include}"))]);
    world.run("-chdir=a plan").says(1, &["absent.hcl", "terragrunt.hcl line 5"]);
    let world = World::with(&[("a/terragrunt.hcl", "terraform {\n  source = \"../absent\"\n}\n")]);
    world.run("-chdir=a plan").says(1, &["absent", "terragrunt.hcl line 2"]);
}

#[test]
fn a_dependency_without_outputs_stops_an_apply_and_no_plan() {
    let dependency = "dependency \"first\" {\n  config_path  = \"../first\"\n  mock_outputs = { value = 99 }\n}\n\
                      inputs = { input = dependency.first.outputs.value }\n";
    let world = World::with(&[
        MODULE,
        ("first/terragrunt.hcl", UNIT),
        ("second/terragrunt.hcl", &format!("{UNIT}{dependency}")),
    ]);
    let answer = world.run("run --all plan").says(0, &["known after apply"]);
    assert!(!answer.text.contains("99"), "no mock in a plan of both: {}", answer.text);
    world.run("-chdir=second apply -auto-approve").says(1, &["first", "outputs"]);
    world.run("run --all apply --non-interactive").says(0, &[]);
    world.run("-chdir=second output -raw value").says(0, &["1"]);
}

#[test]
fn mistakes_in_a_module_are_shown_where_they_are() {
    for (text, needles) in [
        ("variable \"name\" {}\n", &["No value for required variable", "name"][..]),
        (
            "variable \"list\" {\n  type    = list(string)\n  default = 1\n}\n",
            &["main.tf line 3", "list of string"],
        ),
        (
            "output \"x\" {\n  value = var.nmae\n}\nvariable \"name\" {\n  default = 1\n}\n",
            &["main.tf line 2", "name"],
        ),
        (
            "resource \"terraform_data\" \"a\" {\n  inptu = 1\n}\n",
            &["main.tf line 2", "Did you mean \"input\""],
        ),
        (
            "resource \"aws_vpc\" \"a\" {\n  rules {\n  }\n}\n",
            &["main.tf line 2", "\"rules\" are not expected"],
        ),
        (
            "resource \"aws_subnet\" \"a\" {\n  vpc_id                  = \"vpc-1\"\n  map_public_ip_on_launch = \
             \"maybe\"\n}\n",
            &["main.tf line 3", "map_public_ip_on_launch", "bool"],
        ),
        ("resource \"aws_spaceship\" \"a\" {\n}\n", &["main.tf line 1", "aws_spaceship"]),
        (
            "locals {\n  a = local.b\n  b = local.a\n}\noutput \"x\" {\n  value = local.a\n}\n",
            &["main.tf line", "local.a", "local.b"],
        ),
        ("output \"x\" {\n  value = [1,\n}\n", &["main.tf line"]),
        ("module \"m\" {\n  source = \"./absent\"\n}\n", &["main.tf line 2", "absent"]),
    ] {
        let world = World::with(&[("main.tf", text)]);
        // A region and credentials, so that the provider has nothing to say; nothing is called.
        let mut command = world.command("plan");
        let account = ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
        command.envs(account.map(|name| (name, "eu-central-1")));
        answer(command).says(1, needles);
    }
}

#[test]
fn without_credentials_or_region_it_says_so_and_touches_nothing() {
    let vpc = "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";
    let world =
        World::with(&[("main.tf", &format!("provider \"aws\" {{\n  region = \"eu-central-1\"\n}}\n{vpc}"))]);
    world.run("plan").says(1, &["credentials"]);
    world.run("apply -auto-approve").says(1, &["credentials"]);
    assert!(!world.path().join("terraform.tfstate").exists());
    let world = World::with(&[("main.tf", vpc)]);
    world.run("plan").says(1, &["region"]);
}

#[test]
fn a_broken_or_foreign_state_is_never_taken_for_an_empty_one() {
    for (text, needle) in [
        ("{ \"version\": 4, \"resour", "terraform.tfstate"),
        ("{\"hello\": \"world\"}", "version"),
        ("{\"version\": 99, \"resources\": []}", "99"),
    ] {
        let world = World::with(&[("main.tf", MODULE.1), ("terraform.tfstate", text)]);
        for command in ["plan", "apply -auto-approve", "destroy -auto-approve", "output", "state list"] {
            world.run(command).says(1, &[needle]);
        }
        assert_eq!(world.read("terraform.tfstate"), text, "it is left as it is");
    }
}

#[test]
fn nobody_to_ask_is_an_error_and_no_is_an_answer() {
    let world = World::with(&[("main.tf", MODULE.1)]);
    world.run("apply").says(1, &["auto-approve"]);
    assert!(!world.path().join("terraform.tfstate").exists());
}

#[test]
fn commands_and_flags_that_are_not_there_are_named() {
    let world = World::with(&[("main.tf", MODULE.1)]);
    for (words, needle) in
        [("plam", "plan"), ("plan --pralellism=3", "--parallelism"), ("-chdir=nowhere plan", "nowhere")]
    {
        world.run(words).says(1, &[needle]);
    }
    world.run("plan -var inptu=1").says(1, &["input"]);
    World::new().run("plan").says(1, &[]);
}
