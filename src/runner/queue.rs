//! The queue over the graph of units: each one starts when what it waits for is done.

use std::collections::{HashMap, HashSet};

use futures::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use petgraph::{
    Direction as Edge,
    graph::{DiGraph, NodeIndex},
};
use tokio_util::sync::CancellationToken;

/// Which way the graph is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Dependencies first.
    Up,
    /// Dependents first: for destroying.
    Down,
}

/// What became of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It failed.
    Failed,
    /// It was not begun, because this unit failed or was not begun either.
    EarlyExit(usize),
    /// It was not begun, because the run was ended.
    Stopped,
}

/// Rules of a queue.
pub struct Rules {
    /// Which way the graph is walked.
    pub direction: Direction,
    /// How many units run at once.
    pub parallelism: usize,
    /// After a failure nothing new is begun.
    pub fail_fast: bool,
    /// A failure keeps nobody from running.
    pub ignore_errors: bool,
    /// Ends the run.
    pub stop: CancellationToken,
}

/// Runs `work` for every node for which `included` is true; the others count as done. A failed unit stops those that
/// need it, and nobody else.
pub async fn walk<'a>(
    graph: &DiGraph<usize, ()>,
    included: impl Fn(usize) -> bool,
    rules: &Rules,
    work: impl Fn(usize) -> BoxFuture<'a, bool>,
) -> HashMap<usize, Outcome> {
    let (before, after) = match rules.direction {
        Direction::Up => (Edge::Incoming, Edge::Outgoing),
        Direction::Down => (Edge::Outgoing, Edge::Incoming),
    };
    let mut missing: HashMap<NodeIndex, usize> =
        graph.node_indices().map(|at| (at, graph.neighbors_directed(at, before).count())).collect();
    let mut ready: Vec<NodeIndex> = graph.node_indices().filter(|at| missing[at] == 0).collect();
    let mut outcomes: HashMap<usize, Outcome> = HashMap::new();
    let mut spoiled: HashSet<NodeIndex> = HashSet::new();
    let mut running: FuturesUnordered<BoxFuture<'_, (NodeIndex, bool)>> = FuturesUnordered::new();
    let mut failed = false;
    loop {
        ready.sort_by_key(|at| std::cmp::Reverse(graph[*at]));
        while running.len() < rules.parallelism.max(1)
            && let Some(at) = ready.pop()
        {
            let unit = graph[at];
            let blame = graph.neighbors_directed(at, before).find(|need| spoiled.contains(need));
            let outcome = if !included(unit) {
                None
            } else if let (Some(blame), false) = (blame, rules.ignore_errors) {
                Some(Outcome::EarlyExit(graph[blame]))
            } else if rules.stop.is_cancelled() || (failed && rules.fail_fast) {
                Some(Outcome::Stopped)
            } else {
                let task = work(unit);
                running.push(Box::pin(async move { (at, task.await) }));
                continue;
            };
            if let Some(outcome) = outcome {
                outcomes.insert(unit, outcome);
                spoiled.insert(at);
            } else if blame.is_some() {
                // One that does not run passes the failure on.
                spoiled.insert(at);
            }
            release(graph, at, after, &mut missing, &mut ready);
        }
        let Some((at, fine)) = running.next().await else { if ready.is_empty() { break } else { continue } };
        outcomes.insert(graph[at], if fine { Outcome::Done } else { Outcome::Failed });
        if !fine {
            spoiled.insert(at);
            failed = true;
        }
        release(graph, at, after, &mut missing, &mut ready);
    }
    outcomes
}

fn release(
    graph: &DiGraph<usize, ()>,
    at: NodeIndex,
    after: Edge,
    missing: &mut HashMap<NodeIndex, usize>,
    ready: &mut Vec<NodeIndex>,
) {
    for next in graph.neighbors_directed(at, after) {
        if let Some(count) = missing.get_mut(&next) {
            *count -= 1;
            if *count == 0 {
                ready.push(next);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// 0 → 1 → 3, 2 stands alone.
    fn graph() -> DiGraph<usize, ()> {
        let mut graph = DiGraph::new();
        let nodes: Vec<_> = (0..4).map(|at| graph.add_node(at)).collect();
        graph.add_edge(nodes[0], nodes[1], ());
        graph.add_edge(nodes[1], nodes[3], ());
        graph
    }

    async fn run(direction: Direction, failing: usize) -> (Vec<usize>, HashMap<usize, Outcome>) {
        let order = Mutex::new(Vec::new());
        let stop = CancellationToken::new();
        let rules = Rules { direction, parallelism: 1, fail_fast: false, ignore_errors: false, stop };
        let outcomes = walk(
            &graph(),
            |_| true,
            &rules,
            |unit| {
                order.lock().unwrap().push(unit);
                Box::pin(async move { unit != failing })
            },
        )
        .await;
        (order.into_inner().unwrap(), outcomes)
    }

    #[tokio::test]
    async fn units_run_in_the_order_of_the_graph() {
        assert_eq!(run(Direction::Up, 9).await.0, [0, 1, 2, 3]);
        assert_eq!(run(Direction::Down, 9).await.0, [2, 3, 1, 0]);
    }

    #[tokio::test]
    async fn a_failed_unit_stops_those_that_need_it_and_nobody_else() {
        let (order, outcomes) = run(Direction::Up, 0).await;
        assert_eq!(order, [0, 2]);
        assert_eq!(outcomes[&0], Outcome::Failed);
        assert_eq!(outcomes[&1], Outcome::EarlyExit(0));
        assert_eq!(outcomes[&2], Outcome::Done);
        assert_eq!(outcomes[&3], Outcome::EarlyExit(1));
    }
}
