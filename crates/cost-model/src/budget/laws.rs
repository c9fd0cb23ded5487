//! Scaling laws, from `data/budget`: how size and tokens share an amount of compute, and what loss comes out.

use super::run::Size;
use crate::catalogue::{ByEdition, Fields};
use crate::interval::Interval;
use crate::source::{Citation, Figure, Sourced};

/// The laws that a visitor may choose from, and their short names; the first is the usual one. A test holds them to the data.
pub const LAWS: [(&str, &str); 4] = [
    ("besiroglu-2024", "Chinchilla, refit by Besiroglu et al. 2024"),
    ("hoffmann-2022", "Chinchilla as published, approach 3"),
    ("deepseek-2024", "DeepSeek LLM 2024"),
    ("ling-2025", "Ling 2025, dense"),
];

/// The law of the best mixture of experts.
pub(super) const EXPERTS: &str = "ling-2025-experts";
/// The law of what a mixture of experts saves.
pub(super) const LEVERAGE: &str = "ling-2025-leverage";

/// A scaling law.
#[derive(Debug)]
pub struct Law {
    /// Its name in links and data files.
    pub slug: &'static str,
    /// Its name for readers.
    pub name: &'static str,
    /// What it says.
    pub form: Form,
    /// Its coefficients, in the order of the form.
    coefficients: &'static [Figure<Interval<f64>>],
    /// Parameters of the models that it was fitted on, where that is what is said.
    pub parameters: Option<Interval<f64>>,
    /// Tokens that they were trained on.
    pub tokens: Option<Interval<f64>>,
    /// FLOP that this took.
    pub flop: Option<Interval<f64>>,
    fitted_on: [Option<Citation>; 3],
}

/// What a law says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// The loss of every size on every number of tokens.
    Loss(Loss),
    /// The best size and tokens for every amount of compute.
    Allocation(Allocation),
    /// How much compute a mixture of experts saves.
    Leverage(Leverage),
}

/// L = E + A ÷ N^α + B ÷ D^β, in nats for a token (Hoffmann et al. 2022, approach 3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// Loss that no size and no data takes away.
    pub e: f64,
    /// Weight of the size.
    pub a: f64,
    /// Weight of the data.
    pub b: f64,
    /// Exponent of the size, above 0.
    pub alpha: f64,
    /// Exponent of the data, above 0.
    pub beta: f64,
}

impl Loss {
    /// The loss of a model, in nats for a token.
    #[must_use]
    pub fn of(&self, size: Size) -> f64 {
        self.e + self.a / libm::pow(size.params, self.alpha) + self.b / libm::pow(size.tokens, self.beta)
    }

    /// The size and tokens of least loss for an amount of compute C = 6·N·D in FLOP:
    /// N = G · (C ÷ 6)^(β ÷ (α + β)) with G = (α·A ÷ (β·B))^(1 ÷ (α + β)) (Hoffmann et al. 2022, equation 4).
    #[must_use]
    pub fn optimum(&self, flop: f64) -> Size {
        let params = self.g() * libm::pow(flop / 6.0, self.beta / (self.alpha + self.beta));
        Size { params, tokens: flop / 6.0 / params }
    }

    /// The G of the size of least loss.
    #[must_use]
    pub fn g(&self) -> f64 {
        libm::pow(self.alpha * self.a / (self.beta * self.b), 1.0 / (self.alpha + self.beta))
    }

    /// The least compute in FLOP for a loss; endless for one that no model has.
    ///
    /// What is above E falls as C^(−α·β ÷ (α + β)) along the optima.
    #[must_use]
    pub fn least_flop(&self, loss: f64) -> f64 {
        let at = 1e21;
        let above = self.of(self.optimum(at)) - self.e;
        let exponent = (self.alpha + self.beta) / (self.alpha * self.beta);
        if loss > self.e { at * libm::pow(above / (loss - self.e), exponent) } else { f64::INFINITY }
    }

    /// The tokens on which a model of so many parameters comes to a loss; nothing where none are enough.
    #[must_use]
    pub fn tokens(&self, params: f64, loss: f64) -> Option<f64> {
        let left = loss - self.e - self.a / libm::pow(params, self.alpha);
        (left > 0.0).then(|| libm::pow(self.b / left, 1.0 / self.beta))
    }
}

