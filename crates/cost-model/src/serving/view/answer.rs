//! The answer in a sentence or two.

use super::super::service::Service;
use super::{percent, usd};
use crate::report::{Report, Tone};
use crate::text::{Style, point};

pub(super) fn blocks(report: &mut Report, name: &str, service: &Service) {
    let chip = service.served.chip.short_name;
    let Some(costs) = service.costs() else {
        let why = service.inputs.get(crate::field::Field::ServingUsdPerGpuHour).because;
        report.text(Tone::Answer, format!("What {name} costs to serve on the {chip} needs a price of its chip-hours: {why}."));
        return;
    };
    let cost = costs.of_traffic(&service.traffic);
    let Some((prices, day)) = service.prices().zip(service.day()) else {
        report.text(
            Tone::Answer,
            format!("A million tokens of this traffic cost {} to serve with {name} on the {chip}. No list price of it is known: enter one to see a margin.", usd(cost)),
        );
        return;
    };
    let price = prices.of_traffic(&service.traffic);
    let margin = day.margin().middle_signed();
    let kept = if margin >= 0.0 {
        format!("{} of revenue is left over chips, cache and what else is counted", percent(margin))
    } else {
        format!("revenue falls {} short of cost", percent(1.0 - day.revenue().middle() / day.cost().middle()))
    };
    report.text(
        Tone::Answer,
        format!(
            "A million tokens of this traffic cost {} to serve with {name} on the {chip} and are listed at {}: {kept}. It breaks \
             even when {} of the tokens are paid for.",
            usd(cost),
            usd(price),
            paid(day.paid_to_break_even().middle())
        ),
    );
    report.text(
        Tone::Note,
        format!(
            "Traffic: {} of input for each of output, {} of the input found in the cache, {} in the cache while one is \
             written, {} a second for each user. Training, research and free use that is not entered are not in the cost.",
            point(service.traffic.input_per_output, Style::Count("tokens")),
            percent(service.traffic.cached),
            point(service.traffic.context, Style::Count("tokens")),
            point(service.traffic.rate, Style::Count("tokens"))
        ),
    );
}

/// A share that has to be paid, which may be more than there is.
pub(super) fn paid(share: f64) -> String {
    if share > 1.0 { format!("{} (more than all)", percent(share)) } else { percent(share) }
}
