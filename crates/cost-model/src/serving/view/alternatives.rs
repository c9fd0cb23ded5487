//! A visitor's own traffic: by the token, on rented chips, on chips of one's own.

use super::super::alternatives::{Alternatives, Crossing, Fleet, LEAST, MOST};
use super::super::day::DAYS_PER_MONTH;
use super::super::deployment::Layout;
use super::super::service::Service;
use super::{figure, inputs_of, percent, rates};
use crate::bill::Input;
use crate::field::Field;
use crate::report::{Axis, Block, Figure, Mark, Plot, PlotCurve, Report, Row, Tone, both, fields, figures, row, table};
use crate::text::{Style, point};
use crate::words::serving_alternatives as words;

/// The fields that the cost of a day by the token rests on.
const BY_TOKEN: [Field; 3] = [Field::UsdPerMillionInput, Field::UsdPerMillionCachedInput, Field::UsdPerMillionOutput];

/// Those of a day on rented chips alone.
const OF_RENT: [Field; 1] = [Field::ServingUsdPerGpuHour];

/// Those of a day on chips of one's own alone.
const OF_OWNING: [Field; 8] = [
    Field::ColocationUsdPerKwMonth,
    Field::ServerUsdPerChip,
    Field::LifetimeYears,
    Field::UsdPerKwh,
    Field::ChipPower,
    Field::ServerPowerFactor,
    Field::PowerUtilisation,
    Field::Pue,
];

/// Those of how many chips there are, rented or owned.
const OF_CHIPS: [Field; 2] = [Field::DutyShare, Field::PeakToMean];

/// Those of what is paid beside chips, rented or owned.
const BESIDE_CHIPS: [Field; 4] =
    [Field::OwnStaffUsdPerMonth, Field::CacheMedium, Field::CacheHours, Field::CacheUsdPerGbMonth];

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
    crossings(report, service, &ways);
    let all = [&BY_TOKEN[..], &OF_RENT, &OF_OWNING, &OF_CHIPS, &BESIDE_CHIPS].concat();
    let all = both(rates(), &fields(&all));
    report.blocks.push(Block::Table(by_traffic(&ways, &copies, tokens).resting_on(&all)));
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

/// The three ways in pairs, of which the second is the dearer at little traffic.
#[derive(Clone, Copy)]
enum Pair {
    ApiOrRented,
    ApiOrOwned,
    RentedOrOwned,
}

impl Pair {
    const ALL: [Self; 3] = [Self::ApiOrRented, Self::ApiOrOwned, Self::RentedOrOwned];

    fn label(self) -> &'static str {
        match self {
            Self::ApiOrRented => words::renting_not_api(),
            Self::ApiOrOwned => words::owning_not_api(),
            Self::RentedOrOwned => words::owning_not_renting(),
        }
    }

    /// The fields that their costs rest on.
    fn fields(self) -> Vec<Field> {
        match self {
            Self::ApiOrRented => [&BY_TOKEN[..], &OF_RENT, &OF_CHIPS, &BESIDE_CHIPS].concat(),
            Self::ApiOrOwned => [&BY_TOKEN[..], &OF_OWNING, &OF_CHIPS, &BESIDE_CHIPS].concat(),
            // As many chips either way, with the same beside them.
            Self::RentedOrOwned => [&OF_RENT[..], &OF_OWNING].concat(),
        }
    }

    /// How a day's cost of both was found.
    fn working(self, each: EachWay) -> Vec<String> {
        let EachWay { by_token, chips, rented, owned } = each;
        let shown = match self {
            Self::ApiOrRented => [by_token, Some(chips), rented],
            Self::ApiOrOwned => [by_token, Some(chips), owned],
            Self::RentedOrOwned => [Some(chips), rented, owned],
        };
        shown.into_iter().flatten().collect()
    }

    /// From where on the second is cheaper than the first; nothing where one is not known.
    fn crossing(self, ways: &Alternatives, copies: &Copies) -> Option<Crossing> {
        let api = |tokens| ways.api(tokens);
        let rent = |tokens| ways.rented(copies, tokens);
        let own = |tokens| ways.owned(copies, tokens);
        match self {
            Self::ApiOrRented => Alternatives::crossing(api, rent),
            Self::ApiOrOwned => Alternatives::crossing(api, own),
            Self::RentedOrOwned => Alternatives::crossing(rent, own),
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
        Some(Crossing::Never) => words::never_up_to(&tokens(MOST)),
        None => words::never().to_owned(),
    }
}

