//! Whether it pays: a day's revenue and cost, what has to be paid, and how long training takes to be earned back.

use super::super::day::{DAYS_PER_MONTH, Day, Months, Sales};
use super::super::inputs::ServingInputs;
use super::super::service::Service;
use super::{figure, inputs_of, percent, usd};
use crate::bill::{Inputs, Rung, WholeBill, counted};
use crate::estimate::estimate;
use crate::field::Field;
use crate::interval::Interval;
use crate::number;
use crate::report::{Block, Report, Row, Tone, once_each, row, table};
use crate::scenario::Scenario;
use crate::text::{self, Style, point};
use crate::words::serving_selling as words;

pub(super) fn blocks(report: &mut Report, service: &Service) {
    let Some(day) = service.day() else { return };
    report.heading(words::does_it_last());
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
}

/// A sum with its range and its central value.
fn ranged(range: Interval<f64>, central: Interval<f64>) -> Interval<f64> {
    Interval::around_or_between(range.low(), Some(central.middle_signed()), range.high())
}

fn per_day(value: Interval<f64>) -> String {
    let signed = |usd: f64| point(usd, Style::Usd);
    words::per_day(&match (value.central(), value.is_exact()) {
        (Some(central), false) => format!("{} ({} – {})", signed(central), signed(value.low()), signed(value.high())),
        (Some(central), true) => signed(central),
        (None, _) => format!("{} – {}", signed(value.low()), signed(value.high())),
    })
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
    let middle = |value: Interval<f64>| point(value.middle(), Style::Usd);
    let left = point(central.profit().middle_signed(), Style::Usd);
    let sum = |of: fn(&Day) -> Interval<f64>| per_day(ranged(of(day), of(&central)));
    let share = |of: fn(&Day) -> Interval<f64>| {
        let value = ranged(of(day), of(&central));
        if value.is_finite() {
            text::exact_or_range(value, Style::Fraction)
        } else {
            words::nothing_comes_in().to_owned()
        }
    };
    let rows = vec![
        figure(
            words::revenue(),
            sum(Day::revenue),
            vec![
                words::revenue_formula().to_owned(),
                words::at_list_price(&usd(day.list_usd), &percent(central.sales.kept().middle())),
            ],
            &with(&[&sales, &prices]),
        ),
        figure(
            words::chips(),
            sum(|day| day.chips_usd),
            vec![words::chips_formula().to_owned(), format!("= {count} × {rent} × 24 h")],
            &with(&[&chips]),
        ),
        figure(
            words::keeping_the_cache(),
            sum(|day| day.cache_usd),
            std::iter::once(words::keeping_formula().to_owned()).chain(kept_in_a_day(service)).collect(),
            &with(&[&[Field::CacheHours, Field::CacheUsdPerGbMonth]]),
        ),
        figure(
            words::beyond_the_chips(),
            sum(|day| day.chips_usd * day.overhead),
            vec![
                words::beyond_formula().to_owned(),
                format!("= {} × {}", middle(central.chips_usd), percent(central.overhead.middle())),
            ],
            &with(&[&[Field::ServingOverheadShare]]),
        ),
        figure(
            words::profit(),
            sum(Day::profit),
            vec![
                words::profit_formula().to_owned(),
                format!(
                    "= {} − {} − {} − {}",
                    middle(central.revenue()),
                    middle(central.chips_usd),
                    middle(central.cache_usd),
                    middle(central.chips_usd * central.overhead)
                ),
            ],
            &with(&[&chips, &sales]),
        ),
        figure(
            words::margin(),
            share(Day::margin),
            vec![words::margin_formula().to_owned(), format!("= {left} ÷ {}", middle(central.revenue()))],
            &with(&[&chips, &sales]),
        ),
        figure(
            words::mark_up(),
            share(Day::margin_on_cost),
            vec![words::mark_up_formula().to_owned(), format!("= {left} ÷ {}", middle(central.cost()))],
            &with(&[&chips, &sales]),
        ),
        figure(
            words::has_to_be_paid(),
            share(Day::paid_to_break_even),
            vec![
                words::has_to_be_paid_formula().to_owned(),
                format!("= {} ÷ {}", middle(central.cost()), middle(central.list_usd * central.sales.price_kept())),
            ],
            &with(&[&chips]),
        ),
    ];
    report.blocks.push(Block::Figures { caption: words::a_day().to_owned(), rows });
}

