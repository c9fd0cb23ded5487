//! A visitor's own traffic: by the token, on rented chips, on chips of one's own.

use super::super::alternatives::{Alternatives, Crossing, LEAST, MOST};
use super::super::deployment::Layout;
use super::super::service::Service;
use super::{percent, row, table};
use crate::field::Field;
use crate::report::{Block, Curve, Lines, Report, Row, Tone};
use crate::text::{Style, point};

/// Points of a curve.
const POINTS: u32 = 160;

pub(super) fn blocks(report: &mut Report, service: &Service) {
    let Some(ways) = service.alternatives() else { return };
    let copies = ways.copies(&service.layouts);
    if copies.is_empty() {
        return;
    }
    report.heading("Your own traffic: by the token, rented or owned");
    let tokens = service.tokens_of_own();
    sentence(report, &ways, &copies, tokens);
    let crossings = crossings(&ways, &copies);
    lines(report, &ways, &copies, tokens, &crossings);
    report.blocks.push(Block::Table(by_traffic(&ways, &copies, tokens)));
    parts(report, service);
}

type Copies = [(Layout, f64)];

fn rented(ways: &Alternatives, copies: &Copies, tokens: f64) -> Option<f64> {
    ways.fleet(copies, tokens).map(|fleet| ways.rented(&fleet))
}

fn owned(ways: &Alternatives, copies: &Copies, tokens: f64) -> Option<f64> {
    ways.owned(&ways.fleet(copies, tokens)?)
}

fn day(value: Option<f64>) -> String {
    value.map_or_else(|| "not known".to_owned(), |usd| point(usd, Style::Usd))
}

/// What the visitor's own traffic costs each way, and which is the cheapest.
fn sentence(report: &mut Report, ways: &Alternatives, copies: &Copies, tokens: f64) {
    let options = [
        ("by the token", ways.api(tokens)),
        ("on rented chips", rented(ways, copies, tokens)),
        ("on chips of your own", owned(ways, copies, tokens)),
    ];
    let cheapest = options.iter().filter_map(|(name, usd)| Some((*name, (*usd)?)));
    let Some((name, usd)) = cheapest.reduce(|best, next| if next.1 < best.1 { next } else { best }) else { return };
    let fleet = ways.fleet(copies, tokens);
    let chips = fleet.map_or_else(String::new, |fleet| {
        format!(
            " It takes {} × {}, used to {} of what they could serve.",
            point(fleet.chips(), Style::Count("")),
            ways.served.chip.short_name,
            percent(fleet.utilisation)
        )
    });
    report.text(
        Tone::Plain,
        format!(
            "{} a day are cheapest {name}, at {} a day.{chips}",
            point(tokens, Style::Count("tokens")),
            point(usd, Style::Usd)
        ),
    );
}

/// From where on one way is cheaper than another, in words and as a place on the axis.
fn crossings(ways: &Alternatives, copies: &Copies) -> Vec<(String, Option<f64>)> {
    let api = |tokens| ways.api(tokens);
    let rent = |tokens| rented(ways, copies, tokens);
    let own = |tokens| owned(ways, copies, tokens);
    let words = |name: &str, other: &str, crossing: Crossing| match crossing {
        Crossing::Never => (format!("{name} is dearer than {other} at any traffic up to {} a day", point(MOST, Style::Count("tokens"))), None),
        Crossing::Always => (format!("{name} is cheaper than {other} at any traffic"), None),
        Crossing::From(tokens) => {
            (format!("{name} is cheaper than {other} from {} a day on", point(tokens, Style::Count("tokens"))), Some(tokens))
        }
    };
    let mut found = Vec::new();
    found.extend(Alternatives::crossing(api, rent).map(|crossing| words("renting", "the API", crossing)));
    found.extend(Alternatives::crossing(api, own).map(|crossing| words("owning", "the API", crossing)));
    found.extend(Alternatives::crossing(rent, own).map(|crossing| words("owning", "renting", crossing)));
    found
}

fn lines(report: &mut Report, ways: &Alternatives, copies: &Copies, tokens: f64, crossings: &[(String, Option<f64>)]) {
    let at = |place: u32| LEAST * libm::pow(MOST / LEAST, f64::from(place) / f64::from(POINTS));
    let curve = |name: &str, usd: &dyn Fn(f64) -> Option<f64>| {
        let points: Vec<(f64, f64)> = (0..=POINTS).filter_map(|place| Some((at(place), usd(at(place))?))).collect();
        (!points.is_empty()).then(|| Curve { name: name.to_owned(), points })
    };
    let curves = [
        curve("by the token", &|tokens| ways.api(tokens)),
        curve("rented", &|tokens| rented(ways, copies, tokens)),
        curve("owned", &|tokens| owned(ways, copies, tokens)),
    ];
    report.blocks.push(Block::Lines(Lines {
        caption: "What a day costs, by the tokens of a day".to_owned(),
        x_label: "Tokens a day".to_owned(),
        y_label: "US dollars a day".to_owned(),
        curves: curves.into_iter().flatten().collect(),
        marks: vec![(tokens, "your traffic".to_owned())],
    }));
    for (words, _) in crossings {
        let mut letters = words.chars();
        let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
        report.text(Tone::Plain, format!("{first}{}.", letters.as_str()));
    }
}

fn by_traffic(ways: &Alternatives, copies: &Copies, own: f64) -> crate::report::Table {
    let mut traffic: Vec<f64> = (6..=12).map(|power| libm::exp10(f64::from(power))).collect();
    if !traffic.contains(&own) {
        traffic.push(own);
        traffic.sort_by(f64::total_cmp);
    }
    let rows = traffic.iter().map(|tokens| {
        let fleet = ways.fleet(copies, *tokens);
        Row {
            is_marked: *tokens == own,
            ..row(&[
                point(*tokens, Style::Count("")),
                day(ways.api(*tokens)),
                day(rented(ways, copies, *tokens)),
                day(owned(ways, copies, *tokens)),
                fleet.map_or_else(String::new, |fleet| point(fleet.chips(), Style::Count(""))),
                fleet.map_or_else(String::new, |fleet| percent(fleet.utilisation)),
            ])
        }
    });
    table(
        "A day each way, US dollars",
        &["Tokens a day", "By the token", "Rented", "Owned", "Chips", "Used"],
        rows.collect(),
    )
}

/// What a chip of one's own costs.
fn parts(report: &mut Report, service: &Service) {
    let bill = service.inputs.bill();
    let text = match service.owned_per_chip_day() {
        Some([server, electricity, floor]) => format!(
            "A chip of your own costs {} a day: {} of its server over {} ({} when new), {} of electricity, {} of floor and \
             cooling. Chips are paid for around the clock and must suffice for the busiest traffic; staff is in both.",
            point(server + electricity + floor, Style::Usd),
            point(server, Style::Usd),
            bill.get(Field::LifetimeYears).to_text(),
            bill.new_server_price().to_text(),
            point(electricity, Style::Usd),
            point(floor, Style::Usd)
        ),
        None => format!(
            "What chips of your own cost is not known: {}. Enter a server price per chip under Owned hardware.",
            bill.new_server_price().because
        ),
    };
    report.text(Tone::Note, text);
    report.text(Tone::Note, "Whole copies on whole chips of one server each, by central values; an API’s free tiers and quotas are left out.");
}
