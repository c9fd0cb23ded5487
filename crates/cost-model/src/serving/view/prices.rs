//! List prices beside what the tokens cost to serve: a plot and a table, with intervals.

use super::super::margin::{Floor, Offer, offer, stand_in_floors};
use super::super::market::{Configured, ListPrice, Market, ServedModel, Tier};
use super::super::traffic::Traffic;
use super::{row, usd};
use crate::catalogue::{Catalogue, Weights};
use crate::interval::Interval;
use crate::report::{Block, Claimed, Ladder, Report, Row, Rung, Table, Tone};
use crate::scenario::Scenario;
use crate::text::{Style, point};

/// A model with its price and its floors.
struct Line {
    model: &'static ServedModel,
    price: &'static ListPrice,
    offer: Offer,
}

pub(super) fn blocks(report: &mut Report, scenario: &Scenario, traffic: &Traffic, catalogue: &'static Catalogue) {
    let market = Market::current();
    let shown = market.of_catalogue(scenario.slug()).map(|model| model.slug);
    let lines = |of: &dyn Fn(&ServedModel) -> bool| {
        let offers = market.served().iter().filter(|model| of(model)).filter_map(|model| {
            let (offer, price) = offer(model, traffic, catalogue)?;
            Some(Line { model, price, offer })
        });
        let mut lines: Vec<Line> = offers.collect();
        lines.sort_by(|one, other| other.offer.price.total_cmp(&one.offer.price));
        lines
    };
    let open = lines(&|model| model.weights == Weights::Open && !matches!(model.configured, Configured::Nowhere));
    let closed = lines(&|model| model.weights == Weights::Closed);
    report.heading("Are they overpricing?");
    sentence(report, &open, &closed);
    report.blocks.push(Block::Ladder(ladder(
        "Open weights: list price and what a million tokens of this traffic cost at full batches, US dollars",
        &open,
        shown,
    )));
    report.blocks.push(Block::Ladder(ladder(
        "Closed weights: list price and what a model that is public would cost in its place, US dollars",
        &closed,
        shown,
    )));
    beside_closed(report, traffic, catalogue);
    report.blocks.push(Block::Table(table(&open, &closed, shown)));
    let others = market.served().iter().filter(|model| {
        model.weights == Weights::Open && matches!(model.configured, Configured::Nowhere)
    });
    let others: Vec<&str> = others.map(|model| model.name).collect();
    if !others.is_empty() {
        report.text(
            Tone::Note,
            format!("Not in the plot, as their configuration is not in the catalogue: {}.", others.join(", ")),
        );
    }
}

/// The answer as counts of where prices lie, not as an opinion.
fn sentence(report: &mut Report, open: &[Line], closed: &[Line]) {
    let count = |lines: &[Line], of: &dyn Fn(Interval<f64>, f64) -> bool| {
        lines.iter().filter(|line| line.offer.cost().is_some_and(|cost| of(cost, line.offer.price))).count()
    };
    let above = |cost: Interval<f64>, price: f64| price > cost.high();
    let below = |cost: Interval<f64>, price: f64| price < cost.low();
    let mark_ups = |lines: &[Line]| {
        let mut found: Vec<f64> = lines.iter().filter_map(|line| Some(line.offer.mark_up()?.middle())).collect();
        found.sort_by(f64::total_cmp);
        found.get(found.len() / 2).copied()
    };
    let times = |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), |value| point(value, Style::Rounded));
    report.text(
        Tone::Plain,
        format!(
            "Of {} open models, {} are listed above the whole range of what full batches cost, {} within it and {} below it; the \
             median price is {} times the central cost. Of {} closed models, {} are listed above what even a dense model of 405B \
             (of 70B for small ones) would cost, {} within the range of public models, {} below it.",
            open.len(),
            count(open, &above),
            open.len() - count(open, &above) - count(open, &below),
            count(open, &below),
            times(mark_ups(open)),
            closed.len(),
            count(closed, &above),
            closed.len() - count(closed, &above) - count(closed, &below),
            count(closed, &below),
        ),
    );
    report.text(
        Tone::Note,
        "A price above that cost is not yet a profit: idle chips, staff, research, training and free use are paid from it. One \
         inside or below may be fair, subsidised, or served better than the roofline has it.",
    );
}

