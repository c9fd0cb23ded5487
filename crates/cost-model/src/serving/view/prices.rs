//! List prices beside what the tokens cost to serve: a plot and a table, with intervals.

mod working;

use super::super::asked::Asked;
use super::super::margin::{CHIPS, Floors, Offer};
use super::super::market::{Configured, ListPrice, Market, ServedModel, Tier};
use super::super::traffic::{DEEPSEEK_DAY, Traffic};
use super::{TRAFFIC, median, usd};
use crate::catalogue::{Catalogue, Weights};
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Block, Claimed, Ladder, Report, Row, Rung, Table, Tone, fields, row};
use crate::scenario::Scenario;
use crate::text::{Style, point};
use crate::words::serving_prices as words;

/// What the price of the traffic follows from.
const PRICED: [Field; 2] = [Field::InputPerOutput, Field::CacheHitShare];

/// A model with its price and its floors.
struct Line {
    model: &'static ServedModel,
    price: &'static ListPrice,
    offer: Offer,
}

/// What is said of a model without a configuration: its price, and what public models would cost in its place.
pub(super) fn without_configuration(
    report: &mut Report,
    scenario: &Scenario,
    asked: &Asked,
    why: &str,
    catalogue: &'static Catalogue,
) {
    let name = scenario.name();
    let traffic = asked.traffic();
    let sold = Market::of(catalogue.edition()).of_catalogue(scenario.slug());
    let floors = Floors::of(&traffic, catalogue);
    let in_its_place = sold.and_then(|model| floors.offer(model)).and_then(|(offer, _)| offer.cost());
    let cost = in_its_place.map_or_else(String::new, |cost| words::public_models_would_cost(&usd(cost)));
    let price = asked.prices().map(|prices| usd(prices.of_traffic(&traffic)));
    let listed = match (price, asked.list_price()) {
        (Some(usd), _) if asked.is_price_entered() => Some(words::sold_at(&name, &usd, why)),
        (Some(usd), Some(price)) => Some(words::listed_at(&name, &usd, price.seller, &price.dated(), why)),
        _ => None,
    };
    let has_price = listed.is_some();
    report.text(Tone::Answer, listed.unwrap_or_else(|| words::not_known(&name, why)) + &cost);
    if has_price {
        report.text(Tone::Note, super::answer::of_traffic(&traffic));
    }
}

pub(super) fn blocks(report: &mut Report, scenario: &Scenario, traffic: &Traffic, catalogue: &'static Catalogue) {
    let market = Market::of(catalogue.edition());
    let shown = market.of_catalogue(scenario.slug()).map(|model| model.slug);
    // How fast the entry's own users want to be served is not what others are held to.
    let traffic = Traffic { rate: DEEPSEEK_DAY.rate, first_token: DEEPSEEK_DAY.first_token, ..*traffic };
    let floors = Floors::of(&traffic, catalogue);
    let lines = |weights: Weights| {
        let offers = market.served().iter().filter(|model| model.weights == weights).filter_map(|model| {
            let (offer, price) = floors.offer(model)?;
            Some(Line { model, price, offer })
        });
        let mut lines: Vec<Line> = offers.collect();
        lines.sort_by(|one, other| other.offer.price.total_cmp(&one.offer.price));
        lines
    };
    let (open, closed) = (lines(Weights::Open), lines(Weights::Closed));
    report.heading(words::are_they_overpricing());
    sentence(report, &open, &closed);
    let given = fields(&TRAFFIC);
    report.blocks.push(Block::Ladder(ladder(words::open_weights(), &open, &traffic, shown)));
    report.blocks.push(Block::Ladder(ladder(words::closed_weights(), &closed, &traffic, shown)));
    beside_closed(report, &floors, catalogue);
    report.blocks.push(Block::Table(table(&open, &closed, &traffic, shown).resting_on(&given)));
    left_out(report, &open, &closed, shown);
    history(report, market, shown);
}

/// What the plots do not show: models that are in the table only, and costs that are not worked out.
fn left_out(report: &mut Report, open: &[Line], closed: &[Line], shown: Option<&str>) {
    let hidden = closed.iter().filter(|line| !is_shown(line.model, shown)).count();
    let without_cost = open.iter().chain(closed).filter(|line| line.offer.floors.is_empty());
    let is_unknown =
        |line: &&Line| line.model.weights == Weights::Open && matches!(line.model.configured, Configured::Nowhere);
    let (unknown, unfit): (Vec<&Line>, Vec<&Line>) = without_cost.partition(is_unknown);
    let mut text = words::in_the_table_only(&hidden.to_string());
    for (lines, say) in [(unknown, words::without_configuration as fn(&str) -> String), (unfit, words::fit_nowhere)] {
        let names: Vec<&str> = lines.iter().map(|line| line.model.name).collect();
        if !names.is_empty() {
            text += &say(&names.join(words::separator()));
        }
    }
    report.text(Tone::Note, text);
}

