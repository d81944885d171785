//! Who is calling AWS.

use super::{Answer, Call, Entry};
use crate::units::{options::Identity, session::lock};

pub(super) const FUNCTIONS: &[Entry] = &[
    ("get_aws_account_id", (0, 0), |call| ask(call, Identity::AccountId)),
    ("get_aws_account_alias", (0, 0), |call| ask(call, Identity::AccountAlias)),
    ("get_aws_caller_identity_arn", (0, 0), |call| ask(call, Identity::CallerArn)),
    ("get_aws_caller_identity_user_id", (0, 0), |call| ask(call, Identity::CallerUserId)),
];

/// Asks the caller's hook, once for each question. The future runs on a thread with a runtime of its own, so that
/// evaluation can be called from any thread, in a runtime or not.
fn ask(call: &Call, identity: Identity) -> Answer {
    let session = &call.evaluation.config.session;
    if let Some(known) = lock(&session.identities).get(&identity) {
        return Ok(known.as_str().into());
    }
    let Some(hook) = &session.options.identity else {
        return Err(call.error("AWS cannot be asked here: this command works without credentials"));
    };
    let future = hook(identity);
    let answer = std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map_err(|error| error.to_string()).and_then(|runtime| runtime.block_on(future))
        });
        thread.join().unwrap_or_else(|_| Err("the question was interrupted".to_owned()))
    });
    let answer = answer.map_err(|why| call.error(format!("AWS does not say who is calling: {why}")))?;
    lock(&session.identities).insert(identity, answer.clone());
    Ok(answer.into())
}
