//! What is under way, and since when: who is slow is told every ten seconds.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::words::{label, verb};
use crate::{
    address::{Instance, Name},
    engine::{Action, Event},
};

/// How often it is said that something still goes on.
const EVERY: u64 = 10;

/// Something that is under way.
#[derive(Debug, Clone)]
pub struct Task {
    /// The instance.
    pub address: Instance,
    /// Which of its deposed objects.
    pub deposed: Option<Name>,
    /// What is done to it.
    pub action: Action,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// When it began.
    pub since: Instant,
    said: u64,
}

impl Task {
    /// `aws_vpc.main: Still creating... [10s elapsed]`
    pub fn still(&self, elapsed: Duration) -> String {
        let id = self.id.as_ref().map_or_else(String::new, |id| format!("id={id}, "));
        format!(
            "{}: Still {}... [{id}{} elapsed]",
            label(&self.address, self.deposed.as_ref()),
            verb(self.action).goes_on,
            super::words::seconds(elapsed)
        )
    }
}

/// The tasks of all units.
#[derive(Debug, Default)]
pub struct Running(Mutex<BTreeMap<(String, String), Task>>);

impl Running {
    /// Takes note of an event.
    pub fn note(&self, unit: &str, event: &Event) {
        let key = |address: &Instance, deposed: Option<&Name>| (unit.to_owned(), label(address, deposed));
        let begin = |address: &Instance, deposed: &Option<Name>, action: Action, id: &Option<String>| Task {
            address: address.clone(),
            deposed: deposed.clone(),
            action,
            id: id.clone(),
            since: Instant::now(),
            said: 0,
        };
        match event {
            Event::Reading { address } => {
                self.tasks().insert(key(address, None), begin(address, &None, Action::Read, &None));
            }
            Event::Started { address, deposed, action, id } => {
                self.tasks().insert(key(address, deposed.as_ref()), begin(address, deposed, *action, id));
            }
            Event::Read { address, .. } => _ = self.tasks().remove(&key(address, None)),
            Event::Finished { address, deposed, .. } | Event::Failed { address, deposed, .. } => {
                self.tasks().remove(&key(address, deposed.as_ref()));
            }
            Event::Refreshing { .. } | Event::Refreshed { .. } | Event::Output { .. } | Event::Warning(_) => {
            }
        }
    }

    /// Forgets what a unit has under way: it is over.
    pub fn end(&self, unit: &str) {
        self.tasks().retain(|(of, _), _| of != unit);
    }

    /// What has gone on for another ten seconds, by unit, with the whole tens of seconds.
    pub fn due(&self, now: Instant) -> Vec<(String, Task, Duration)> {
        let mut due = Vec::new();
        for ((unit, _), task) in self.tasks().iter_mut() {
            let times = now.saturating_duration_since(task.since).as_secs() / EVERY;
            if times > task.said {
                task.said = times;
                due.push((unit.clone(), task.clone(), Duration::from_secs(times * EVERY)));
            }
        }
        due
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> Vec<(String, Task)> {
        let mut all: Vec<_> =
            self.tasks().iter().map(|((unit, _), task)| (unit.clone(), task.clone())).collect();
        all.sort_by_key(|(_, task)| task.since);
        all
    }

    fn tasks(&self) -> MutexGuard<'_, BTreeMap<(String, String), Task>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Calls `tick` every `period` for as long as `owner` is there.
pub fn every<T: Send + Sync + 'static>(
    owner: &std::sync::Arc<T>,
    period: Duration,
    tick: impl Fn(&T) + Send + 'static,
) {
    let owner = std::sync::Arc::downgrade(owner);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(period).await;
            let Some(owner) = owner.upgrade() else { break };
            tick(&owner);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_slow_is_told_once_every_ten_seconds() {
        let running = Running::default();
        let address: Instance = "aws_db_instance.main".parse().unwrap();
        let started = Event::Started {
            address: address.clone(),
            deposed: None,
            action: Action::Delete,
            id: Some("db-1".into()),
        };
        running.note("database", &started);
        let start = running.all()[0].1.since;
        let told = |after: u64| {
            let due = running.due(start + Duration::from_secs(after));
            due.into_iter().map(|(_, task, elapsed)| task.still(elapsed)).collect::<Vec<_>>()
        };
        assert!(told(9).is_empty());
        assert_eq!(told(10), ["aws_db_instance.main: Still destroying... [id=db-1, 10s elapsed]"]);
        assert!(told(19).is_empty());
        assert_eq!(told(71), ["aws_db_instance.main: Still destroying... [id=db-1, 1m10s elapsed]"]);
        let elapsed = Duration::ZERO;
        let done = Event::Finished { address, deposed: None, action: Action::Delete, id: None, elapsed };
        running.note("database", &done);
        assert!(told(99).is_empty());
    }
}
