//! The answer in a sentence or two.

use super::super::day::Day;
use super::super::service::Service;
use super::super::traffic::{PUBLISHED_DAY, Traffic};
use super::{percent, usd};
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Report, Tone};
use crate::text::{self, Style, point};

/// From how many measurements on a chip on, and how many times away from them at the median, the roofline is doubted.
const ENOUGH: usize = 3;
const FAR: f64 = 1.35;

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
    chips_or_utilisation(report, service);
    measured_on_the_chip(report, service);
    if service.inputs.asked().is_of_the_day() {
        report.offer("Enter DeepSeek’s published day", PUBLISHED_DAY.entries());
    }
}

/// The traffic in a sentence.
pub(super) fn of_traffic(traffic: &Traffic) -> String {
    format!(
        "Traffic: {} of input for each of output, as prompts of {} and answers of {}; {} of the input found in the cache, {} in \
         the cache while one is written, {} a second for each user.",
        point(traffic.input_per_output, Style::Count("tokens")),
        point(traffic.prompt(), Style::Count("")),
        point(traffic.answer(), Style::Count("tokens")),
        percent(traffic.cached),
        point(traffic.context, Style::Count("tokens")),
        point(traffic.rate, Style::Count("tokens"))
    )
}

fn answer(name: &str, service: &Service, cost: &str) -> String {
    let served = format!("A million tokens of this traffic cost {cost} to serve with {name} {}", on_what(service));
    let Some((prices, day)) = service.prices().zip(service.day()) else {
        return format!("{served}. No list price of it is known: enter one to see a margin.");
    };
    let price = usd(prices.of_traffic(&service.traffic));
    let sold = match listed_by(service) {
        Some(seller) => format!("are listed at {price} ({seller})"),
        None => format!("are sold at {price}, as entered"),
    };
    let even = breaks_even(day.central().paid_to_break_even().middle());
    format!("{served}, and {sold}: {}. {even}.", verdict(service, &day))
}

/// The accelerator, its rent and how much of it is used, without which no cost can be compared.
fn on_what(service: &Service) -> String {
    let rent =
        service.rent().map_or_else(String::new, |rent| format!(" at {}", point(rent.middle(), Style::UsdPerHour)));
    format!(
        "on the {}{rent}, used to {} of full batches",
        service.served.chip.short_name,
        percent(service.utilisation().middle())
    )
}

/// What is left of the revenue; both ends where the range has no central cost and reaches from a loss to a profit.
fn verdict(service: &Service, day: &Day) -> String {
    let central = day.central();
    let (margin, range) = (central.margin().middle_signed(), day.margin());
    let has_central = service.all_in().is_some_and(|cost| cost.is_exact() || cost.central().is_some());
    if !has_central && range.low() < 0.0 && range.high() > 0.0 {
        return format!(
            "that may be a loss or a profit, from {} of the revenue to {}",
            percent(range.low()),
            percent(range.high())
        );
    }
    if margin >= 0.0 {
        format!("{} of the revenue is left", percent(margin))
    } else {
        format!("revenue pays {} of the cost", percent(central.revenue().middle() / central.cost().middle()))
    }
}

/// Who asks the list price and since when, where none was entered.
fn listed_by(service: &Service) -> Option<String> {
    let asked = service.inputs.asked();
    let price = asked.list_price().filter(|_| !asked.is_price_entered())?;
    Some(format!("{}, {}", price.seller, price.date))
}

/// What is to be known where the utilisation is not simply assumed.
fn chips_or_utilisation(report: &mut Report, service: &Service) {
    let count = |chips: Interval<f64>| text::exact_or_range(chips, Style::Count("chips"));
    let least = count(Interval::exact(service.least_chips()));
    if let Some(chips) = service.known_chips() {
        report.text(
            Tone::Note,
            format!(
                "The {} that were entered decide, and not the utilisation; by the roofline full batches need {least}.",
                count(chips)
            ),
        );
    } else if service.inputs.goes_by_the_day() {
        let day = count(Interval::exact(PUBLISHED_DAY.nodes * PUBLISHED_DAY.chips_per_node));
        report.text(
            Tone::Note,
            format!(
                "Utilisation is what DeepSeek’s published day came to, {}: its {day} against those that full batches need by the \
                 roofline, whose own error is in it. For this traffic that makes {}.",
                percent(service.utilisation().middle()),
                count(service.chips())
            ),
        );
    }
}

/// A warning where the roofline is known to be far from what was measured on the chip.
fn measured_on_the_chip(report: &mut Report, service: &Service) {
    let Some((count, times)) = super::measured::on_chip(service.inputs.chip().slug, service.inputs.catalogue()) else {
        return;
    };
    if count >= ENOUGH && !(1.0 / FAR..=FAR).contains(&times) {
        report.text(
            Tone::Warning,
            format!(
                "On the {} the roofline calls {count} measured throughputs {} times what they were, at the median: what is worked \
                 out here is {} than what has been reached.",
                service.served.chip.short_name,
                point(times, Style::Rounded),
                if times > 1.0 { "cheaper" } else { "dearer" }
            ),
        );
    }
}

/// When cost is met: once a share is paid that may be more than there is.
fn breaks_even(share: f64) -> String {
    match share {
        _ if !share.is_finite() => "At these prices nothing comes in".to_owned(),
        _ if share > 1.0 => format!(
            "It would break even at {} times the price, if every token were paid for",
            point(share, Style::Rounded)
        ),
        _ => format!("It breaks even when {} of the tokens are paid for", percent(share)),
    }
}
