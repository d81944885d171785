//! `-refresh-only` and `refresh`: only the state is made to agree with the world.

use super::Folder;

const MODULE: &str = r#"
resource "local_file" "a" {
  filename = "a.txt"
  content  = "x"
}

output "name" {
  value = local_file.a.filename
}
"#;

#[test]
fn what_is_gone_leaves_the_state_and_nothing_is_made() {
    let folder = Folder::module(MODULE);
    folder.type_("apply -auto-approve").code(0);
    folder.type_("plan -refresh-only -detailed-exitcode").code(0);
    std::fs::remove_file(folder.path("a.txt")).unwrap();
    folder.type_("plan -refresh-only -detailed-exitcode").code(2);
    assert_eq!(folder.type_("state list").code(0).out, "local_file.a\n");
    folder.type_with("apply -refresh-only", "no\n").code(1);
    folder.type_("apply -refresh-only -auto-approve").code(0).out("0 added, 0 changed, 0 destroyed");
    assert_eq!(folder.type_("state list").code(0).out, "");
    assert!(!folder.path("a.txt").exists(), "a refresh makes nothing");
}

#[test]
fn refresh_does_not_ask() {
    let folder = Folder::module(MODULE);
    folder.type_("apply -auto-approve").code(0);
    std::fs::remove_file(folder.path("a.txt")).unwrap();
    folder.type_("refresh").code(0);
    assert_eq!(folder.type_("state list").code(0).out, "");
}
