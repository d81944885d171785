//! A terminal: a line for all that is under way, what is finished scrolls away above, and one bar for everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use super::{
    running::{Running, every},
    words::{label, seconds, sentence, verb},
};
use crate::{
    engine::{Action, Event},
    runner::{Listener, PlannedUnit, Scope, Session, UnitReport, UnitResult},
    ui::{
        Ui,
        style::{paint, styles},
    },
};

/// How many tasks have a line of their own at most; a terminal that is lower has fewer.
const MOST: usize = 16;

/// The moving part of the screen.
pub struct Live {
    ui: Ui,
    several: bool,
    units: usize,
    running: Running,
    screen: Mutex<Screen>,
}

/// What is drawn.
#[derive(Default)]
struct Screen {
    /// The line for everything; there while a run is under way.
    total: Option<ProgressBar>,
    /// A line for each task that is shown.
    lines: Vec<ProgressBar>,
    /// What is done at the moment: `Planning`.
    phase: &'static str,
    since: Option<Instant>,
    /// Units that are under way.
    begun: BTreeSet<String>,
    /// Units that are done.
    done: usize,
    /// How many steps the plan of a unit has.
    steps: BTreeMap<String, u64>,
    /// Objects that were looked at or changed.
    objects: u64,
}

impl Live {
    /// Begins to draw.
    pub fn start(ui: Ui, session: &Session) -> Arc<Self> {
        let several = session.scope == Scope::All;
        let units = session.takes_part.iter().filter(|part| **part).count();
        let screen = Mutex::default();
        let live = Arc::new(Self { ui, several, units, running: Running::default(), screen });
        every(&live, Duration::from_millis(200), Self::draw);
        live
    }

    fn screen(&self) -> MutexGuard<'_, Screen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn prefix(&self, unit: &str) -> String {
        let colour = self.ui.colour;
        if self.several { paint(format!("[{unit}] "), styles::DIM, colour) } else { String::new() }
    }

    /// Brings every line up to date. Lines are reused, so that nothing jumps.
    fn draw(&self) {
        let mut screen = self.screen();
        let Some(total) = screen.total.clone() else { return };
        let (height, width) = terminal_size::terminal_size()
            .map_or((24, 80), |(width, height)| (usize::from(height.0), usize::from(width.0)));
        let tasks = self.running.all();
        let shown = tasks.len().min(MOST).min(height.saturating_sub(4));
        while screen.lines.len() < shown {
            let bar = ProgressBar::new_spinner();
            bar.set_style(style("  {spinner} {msg}"));
            screen.lines.push(self.ui.bars.insert_before(&total, bar));
        }
        while screen.lines.len() > shown {
            if let Some(bar) = screen.lines.pop() {
                bar.finish_and_clear();
                self.ui.bars.remove(&bar);
            }
        }
        for (bar, (unit, task)) in screen.lines.iter().zip(&tasks) {
            let elapsed = seconds(task.since.elapsed());
            let who = label(&task.address, task.deposed.as_ref());
            let text = format!("{}{who}: {}... {elapsed}", self.prefix(unit), verb(task.action).begins);
            bar.set_message(shortened(&text, width.saturating_sub(5)));
            bar.tick();
        }
        let more = tasks.len() - shown;
        let more = if more > 0 { format!("  and {more} more under way") } else { String::new() };
        let elapsed = screen.since.map(|since| seconds(since.elapsed())).unwrap_or_default();
        let steps: u64 = screen.steps.values().sum();
        let counts = if screen.phase == "Planning" {
            format!("{} objects looked at", screen.objects)
        } else {
            total.set_length(steps.max(screen.objects).max(1));
            total.set_position(screen.objects);
            format!("{}/{}", screen.objects, steps.max(screen.objects))
        };
        let units =
            if self.several { format!("  units {}/{}", screen.done, self.units) } else { String::new() };
        let names: Vec<&str> = screen.begun.iter().map(String::as_str).collect();
        let names =
            if self.several && !names.is_empty() { format!("  {}", names.join(" ")) } else { String::new() };
        let text = format!("{counts}{units}  {elapsed}{more}{names}");
        total.set_message(shortened(&text, width.saturating_sub(36)));
        total.tick();
    }

    /// Begins a phase, unless it is under way.
    fn begin(&self, phase: &'static str) {
        let mut screen = self.screen();
        if screen.total.is_some() {
            return;
        }
        let total = self.ui.bars.add(ProgressBar::new(1));
        total.set_style(style(match phase {
            "Planning" => "{prefix:.bold} {spinner} {msg}",
            _ => "{prefix:.bold} [{bar:20}] {msg}",
        }));
        total.set_prefix(phase);
        screen.total = Some(total);
        (screen.phase, screen.since, screen.objects, screen.done) = (phase, Some(Instant::now()), 0, 0);
        screen.begun.clear();
    }

    /// Prints a line that stays, above what moves.
    fn keep(&self, unit: &str, line: &str) {
        self.ui.line(&format!("{}{line}", self.prefix(unit)));
    }
}

