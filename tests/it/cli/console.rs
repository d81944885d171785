//! `console`: one expression a line from a pipe.

use super::Folder;

#[test]
fn expressions_see_variables_locals_and_the_state() {
    let folder = Folder::module(
        "variable \"v\" {\n  type = string\n}\n\nlocals {\n  l = [1, var.v]\n}\n\nresource \"terraform_data\" \"a\" {\n  input = \"x\"\n}\n",
    );
    folder
        .type_with("console -var v=q", "var.v\nlocal.l\nterraform_data.a.input\nmax(1,\n  2)\nexit\n3\n")
        .code(0)
        .out("\"q\"\n[\n  1,\n  \"q\",\n]\n(known after apply)\n2\n");
    folder.type_("apply -auto-approve -var v=q").code(0);
    let said = folder.type_with("console", "terraform_data.a.input\nvar.v\n").code(0);
    assert_eq!(said.out, "\"x\"\n(known after apply)\n");
    folder.type_with("console", "1+1\nvar.zz\n2\n").code(1).out("2\n").err("on <console-input> line 1");
}

#[test]
fn a_folder_of_nothing_is_a_calculator() {
    let said = Folder::with(&[]).type_with("console", "cidrsubnet(\"10.0.0.0/16\", 8, 1)\n").code(0);
    assert_eq!(said.out, "\"10.0.1.0/24\"\n");
}
