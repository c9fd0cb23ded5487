//! The same compute by every law, with its coefficients and what it was fitted on.

use super::answer::ends;
use super::working::{self, digits};
use super::{fitted_on, of_hours, point, standing};
use crate::budget::laws::{Form, Law};
use crate::budget::plan::{Best, Plan};
use crate::field::Field;
use crate::report::{Block, Reference, Report, Row, Table, Tone, both, fields, once_each, row, table};
use crate::text::Style;
use crate::words::{budget_laws as words, budget_view};

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    report.heading(words::by_other_laws());
    let rows = plan.by_every_law().map(|best| Row {
        is_marked: best.law.slug == plan.best.law.slug,
        enters: vec![(Field::ScalingLaw, best.law.slug.to_owned())],
        working: working_of(&best, plan),
        sources: sources(best.law),
        ..row(&cells(&best))
    });
    let columns = [
        budget_view::law(),
        budget_view::parameters(),
        budget_view::tokens(),
        budget_view::tokens_per_parameter(),
        budget_view::predicted_loss(),
        words::this_compute(),
    ];
    let by_law = table(words::by_every_law(), &columns, rows.collect());
    report.blocks.push(Block::Table(by_law.resting_on(&both(of_hours(), &fields(&[Field::BudgetMfu])))));
    report.text(Tone::Note, words::laws_differ());
    report.blocks.push(Block::Table(coefficients(plan)));
}

fn cells(best: &Best) -> [String; 6] {
    let size = best.size();
    [
        best.law.name.to_owned(),
        ends(&best.params(), Style::Count("")),
        ends(&best.tokens(), Style::Count("")),
        point(size.ratio(), Style::Rounded),
        best.loss().map_or_else(|| "–".to_owned(), |loss| point(loss.middle, Style::Loss)),
        standing(best.law, size).to_owned(),
    ]
}

/// Compute, size, tokens and loss of a law's best model, by central values.
fn working_of(best: &Best, plan: &Plan) -> Vec<String> {
    let (flop, size) = (best.flop.middle, best.size());
    let mfu = plan.machine.mfu(size).map(|mfu| mfu.middle());
    let lines = [
        mfu.map(|mfu| working::compute(plan.hours.middle, &plan.machine, mfu, flop)),
        working::params(best.law, flop),
        Some(working::tokens(size, flop)),
        best.law.loss().map(|loss| working::loss(loss, size)),
    ];
    lines.into_iter().flatten().collect()
}

fn coefficients(plan: &Plan) -> Table {
    let rows = plan.by_every_law().map(|best| Row {
        sources: sources(best.law),
        ..row(&[
            best.law.name.to_owned(),
            equations(best.law).join(budget_view::clause_separator()),
            fitted_on(best.law),
        ])
    });
    Table {
        caption: words::coefficients().to_owned(),
        columns: [(budget_view::law(), false), (words::equations(), false), (words::fitted_on(), false)]
            .map(|(name, is_number)| (name.to_owned(), is_number))
            .to_vec(),
        rows: rows.collect(),
        is_folded: true,
    }
}

fn sources(law: &Law) -> Vec<Reference> {
    let all: Vec<Reference> = law.citations().map(Reference::from).collect();
    once_each(all.iter())
}

/// A law's equations, in symbols and with its coefficients.
pub(super) fn equations(law: &Law) -> Vec<String> {
    match law.form {
        Form::Loss(loss) => vec![
            "N = G · (C ÷ 6)^(β ÷ (α + β)), D = C ÷ 6 ÷ N, G = (α·A ÷ (β·B))^(1 ÷ (α + β))".to_owned(),
            words::loss_with(
                &digits(loss.e),
                &digits(loss.a),
                &digits(loss.b),
                &digits(loss.alpha),
                &digits(loss.beta),
            ),
        ],
        Form::Allocation(allocation) => {
            let [m, m_exponent, d, d_exponent] = allocation.coefficients().map(digits);
            vec![words::params_with(&m, &m_exponent), format!("D = {d} · C^{d_exponent}")]
        }
        Form::Leverage(_) => Vec::new(),
    }
}
