//! The answer in a sentence or two.

use super::super::day::Day;
use super::super::service::Service;
use super::super::traffic::{PUBLISHED_DAY, Traffic};
use super::{percent, usd};
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Report, Tone};
use crate::text::{self, Style, point};
use crate::words::serving_answer as words;

/// From how many measurements on a chip on, and how many times away from them at the median, the roofline is doubted.
const ENOUGH: usize = 3;
const FAR: f64 = 1.35;

pub(super) fn blocks(report: &mut Report, name: &str, service: &Service) {
    let chip = service.served.chip.short_name;
    let Some(cost) = service.all_in() else {
        let why = service.inputs.get(Field::ServingUsdPerGpuHour).because;
        report.text(Tone::Answer, words::needs_a_rent(name, chip, &why));
        return;
    };
    report.text(Tone::Answer, answer(name, service, &usd(cost)));
    report.text(Tone::Note, words::what_is_counted(&of_traffic(&service.traffic)));
    chips_or_utilisation(report, service);
    measured_on_the_chip(report, service);
    if service.inputs.asked().is_of_the_day() {
        report.offer(words::enter_published_day(), PUBLISHED_DAY.entries());
    }
}

/// The traffic in a sentence.
pub(super) fn of_traffic(traffic: &Traffic) -> String {
    words::traffic(
        &point(traffic.input_per_output, Style::Count("tokens")),
        &point(traffic.prompt(), Style::Count("")),
        &point(traffic.answer(), Style::Count("tokens")),
        &percent(traffic.cached),
        &point(traffic.context, Style::Count("tokens")),
        &point(traffic.rate, Style::Count("tokens")),
    )
}

fn answer(name: &str, service: &Service, cost: &str) -> String {
    let cost = costs(name, service, cost);
    let Some((prices, day)) = service.prices().zip(service.day()) else { return words::no_list_price(&cost) };
    let price = usd(prices.of_traffic(&service.traffic));
    let even = breaks_even(day.central().paid_to_break_even().middle());
    let verdict = verdict(service, &day);
    match listed_by(service) {
        Some(seller) => words::listed_at(&cost, &price, &seller, &verdict, &even),
        None => words::sold_at(&cost, &price, &verdict, &even),
    }
}

/// The cost with the accelerator, its rent and how much of it is used, without which no cost can be compared.
fn costs(name: &str, service: &Service, cost: &str) -> String {
    let rent = service.rent().map_or_else(String::new, |rent| point(rent.middle(), Style::UsdPerHour));
    let utilisation = percent(service.utilisation().middle());
    words::costs_to_serve(cost, name, service.served.chip.short_name, &rent, &utilisation)
}

/// What is left of the revenue; both ends where the range has no central cost and reaches from a loss to a profit.
fn verdict(service: &Service, day: &Day) -> String {
    let central = day.central();
    let (margin, range) = (central.margin().middle_signed(), day.margin());
    let has_central = service.all_in().is_some_and(|cost| cost.is_exact() || cost.central().is_some());
    if !has_central && range.low() < 0.0 && range.high() > 0.0 {
        return words::loss_or_profit(&percent(range.low()), &percent(range.high()));
    }
    if margin >= 0.0 {
        words::revenue_left(&percent(margin))
    } else {
        words::revenue_pays(&percent(central.revenue().middle() / central.cost().middle()))
    }
}

/// Who asks the list price and since when, where none was entered.
fn listed_by(service: &Service) -> Option<String> {
    let asked = service.inputs.asked();
    let price = asked.list_price().filter(|_| !asked.is_price_entered())?;
    Some(crate::words::serving_asked::seller_and_date(price.seller, &price.dated()))
}

/// What is to be known where the utilisation is not simply assumed.
fn chips_or_utilisation(report: &mut Report, service: &Service) {
    let count = |chips: Interval<f64>| text::exact_or_range(chips, Style::Count("chips"));
    let least = count(Interval::exact(service.least_chips()));
    if let Some(chips) = service.known_chips() {
        report.text(Tone::Note, words::chips_decide(&count(chips), &least));
    } else if service.inputs.goes_by_the_day() {
        let day = count(Interval::exact(PUBLISHED_DAY.nodes * PUBLISHED_DAY.chips_per_node));
        let utilisation = percent(service.utilisation().middle());
        report.text(Tone::Note, words::utilisation_of_the_day(&utilisation, &day, &count(service.chips())));
    }
}

/// A warning where the roofline is known to be far from what was measured on the chip.
fn measured_on_the_chip(report: &mut Report, service: &Service) {
    let Some((count, times)) = super::measured::on_chip(service.inputs.chip().slug, service.inputs.catalogue()) else {
        return;
    };
    if count >= ENOUGH && !(1.0 / FAR..=FAR).contains(&times) {
        let chip = service.served.chip.short_name;
        let (count, rounded) = (count.to_string(), point(times, Style::Rounded));
        report.text(
            Tone::Warning,
            if times > 1.0 {
                words::cheaper_than_reached(chip, &count, &rounded)
            } else {
                words::dearer_than_reached(chip, &count, &rounded)
            },
        );
    }
}

/// When cost is met: once a share is paid that may be more than there is.
fn breaks_even(share: f64) -> String {
    match share {
        _ if !share.is_finite() => words::nothing_comes_in().to_owned(),
        _ if share > 1.0 => words::would_break_even(&point(share, Style::Rounded)),
        _ => words::breaks_even(&percent(share)),
    }
}
