//! Colours, questions, words that are not known, exit codes.

use super::Folder;

const MODULE: &str = r#"
resource "terraform_data" "a" {
  input = "x"
}

output "s" {
  value     = "secret"
  sensitive = true
}
"#;

#[test]
fn an_apply_is_told_line_by_line() {
    let folder = Folder::module(MODULE);
    let said = folder.type_("apply -auto-approve").code(0);
    let lines: Vec<&str> = said.out.lines().map(|line| line.split(" [id=").next().unwrap()).collect();
    let begin = lines.iter().position(|line| *line == "terraform_data.a: Creating...").expect("it begins");
    assert_eq!(
        lines[begin..],
        [
            "terraform_data.a: Creating...",
            "terraform_data.a: Creation complete after 0s",
            "",
            "Apply complete! Resources: 1 added, 0 changed, 0 destroyed.",
            "",
            "Outputs:",
            "",
            "s = <sensitive>",
        ]
    );
    folder.type_("plan").code(0).out("terraform_data.a: Refreshing state... [id=");
    folder.type_("destroy -auto-approve").code(0).out("Destroy complete! Resources: 1 destroyed.");
}

#[test]
fn a_slow_object_is_told_every_ten_seconds() {
    let folder = Folder::module(
        "resource \"terraform_data\" \"slow\" {\n  provisioner \"local-exec\" {\n    command = \"sleep 11\"\n  }\n}\n",
    );
    folder.type_("apply -auto-approve").code(0).out("terraform_data.slow: Still creating... [10s elapsed]\n");
}

#[test]
fn exit_codes_are_terraforms() {
    let folder = Folder::module(MODULE);
    folder.type_("plan -detailed-exitcode").code(2);
    folder.type_("plan").code(0);
    folder.type_("apply -auto-approve").code(0);
    folder.type_("plan -detailed-exitcode").code(0);
    folder.type_("plan -replace=terraform_data.a -detailed-exitcode").code(2);
    folder.type_("plan -detailed-exitcode -var nope=1").code(1).err("Value for undeclared variable");
    folder.type_("plan -target=terraform_data.zz").code(0);
}

#[test]
fn only_yes_is_a_yes() {
    let folder = Folder::module(MODULE);
    for answer in ["no\n", "y\n", "YES\n", "\n"] {
        folder.type_with("apply", answer).code(1).out("Apply cancelled. Nothing was changed.");
    }
    folder.type_("apply").code(1).err("Error: Nobody to ask for approval").err("-auto-approve");
    folder.type_with("apply -input=false", "yes\n").code(1).err("Error: Nobody to ask for approval");
    folder.type_with("apply", "yes\n").code(0).out("Apply complete!");
    let said =
        folder.type_with("destroy", "no\n").code(1).out("This destroys 1 object:\n    - terraform_data.a");
    assert!(said.out.contains("Destroy cancelled."), "{said:?}");
    folder.type_with("destroy", "yes\n").code(0).out("Destroy complete!");
}

#[test]
fn colours_are_for_who_wants_them() {
    let folder = Folder::module("locals {\n  a = var.nope\n}\n");
    let coloured = |line: &str, environment: &[(&str, &str)]| {
        let mut command = folder.command(line);
        command.envs(environment.iter().copied());
        let said = super::said(command.spawn().unwrap()).code(1);
        (said.out + &said.err).contains('\u{1b}')
    };
    assert!(!coloured("validate", &[]), "not into a pipe");
    assert!(coloured("validate", &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured("validate", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured("validate -no-color", &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured("--no-color validate", &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn an_error_shows_its_place_from_where_the_person_is() {
    let folder = Folder::with(&[
        ("env/a/main.tf", "module \"m\" {\n  source = \"../../modules/m\"\n}\n"),
        ("modules/m/main.tf", "variable \"vpc\" {\n  default = 1\n}\n\nlocals {\n  a = var.vpcc + 1\n}\n"),
    ]);
    let error = "
Error: Reference to undeclared input variable

  on modules/m/main.tf line 6, in locals:
   6:   a = var.vpcc + 1
            ^^^^^^^^
";
    folder.type_("-chdir=env/a validate").code(1).err(error).err("Did you mean \"vpc\"?");
}

#[test]
fn what_is_not_known_is_an_error_with_a_suggestion() {
    let folder = Folder::module(MODULE);
    folder.type_("aply").code(1).err("unrecognized subcommand 'aply'").err("'apply'");
    folder.type_("plan -targt=x").code(1).err("unexpected argument '--targt'").err("'--target'");
    folder.type_("state mov a b").code(1).err("unrecognized subcommand 'mov'");
    folder.type_("plan -lock-timeout=soon").code(1).err("Invalid -lock-timeout");
    folder.type_("plan -replace=x").code(1).err("Error: Invalid address");
    folder.type_("apply -destroy -refresh-only").code(1).err("Incompatible plan mode options");
}

#[test]
fn the_version_is_told_as_terraform_tells_it() {
    let folder = Folder::module(MODULE);
    let said = folder.type_("version -json").code(0);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["terraform_version"], "1.11.4");
    folder.type_("version").code(0).out("stackctl v");
}
