//! Lines of a stream, none of them held in memory beyond a limit.

use std::io::{self, Read};

use super::Trouble;

/// The longest line that is read, in bytes.
pub(super) const LONGEST: usize = 1 << 20;

/// How much is asked for at once.
const READ: usize = 1 << 18;

/// A line without its end.
#[derive(Debug, PartialEq)]
pub(super) enum Line<'a> {
    Text(&'a [u8]),
    TooLong,
}

/// Reads a stream line by line.
pub(super) struct Lines<R> {
    from: R,
    buffer: Vec<u8>,
    /// What of the buffer was read and not handed out yet.
    start: usize,
    end: usize,
    /// Whether what is read belongs to a line that is too long.
    skipping: bool,
}

/// Where a line stands in the buffer.
enum Found {
    At(usize, usize),
    TooLong,
    End,
}

impl<R: Read> Lines<R> {
    pub(super) fn of(from: R) -> Self {
        Self { from, buffer: vec![0; LONGEST + READ], start: 0, end: 0, skipping: false }
    }

    /// The next line; nothing at the end. `before_waiting` is called before more input is waited for.
    pub(super) fn next(
        &mut self,
        before_waiting: impl FnMut() -> Result<(), Trouble>,
    ) -> Result<Option<Line<'_>>, Trouble> {
        match self.find(before_waiting)? {
            Found::At(from, to) => Ok(self.buffer.get(from..to).map(Line::Text)),
            Found::TooLong => Ok(Some(Line::TooLong)),
            Found::End => Ok(None),
        }
    }

    fn find(&mut self, mut before_waiting: impl FnMut() -> Result<(), Trouble>) -> Result<Found, Trouble> {
        let mut searched = self.start;
        loop {
            if let Some(length) = memchr::memchr(b'\n', &self.buffer[searched..self.end]) {
                let (from, to) = (self.start, searched + length);
                self.start = to + 1;
                return Ok(self.hand_out(from, to));
            }
            if self.end - self.start > LONGEST {
                self.skipping = true;
            }
            if self.skipping {
                self.start = self.end;
            }
            before_waiting()?;
            self.move_to_front();
            let read = self.read().map_err(Trouble::Reading)?;
            if read == 0 {
                return Ok(self.last());
            }
            searched = self.end;
            self.end += read;
        }
    }

    fn move_to_front(&mut self) {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
    }

    fn read(&mut self) -> io::Result<usize> {
        loop {
            match self.from.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }

    /// What is left when the stream has ended.
    fn last(&mut self) -> Found {
        let (from, to) = (self.start, self.end);
        self.start = to;
        if from == to && !self.skipping { Found::End } else { self.hand_out(from, to) }
    }

    fn hand_out(&mut self, from: usize, to: usize) -> Found {
        if std::mem::take(&mut self.skipping) || to - from > LONGEST { Found::TooLong } else { Found::At(from, to) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives a few bytes at a time.
    struct Slowly<'a>(&'a [u8], usize);

    impl Read for Slowly<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(to.len());
            to[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn all(bytes: &[u8], at_once: usize) -> Vec<Option<Vec<u8>>> {
        let mut lines = Lines::of(Slowly(bytes, at_once));
        let mut found = Vec::new();
        while let Some(line) = lines.next(|| Ok(())).expect("memory can be read") {
            found.push(match line {
                Line::Text(text) => Some(text.to_vec()),
                Line::TooLong => None,
            });
        }
        found
    }

    #[test]
    fn a_line_of_the_limit_is_read_and_a_longer_one_is_passed_over() {
        for at_once in [1 << 30, 100_000, 4096] {
            for (length, is_read) in [(LONGEST, true), (LONGEST + 1, false), (3 * LONGEST, false)] {
                let long = vec![b'x'; length];
                let bytes = [b"a\n", long.as_slice(), b"\nb"].concat();
                let found = all(&bytes, at_once);
                assert_eq!(found.len(), 3, "{length} by {at_once}");
                assert_eq!(found[1].is_some(), is_read, "{length} by {at_once}");
                assert_eq!((&found[0], &found[2]), (&Some(b"a".to_vec()), &Some(b"b".to_vec())));
                assert_eq!(all(&long, at_once), [is_read.then_some(long)]);
            }
        }
    }

    proptest! {
        #[test]
        fn lines_are_those_between_the_ends(text in "[ab\n]{0,40}", at_once in 1..10_usize) {
            let expected: Vec<_> = text.split_terminator('\n').map(|line| Some(line.as_bytes().to_vec())).collect();
            prop_assert_eq!(all(text.as_bytes(), at_once), expected);
        }
    }
}
