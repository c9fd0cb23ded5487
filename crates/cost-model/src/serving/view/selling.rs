//! Whether it pays: a day's revenue and cost, what has to be paid, and how long training takes to be earned back.

use super::super::day::{Day, Months, Sales};
use super::super::inputs::ServingInputs;
use super::super::service::Service;
use super::{figure, inputs_of, percent, usd};
use crate::bill::{Inputs, Rung, WholeBill, counted};
use crate::estimate::estimate;
use crate::field::Field;
use crate::interval::Interval;
use crate::number;
use crate::report::{Block, Report, Row, Tone, row, table};
use crate::scenario::Scenario;
use crate::text::{self, Style, point};

pub(super) fn blocks(report: &mut Report, service: &Service) {
    let Some(day) = service.day() else { return };
    report.heading("Does it last?");
    sentence(report, service, &day);
    figures(report, service, &day);
    report.blocks.push(Block::Table(by_paid_share(&day)));
    payback(report, service, &day);
    sensitivity(report, service, &day);
}

fn sentence(report: &mut Report, service: &Service, day: &Day) {
    let central = day.central();
    let left = central.profit().middle_signed();
    let now = service.utilisation().middle();
    let range = day.profit();
    let holds = if left >= 0.0 { "it lasts" } else { "it does not last" };
    let tokens = service.inputs.get(Field::TokensPerDay);
    let verdict = format!(
        "At {} a day ({}), {holds}{}",
        point(service.tokens(), Style::Count("tokens")),
        tokens.because,
        if range.low() < 0.0 && range.high() >= 0.0 {
            " by central figures, though their ranges hold both"
        } else {
            ""
        }
    );
    let words = match day.utilisation_to_break_even(now) {
        Some(least) if least > now.max(1.0) => format!(
            "{verdict}: even full batches around the clock do not bring cost down to what is paid (chips would have to be used to {})",
            percent(least)
        ),
        Some(least) => format!(
            "{verdict}: cost is met once chips are used to {} of full batches; they are used to {}",
            percent(least),
            percent(now)
        ),
        None => format!("{verdict}: revenue does not even pay for keeping the prefix cache"),
    };
    let end = if left < 0.0 { "a day are lost" } else { "a day are left" };
    report.text(Tone::Plain, format!("{words}. {} {end}.", point(left.abs(), Style::Usd)));
}

/// A sum with its range and its central value.
fn ranged(range: Interval<f64>, central: Interval<f64>) -> Interval<f64> {
    Interval::around_or_between(range.low(), Some(central.middle_signed()), range.high())
}

fn per_day(value: Interval<f64>) -> String {
    let signed = |usd: f64| point(usd, Style::Usd);
    match (value.central(), value.is_exact()) {
        (Some(central), false) => {
            format!("{} ({} – {}) a day", signed(central), signed(value.low()), signed(value.high()))
        }
        (Some(central), true) => format!("{} a day", signed(central)),
        (None, _) => format!("{} – {} a day", signed(value.low()), signed(value.high())),
    }
}

fn figures(report: &mut Report, service: &Service, day: &Day) {
    let prices = [Field::UsdPerMillionInput, Field::UsdPerMillionCachedInput, Field::UsdPerMillionOutput];
    let sales = [Field::TokensPerDay, Field::PaidShare, Field::DiscountedShare, Field::Discount];
    let used = if service.known_chips().is_some() { Field::FleetChips } else { Field::ServingUtilisation };
    let chips = [Field::ServingUsdPerGpuHour, used, Field::TokensPerDay];
    let with = |fields: &[&[Field]]| inputs_of(service, &fields.concat());
    let count = text::exact_or_range(service.chips(), Style::Count("chips"));
    let rent = service.rent().map_or_else(String::new, |rent| text::exact_or_range(rent, Style::UsdPerHour));
    let central = day.central();
    let sum = |of: fn(&Day) -> Interval<f64>| per_day(ranged(of(day), of(&central)));
    let share = |of: fn(&Day) -> Interval<f64>| {
        let value = ranged(of(day), of(&central));
        if value.is_finite() {
            text::exact_or_range(value, Style::Fraction)
        } else {
            "none, as nothing comes in".to_owned()
        }
    };
    let rows = vec![
        figure(
            "Revenue",
            sum(Day::revenue),
            vec![
                "D_day × (input worked out × p_in + input found × p_hit + output × p_out) × π × (1 − θ × d)".to_owned(),
                format!("= {} at the list price × {}", usd(day.list_usd), percent(central.sales.kept().middle())),
            ],
            &with(&[&sales, &prices]),
        ),
        figure(
            "Chips",
            sum(|day| day.chips_usd),
            vec!["chips × p_s × 24 h".to_owned(), format!("= {count} × {rent} × 24 h")],
            &with(&[&chips]),
        ),
        figure(
            "Keeping the prefix cache",
            sum(|day| day.cache_usd),
            vec!["new tokens × bytes × T × p_gb".to_owned()],
            &with(&[&[Field::CacheHours, Field::CacheUsdPerGbMonth]]),
        ),
        figure(
            "Beyond the chips",
            sum(|day| day.chips_usd * day.overhead),
            vec!["chips × ω".to_owned()],
            &with(&[&[Field::ServingOverheadShare]]),
        ),
        figure(
            "Profit before training and research",
            sum(Day::profit),
            vec!["revenue − chips − cache − beyond the chips".to_owned()],
            &with(&[&chips, &sales]),
        ),
        figure("Margin, of revenue", share(Day::margin), vec!["profit ÷ revenue".to_owned()], &with(&[&chips, &sales])),
        figure(
            "Mark-up, of cost",
            share(Day::margin_on_cost),
            vec!["profit ÷ cost".to_owned()],
            &with(&[&chips, &sales]),
        ),
        figure(
            "Share of tokens that has to be paid",
            share(Day::paid_to_break_even),
            vec!["cost ÷ (revenue if all were paid)".to_owned()],
            &with(&[&chips]),
        ),
    ];
    report.blocks.push(Block::Figures { caption: "A day".to_owned(), rows });
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
            ..row(&[
                if is_even(*share) { format!("{} (break-even)", percent(even)) } else { percent(*share) },
                point(at.revenue().middle(), Style::Usd),
                point(at.cost().middle(), Style::Usd),
                point(profit, Style::Usd),
            ])
        }
    });
    table("A day by the share of tokens that is paid", &["Paid", "Revenue", "Cost", "Left"], rows.collect())
}