impl Listener for Live {
    fn event(&self, unit: &str, event: Event) {
        self.running.note(unit, &event);
        match &event {
            Event::Refreshing { .. } => self.screen().objects += 1,
            Event::Finished { .. } | Event::Failed { .. } => self.screen().objects += 1,
            Event::Read { .. } => self.screen().objects += 1,
            _ => {}
        }
        match &event {
            Event::Failed { .. } => {
                let line = sentence(&event).unwrap_or_default();
                self.keep(unit, &paint(line, styles::REMOVE, self.ui.colour));
            }
            Event::Warning(warning) => self.ui.diagnostics_of(unit, &warning.clone().into()),
            Event::Finished { .. } | Event::Output { .. } => {
                self.keep(unit, &sentence(&event).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn planned(&self, unit: &PlannedUnit) {
        self.running.end(&unit.name);
        let mut screen = self.screen();
        screen.begun.remove(&unit.name);
        screen.done += 1;
        let steps = unit.plan.iter().flat_map(|plan| &plan.changes).map(|change| match change.action {
            Action::Replace { .. } => 2,
            Action::NoOp | Action::Forget => 0,
            _ => 1,
        });
        screen.steps.insert(unit.name.clone(), steps.sum());
    }

    fn started(&self, unit: &str, what: &str) {
        self.begin(match what {
            "plan" => "Planning",
            "destroy" => "Destroying",
            _ => "Applying",
        });
        self.screen().begun.insert(unit.to_owned());
    }

    fn finished(&self, report: &UnitReport) {
        self.running.end(&report.name);
        let (begun, phase) = {
            let mut screen = self.screen();
            screen.done += 1;
            (screen.begun.remove(&report.name), screen.phase)
        };
        if self.several && begun && phase != "Planning" {
            let (mark, said, style) = match report.result {
                UnitResult::Succeeded => ("✓", "done", styles::ADD),
                _ => ("✗", "failed", styles::REMOVE),
            };
            let line = format!("{mark} {} {said} in {}", report.name, seconds(report.elapsed));
            self.ui.line(&paint(line, style, self.ui.colour));
        }
    }

    fn ended(&self) {
        let mut screen = self.screen();
        for bar in std::mem::take(&mut screen.lines).into_iter().chain(screen.total.take()) {
            bar.finish_and_clear();
            self.ui.bars.remove(&bar);
        }
    }
}

/// A template that is known to be right; a plain line if it is not.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
    style.progress_chars("##-").tick_strings(&["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏", " "])
}

/// The text cut to `limit` columns, with a sign that it goes on.
fn shortened(text: &str, limit: usize) -> String {
    if crate::ui::text::width(&anstream::adapter::strip_str(text).to_string()) <= limit {
        return text.to_owned();
    }
    let plain = anstream::adapter::strip_str(text).to_string();
    let mut out = String::new();
    for c in plain.chars() {
        if crate::ui::text::width(&out) + 2 > limit {
            break;
        }
        out.push(c);
    }
    out + "…"
}