/// Where the curves cross, with the range over what is not certain.
fn crossings(report: &mut Report, service: &Service, ways: &Alternatives) {
    let Some([best, worst]) = service.extremes() else { return };
    let ends = [ways, &best, &worst].map(|ways| (ways, ways.copies(&service.layouts)));
    let rows: Vec<Figure> = Pair::ALL
        .into_iter()
        .filter_map(|pair| {
            let found = ends.each_ref().map(|(ways, copies)| {
                let crossing = pair.crossing(ways, copies);
                (crossing, at_crossing(ways, copies, crossing).map_or_else(Vec::new, |each| pair.working(each)))
            });
            let [(crossing, working), (early, at_best), (late, at_worst)] = found;
            crossing?;
            let (early, late) = (when(early), when(late));
            let (mut value, mut lines) = (when(crossing), working);
            if early != late {
                value = words::at_best_and_worst(&value, &early, &late);
                lines.extend([words::at_best(&at_best.join("; ")), words::at_worst(&at_worst.join("; "))]);
            }
            let given = both(rates(), &fields(&pair.fields()));
            Some(figure(pair.label(), value, lines, &[]).resting_on(given))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    report.blocks.push(Block::Figures { caption: words::cheaper_from().to_owned(), rows });
    report.text(Tone::Note, words::best_and_worst());
}

/// What a day costs each way where two of them cross, or at the end of the traffic that was looked at.
fn at_crossing(ways: &Alternatives, copies: &Copies, crossing: Option<Crossing>) -> Option<EachWay> {
    let at = match crossing? {
        Crossing::From(from) => from,
        Crossing::Always => LEAST,
        Crossing::Never => MOST,
    };
    Some(each_way(ways, copies, ways.fleet(copies, at)?, at))
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
            working: fleet.map_or_else(Vec::new, |fleet| each_way(ways, copies, fleet, *tokens).lines()),
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

/// How a day's cost each way was found, where it is known.
struct EachWay {
    by_token: Option<String>,
    chips: String,
    rented: Option<String>,
    owned: Option<String>,
}

impl EachWay {
    fn lines(self) -> Vec<String> {
        [self.by_token, Some(self.chips), self.rented, self.owned].into_iter().flatten().collect()
    }
}

fn each_way(ways: &Alternatives, copies: &Copies, fleet: Fleet, tokens: f64) -> EachWay {
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
    EachWay { by_token: api, chips: needed, rented, owned }
}

/// What a chip of one's own costs.
fn parts(report: &mut Report, service: &Service) {
    match service.owned_per_chip_day() {
        Some(parts) => {
            report.blocks.push(chip_of_your_own(service, parts));
            report.text(Tone::Note, words::around_the_clock());
        }
        None => {
            let because = service.inputs.bill().new_server_price().because;
            report.text(Tone::Note, words::owned_not_known(&because));
        }
    }
    report.text(Tone::Note, words::whole_copies());
}

/// A day of a chip: its part of the server, electricity, and floor, US dollars.
fn chip_of_your_own(service: &Service, [server, electricity, floor]: [f64; 3]) -> Block {
    let bill = service.inputs.bill();
    let inputs = |fields: &[Field]| inputs_of(service, fields);
    let dollars = |usd: f64| point(usd, Style::Usd);
    let sum = format!("{} + {} + {}", dollars(server), dollars(electricity), dollars(floor));
    let rated = [Field::ChipPower, Field::ServerPowerFactor];
    let drawn = [&rated[..], &[Field::PowerUtilisation, Field::Pue, Field::UsdPerKwh]].concat();
    let housed = [&rated[..], &[Field::ColocationUsdPerKwMonth]].concat();
    let of_server = [vec![bill.new_server_price()], inputs(&[Field::LifetimeYears])].concat();
    let row =
        |label, usd, working: &str, inputs: &[Input]| figure(label, dollars(usd), vec![working.to_owned()], inputs);
    let rows = vec![
        row(words::server(), server, words::server_formula(), &of_server),
        row(words::electricity(), electricity, words::electricity_formula(), &inputs(&drawn)),
        row(words::floor(), floor, &words::floor_formula(&point(DAYS_PER_MONTH, Style::Plain)), &inputs(&housed)),
        row(words::all_of_a_chip(), server + electricity + floor, &format!("= {sum}"), &[]).resting_on(figures(&[
            words::server(),
            words::electricity(),
            words::floor(),
        ])),
    ];
    Block::Figures { caption: words::chip_of_your_own().to_owned(), rows }
}