/// Every dated price of the model that is shown, where there is more than one.
fn history(report: &mut Report, market: &Market, shown: Option<&str>) {
    let prices = shown.and_then(|slug| market.model(slug)).map(|model| market.prices_of(model)).unwrap_or_default();
    if prices.len() < 2 {
        return;
    }
    let optional = |usd: Option<f64>| usd.map_or_else(|| "–".to_owned(), |usd| point(usd, Style::Usd));
    let rows = prices.iter().map(|price| Row {
        sources: vec![price.citation.into()],
        ..row(&[
            price.dated(),
            price.seller.to_owned(),
            point(price.input, Style::Usd),
            optional(price.cached),
            point(price.output, Style::Usd),
        ])
    });
    report.blocks.push(Block::Table(Table {
        caption: words::prices_so_far().to_owned(),
        columns: [
            (words::as_of(), false),
            (words::sold_by(), false),
            (words::input(), true),
            (words::cached(), true),
            (words::output(), true),
        ]
        .map(|(name, is_number)| (name.to_owned(), is_number))
        .to_vec(),
        rows: rows.collect(),
        is_folded: true,
    }));
}

/// The names of the models that are listed above the range of what full batches cost, within it, and below it, of those whose
/// cost is worked out.
#[derive(Default)]
struct Places {
    above: Vec<&'static str>,
    within: Vec<&'static str>,
    below: Vec<&'static str>,
}

impl Places {
    fn of(lines: &[Line]) -> Self {
        let mut places = Self::default();
        for line in lines {
            let price = line.offer.price;
            let Some(cost) = line.offer.cost() else { continue };
            let place = match price {
                _ if price > cost.high() => &mut places.above,
                _ if price < cost.low() => &mut places.below,
                _ => &mut places.within,
            };
            place.push(line.model.name);
        }
        places
    }

    /// How many there are of all, and in each place.
    fn counts(&self) -> [String; 4] {
        let [above, within, below] = [&self.above, &self.within, &self.below].map(Vec::len);
        [above.saturating_add(within).saturating_add(below), above, within, below].map(|count| count.to_string())
    }

    fn row(&self, label: &str) -> Row {
        let [all, above, within, below] = self.counts();
        let said = [
            (words::those_above as fn(&str) -> String, &self.above),
            (words::those_within, &self.within),
            (words::those_below, &self.below),
        ];
        let named = said.into_iter().filter(|(_, names)| !names.is_empty());
        let working = named.map(|(say, names)| say(&names.join(words::separator()))).collect();
        Row { working, ..row(&[label.to_owned(), all, above, within, below]) }
    }
}

/// The answer as counts of where prices lie, not as an opinion, and under it which they are.
fn sentence(report: &mut Report, open: &[Line], closed: &[Line]) {
    let mut mark_ups: Vec<f64> =
        open.iter().filter_map(|line| Some(line.offer.price / line.offer.cost()?.middle())).collect();
    mark_ups.sort_by(f64::total_cmp);
    let times = |value: f64| point(value, Style::Rounded);
    let middle = median(&mark_ups).map_or_else(|| "–".to_owned(), times);
    let (of_open, of_closed) = (Places::of(open), Places::of(closed));
    let [all, above, within, below] = of_open.counts();
    let said = words::open_models(&all, &above, &within, &below, &middle);
    let [all, above, within, below] = of_closed.counts();
    report.text(Tone::Plain, said + &words::closed_models(&all, &above, &within, &below));
    let each: Vec<String> = mark_ups.iter().copied().map(times).collect();
    let mut first = of_open.row(words::open_models_row());
    first.working.push(words::median_of_times(&each.join(words::separator()), &middle));
    let columns = [
        words::weights(),
        words::models(),
        words::above_the_range(),
        words::within_the_range(),
        words::below_the_range(),
    ];
    let rows = vec![first, of_closed.row(words::closed_models_row())];
    let table = Table { is_folded: true, ..crate::report::table(words::where_prices_lie(), &columns, rows) };
    report.blocks.push(Block::Table(table.resting_on(&fields(&TRAFFIC))));
    by_maker(report, closed);
    report.text(Tone::Note, words::full_batches_only());
}

