//! A visitor's own traffic: by the token, on rented chips, on chips of one's own.

use super::super::alternatives::{Alternatives, Crossing, LEAST, MOST};
use super::super::deployment::Layout;
use super::super::service::Service;
use super::percent;
use crate::field::Field;
use crate::report::{Axis, Block, Mark, Plot, PlotCurve, Report, Row, Tone, row, table};
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
    lines(report, &ways, &copies, tokens);
    say_crossings(report, service, &ways);
    report.blocks.push(Block::Table(by_traffic(&ways, &copies, tokens)));
    parts(report, service);
}

type Copies = [(Layout, f64)];

fn day(value: Option<f64>) -> String {
    value.map_or_else(|| "not known".to_owned(), |usd| point(usd, Style::Usd))
}

/// What the visitor's own traffic costs each way, and which is the cheapest.
fn sentence(report: &mut Report, ways: &Alternatives, copies: &Copies, tokens: f64) {
    let options = [
        ("by the token", ways.api(tokens)),
        ("on rented chips", ways.rented(copies, tokens)),
        ("on chips of your own", ways.owned(copies, tokens)),
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

/// The three ways in pairs: the dearer at little traffic first.
const PAIRS: [(&str, &str); 3] = [("Renting", "the API"), ("Owning", "the API"), ("Owning", "renting")];

/// From where on the second of each pair is cheaper.
fn crossings(ways: &Alternatives, layouts: &[Layout]) -> [Option<Crossing>; 3] {
    let copies = ways.copies(layouts);
    let api = |tokens| ways.api(tokens);
    let rent = |tokens| ways.rented(&copies, tokens);
    let own = |tokens| ways.owned(&copies, tokens);
    [Alternatives::crossing(api, rent), Alternatives::crossing(api, own), Alternatives::crossing(rent, own)]
}

/// Where the curves cross, with the range over what is not certain.
fn say_crossings(report: &mut Report, service: &Service, ways: &Alternatives) {
    let Some([best, worst]) = service.extremes() else { return };
    let [central, best, worst] = [ways, &best, &worst].map(|ways| crossings(ways, &service.layouts));
    let tokens = |tokens: f64| point(tokens, Style::Count("tokens"));
    let short = |crossing: Option<Crossing>| match crossing {
        Some(Crossing::From(from)) => tokens(from),
        Some(Crossing::Always) => "any traffic".to_owned(),
        Some(Crossing::Never) | None => "never".to_owned(),
    };
    for (place, (name, other)) in PAIRS.into_iter().enumerate() {
        let at = |list: &[Option<Crossing>; 3]| list.get(place).copied().flatten();
        let Some(crossing) = at(&central) else { continue };
        let words = match crossing {
            Crossing::Never => format!("{name} is dearer than {other} at any traffic up to {} a day", tokens(MOST)),
            Crossing::Always => format!("{name} is cheaper than {other} at any traffic"),
            Crossing::From(from) => format!("{name} is cheaper than {other} from {} a day on", tokens(from)),
        };
        let (early, late) = (short(at(&best)), short(at(&worst)));
        let range = if early == late {
            String::new()
        } else {
            format!(" (at best cheaper from {early} on, at worst from {late} on)")
        };
        report.text(
            Tone::Plain,
            format!(
                "{}.",
                words + &range.replace("from never on", "never").replace("from any traffic on", "at any traffic")
            ),
        );
    }
    report.text(
        Tone::Note,
        "At best and at worst: hours in use, peak, rent and the roofline’s error at the ends of their ranges, the price of the API \
         as it is.",
    );
}

fn lines(report: &mut Report, ways: &Alternatives, copies: &Copies, tokens: f64) {
    let at = |place: u32| LEAST * libm::pow(MOST / LEAST, f64::from(place) / f64::from(POINTS));
    let curve = |name: &str, usd: &dyn Fn(f64) -> Option<f64>| {
        let points: Vec<(f64, f64)> = (0..=POINTS).filter_map(|place| Some((at(place), usd(at(place))?))).collect();
        (!points.is_empty()).then(|| PlotCurve { name: name.to_owned(), points, band: Vec::new() })
    };
    let curves: Vec<PlotCurve> = [
        curve("by the token", &|tokens| ways.api(tokens)),
        curve("rented", &|tokens| ways.rented(copies, tokens)),
        curve("owned", &|tokens| ways.owned(copies, tokens)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let points = || curves.iter().flat_map(|curve| curve.points.iter());
    let x = Axis::over("Tokens a day", points().map(|(tokens, _)| *tokens), true, Style::Count(""));
    let y = Axis::over("US dollars a day", points().map(|(_, usd)| *usd), true, Style::Usd);
    let Some((x, y)) = x.zip(y) else { return };
    report.blocks.push(Block::Plot(Plot {
        caption: "What a day costs, by the tokens of a day".to_owned(),
        x,
        y,
        curves,
        marks: vec![Mark { at: tokens, name: "your traffic".to_owned(), is_vertical: true }],
    }));
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
                day(ways.rented(copies, *tokens)),
                day(ways.owned(copies, *tokens)),
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
            point(service.inputs.of_an_owner(Field::LifetimeYears).unwrap_or_default(), Style::Count("years")),
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
    report.text(Tone::Note, "Chips are whole copies of the model, in the layout that needs fewest of them. By central values; an API’s free tiers and quotas are left out.");
}
