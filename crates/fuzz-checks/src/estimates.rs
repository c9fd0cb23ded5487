//! Estimates: whatever is entered in whichever fields, every figure is finite or says why it is not known.

use cost_model::architecture_text;
use cost_model::batch::Batch;
use cost_model::catalogue::Catalogue;
use cost_model::comparison::Comparison;
use cost_model::estimate::{Estimate, Infeasible, Item, Outcome, estimate};
use cost_model::field::{FIELDS, Kind, Spec};
use cost_model::interval::Interval;
use cost_model::query::encode;
use cost_model::scenario::{OWN, Scenario};

use crate::bytes::{Bytes, is_sampled};
use crate::links::assert_read_as;
use crate::readable::assert_readable;
use crate::views;

/// What is typed where numbers go, beside numbers.
const ODD: [&str; 10] = ["", "0", "-1", "1e308", "1e400", "NaN", "Infinity", "1,000", "12abc", "9007199254740993"];

/// Names that other programs would take for something else.
const NAMES: [&str; 6] =
    ["Ours", "<img src=x onerror=alert(1)>", "\u{202e}\u{200b}gnp", "=1+1", "100% “mine” & theirs", "模型"];

/// Numbers that are put in configurations.
const SIZES: [&str; 12] = ["0", "1", "2", "3", "7", "64", "128", "4096", "65536", "1048576", "10000", "100000000"];

/// Takes bytes as choices of models, fields and what is typed in them, and works out the estimates. One input in many is also
/// written in words, linked to, put through a batch, and shown in a view.
pub fn estimates(data: &[u8]) {
    let comparison = comparison(data);
    for scenario in &comparison.scenarios {
        let estimate = checked(scenario);
        if is_sampled(data, 1, 64) {
            in_words(&estimate);
            in_a_batch(scenario, &estimate);
        }
    }
    if is_sampled(data, 2, 64) {
        assert_read_as(&encode(&comparison), &comparison);
    }
    if is_sampled(data, 3, 4096) {
        views::in_some_view(&comparison, data);
    }
}

/// One or two entries, with what was accepted of what was typed in their fields.
pub(crate) fn comparison(data: &[u8]) -> Comparison {
    let catalogue = Catalogue::current();
    let mut bytes = Bytes::of(data);
    let entries = if bytes.byte().is_multiple_of(8) { 2 } else { 1 };
    let models: Vec<&str> = catalogue.models().iter().map(|model| model.slug).chain([OWN]).collect();
    let presets: Vec<Scenario> =
        (0..entries).filter_map(|_| Scenario::preset(bytes.one_of(&models), catalogue)).collect();
    let mut comparison = Comparison::of(presets);
    let fields: Vec<&Spec> = FIELDS.iter().collect();
    while !bytes.is_empty() {
        let spec = bytes.one_of(&fields);
        let form = bytes.byte();
        let typed = typed(spec, form, &mut bytes);
        let place = usize::from(form >> 7) % comparison.scenarios.len();
        // What is refused leaves the scenario as it is.
        let _ = comparison.scenarios[place].enter(spec.field, &typed);
    }
    comparison.against = (entries == 2).then_some(1);
    comparison
}

/// What is typed in a field: mostly what it takes.
fn typed(spec: &Spec, form: u8, bytes: &mut Bytes<'_>) -> String {
    match spec.kind {
        Kind::Text { .. } => bytes.one_of(&NAMES).to_owned(),
        Kind::Choice(choices) => bytes.one_of(&choices.options(Catalogue::current())).0.to_owned(),
        Kind::Architecture => architecture(form, bytes),
        Kind::Whole { min, max } => {
            let exponent = u32::from(bytes.byte() % 21);
            (u64::from(bytes.byte()) << exponent >> 8).clamp(u64::from(min), u64::from(max)).to_string()
        }
        Kind::Number { min, max } => number(form, &mut |bytes| at(min, max, bytes.part()), bytes),
    }
}

