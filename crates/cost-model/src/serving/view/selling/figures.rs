//! The accounts of a day, figure by figure.

use super::super::super::day::Day;
use super::super::super::service::Service;
use super::super::{TRAFFIC, figure, inputs_of, percent, rates, usd};
use crate::bill::Input;
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Block, Figure, Given, both, fields, figures};
use crate::text::{self, Style, point};
use crate::words::{serving_rates, serving_selling as words};

const PRICES: [Field; 3] = [Field::UsdPerMillionInput, Field::UsdPerMillionCachedInput, Field::UsdPerMillionOutput];
const SALES: [Field; 4] = [Field::TokensPerDay, Field::PaidShare, Field::DiscountedShare, Field::Discount];

pub(super) fn of_the_day(service: &Service, day: &Day) -> Block {
    let accounts = Accounts { service, day, central: day.central() };
    let rows = accounts.sums().into_iter().chain(accounts.results()).chain(accounts.least_use()).collect();
    Block::Figures { caption: words::a_day().to_owned(), rows }
}

/// What a day costs.
fn costs() -> Vec<Given> {
    figures(&[words::chips(), words::keeping_the_cache(), words::beyond_the_chips()])
}

/// What a day brings in and costs.
pub(super) fn accounts() -> Vec<Given> {
    both(figures(&[words::revenue()]), &costs())
}

/// A day with its central values, which stand in the workings.
struct Accounts<'a> {
    service: &'a Service<'a>,
    day: &'a Day,
    central: Day,
}

