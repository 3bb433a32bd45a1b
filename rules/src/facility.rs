//! Kinds of facilities.

use serde::{Deserialize, Serialize};

/// KH-3f (lodging facilities) and KH-3g (tourist accommodation). A hotel is in both lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FacilityKind {
    /// Khách sạn.
    Hotel,
    /// Nhà nghỉ.
    GuestHouse,
    /// Hộ gia đình.
    Household,
    /// Nhà ở tập thể, including dormitories.
    CollectiveHousing,
    /// Cơ sở chữa bệnh.
    MedicalEstablishment,
    /// Cơ sở khác.
    Other,
    /// Biệt thự du lịch.
    TouristVilla,
    /// Căn hộ du lịch.
    TouristApartment,
    /// Tàu thủy lưu trú du lịch.
    TouristShip,
    /// Nhà nghỉ du lịch.
    TouristGuestHouse,
    /// Nhà ở có phòng cho khách du lịch thuê.
    Homestay,
    /// Bãi cắm trại du lịch.
    TouristCampsite,
    /// Cơ sở lưu trú du lịch khác.
    OtherTourist,
}

impl FacilityKind {
    /// All kinds, in the order of the regulation.
    pub const ALL: [Self; 13] = [
        Self::Household,
        Self::CollectiveHousing,
        Self::MedicalEstablishment,
        Self::Hotel,
        Self::GuestHouse,
        Self::Other,
        Self::TouristVilla,
        Self::TouristApartment,
        Self::TouristShip,
        Self::TouristGuestHouse,
        Self::Homestay,
        Self::TouristCampsite,
        Self::OtherTourist,
    ];

    /// Whether it is tourist accommodation (KH-3g). A hotel is.
    pub fn is_tourist(self) -> bool {
        match self {
            Self::Hotel
            | Self::TouristVilla
            | Self::TouristApartment
            | Self::TouristShip
            | Self::TouristGuestHouse
            | Self::Homestay
            | Self::TouristCampsite
            | Self::OtherTourist => true,
            Self::GuestHouse | Self::Household | Self::CollectiveHousing | Self::MedicalEstablishment | Self::Other => {
                false
            }
        }
    }
}

/// More than two guests to each bed: it may be correct, so it causes a warning.
pub fn is_crowded(guests: u64, beds: u64) -> bool {
    guests > beds.saturating_mul(2)
}

#[cfg(test)]
mod tests {
    use super::is_crowded;

    #[test]
    fn two_to_a_bed_is_no_crowd() {
        assert!(!is_crowded(2, 1) && is_crowded(3, 1));
        assert!(!is_crowded(4, 2) && is_crowded(5, 2));
    }
}
