//! Login names: their format and how they are proposed (KH-8c-1, LC-6.1b-2).

use crate::name;
use crate::unicode;

/// Minimum number of characters of a login name.
pub const MIN: usize = 3;
/// Maximum number of characters of a login name.
pub const MAX: usize = 64;
/// Leaves room for the number that makes a proposal unique.
const STEM: usize = MAX - 5;

/// Whether `login` can be a login name: lower-case letters without accents, digits, and `.`, `-`, `_` between them.
/// These can be typed on every keyboard and read out on the telephone.
pub fn is_login(login: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    let outer = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    (MIN..=MAX).contains(&login.len())
        && login.chars().all(inner)
        && outer(login.chars().next())
        && outer(login.chars().last())
}

/// Whether `pattern` gives valid login names for every area and name.
pub fn is_pattern(pattern: &str) -> bool {
    let filled = fill(pattern, "nhatrang", "haidang");
    is_login(&filled)
}

/// The login name that the pattern gives: `{area}` is the name of the area without its kind, `{name}` that of the unit
/// or facility, both without accents and spaces.
pub fn propose(pattern: &str, area: &str, area_kind: &str, unit: &str) -> String {
    let own_name = strip_kind(area, area_kind);
    let proposed: String = fill(pattern, &squeeze(own_name), &squeeze(unit))
        .chars()
        .take(STEM)
        .collect();
    let trimmed = proposed.trim_matches(|c: char| ".-_".contains(c));
    if is_login(trimmed) {
        trimmed.to_owned()
    } else {
        // The name consists only of symbols, or is too short.
        format!("taikhoan{}", squeeze(trimmed))
    }
}

/// `proposed`, or `proposed` with the first number from 2 on that gives a name that no account has or had.
pub fn unique(proposed: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(proposed) {
        return proposed.to_owned();
    }
    let mut number = 2_u32;
    loop {
        let candidate = format!("{proposed}{number}");
        if !is_taken(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

/// Whether a name has the form that the patterns give to authorities: `congan.` with a suffix, or `congan` alone. Login
/// names of facilities and people must not look like one.
pub fn is_of_authority<'a>(login: &str, patterns: impl IntoIterator<Item = &'a str>) -> bool {
    let head = |text: &str| text.split(['.', '-', '_', '{']).next().unwrap_or_default().to_owned();
    let asked = head(login);
    patterns
        .into_iter()
        .map(head)
        .any(|reserved| !reserved.is_empty() && asked.trim_end_matches(|c: char| c.is_ascii_digit()) == reserved)
}

fn fill(pattern: &str, area: &str, unit: &str) -> String {
    pattern.replace("{area}", area).replace("{name}", unit)
}

/// "Phường Nha Trang" of kind "phường" is "Nha Trang".
fn strip_kind<'a>(area: &'a str, kind: &str) -> &'a str {
    let is_kind = |head: &&str| unicode::small(head) == unicode::small(kind);
    area.char_indices()
        .nth(kind.chars().count())
        .and_then(|(at, _)| area.split_at_checked(at))
        .filter(|(head, rest)| is_kind(head) && rest.starts_with(' '))
        .map_or(area, |(_, rest)| rest.trim_start())
}

fn squeeze(text: &str) -> String {
    name::fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}
