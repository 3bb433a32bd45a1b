//! Stays, rooms, and the day of a facility.

use super::{Api, Call, Outcome};
use dto::facility::{FacilityOut, RoomPlanIn};
use dto::operations::stays::{
    AcknowledgeStay, AcknowledgeStays, AmendStay, AnswerAboutStay, AskAboutStay, CancelStay, CheckOutStay, CorrectStay,
    ExtendStay, FindElsewhere, FindReturningGuest, GetFacilityDay, GetRoomBoard, GetStay, ListStayVersions, ListStays,
    MarkRoom, MoveStay, NotifyGroup, NotifyOnBehalf, NotifyStay, ReplaceRoomPlan, SearchStays,
};
use dto::room::{RoomBoardOut, RoomMarkIn, RoomMarkOut};
use dto::stay::{
    AcknowledgeIn, AcknowledgedOut, CancelIn, CheckOutIn, ElsewhereOut, ExtendIn, FacilityDayOut, GroupIn, GroupOut,
    MessageKind, MoveIn, OnBehalfIn, PurposeIn, ReturningGuestsOut, SearchOut, StayIn, StayMessageIn, StayOut,
    StayPage, StayPatch, StaySearchIn, StayThread, StayVersionsOut, StaysChangedOut,
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

impl Api {
    /// Calls `replaceRoomPlan`.
    pub async fn replace_room_plan(self, id: Uuid, plan: &RoomPlanIn) -> Outcome<FacilityOut> {
        self.read(Call::with(ReplaceRoomPlan::at(id), plan)).await
    }

    /// Calls `getFacilityDay`.
    pub async fn get_facility_day(self, id: Uuid) -> Outcome<FacilityDayOut> {
        self.read(Call::of(GetFacilityDay::at(id))).await
    }

    /// Calls `getRoomBoard`.
    pub async fn get_room_board(self, id: Uuid) -> Outcome<RoomBoardOut> {
        self.read(Call::of(GetRoomBoard::at(id))).await
    }

    /// Calls `markRoom`.
    pub async fn mark_room(self, facility: Uuid, room: Uuid, mark: &RoomMarkIn) -> Outcome<RoomMarkOut> {
        self.read(Call::with(MarkRoom::at(facility, room), mark)).await
    }

    /// Calls `acknowledgeStay`.
    pub async fn acknowledge_stay(self, id: Uuid) -> Outcome<StayThread> {
        self.read(Call::of(AcknowledgeStay::at(id))).await
    }

    /// Calls `acknowledgeStays`.
    pub async fn acknowledge_stays(self, stays: Vec<Uuid>) -> Outcome<AcknowledgedOut> {
        let seen = AcknowledgeIn { stays };
        self.read(Call::with(AcknowledgeStays::at(), &seen)).await
    }

    /// Calls `askAboutStay` and `answerAboutStay`.
    pub async fn say_about_stay(self, id: Uuid, kind: MessageKind, message: &StayMessageIn) -> Outcome<StayThread> {
        let call = match kind {
            MessageKind::Question => Call::with(AskAboutStay::at(id), message),
            MessageKind::Answer => Call::with(AnswerAboutStay::at(id), message),
        };
        self.read(call).await
    }

    /// Calls `notifyStay`; each repeat of the same notification carries the key.
    pub async fn notify_stay(self, stay: &StayIn, key: &str) -> Outcome<StayOut> {
        self.read(Call::with(NotifyStay::at(), stay).idempotency_key(key)).await
    }

    /// Calls `notifyStay` with a request written when there was no network, under the key of that time.
    pub async fn notify_waiting<T: DeserializeOwned>(self, request: &str, key: &str) -> Outcome<T> {
        let call = Call::written(NotifyStay::at(), request).idempotency_key(key);
        // Only a part of the stay is read from the answer.
        self.asked(call.ask).await?.json()
    }

    /// Calls `notifyGroup`; each repeat of the same group carries the key.
    pub async fn notify_group(self, group: &GroupIn, key: &str) -> Outcome<GroupOut> {
        self.read(Call::with(NotifyGroup::at(), group).idempotency_key(key).patient())
            .await
    }

    /// Calls `findReturningGuest`.
    pub async fn find_returning_guest(self, search: &StaySearchIn) -> Outcome<ReturningGuestsOut> {
        self.read(Call::with(FindReturningGuest::at(), search)).await
    }

    /// Calls `listStays`.
    pub async fn list_stays(self, query: &[(&str, String)]) -> Outcome<StayPage> {
        self.read(Call::of(ListStays::at()).query(query)).await
    }

    /// Calls `searchStays`.
    pub async fn search_stays(self, search: &StaySearchIn) -> Outcome<SearchOut> {
        self.read(Call::with(SearchStays::at(), search)).await
    }

    /// Calls `getStay`.
    pub async fn get_stay(self, id: Uuid) -> Outcome<StayOut> {
        self.read(Call::of(GetStay::at(id))).await
    }

    /// Calls `getStay`; returns the stay also as it was sent.
    pub async fn get_stay_as_sent(self, id: Uuid) -> Outcome<(StayOut, serde_json::Value)> {
        let answer = self.ask(Call::of(GetStay::at(id)).ask).await?;
        Ok((answer.json()?, answer.json()?))
    }

    /// Calls `findElsewhere`.
    pub async fn find_elsewhere(self, id: Uuid, asked: &PurposeIn) -> Outcome<ElsewhereOut> {
        self.read(Call::with(FindElsewhere::at(id), asked)).await
    }

    /// Calls `amendStay`.
    pub async fn amend_stay(self, id: Uuid, patch: &StayPatch) -> Outcome<StayOut> {
        self.read(Call::with(AmendStay::at(id), patch)).await
    }

    /// Calls `checkOutStay`.
    pub async fn check_out_stay(self, id: Uuid, departure: &CheckOutIn) -> Outcome<StayOut> {
        self.read(Call::with(CheckOutStay::at(id), departure)).await
    }

    /// Calls `extendStay`.
    pub async fn extend_stay(self, id: Uuid, longer: &ExtendIn) -> Outcome<StayOut> {
        self.read(Call::with(ExtendStay::at(id), longer)).await
    }

    /// Calls `moveStay`.
    pub async fn move_stay(self, id: Uuid, there: &MoveIn) -> Outcome<StayOut> {
        self.read(Call::with(MoveStay::at(id), there)).await
    }

    /// Calls `cancelStay`.
    pub async fn cancel_stay(self, id: Uuid, why: &CancelIn) -> Outcome<StayOut> {
        self.read(Call::with(CancelStay::at(id), why)).await
    }

    /// Calls `correctStay`.
    pub async fn correct_stay(self, id: Uuid, patch: &StayPatch) -> Outcome<StayOut> {
        self.read(Call::with(CorrectStay::at(id), patch)).await
    }

    /// Calls `extendStays`, `moveStays` and `checkOutStays`.
    pub async fn act_on_stays(self, act: Call<StaysChangedOut>) -> Outcome<StaysChangedOut> {
        self.read(act.patient()).await
    }

    /// Calls `notifyOnBehalf`; each repeat of the same call carries the key.
    pub async fn notify_on_behalf(self, told: &OnBehalfIn, key: &str) -> Outcome<StayOut> {
        self.read(Call::with(NotifyOnBehalf::at(), told).idempotency_key(key))
            .await
    }

    /// Calls `listStayVersions`.
    pub async fn list_stay_versions(self, id: Uuid) -> Outcome<StayVersionsOut> {
        self.read(Call::of(ListStayVersions::at(id))).await
    }
}
