//! The graph of units: who must be there before whom.

use std::{collections::BTreeMap, path::PathBuf};

use petgraph::{
    Direction,
    algo::tarjan_scc,
    graph::{DiGraph, NodeIndex},
};

use super::unit::Unit;
use crate::diagnostic::{Diagnostic, Range};

/// The units as nodes (weight and index: the place in [`Environment::units`](super::Environment)), with an edge
/// from each dependency to each unit that depends on it. There is no cycle in it.
pub type UnitGraph = DiGraph<usize, ()>;

/// The graph of these units; edges to folders that are no loaded unit are left out.
///
/// # Errors
/// A cycle: one error that names every unit of it, and where each says so.
pub fn build(units: &[Unit]) -> Result<UnitGraph, Diagnostic> {
    let mut graph = UnitGraph::with_capacity(units.len(), units.len() * 2);
    let at: BTreeMap<&PathBuf, NodeIndex> =
        units.iter().enumerate().map(|(index, unit)| (&unit.dir, graph.add_node(index))).collect();
    for (index, unit) in units.iter().enumerate() {
        for (target, _) in unit.edges() {
            if let Some(target) = at.get(target) {
                graph.update_edge(*target, NodeIndex::new(index), ());
            }
        }
    }
    for mut members in tarjan_scc(&graph) {
        let looped = |node: &NodeIndex| graph.contains_edge(*node, *node);
        if members.len() > 1 || members.first().is_some_and(looped) {
            members.sort();
            return Err(cycle(units, &graph, &members));
        }
    }
    Ok(graph)
}

/// The error for the cycle that these nodes form: a walk along it from the alphabetically first.
fn cycle(units: &[Unit], graph: &UnitGraph, members: &[NodeIndex]) -> Diagnostic {
    let mut way = vec![members[0]];
    let back_to = loop {
        let here = way[way.len() - 1];
        let mut next: Vec<_> = graph
            .neighbors_directed(here, Direction::Incoming)
            .filter(|node| members.contains(node))
            .collect();
        next.sort();
        let Some(next) = next.first().copied() else { break members[0] };
        if way.contains(&next) {
            break next;
        }
        way.push(next);
    };
    let start = way.iter().position(|node| *node == back_to).unwrap_or(0);
    let mut ring: Vec<_> = way[start..].to_vec();
    ring.push(back_to);
    let edge = |from: NodeIndex, to: NodeIndex| -> Option<&Range> {
        let target = &units[to.index()].dir;
        units[from.index()].edges().find(|(dir, _)| *dir == target).map(|(_, range)| range)
    };
    let mut text = String::from("These units wait for each other:");
    for pair in ring.windows(2) {
        let (from, to) = (&units[pair[0].index()], &units[pair[1].index()]);
        let place = edge(pair[0], pair[1]).map_or_else(String::new, |range| format!(" ({range})"));
        text.push_str(&format!("\n  {} depends on {}{place}", from.name, to.name));
    }
    text.push_str("\nRemove one of these dependencies.");
    let error = Diagnostic::error("Cycle between units").detail(text).about(&units[ring[0].index()].name);
    match edge(ring[0], ring[1]) {
        Some(range) => error.at(range),
        None => error,
    }
}

/// The units in the order in which they can be run, in groups that do not wait for each other; inside a group in
/// alphabetical order.
pub fn levels(graph: &UnitGraph) -> Vec<Vec<usize>> {
    let mut waiting: Vec<usize> = graph
        .node_indices()
        .map(|node| graph.neighbors_directed(node, Direction::Incoming).count())
        .collect();
    let mut level: Vec<usize> = (0..waiting.len()).filter(|index| waiting[*index] == 0).collect();
    let mut levels = Vec::new();
    while !level.is_empty() {
        let mut next = Vec::new();
        for index in &level {
            for dependent in graph.neighbors_directed(NodeIndex::new(*index), Direction::Outgoing) {
                waiting[dependent.index()] -= 1;
                if waiting[dependent.index()] == 0 {
                    next.push(dependent.index());
                }
            }
        }
        next.sort_unstable();
        levels.push(std::mem::replace(&mut level, next));
    }
    levels
}
