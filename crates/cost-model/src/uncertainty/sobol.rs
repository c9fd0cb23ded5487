//! Points that fill a cube evenly: Sobol's sequence, scrambled by a seed.
//!
//! Direction numbers are those of Joe and Kuo 2008, *Constructing Sobol sequences with better two-dimensional
//! projections* (SIAM J. Sci. Comput. 30, 2635–2654; file `new-joe-kuo-6.21201`). The scrambling is the hash of Laine and
//! Karras in the form of Burley 2020, *Practical hash-based Owen scrambling* (JCGT 9(4)): it keeps the even filling of every
//! dimension and makes the mean over points without bias.

/// The most dimensions of a point.
pub const DIMENSIONS: usize = 40;

/// Degree of each primitive polynomial, its inner coefficients, and the first direction numbers; from the second dimension.
const JOE_KUO: [(usize, u32, &[u32]); DIMENSIONS - 1] = [
    (1, 0, &[1]),
    (2, 1, &[1, 3]),
    (3, 1, &[1, 3, 1]),
    (3, 2, &[1, 1, 1]),
    (4, 1, &[1, 1, 3, 3]),
    (4, 4, &[1, 3, 5, 13]),
    (5, 2, &[1, 1, 5, 5, 17]),
    (5, 4, &[1, 1, 5, 5, 5]),
    (5, 7, &[1, 1, 7, 11, 19]),
    (5, 11, &[1, 1, 5, 1, 1]),
    (5, 13, &[1, 1, 1, 3, 11]),
    (5, 14, &[1, 3, 5, 5, 31]),
    (6, 1, &[1, 3, 3, 9, 7, 49]),
    (6, 13, &[1, 1, 1, 15, 21, 21]),
    (6, 16, &[1, 3, 1, 13, 27, 49]),
    (6, 19, &[1, 1, 1, 15, 7, 5]),
    (6, 22, &[1, 3, 1, 15, 13, 25]),
    (6, 25, &[1, 1, 5, 5, 19, 61]),
    (7, 1, &[1, 3, 7, 11, 23, 15, 103]),
    (7, 4, &[1, 3, 7, 13, 13, 15, 69]),
    (7, 7, &[1, 1, 3, 13, 7, 35, 63]),
    (7, 8, &[1, 3, 5, 9, 1, 25, 53]),
    (7, 14, &[1, 3, 1, 13, 9, 35, 107]),
    (7, 19, &[1, 3, 1, 5, 27, 61, 31]),
    (7, 21, &[1, 1, 5, 11, 19, 41, 61]),
    (7, 28, &[1, 3, 5, 3, 3, 13, 69]),
    (7, 31, &[1, 1, 7, 13, 1, 19, 1]),
    (7, 32, &[1, 3, 7, 5, 13, 19, 59]),
    (7, 37, &[1, 1, 3, 9, 25, 29, 41]),
    (7, 41, &[1, 3, 5, 13, 23, 1, 55]),
    (7, 42, &[1, 3, 7, 3, 13, 59, 17]),
    (7, 50, &[1, 3, 1, 3, 5, 53, 69]),
    (7, 55, &[1, 1, 5, 5, 23, 33, 13]),
    (7, 56, &[1, 1, 7, 7, 1, 61, 123]),
    (7, 59, &[1, 1, 7, 9, 13, 61, 49]),
    (7, 62, &[1, 3, 3, 5, 3, 55, 33]),
    (8, 14, &[1, 3, 1, 15, 31, 13, 49, 245]),
    (8, 21, &[1, 3, 5, 15, 31, 59, 63, 97]),
    (8, 22, &[1, 3, 1, 11, 11, 11, 77, 249]),
];

/// The points of one seed.
#[derive(Clone, Debug)]
pub struct Sobol {
    directions: Vec<[u32; 32]>,
    seeds: Vec<u32>,
}

impl Sobol {
    /// Points of so many dimensions, at most [`DIMENSIONS`]; further ones are left out.
    #[must_use]
    pub fn new(dimensions: usize, seed: u32) -> Self {
        let dimensions = dimensions.min(DIMENSIONS);
        let seeds = (0..dimensions as u32).map(|dimension| hash(seed ^ hash(dimension))).collect();
        Self { directions: (0..dimensions).map(directions).collect(), seeds }
    }

    /// The coordinates of the point with a number, each above 0 and below 1.
    pub fn point(&self, number: u32, into: &mut [f64]) {
        for ((place, directions), seed) in into.iter_mut().zip(&self.directions).zip(&self.seeds) {
            *place = fraction(scrambled(coordinate(directions, number), *seed));
        }
    }

    /// The same points one after the other, from the first one on, in less time.
    #[must_use]
    pub fn walk(&self) -> Walk {
        let steps = self.directions.iter().map(steps).collect();
        Walk { steps, seeds: self.seeds.clone(), coordinates: vec![0; self.seeds.len()], number: 0 }
    }
}

/// The points of a seed in turn.
#[derive(Clone, Debug)]
pub struct Walk {
    /// What of a coordinate changes from a number to the next, by the ones that the number ends with; coordinates and
    /// these are here from their lowest bit to their highest, as scrambling has them.
    steps: Vec<[u32; 32]>,
    seeds: Vec<u32>,
    coordinates: Vec<u32>,
    number: u32,
}

