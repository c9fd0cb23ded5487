//! A visitor's own traffic: by the token, on rented chips, on chips of one's own.

use super::super::alternatives::{Alternatives, Crossing, Fleet, LEAST, MOST};
use super::super::deployment::Layout;
use super::super::service::Service;
use super::{percent, rates};
use crate::field::Field;
use crate::report::{Axis, Block, Mark, Plot, PlotCurve, Report, Row, Tone, both, fields, row, table};
use crate::text::{Style, point};
use crate::words::serving_alternatives as words;

/// The fields that the cost of a day each way rests on.
const WAYS: [Field; 18] = [
    Field::UsdPerMillionInput,
    Field::UsdPerMillionCachedInput,
    Field::UsdPerMillionOutput,
    Field::ServingUsdPerGpuHour,
    Field::DutyShare,
    Field::PeakToMean,
    Field::OwnStaffUsdPerMonth,
    Field::ColocationUsdPerKwMonth,
    Field::ServerUsdPerChip,
    Field::LifetimeYears,
    Field::UsdPerKwh,
    Field::ChipPower,
    Field::ServerPowerFactor,
    Field::PowerUtilisation,
    Field::Pue,
    Field::CacheMedium,
    Field::CacheHours,
    Field::CacheUsdPerGbMonth,
];

/// Points of a curve.
const POINTS: u32 = 160;

pub(super) fn blocks(report: &mut Report, service: &Service) {
    let Some(ways) = service.alternatives() else { return };
    let copies = ways.copies(&service.layouts);
    if copies.is_empty() {
        return;
    }
    report.heading(words::your_own_traffic());
    let tokens = service.tokens_of_own();
    sentence(report, &ways, &copies, tokens);
    lines(report, &ways, &copies, tokens);
    say_crossings(report, service, &ways);
    report.blocks.push(Block::Table(by_traffic(&ways, &copies, tokens).resting_on(&both(rates(), &fields(&WAYS)))));
    parts(report, service);
}

type Copies = [(Layout, f64)];

fn day(value: Option<f64>) -> String {
    value.map_or_else(|| words::not_known().to_owned(), |usd| point(usd, Style::Usd))
}

/// What the visitor's own traffic costs each way, and which is the cheapest.
fn sentence(report: &mut Report, ways: &Alternatives, copies: &Copies, tokens: f64) {
    let option = |said: fn(&str, &str) -> String, usd: Option<f64>| {
        usd.map(|usd| (said(&self::tokens(tokens), &point(usd, Style::Usd)), usd))
    };
    let options = [
        option(words::cheapest_by_token, ways.api(tokens)),
        option(words::cheapest_rented, ways.rented(copies, tokens)),
        option(words::cheapest_owned, ways.owned(copies, tokens)),
    ];
    let cheapest = options.into_iter().flatten();
    let Some((said, _)) = cheapest.reduce(|best, next| if next.1 < best.1 { next } else { best }) else { return };
    let fleet = ways.fleet(copies, tokens);
    let chips = fleet.map_or_else(String::new, |fleet| {
        let count = point(fleet.chips(), Style::Count(""));
        words::it_takes(&count, ways.served.chip.short_name, &percent(fleet.utilisation))
    });
    report.text(Tone::Plain, said + &chips);
}

/// The three ways in pairs: the dearer at little traffic first.
#[derive(Clone, Copy)]
enum Pair {
    RentedOrApi,
    OwnedOrApi,
    OwnedOrRented,
}

impl Pair {
    const ALL: [Self; 3] = [Self::RentedOrApi, Self::OwnedOrApi, Self::OwnedOrRented];

    /// Where the first of the pair is cheaper than the other, with the range in brackets.
    fn said(self, crossing: Crossing, range: &str) -> String {
        let most = tokens(MOST);
        match (self, crossing) {
            (Self::RentedOrApi, Crossing::Never) => words::renting_dearer_than_api(&most, range),
            (Self::RentedOrApi, Crossing::Always) => words::renting_cheaper_than_api(range),
            (Self::RentedOrApi, Crossing::From(from)) => words::renting_cheaper_than_api_from(&tokens(from), range),
            (Self::OwnedOrApi, Crossing::Never) => words::owning_dearer_than_api(&most, range),
            (Self::OwnedOrApi, Crossing::Always) => words::owning_cheaper_than_api(range),
            (Self::OwnedOrApi, Crossing::From(from)) => words::owning_cheaper_than_api_from(&tokens(from), range),
            (Self::OwnedOrRented, Crossing::Never) => words::owning_dearer_than_renting(&most, range),
            (Self::OwnedOrRented, Crossing::Always) => words::owning_cheaper_than_renting(range),
            (Self::OwnedOrRented, Crossing::From(from)) => {
                words::owning_cheaper_than_renting_from(&tokens(from), range)
            }
        }
    }
}