/// What keeping the prefixes of a day comes to, with values put in.
fn kept_in_a_day(service: &Service) -> Option<String> {
    let cache = service.cache(service.inputs.medium())?;
    let new = service.tokens() * (1.0 - service.traffic.hit_share());
    Some(format!(
        "= {} × {} × {} × {}",
        point(new, Style::Count("tokens")),
        point(cache.bytes_per_token, Style::Bytes),
        service.inputs.get(Field::CacheHours).to_text(),
        service.inputs.get(Field::CacheUsdPerGbMonth).to_text()
    ))
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
            working: at_share(&at, profit),
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

/// How the figures of a day with exact values were found.
fn at_share(day: &Day, profit: f64) -> Vec<String> {
    let dollars = |value: Interval<f64>| point(value.middle(), Style::Usd);
    let (paid, kept) = (percent(day.sales.paid.middle()), percent(day.sales.price_kept().middle()));
    vec![
        words::revenue_working(&dollars(day.list_usd), &paid, &kept, &dollars(day.revenue())),
        words::cost_working(
            &dollars(day.chips_usd),
            &dollars(day.chips_usd * day.overhead),
            &dollars(day.cache_usd),
            &dollars(day.cost()),
        ),
        words::left_working(&dollars(day.revenue()), &dollars(day.cost()), &point(profit, Style::Usd)),
    ]
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
            working: earned_back(day, cost),
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

/// How the time was found in which a cost is earned back: by central values, at the earliest and at the latest.
fn earned_back(day: &Day, cost: Interval<f64>) -> Vec<String> {
    let central = day.central().profit().middle_signed();
    let Some(months) = day.months_to_pay(cost) else {
        return vec![words::never_earned_back(&point(central, Style::Usd))];
    };
    let (dollars, number) = (|usd: f64| point(usd, Style::Usd), |value: f64| point(value, Style::Rounded));
    let days = point(DAYS_PER_MONTH, Style::Plain);
    let mut lines =
        vec![words::earned_back_working(&dollars(cost.middle()), &dollars(central), &days, &number(months.central))];
    let (earliest, latest) = (number(months.low), months.high.map(number));
    if latest.as_ref() != Some(&earliest) {
        let profit = day.profit();
        lines.push(words::earliest_working(&dollars(cost.low()), &dollars(profit.high()), &days, &earliest));
        lines.push(match latest {
            Some(latest) => words::latest_working(&dollars(cost.high()), &dollars(profit.low()), &days, &latest),
            None => words::latest_never(&dollars(profit.low())),
        });
    }
    lines
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
            let (at_low, at_high) = (day_with(scenario, field, low), day_with(scenario, field, high));
            let style = field.spec().style;
            let working = [(low, &at_low), (high, &at_high)]
                .into_iter()
                .filter_map(|(value, day)| Some(with_value(&point(value, style), day.as_ref()?)));
            let working = working.collect();
            let profit = |day: Option<Day>| day.map(|day| day.profit().middle_signed());
            let (at_low, at_high) = (profit(at_low), profit(at_high));
            let cell = |profit: Option<f64>| {
                profit.map_or_else(|| words::cannot_be_served().to_owned(), |usd| point(usd, Style::Usd))
            };
            let swing = at_low.zip(at_high).map_or(f64::INFINITY, |(low, high)| (high - low).abs());
            let cells =
                [field.spec().label.to_owned(), point(low, style), cell(at_low), point(high, style), cell(at_high)];
            (swing > 0.0).then(|| (swing, Row { working, ..row(&cells) }))
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

/// What is left of a day with exact values, once a field has that value.
fn with_value(value: &str, day: &Day) -> String {
    let dollars = |usd: f64| point(usd, Style::Usd);
    let left = dollars(day.profit().middle_signed());
    words::left_with_value(value, &dollars(day.revenue().middle()), &dollars(day.cost().middle()), &left)
}

/// A day, by central values, with another value in one field.
fn day_with(scenario: &Scenario, field: Field, value: f64) -> Option<Day> {
    let catalogue = crate::catalogue::Catalogue::current();
    let mut changed = scenario.clone();
    changed.enter(field, &number::to_text(Interval::exact(value)), catalogue).ok()?;
    let estimate = estimate(&changed, catalogue).ok()?;
    let inputs = ServingInputs::of(Inputs::of(&changed, &estimate, catalogue)).ok()?;
    Some(Service::of(&inputs).ok()?.day()?.central())
}
