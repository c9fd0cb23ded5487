//! An entry's service: how fast it is, what its tokens cost, and what they bring.

use super::alternatives::Alternatives;
use super::cache::{Medium, PrefixCache};
use super::cost::{Rates, TokenCosts, usd_per_million};
use super::day::{DAYS_PER_MONTH, Day, Prices, Sales};
use super::deployment::{Layout, Served};
use super::efficiency::ERROR;
use super::inputs::ServingInputs;
use super::traffic::Traffic;
use crate::field::Field;
use crate::interval::Interval;
use crate::text::{self, Style};
use crate::words::serving_service as words;

const ONE: Interval<f64> = Interval::exact(1.0);
const NOTHING: Interval<f64> = Interval::exact(0.0);

/// An entry's service.
#[derive(Clone, Debug)]
pub struct Service<'a> {
    /// What it is worked out from.
    pub inputs: &'a ServingInputs<'a>,
    /// The model on its chips.
    pub served: Served<'a>,
    /// The layouts that it may have.
    pub layouts: Vec<Layout>,
    /// The tokens that are served.
    pub traffic: Traffic,
    /// How fast the chips work at full batch.
    pub rates: Rates,
}

impl<'a> Service<'a> {
    /// The service of an entry.
    ///
    /// # Errors
    /// Why the model cannot be served so, in words.
    pub fn of(inputs: &'a ServingInputs<'a>) -> Result<Self, String> {
        let (served, traffic) = (inputs.served(), inputs.asked().traffic());
        let layouts = inputs.layouts(&served);
        match Rates::of(&served, &traffic, &layouts) {
            Some(rates) => Self { inputs, served, layouts, traffic, rates }.unless_overloaded(),
            None => Err(why_not(&served, &traffic, &layouts)),
        }
    }

    /// Chips that were entered must suffice, with what the roofline may err by.
    fn unless_overloaded(self) -> Result<Self, String> {
        let (Some(chips), least) = (self.known_chips(), self.least_chips()) else { return Ok(self) };
        if least * ERROR.low() <= chips.high() {
            return Ok(self);
        }
        let count = |chips: Interval<f64>| text::exact_or_range(chips, Style::Count("chips"));
        Err(words::overloaded(&count(chips), &count(Interval::exact(least))))
    }

    fn value(&self, field: Field) -> Option<Interval<f64>> {
        self.inputs.get(field).value
    }

    /// Rent of a chip for an hour, US dollars.
    #[must_use]
    pub fn rent(&self) -> Option<Interval<f64>> {
        self.value(Field::ServingUsdPerGpuHour)
    }

    /// Tokens a day, by central values like all of the traffic.
    #[must_use]
    pub fn tokens(&self) -> f64 {
        self.value(Field::TokensPerDay).map_or(1.0, |tokens| tokens.middle())
    }

    /// The chips that are paid for where they were entered.
    #[must_use]
    pub fn known_chips(&self) -> Option<Interval<f64>> {
        self.value(Field::FleetChips)
    }

    /// Chips that the traffic of a day needs at full batch around the clock.
    #[must_use]
    pub fn least_chips(&self) -> f64 {
        self.rates.chips(&self.traffic, self.tokens())
    }

    /// The fewest chips that hold the model once and are fast enough at both, reading prompts and writing answers; those that do it
    /// fastest where no layout is enough for both.
    #[must_use]
    pub fn fewest_chips(&self) -> f64 {
        let serves = |layout: &&Layout| Rates::of(&self.served, &self.traffic, std::slice::from_ref(*layout)).is_some();
        let of_both = self.rates.prefill.layout.chips.max(self.rates.decode.layout.chips);
        self.layouts.iter().filter(serves).map(|layout| layout.chips).fold(of_both, f64::min)
    }

    /// The utilisation: what the chips that are known imply, as entered, or as assumed. The first, and that of DeepSeek's
    /// published day, the roofline may put above 1.
    #[must_use]
    pub fn utilisation(&self) -> Interval<f64> {
        match self.known_chips() {
            Some(chips) => Interval::exact(self.least_chips()) / chips,
            None => self.value(Field::ServingUtilisation).unwrap_or(ONE),
        }
    }

    /// The roofline's own error, which chips that are known do not have, nor a utilisation that was found by comparing both.
    #[must_use]
    pub fn error(&self) -> Interval<f64> {
        if self.known_chips().is_some() || self.inputs.goes_by_the_day() { ONE } else { ERROR }
    }

    /// Chips that are paid for on average.
    #[must_use]
    pub fn chips(&self) -> Interval<f64> {
        self.known_chips().unwrap_or_else(|| Interval::exact(self.least_chips()) / self.utilisation() * self.error())
    }

