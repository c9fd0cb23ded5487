//! What chat programs, mail and word processors do to a link on its way, undone before the link is read.
//!
//! [`encode`](super::encode) escapes what such programs change, so that whatever they put in can be told from what was
//! written. Every step is bounded: a fragment is gone through a small number of times, however it is made.

use percent_encoding::percent_decode_str;

use crate::architecture_text;

/// How often a link may have been escaped as a whole.
const MOST_PASSES: usize = 3;

/// A fragment that was mended.
pub(super) struct Mended {
    pub(super) text: String,
    /// Whether it held bytes that are no text, which are lost.
    pub(super) is_garbled: bool,
}

/// Takes away what stands before the fragment, line breaks and marks that nobody sees, and escapes around the whole.
pub(super) fn mend(fragment: &str) -> Mended {
    let joined = join_lines(fragment);
    let mut mended = Mended { text: after_address(&joined).to_owned(), is_garbled: false };
    for _ in 0..MOST_PASSES {
        let plain = if is_doubled(&mended.text) {
            mended.text.replace("%25", "%")
        } else if is_escaped_whole(&mended.text) {
            let (plain, is_text) = unescaped(&mended.text);
            mended.is_garbled |= !is_text;
            plain
        } else {
            break;
        };
        mended.text = after_address(&plain).to_owned();
    }
    if is_markdown(&mended.text) {
        mended.text = mended.text.replace("\\", "");
    }
    mended
}

/// A text without its escapes, and whether that is text.
pub(super) fn unescaped(text: &str) -> (String, bool) {
    let bytes: Vec<u8> = percent_decode_str(text).collect();
    match String::from_utf8(bytes) {
        Ok(plain) => (plain, true),
        Err(fault) => (String::from_utf8_lossy(fault.as_bytes()).into_owned(), false),
    }
}

/// The keys and values between `&`, without what programs make of `&` and what they append.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split('&').map(without_entity).map(without_appended).filter(|piece| !piece.is_empty())
}

/// The rest of a piece whose `&` was written as an entity of HTML, once or several times.
fn without_entity(mut piece: &str) -> &str {
    const AMPERSANDS: [&str; 6] = ["amp;", "AMP;", "#38;", "#038;", "#x26;", "#X26;"];
    while let Some(rest) = AMPERSANDS.iter().find_map(|entity| piece.strip_prefix(entity)) {
        piece = rest;
    }
    piece
}

/// A piece without a tracker that was appended as to an address without a fragment, `?utm_source=…`.
fn without_appended(piece: &str) -> &str {
    match piece.split_once('?') {
        Some((rest, appended)) if is_tracker(appended) => rest,
        _ => piece,
    }
}

/// Whether a piece is one of those by which visitors are followed, or WordPress knows its frames.
pub(super) fn is_tracker(piece: &str) -> bool {
    const NAMES: [&str; 8] = ["secret", "ref", "ref_src", "si", "igsh", "igshid", "gbraid", "wbraid"];
    let Some((key, _)) = piece.split_once('=') else { return false };
    let key = key.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    NAMES.contains(&key)
        || ["utm_", "mc_", "_hs"].iter().any(|start| key.starts_with(start))
        || (key.ends_with("clid") || key.ends_with("clkid")) && !key.contains('.')
}

/// What follows the last key: nothing, or what stands around the link.
pub(super) enum After {
    /// Nothing that says anything.
    Nothing,
    /// The link ended, and words follow that are no part of it.
    Text,
    /// Something is joined to the last key.
    Joined,
}

/// Whether a piece is the last key, `end`, and what follows it.
pub(super) fn after_end(piece: &str) -> Option<After> {
    let rest =
        piece.get(3..).filter(|_| piece.as_bytes().get(..3).is_some_and(|end| end.eq_ignore_ascii_case(b"end")))?;
    match rest.chars().next() {
        None => Some(After::Nothing),
        Some(next) if next.is_ascii_alphanumeric() => None,
        Some(_) if is_tracker(rest) || !rest.contains(|c: char| c.is_ascii_alphanumeric()) => Some(After::Nothing),
        Some(next) if next.is_whitespace() || ")]}>|\"'”’»`<*,;".contains(next) => Some(After::Text),
        Some(_) => Some(After::Joined),
    }
}

/// A value without punctuation behind it that belongs to the sentence around the link.
pub(super) fn without_closing(value: &str) -> &str {
    let has_brackets = value.contains('(');
    let mut value = value;
    while let Some(last) = value.chars().next_back().filter(|last| !last.is_ascii_alphanumeric() && *last != '%') {
        if last == ')' && has_brackets {
            break;
        }
        value = value.strip_suffix(last).unwrap_or_default();
    }
    value
}

/// A value that is no free text, without marks that mean nothing in it and with those for which others were put.
pub(super) fn tidied(value: &str) -> String {
    let mut tidy = String::new();
    for c in unescaped(value).0.chars().filter(|c| !is_noise(*c) && !matches!(c, '\\' | '`')) {
        match c {
            '…' => tidy.push_str(".."),
            other => tidy.push(without_dash(other)),
        }
    }
    tidy
}

