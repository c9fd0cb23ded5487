//! Whether it pays: a day's revenue and cost, what has to be paid, and how long training takes to be earned back.

mod figures;
mod working;

use super::super::day::{Day, Months, Sales};
use super::super::inputs::ServingInputs;
use super::super::service::Service;
use super::{percent, usd};
use crate::bill::{Inputs, Rung, WholeBill, counted};
use crate::estimate::estimate;
use crate::field::Field;
use crate::interval::Interval;
use crate::number;
use crate::report::{Block, Given, Report, Row, Tone, both, fields, once_each, row, table};
use crate::scenario::Scenario;
use crate::text::{Style, point};
use crate::words::serving_selling as words;

pub(super) fn blocks(report: &mut Report, service: &Service) {
    let Some(day) = service.day() else { return };
    report.heading(words::does_it_last());
    sentence(report, service, &day);
    report.blocks.push(figures::of_the_day(service, &day));
    report.blocks.push(Block::Table(by_paid_share(&day).resting_on(&figures::accounts())));
    payback(report, service, &day);
    sensitivity(report, service, &day);
}

fn sentence(report: &mut Report, service: &Service, day: &Day) {
    let central = day.central();
    let left = central.profit().middle_signed();
    let now = service.utilisation().middle();
    let range = day.profit();
    let verdict = match (left >= 0.0, range.low() < 0.0 && range.high() >= 0.0) {
        (true, false) => words::lasts,
        (true, true) => words::lasts_by_central,
        (false, false) => words::does_not_last,
        (false, true) => words::does_not_last_by_central,
    };
    let tokens = point(service.tokens(), Style::Count("tokens"));
    let verdict = verdict(&tokens, &service.inputs.get(Field::TokensPerDay).because);
    let why = match day.utilisation_to_break_even(now) {
        Some(least) if least > now.max(1.0) => words::full_batches_do_not_pay(&verdict, &percent(least)),
        Some(least) => words::cost_is_met_from(&verdict, &percent(least), &percent(now)),
        None => words::cache_is_not_paid(&verdict),
    };
    let end = if left < 0.0 { words::lost } else { words::left_over };
    report.text(Tone::Plain, why + &end(&point(left.abs(), Style::Usd)));
    part_of_a_fleet(report, service);
}

/// Says so where the chips that are counted do not hold the model once.
fn part_of_a_fleet(report: &mut Report, service: &Service) {
    let (chips, fewest) = (service.chips(), service.fewest_chips());
    let Some(rent) = service.rent().filter(|_| chips.middle() < fewest) else { return };
    let count = |chips: f64| point(chips, Style::Count("chips"));
    let usd = point(fewest * 24.0 * rent.middle(), Style::Usd);
    report.text(Tone::Warning, words::part_of_a_fleet(&count(chips.middle()), &count(fewest), &usd));
}

/// What is left at other shares of paid tokens, by central values, down to where nothing is.
fn by_paid_share(day: &Day) -> crate::report::Table {
    let day = day.central();
    let even = day.paid_to_break_even().middle();
    let now = day.sales.paid.middle();
    let mut shares = vec![1.0, 0.75, 0.5, 0.25];
    // A share that reads the same as another has no row of its own.
    let has = |shares: &[f64], share: f64| shares.iter().any(|other| percent(*other) == percent(share));
    for share in [now, even] {
        if share > 0.0 && share <= 1.0 && !has(&shares, share) {
            shares.push(share);
        }
    }
    let is_even = |share: f64| percent(share) == percent(even);
    shares.sort_by(|one, other| other.total_cmp(one));
    let rows = shares.iter().map(|share| {
        let at = Day { sales: Sales { paid: Interval::exact(*share), ..day.sales }, ..day };
        let profit = at.profit().middle_signed();
        // At the break-even itself rounding leaves a dust of cents.
        let profit = if is_even(*share) { 0.0 } else { profit };
        Row {
            is_marked: *share == now,
            enters: vec![(Field::PaidShare, number::to_text(Interval::exact(*share)))],
            working: working::at_share(&at, profit),
            ..row(&[
                if is_even(*share) { words::break_even(&percent(even)) } else { percent(*share) },
                point(at.revenue().middle(), Style::Usd),
                point(at.cost().middle(), Style::Usd),
                point(profit, Style::Usd),
            ])
        }
    });
    table(words::by_paid_share(), &[words::paid(), words::revenue(), words::cost(), words::left()], rows.collect())
}

/// What is left of a day.
fn what_is_left() -> Vec<Given> {
    crate::report::figures(&[words::profit()])
}

fn months(of: Option<Months>) -> String {
    let Some(months) = of else { return words::never().to_owned() };
    let number = |value: f64| point(value, Style::Rounded);
    let (central, earliest) = (number(months.central), number(months.low));
    let latest = months.high.map_or_else(|| words::never().to_owned(), number);
    match (central == "1", earliest == latest) {
        (true, true) => words::one_month().to_owned(),
        (true, false) => words::one_month_or(&earliest, &latest),
        (false, true) => words::months(&central),
        (false, false) => words::months_or(&central, &earliest, &latest),
    }
}

