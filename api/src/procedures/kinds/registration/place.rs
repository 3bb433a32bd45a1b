//! The place of an application: its area, its tier, and the related entries of the lists.

use crate::App;
use crate::error::{Error, Result};
use crate::procedures::Dossier;
use crate::references::References;
use dto::account::{AccountTier, Role};
use dto::filing::{Agency, Applicant, NewFacility, Registration};
use dto::problem::{FieldCode, FieldError};
use dto::{Lang, Timestamp, say};

/// The result of looking up an application in the lists.
pub struct Place {
    /// The tier that is applied for.
    pub tier: AccountTier,
    /// The code of its area.
    pub area_code: String,
    /// The path of its area.
    pub area_path: String,
    /// The name of the applicant facility or unit.
    pub title: String,
    /// A short description for officers.
    pub summary: String,
    /// Whether a facility is tourist accommodation (KH-M1.3).
    pub tourist: bool,
}

/// Looks up area, kind and tier: only here are the lists of the province known.
pub async fn place(app: &App, says: &Registration, now: Timestamp) -> Result<Place> {
    match &says.applicant {
        Applicant::Facility(facility) => facility_place(app, facility, now).await,
        Applicant::Agency(agency) => agency_place(app, agency, now).await,
    }
}

async fn facility_place(app: &App, facility: &NewFacility, now: Timestamp) -> Result<Place> {
    let references = app.references(now).await?;
    let kind = references.entry("facility_kinds", &facility.kind);
    let area = references.area(&facility.area_code).filter(|area| {
        // A facility has to be in a commune of this province.
        let depth = area.path.split('.').count();
        is_ours(app, &area.path) && AccountTier::FACILITY.fits_area(depth, references.is_leaf(&area.code))
    });
    let mut errors = Vec::new();
    if kind.is_none() {
        errors.push(FieldError::new("/facility/kind", FieldCode::UnknownValue));
    }
    if area.is_none() {
        errors.push(FieldError::new("/facility/area_code", FieldCode::AreaUnknown));
    }
    let (Some(kind), Some(area)) = (kind, area) else {
        return Err(Error::fields(errors));
    };
    Ok(Place {
        tier: AccountTier::FACILITY,
        area_code: area.code.clone(),
        area_path: area.path.clone(),
        title: facility.name.clone(),
        summary: size(
            Lang::Vi,
            &kind.label,
            facility.rooms.into(),
            facility.beds.map(Into::into),
        ),
        tourist: is_tourist(&references, &facility.kind),
    })
}

async fn agency_place(app: &App, agency: &Agency, now: Timestamp) -> Result<Place> {
    let references = app.references(now).await?;
    let known = AccountTier::at_level(agency.role, agency.level, &app.profile);
    let wanted = known.filter(|tier| tier.exists(&app.profile));
    let sector = sector(Lang::Vi, agency.role);
    let mut errors = Vec::new();
    if wanted.is_none() || sector.is_none() {
        // The tier does not exist, the province does not have the sector, or the role is not an agency's.
        errors.push(FieldError::new("/agency/level", FieldCode::UnknownValue));
    }
    let area = references
        .area(&agency.area_code)
        .filter(|area| is_ours(app, &area.path));
    let fits = |path: &str, code: &str| {
        wanted.is_some_and(|tier| tier.fits_area(path.split('.').count(), references.is_leaf(code)))
    };
    match area {
        None => errors.push(FieldError::new("/agency/area_code", FieldCode::AreaUnknown)),
        Some(area) if errors.is_empty() && !fits(&area.path, &area.code) => {
            errors.push(FieldError::new("/agency/area_code", FieldCode::AreaOfOtherTier));
        }
        Some(_) => {}
    }
    let (Some(area), Some(tier), Some(sector), true) = (area, wanted, sector, errors.is_empty()) else {
        return Err(Error::fields(errors));
    };
    Ok(Place {
        tier,
        area_code: area.code.clone(),
        area_path: area.path.clone(),
        title: agency.unit_name.clone(),
        summary: sector.to_owned(),
        tourist: false,
    })
}

/// Returns whether an area is in the province of the profile.
fn is_ours(app: &App, path: &str) -> bool {
    path.split('.').next() == Some(app.profile.province_code.as_str())
}

/// Returns the same for a filed application, as it was looked up at filing, independent of the current lists.
///
/// # Errors
/// Returns an error if the dossier does not name its tier.
pub async fn of_dossier(app: &App, row: &Dossier, says: &Registration, now: Timestamp) -> Result<Place> {
    let tier = row
        .subject_tier
        .ok_or_else(|| Error::internal(anyhow::anyhow!("dossier {}: applies for no post", row.id)))?;
    let references = app.references(now).await?;
    Ok(Place {
        tier,
        area_code: row.area_code.clone(),
        area_path: row.area_path.clone(),
        title: row.title.clone(),
        summary: row.summary.clone(),
        tourist: match &says.applicant {
            Applicant::Facility(facility) => is_tourist(&references, &facility.kind),
            Applicant::Agency(_) => false,
        },
    })
}

/// Returns whether a kind of facility is tourist accommodation (KH-M1.3).
fn is_tourist(references: &References, kind: &str) -> bool {
    references
        .entry("facility_kinds", kind)
        .is_some_and(|kind| kind.attributes.get("tourist").is_some_and(|value| value == "yes"))
}

/// Returns kind and size of a facility: the size is the number of beds if it has no rooms, for example a campsite.
pub fn size(lang: Lang, kind: &str, rooms: u64, beds: Option<u64>) -> String {
    match (rooms, beds) {
        (0, Some(beds)) => say!(lang, dossier.summary.facility_beds, kind = kind, count = beds),
        (rooms, _) => say!(lang, dossier.summary.facility_rooms, kind = kind, count = rooms),
    }
}

/// Returns the name of an agency of that role; none for administrators and facilities, which are not agencies.
pub fn sector(lang: Lang, role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Police => say!(lang, dossier.summary.police),
        Role::Tax => say!(lang, dossier.summary.tax),
        Role::Tourism => say!(lang, dossier.summary.tourism),
        Role::Statistics => say!(lang, dossier.summary.statistics),
        Role::Finance => say!(lang, dossier.summary.finance),
        Role::Operation => say!(lang, dossier.summary.operation),
        Role::Administrator | Role::Facility => return None,
    })
}