fn months(of: Option<Months>) -> String {
    let Some(months) = of else { return "never".to_owned() };
    let number = |value: f64| point(value, Style::Rounded);
    let central = number(months.central);
    let unit = if central == "1" { "month" } else { "months" };
    let latest = months.high.map_or_else(|| "never".to_owned(), number);
    if number(months.low) == latest {
        format!("{central} {unit}")
    } else {
        format!("{central} {unit} ({} – {latest})", number(months.low))
    }
}

/// Months until the profit of such days has paid for training, on every rung of the whole bill.
fn payback(report: &mut Report, service: &Service, day: &Day) {
    if let Some(seller) = resold_by(service) {
        report.text(
            Tone::Note,
            format!(
                "{seller} sells it and did not train it, so that no time to earn training back is said; enter prices of the \
                 developer’s own to see one. It may serve on other accelerators than are counted here."
            ),
        );
        return;
    }
    let bill = WholeBill::of(service.inputs.training());
    let shown = counted(service.inputs.training().scenario);
    let rungs = Rung::COUNTED.into_iter().filter_map(|rung| Some((rung, bill.rung(rung)?.known()?.base())));
    let rows: Vec<Row> = rungs
        .map(|(rung, sum)| Row {
            is_marked: rung == shown,
            ..row(&[rung.name().to_owned(), usd(sum), months(day.months_to_pay(sum))])
        })
        .collect();
    if rows.is_empty() {
        report.text(Tone::Note, "What training cost is not known, so that no time to earn it back can be said.");
        return;
    }
    report.blocks.push(Block::Table(table(
        "Until training is earned back, if every day were like this one",
        &["Training counted as", "Cost", "Earned back in"],
        rows,
    )));
}

/// Who sells the model where that is not its developer and no price was entered.
fn resold_by(service: &Service) -> Option<&'static str> {
    let price = service.inputs.asked().list_price()?;
    let model = super::super::market::Market::current().model(price.model)?;
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
            let (at_low, at_high) = (profit_with(scenario, field, low), profit_with(scenario, field, high));
            let style = field.spec().style;
            let cell = |profit: Option<f64>| {
                profit.map_or_else(|| "cannot be served".to_owned(), |usd| point(usd, Style::Usd))
            };
            let swing = at_low.zip(at_high).map_or(f64::INFINITY, |(low, high)| (high - low).abs());
            let cells =
                [field.spec().label().to_owned(), point(low, style), cell(at_low), point(high, style), cell(at_high)];
            (swing > 0.0).then(|| (swing, row(&cells)))
        })
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    report.blocks.push(Block::Table(table(
        "Profit of a day with one thing changed, the largest swing first",
        &["Changed", "At", "Left", "At", "Left"],
        rows.into_iter().map(|(_, row)| row).collect(),
    )));
    report.text(
        Tone::Note,
        format!(
            "All else by central values, at which {} a day is left.",
            point(day.central().profit().middle_signed(), Style::Usd)
        ),
    );
}

/// The profit of a day, by central values, with another value in one field.
fn profit_with(scenario: &Scenario, field: Field, value: f64) -> Option<f64> {
    let catalogue = crate::catalogue::Catalogue::current();
    let mut changed = scenario.clone();
    changed.enter(field, &number::to_text(Interval::exact(value)), catalogue).ok()?;
    let estimate = estimate(&changed, catalogue).ok()?;
    let inputs = ServingInputs::of(Inputs::of(&changed, &estimate, catalogue)).ok()?;
    Some(Service::of(&inputs).ok()?.day()?.central().profit().middle_signed())
}