/// Months until the profit of such days has paid for training, on every rung of the whole bill.
fn payback(report: &mut Report, service: &Service, day: &Day) {
    if let Some(seller) = resold_by(service) {
        report.text(Tone::Note, words::resold(seller));
        return;
    }
    let bill = WholeBill::of(service.inputs.training());
    let shown = counted(service.inputs.training().scenario);
    let rungs = Rung::COUNTED.into_iter().filter_map(|rung| {
        let sum = bill.rung(rung)?;
        Some((rung, sum, sum.known()?.base()))
    });
    let rows: Vec<Row> = rungs
        .map(|(rung, sum, cost)| Row {
            is_marked: rung == shown,
            working: working::earned_back(day, cost),
            given: both(what_is_left(), &sum.given),
            sources: once_each(sum.sources.iter()),
            ..row(&[rung.name().to_owned(), usd(cost), months(day.months_to_pay(cost))])
        })
        .collect();
    if rows.is_empty() {
        report.text(Tone::Note, words::training_cost_not_known());
        return;
    }
    report.blocks.push(Block::Table(table(
        words::until_earned_back(),
        &[words::training_counted_as(), words::cost(), words::earned_back_in()],
        rows,
    )));
}

/// Who sells the model where that is not its developer and no price was entered.
fn resold_by(service: &Service) -> Option<&'static str> {
    let price = service.inputs.asked().list_price()?;
    let model = super::super::market::Market::of(service.inputs.catalogue().edition()).model(price.model)?;
    let is_entered = service.inputs.entered(Field::UsdPerMillionOutput).is_some();
    (price.seller != model.developer && !is_entered).then_some(price.seller)
}

/// A field with its least and its most, as text that enters them.
fn swings(service: &Service) -> Vec<(Field, f64, f64)> {
    let central = |field| service.inputs.get(field).value.map(|value| value.middle());
    let range = |field| {
        let value = service.inputs.get(field).value?;
        (!value.is_exact()).then_some((field, value.low(), value.high()))
    };
    let times = |field, low: f64, high: f64| Some((field, central(field)? * low, central(field)? * high));
    [
        Some((Field::PaidShare, 0.25, 1.0)),
        range(Field::ServingUtilisation).or(Some((Field::ServingUtilisation, 0.3, 0.9))),
        range(Field::ServingUsdPerGpuHour).or(times(Field::ServingUsdPerGpuHour, 0.5, 2.0)),
        times(Field::TokensPerDay, 0.5, 1.1),
        times(Field::UsdPerMillionInput, 0.5, 1.0),
        times(Field::UsdPerMillionOutput, 0.5, 1.0),
        range(Field::CacheHours),
        Some((Field::CacheHitShare, 0.0, 0.9)),
        times(Field::TokensPerSecond, 0.5, 2.5),
        times(Field::KvLength, 0.5, 4.0),
        range(Field::ServingOverheadShare),
        range(Field::CacheUsdPerGbMonth),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What one field at a time changes.
fn sensitivity(report: &mut Report, service: &Service, day: &Day) {
    let scenario = service.inputs.training().scenario;
    let are_chips_known = service.known_chips().is_some();
    let mut rows: Vec<(f64, Row)> = swings(service)
        .into_iter()
        // With the chips known their number decides and not how they are used.
        .filter(|(field, ..)| {
            let of_speed = [Field::ServingUtilisation, Field::TokensPerSecond, Field::KvLength, Field::CacheHitShare];
            !(are_chips_known && of_speed.contains(field))
        })
        .filter_map(|(field, low, high)| {
            let (at_low, at_high) = (day_with(scenario, field, low), day_with(scenario, field, high));
            let style = field.spec().style;
            let working = [(low, &at_low), (high, &at_high)]
                .into_iter()
                .filter_map(|(value, day)| Some(working::with_value(&point(value, style), day.as_ref()?)));
            let working = working.collect();
            let profit = |day: Option<Day>| day.map(|day| day.profit().middle_signed());
            let (at_low, at_high) = (profit(at_low), profit(at_high));
            let cell = |profit: Option<f64>| {
                profit.map_or_else(|| words::cannot_be_served().to_owned(), |usd| point(usd, Style::Usd))
            };
            let swing = at_low.zip(at_high).map_or(f64::INFINITY, |(low, high)| (high - low).abs());
            let cells =
                [field.spec().label().to_owned(), point(low, style), cell(at_low), point(high, style), cell(at_high)];
            let given = both(fields(&[field]), &what_is_left());
            (swing > 0.0).then(|| (swing, Row { working, given, ..row(&cells) }))
        })
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    report.blocks.push(Block::Table(table(
        words::one_thing_changed(),
        &[words::changed(), words::at(), words::left(), words::at(), words::left()],
        rows.into_iter().map(|(_, row)| row).collect(),
    )));
    let left = point(day.central().profit().middle_signed(), Style::Usd);
    report.text(Tone::Note, words::all_else_central(&left));
}

/// A day, by central values, with another value in one field.
fn day_with(scenario: &Scenario, field: Field, value: f64) -> Option<Day> {
    let mut changed = scenario.clone();
    changed.enter(field, &number::to_text(Interval::exact(value))).ok()?;
    let estimate = estimate(&changed).ok()?;
    let inputs = ServingInputs::of(Inputs::of(&changed, &estimate)).ok()?;
    Some(Service::of(&inputs).ok()?.day()?.central())
}
