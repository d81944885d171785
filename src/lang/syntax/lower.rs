//! `hcl-edit`'s tree made into ours. Its decoded values are not used: numbers and texts are read again from the
//! source, exactly.

use std::{ops::Range as Bytes, sync::Arc};

use hcl_edit::{
    Span,
    expr::{
        BinaryOperator, Expression, ForExpr, FuncCall, Object, ObjectKey, Traversal as EditTraversal,
        TraversalOperator, UnaryOperator,
    },
    structure,
};

use super::{
    Attribute, BinaryOp, Block, Body, Expr, ExprKind, For, Label, SplatStep, Step, StepKind, Traversal,
    UnaryOp,
    template::{self, Form},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Range, Source},
    lang::value::{Number, Value, nfc},
};

/// What lowering needs to know of the source, and what it finds wrong in it.
pub(super) struct Lower<'a> {
    /// The text that was parsed.
    pub parsed: &'a str,
    /// The source that ranges point into.
    pub source: &'a Arc<Source>,
    /// What is added to a place in `parsed` to have the place in `source`.
    pub shift: isize,
    /// The place of everything, where `parsed` is not a stretch of `source` (a string of a JSON file).
    pub place: Option<Range>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
}

impl<'a> Lower<'a> {
    /// Where these bytes of the parsed text stand in the source.
    pub fn range(&self, span: Bytes<usize>) -> Range {
        if let Some(place) = &self.place {
            return place.clone();
        }
        let end = self.source.text.len();
        let moved = |at: usize| at.saturating_add_signed(self.shift).min(end);
        Range::new(self.source, moved(span.start)..moved(span.end))
    }