    /// What a million tokens of the traffic cost with all that is counted: chips, what serving needs beyond them, and keeping
    /// prefixes; nothing where no rent is known.
    #[must_use]
    pub fn all_in(&self) -> Option<Interval<f64>> {
        let overhead = self.value(Field::ServingOverheadShare).unwrap_or(NOTHING).map(|share| 1.0 + share);
        let chips = self.chips().map(|chips| chips * 24.0 / self.tokens() * 1e6) * self.rent()?;
        Some(chips * overhead + self.keeping())
    }

    /// Keeping prefixes, for a million tokens of the traffic, US dollars.
    pub(crate) fn keeping(&self) -> Interval<f64> {
        let hits = self.traffic.hit_share();
        self.keeping_for_hits(&self.traffic, &self.rates).map_or(NOTHING, |usd| usd * Interval::exact(hits))
    }

    /// Keeping prefixes, for a million tokens that are found. The range of prices and times ends where a hit costs as much as
    /// working its tokens out again: nobody keeps what is dearer than that.
    fn keeping_for_hits(&self, traffic: &Traffic, rates: &Rates) -> Option<Interval<f64>> {
        let usd = self.cache(self.inputs.medium())?.usd_per_million_hits(traffic)?;
        let Some(rent) = self.rent() else { return Some(usd) };
        let again = usd_per_million(rates.prefill.rate, rent.middle() / self.utilisation().middle());
        let most = usd.central().unwrap_or(usd.low()).max(again);
        Some(Interval::around_or_between(usd.low(), usd.central(), usd.high().min(most)))
    }

    /// The prefix cache, where its price is known.
    #[must_use]
    pub fn cache(&self, medium: Medium) -> Option<PrefixCache> {
        let prompt = self.traffic.prompt().max(1.0);
        let elements = crate::architecture::cache_elements_of_sequence(self.served.model, prompt) / prompt;
        Some(PrefixCache {
            bytes_per_token: elements * self.served.cache_bytes(),
            usd_per_gb_month: self.inputs.price_of_keeping(medium).value?,
            hours: self.value(Field::CacheHours)?,
        })
    }

    /// What a million tokens of each kind cost, at the utilisation; nothing where no rent is known.
    #[must_use]
    pub fn costs(&self) -> Option<TokenCosts> {
        let keeping = self.keeping_for_hits(&self.traffic, &self.rates);
        let rent = self.rent()?;
        Some(TokenCosts::of(&self.rates, rent, self.utilisation(), self.error(), keeping.unwrap_or(NOTHING)))
    }

    /// The traffic with another part of the input in the cache, and what a million tokens of each kind would cost then, at the
    /// same utilisation and a rent of a chip-hour.
    #[must_use]
    pub fn with_hits(&self, cached: f64, rent: Interval<f64>) -> Option<(Traffic, TokenCosts)> {
        let traffic = Traffic { cached, ..self.traffic };
        let rates = Rates::of(&self.served, &traffic, &self.layouts)?;
        let keeping = self.keeping_for_hits(&traffic, &rates);
        let costs = TokenCosts::of(&rates, rent, self.utilisation(), self.error(), keeping.unwrap_or(NOTHING));
        Some((traffic, costs))
    }

    /// What the hits of a day save: chip-seconds of prefill for each token of traffic, at full batch; nothing where the
    /// traffic could not be served without them.
    #[must_use]
    pub fn saved_by_hits(&self) -> Option<f64> {
        let without = Traffic { cached: 0.0, ..self.traffic };
        let rates = Rates::of(&self.served, &without, &self.layouts)?;
        Some(rates.chip_seconds(&without) - self.rates.chip_seconds(&self.traffic))
    }

    /// Hours for which all of this traffic may be kept until keeping costs as much as its hits save, by central values;
    /// nothing without hits, or where the traffic could not be served without them.
    #[must_use]
    pub fn hours_worth_keeping(&self, medium: Medium) -> Option<f64> {
        let hour = self.usd_of_an_hour(medium)?;
        Some(self.usd_saved_by_million_hits()? / hour)
    }

    /// What keeping a million hits for an hour costs, US dollars, by central values; nothing without hits.
    pub(super) fn usd_of_an_hour(&self, medium: Medium) -> Option<f64> {
        let hour = PrefixCache { hours: ONE, ..self.cache(medium)? };
        Some(hour.usd_per_million_hits(&self.traffic)?.middle())
    }

    /// What a million hits spare of prefill, US dollars, by central values.
    pub(super) fn usd_saved_by_million_hits(&self) -> Option<f64> {
        let hits = self.traffic.hit_share();
        let rent = self.rent()?.middle() / 3600.0 / self.utilisation().middle();
        Some(self.saved_by_hits()? * 1e6 / hits * rent)
    }

    /// Tokens a day of a visitor's own use.
    #[must_use]
    pub fn tokens_of_own(&self) -> f64 {
        self.value(Field::OwnTokensPerDay).map_or(1e9, |tokens| tokens.middle())
    }

