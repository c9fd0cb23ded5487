//! Where names find room beside their points, so that no name lies on another or on a point.

/// A point of a drawing, in its units, with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Where it stands, from the left and from the top.
    pub at: (f64, f64),
    /// From where to where the line of its range goes, from the top.
    pub range: (f64, f64),
    /// How wide its name is.
    pub width: f64,
    /// Whether its name stands beside another point already.
    pub is_named: bool,
}

/// On which side of its place a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// Where a name stands: so far to the right of its point and so far below it, by its baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// To the right.
    pub dx: f64,
    /// Down.
    pub dy: f64,
    /// Which end of the text stands there.
    pub anchor: Anchor,
}

/// To the right, to the left, above and below, and aslant where the line of a range takes these.
const SIDES: [Beside; 6] = [
    Beside { dx: 10.0, dy: 4.5, anchor: Anchor::Start },
    Beside { dx: -10.0, dy: 4.5, anchor: Anchor::End },
    Beside { dx: 0.0, dy: -10.0, anchor: Anchor::Middle },
    Beside { dx: 0.0, dy: 20.0, anchor: Anchor::Middle },
    Beside { dx: 8.0, dy: 18.0, anchor: Anchor::Start },
    Beside { dx: -8.0, dy: -9.0, anchor: Anchor::End },
];

/// A place that something takes: left, top, right, bottom.
type Taken = [f64; 4];

/// For each point the first side on which its name has room within an area (left, top, right, bottom); nothing where there is
/// none. Names of the first points go first.
#[must_use]
pub fn beside(points: &[Named], area: [f64; 4]) -> Vec<Option<Beside>> {
    let mut rooms: Vec<Taken> = points.iter().flat_map(taken).collect();
    let place = |point: &Named| {
        let free = |side: &Beside| is_free(&room(point, *side), &rooms, &area);
        let side = SIDES.into_iter().find(free).filter(|_| !point.is_named)?;
        rooms.push(room(point, side));
        Some(side)
    };
    points.iter().map(place).collect()
}

/// What a point and the line of its range take.
fn taken(point: &Named) -> [Taken; 2] {
    let ((x, y), (one, other)) = (point.at, point.range);
    [[x - 6.0, y - 6.0, x + 6.0, y + 6.0], [x - 2.0, one.min(other), x + 2.0, one.max(other)]]
}

/// What a name takes at that side.
fn room(point: &Named, side: Beside) -> Taken {
    let (at, base) = (point.at.0 + side.dx, point.at.1 + side.dy);
    let left = match side.anchor {
        Anchor::Start => at - 2.0,
        Anchor::Middle => at - point.width / 2.0,
        Anchor::End => at - point.width,
    };
    [left, base - 12.0, left + point.width + 2.0, base + 4.0]
}

fn is_free(room: &Taken, rooms: &[Taken], area: &Taken) -> bool {
    let is_inside = room[0] >= area[0] && room[1] >= area[1] && room[2] <= area[2] && room[3] <= area[3];
    is_inside && !rooms.iter().any(|other| meet(other, room))
}

fn meet(one: &Taken, other: &Taken) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: [f64; 4] = [0.0, 0.0, 300.0, 200.0];

    fn named(x: f64, y: f64) -> Named {
        Named { at: (x, y), range: (y, y), width: 60.0, is_named: false }
    }

    #[test]
    fn a_name_stands_where_nothing_else_is() {
        let points = [named(100.0, 100.0), named(130.0, 100.0), named(292.0, 100.0)];
        let anchors: Vec<Option<Anchor>> =
            beside(&points, AREA).iter().map(|side| side.map(|side| side.anchor)).collect();
        assert_eq!(anchors, [Some(Anchor::End), Some(Anchor::Start), Some(Anchor::End)]);
    }

    #[test]
    fn no_two_names_meet_however_close_the_points_are() {
        let points: Vec<Named> = (0..12).map(|index| named(100.0 + 4.0 * f64::from(index), 100.0)).collect();
        let sides = beside(&points, AREA);
        let rooms: Vec<Taken> =
            points.iter().zip(&sides).filter_map(|(point, side)| Some(room(point, (*side)?))).collect();
        assert!(rooms.len() > 1 && rooms.len() < points.len(), "{}", rooms.len());
        for (index, one) in rooms.iter().enumerate() {
            assert!(rooms.iter().skip(index + 1).all(|other| !meet(one, other)), "{rooms:?}");
        }
    }

    #[test]
    fn a_name_that_stands_already_is_not_written_again() {
        let again = Named { is_named: true, ..named(100.0, 50.0) };
        assert_eq!(beside(&[again], AREA), [None]);
    }
}