impl Walk {
    /// The coordinates of the next point, each above 0 and below 1.
    pub fn next(&mut self, into: &mut [f64]) {
        let changed = self.number.trailing_ones() as usize;
        self.number = self.number.wrapping_add(1);
        let dimensions = self.coordinates.iter_mut().zip(&self.steps).zip(&self.seeds);
        for (place, ((coordinate, steps), seed)) in into.iter_mut().zip(dimensions) {
            *place = fraction(scrambled_reversed(*coordinate, *seed));
            *coordinate ^= steps.get(changed).copied().unwrap_or_default();
        }
    }
}

/// What changes from a number to the next: all of its last bits that are one, and the zero before them.
fn steps(directions: &[u32; 32]) -> [u32; 32] {
    let mut sum = 0;
    directions.map(|direction| {
        sum ^= direction.reverse_bits();
        sum
    })
}

/// The 32 direction numbers of a dimension.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "bit is below 32, there are as many first numbers as the degree, steps are below the degree, and a number \
              looks back no further than its degree, which is not above bit there; a test works out every dimension"
)]
fn directions(dimension: usize) -> [u32; 32] {
    let mut all = [0; 32];
    let Some((degree, inner, first)) = dimension.checked_sub(1).and_then(|place| JOE_KUO.get(place)) else {
        return std::array::from_fn(|bit| 1 << (31 - bit));
    };
    for bit in 0..32 {
        all[bit] = match bit.checked_sub(*degree) {
            None => first[bit] << (31 - bit),
            Some(back) => {
                let start = all[back] ^ (all[back] >> degree);
                (1..*degree)
                    .filter(|step| inner >> (degree - 1 - step) & 1 == 1)
                    .fold(start, |sum, step| sum ^ all[bit - step])
            }
        };
    }
    all
}

fn coordinate(directions: &[u32; 32], number: u32) -> u32 {
    let mut sum = 0;
    let mut rest = number;
    while rest != 0 {
        sum ^= directions.get(rest.trailing_zeros() as usize).copied().unwrap_or_default();
        rest &= rest.wrapping_sub(1);
    }
    sum
}

/// Permutes every interval of a power of two by itself, as a random tree of exchanges would.
fn scrambled(bits: u32, seed: u32) -> u32 {
    scrambled_reversed(bits.reverse_bits(), seed)
}

/// The same of bits from the lowest to the highest.
fn scrambled_reversed(bits: u32, seed: u32) -> u32 {
    let mut x = bits.wrapping_add(seed);
    for factor in [0x6c50_b47c, 0xb82f_1e52, 0xc7af_e638, 0x8d22_f6e6] {
        x ^= x.wrapping_mul(factor);
    }
    x.reverse_bits()
}

/// The middle of the 2⁻³² that a number of 32 bits stands for.
fn fraction(bits: u32) -> f64 {
    (f64::from(bits) + 0.5) / 4_294_967_296.0
}

/// A hash of 32 bits: the finalizer of MurmurHash3.
fn hash(seed: u32) -> u32 {
    let mut x = seed.wrapping_add(0x9e37_79b9);
    x = (x ^ (x >> 16)).wrapping_mul(0x85eb_ca6b);
    x = (x ^ (x >> 13)).wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_scrambling_it_is_the_published_sequence() {
        let at = |dimension: usize, number: u32| coordinate(&directions(dimension), number);
        // The first points in order of their numbers, in sixteenths of the whole.
        let of = |dimension| (0..8).map(|number| at(dimension, number) >> 28).collect::<Vec<_>>();
        assert_eq!(of(0), [0, 8, 4, 12, 2, 10, 6, 14]);
        assert_eq!(of(1), [0, 8, 12, 4, 10, 2, 6, 14]);
        assert_eq!(of(2), [0, 8, 12, 4, 6, 14, 10, 2]);
    }

    #[test]
    fn direction_numbers_are_odd_and_fit() {
        for (degree, inner, first) in JOE_KUO {
            assert_eq!(first.len(), degree);
            assert!(inner < 1 << (degree - 1).max(1));
            assert!(first.iter().enumerate().all(|(bit, number)| number % 2 == 1 && *number < 2 << bit), "{first:?}");
        }
    }

    /// Every dimension has one of the first 2^m points in each of 2^m equal parts, for any seed.
    #[test]
    fn every_dimension_is_filled_evenly() {
        for seed in [0, 1, 2026] {
            let sobol = Sobol::new(DIMENSIONS, seed);
            let mut point = [0.0; DIMENSIONS];
            let mut seen = vec![[false; 256]; DIMENSIONS];
            for number in 0..256 {
                sobol.point(number, &mut point);
                for (dimension, value) in point.iter().enumerate() {
                    assert!(*value > 0.0 && *value < 1.0);
                    seen[dimension][(value * 256.0) as usize] = true;
                }
            }
            assert!(seen.iter().flatten().all(|seen| *seen), "seed {seed}");
        }
    }

    #[test]
    fn one_after_the_other_they_are_the_same() {
        for seed in [0, 1, 2026] {
            let sobol = Sobol::new(DIMENSIONS, seed);
            let mut walk = sobol.walk();
            let (mut one, mut other) = ([0.0; DIMENSIONS], [0.0; DIMENSIONS]);
            for number in 0..5000 {
                sobol.point(number, &mut one);
                walk.next(&mut other);
                assert_eq!(one, other, "seed {seed}, point {number}");
            }
        }
    }

    #[test]
    fn another_seed_gives_other_points() {
        let first = |seed| {
            let mut point = [0.0; 2];
            Sobol::new(2, seed).point(5, &mut point);
            point
        };
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
    }
}