    /// The same on chips that are never idle.
    #[must_use]
    pub fn floor(&self) -> Option<TokenCosts> {
        Some(TokenCosts::of(&self.rates, self.rent()?, ONE, ERROR, NOTHING))
    }

    /// The list prices; nothing where one of them is not known.
    #[must_use]
    pub fn prices(&self) -> Option<Prices> {
        self.inputs.asked().prices()
    }

    /// A day of service; nothing where rent or prices are not known.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        let millions = Interval::exact(self.tokens() / 1e6);
        Some(Day {
            tokens: self.tokens(),
            chips_usd: self.chips() * self.rent()? * Interval::exact(24.0),
            cache_usd: millions * self.keeping(),
            overhead: self.value(Field::ServingOverheadShare).unwrap_or(NOTHING),
            list_usd: millions * self.prices()?.of_traffic(&self.traffic),
            sales: Sales {
                paid: self.value(Field::PaidShare).unwrap_or(ONE),
                discounted: self.value(Field::DiscountedShare).unwrap_or(NOTHING),
                discount: self.value(Field::Discount).unwrap_or(NOTHING),
            },
        })
    }

    /// What a chip of one's own costs for a day, by central values, US dollars: its part of a server's price over the
    /// server's lifetime, electricity, and floor for the power that it may draw. Nothing where an input is not known.
    #[must_use]
    pub fn owned_per_chip_day(&self) -> Option<[f64; 3]> {
        let central = |field| self.inputs.of_an_owner(field);
        let server = self.inputs.bill().new_server_price().value?.middle() / (central(Field::LifetimeYears)? * 365.25);
        let rated_kw =
            self.inputs.bill().get(Field::ChipPower).value?.middle() * central(Field::ServerPowerFactor)? / 1000.0;
        let drawn = rated_kw * central(Field::PowerUtilisation)? * central(Field::Pue)?;
        let electricity = drawn * 24.0 * central(Field::UsdPerKwh)?;
        let floor = rated_kw * central(Field::ColocationUsdPerKwMonth)? / DAYS_PER_MONTH;
        Some([server, electricity, floor])
    }

    /// A visitor's own traffic three ways, by central values; nothing where no rent is known.
    #[must_use]
    pub fn alternatives(&self) -> Option<Alternatives<'a>> {
        self.alternatives_at(|value, _| value.middle(), ERROR.middle())
    }

    /// The same with everything as it makes chips of one's own cheapest, and dearest: hours in use and peak, rent, and the
    /// roofline's error.
    #[must_use]
    pub fn extremes(&self) -> Option<[Alternatives<'a>; 2]> {
        let best = |value: Interval<f64>, is_good: bool| if is_good { value.high() } else { value.low() };
        let worst = |value: Interval<f64>, is_good: bool| best(value, !is_good);
        Some([self.alternatives_at(best, ERROR.low())?, self.alternatives_at(worst, ERROR.high())?])
    }

    /// With a value of each range that matters, by whether more of it makes chips cheaper, and how much slower they are.
    fn alternatives_at(&self, pick: impl Fn(Interval<f64>, bool) -> f64, slower: f64) -> Option<Alternatives<'a>> {
        let central = |field| self.value(field).map_or(1.0, |value| value.middle_signed());
        let picked = |field, is_good| self.value(field).map_or(1.0, |value| pick(value, is_good));
        Some(Alternatives {
            served: self.served,
            traffic: self.traffic,
            duty: picked(Field::DutyShare, true),
            peak_to_mean: picked(Field::PeakToMean, false),
            rent_per_chip_hour: pick(self.rent()?, false),
            owned_per_chip_day: self.owned_per_chip_day().map(|parts| parts.iter().sum()),
            staff_per_month: central(Field::OwnStaffUsdPerMonth),
            api_per_million: self.prices().map(|prices| prices.of_traffic(&self.traffic).middle()),
            keeping_per_million: self.keeping().middle(),
            slower,
        })
    }
}

/// Why no layout serves the traffic.
fn why_not(served: &Served, traffic: &Traffic, layouts: &[Layout]) -> String {
    if layouts.is_empty() {
        return words::no_such_layout().to_owned();
    }
    if layouts.iter().all(|layout| served.room(*layout).is_none()) {
        let most = layouts.iter().map(|layout| layout.chips).fold(0.0, f64::max);
        let most = text::point(most, Style::Count(""));
        return words::no_room_for_weights(&most, served.chip.short_name, served.weights.name());
    }
    if served.prefill(traffic, layouts).is_none() {
        return words::first_token_too_late().to_owned();
    }
    let room = layouts
        .iter()
        .any(|layout| served.decode_on(&Traffic { rate: 1e-6, ..*traffic }, *layout, f64::INFINITY).is_some());
    if room { words::too_slow_for_users().to_owned() } else { words::no_room_for_cache().to_owned() }
}
