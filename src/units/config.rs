//! A configuration file together with all that it includes.
//!
//! A unit's file is one, and so is each file that `read_terragrunt_config` reads. Included files are evaluated for
//! the file that includes them: functions answer for that file's folder.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use super::{
    evaluation::{Evaluation, Stage},
    fields::Fields,
    merge::MergeStrategy,
    path,
    session::{File, Session},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range, Result},
    lang::{
        syntax::{Block, Expr},
        value::{Name, Value},
    },
};

/// A configuration file and what it includes.
pub struct Config {
    /// What all units of the run share.
    pub session: Arc<Session>,
    /// The file, absolute.
    pub path: PathBuf,
    /// The file itself (first), then included files in the order in which they are met.
    pub frames: Vec<Frame>,
    /// What `terragrunt.values.hcl` beside the file says, once it was asked for.
    pub values: OnceLock<Value>,
}

/// One file of a [`Config`].
pub struct Frame {
    /// The file.
    pub file: Arc<File>,
    /// What it includes.
    pub includes: Vec<Include>,
    /// Its local values.
    pub locals: BTreeMap<Name, Local>,
}

/// An `include` block.
pub struct Include {
    /// The label; empty for a bare block.
    pub label: Name,
    /// The place of the included file among the frames of the config.
    pub frame: usize,
    /// Whether expressions may refer to it.
    pub expose: bool,
    /// How it is merged.
    pub strategy: MergeStrategy,
    /// Where the block is.
    pub range: Range,
}

/// A local value, evaluated when it is first asked for.
pub struct Local {
    /// What it is set to.
    pub expr: Expr,
    /// Where its name stands.
    pub range: Range,
    /// The value, once it is known for all that ask.
    pub value: OnceLock<Value>,
}

impl Config {
    /// Reads the file at an absolute path, and all that it includes. `asked` is what refers to it.
    ///
    /// # Errors
    /// A file that cannot be read or parsed, an include that cannot be evaluated or that leads back to itself.
    pub fn open(session: &Arc<Session>, path: &Path, asked: Option<&Range>) -> Result<Self> {
        let file = session.file(path, asked)?;
        let mut config = Config {
            session: session.clone(),
            path: path.to_owned(),
            frames: vec![Frame::new(file)?],
            values: OnceLock::new(),
        };
        config.include_all(0, &mut vec![path.to_owned()])?;
        Ok(config)
    }

    /// The folder of the file: what functions answer for, also in included files.
    pub fn dir(&self) -> &Path {
        path::folder(&self.path)
    }

    /// Adds what frame `of` includes; `open` are the files that are being included, outermost first.
    fn include_all(&mut self, of: usize, open: &mut Vec<PathBuf>) -> Result<()> {
        let file = self.frames[of].file.clone();
        let blocks: Vec<&Block> = file.body.blocks_of("include").collect();
        if blocks.len() > 1
            && let Some(bare) = blocks.iter().find(|block| block.labels.is_empty())
        {
            return Err(Diagnostic::error("Include block without a label")
                .detail("With several include blocks in a file, each needs a label: include \"root\" { … }.")
                .at(&bare.header)
                .into());
        }
        for block in blocks {
            let include = self.include(of, block, open)?;
            self.frames[of].includes.push(include);
        }
        Ok(())
    }

    fn include(&mut self, of: usize, block: &Block, open: &mut Vec<PathBuf>) -> Result<Include> {
        let own_dir = self.dir().to_owned();
        let stage = Stage::loading(&own_dir);
        let (target, asked, expose, strategy) = {
            let evaluation = Evaluation::new(self, of, &stage);
            let fields = Fields::of_block(&evaluation, block);
            let (written, asked) = fields.required_string("path")?;
            let expose = fields.bool("expose")?.unwrap_or(false);
            let strategy = fields.strategy("merge_strategy")?.unwrap_or_default();
            if strategy == (MergeStrategy::Deep { lists: false }) {
                return Err(fields
                    .wrong(
                        "merge_strategy",
                        "deep_map_only is not for include blocks: no_merge, shallow or deep.",
                    )
                    .into());
            }
            (path::join(self.frames[of].file.dir(), written), asked, expose, strategy)
        };
        let target = match super::discovery::config_of(&target, None) {
            Some(config) => config,
            None => target,
        };
        if !self.session.exists(&target) {
            return Err(Diagnostic::error("Included file does not exist")
                .detail(format!("There is no file {}.", self.session.shown(&target).display()))
                .at(&asked)
                .into());
        }
        if open.contains(&target) {
            let way: Vec<String> = open
                .iter()
                .chain([&target])
                .map(|path| self.session.shown(path).display().to_string())
                .collect();
            return Err(Diagnostic::error("Include cycle")
                .detail(format!("These files include each other: {}.", way.join(" → ")))
                .at(&asked)
                .into());
        }
        let file = self.session.file(&target, Some(&asked))?;
        let frame = self.frames.len();
        self.frames.push(Frame::new(file)?);
        open.push(target);
        self.include_all(frame, open)?;
        open.pop();
        let label = block.label(0).cloned().unwrap_or_else(|| "".into());
        Ok(Include { label, frame, expose, strategy, range: block.header.clone() })
    }

    /// The frames that are merged, least important first: what is included before what includes it, an earlier
    /// include before a later one. With each, how it is merged into those after it.
    pub fn merge_order(&self) -> Vec<(usize, MergeStrategy)> {
        fn visit(
            config: &Config,
            frame: usize,
            strategy: MergeStrategy,
            order: &mut Vec<(usize, MergeStrategy)>,
        ) {
            for include in &config.frames[frame].includes {
                if include.strategy != MergeStrategy::NoMerge {
                    visit(config, include.frame, include.strategy, order);
                }
            }
            order.push((frame, strategy));
        }
        let mut order = Vec::new();
        visit(self, 0, MergeStrategy::Shallow, &mut order);
        order
    }
}

impl Frame {
    fn new(file: Arc<File>) -> Result<Self> {
        let mut locals = BTreeMap::new();
        let mut diagnostics = Diagnostics::new();
        for block in file.body.blocks_of("locals") {
            for attribute in &block.body.attributes {
                let local = Local {
                    expr: attribute.expr.clone(),
                    range: attribute.name_range.clone(),
                    value: OnceLock::new(),
                };
                locals.insert(attribute.name.clone(), local);
            }
            for inner in &block.body.blocks {
                diagnostics.push(
                    Diagnostic::error("Block in locals")
                        .detail("A locals block holds arguments only: name = value.")
                        .at(&inner.header),
                );
            }
        }
        diagnostics.into_result(Self { file, includes: Vec::new(), locals })
    }
}
