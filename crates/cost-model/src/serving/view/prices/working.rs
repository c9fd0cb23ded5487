//! How the figures of the tables of prices were found.

use super::super::super::efficiency::ERROR;
use super::super::super::margin::{Floor, Offer};
use super::super::super::market::ListPrice;
use super::super::super::traffic::Traffic;
use super::super::usd;
use super::{Line, margin, mark_up};
use crate::interval::Interval;
use crate::text::{self, Style, point};
use crate::words::serving_prices as words;

/// What a floor is of, and what it comes to.
pub(super) fn cost_on(floor: &Floor) -> String {
    let hours = point(floor.chip_hours, Style::Count("chip-hours"));
    let rent = text::exact_or_range(floor.rent, Style::UsdPerHour);
    let error = text::exact_or_range(ERROR, Style::Plain);
    match floor.stand_in {
        Some(model) => words::cost_like(model, floor.chip, &hours, &rent, &error, &usd(floor.usd)),
        None => words::cost_on(floor.chip, &hours, &rent, &error, &usd(floor.usd)),
    }
}

/// Of a row of every list price: the price of the traffic, the ends of the cost, and one over the other.
pub(super) fn of_line(line: &Line, traffic: &Traffic) -> Vec<String> {
    let Line { price, offer, .. } = line;
    let mut lines = vec![of_traffic(price, offer, traffic)];
    let least = offer.floors.iter().reduce(|best, next| if next.usd.low() < best.usd.low() { next } else { best });
    let most = offer.floors.iter().reduce(|best, next| if next.usd.high() > best.usd.high() { next } else { best });
    match (least, most) {
        (Some(least), Some(most)) if least != most => {
            lines.extend([words::least(&cost_on(least)), words::most(&cost_on(most))]);
        }
        (least, _) => lines.extend(least.map(cost_on)),
    }
    if let (Some(cost), Some(times)) = (offer.cost(), offer.mark_up()) {
        let ends = usd(Interval::between(cost.low(), cost.high()));
        let dollars = point(offer.price, Style::Usd);
        lines.push(words::times_and_margin(&dollars, &ends, &mark_up(times), &margin(offer.price, cost)));
    }
    lines
}

/// The price of the traffic by those of its tokens.
pub(super) fn of_traffic(price: &ListPrice, offer: &Offer, traffic: &Traffic) -> String {
    let (share, dollars) = (|part: f64| point(part, Style::Fraction), |usd: f64| point(usd, Style::Usd));
    words::this_traffic_working(
        &share(traffic.input_share() - traffic.hit_share()),
        &dollars(price.input),
        &share(traffic.hit_share()),
        &dollars(price.cached.unwrap_or(price.input)),
        &share(traffic.output_share()),
        &dollars(price.output),
        &dollars(offer.price),
    )
}

/// Of the closed models of a maker: which lie above the range, and which are the cheapest and the dearest.
pub(super) fn of_maker(own: &[&Line], above: &[&Line]) -> Vec<String> {
    let names: Vec<&str> = above.iter().map(|line| line.model.name).collect();
    let range = match names.as_slice() {
        [] => words::none_above().to_owned(),
        names => words::those_above(&names.join(words::separator())),
    };
    let dollars = |line: &Line| point(line.offer.price, Style::Usd);
    // They stand from the dearest to the cheapest.
    let ends = match own {
        [] => None,
        [one] => Some(words::only_one(one.model.name, &dollars(one))),
        [dearest, .., cheapest] => Some(words::from_cheapest_to_dearest(
            cheapest.model.name,
            &dollars(cheapest),
            dearest.model.name,
            &dollars(dearest),
        )),
    };
    std::iter::once(range).chain(ends).collect()
}