/// M = m · C^μ and D = d · C^δ with C = M · D (DeepSeek LLM, equation 4; Ling, table 1). M is the FLOP of a token in training,
/// 6 for each parameter outside the embedding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allocation {
    m: f64,
    m_exponent: f64,
    d: f64,
    d_exponent: f64,
}

impl Allocation {
    /// m, μ, d and δ.
    #[must_use]
    pub const fn coefficients(&self) -> [f64; 4] {
        [self.m, self.m_exponent, self.d, self.d_exponent]
    }

    /// The best size and tokens for an amount of compute in FLOP. Where m · d is not quite 1, as rounded coefficients are, both
    /// are moved alike so that 6·N·D is the compute.
    #[must_use]
    pub fn optimum(&self, flop: f64) -> Size {
        let params = self.m * libm::pow(flop, self.m_exponent) / 6.0;
        let tokens = self.d * libm::pow(flop, self.d_exponent);
        let much = libm::sqrt(6.0 * params * tokens / flop);
        Size { params: params / much, tokens: tokens / much }
    }
}

/// The compute of a dense model over that of a mixture of experts of equal loss: Â^(a + d·log₁₀ C + γ·(log₂ G)² + β·log₂ G)
/// with 1 ÷ Â = 1 ÷ (A + (1 ÷ A_start − 1 ÷ A_max)⁻¹) + 1 ÷ A_max (Ling, equations 10 and 13). The paper does not name the bases
/// of its logarithms; with these it gives the 7 that it states for 10²² FLOP, A = 3.1% and G = 12.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leverage {
    coefficients: [f64; 6],
    /// The parts of experts that it was fitted on.
    pub activated: Interval<f64>,
    /// The granularities that it was fitted on.
    pub granularity: Interval<f64>,
    /// The largest compute in FLOP at which it was checked.
    pub checked: f64,
    /// The part of a token's work that attention takes.
    pub attention_share: Interval<f64>,
}

impl Leverage {
    /// For the part of experts that a token passes, above 0 and at most 1, their granularity, and the compute of the mixture in
    /// FLOP.
    #[must_use]
    pub fn of(&self, activated: f64, granularity: f64, flop: f64) -> f64 {
        let [a, d, gamma, beta, start, most] = self.coefficients;
        let least = 1.0 / (1.0 / start - 1.0 / most);
        let saturating = 1.0 / (1.0 / (activated + least) + 1.0 / most);
        let fine = libm::log2(granularity);
        libm::pow(saturating, a + d * libm::log10(flop) + gamma * fine * fine + beta * fine)
    }
}

impl Form {
    fn of(word: &str, values: &[Interval<f64>]) -> Self {
        let at = |place: usize| values.get(place).copied().unwrap_or(Interval::exact(1.0));
        let central = |place: usize| at(place).middle_signed();
        match word {
            "loss" => {
                Self::Loss(Loss { e: central(0), a: central(1), b: central(2), alpha: central(3), beta: central(4) })
            }
            "allocation" => Self::Allocation(Allocation {
                m: central(0),
                m_exponent: central(1),
                d: central(2),
                d_exponent: central(3),
            }),
            _ => Self::Leverage(Leverage {
                coefficients: [0, 1, 2, 3, 4, 5].map(central),
                activated: at(6),
                granularity: at(7),
                checked: central(8),
                attention_share: at(9),
            }),
        }
    }
}

impl Law {
    fn read(fields: &mut Fields) -> Self {
        let (slug, name, form) = (fields.text(), fields.text(), fields.text());
        let coefficients = fields.list(|fields| fields.figure(Fields::interval));
        let values: Vec<Interval<f64>> = coefficients.iter().filter_map(Figure::value).collect();
        let fitted_on = [0; 3].map(|_| fields.figure(Fields::interval));
        Self {
            slug,
            name,
            form: Form::of(form, &values),
            coefficients,
            parameters: fitted_on[0].value(),
            tokens: fitted_on[1].value(),
            flop: fitted_on[2].value(),
            fitted_on: fitted_on.map(|figure| figure.first().map(Sourced::citation)),
        }
    }