fn tokens(count: f64) -> String {
    point(count, Style::Count("tokens"))
}

/// From when on something is cheaper.
fn when(crossing: Option<Crossing>) -> String {
    match crossing {
        Some(Crossing::From(from)) => words::from_on(&tokens(from)),
        Some(Crossing::Always) => words::at_any_traffic().to_owned(),
        Some(Crossing::Never) | None => words::never().to_owned(),
    }
}

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
    for (place, pair) in Pair::ALL.into_iter().enumerate() {
        let at = |list: &[Option<Crossing>; 3]| list.get(place).copied().flatten();
        let Some(crossing) = at(&central) else { continue };
        let (early, late) = (when(at(&best)), when(at(&worst)));
        let range = if early == late { String::new() } else { words::at_best_and_worst(&early, &late) };
        report.text(Tone::Plain, pair.said(crossing, &range));
    }
    report.text(Tone::Note, words::best_and_worst());
}

fn lines(report: &mut Report, ways: &Alternatives, copies: &Copies, tokens: f64) {
    let at = |place: u32| LEAST * libm::pow(MOST / LEAST, f64::from(place) / f64::from(POINTS));
    let curve = |name: &str, usd: &dyn Fn(f64) -> Option<f64>| {
        let points: Vec<(f64, f64)> = (0..=POINTS).filter_map(|place| Some((at(place), usd(at(place))?))).collect();
        (!points.is_empty()).then(|| PlotCurve { name: name.to_owned(), points, band: Vec::new() })
    };
    let curves: Vec<PlotCurve> = [
        curve(words::curve_by_token(), &|tokens| ways.api(tokens)),
        curve(words::curve_rented(), &|tokens| ways.rented(copies, tokens)),
        curve(words::curve_owned(), &|tokens| ways.owned(copies, tokens)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let points = || curves.iter().flat_map(|curve| curve.points.iter());
    let x = Axis::over(words::tokens_a_day(), points().map(|(tokens, _)| *tokens), true, Style::Count(""));
    let y = Axis::over(words::dollars_a_day(), points().map(|(_, usd)| *usd), true, Style::Usd);
    let Some((x, y)) = x.zip(y) else { return };
    report.blocks.push(Block::Plot(Plot {
        name: Plot::NAME.to_owned(),
        caption: words::day_by_tokens().to_owned(),
        x,
        y,
        curves,
        marks: vec![Mark { at: tokens, name: words::your_traffic().to_owned(), is_vertical: true }],
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
            working: fleet.map_or_else(Vec::new, |fleet| each_way(ways, copies, fleet, *tokens)),
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
        words::day_each_way(),
        &[words::tokens_a_day(), words::by_token(), words::rented(), words::owned(), words::chips(), words::used()],
        rows.collect(),
    )
}

/// How a day's cost each way was found.
fn each_way(ways: &Alternatives, copies: &Copies, fleet: Fleet, tokens: f64) -> Vec<String> {
    let (dollars, count) = (|usd: f64| point(usd, Style::Usd), |value: f64| point(value, Style::Count("")));
    let (chips, beside) = (count(fleet.chips()), dollars(ways.beside_chips(tokens)));
    let api = ways
        .api_per_million
        .zip(ways.api(tokens))
        .map(|(price, usd)| words::by_token_working(&self::tokens(tokens), &dollars(price), &dollars(usd)));
    let needed = words::chips_working(
        &count(fleet.copies),
        &count(fleet.layout.chips),
        &chips,
        &self::tokens(tokens),
        &self::tokens(tokens / fleet.utilisation),
        &percent(fleet.utilisation),
    );
    let rent = point(ways.rent_per_chip_hour, Style::UsdPerHour);
    let rented = ways.rented(copies, tokens).map(|usd| words::rented_working(&chips, &rent, &beside, &dollars(usd)));
    let owned = ways
        .owned_per_chip_day
        .zip(ways.owned(copies, tokens))
        .map(|(chip, usd)| words::owned_working(&chips, &dollars(chip), &beside, &dollars(usd)));
    [api, Some(needed), rented, owned].into_iter().flatten().collect()
}

/// What a chip of one's own costs.
fn parts(report: &mut Report, service: &Service) {
    let bill = service.inputs.bill();
    let text = match service.owned_per_chip_day() {
        Some([server, electricity, floor]) => words::chip_of_your_own(
            &point(server + electricity + floor, Style::Usd),
            &point(server, Style::Usd),
            &point(service.inputs.of_an_owner(Field::LifetimeYears).unwrap_or_default(), Style::Count("years")),
            &bill.new_server_price().to_text(),
            &point(electricity, Style::Usd),
            &point(floor, Style::Usd),
        ),
        None => words::owned_not_known(&bill.new_server_price().because),
    };
    report.text(Tone::Note, text);
    report.text(Tone::Note, words::whole_copies());
}
