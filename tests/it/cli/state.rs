//! `state …`, `taint`, `untaint`, `force-unlock`, locks.

use std::process::Stdio;

use super::{Folder, names};

const MODULE: &str = "resource \"terraform_data\" \"a\" {\n  input = \"x\"\n}\n";

fn applied() -> Folder {
    let folder = Folder::module(MODULE);
    folder.type_("apply -auto-approve").code(0);
    folder
}

#[test]
fn objects_are_listed_moved_forgotten_and_brought_back() {
    let folder = applied();
    assert_eq!(folder.type_("state list").code(0).out, "terraform_data.a\n");
    folder.type_("state list terraform_data.zz").code(1).err("Unknown resource");
    folder.type_("state list -id=nope").code(0);
    folder.type_("state mv -dry-run terraform_data.a terraform_data.b").code(0).out("Would move");
    folder.type_("state mv terraform_data.a terraform_data.b").code(0).out("Successfully moved 1 object(s).");
    folder.type_("state mv terraform_data.a terraform_data.b").code(1).err("Invalid source address");
    let pulled = folder.type_("state pull").code(0).out;
    folder.write("pulled.json", &pulled);
    folder.type_("state rm terraform_data.b").code(0).out("Successfully removed 1 resource instance(s).");
    folder.type_("state rm terraform_data.b").code(1).err("Invalid target address");
    folder.type_("state push pulled.json").code(1).err("Failed to write state");
    folder.type_("state push -force pulled.json").code(0);
    assert_eq!(folder.type_("state pull").code(0).out, pulled, "pushed as it was pulled");
    folder.type_("state show terraform_data.b").code(0).out("# terraform_data.b:");
    folder.type_("state show terraform_data.c").code(1).err("Did you mean \"terraform_data.b\"?");
}

#[test]
fn a_tainted_object_is_replaced() {
    let folder = applied();
    folder.type_("taint terraform_data.a").code(0).out("has been marked as tainted");
    folder.type_("plan").code(0).out("1 to add, 0 to change, 1 to destroy");
    folder.type_("untaint terraform_data.a").code(0);
    folder.type_("untaint terraform_data.a").code(1).err("Resource instance is not tainted");
    folder.type_("plan -detailed-exitcode").code(0);
    folder.type_("taint terraform_data.zz").code(1).err("No such resource instance");
    folder.type_("taint -allow-missing terraform_data.zz").code(0).err("Warning: No such resource instance");
}

#[test]
fn a_held_lock_keeps_others_out_and_is_not_broken() {
    let folder = Folder::module(MODULE);
    let mut holder = folder.command("apply").stdin(Stdio::piped()).spawn().unwrap();
    let info = folder.path(".terraform.tfstate.lock.info");
    let start = std::time::Instant::now();
    while !info.exists() {
        assert!(start.elapsed().as_secs() < 20, "no lock");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // The file is written after the lock is taken; the question comes later still.
    std::thread::sleep(std::time::Duration::from_millis(200));
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&info).unwrap()).unwrap();
    let id = json["ID"].as_str().unwrap();
    folder.type_("plan").code(1).err("Error acquiring the state lock").err(id);
    folder.type_("plan -lock=false").code(0);
    folder.type_(&format!("force-unlock -force {id}")).code(1).err("A running process holds it");
    drop(holder.stdin.take());
    holder.wait().unwrap();
    folder.type_("force-unlock -force x").code(1).err("is not locked");
    assert_eq!(names(folder.0.path()), ["main.tf"]);
    folder.write(".terraform.tfstate.lock.info", "{\"ID\": \"left-behind\", \"Who\": \"me@here\"}");
    folder.type_("force-unlock -force other").code(1).err("me@here");
    folder.type_("force-unlock -force left-behind").code(0).out("The state has been unlocked.");
    assert_eq!(names(folder.0.path()), ["main.tf"]);
}