    /// Its coefficients and ranges, each with its source.
    pub fn citations(&self) -> impl Iterator<Item = Citation> {
        let coefficients = self.coefficients.iter().filter_map(|figure| Some(figure.first()?.citation()));
        coefficients.chain(self.fitted_on.into_iter().flatten())
    }

    /// The best size and tokens for an amount of compute in FLOP; nothing for a law that does not say.
    #[must_use]
    pub fn optimum(&self, flop: f64) -> Option<Size> {
        match self.form {
            Form::Loss(loss) => Some(loss.optimum(flop)),
            Form::Allocation(allocation) => Some(allocation.optimum(flop)),
            Form::Leverage(_) => None,
        }
    }

    /// Its loss, where it says one.
    #[must_use]
    pub const fn loss(&self) -> Option<&Loss> {
        match &self.form {
            Form::Loss(loss) => Some(loss),
            _ => None,
        }
    }

    /// Whether a model lies within all that it was fitted on.
    #[must_use]
    pub fn holds_for(&self, size: Size) -> bool {
        let within =
            |range: Option<Interval<f64>>, value: f64| range.is_none_or(|of| of.low() <= value && value <= of.high());
        within(self.parameters, size.params) && within(self.tokens, size.tokens) && within(self.flop, size.flop())
    }
}

/// Scaling laws and the defaults of a budget's fields.
#[derive(Debug)]
pub(super) struct Data {
    laws: &'static [Law],
    defaults: &'static [(&'static str, Figure<Interval<f64>>)],
}

static DATA: ByEdition<Data> = ByEdition::new();

impl Data {
    /// That of an edition; the newest one's for an edition that does not exist.
    fn of(edition: &str) -> &'static Self {
        DATA.of(edition, |edition| {
            let mut fields = Fields::new(include_str!(concat!(env!("OUT_DIR"), "/budget.txt")), edition);
            Self {
                laws: fields.list(Law::read),
                defaults: fields.list(|fields| (fields.text(), fields.figure(Fields::interval))),
            }
        })
    }
}

/// The law of that slug in an edition.
#[must_use]
pub fn law(slug: &str, edition: &str) -> Option<&'static Law> {
    Data::of(edition).laws.iter().find(|law| law.slug == slug)
}

/// The laws that a visitor may choose from, in the order of [`LAWS`].
pub fn laws(edition: &'static str) -> impl Iterator<Item = &'static Law> {
    LAWS.iter().filter_map(move |(slug, _)| law(slug, edition))
}

/// What a mixture of experts saves, with its law.
pub(super) fn leverage(edition: &str) -> Option<(&'static Law, &'static Leverage)> {
    let law = law(LEVERAGE, edition)?;
    match &law.form {
        Form::Leverage(leverage) => Some((law, leverage)),
        _ => None,
    }
}

/// The key of how many tokens are served for each one of the compute-optimal model's training.
pub(super) const SERVED_PER_TRAINED: &str = "served_per_trained";

/// The default of a field, by its key.
pub(super) fn default_of(key: &str, edition: &str) -> Option<&'static Sourced<Interval<f64>>> {
    Data::of(edition).defaults.iter().find(|(of, _)| *of == key)?.1.first()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::EDITION;
    use crate::field::Field;

    #[test]
    fn the_laws_to_choose_from_are_those_of_the_data() {
        let data = Data::of(EDITION);
        let chosen: Vec<(&str, &str)> = laws(EDITION).map(|law| (law.slug, law.name)).collect();
        assert_eq!(chosen, LAWS);
        assert!(law(EXPERTS, EDITION).is_some_and(|law| law.optimum(1e20).is_some()) && leverage(EDITION).is_some());
        assert!(data.laws.iter().all(|law| law.citations().count() >= 5));
        let is_known = |key: &str| key == SERVED_PER_TRAINED || Field::from_key(key).is_some();
        assert!(data.defaults.iter().all(|(key, figure)| is_known(key) && figure.first().is_some()));
    }
}
