//! Where a figure stands on a logarithmic axis.

/// A logarithmic axis from one power of ten to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogScale {
    low: i32,
    high: i32,
}

impl LogScale {
    /// The shortest axis between powers of ten that holds all values; those that are not positive and finite are
    /// passed over. Nothing when no value is left.
    #[must_use]
    pub fn over(values: impl Iterator<Item = f64>) -> Option<Self> {
        let logs = values.filter(|value| *value > 0.0 && value.is_finite()).map(libm::log10);
        let (low, high) =
            logs.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), log| (low.min(log), high.max(log)));
        if low > high {
            return None;
        }
        let (low, high) = (libm::floor(low) as i32, libm::ceil(high) as i32);
        Some(Self { low, high: high.max(low + 1) })
    }

    /// The place of a value, from 0 at the left end to 1 at the right; values beyond an end stand at it.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        let log = if value > 0.0 { libm::log10(value) } else { f64::from(self.low) };
        ((log - f64::from(self.low)) / f64::from(self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The powers of ten along the axis.
    #[must_use]
    pub fn ticks(&self) -> Vec<f64> {
        (self.low..=self.high).map(|power| libm::pow(10.0, f64::from(power))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_reaches_from_power_to_power() {
        let scale = LogScale::over([294e3, 778e6, 0.0, f64::NAN].into_iter());
        assert_eq!(scale, Some(LogScale { low: 5, high: 9 }));
        assert_eq!(scale.map(|scale| scale.ticks()), Some(vec![1e5, 1e6, 1e7, 1e8, 1e9]));
        assert_eq!(scale.map(|scale| scale.place(1e7)), Some(0.5));
        assert_eq!(scale.map(|scale| scale.place(1.0)), Some(0.0));
        assert_eq!(LogScale::over([0.0].into_iter()), None);
    }
}
