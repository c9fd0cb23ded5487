//! Sorting short lists, and quantiles of sorted ones.

use std::cmp::Ordering;

/// Sorts by insertion; equal items keep their order. The lists of the cost model have a few dozen items at most, which
/// takes no time, and the standard library's sorting adds several kilobytes to the page for each kind of item.
pub(crate) fn sort_by<T: Copy>(items: &mut [T], mut compare: impl FnMut(T, T) -> Ordering) {
    for end in 1..=items.len() {
        // All up to the end but the last are sorted; the last moves down to its place.
        let mut rest = items.get_mut(..end).unwrap_or_default();
        while let [sorted @ .., item] = rest
            && let Some(before) = sorted.last_mut()
            && compare(*before, *item) == Ordering::Greater
        {
            std::mem::swap(before, item);
            rest = sorted;
        }
    }
}

/// Sorts numbers in ascending order.
pub(crate) fn sort(numbers: &mut [f64]) {
    sort_by(numbers, |a, b| a.total_cmp(&b));
}

/// A quantile of ascending values, between neighbours by linear interpolation.
pub(crate) fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = part * last as f64;
    let below = libm::floor(place) as usize;
    let low = *sorted.get(below)?;
    let high = *sorted.get(below.saturating_add(1).min(last))?;
    Some(low + (high - low) * (place - below as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_equal_items_keep_their_order() {
        let mut numbers = [3.0, -1.0, 2.0, 3.0, 0.0];
        sort(&mut numbers);
        assert_eq!(numbers, [-1.0, 0.0, 2.0, 3.0, 3.0]);
        let mut pairs = [(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')];
        sort_by(&mut pairs, |one, other| one.0.cmp(&other.0));
        assert_eq!(pairs, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        let values = [1.0, 2.0, 3.0, 5.0];
        assert_eq!(quantile(&values, 0.0), Some(1.0));
        assert_eq!(quantile(&values, 0.5), Some(2.5));
        assert_eq!(quantile(&values, 0.9), Some(3.0 + 2.0 * (0.9 * 3.0 - 2.0)));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
