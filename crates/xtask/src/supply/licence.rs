//! Licence expressions: `(MIT OR Apache-2.0) AND Unicode-3.0`.

/// Whether a package under a licence expression may be used with nothing but the licences that `allows` knows. What is
/// not understood may not.
pub(crate) fn is_met(expression: &str, allows: &dyn Fn(&str) -> bool) -> bool {
    // Older packages part what one may choose from with a stroke.
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, allows };
    reader.either() == Some(true) && reader.words.is_empty()
}

struct Reader<'a> {
    words: &'a [&'a str],
    allows: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    fn either(&mut self) -> Option<bool> {
        let mut met = self.both()?;
        while self.takes("OR") {
            met |= self.both()?;
        }
        Some(met)
    }

    fn both(&mut self) -> Option<bool> {
        let mut met = self.one()?;
        while self.takes("AND") {
            met &= self.one()?;
        }
        Some(met)
    }

    fn one(&mut self) -> Option<bool> {
        if self.takes("(") {
            let met = self.either()?;
            return self.takes(")").then_some(met);
        }
        let licence = self.next().filter(|word| !["OR", "AND", "WITH", ")"].contains(word))?;
        if self.takes("WITH") {
            let exception = self.next()?;
            return Some((self.allows)(&format!("{licence} WITH {exception}")));
        }
        Some((self.allows)(licence))
    }

    fn takes(&mut self, word: &str) -> bool {
        let is_next = self.words.first() == Some(&word);
        if is_next {
            self.next();
        }
        is_next
    }

    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(allowed: &[&str], expression: &str) -> bool {
        is_met(expression, &|licence| allowed.contains(&licence))
    }

    #[test]
    fn one_of_several_is_enough_and_both_of_two_are_needed() {
        for (expression, met) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("MIT OR GPL-3.0-only", true),
            ("GPL-3.0-only OR MIT", true),
            ("MIT AND GPL-3.0-only", false),
            ("MIT AND ISC", true),
            ("(GPL-3.0-only OR MIT) AND ISC", true),
            ("GPL-3.0-only OR MIT AND Zlib", false),
            ("Unlicense/MIT", true),
            ("Zlib / Apache-2.0", false),
        ] {
            assert_eq!(with(&["MIT", "ISC"], expression), met, "{expression}");
        }
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        let expression = "Apache-2.0 WITH LLVM-exception";
        assert!(with(&[expression], expression));
        assert!(!with(&["Apache-2.0"], expression));
    }

    #[test]
    fn what_is_not_understood_is_not_met() {
        for expression in ["", "MIT OR", "OR MIT", "MIT ISC", "(MIT", "MIT)", "MIT WITH", "()"] {
            assert!(!with(&["MIT", "ISC"], expression), "{expression}");
        }
    }
}