/// What closed models are set beside.
fn beside_closed(report: &mut Report, traffic: &Traffic, catalogue: &'static Catalogue) {
    let rows = [(Tier::Frontier, "large"), (Tier::Small, "small")].into_iter().flat_map(|(tier, words)| {
        let floors = stand_in_floors(tier, traffic, catalogue);
        floors.into_iter().map(move |floor| {
            row(&[
                format!("{words}: like {}", floor.stand_in.unwrap_or_default()),
                floor.chip.to_owned(),
                usd(floor.usd),
            ])
        })
    });
    report.blocks.push(Block::Table(Table {
        caption: "What closed models are set beside".to_owned(),
        columns: vec![("If built".to_owned(), false), ("Cheapest on".to_owned(), false), ("A million tokens".to_owned(), true)],
        rows: rows.collect(),
        is_folded: false,
    }));
    report.text(
        Tone::Note,
        "The size of closed models is not public. Their bars are what models that are public would cost, from the cheapest to \
         the dearest of these. Nobody outside knows which a closed model is like, or whether it is larger than any.",
    );
}

/// Whether a model stands in the plot.
fn is_shown(model: &ServedModel, shown: Option<&str>) -> bool {
    model.is_plotted || shown == Some(model.slug)
}

fn ladder(caption: &str, lines: &[Line], shown: Option<&str>) -> Ladder {
    Ladder {
        caption: caption.to_owned(),
        worked_out: "cost at full batches, with its range".to_owned(),
        said: "list price".to_owned(),
        rungs: lines.iter().filter(|line| is_shown(line.model, shown)).map(|line| rung(line, shown)).collect(),
    }
}

fn rung(line: &Line, shown: Option<&str>) -> Rung {
    let Line { model, price, offer } = line;
    let each: Vec<String> =
        offer.floors.iter().map(|floor| format!("{}: {}", on(floor), usd(floor.usd))).collect();
    Rung {
        label: model.name.to_owned(),
        note: format!("{}, {}", price.seller, price.date),
        usd: offer.cost(),
        text: offer.cost().map_or_else(|| "–".to_owned(), usd),
        is_marked: shown == Some(model.slug),
        working: each.into_iter().chain(model.note.map(str::to_owned)).collect(),
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

/// What a floor is of.
fn on(floor: &Floor) -> String {
    match floor.stand_in {
        Some(model) => format!("like {model}, on the {}", floor.chip),
        None => format!("on the {}", floor.chip),
    }
}

/// A list price in words.
fn listed(price: &ListPrice) -> String {
    let dollars = |usd: f64| point(usd, Style::Usd);
    let optional = |name: &str, usd: Option<f64>| usd.map_or_else(String::new, |usd| format!(", {name} {}", dollars(usd)));
    format!(
        "a million tokens of input {}{}, of output {}{}{}",
        dollars(price.input),
        optional("cached", price.cached),
        dollars(price.output),
        optional("batch input", price.batch_input),
        optional("batch output", price.batch_output)
    )
}

/// Every price in one table.
fn table(open: &[Line], closed: &[Line], shown: Option<&str>) -> Table {
    let optional = |usd: Option<f64>| usd.map_or_else(|| "–".to_owned(), |usd| point(usd, Style::Usd));
    let rows = open.iter().chain(closed).map(|line| {
        let Line { model, price, offer } = line;
        let mark_up = offer.mark_up();
        let times = |value: f64| point(value, Style::Rounded);
        Row {
            is_marked: shown == Some(model.slug),
            sources: vec![price.citation.into()],
            ..row(&[
                model.name.to_owned(),
                price.seller.to_owned(),
                price.date.to_owned(),
                point(price.input, Style::Usd),
                optional(price.cached),
                point(price.output, Style::Usd),
                optional(price.batch_input),
                optional(price.batch_output),
                point(offer.price, Style::Usd),
                offer.cost().map_or_else(|| "–".to_owned(), usd),
                mark_up.map_or_else(|| "–".to_owned(), |of| format!("{} – {}", times(of.low()), times(of.high()))),
                offer.cost().map_or_else(|| "–".to_owned(), |cost| margin(offer.price, cost)),
            ])
        }
    });
    Table {
        caption: "Every list price, in US dollars for a million tokens, and what is left of it over full batches".to_owned(),
        columns: [
            ("Model", false),
            ("Sold by", false),
            ("As of", false),
            ("Input", true),
            ("Cached", true),
            ("Output", true),
            ("Batch in", true),
            ("Batch out", true),
            ("This traffic", true),
            ("Costs", true),
            ("Price over cost", true),
            ("Margin", true),
        ]
        .into_iter()
        .map(|(name, is_number)| (name.to_owned(), is_number))
        .collect(),
        rows: rows.collect(),
        is_folded: true,
    }
}

/// The margin over the range of cost, from the dearest to the cheapest.
fn margin(price: f64, cost: Interval<f64>) -> String {
    let at = |cost: f64| point(1.0 - cost / price, Style::Fraction);
    format!("{} – {}", at(cost.high()), at(cost.low()))
}
