//! The words of the command line, in the one spelling that the parser knows: Terraform's `-auto-approve` is
//! `--auto-approve`, Terragrunt's `run --all -- plan` is `plan --all`.

use std::ffi::OsString;

/// The commands that `run` can stand before.
const COMMANDS: &[&str] = &[
    "plan",
    "apply",
    "destroy",
    "output",
    "show",
    "state",
    "init",
    "refresh",
    "validate",
    "taint",
    "untaint",
    "force-unlock",
    "console",
    "version",
];

/// The same words in one spelling.
pub fn normalise(words: Vec<OsString>) -> Vec<OsString> {
    let text: Vec<Option<String>> = words.iter().map(|word| word.to_str().map(str::to_owned)).collect();
    // `sandbox` is followed by a whole command line of its own, which comes back here later.
    if let Some(at) = text.iter().position(|word| word.as_deref() == Some("sandbox")) {
        let mut out: Vec<OsString> = words[..at].iter().map(spelled).collect();
        out.extend_from_slice(&words[at..]);
        return out;
    }
    let run = text.iter().position(|word| word.as_deref() == Some("run"));
    let command = text
        .iter()
        .skip(run.map_or(0, |at| at + 1))
        .position(|word| word.as_deref().is_some_and(|word| COMMANDS.contains(&word)));
    let (Some(run), Some(command)) = (run, command) else { return words.iter().map(spelled).collect() };
    let command = run + 1 + command;
    let mut out: Vec<OsString> = words[..run].iter().map(spelled).collect();
    out.push(words[command].clone());
    let between = words[run + 1..command].iter().filter(|word| *word != "--");
    let after = words[command + 1..].iter().filter(|word| *word != "--");
    // What stands before the command is Terragrunt's: its `--parallelism` counts units.
    out.extend(between.map(|word| {
        let word = spelled(word);
        match word.to_str().and_then(|text| text.strip_prefix("--parallelism")) {
            Some(rest) => format!("--unit-parallelism{rest}").into(),
            None => word,
        }
    }));
    out.extend(after.map(spelled));
    out
}

/// A flag with one dash and a long name gets the second dash.
fn spelled(word: &OsString) -> OsString {
    let Some(text) = word.to_str() else { return word.clone() };
    let long = text
        .strip_prefix('-')
        .is_some_and(|rest| rest.len() > 1 && rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if long { format!("-{text}").into() } else { word.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_mean_the_same() {
        for (given, expected) in [
            ("apply -auto-approve", "apply --auto-approve"),
            ("apply --auto-approve", "apply --auto-approve"),
            ("run --all plan", "plan --all"),
            (
                "run --all --non-interactive -- apply -parallelism=3",
                "apply --all --non-interactive --parallelism=3",
            ),
            ("run --all --parallelism 4 apply", "apply --all --unit-parallelism 4"),
            ("-chdir=x plan -var a=-b", "--chdir=x plan --var a=-b"),
            ("run output vpc_id", "output vpc_id"),
            ("output -raw n", "output --raw n"),
            ("plan -h", "plan -h"),
            ("sandbox run --all apply -no-color", "sandbox run --all apply -no-color"),
        ] {
            let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
            assert_eq!(normalise(words(given)), words(expected), "{given}");
        }
    }
}
