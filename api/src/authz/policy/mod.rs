//! The only table of rights (table 8.2; docs/rules.md, "Rights"): a file for each domain, one list of them all.

mod access;
mod accounts;
mod directory;
mod platform;
mod procedures;
mod reach;
mod row;
mod stays;

pub use accounts::*;
pub use directory::*;
pub use platform::*;
pub use procedures::*;
pub use reach::Reach;
pub use row::{Access, Flag, Operation, Row, Who};
pub use stays::*;

use row::policy;

/// The rows of all domains.
const DOMAINS: [&[&Row]; 5] = [
    accounts::ROWS,
    directory::ROWS,
    stays::ROWS,
    procedures::ROWS,
    platform::ROWS,
];

const COUNT: usize = {
    let (mut count, mut domain) = (0, 0);
    while domain < DOMAINS.len() {
        count += DOMAINS[domain].len();
        domain += 1;
    }
    count
};

/// Every operation of the API.
pub const POLICY: &[&Row] = &{
    let mut rows = [DOMAINS[0][0]; COUNT];
    let (mut at, mut domain) = (0, 0);
    while domain < DOMAINS.len() {
        let mut row = 0;
        while row < DOMAINS[domain].len() {
            rows[at] = DOMAINS[domain][row];
            at += 1;
            row += 1;
        }
        domain += 1;
    }
    rows
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_operation_stands_twice() {
        let names: BTreeSet<&str> = POLICY.iter().map(|row| row.operation).collect();
        assert_eq!(names.len(), POLICY.len());
        let paths: BTreeSet<(&str, &str)> = POLICY.iter().map(|row| (row.method, row.path)).collect();
        assert_eq!(paths.len(), POLICY.len());
    }

    #[test]
    fn every_reach_of_a_row_means_something_for_its_scope() {
        for row in POLICY {
            match row.access {
                Access::Public(_) => assert!(
                    row.reaches.is_empty(),
                    "{} has nobody to whom a scope belongs",
                    row.operation
                ),
                Access::Roles(rights) => {
                    for (who, reach) in rights {
                        assert!(row.reaches.contains(reach), "{}: {who:?} {reach:?}", row.operation);
                    }
                }
            }
        }
    }

    #[test]
    fn the_rows_of_every_domain_are_in_the_list() {
        let rows: usize = DOMAINS.iter().map(|rows| rows.len()).sum();
        assert_eq!(rows, POLICY.len());
        assert!(POLICY.iter().any(|row| row.operation == platform::ROWS[0].operation));
    }
}
