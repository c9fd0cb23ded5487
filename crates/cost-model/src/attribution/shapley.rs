//! Shares of a difference by the Shapley value: what each factor changes, averaged over every order in which the factors
//! could be exchanged (Shapley 1953). Exact, over at most [`MOST`] factors.
//!
//! A game is the list of its values: that of the set whose members are the one bits of the index. The shares add up to
//! the difference between the whole and the empty set (efficiency), factors that change the same have the same share
//! (symmetry), one that changes nothing has none (dummy).

/// The most factors: their number of sets is 2¹⁰.
pub const MOST: usize = 10;

/// The values of every set of so many factors.
#[must_use]
pub fn game(factors: usize, value: impl FnMut(usize) -> f64) -> Vec<f64> {
    (0..1 << factors.min(MOST)).map(value).collect()
}

/// The set of all factors of a game.
pub(super) fn all(game: &[f64]) -> usize {
    game.len().saturating_sub(1)
}

/// How many factors a set has.
fn size(set: usize) -> usize {
    set.count_ones() as usize
}

fn factorial(number: usize) -> f64 {
    (1..=number).map(|factor| factor as f64).product()
}

/// Each factor's share: Σ over sets S without it of |S|! (n − |S| − 1)! ÷ n! × (v(S with it) − v(S)).
#[must_use]
pub fn shares(game: &[f64]) -> Vec<f64> {
    let (all, count) = (all(game), size(all(game)));
    (0..count)
        .map(|factor| {
            let bit = 1 << factor;
            let sets = (0..game.len()).filter(|set| set & bit == 0);
            sets.map(|set| {
                let weight = factorial(size(set)) * factorial(size(all & !(set | bit))) / factorial(count);
                weight * (at(game, set | bit) - at(game, set))
            })
            .sum()
        })
        .collect()
}

/// How much each pair changes together beyond what each changes alone, by the Shapley interaction index (Grabisch and
/// Roubens 1999): Σ over sets S without both of |S|! (n − |S| − 2)! ÷ (n − 1)! × (v(S with both) − v(S with one) −
/// v(S with the other) + v(S)). Row by row; zero on the diagonal.
#[must_use]
pub fn interactions(game: &[f64]) -> Vec<Vec<f64>> {
    let all = all(game);
    let pair = |one: usize, other: usize| -> f64 {
        if one == other {
            return 0.0;
        }
        let (a, b) = (1 << one, 1 << other);
        let sets = (0..game.len()).filter(|set| set & (a | b) == 0);
        sets.map(|set| {
            let weight = factorial(size(set)) * factorial(size(all & !(set | a | b))) / factorial(size(all & !a));
            weight * (at(game, set | a | b) - at(game, set | a) - at(game, set | b) + at(game, set))
        })
        .sum()
    };
    let count = size(all);
    (0..count).map(|one| (0..count).map(|other| pair(one, other)).collect()).collect()
}

/// Each factor's ratio: the shares of the logarithm, so that the ratios multiply to that of the whole to the empty set.
/// All values must be above zero.
#[must_use]
pub fn ratios(game: &[f64]) -> Vec<f64> {
    let logs: Vec<f64> = game.iter().map(|value| libm::log(*value)).collect();
    shares(&logs).into_iter().map(libm::exp).collect()
}

/// Dollars rounded to whole cents that add up to the rounded sum of all: the cents that are left over go to the shares
/// whose rounding took most away.
#[must_use]
pub fn to_cents(shares: &[f64]) -> Vec<f64> {
    let whole = libm::round(shares.iter().sum::<f64>() * 100.0);
    let mut cents: Vec<f64> = shares.iter().map(|share| libm::floor(share * 100.0)).collect();
    let mut left = whole - cents.iter().sum::<f64>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let rest = |place: &usize| shares.get(*place).map_or(0.0, |share| share * 100.0 - libm::floor(share * 100.0));
    order.sort_by(|one, other| rest(other).total_cmp(&rest(one)));
    for place in order.iter().chain(&order) {
        if left < 0.5 {
            break;
        }
        if let Some(share) = cents.get_mut(*place) {
            *share += 1.0;
            left -= 1.0;
        }
    }
    cents.into_iter().map(|cents| cents / 100.0).collect()
}

fn at(game: &[f64], set: usize) -> f64 {
    game.get(set).copied().unwrap_or_default()
}
