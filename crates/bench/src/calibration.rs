//! A loop that never changes, against which everything else is measured: what a busy or slower machine does to it, it
//! does to the others too.

/// Numbers that one call adds up.
pub(crate) const NUMBERS: u32 = 4096;

/// The sum of so many random numbers between 0 and 1 by xoshiro256++ (Blackman and Vigna 2019), always the same ones.
pub(crate) fn sum_of_random_numbers() -> f64 {
    let mut state: [u64; 4] = [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb, 1];
    (0..std::hint::black_box(NUMBERS)).map(|_| unit(next(&mut state))).sum()
}

fn next(state: &mut [u64; 4]) -> u64 {
    let [a, b, c, d] = *state;
    let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
    let (c, d) = (c ^ a, d ^ b);
    *state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
    result
}

/// The upper 53 bits as a number from 0 to 1.
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / 9_007_199_254_740_992.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_xoshiro() {
        // The first outputs of the authors' C code from the state 1, 2, 3, 4.
        let mut state = [1, 2, 3, 4];
        let first: Vec<u64> = (0..4).map(|_| next(&mut state)).collect();
        assert_eq!(first, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    #[test]
    fn numbers_lie_evenly_between_0_and_1() {
        let mean = sum_of_random_numbers() / f64::from(NUMBERS);
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
    }
}