/// The closed models of each maker: how many are listed above the range.
fn by_maker(report: &mut Report, closed: &[Line]) {
    let mut makers: Vec<&str> = closed.iter().map(|line| line.model.developer).collect();
    makers.sort_unstable();
    makers.dedup();
    let rows = makers.into_iter().map(|maker| {
        let own: Vec<&Line> = closed.iter().filter(|line| line.model.developer == maker).collect();
        let is_above = |line: &&Line| line.offer.cost().is_some_and(|cost| line.offer.price > cost.high());
        let above: Vec<&Line> = own.iter().copied().filter(is_above).collect();
        let prices = own.iter().map(|line| line.offer.price);
        let (low, high) = prices.fold((f64::INFINITY, 0.0_f64), |(low, high), price| (low.min(price), high.max(price)));
        let prices = usd(Interval::between(low, high));
        Row {
            working: working::of_maker(&own, &above),
            ..row(&[maker.to_owned(), own.len().to_string(), above.len().to_string(), prices])
        }
    });
    let shown = Table {
        caption: words::closed_by_maker().to_owned(),
        columns: [
            (words::maker(), false),
            (words::models(), true),
            (words::above_the_range(), true),
            (words::million_tokens(), true),
        ]
        .map(|(name, is_number)| (name.to_owned(), is_number))
        .to_vec(),
        rows: rows.collect(),
        is_folded: false,
    };
    report.blocks.push(Block::Table(shown.resting_on(&fields(&TRAFFIC))));
}

/// What closed models are set beside.
fn beside_closed(report: &mut Report, floors: &Floors, catalogue: &'static Catalogue) {
    let chips: Vec<&str> = CHIPS.iter().filter_map(|slug| Some(catalogue.accelerator(slug)?.short_name)).collect();
    let like = |tier, name| match tier {
        Tier::Frontier => words::large_like(name),
        Tier::Small => words::small_like(name),
    };
    let rows = [Tier::Frontier, Tier::Small].into_iter().flat_map(|tier| {
        let floors = floors.stand_ins(tier);
        let mut names: Vec<&str> = floors.iter().filter_map(|floor| floor.stand_in).collect();
        names.dedup();
        names
            .into_iter()
            .map(|name| {
                let on = |chip: &str| floors.iter().find(|floor| floor.stand_in == Some(name) && floor.chip == chip);
                let on_each = chips.iter().map(|chip| on(chip).map_or_else(|| "–".to_owned(), |floor| usd(floor.usd)));
                let cells: Vec<String> = std::iter::once(like(tier, name)).chain(on_each).collect();
                let own = floors.iter().filter(|floor| floor.stand_in == Some(name));
                Row { working: own.map(working::cost_on).collect(), ..row(&cells) }
            })
            .collect::<Vec<Row>>()
    });
    let columns = chips.iter().map(|chip| (words::on_the(chip), true));
    let shown = Table {
        caption: words::beside_closed().to_owned(),
        columns: std::iter::once((words::if_built().to_owned(), false)).chain(columns).collect(),
        rows: rows.collect(),
        is_folded: false,
    };
    report.blocks.push(Block::Table(shown.resting_on(&fields(&TRAFFIC))));
    report.text(Tone::Note, words::size_not_public());
}

/// Whether a model stands in the plot.
fn is_shown(model: &ServedModel, shown: Option<&str>) -> bool {
    model.is_plotted || shown == Some(model.slug)
}

fn ladder(caption: &str, lines: &[Line], traffic: &Traffic, shown: Option<&str>) -> Ladder {
    Ladder {
        caption: caption.to_owned(),
        worked_out: words::cost_at_full_batches().to_owned(),
        said: words::list_price().to_owned(),
        rungs: lines.iter().filter(|line| is_shown(line.model, shown)).map(|line| rung(line, traffic, shown)).collect(),
    }
}

