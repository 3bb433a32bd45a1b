//! Choosing a commune, for whoever reaches more than one.

use crate::lists::Lists;
use crate::t;
use crate::ui::Choice;
use crate::ui::filters::Filter as FilterButton;
use leptos::prelude::*;
use std::sync::Arc;

/// The communes of the province.
#[component]
pub fn AreaFilter(
    /// Which one is chosen.
    chosen: Memo<Option<String>>,
    /// Chooses one, or the whole area.
    choose: Callback<Option<String>>,
) -> impl IntoView {
    let lists = Lists::here();
    let communes = Memo::new(move |_| {
        let mut all = lists.commune_choices();
        for choice in &mut all {
            choice.code.clone_from(&choice.value);
        }
        all
    });
    let options = Signal::derive(move || {
        let all = std::iter::once(Choice::new("", t!(police.any)));
        Arc::new(all.chain(communes.get()).collect::<Vec<_>>())
    });
    let shown = move || match chosen.get() {
        None => t!(police.any).to_owned(),
        Some(code) => communes
            .with(|communes| {
                communes
                    .iter()
                    .find(|choice| choice.value == code)
                    .map(|choice| choice.label.clone())
            })
            .unwrap_or_else(|| "…".to_owned()),
    };
    view! {
        <FilterButton
            id="area"
            name=move || t!(register.filter_area)
            shown=Signal::derive(shown)
            is_set=Signal::derive(move || chosen.get().is_some())
            chosen=Signal::derive(move || chosen.get().unwrap_or_default())
            options
            search=move || t!(register.area_search)
            on_choose=Callback::new(move |value: String| choose.run((!value.is_empty()).then_some(value)))
            on_clear=Callback::new(move |()| choose.run(None))
        />
    }
}
