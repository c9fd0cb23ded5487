//! Bytes as choices.

/// What is left of an input. Past its end every byte is zero.
#[derive(Debug)]
pub(crate) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn of(data: &'a [u8]) -> Self {
        Self(data)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// One of some things.
    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::from(self.byte()) % all.len()]
    }

    /// A part of one, both ends included, from two bytes.
    pub(crate) fn part(&mut self) -> f64 {
        f64::from(u16::from_be_bytes([self.byte(), self.byte()])) / f64::from(u16::MAX)
    }
}

/// A number that any change of the input changes, for what only one input in many goes through.
pub(crate) fn hash(data: &[u8]) -> u64 {
    data.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Whether an input is among the one in so many that also go through what takes longer. `kind` keeps samples apart.
pub(crate) fn is_sampled(data: &[u8], kind: u64, one_in: u64) -> bool {
    // The low bits of such a hash are poor.
    (hash(data).wrapping_add(kind.wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 17).is_multiple_of(one_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_choose_and_end_in_zeros() {
        let mut bytes = Bytes::of(&[7, 0xff, 0xff, 1]);
        assert_eq!(bytes.one_of(&['a', 'b', 'c']), 'b');
        assert_eq!(bytes.part(), 1.0);
        assert!(!bytes.is_empty());
        assert_eq!((bytes.byte(), bytes.byte(), bytes.part()), (1, 0, 0.0));
        assert!(bytes.is_empty());
    }

    #[test]
    fn one_input_in_so_many_is_sampled() {
        let sampled = (0..20_000_u32).filter(|number| is_sampled(&number.to_be_bytes(), 1, 16)).count();
        assert!((1100..1400).contains(&sampled), "{sampled}");
    }
}