fn rung(line: &Line, traffic: &Traffic, shown: Option<&str>) -> Rung {
    let Line { model, price, offer } = line;
    let (each, given): (Vec<String>, &[Field]) = match &offer.floors[..] {
        [] => (vec![working::of_traffic(price, offer, traffic)], &PRICED),
        floors => (floors.iter().map(working::cost_on).collect(), &TRAFFIC),
    };
    Rung {
        label: model.name.to_owned(),
        note: listed_with_times(price, offer),
        usd: offer.cost(),
        text: offer.cost().map_or_else(|| "–".to_owned(), usd),
        is_marked: shown == Some(model.slug),
        working: each.into_iter().chain(model.note.map(str::to_owned)).collect(),
        given: fields(given),
        sources: match &model.configured {
            Configured::Here(_, citation) => vec![(*citation).into()],
            _ => Vec::new(),
        },
        claims: vec![Claimed {
            usd: Interval::exact(offer.price),
            text: point(offer.price, Style::Usd),
            says: listed(price),
            source: price.citation.into(),
        }],
        ..Rung::default()
    }
}

/// The price of the traffic, and how many times the cost it is: the central one of a model itself, from end to end of what
/// stands in for a closed one.
fn listed_with_times(price: &ListPrice, offer: &Offer) -> String {
    let times = |value: f64| point(value, Style::Rounded);
    let (seller, date, usd) = (price.seller, price.dated(), point(offer.price, Style::Usd));
    match (offer.cost(), offer.mark_up()) {
        (Some(cost), _) if cost.central().is_some() => {
            words::times_the_cost(seller, &date, &usd, &times(offer.price / cost.middle()))
        }
        (_, Some(of)) => words::times_the_costs(seller, &date, &usd, &times(of.low()), &times(of.high())),
        _ => words::price_alone(seller, &date, &usd),
    }
}

/// A list price in words.
fn listed(price: &ListPrice) -> String {
    let dollars = |usd: f64| point(usd, Style::Usd);
    let (input, output) = (dollars(price.input), dollars(price.output));
    let single = match price.cached {
        Some(cached) => words::listed_cached(&input, &dollars(cached), &output),
        None => words::listed(&input, &output),
    };
    let batch_input = price.batch_input.map_or_else(String::new, |usd| words::listed_batch_input(&dollars(usd)));
    let batch_output = price.batch_output.map_or_else(String::new, |usd| words::listed_batch_output(&dollars(usd)));
    single + &batch_input + &batch_output
}

/// Every price in one table.
fn table(open: &[Line], closed: &[Line], traffic: &Traffic, shown: Option<&str>) -> Table {
    let optional = |usd: Option<f64>| usd.map_or_else(|| "–".to_owned(), |usd| point(usd, Style::Usd));
    let rows = open.iter().chain(closed).map(|line| {
        let Line { model, price, offer } = line;
        Row {
            is_marked: shown == Some(model.slug),
            working: working::of_line(line, traffic),
            sources: vec![price.citation.into()],
            ..row(&[
                model.name.to_owned(),
                price.seller.to_owned(),
                price.dated(),
                point(price.input, Style::Usd),
                optional(price.cached),
                point(price.output, Style::Usd),
                optional(price.batch_input),
                optional(price.batch_output),
                // Without a discount for hits it may be cheaper than this.
                format!("{}{}", if price.cached.is_none() { "≤ " } else { "" }, point(offer.price, Style::Usd)),
                offer.cost().map_or_else(|| "–".to_owned(), usd),
                offer.mark_up().map_or_else(|| "–".to_owned(), mark_up),
                offer.cost().map_or_else(|| "–".to_owned(), |cost| margin(offer.price, cost)),
            ])
        }
    });
    Table {
        caption: words::every_list_price().to_owned(),
        columns: [
            (words::model(), false),
            (words::sold_by(), false),
            (words::as_of(), false),
            (words::input(), true),
            (words::cached(), true),
            (words::output(), true),
            (words::batch_input(), true),
            (words::batch_output(), true),
            (words::this_traffic(), true),
            (words::costs(), true),
            (words::price_over_cost(), true),
            (words::margin(), true),
        ]
        .into_iter()
        .map(|(name, is_number)| (name.to_owned(), is_number))
        .collect(),
        rows: rows.collect(),
        is_folded: true,
    }
}

/// How many times the cost the price is, from the dearest to the cheapest.
fn mark_up(times: Interval<f64>) -> String {
    let number = |value: f64| point(value, Style::Rounded);
    format!("{} – {}", number(times.low()), number(times.high()))
}

/// The margin over the range of cost, from the dearest to the cheapest.
fn margin(price: f64, cost: Interval<f64>) -> String {
    let at = |cost: f64| point(1.0 - cost / price, Style::Fraction);
    format!("{} – {}", at(cost.high()), at(cost.low()))
}
