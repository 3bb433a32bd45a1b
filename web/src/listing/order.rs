//! The order of a list, as the address and the operation name it.

use super::Column;

/// Returns the order that the head of a column sets; a second press reverses it.
pub fn pressed(column: &'static str, now: &str) -> String {
    match now.strip_prefix('-') {
        Some(name) if name == column => column.to_owned(),
        _ if now == column => format!("-{column}"),
        _ => column.to_owned(),
    }
}

/// Returns `aria-sort` of a column that can sort.
pub fn aria(column: &'static str, now: &str) -> Option<&'static str> {
    match now.strip_prefix('-') {
        Some(name) => (name == column).then_some("descending"),
        None => (now == column).then_some("ascending"),
    }
}

/// Reads the order in the address, if a column has it.
pub fn read(columns: &[Column], text: Option<String>) -> Option<String> {
    text.filter(|text| {
        let name = text.strip_prefix('-').unwrap_or(text);
        columns.iter().any(|column| column.order == Some(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_column_turns_the_order_round() {
        assert_eq!(pressed("name", "-received"), "name");
        assert_eq!(pressed("name", "name"), "-name");
        assert_eq!(pressed("name", "-name"), "name");
        assert_eq!(aria("name", "-name"), Some("descending"));
        assert_eq!(aria("name", "name"), Some("ascending"));
        assert_eq!(aria("name", "named"), None);
    }
}
