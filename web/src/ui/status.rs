//! The status set: icon and word, always both; a fill only where somebody must act (docs/pages.md, "Status set").

use crate::format;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::Icon;
use leptos::prelude::*;

/// State of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Đúng hạn.
    InTime,
    /// Đã thông báo.
    Notified,
    /// Đặt trước.
    Expected,
    /// Sắp rời đi.
    Leaving,
    /// Đã rời đi.
    Departed,
    /// Đã hủy.
    Cancelled,
    /// Đang ở.
    Present,
    /// Quá giờ trả: past the planned departure, where nights do not grow.
    Overdue,
    /// Tự thêm … đêm.
    Grown(u32),
    /// Cần xem lại.
    Warned,
    /// Sửa được.
    Correctable,
    /// Trễ …, in seconds.
    Late(i64),
    /// Cần trả lời: the police have asked a question.
    Asked,
    /// Đã trả lời.
    Answered,
    /// Chưa thông báo.
    NotNotified,
    /// Theo giờ, filled: in panels.
    DayUse,
    /// Theo giờ without a fill: in tables.
    DayUsePlain,
}

impl Status {
    fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::InTime | Self::Notified | Self::Departed => ("check-circle", "tag tag-ok"),
            Self::Cancelled => ("cross", "tag tag-cancelled"),
            Self::Expected => ("clock", "tag"),
            Self::Present => ("bed", "tag"),
            Self::Leaving => ("out-door", "tag tag-warn-plain"),
            Self::Overdue | Self::Grown(_) => ("growing-clock", "tag tag-warn"),
            Self::Warned => ("triangle", "tag tag-warn"),
            Self::Correctable => ("wand", "tag tag-brand"),
            Self::Late(_) => ("growing-clock", "tag tag-bad"),
            Self::Asked => ("bubble-question", "tag tag-brand"),
            Self::Answered => ("bubble", "tag"),
            Self::NotNotified => ("triangle", "tag tag-bad"),
            Self::DayUse => ("half-sun", "tag tag-day"),
            Self::DayUsePlain => ("half-sun", "tag tag-day-plain"),
        }
    }

    /// Returns the word.
    pub fn word(self) -> String {
        match self {
            Self::InTime => t!(status.in_time).to_owned(),
            Self::Notified => t!(status.notified).to_owned(),
            Self::Expected => t!(status.expected).to_owned(),
            Self::Leaving => t!(status.leaving).to_owned(),
            Self::Departed => t!(status.departed).to_owned(),
            Self::Cancelled => t!(status.cancelled).to_owned(),
            Self::Present => t!(status.present).to_owned(),
            Self::Overdue => t!(status.overdue).to_owned(),
            Self::Grown(nights) => t!(status.grown, nights = format::nights(nights)),
            Self::Warned => t!(status.warned).to_owned(),
            Self::Correctable => t!(status.correctable).to_owned(),
            Self::Late(seconds) => t!(status.late, length = format::duration_words(seconds)),
            Self::Asked => t!(status.asked).to_owned(),
            Self::Answered => t!(status.answered).to_owned(),
            Self::NotNotified => t!(status.not_notified).to_owned(),
            Self::DayUse | Self::DayUsePlain => t!(status.day_use).to_owned(),
        }
    }
}

/// Renders a status.
#[component]
pub fn StatusTag(
    /// The status.
    status: Status,
) -> Markup {
    let (icon, class) = status.look();
    html! { <span class=class><Icon name=icon/><span>{move || status.word()}</span></span> }
}
