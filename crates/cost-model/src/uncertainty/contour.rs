//! The line along which a result over a grid has one value.

/// Lines through the grid, in places of columns and rows from 0 to 1, along which `cells` (row by row) are at `level`.
///
/// Marching squares: a line crosses a side of four neighbouring cells where one of its ends is above the level and the
/// other is not, by linear interpolation of logarithms where all are above zero. Pieces are joined to lines end to end.
#[must_use]
pub fn contours(cells: &[Option<f64>], columns: usize, level: f64) -> Vec<Vec<(f64, f64)>> {
    let rows: Vec<&[Option<f64>]> = cells.chunks_exact(columns.max(1)).collect();
    let mut pieces = Vec::new();
    for (y, (lower, upper)) in rows.iter().zip(rows.iter().skip(1)).enumerate() {
        for (x, pair) in lower.windows(2).zip(upper.windows(2)).enumerate() {
            if let ([Some(a), Some(b)], [Some(d), Some(c)]) = pair {
                square([*a, *b, *c, *d], (x as f64, y as f64), level, &mut pieces);
            }
        }
    }
    let (right, top) = (columns as f64 - 1.0, rows.len() as f64 - 1.0);
    let place = |(x, y): Point| (x / right, y / top);
    joined(pieces).into_iter().map(|line| line.into_iter().map(place).collect()).collect()
}

type Point = (f64, f64);

fn is_same(a: Point, b: Point) -> bool {
    (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9
}

/// The pieces within the square whose lower left corner is given, with the values of its corners, from there to the right and
/// round.
fn square([a, b, c, d]: [f64; 4], (x, y): Point, level: f64, pieces: &mut Vec<[Point; 2]>) {
    let corners = [((x, y), a), ((x + 1.0, y), b), ((x + 1.0, y + 1.0), c), ((x, y + 1.0), d)];
    let mut crossings = Vec::new();
    for (((x0, y0), from), ((x1, y1), to)) in corners.into_iter().zip(corners.into_iter().cycle().skip(1)) {
        if (from > level) != (to > level) {
            let part = part_of(from, to, level);
            let along = |from: f64, to: f64| from + (to - from) * part;
            crossings.push((along(x0, x1), along(y0, y1)));
        }
    }
    match crossings[..] {
        [from, to] => pieces.push([from, to]),
        // A saddle: the mean of the corners says which corners belong together.
        [first, second, third, fourth] => {
            let is_high = [a, b, c, d].iter().sum::<f64>() / 4.0 > level;
            if is_high == (a > level) {
                pieces.push([first, second]);
                pieces.push([third, fourth]);
            } else {
                pieces.push([fourth, first]);
                pieces.push([second, third]);
            }
        }
        _ => {}
    }
}

fn part_of(from: f64, to: f64, level: f64) -> f64 {
    if from > 0.0 && to > 0.0 && level > 0.0 {
        libm::log(level / from) / libm::log(to / from)
    } else {
        (level - from) / (to - from)
    }
}

/// Joins pieces that share an end. Neighbouring squares work out a shared crossing from the same two cells in opposite
/// order, so that ends are the same up to the last bits.
fn joined(pieces: Vec<[Point; 2]>) -> Vec<Vec<Point>> {
    // Where the level is met at a corner, pieces without length arise.
    let mut rest: Vec<[Point; 2]> = pieces.into_iter().filter(|[from, to]| !is_same(*from, *to)).collect();
    let mut lines = Vec::new();
    while let Some([from, to]) = rest.pop() {
        let mut line = std::collections::VecDeque::from([from, to]);
        loop {
            let (first, last) = (line.front().copied().unwrap_or(from), line.back().copied().unwrap_or(to));
            let next =
                rest.iter().position(|piece| piece.iter().any(|end| is_same(*end, first) || is_same(*end, last)));
            let Some([a, b]) = next.map(|place| rest.swap_remove(place)) else { break };
            if is_same(a, last) {
                line.push_back(b);
            } else if is_same(b, last) {
                line.push_back(a);
            } else if is_same(a, first) {
                line.push_front(b);
            } else {
                line.push_front(a);
            }
        }
        lines.push(line.into());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(columns: usize, rows: usize, of: impl Fn(f64, f64) -> f64) -> Vec<Option<f64>> {
        let place = |index: usize, count: usize| index as f64 / (count - 1) as f64;
        (0..columns * rows)
            .map(|index| Some(of(place(index % columns, columns), place(index / columns, rows))))
            .collect()
    }

    #[test]
    fn a_slope_is_cut_by_one_straight_line() {
        let lines = contours(&over(21, 11, |x, y| 1.0 + x + y), 21, 1.7);
        let [line] = &lines[..] else { panic!("{lines:?}") };
        assert!(line.iter().all(|(x, y)| (x + y - 0.7).abs() < 1e-3), "{line:?}");
        let reach =
            line.iter().map(|(x, _)| *x).fold((1.0, 0.0_f64), |(low, high): (f64, f64), x| (low.min(x), high.max(x)));
        assert!(reach.0 < 1e-9 && (reach.1 - 0.7).abs() < 1e-3);
    }

    #[test]
    fn a_hill_is_cut_by_a_closed_line() {
        let hill = |x: f64, y: f64| 2.0 - (x - 0.5) * (x - 0.5) - (y - 0.5) * (y - 0.5);
        let lines = contours(&over(101, 101, hill), 101, 1.91);
        let [line] = &lines[..] else { panic!("{} lines", lines.len()) };
        assert!(line.iter().all(|(x, y)| (libm::hypot(x - 0.5, y - 0.5) - 0.3).abs() < 1e-3));
        let (first, last) = (line[0], line[line.len() - 1]);
        assert!(libm::hypot(first.0 - last.0, first.1 - last.1) < 1e-6);
    }

    #[test]
    fn nothing_is_cut_above_below_or_in_the_unknown() {
        let flat = over(5, 5, |_, _| 1.0);
        assert!(contours(&flat, 5, 2.0).is_empty() && contours(&flat, 5, 0.5).is_empty());
        assert!(contours(&[None; 25], 5, 0.5).is_empty() && contours(&[], 0, 1.0).is_empty());
    }
}