/// A number, a range or a distribution of numbers that `next` gives.
fn number(form: u8, next: &mut dyn FnMut(&mut Bytes<'_>) -> f64, bytes: &mut Bytes<'_>) -> String {
    match form % 16 {
        0..=6 => format!("{:.3e}", next(bytes)),
        7 | 8 => sorted(next, 2, bytes).join(".."),
        9 | 10 => sorted(next, 3, bytes).join(".."),
        11 => format!("uniform({})", sorted(next, 2, bytes).join(",")),
        12 => format!("triangular({})", sorted(next, 3, bytes).join(",")),
        13 => {
            let mean = next(bytes);
            format!("normal({mean:.3e},{:.3e})", mean * bytes.part())
        }
        14 => format!("lognormal({:.3e},{:.3})", next(bytes), 1.0 + 2.0 * bytes.part()),
        _ => bytes.one_of(&ODD).to_owned(),
    }
}

fn sorted(next: &mut dyn FnMut(&mut Bytes<'_>) -> f64, count: usize, bytes: &mut Bytes<'_>) -> Vec<String> {
    let mut numbers: Vec<f64> = (0..count).map(|_| next(bytes)).collect();
    numbers.sort_by(f64::total_cmp);
    // Few digits are read much faster.
    numbers.iter().map(|number| format!("{number:.3e}")).collect()
}

/// A number between two others: equal ratios are equally likely, and both ends are among them.
fn at(min: f64, max: f64, part: f64) -> f64 {
    // A range that begins at zero has its smallest numbers next to that.
    let least = if min > 0.0 { min } else { max * 1e-12 };
    match part {
        0.0 => min,
        1.0 => max,
        part => (least * libm::exp(libm::log(max / least) * part)).clamp(min, max),
    }
}

/// A configuration of the catalogue, or the same with another number in it.
fn architecture(form: u8, bytes: &mut Bytes<'_>) -> String {
    let models = Catalogue::current().models();
    let known: Vec<_> = models.iter().filter_map(|model| model.architecture.as_ref()).collect();
    let text = architecture_text::to_text(&bytes.one_of(&known).value());
    if form.is_multiple_of(2) {
        return text;
    }
    let place = usize::from(bytes.byte()) % text.split(',').count();
    let changed = text.split(',').enumerate().map(|(index, pair)| match pair.split_once(':') {
        Some((key, _)) if index == place => format!("{key}:{}", bytes.one_of(&SIZES)),
        _ => pair.to_owned(),
    });
    changed.collect::<Vec<_>>().join(",")
}

/// An estimate of which everything holds that must.
fn checked(scenario: &Scenario) -> Result<Estimate, Infeasible> {
    let found = estimate(scenario);
    let again = estimate(scenario);
    assert_eq!(found, again, "{scenario:?}");
    match &found {
        Ok(estimate) => {
            let numbers =
                |of: &Estimate| of.steps().iter().map(|step| step.outcome.number()).map(bits).collect::<Vec<_>>();
            assert_eq!(again.as_ref().map(numbers), Ok(numbers(estimate)), "{scenario:?}");
            figures_hold(estimate, scenario);
            sums_hold(estimate, scenario);
        }
        Err(why) => assert!(!why.message.is_empty(), "{scenario:?}"),
    }
    found
}

fn bits(number: Option<Interval<f64>>) -> Option<[Option<u64>; 3]> {
    number.map(|of| [Some(of.low()), of.central(), Some(of.high())].map(|end| end.map(f64::to_bits)))
}

fn figures_hold(estimate: &Estimate, scenario: &Scenario) {
    for step in estimate.steps() {
        match &step.outcome {
            Outcome::Number(number) => {
                assert!(number.is_finite() && number.low() >= 0.0, "{:?} {number:?}: {scenario:?}", step.item);
                let middle = number.central().unwrap_or(number.low());
                let is_in_order = number.low() <= middle && middle <= number.high();
                assert!(is_in_order, "{:?} {number:?}: {scenario:?}", step.item);
            }
            Outcome::Word { words, .. } => assert!(!words.is_empty(), "{:?}: {scenario:?}", step.item),
            Outcome::Unknown(why) => assert!(!why.is_empty(), "{:?}: {scenario:?}", step.item),
        }
    }
}

/// Stages add up to the total, and runs to their stage.
fn sums_hold(estimate: &Estimate, scenario: &Scenario) {
    let total = |item| estimate.step(item).outcome.number();
    let bill = estimate.bill();
    if let Some(hours) = total(Item::ChipHours) {
        assert_sum(bill.iter().map(|line| line.hours.base()), hours, scenario);
    }
    if let Some(cost) = total(Item::TrainingCost) {
        assert!(bill.iter().all(|line| line.cost.is_some()), "{scenario:?}");
        assert_sum(bill.iter().filter_map(|line| line.cost).map(Interval::base), cost, scenario);
    }
    for line in bill.iter().filter(|line| !line.parts.is_empty()) {
        assert_sum(line.parts.iter().map(|part| part.hours.base()), line.hours.base(), scenario);
        if let Some(cost) = line.cost {
            assert_sum(line.parts.iter().filter_map(|part| part.cost).map(Interval::base), cost.base(), scenario);
        }
    }
}

fn assert_sum(parts: impl Iterator<Item = Interval<f64>> + Clone, whole: Interval<f64>, scenario: &Scenario) {
    for end in [Interval::low, Interval::high] {
        let (sum, whole) = (parts.clone().map(|part| end(&part)).sum::<f64>(), end(&whole));
        assert!((sum - whole).abs() <= 1e-12 * sum.max(whole), "{sum} is not {whole}: {scenario:?}");
    }
}

fn in_words(estimate: &Result<Estimate, Infeasible>) {
    let estimate = match estimate {
        Ok(estimate) => estimate,
        Err(why) => return assert_readable(&why.to_string()),
    };
    for step in estimate.steps() {
        // A name is what somebody chose.
        if !matches!(step.outcome, Outcome::Word { .. }) {
            assert_readable(&step.to_text());
        }
        if let Some(equation) = estimate.equation_in_values(step.item) {
            assert_readable(&equation);
        }
    }
    estimate.notes().iter().for_each(|note| assert_readable(note));
}

/// The quick way to the same results, which the second scenario of a shape takes, gives the same bits.
fn in_a_batch(scenario: &Scenario, estimate: &Result<Estimate, Infeasible>) {
    let mut batch = Batch::of(&Batch::RESULTS);
    let mut results = || batch.results(scenario).map(|results| results.iter().copied().map(bits).collect::<Vec<_>>());
    let first = results();
    assert_eq!(first.as_ref().err(), estimate.as_ref().err(), "{scenario:?}");
    assert_eq!(results(), first, "{scenario:?}");
}