impl Accounts<'_> {
    /// What comes in and what it costs.
    fn sums(&self) -> [Figure; 4] {
        let central = &self.central;
        let count = text::exact_or_range(self.service.chips(), Style::Count("chips"));
        let rent = self.service.rent().map_or_else(String::new, |rent| text::exact_or_range(rent, Style::UsdPerHour));
        let list = words::at_list_price(&usd(self.day.list_usd), &percent(central.sales.kept().middle()));
        let beyond = format!("= {} × {}", dollars(central.chips_usd), percent(central.overhead.middle()));
        [
            figure(
                words::revenue(),
                self.sum(Day::revenue),
                vec![words::revenue_formula().to_owned(), list],
                &self.inputs(&[&SALES, &PRICES]),
            )
            .resting_on(fields(&TRAFFIC[1..])),
            figure(
                words::chips(),
                self.sum(|day| day.chips_usd),
                vec![words::chips_formula().to_owned(), format!("= {count} × {rent} × 24 h")],
                &self.inputs(&[&self.chips()]),
            )
            .resting_on(self.of_chips()),
            figure(
                words::keeping_the_cache(),
                self.sum(|day| day.cache_usd),
                std::iter::once(words::keeping_formula().to_owned()).chain(self.kept()).collect(),
                &self.inputs(&[&[Field::CacheHours, Field::CacheUsdPerGbMonth]]),
            )
            .resting_on(both(
                figures(&[serving_rates::cached_input()]),
                &fields(&[Field::TokensPerDay, Field::KvCacheFormat]),
            )),
            figure(
                words::beyond_the_chips(),
                self.sum(|day| day.chips_usd * day.overhead),
                vec![words::beyond_formula().to_owned(), beyond],
                &self.inputs(&[&[Field::ServingOverheadShare]]),
            )
            .resting_on(figures(&[words::chips()])),
        ]
    }

    /// What is left, and what has to be paid for something to be left.
    fn results(&self) -> [Figure; 4] {
        let central = &self.central;
        let chips = self.chips();
        let inputs = self.inputs(&[&chips, &SALES]);
        let left = point(central.profit().middle_signed(), Style::Usd);
        let (revenue, cost) = (dollars(central.revenue()), dollars(central.cost()));
        let (beyond, cache) = (dollars(central.chips_usd * central.overhead), dollars(central.cache_usd));
        let profit = format!("= {revenue} − {} − {cache} − {beyond}", dollars(central.chips_usd));
        let if_all_paid = dollars(central.list_usd * central.sales.price_kept());
        [
            figure(words::profit(), self.sum(Day::profit), vec![words::profit_formula().to_owned(), profit], &inputs)
                .resting_on(accounts()),
            figure(
                words::margin(),
                self.share(Day::margin),
                vec![words::margin_formula().to_owned(), format!("= {left} ÷ {revenue}")],
                &inputs,
            )
            .resting_on(figures(&[words::profit(), words::revenue()])),
            figure(
                words::mark_up(),
                self.share(Day::margin_on_cost),
                vec![words::mark_up_formula().to_owned(), format!("= {left} ÷ {cost}")],
                &inputs,
            )
            .resting_on(both(figures(&[words::profit()]), &costs())),
            figure(
                words::has_to_be_paid(),
                self.share(Day::paid_to_break_even),
                vec![words::has_to_be_paid_formula().to_owned(), format!("= {cost} ÷ {if_all_paid}")],
                &self.inputs(&[&chips]),
            )
            .resting_on(both(costs(), &figures(&[words::revenue()]))),
        ]
    }

    /// How much of full batches would bring cost down to what is paid; nothing where the cache alone costs as much.
    fn least_use(&self) -> Option<Figure> {
        let (central, now) = (&self.central, self.service.utilisation().middle());
        let least = percent(self.day.utilisation_to_break_even(now)?);
        let chips = dollars(central.chips_usd + central.chips_usd * central.overhead);
        let (revenue, cache) = (dollars(central.revenue()), dollars(central.cache_usd));
        let put_in = format!("= {} × {chips} ÷ ({revenue} − {cache}) = {least}", percent(now));
        let working = vec![words::least_use_formula().to_owned(), put_in];
        let inputs = self.inputs(&[&self.chips(), &SALES, &PRICES]);
        Some(figure(words::least_use(), least, working, &inputs).resting_on(both(accounts(), &self.of_chips())))
    }

    /// What the chips depend on.
    fn chips(&self) -> [Field; 3] {
        let is_known = self.service.known_chips().is_some();
        let used = if is_known { Field::FleetChips } else { Field::ServingUtilisation };
        [Field::ServingUsdPerGpuHour, used, Field::TokensPerDay]
    }

    /// How fast they work, where that decides how many there are.
    fn of_chips(&self) -> Vec<Given> {
        if self.service.known_chips().is_some() { Vec::new() } else { both(rates(), &fields(&TRAFFIC)) }
    }

    fn inputs(&self, fields: &[&[Field]]) -> Vec<Input> {
        inputs_of(self.service, &fields.concat())
    }

    fn sum(&self, of: fn(&Day) -> Interval<f64>) -> String {
        per_day(ranged(of(self.day), of(&self.central)))
    }

    fn share(&self, of: fn(&Day) -> Interval<f64>) -> String {
        let value = ranged(of(self.day), of(&self.central));
        if value.is_finite() {
            text::exact_or_range(value, Style::Fraction)
        } else {
            words::nothing_comes_in().to_owned()
        }
    }

    /// What keeping the prefixes of a day comes to, with values put in; nothing where none are kept.
    fn kept(&self) -> Option<String> {
        let hits = self.service.traffic.hit_share();
        let cache = self.service.cache(self.service.inputs.medium()).filter(|_| hits > 0.0)?;
        Some(format!(
            "= {} × {} × {} × {}",
            point(self.service.tokens() * (1.0 - hits), Style::Count("tokens")),
            point(cache.bytes_per_token, Style::Bytes),
            self.service.inputs.get(Field::CacheHours).to_text(),
            self.service.inputs.get(Field::CacheUsdPerGbMonth).to_text()
        ))
    }
}

fn dollars(usd: Interval<f64>) -> String {
    point(usd.middle(), Style::Usd)
}

/// A sum with its range and its central value.
fn ranged(range: Interval<f64>, central: Interval<f64>) -> Interval<f64> {
    Interval::around_or_between(range.low(), Some(central.middle_signed()), range.high())
}

fn per_day(value: Interval<f64>) -> String {
    let signed = |usd: f64| point(usd, Style::Usd);
    words::per_day(&match (value.central(), value.is_exact()) {
        (Some(central), false) => format!("{} ({} – {})", signed(central), signed(value.low()), signed(value.high())),
        (Some(central), true) => signed(central),
        (None, _) => format!("{} – {}", signed(value.low()), signed(value.high())),
    })
}
