//! Who holds an account: docs/regulations.md, table 8.1, as data. A post is a kind of account at a tier.

use std::fmt;

crate::codes! {
    /// What kind of account it is: who holds it (table 8.1).
    Role {
        /// System administrator, at the provincial police (KH-10.1, LC-4.2).
        Administrator = "administrator",
        /// Police of a province, district or commune (KH-10.2).
        Police = "police",
        /// Tax office (KH-10.3).
        Tax = "tax",
        /// Tourism office (KH-10.4).
        Tourism = "tourism",
        /// Statistics office (KH-10.5).
        Statistics = "statistics",
        /// Finance office (LC-6.4-1), where the profile has the sector.
        Finance = "finance",
        /// Monitoring of the operation without guest data (LC-11.2d), where the profile has it.
        Operation = "operation",
        /// A place of lodging.
        Facility = "facility",
    }
}

crate::codes! {
    /// What a tier is called: the level of administration that it looks after.
    Level {
        /// The province.
        Province = "province",
        /// A district, where the province has districts.
        District = "district",
        /// A commune, ward or special zone.
        Commune = "commune",
    }
}

/// A kind of account at a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Post {
    /// Its kind.
    pub role: Role,
    /// Its tier, 1 to 3; none for administrators and facilities.
    pub level: Option<u8>,
}

/// What a post reaches: the depth of its area in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Territory {
    /// The province.
    Province,
    /// What lies right below the province: a district, or a commune where there are no districts.
    BelowProvince,
    /// What has nothing below it: a commune.
    Commune,
}

/// A row of table 8.1.
#[derive(Debug, Clone, Copy)]
pub struct PostRow {
    /// The post.
    pub post: Post,
    /// Where it stands.
    pub provision: &'static str,
    /// Who regularly makes its accounts where each tier makes the next. The administrator may in any case (KH-10.1-3).
    pub created_by: &'static [Post],
    /// What it reaches.
    pub territory: Territory,
}

impl Post {
    /// The system administrator.
    pub const ADMINISTRATOR: Self = Self::untiered(Role::Administrator);
    /// The police of the province.
    pub const POLICE_1: Self = Self::tier(Role::Police, 1);
    /// A place of lodging.
    pub const FACILITY: Self = Self::untiered(Role::Facility);

    /// A post of a role that has tiers.
    pub const fn tier(role: Role, level: u8) -> Self {
        Self {
            role,
            level: Some(level),
        }
    }

    /// A post of a role without tiers.
    pub const fn untiered(role: Role) -> Self {
        Self { role, level: None }
    }

    /// Its row of the table.
    pub fn row(self) -> Option<&'static PostRow> {
        POSTS.iter().find(|row| row.post == self)
    }

    /// The post of that name: `administrator`, `police_1`, …, `finance_1`, `facility`.
    pub fn from_name(name: &str) -> Option<Self> {
        POSTS.iter().map(|row| row.post).find(|post| post.to_string() == name)
    }

    /// Whether an account of this post can have an area at that depth (1: the province) of the tree.
    pub fn fits_area(self, depth: usize, is_leaf: bool) -> bool {
        self.row().is_some_and(|row| match row.territory {
            Territory::Province => depth == 1,
            Territory::BelowProvince => depth == 2,
            Territory::Commune => depth > 1 && is_leaf,
        })
    }
}

impl fmt::Display for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.role.as_str())?;
        self.level.map_or(Ok(()), |level| write!(f, "_{level}"))
    }
}

const ADMINISTRATOR: &[Post] = &[Post::ADMINISTRATOR];
/// The provincial police is the lead agency (KH-3d): as administrator and as police.
pub const LEAD_AGENCY: &[Post] = &[Post::ADMINISTRATOR, Post::POLICE_1];

const fn row(post: Post, provision: &'static str, created_by: &'static [Post], territory: Territory) -> PostRow {
    PostRow {
        post,
        provision,
        created_by,
        territory,
    }
}

/// Table 8.1.
pub const POSTS: &[PostRow] = {
    use Role::{Finance, Operation, Police, Statistics, Tax, Tourism};
    use Territory::{BelowProvince, Commune, Province};
    &[
        row(Post::ADMINISTRATOR, "KH-10.1-3", ADMINISTRATOR, Province),
        row(Post::POLICE_1, "KH-10.2a-2", ADMINISTRATOR, Province),
        row(
            Post::tier(Police, 2),
            "KH-10.2b-2",
            &[Post::tier(Police, 1)],
            BelowProvince,
        ),
        row(Post::tier(Police, 3), "KH-10.2c", &[Post::tier(Police, 2)], Commune),
        row(Post::tier(Tax, 1), "KH-10.3a-2", ADMINISTRATOR, Province),
        row(Post::tier(Tax, 2), "KH-10.3b-2", &[Post::tier(Tax, 1)], BelowProvince),
        row(Post::tier(Tax, 3), "KH-10.3c", &[Post::tier(Tax, 2)], Commune),
        row(Post::tier(Tourism, 1), "KH-10.4a-2", ADMINISTRATOR, Province),
        row(
            Post::tier(Tourism, 2),
            "KH-10.4b",
            &[Post::tier(Tourism, 1)],
            BelowProvince,
        ),
        row(Post::tier(Statistics, 1), "KH-10.5a-2", ADMINISTRATOR, Province),
        row(
            Post::tier(Statistics, 2),
            "KH-10.5b",
            &[Post::tier(Statistics, 1)],
            BelowProvince,
        ),
        // LC-6.4-1 has the provincial police issue it; LC-11.2d names no issuer.
        row(Post::tier(Finance, 1), "LC-6.4-1", LEAD_AGENCY, Province),
        row(Post::tier(Operation, 1), "LC-11.2d", LEAD_AGENCY, Province),
        row(Post::FACILITY, "KH-12.1b", LEAD_AGENCY, Commune),
    ]
};
