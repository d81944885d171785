//! A run that is killed: every state file can be read, knows what was made, and the next run goes on.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use stackctl::sandbox::{Options, Sandbox};

use crate::world::{World, ids, state};

#[test]
fn a_killed_apply_is_gone_on_with() {
    let text = r#"
resource "aws_vpc" "many" {
  count      = 40
  cidr_block = "10.${count.index}.0.0/16"
}
"#;
    let sandbox = Sandbox::start(&Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let world = World::with(&[("main.tf", text)]);
    let file = sandbox.state_dir(&world.path().join("terraform.tfstate"));
    for least in [3, 6, 9] {
        let mut command = world.command_in(&sandbox, "apply -auto-approve -parallelism=2");
        let mut run = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(run.stdout.take().unwrap()).lines().map_while(Result::ok);
        let made = lines.filter(|line| line.contains("Creation complete")).take(3).count();
        run.kill().unwrap();
        run.wait().unwrap();
        assert_eq!(made, 3);
        let kept = ids(&state(&file)).len();
        assert!(kept >= least, "{kept} are in the state, and {least} were told to be complete");
    }
    world.run_in(&sandbox, "apply -auto-approve").says(0, &[]);
    assert_eq!(ids(&state(&file)).len(), 40);
    world.run_in(&sandbox, "plan -detailed-exitcode").says(0, &["No changes"]);
    world.run_in(&sandbox, "destroy -auto-approve").says(0, &["40"]);
}
