//! A day of service: what it costs, what it brings, and what has to change for it to pay.

use super::traffic::Traffic;
use crate::interval::Interval;

/// Days in a month of a twelfth of 365.25 days.
pub const DAYS_PER_MONTH: f64 = 30.4375;

/// List prices in US dollars for a million tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// Input that is not cached.
    pub input: Interval<f64>,
    /// Input found in the cache.
    pub cached: Interval<f64>,
    /// Output.
    pub output: Interval<f64>,
}

impl Prices {
    /// Of a million tokens of traffic as they come.
    #[must_use]
    pub fn of_traffic(&self, traffic: &Traffic) -> Interval<f64> {
        traffic.mean(self.input, self.cached, self.output)
    }
}

/// How much of the traffic is paid for, and at what part of the list price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sales {
    /// The part of all tokens that is paid, 0 to 1.
    pub paid: Interval<f64>,
    /// The part of those that is sold at a discount, 0 to 1.
    pub discounted: Interval<f64>,
    /// The discount, 0 to 1.
    pub discount: Interval<f64>,
}

impl Sales {
    /// Everything at the list price.
    pub const ALL: Self =
        Self { paid: Interval::exact(1.0), discounted: Interval::exact(0.0), discount: Interval::exact(0.0) };

    /// What is left of the list price on average over paid tokens: 1 − discounted × discount.
    #[must_use]
    pub fn price_kept(&self) -> Interval<f64> {
        less(1.0, self.discounted * self.discount)
    }

    /// The part of list revenue that comes in.
    #[must_use]
    pub fn kept(&self) -> Interval<f64> {
        self.paid * self.price_kept()
    }
}

/// A day of service, by intervals that are taken as independent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// Tokens of input and output.
    pub tokens: f64,
    /// Rent of the chips, US dollars.
    pub chips_usd: Interval<f64>,
    /// Keeping prefixes, US dollars.
    pub cache_usd: Interval<f64>,
    /// What else serving needs, as a part of the rent.
    pub overhead: Interval<f64>,
    /// What all tokens would bring at the list price, US dollars.
    pub list_usd: Interval<f64>,
    /// What of it is sold.
    pub sales: Sales,
}

impl Day {
    /// The day by central values, the middle where a range has none: what sentences, shares and times to pay back
    /// go by, so that they agree with each other.
    #[must_use]
    pub fn central(&self) -> Self {
        let exact = |value: Interval<f64>| Interval::exact(value.middle());
        Self {
            tokens: self.tokens,
            chips_usd: exact(self.chips_usd),
            cache_usd: exact(self.cache_usd),
            overhead: exact(self.overhead),
            list_usd: exact(self.list_usd),
            sales: Sales {
                paid: exact(self.sales.paid),
                discounted: exact(self.sales.discounted),
                discount: exact(self.sales.discount),
            },
        }
    }

    /// All cost of the day, US dollars.
    #[must_use]
    pub fn cost(&self) -> Interval<f64> {
        self.chips_usd * self.overhead.map(|share| 1.0 + share) + self.cache_usd
    }

    /// What comes in, US dollars.
    #[must_use]
    pub fn revenue(&self) -> Interval<f64> {
        self.list_usd * self.sales.kept()
    }

    /// Revenue less cost, US dollars; may be negative.
    #[must_use]
    pub fn profit(&self) -> Interval<f64> {
        let (revenue, cost) = (self.revenue(), self.cost());
        combined(revenue, cost, |revenue, cost| revenue - cost)
    }

    /// Profit over cost: DeepSeek's “cost profit margin”.
    #[must_use]
    pub fn margin_on_cost(&self) -> Interval<f64> {
        combined(self.revenue(), self.cost(), |revenue, cost| revenue / cost - 1.0)
    }

    /// Profit over revenue.
    #[must_use]
    pub fn margin(&self) -> Interval<f64> {
        combined(self.revenue(), self.cost(), |revenue, cost| 1.0 - cost / revenue)
    }

    /// The part of all tokens that has to be paid for cost to be met, at the discounts that are given; more than 1 where
    /// even that does not do.
    #[must_use]
    pub fn paid_to_break_even(&self) -> Interval<f64> {
        self.cost() / (self.list_usd * self.sales.price_kept())
    }

    /// The utilisation at which revenue meets cost when the chips stand at `utilisation` now, by central values: what a token
    /// costs in chips is in inverse proportion to it. More than 1 where even full batches do not do; nothing where keeping
    /// prefixes alone costs more than comes in.
    #[must_use]
    pub fn utilisation_to_break_even(&self, utilisation: f64) -> Option<f64> {
        let day = self.central();
        let left = day.revenue().middle() - day.cache_usd.middle();
        let chips = day.chips_usd.middle() * (1.0 + day.overhead.middle());
        (left > 0.0).then(|| utilisation * chips / left)
    }

    /// Months until profit has paid for something, US dollars. Nothing where there is none by central values.
    #[must_use]
    pub fn months_to_pay(&self, usd: Interval<f64>) -> Option<Months> {
        let (profit, central) = (self.profit(), self.central().profit().middle_signed());
        let month = |profit: f64, usd: f64| usd / (profit * DAYS_PER_MONTH);
        (central > 0.0).then(|| Months {
            low: month(profit.high(), usd.low()),
            central: month(central, usd.middle()),
            high: (profit.low() > 0.0).then(|| month(profit.low(), usd.high())),
        })
    }
}

/// A time that may never come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Months {
    /// At the earliest.
    pub low: f64,
    /// By central values.
    pub central: f64,
    /// At the latest; nothing for never.
    pub high: Option<f64>,
}

/// A decreasing function of the second of two intervals.
fn combined(up: Interval<f64>, down: Interval<f64>, f: impl Fn(f64, f64) -> f64) -> Interval<f64> {
    Interval::around_or_between(
        f(up.low(), down.high()),
        up.central().zip(down.central()).map(|(up, down)| f(up, down)),
        f(up.high(), down.low()),
    )
}

fn less(whole: f64, part: Interval<f64>) -> Interval<f64> {
    Interval::around_or_between(whole - part.high(), part.central().map(|part| whole - part), whole - part.low())
}
