//! How time grows with size: the power of the size that it follows, and the size at which it is felt.

use super::figures::Size;

/// What a series of sizes comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Growth {
    /// The smallest and the largest size measured, and the time of the largest in nanoseconds.
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) last: f64,
    /// The power of the size that the time follows; 1 is linear.
    pub(crate) power: f64,
}

impl Growth {
    /// That of at least two sizes.
    pub(crate) fn of(sizes: &[&Size]) -> Option<Self> {
        let (first, last) = (sizes.first()?, sizes.last()?);
        let points: Vec<(f64, f64)> =
            sizes.iter().map(|size| (libm::log(size.size), libm::log(size.nanoseconds))).collect();
        let power = slope(&points)?;
        let of_sizes = |better: fn(f64, f64) -> f64, start: f64| sizes.iter().map(|size| size.size).fold(start, better);
        Some(Self {
            from: of_sizes(f64::min, first.size),
            to: of_sizes(f64::max, last.size),
            last: last.nanoseconds,
            power,
        })
    }

    /// The size at which it takes so many nanoseconds, if it goes on as it went; nothing where it hardly grows.
    pub(crate) fn reaches(&self, nanoseconds: f64) -> Option<f64> {
        (self.power > 0.5).then(|| self.to * libm::pow(nanoseconds / self.last, 1.0 / self.power))
    }
}

/// By least squares.
fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let squares: f64 = points.iter().map(|point| (point.0 - x) * (point.0 - x)).sum();
    let products: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    (squares > 0.0).then(|| products / squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth(times: &[(f64, f64)]) -> Option<Growth> {
        let size = |(size, nanoseconds): &(f64, f64)| Size {
            of: "a".to_owned(),
            counts: "b".to_owned(),
            size: *size,
            nanoseconds: *nanoseconds,
        };
        let sizes: Vec<Size> = times.iter().map(size).collect();
        Growth::of(&sizes.iter().collect::<Vec<_>>())
    }

    #[test]
    fn powers_are_found() {
        let linear = growth(&[(10.0, 50.0), (100.0, 500.0), (1000.0, 5000.0)]).expect("sizes differ");
        assert!((linear.power - 1.0).abs() < 1e-12, "{linear:?}");
        assert!((linear.reaches(50_000.0).expect("it grows") - 10_000.0).abs() < 1e-6);
        let square = growth(&[(1.0, 3.0), (10.0, 300.0)]).expect("sizes differ");
        assert!((square.power - 2.0).abs() < 1e-12, "{square:?}");
        assert!((square.reaches(30_000.0).expect("it grows") - 100.0).abs() < 1e-9);
    }

    #[test]
    fn what_does_not_grow_reaches_nothing() {
        let flat = growth(&[(1.0, 7.0), (8.0, 7.1)]).expect("sizes differ");
        assert_eq!(flat.reaches(16.0), None);
        assert_eq!(growth(&[(1.0, 7.0)]), None);
        assert_eq!(growth(&[]), None);
    }
}
