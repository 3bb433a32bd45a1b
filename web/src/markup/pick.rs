//! Values of attributes, classes and properties: as they are, or followed.

use leptos::oco::Oco;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use std::borrow::Cow;
use uuid::Uuid;
use wasm_bindgen::JsValue;

/// The text of an attribute; `None` where the attribute is not there.
pub type AttributeText = Option<Cow<'static, str>>;

/// A value, or how to get it whenever a signal changes.
pub enum Picked<T> {
    /// It stays.
    Fixed(T),
    /// It is asked for again.
    Live(Box<dyn FnMut() -> T>),
}

/// What can be written as the value of an attribute (`AttributeText`), of `class:` (`bool`) or `prop:` (`JsValue`).
pub trait Pick<T> {
    /// Returns it without its type.
    fn pick(self) -> Picked<T>;
}

/// A plain value that becomes a `T`.
pub trait Turn<T> {
    /// Returns it as one.
    fn turn(self) -> T;
}

impl<T, S: Turn<T>, F: FnMut() -> S + 'static> Pick<T> for F {
    fn pick(mut self) -> Picked<T> {
        Picked::Live(Box::new(move || self().turn()))
    }
}

impl<T, S> Pick<T> for Option<S>
where
    Self: Turn<T>,
{
    fn pick(self) -> Picked<T> {
        Picked::Fixed(self.turn())
    }
}

impl Pick<AttributeText> for TextProp {
    fn pick(self) -> Picked<AttributeText> {
        Picked::Live(Box::new(move || self.get().turn()))
    }
}

impl<S: Turn<AttributeText>> Turn<AttributeText> for Option<S> {
    fn turn(self) -> AttributeText {
        self.and_then(S::turn)
    }
}

impl Turn<AttributeText> for TextProp {
    fn turn(self) -> AttributeText {
        self.get().turn()
    }
}

/// Implements both for plain types.
macro_rules! plain {
    ($($type:ty as $target:ty: |$value:ident| $turned:expr;)*) => {
        $(
            impl Turn<$target> for $type {
                fn turn(self) -> $target {
                    let $value = self;
                    $turned
                }
            }
            impl Pick<$target> for $type {
                fn pick(self) -> Picked<$target> {
                    Picked::Fixed(self.turn())
                }
            }
        )*
    };
}

plain! {
    &'static str as AttributeText: |text| Some(Cow::Borrowed(text));
    String as AttributeText: |text| Some(Cow::Owned(text));
    Cow<'static, str> as AttributeText: |text| Some(text);
    Oco<'static, str> as AttributeText: |text| Some(Cow::Owned(text.to_string()));
    bool as AttributeText: |is_there| is_there.then_some(Cow::Borrowed(""));
    char as AttributeText: |char| Some(Cow::Owned(char.to_string()));
    Uuid as AttributeText: |id| Some(Cow::Owned(id.to_string()));
    u8 as AttributeText: |number| Some(Cow::Owned(number.to_string()));
    u16 as AttributeText: |number| Some(Cow::Owned(number.to_string()));
    u32 as AttributeText: |number| Some(Cow::Owned(number.to_string()));
    u64 as AttributeText: |number| Some(Cow::Owned(number.to_string()));
    usize as AttributeText: |number| Some(Cow::Owned(number.to_string()));
    i32 as AttributeText: |number| Some(Cow::Owned(number.to_string()));
    i64 as AttributeText: |number| Some(Cow::Owned(number.to_string()));
    f64 as AttributeText: |number| Some(Cow::Owned(number.to_string()));
    bool as bool: |is_so| is_so;
    bool as JsValue: |is_so| JsValue::from_bool(is_so);
    &'static str as JsValue: |text| JsValue::from_str(text);
    String as JsValue: |text| JsValue::from_str(&text);
    u32 as JsValue: |number| JsValue::from(number);
}

impl<S: Turn<JsValue>> Turn<JsValue> for Option<S> {
    fn turn(self) -> JsValue {
        self.map_or(JsValue::UNDEFINED, S::turn)
    }
}

/// Implements it for signals.
macro_rules! followed {
    ($($signal:ident),*) => {
        $(impl<T, S: Turn<T> + Clone + Send + Sync + 'static> Pick<T> for $signal<S> {
            fn pick(self) -> Picked<T> {
                Picked::Live(Box::new(move || self.get().turn()))
            }
        })*
    };
}

followed!(Signal, RwSignal, ReadSignal, Memo, ArcRwSignal, ArcReadSignal, ArcMemo);
