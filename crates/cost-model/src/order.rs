//! Sorting short lists.

use std::cmp::Ordering;

/// Sorts by insertion; equal items keep their order. The lists of the cost model have a few dozen items at most, which
/// takes no time, and the standard library's sorting adds several kilobytes to the page for each kind of item.
pub(crate) fn sort_by<T: Copy>(items: &mut [T], mut compare: impl FnMut(T, T) -> Ordering) {
    for end in 1..items.len() {
        let mut place = end;
        while place > 0 && compare(items[place - 1], items[place]) == Ordering::Greater {
            items.swap(place - 1, place);
            place -= 1;
        }
    }
}

/// Sorts numbers in ascending order.
pub(crate) fn sort(numbers: &mut [f64]) {
    sort_by(numbers, |a, b| a.total_cmp(&b));
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
}
