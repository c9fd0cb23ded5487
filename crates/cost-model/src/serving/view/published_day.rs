//! DeepSeek's published day, worked out again from what it states.

use super::super::cost::usd_per_million;
use super::super::day::{Day, Prices, Sales};
use super::super::service::Service;
use super::super::traffic::{DEEPSEEK_DAY, PUBLISHED_DAY, PublishedDay};
use crate::field::Field;
use crate::interval::Interval;
use crate::number;
use crate::report::{Block, Report, Row, Tone, row, table};
use crate::text::{Style, in_full, point};
use crate::words::{number as amounts, serving_published_day as words};

const EXACT: fn(f64) -> Interval<f64> = Interval::exact;

impl PublishedDay {
    /// The day as its figures have it: chips alone, every token billed at R1's list price.
    #[must_use]
    pub fn day(&self) -> Day {
        let [input, cached, output] = self.prices.map(EXACT);
        let prices = Prices { input, cached, output };
        Day {
            tokens: self.tokens,
            chips_usd: EXACT(self.nodes * self.chips_per_node * self.usd_per_chip_hour * 24.0),
            cache_usd: EXACT(0.0),
            overhead: EXACT(0.0),
            list_usd: EXACT(self.tokens / 1e6) * prices.of_traffic(&DEEPSEEK_DAY),
            sales: Sales::ALL,
        }
    }

    /// The fields that enter the day.
    #[must_use]
    pub fn entries(&self) -> Vec<(Field, String)> {
        let [input, cached, output] = self.prices;
        let exact = |value: f64| number::to_text(EXACT(value));
        vec![
            (Field::KvLength, exact(DEEPSEEK_DAY.context)),
            (Field::InputPerOutput, exact(DEEPSEEK_DAY.input_per_output)),
            (Field::CacheHitShare, exact(DEEPSEEK_DAY.cached)),
            (Field::TokensPerSecond, exact(DEEPSEEK_DAY.rate)),
            (Field::ServingHardware, self.hardware.to_owned()),
            (Field::ServingUsdPerGpuHour, exact(self.usd_per_chip_hour)),
            (Field::CacheUsdPerGbMonth, exact(0.0)),
            (Field::UsdPerMillionInput, exact(input)),
            (Field::UsdPerMillionCachedInput, exact(cached)),
            (Field::UsdPerMillionOutput, exact(output)),
            (Field::TokensPerDay, exact(self.tokens)),
            (Field::FleetChips, exact(self.nodes * self.chips_per_node)),
            (Field::PaidShare, exact(1.0)),
            (Field::DiscountedShare, exact(0.0)),
            (Field::ServingOverheadShare, exact(0.0)),
        ]
    }
}

pub(super) fn blocks(report: &mut Report, service: &Service) {
    if !service.inputs.asked().is_of_the_day() {
        return;
    }
    report.heading(words::worked_out_again());
    let day = PUBLISHED_DAY.day();
    let rows = accounts(&day).into_iter().chain(millions()).collect();
    let mut shown = table(words::chips_alone(), &[words::figure(), words::published(), words::worked_out()], rows);
    if let (Some(first), Some(source)) = (shown.rows.first_mut(), super::super::day_source(service.inputs.catalogue()))
    {
        first.sources.push(source);
    }
    report.blocks.push(Block::Table(shown));
    report.text(Tone::Note, words::theoretical_revenue());
}

fn dollars(usd: f64) -> String {
    amounts::dollars(&in_full(EXACT(libm::round(usd)), Style::Usd, ""))
}

/// A row with how its figure was worked out.
fn worked_out(label: &str, published: String, found: String, working: String) -> Row {
    Row { working: vec![working], ..row(&[label.to_owned(), published, found]) }
}

/// Cost and revenue of the day, and what follows from both.
fn accounts(day: &Day) -> [Row; 5] {
    let nothing = || "–".to_owned();
    let (cost, revenue) = (dollars(day.cost().middle()), dollars(day.revenue().middle()));
    let mark_up = format!("{:.1}%", day.margin_on_cost().middle() * 100.0);
    let [margin, paid] = [day.margin(), day.paid_to_break_even()].map(|share| point(share.middle(), Style::Fraction));
    [
        worked_out(words::cost(), dollars(PUBLISHED_DAY.cost_usd), cost.clone(), cost_working(&cost)),
        worked_out(words::revenue(), dollars(PUBLISHED_DAY.revenue_usd), revenue.clone(), revenue_working(&revenue)),
        worked_out(
            words::profit_over_cost(),
            format!("{}%", PUBLISHED_DAY.margin_on_cost * 100.0),
            mark_up.clone(),
            words::profit_over_cost_working(&revenue, &cost, &mark_up),
        ),
        worked_out(
            words::profit_over_revenue(),
            nothing(),
            margin.clone(),
            words::profit_over_revenue_working(&cost, &revenue, &margin),
        ),
        worked_out(words::paid_to_break_even(), nothing(), paid.clone(), words::paid_working(&cost, &revenue, &paid)),
    ]
}

fn cost_working(cost: &str) -> String {
    words::cost_working(
        &in_full(EXACT(PUBLISHED_DAY.nodes), Style::Plain, ""),
        &point(PUBLISHED_DAY.chips_per_node, Style::Plain),
        &point(PUBLISHED_DAY.usd_per_chip_hour, Style::UsdPerHour),
        cost,
    )
}

fn revenue_working(revenue: &str) -> String {
    let millions = |share: f64| point(PUBLISHED_DAY.tokens * share / 1e6, Style::Count(""));
    let [input, cached, output] = PUBLISHED_DAY.prices.map(|price| point(price, Style::Usd));
    words::revenue_working(
        &millions(DEEPSEEK_DAY.input_share() - DEEPSEEK_DAY.hit_share()),
        &input,
        &millions(DEEPSEEK_DAY.hit_share()),
        &cached,
        &millions(DEEPSEEK_DAY.output_share()),
        &output,
        revenue,
    )
}

/// What a million tokens of input and of output cost at what a node gets through.
fn millions() -> [Row; 2] {
    let per_node_hour = PUBLISHED_DAY.chips_per_node * PUBLISHED_DAY.usd_per_chip_hour;
    let per_hour = point(per_node_hour, Style::UsdPerHour);
    [
        (words::million_of_input(), PUBLISHED_DAY.input_per_node),
        (words::million_of_output(), PUBLISHED_DAY.output_per_node),
    ]
    .map(|(label, rate)| {
        let found = point(usd_per_million(rate, per_node_hour), Style::Usd);
        let working = words::million_working(&per_hour, &point(rate, Style::Count("")), &found);
        worked_out(label, "–".to_owned(), found, working)
    })
}
