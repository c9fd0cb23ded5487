//! The answer in a sentence or two.

use super::super::service::Service;
use super::super::traffic::{PUBLISHED_DAY, Traffic};
use super::{percent, usd};
use crate::field::Field;
use crate::report::{Report, Tone};
use crate::text::{Style, point};

pub(super) fn blocks(report: &mut Report, name: &str, service: &Service) {
    let chip = service.served.chip.short_name;
    let Some(cost) = service.all_in() else {
        let why = service.inputs.get(Field::ServingUsdPerGpuHour).because;
        report.text(
            Tone::Answer,
            format!("What {name} costs to serve on the {chip} needs a price of its chip-hours: {why}."),
        );
        return;
    };
    report.text(Tone::Answer, answer(name, service, &usd(cost)));
    report.text(
        Tone::Note,
        format!(
            "{} Counted are chips, the prefix cache and what serving needs beyond them; training, research and free use that \
             is not entered are not.",
            of_traffic(&service.traffic)
        ),
    );
    known_chips(report, service);
    if service.inputs.asked().is_of_the_day() {
        report.offer("Enter DeepSeek’s published day", PUBLISHED_DAY.entries());
    }
}

/// The traffic in a sentence.
pub(super) fn of_traffic(traffic: &Traffic) -> String {
    format!(
        "Traffic: {} of input for each of output, {} of the input found in the cache, {} in the cache while one is written, {} \
         a second for each user.",
        point(traffic.input_per_output, Style::Count("tokens")),
        percent(traffic.cached),
        point(traffic.context, Style::Count("tokens")),
        point(traffic.rate, Style::Count("tokens"))
    )
}

fn answer(name: &str, service: &Service, cost: &str) -> String {
    let chip = service.served.chip.short_name;
    let Some((prices, day)) = service.prices().zip(service.day()) else {
        return format!(
            "A million tokens of this traffic cost {cost} to serve with {name} on the {chip}. No list price of it is known: enter \
             one to see a margin."
        );
    };
    let central = day.central();
    let margin = central.margin().middle_signed();
    let verdict = if margin >= 0.0 {
        format!("{} of the revenue is left", percent(margin))
    } else {
        format!("revenue pays {} of the cost", percent(central.revenue().middle() / central.cost().middle()))
    };
    format!(
        "A million tokens of this traffic cost {cost} to serve with {name} on the {chip} and are listed at {}{}: {verdict}. It \
         breaks even when {} of the tokens are paid for.",
        usd(prices.of_traffic(&service.traffic)),
        listed_by(service),
        paid(central.paid_to_break_even().middle())
    )
}

/// Who asks the list price, where none was entered.
fn listed_by(service: &Service) -> String {
    let asked = service.inputs.asked();
    match asked.list_price() {
        Some(price) if !asked.is_price_entered() => format!(" ({}, {})", price.seller, price.date),
        _ => String::new(),
    }
}

/// What is to be known where the chips are not worked out.
fn known_chips(report: &mut Report, service: &Service) {
    let Some(chips) = service.known_chips() else { return };
    let used = service.utilisation().middle();
    let least = point(service.least_chips(), Style::Count("chips"));
    let chips = crate::text::exact_or_range(chips, Style::Count("chips"));
    if service.inputs.goes_by_the_day() {
        report.text(
            Tone::Note,
            format!(
                "Its {chips} are as published for that day; by the roofline full batches would need {least}. Change the traffic, \
                 the utilisation or how it is served, and the chips are worked out instead."
            ),
        );
    } else if used > 1.25 {
        report.text(
            Tone::Warning,
            format!(
                "{chips} cannot serve this traffic: by the roofline it takes {least} at full batches around the clock, and its \
                 error does not explain so much."
            ),
        );
    } else {
        report.text(
            Tone::Note,
            format!("The {chips} that were entered decide, and not the utilisation; by the roofline full batches need {least}."),
        );
    }
}

/// A share that has to be paid, which may be more than there is.
pub(super) fn paid(share: f64) -> String {
    if share > 1.0 { format!("{} (more than all)", percent(share)) } else { percent(share) }
}
