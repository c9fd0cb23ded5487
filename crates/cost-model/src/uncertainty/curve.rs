//! A quantile function as pieces of polynomials, worked out once and read for every draw.
//!
//! The inverse of the normal distribution and an exponential take twenty nanoseconds; a polynomial takes three. Pieces get
//! narrower towards both ends as the function gets steeper, eight to each halving of what is left; the last 1/256 at each end
//! is left to the function itself.

use super::Spread;

/// Binary digits of a part that tell its piece within a halving.
const DIGITS: u32 = 3;

/// Places that a piece is worked out at.
const NODES: usize = 6;

/// Where they lie from 1, the start of a piece, to 2, its end: the zeros of Chebyshev's polynomial, between which the
/// error is spread evenly.
const PLACES: [f64; NODES] = [
    1.017_037_086_855_466,
    1.146_446_609_406_726_2,
    1.370_590_477_448_74,
    1.629_409_522_551_26,
    1.853_553_390_593_274,
    1.982_962_913_144_534,
];

/// The bits of a number below its exponent.
const FRACTION: u32 = f64::MANTISSA_DIGITS - 1;

/// The first piece, which starts at 1/256, and the first after the last, which would start at 1/2; as the bits with which
/// numbers in them begin.
const FIRST: u64 = leading(1.0 / 256.0);
const END: u64 = leading(0.5);

const fn leading(part: f64) -> u64 {
    part.to_bits() >> (FRACTION - DIGITS)
}

/// A polynomial through its values at [`PLACES`], in Newton's form, from the constant.
type Piece = [f64; NODES];

/// A quantile function that has no kink but at its median.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    spread: Spread,
    /// Pieces below the median, from the lower end, and then those above it, from the upper end: in one list, as a
    /// choice between two that half of the draws take is waited for.
    pieces: Vec<Piece>,
}

impl Curve {
    /// The curve of a spread that has no kink but at its median.
    pub(super) fn of(spread: Spread) -> Self {
        let below = (FIRST..END).map(|leading| piece(leading, |tail| spread.quantile(tail)));
        let above = (FIRST..END).map(|leading| piece(leading, |tail| spread.quantile(1.0 - tail)));
        Self { spread, pieces: below.chain(above).collect() }
    }

    /// The value below which a part of the spread lies, 0 to 1.
    pub(super) fn at(&self, part: f64) -> f64 {
        const SIDE: u64 = END - FIRST;
        let beyond = part - 0.5;
        let tail = 0.5 - beyond.abs();
        let place = leading(tail).wrapping_sub(FIRST);
        let first = if beyond < 0.0 { 0 } else { SIDE };
        match self.pieces.get(place.wrapping_add(first) as usize).filter(|_| place < SIDE) {
            Some(piece) => value(piece, along(tail)),
            None => self.spread.quantile(part),
        }
    }
}

/// How far a number is along its piece, from 1 to 2: what follows the digits that tell the piece, as a fraction of its own.
fn along(tail: f64) -> f64 {
    const ONE: u64 = 1.0_f64.to_bits();
    const MASK: u64 = (1 << FRACTION) - 1;
    f64::from_bits(tail.to_bits() << DIGITS & MASK | ONE)
}

fn value([a, b, c, d, e, f]: &Piece, x: f64) -> f64 {
    let [p, q, r, s, t, _] = PLACES;
    a + (x - p) * (b + (x - q) * (c + (x - r) * (d + (x - s) * (e + (x - t) * f))))
}

/// Newton's divided differences of a function over a piece.
fn piece(leading: u64, of: impl Fn(f64) -> f64) -> Piece {
    let start = |leading: u64| f64::from_bits(leading << (FRACTION - DIGITS));
    let (from, to) = (start(leading), start(leading.wrapping_add(1)));
    let mut differences = PLACES.map(|place| of(from + (to - from) * (place - 1.0)));
    for order in 1..NODES {
        let mut before = differences;
        before.rotate_right(1);
        let mut places = PLACES;
        places.rotate_right(order);
        let rows = differences.iter_mut().zip(before).zip(PLACES.into_iter().zip(places));
        for ((difference, before), (place, earlier)) in rows.skip(order) {
            *difference = (*difference - before) / (place - earlier);
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interval::Interval;
    use crate::uncertainty::Distribution;

    fn spreads() -> Vec<(Spread, f64)> {
        let log_normal = |factor| Distribution::LogNormal { median: 2.0, factor };
        let normal = Distribution::Normal { mean: 2.0, deviation: 0.3 };
        let uniform = Distribution::Uniform { low: 1.5, high: 3.0 };
        let all = |distribution| Spread::within(distribution, f64::NEG_INFINITY, f64::INFINITY);
        vec![
            (all(log_normal(1.2)), 1e-10),
            (all(log_normal(3.0)), 1e-9),
            (all(log_normal(100.0)), 1e-7),
            (all(normal), 1e-10),
            (all(uniform), 1e-14),
            (Spread::within(normal, 1.9, 2.5), 1e-10),
            (Spread::Range(Interval::between(1.0, 1e6)), 1e-8),
            (Spread::Range(Interval::around(1.0, 3.0, 4.0)), 1e-12),
            (Spread::Range(Interval::between(0.0, 4.0)), 1e-14),
        ]
    }

    /// A draw is as the function itself has it, to far more digits than a sample has.
    #[test]
    fn pieces_follow_the_function() {
        for (spread, most) in spreads() {
            let curve = Curve::of(spread);
            for step in 0..100_000 {
                let part = (f64::from(step) + 0.5) / 1e5;
                let (found, known) = (curve.at(part), spread.quantile(part));
                assert!((found - known).abs() <= most * known.abs(), "{spread:?} at {part}: {found} {known}");
            }
        }
    }

    #[test]
    fn ends_and_middle_are_those_of_the_function() {
        for (spread, _) in spreads() {
            let curve = Curve::of(spread);
            for part in [0.0, 1e-9, 0.0039, 0.5, 0.9962, 1.0 - 1e-9, 1.0] {
                assert_eq!(curve.at(part).to_bits(), spread.quantile(part).to_bits(), "{spread:?} at {part}");
            }
        }
    }

    #[test]
    fn what_does_not_vary_stays_as_it_is() {
        let curve = Curve::of(Spread::Range(Interval::exact(0.1)));
        assert!((0..1000).all(|step| curve.at(f64::from(step) / 999.0) == 0.1));
    }
}