/// A model's configuration of which Markdown may have eaten the underscores in keys.
pub(super) fn configuration(value: &str) -> String {
    let tidy = tidied(value);
    let pairs = tidy.split(',').map(|pair| match pair.split_once(':') {
        Some((key, value)) => format!("{}:{value}", alike(key, &architecture_text::key).unwrap_or(key)),
        None => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join(",")
}

/// Whether a blank stands between two digits, where something may be missing.
pub(super) fn is_doubtful(value: &str) -> bool {
    let (mut follows_digit, mut follows_blank) = (false, false);
    for c in value.chars() {
        if follows_digit && follows_blank && c.is_ascii_digit() {
            return true;
        }
        follows_blank = c.is_whitespace();
        follows_digit = c.is_ascii_digit() || follows_digit && follows_blank;
    }
    false
}

/// The one of some keys that is meant: the same but for capitals, dashes, blanks and underscores, which Markdown takes for
/// emphasis. None when it could be several. The keys are asked for by their places.
pub(super) fn alike<'k>(wanted: &str, key: &dyn Fn(usize) -> Option<&'k str>) -> Option<&'k str> {
    let mut found = None;
    for key in (0..).map_while(key) {
        if bare(key).eq(bare(wanted)) {
            if found.is_some() {
                return None;
            }
            found = Some(key);
        }
    }
    found
}

fn bare(key: &str) -> impl Iterator<Item = char> {
    let kept = key.chars().filter(|c| !is_noise(*c) && !matches!(c, '_' | '\\' | '*' | '`'));
    kept.map(|c| without_dash(c).to_ascii_lowercase())
}

fn without_dash(c: char) -> char {
    if matches!(c, '\u{2010}'..='\u{2015}' | '−') { '-' } else { c }
}

fn is_noise(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// Soft hyphens, blanks without width, and marks for the direction of writing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One line of what mail broke into several, up to the line with the last key.
fn join_lines(fragment: &str) -> String {
    // Mail that keeps to ASCII writes `=` as `=3D` and ends a line that goes on with `=`.
    let is_quoted = ["v=3D", "v=3d", "models=3D"].iter().any(|start| fragment.contains(start));
    let mut joined = String::new();
    let mut starts_line = false;
    for c in fragment.trim().chars() {
        match c {
            '\n' | '\r' => {
                joined.truncate(joined.trim_end().len());
                if is_quoted && joined.ends_with('=') {
                    joined.pop();
                }
                if is_whole(joined.as_bytes()) {
                    break;
                }
                starts_line = true;
            }
            '>' | ' ' | '\t' if starts_line => {}
            _ if is_invisible(c) => {}
            _ => {
                starts_line = false;
                joined.push(if c == '\u{a0}' { ' ' } else { c });
            }
        }
    }
    if is_quoted { unquoted(&joined) } else { joined }
}

/// `=3D` as `=`, and once: what follows may begin with `3d` itself.
fn unquoted(text: &str) -> String {
    let mut parts = text.split('=');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push('=');
        plain.push_str(part.strip_prefix("3D").or_else(|| part.strip_prefix("3d")).unwrap_or(part));
    }
    plain
}

/// Whether a text ends with the last key and at most a few closing marks.
fn is_whole(text: &[u8]) -> bool {
    let last = text.iter().rev().take(12).position(u8::is_ascii_alphanumeric);
    let text = last.and_then(|marks| text.get(..text.len().checked_sub(marks)?)).unwrap_or_default();
    text.ends_with(b"&end") || text.ends_with(b";end") || text.ends_with(b"%26end")
}

/// The fragment of a whole address, or of what was given without one.
fn after_address(text: &str) -> &str {
    let head = text.split('=').next().unwrap_or_default();
    let found = match head.find("://") {
        Some(at) => hash(text, at).or_else(|| redirected(text)),
        None => hash(head, 0).and_then(|_| hash(text, 0)),
    };
    let mut rest = found.unwrap_or(text);
    loop {
        let start = rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '%'));
        let escaped = ["%23", "%2F", "%2f", "%3F", "%3f"].iter().find_map(|escape| start.strip_prefix(escape));
        match escaped {
            Some(more) => rest = more,
            None => return start,
        }
    }
}

/// What follows the first `#` that is not part of `&#38;`.
fn hash(text: &str, from: usize) -> Option<&str> {
    let mut rest = text.get(from..)?;
    loop {
        let (before, after) = rest.split_once('#')?;
        if !before.ends_with('&') {
            return Some(after);
        }
        rest = after;
    }
}

/// The fragment of an address that stands escaped in another: all of one parameter.
fn redirected(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("%23")?;
    let first = first_piece(rest);
    Some(if has_escaped(first, "3D") { first } else { rest })
}

fn first_piece(text: &str) -> &str {
    text.split('&').next().unwrap_or_default()
}

/// Whether `=` or `&` of the link itself are escaped, once or several times.
fn is_escaped_whole(text: &str) -> bool {
    let first = first_piece(text);
    match first.split_once('=') {
        None => has_escaped(first, "3D"),
        // None of these is a free text, so that nobody wrote `&` in it.
        Some((key, value)) => ["v", "view", "models"].contains(&key) && has_escaped(value, "26"),
    }
}

/// Whether a text has `%CODE`, `%25CODE` and so on.
fn has_escaped(text: &str, code: &str) -> bool {
    let once = text.replace("25", "");
    once.contains(&format!("%{code}")) || once.contains(&format!("%{}", code.to_ascii_lowercase()))
}

/// Whether every escape was escaped again. [`encode`](super::encode) never writes `%25` before what looks like an escape.
fn is_doubled(text: &str) -> bool {
    let mut escapes = text.split('%').skip(1);
    text.contains('%')
        && escapes.all(|rest| rest.starts_with("25") && starts_with_hex(rest.get(2..).unwrap_or_default()))
}

/// Whether a text begins with two hexadecimal digits.
pub(super) fn starts_with_hex(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// Whether Markdown put `\` before the punctuation of a link.
fn is_markdown(text: &str) -> bool {
    first_piece(text).ends_with('\\')
        || text.split('&').any(|piece| piece.split('=').next().is_some_and(|key| key.contains('\\')))
}
