//! The orders of lists. A name with `-` is the reverse order.

rules::codes! {
    /// The order of a list of stays.
    #[derive(Default)]
    #[cfg_attr(feature = "openapi", schema(default = "-notified_at"))]
    StaySort {
        /// The newest notification first.
        #[default]
        Newest = "-notified_at",
        /// The oldest notification first.
        Oldest = "notified_at",
        /// The oldest change first.
        Updated = "updated_at",
        /// The earliest arrival first.
        Arrival = "arrival_at",
        /// The latest arrival first.
        ArrivalReversed = "-arrival_at",
        /// The earliest planned departure first.
        Departure = "planned_departure_at",
        /// The latest planned departure first.
        DepartureReversed = "-planned_departure_at",
        /// By the name of the guest, in the order of the Vietnamese alphabet.
        Name = "full_name",
        /// The same from its end.
        NameReversed = "-full_name",
        /// By room, shorter names first; stays without a room last.
        Room = "room_name",
        /// The same from its end.
        RoomReversed = "-room_name",
    }
}

rules::codes! {
    /// The order of a list of facilities.
    #[derive(Default)]
    #[cfg_attr(feature = "openapi", schema(default = "name"))]
    FacilitySort {
        /// By name, in the order of the Vietnamese alphabet.
        #[default]
        Name = "name",
        /// The same from its end.
        NameReversed = "-name",
        /// By area from the top down, then by name.
        Area = "area",
        /// The same from its end.
        AreaReversed = "-area",
        /// The oldest change first.
        Updated = "updated_at",
    }
}

rules::codes! {
    /// The order of a list of accounts.
    #[derive(Default)]
    #[cfg_attr(feature = "openapi", schema(default = "area"))]
    AccountSort {
        /// By area from the top down and login name.
        #[default]
        Area = "area",
        /// The same from its end.
        AreaReversed = "-area",
        /// By login name.
        Login = "login",
        /// The same from its end.
        LoginReversed = "-login",
        /// By the name of the holder, in the order of the Vietnamese alphabet.
        Holder = "holder_name",
        /// The same from its end.
        HolderReversed = "-holder_name",
        /// The oldest change first.
        Updated = "updated_at",
    }
}

rules::codes! {
    /// The order of a list of dossiers.
    #[derive(Default)]
    #[cfg_attr(feature = "openapi", schema(default = "queue"))]
    DossierSort {
        /// The order of the queue; finished ones: newest first.
        #[default]
        Queue = "queue",
        /// The first received first.
        Filed = "filed_at",
        /// The last received first.
        FiledReversed = "-filed_at",
        /// The oldest change first.
        Updated = "updated_at",
    }
}

rules::codes! {
    /// The order of a list of announced changes of facilities.
    #[derive(Default)]
    #[cfg_attr(feature = "openapi", schema(default = "-announced_at"))]
    FacilityChangeSort {
        /// The last announced first.
        #[default]
        Newest = "-announced_at",
        /// The first announced first.
        Oldest = "announced_at",
        /// The earliest effective day first.
        Effective = "effective_on",
        /// The latest effective day first.
        EffectiveReversed = "-effective_on",
    }
}
