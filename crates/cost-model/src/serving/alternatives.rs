//! A visitor's own traffic three ways: bought by the token, on rented chips, on chips of one's own.

use super::cost::{Rates, SECONDS_PER_DAY};
use super::day::DAYS_PER_MONTH;
use super::deployment::{Layout, Served};
use super::traffic::Traffic;

/// What a day of one's own costs, by central values.
#[derive(Clone, Copy, Debug)]
pub struct Alternatives<'a> {
    /// The model on its chips.
    pub served: Served<'a>,
    /// The traffic; the time to the first token and the users' rate are kept at the busiest hour.
    pub traffic: Traffic,
    /// The part of the day in which there is any, above 0 to 1.
    pub duty: f64,
    /// The busiest traffic over the average of those hours, at least 1.
    pub peak_to_mean: f64,
    /// Rent of a chip for an hour, US dollars.
    pub rent_per_chip_hour: f64,
    /// A chip of one's own for a day: loss of value, electricity and floor, US dollars; nothing where no server price is
    /// known.
    pub owned_per_chip_day: Option<f64>,
    /// Staff, US dollars a month; rented or owned.
    pub staff_per_month: f64,
    /// A million tokens of the traffic at the API's list price, US dollars; nothing where none is known.
    pub api_per_million: Option<f64>,
    /// Keeping prefixes for a million tokens of the traffic, US dollars; rented or owned.
    pub keeping_per_million: f64,
    /// How much less the chips serve than the roofline says, 1 for as much.
    pub slower: f64,
}

/// Chips that serve one's own traffic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fleet {
    /// How each copy is spread.
    pub layout: Layout,
    /// Copies of the model.
    pub copies: f64,
    /// Tokens served, of what the chips could serve around the clock, 0 to 1.
    pub utilisation: f64,
}

impl Fleet {
    /// All chips.
    #[must_use]
    pub fn chips(&self) -> f64 {
        self.copies * self.layout.chips
    }
}

/// Two curves that cross, and from where on the second is the cheaper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Crossing {
    /// At no traffic up to the most that is looked at.
    Never,
    /// At all of them.
    Always,
    /// From so many tokens a day on.
    From(f64),
}

/// The most and the least traffic that is looked at, in tokens a day.
pub(super) const MOST: f64 = 1e13;
/// See [`MOST`].
pub(super) const LEAST: f64 = 1e5;

impl Alternatives<'_> {
    /// Layouts that hold the model and are fast enough, with the tokens of traffic that a copy serves in a second.
    #[must_use]
    pub fn copies(&self, layouts: &[Layout]) -> Vec<(Layout, f64)> {
        let rate = |layout: &Layout| {
            let rates = Rates::of(&self.served, &self.traffic, std::slice::from_ref(layout))?;
            Some((*layout, layout.chips / rates.chip_seconds(&self.traffic) / self.slower))
        };
        layouts.iter().filter_map(rate).collect()
    }

    /// The fewest chips, in whole copies of the model, for so many tokens a day.
    #[must_use]
    pub fn fleet(&self, copies: &[(Layout, f64)], tokens_per_day: f64) -> Option<Fleet> {
        let busiest = tokens_per_day / (SECONDS_PER_DAY * self.duty) * self.peak_to_mean;
        let fleets = copies.iter().map(|(layout, rate)| {
            let copies = libm::ceil(busiest / rate).max(1.0);
            Fleet { layout: *layout, copies, utilisation: tokens_per_day / (SECONDS_PER_DAY * rate * copies) }
        });
        fleets.reduce(|best, next| if next.chips() < best.chips() { next } else { best })
    }

    /// By the token, US dollars a day.
    #[must_use]
    pub fn api(&self, tokens_per_day: f64) -> Option<f64> {
        Some(self.api_per_million? * tokens_per_day / 1e6)
    }

    /// Staff and keeping prefixes, US dollars a day.
    pub(super) fn beside_chips(&self, tokens_per_day: f64) -> f64 {
        self.staff_per_month / DAYS_PER_MONTH + self.keeping_per_million * tokens_per_day / 1e6
    }

    /// On rented chips, US dollars a day.
    #[must_use]
    pub fn rented(&self, copies: &[(Layout, f64)], tokens_per_day: f64) -> Option<f64> {
        let chips = self.fleet(copies, tokens_per_day)?.chips();
        Some(chips * self.rent_per_chip_hour * 24.0 + self.beside_chips(tokens_per_day))
    }

    /// On chips of one's own, US dollars a day.
    #[must_use]
    pub fn owned(&self, copies: &[(Layout, f64)], tokens_per_day: f64) -> Option<f64> {
        let chips = self.fleet(copies, tokens_per_day)?.chips();
        Some(chips * self.owned_per_chip_day? + self.beside_chips(tokens_per_day))
    }

    /// From which traffic on `second` costs less than `first` for good, up to [`MOST`]: costs go up in steps, so that the
    /// largest traffic at which it is the dearer is looked for.
    #[must_use]
    pub fn crossing(first: impl Fn(f64) -> Option<f64>, second: impl Fn(f64) -> Option<f64>) -> Option<Crossing> {
        let is_cheaper = |tokens: f64| Some(second(tokens)? < first(tokens)?);
        const POINTS: u32 = 800;
        let at = |place: u32| LEAST * libm::pow(MOST / LEAST, f64::from(place) / f64::from(POINTS));
        if !is_cheaper(MOST)? {
            return Some(Crossing::Never);
        }
        let (mut low, mut high) = (None, at(POINTS));
        for tokens in (0..POINTS).rev().map(at) {
            if !is_cheaper(tokens)? {
                low = Some(tokens);
                break;
            }
            high = tokens;
        }
        let Some(mut low) = low else { return Some(Crossing::Always) };
        for _ in 0..60 {
            let middle = libm::sqrt(low * high);
            if is_cheaper(middle)? { high = middle } else { low = middle }
        }
        Some(Crossing::From(high))
    }
}
