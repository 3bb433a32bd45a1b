//! The one table of rights (table 8.2 of the requirements; DESIGN section 3).

use dto::account::Role;

/// How far a right reaches; the account makes a [`super::Scope`] of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// One's own account.
    OwnAccount,
    /// One's own facility.
    OwnFacility,
    /// One's own area and what lies below it.
    OwnArea,
    /// Everything.
    Everything,
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Anybody, for the reason given.
    Public(&'static str),
    /// Accounts of these roles; of a role not named: nobody.
    Roles(&'static [(Role, Reach)]),
}

/// A row: one operation.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The operationId.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{parameters}`.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Whether it is open before the initial password has been changed (LC-7.1a-1).
    pub before_password_change: bool,
}

/// An operation as a type, so that a handler's [`super::Grant`] names the row that it relies on.
pub trait Operation: 'static {
    /// Its row.
    const ROW: &'static Row;
}

impl Row {
    /// How far the right of `role` reaches, if it has one.
    pub fn reach(&self, role: Role) -> Option<Reach> {
        match self.access {
            Access::Public(_) => None,
            Access::Roles(roles) => roles.iter().find(|(named, _)| *named == role).map(|(_, reach)| *reach),
        }
    }
}

macro_rules! policy {
    ($($name:ident = $operation:literal $method:ident $path:literal $access:expr $(, $before:ident)?;)+) => {
        $(
            #[doc = concat!("The operation `", $operation, "`.")]
            pub struct $name;

            impl Operation for $name {
                const ROW: &'static Row = &Row {
                    operation: $operation,
                    method: stringify!($method),
                    path: concat!("/api/v1", $path),
                    access: $access,
                    before_password_change: policy!(@before $($before)?),
                };
            }
        )+

        /// Every operation of the API.
        pub const POLICY: &[&Row] = &[$($name::ROW),+];
    };
    (@before before_password_change) => { true };
    (@before) => { false };
}

/// Every account may do this with itself.
const EVERYONE: Access = Access::Roles(&[
    (Role::Administrator, Reach::OwnAccount),
    (Role::Police, Reach::OwnAccount),
    (Role::Tax, Reach::OwnAccount),
    (Role::Tourism, Reach::OwnAccount),
    (Role::Statistics, Reach::OwnAccount),
    (Role::Finance, Reach::OwnAccount),
    (Role::Operation, Reach::OwnAccount),
    (Role::Facility, Reach::OwnAccount),
]);

/// Guests and single stays: the house its own (KH-11.2d-3), police their area (KH-10.2a-1 to KH-10.2c), the
/// administrator all (KH-10.1-1).
const READ_STAYS: Access = Access::Roles(&[
    (Role::Administrator, Reach::Everything),
    (Role::Police, Reach::OwnArea),
    (Role::Facility, Reach::OwnFacility),
]);

/// Only the house itself.
const OWN_FACILITY: Access = Access::Roles(&[(Role::Facility, Reach::OwnFacility)]);

policy! {
    Login = "login" POST "/auth/login" Access::Public("nobody is signed in yet");
    RefreshToken = "refreshToken" POST "/auth/refresh" Access::Public("the refresh cookie is the proof");
    Logout = "logout" POST "/auth/logout" Access::Public("the refresh cookie is the proof; without one there is nothing to end");
    ChangePassword = "changePassword" POST "/accounts/me/password" EVERYONE, before_password_change;
    GetCurrentAccount = "getCurrentAccount" GET "/accounts/me" EVERYONE, before_password_change;

    GetProfile = "getProfile" GET "/profile" Access::Public("the hours and limits of the regulation are public");
    ListAreas = "listAreas" GET "/areas" Access::Public("an official list");
    ListReferenceList = "listReferenceList" GET "/reference-lists/{name}" Access::Public("an official list");

    ListFacilities = "listFacilities" GET "/facilities" Access::Roles(&[
        (Role::Administrator, Reach::Everything),
        (Role::Police, Reach::OwnArea),
    ]);
    GetFacility = "getFacility" GET "/facilities/{facility_id}" READ_STAYS;
    UpdateFacility = "updateFacility" PATCH "/facilities/{facility_id}" OWN_FACILITY;
    ReplaceRoomPlan = "replaceRoomPlan" PUT "/facilities/{facility_id}/room-plan" OWN_FACILITY;
    GetFacilityDay = "getFacilityDay" GET "/facilities/{facility_id}/day" OWN_FACILITY;

    NotifyStay = "notifyStay" POST "/stays" OWN_FACILITY;
    ListStays = "listStays" GET "/stays" READ_STAYS;
    SearchStays = "searchStays" POST "/stays/search" READ_STAYS;
    GetStay = "getStay" GET "/stays/{stay_id}" READ_STAYS;
    AmendStay = "amendStay" PATCH "/stays/{stay_id}" OWN_FACILITY;
    CheckOutStay = "checkOutStay" POST "/stays/{stay_id}/departure" OWN_FACILITY;
    ListStayVersions = "listStayVersions" GET "/stays/{stay_id}/versions" READ_STAYS;
}
