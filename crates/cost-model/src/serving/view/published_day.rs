//! DeepSeek's published day, worked out again from what it states.

use super::super::cost::usd_per_million;
use super::super::day::{Day, Prices, Sales};
use super::super::service::Service;
use super::super::traffic::{DEEPSEEK_DAY, PUBLISHED_DAY, PublishedDay};
use crate::field::Field;
use crate::interval::Interval;
use crate::number;
use crate::report::{Block, Report, Tone, row, table};
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
    let usd = |value: f64| in_full(EXACT(value), Style::Usd, "");
    let dollars = |value: f64| amounts::dollars(&usd(libm::round(value)));
    let percent = |value: f64| point(value, Style::Fraction);
    let middle = |value: Interval<f64>| value.middle();
    let per_node_hour = PUBLISHED_DAY.chips_per_node * PUBLISHED_DAY.usd_per_chip_hour;
    let cents = |rate: f64| point(usd_per_million(rate, per_node_hour), Style::Usd);
    let rows = vec![
        row(&[words::cost().to_owned(), dollars(PUBLISHED_DAY.cost_usd), dollars(middle(day.cost()))]),
        row(&[words::revenue().to_owned(), dollars(PUBLISHED_DAY.revenue_usd), dollars(middle(day.revenue()))]),
        row(&[
            words::profit_over_cost().to_owned(),
            format!("{}%", PUBLISHED_DAY.margin_on_cost * 100.0),
            format!("{:.1}%", middle(day.margin_on_cost()) * 100.0),
        ]),
        row(&[words::profit_over_revenue().to_owned(), "–".to_owned(), percent(middle(day.margin()))]),
        row(&[words::paid_to_break_even().to_owned(), "–".to_owned(), percent(middle(day.paid_to_break_even()))]),
        row(&[words::million_of_input().to_owned(), "–".to_owned(), cents(PUBLISHED_DAY.input_per_node)]),
        row(&[words::million_of_output().to_owned(), "–".to_owned(), cents(PUBLISHED_DAY.output_per_node)]),
    ];
    let mut shown = table(words::chips_alone(), &[words::figure(), words::published(), words::worked_out()], rows);
    if let (Some(first), Some(source)) = (shown.rows.first_mut(), super::super::day_source()) {
        first.sources.push(source);
    }
    report.blocks.push(Block::Table(shown));
    report.text(Tone::Note, words::theoretical_revenue());
}