    /// These bytes of the parsed text.
    pub fn text(&self, span: &Bytes<usize>) -> &'a str {
        self.parsed.get(span.clone()).unwrap_or_default()
    }

    /// An expression at this place.
    pub fn expr(&self, kind: ExprKind, span: Bytes<usize>) -> Expr {
        Expr { kind: Arc::new(kind), range: self.range(span) }
    }

    /// Notes that something is wrong here.
    pub fn error(&mut self, summary: &str, detail: impl Into<String>, span: Bytes<usize>) {
        let range = self.range(span);
        self.diagnostics.push(Diagnostic::error(summary).detail(detail).at(&range));
    }

    /// The inside of a file or block.
    pub fn body(&mut self, body: &structure::Body, span: Bytes<usize>) -> Body {
        let mut lowered = Body {
            attributes: Vec::new(),
            blocks: Vec::new(),
            range: self.range(body.span().unwrap_or(span)),
        };
        for structure in body {
            match structure {
                structure::Structure::Attribute(attribute) => {
                    let attribute = self.attribute(attribute);
                    lowered.attributes.push(attribute);
                }
                structure::Structure::Block(block) => {
                    let block = self.block(block);
                    lowered.blocks.push(block);
                }
            }
        }
        lowered
    }

    fn attribute(&mut self, attribute: &structure::Attribute) -> Attribute {
        Attribute {
            name: attribute.key.as_str().into(),
            name_range: self.range(attribute.key.span().unwrap_or_default()),
            expr: self.expression(&attribute.value),
        }
    }

    fn block(&mut self, block: &structure::Block) -> Block {
        let start = block.ident.span().unwrap_or_default();
        let mut labels = Vec::new();
        let mut end = start.end;
        for label in &block.labels {
            let span = label.span().unwrap_or_default();
            end = span.end;
            let text = match label {
                structure::BlockLabel::Ident(ident) => ident.as_str().to_owned(),
                structure::BlockLabel::String(_) => {
                    let inside = span.start + 1..span.end.saturating_sub(1);
                    self.quoted(self.text(&inside), inside.start).unwrap_or_default()
                }
            };
            labels.push(Label { text: nfc(&text), range: self.range(span) });
        }
        Block {
            kind: block.ident.as_str().into(),
            labels,
            body: self.body(&block.body, block.span().unwrap_or_default()),
            header: self.range(start.start..end),
        }
    }

    /// An expression and all inside it.
    pub fn expression(&mut self, expression: &Expression) -> Expr {
        let span = expression.span().unwrap_or_default();
        let kind = match expression {
            Expression::Null(_) => ExprKind::Literal(Value::NULL),
            Expression::Bool(bool) => ExprKind::Literal(Value::from(*bool.value())),
            Expression::Number(_) => ExprKind::Literal(self.number(&span)),
            Expression::String(_) => {
                let inside = span.start + 1..span.end.saturating_sub(1);
                let text = self.quoted(self.text(&inside), inside.start).unwrap_or_default();
                ExprKind::Literal(Value::string(nfc(&text)))
            }
            Expression::StringTemplate(string) => return template::lower(self, string, Form::Quoted, span),
            Expression::HeredocTemplate(heredoc) => {
                let form = if self.text(&span).starts_with("<<-") { Form::Dedented } else { Form::Bare };
                return template::lower(self, &heredoc.template, form, span);
            }
            Expression::Parenthesis(inner) => ExprKind::Parenthesised(self.expression(inner.inner())),
            Expression::Array(array) => {
                ExprKind::Tuple(array.iter().map(|item| self.expression(item)).collect())
            }
            Expression::Object(object) => self.object(object),
            Expression::Variable(name) => ExprKind::Traversal(Traversal {
                root: name.as_str().into(),
                root_range: self.range(span.clone()),
                steps: Vec::new(),
            }),
            Expression::Traversal(traversal) => return self.traversal(traversal, span),
            Expression::FuncCall(call) => self.call(call),
            Expression::UnaryOp(operation) => {
                let operator = match operation.operator.value() {
                    UnaryOperator::Neg => UnaryOp::Negate,
                    UnaryOperator::Not => UnaryOp::Not,
                };
                ExprKind::Unary(operator, self.expression(&operation.expr))
            }
            Expression::BinaryOp(operation) => ExprKind::Binary(
                self.expression(&operation.lhs_expr),
                binary(*operation.operator.value()),
                self.expression(&operation.rhs_expr),
            ),
            Expression::Conditional(conditional) => ExprKind::Conditional(
                self.expression(&conditional.cond_expr),
                self.expression(&conditional.true_expr),
                self.expression(&conditional.false_expr),
            ),
            Expression::ForExpr(expr) => self.for_expr(expr, &span),
        };
        self.expr(kind, span)
    }

    fn number(&mut self, span: &Bytes<usize>) -> Value {
        let text: String = self.text(span).chars().filter(|c| !c.is_whitespace()).collect();
        match text.parse::<Number>() {
            Ok(number) => Value::from(number),
            Err(_) => {
                self.error(
                    "Invalid number literal",
                    "Failed to recognize the value of this number literal.",
                    span.clone(),
                );
                Value::from(0)
            }
        }
    }

    fn object(&mut self, object: &Object) -> ExprKind {
        let mut items = Vec::with_capacity(object.len());
        for (key, value) in object.iter() {
            let span = key.span().unwrap_or_default();
            let name = |lower: &Self| {
                lower.expr(ExprKind::Literal(Value::string(nfc(lower.text(&span)))), span.clone())
            };
            let key = match key {
                ObjectKey::Ident(_) | ObjectKey::Expression(Expression::Null(_) | Expression::Bool(_)) => {
                    name(self)
                }
                ObjectKey::Expression(expression) => self.expression(expression),
            };
            items.push((key, self.expression(value.expr())));
        }
        ExprKind::Object(items)
    }

    fn call(&mut self, call: &FuncCall) -> ExprKind {
        let name_span = call.name.name.span().unwrap_or_default();
        let start =
            call.name.namespace.first().and_then(Span::span).map_or(name_span.start, |span| span.start);
        let parts: Vec<&str> =
            call.name.namespace.iter().chain([&call.name.name]).map(|part| part.as_str()).collect();
        ExprKind::Call {
            name: parts.join("::").into(),
            name_range: self.range(start..name_span.end),
            arguments: call.args.iter().map(|argument| self.expression(argument)).collect(),
            expand: call.args.expand_final(),
        }
    }

    fn for_expr(&mut self, expr: &ForExpr, span: &Bytes<usize>) -> ExprKind {
        if self.text(span).starts_with('{') && expr.key_expr.is_none() {
            self.error(
                "Invalid 'for' expression",
                "Key expression is required when building an object.",
                span.clone(),
            );
        }
        ExprKind::For(Box::new(For {
            key: expr.intro.key_var.as_ref().map(|key| key.as_str().into()),
            value: expr.intro.value_var.as_str().into(),
            collection: self.expression(&expr.intro.collection_expr),
            result_key: expr.key_expr.as_ref().map(|key| self.expression(key)),
            result: self.expression(&expr.value_expr),
            condition: expr.cond.as_ref().map(|condition| self.expression(&condition.expr)),
            group: expr.grouping,
        }))
    }

    fn traversal(&mut self, traversal: &EditTraversal, span: Bytes<usize>) -> Expr {
        let mut done = self.expression(&traversal.expr);
        let mut operators = traversal.operators.iter().peekable();
        let mut after_legacy = false;
        while let Some(operator) = operators.next() {
            let here = operator.span().unwrap_or_default();
            let whole = span.start..here.end;
            match operator.value() {
                TraversalOperator::AttrSplat(_) => {
                    let mut each = Vec::new();
                    while let Some(next) = operators.next_if(|next| {
                        matches!(
                            next.value(),
                            TraversalOperator::GetAttr(_) | TraversalOperator::LegacyIndex(_)
                        )
                    }) {
                        let at = next.span().unwrap_or_default();
                        each.extend(self.step(next.value(), at).map(SplatStep::Step));
                    }
                    done = self.expr(ExprKind::Splat { source: done, each }, whole);
                }
                TraversalOperator::FullSplat(_) => {
                    let each =
                        operators.by_ref().map(|next| self.splat_step(next.value(), next.span())).collect();
                    done = self.expr(ExprKind::Splat { source: done, each }, span.clone());
                }
                other => match self.step(other, here.clone()) {
                    Some(step) => {
                        let legacy = matches!(other, TraversalOperator::LegacyIndex(_));
                        if legacy && after_legacy {
                            self.error(
                                "Invalid legacy index syntax",
                                "When using the legacy index syntax, chaining two indexes together is not permitted. Use the proper index syntax instead, like [0].",
                                here,
                            );
                        }
                        after_legacy = legacy;
                        done = self.with_step(done, step, whole);
                        continue;
                    }
                    None => {
                        if let TraversalOperator::Index(key) = other {
                            let key = self.expression(key);
                            done = self.expr(ExprKind::Index(done, key), whole);
                        }
                    }
                },
            }
            after_legacy = false;
        }
        done
    }

    fn with_step(&self, on: Expr, step: Step, span: Bytes<usize>) -> Expr {
        let kind = match &*on.kind {
            ExprKind::Traversal(traversal) => {
                let mut traversal = traversal.clone();
                traversal.steps.push(step);
                ExprKind::Traversal(traversal)
            }
            ExprKind::RelativeTraversal(source, steps) => {
                ExprKind::RelativeTraversal(source.clone(), steps.iter().cloned().chain([step]).collect())
            }
            _ => ExprKind::RelativeTraversal(on, vec![step]),
        };
        self.expr(kind, span)
    }

    fn splat_step(&mut self, operator: &TraversalOperator, span: Option<Bytes<usize>>) -> SplatStep {
        let span = span.unwrap_or_default();
        match (self.step(operator, span.clone()), operator) {
            (Some(step), _) => SplatStep::Step(step),
            (None, TraversalOperator::Index(key)) => SplatStep::Index(self.expression(key)),
            _ => SplatStep::Splat(self.range(span)),
        }
    }

    /// The step that is known from the source alone, if this is one.
    fn step(&mut self, operator: &TraversalOperator, span: Bytes<usize>) -> Option<Step> {
        let kind = match operator {
            TraversalOperator::GetAttr(name) => StepKind::Attribute(name.as_str().into()),
            TraversalOperator::LegacyIndex(index) => {
                StepKind::Index(Value::from(Number::from(*index.value())))
            }
            TraversalOperator::Index(key @ (Expression::Number(_) | Expression::String(_))) => {
                match &*self.expression(key).kind {
                    ExprKind::Literal(value) => StepKind::Index(value.clone()),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(Step { kind, range: self.range(span) })
    }
}

fn binary(operator: BinaryOperator) -> BinaryOp {
    match operator {
        BinaryOperator::Or => BinaryOp::Or,
        BinaryOperator::And => BinaryOp::And,
        BinaryOperator::Eq => BinaryOp::Equal,
        BinaryOperator::NotEq => BinaryOp::NotEqual,
        BinaryOperator::Less => BinaryOp::Less,
        BinaryOperator::LessEq => BinaryOp::LessEqual,
        BinaryOperator::Greater => BinaryOp::Greater,
        BinaryOperator::GreaterEq => BinaryOp::GreaterEqual,
        BinaryOperator::Plus => BinaryOp::Add,
        BinaryOperator::Minus => BinaryOp::Subtract,
        BinaryOperator::Mul => BinaryOp::Multiply,
        BinaryOperator::Div => BinaryOp::Divide,
        BinaryOperator::Mod => BinaryOp::Modulo,
    }
}
