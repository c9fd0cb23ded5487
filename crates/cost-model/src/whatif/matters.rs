//! What matters: one input at a time, and shares of the variance.

use super::asked::Asked;
use crate::report::{Axis, Block, Given, Report, Tone, Tornado, TornadoBar, both};
use crate::text::{self, Style};
use crate::uncertainty::{Program, Sampler, Settings, Share, Slot, Swing, shares, swings};
use crate::words::{whatif, whatif_matters as words};

/// Points for the shares, of each of which there are as many results as inputs and two more.
const POINTS: u32 = 2048;
const POINTS_WHERE_SLOW: u32 = 64;

/// From which part of the variance on an input is named in the sentence.
const NAMED: f64 = 0.05;

/// An input with what it does.
struct Factor {
    label: String,
    low: String,
    high: String,
    swing: Swing,
    share: Share,
    /// What stands for it in the form.
    given: Vec<Given>,
}

pub(super) fn blocks(report: &mut Report, asked: &Asked, program: &Program) {
    let points = if program.is_slow() { POINTS_WHERE_SLOW } else { POINTS };
    let settings = Settings { draws: points, ..asked.settings(points) };
    let sampler = Sampler::of(program, settings.correlations);
    let Some(shares) = shares(program, asked.measure, settings) else { return };
    let swings = swings(program, asked.measure, &sampler);
    let mut factors: Vec<Factor> = sampler
        .factors()
        .iter()
        .zip(swings.into_iter().zip(shares))
        .filter_map(|(places, (swing, share))| Some(factor(&sampler.inputs(places).collect::<Vec<_>>(), swing?, share)))
        .collect();
    let width = |factor: &Factor| (factor.swing.at_high - factor.swing.at_low).abs();
    factors.sort_by(|a, b| width(b).total_cmp(&width(a)));
    let middle = program.value(asked.measure, &program.at(0.5), &mut Vec::new());
    let (Some(middle), false) = (middle, factors.is_empty()) else { return };
    report.heading(words::what_matters());
    report.text(Tone::Plain, sentence(asked, &factors));
    let others = super::working::given(asked, program);
    factors.iter_mut().for_each(|factor| factor.given = both(std::mem::take(&mut factor.given), &others));
    report.blocks.extend(tornado(asked, &factors, middle));
    report.text(Tone::Note, words::how_to_read());
}

/// What inputs are called, and their own 5th and 95th percentile.
fn factor(slots: &[&Slot], swing: Swing, share: Share) -> Factor {
    let labels: Vec<&str> = slots.iter().map(|slot| slot.label).collect();
    let at = |part: f64| match slots {
        [slot] if slot.is_part && part < 0.5 => words::its_low().to_owned(),
        [slot] if slot.is_part => words::its_high().to_owned(),
        [slot] => text::point(slot.spread.quantile(part), slot.style),
        _ if part < 0.5 => words::all_low().to_owned(),
        _ => words::all_high().to_owned(),
    };
    let given = slots.iter().map(|slot| Given::Field(slot.field)).collect();
    Factor { label: labels.join(words::and()), low: at(0.05), high: at(0.95), swing, share, given }
}

fn percent(share: f64) -> String {
    if share < 0.005 {
        return words::under_one_percent().to_owned();
    }
    text::point(libm::round(100.0 * share.clamp(0.0, 1.0)) / 100.0, Style::Fraction)
}

fn sentence(asked: &Asked, factors: &[Factor]) -> String {
    let mut ranked: Vec<&Factor> = factors.iter().collect();
    ranked.sort_by(|a, b| b.share.total.total_cmp(&a.share.total));
    let [first, others @ ..] = &ranked[..] else { return String::new() };
    let mut text = words::matters_most(
        &first.label,
        &percent(first.share.first),
        &first.low,
        &first.high,
        &text::in_sentence(asked.measure.name()),
        &asked.text(first.swing.at_low),
        &asked.text(first.swing.at_high),
    );
    let named: Vec<String> = others
        .iter()
        .filter(|factor| factor.share.first >= NAMED)
        .map(|factor| words::with_share(&factor.label, &percent(factor.share.first)))
        .collect();
    if !named.is_empty() {
        text.push_str(&words::then_follow(&named.join(whatif::separator())));
    }
    let alone: f64 = factors.iter().map(|factor| factor.share.first).sum();
    if 1.0 - alone >= NAMED {
        text.push_str(&words::together(&percent(1.0 - alone)));
    }
    text
}

/// How the ends of a bar were found: the result at either end of the input, and with all at their medians.
fn how_far(asked: &Asked, factor: &Factor, middle: f64) -> Vec<String> {
    let at = |end: &str, result: f64| words::end_of_bar(&factor.label, end, &asked.text(result));
    vec![
        at(&factor.low, factor.swing.at_low),
        at(&factor.high, factor.swing.at_high),
        words::middle_of_bars(&asked.text(middle)),
    ]
}

fn tornado(asked: &Asked, factors: &[Factor], middle: f64) -> Option<Block> {
    let ends = factors.iter().flat_map(|factor| [factor.swing.at_low, factor.swing.at_high]).chain([middle]);
    let x = Axis::over(super::spread::axis_label(asked), ends, false, asked.measure.style())?;
    let bar = |factor: &Factor| TornadoBar {
        label: factor.label.clone(),
        at_low: factor.swing.at_low,
        at_high: factor.swing.at_high,
        low_text: words::at(&factor.low, &asked.text(factor.swing.at_low)),
        high_text: words::at(&factor.high, &asked.text(factor.swing.at_high)),
        first_share: percent(factor.share.first),
        total_share: percent(factor.share.total),
        working: how_far(asked, factor, middle),
        given: factor.given.clone(),
    };
    let caption = words::one_at_a_time(asked.measure.name());
    Some(Block::Tornado(Tornado { caption, x, middle, bars: factors.iter().map(bar).collect() }))
}
