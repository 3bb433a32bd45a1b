//! What a page shows: nodes of the document, and what keeps them up to date. The macro `html!` makes it.
//!
//! A view is built at once: its template is copied, its holes are filled, its handlers listen. Only what is dynamic (a
//! closure, a list) waits for its place, because it owns what is made in it.
//!
//! **Nothing of a view runs after its owner was cleaned up.** Before a dynamic part is made again, its handlers and
//! effects end; only then are its signals disposed and its nodes removed, since removing a node with focus, or closing a
//! dialog, fires events at once.

mod leptos_view;
mod pick;
mod place;
mod template;

pub use markup::html;
pub use place::Row;
pub use template::{Cancel, Template};

use leptos::prelude::*;
use leptos::text_prop::TextProp;
use send_wrapper::SendWrapper;
use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;
use template::Tree;

/// A view, of one type whatever it shows.
pub struct Markup(SendWrapper<Kind>);

/// What lives as long as the nodes that it belongs to: effects, handlers, what is dynamic.
type Kept = Vec<Box<dyn Any>>;

enum Kind {
    Nothing,
    Text(Cow<'static, str>),
    Tree(Tree),
    Many(Vec<Markup>),
    Live(Box<dyn FnMut() -> Markup>),
    Each(Box<dyn FnMut() -> Vec<Row>>),
    View(AnyView),
}

impl Markup {
    fn new(kind: Kind) -> Self {
        Self(SendWrapper::new(kind))
    }

    fn into_kind(self) -> Kind {
        self.0.take()
    }

    /// Returns a view that shows nothing.
    pub fn nothing() -> Self {
        Self::new(Kind::Nothing)
    }

    /// Returns a text.
    pub fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Text(text.into()))
    }

    /// Returns views that follow each other.
    pub fn many(parts: Vec<Self>) -> Self {
        Self::new(Kind::Many(parts))
    }

    /// Returns a view that is made again when a signal changes that it read.
    pub fn live(make: Box<dyn FnMut() -> Self>) -> Self {
        Self::new(Kind::Live(make))
    }

    /// Returns a list whose rows stay while their keys do.
    pub fn each(rows: Box<dyn FnMut() -> Vec<Row>>) -> Self {
        Self::new(Kind::Each(rows))
    }

    /// Returns a view of Leptos.
    pub fn of(view: impl IntoView + 'static) -> Self {
        Self::new(Kind::View(view.into_any()))
    }
}

/// Content that a component shows once.
pub type Children = Box<dyn FnOnce() -> Markup + Send>;
/// Content that a component may show again.
pub type ChildrenFn = Arc<dyn Fn() -> Markup + Send + Sync>;

/// Content of a component, from the closure that makes it.
pub trait ToChildren<F> {
    /// Returns it without the type of the closure.
    fn to_children(make: F) -> Self;
}

impl<F: FnOnce() -> M + Send + 'static, M: IntoMarkup> ToChildren<F> for Children {
    fn to_children(make: F) -> Self {
        Box::new(move || make().into_markup())
    }
}

impl<F: Fn() -> M + Send + Sync + 'static, M: IntoMarkup> ToChildren<F> for ChildrenFn {
    fn to_children(make: F) -> Self {
        Arc::new(move || make().into_markup())
    }
}

/// A view that a component shows in places of its own, or not at all.
#[derive(Clone)]
pub struct ViewFn(Arc<dyn Fn() -> Markup + Send + Sync>);

impl ViewFn {
    /// Makes it.
    pub fn run(&self) -> Markup {
        (self.0)()
    }
}

impl Default for ViewFn {
    fn default() -> Self {
        Self(Arc::new(Markup::nothing))
    }
}

impl<F: Fn() -> M + Send + Sync + 'static, M: IntoMarkup> From<F> for ViewFn {
    fn from(make: F) -> Self {
        Self(Arc::new(move || make().into_markup()))
    }
}

/// Shows content to which a context belongs.
pub fn with_context<T: Clone + Send + Sync + 'static>(value: T, content: Children) -> Markup {
    let mut content = Some(content);
    Markup::live(Box::new(move || {
        provide_context(value.clone());
        content.take().map(|make| untrack(make)).into_markup()
    }))
}

/// What can fill a hole between tags.
pub trait IntoMarkup {
    /// Returns it as a view.
    fn into_markup(self) -> Markup;
}

impl IntoMarkup for Markup {
    fn into_markup(self) -> Markup {
        self
    }
}

impl IntoMarkup for () {
    fn into_markup(self) -> Markup {
        Markup::nothing()
    }
}

impl IntoMarkup for AnyView {
    fn into_markup(self) -> Markup {
        Markup::new(Kind::View(self))
    }
}

impl IntoMarkup for View<Markup> {
    fn into_markup(self) -> Markup {
        self.into_inner()
    }
}

impl IntoMarkup for View<AnyView> {
    fn into_markup(self) -> Markup {
        self.into_inner().into_markup()
    }
}

impl<T: IntoMarkup> IntoMarkup for Option<T> {
    fn into_markup(self) -> Markup {
        self.map_or_else(Markup::nothing, T::into_markup)
    }
}

impl<T: IntoMarkup> IntoMarkup for Vec<T> {
    fn into_markup(self) -> Markup {
        Markup::many(self.into_iter().map(T::into_markup).collect())
    }
}

impl<T: IntoMarkup, const N: usize> IntoMarkup for [T; N] {
    fn into_markup(self) -> Markup {
        Markup::many(self.into_iter().map(T::into_markup).collect())
    }
}

impl<T: IntoMarkup, F: FnMut() -> T + 'static> IntoMarkup for F {
    fn into_markup(mut self) -> Markup {
        Markup::live(Box::new(move || self().into_markup()))
    }
}

impl<A: IntoMarkup, B: IntoMarkup> IntoMarkup for (A, B) {
    fn into_markup(self) -> Markup {
        Markup::many(vec![self.0.into_markup(), self.1.into_markup()])
    }
}

impl<A: IntoMarkup, B: IntoMarkup, C: IntoMarkup> IntoMarkup for (A, B, C) {
    fn into_markup(self) -> Markup {
        Markup::many(vec![self.0.into_markup(), self.1.into_markup(), self.2.into_markup()])
    }
}

impl IntoMarkup for TextProp {
    fn into_markup(self) -> Markup {
        Markup::live(Box::new(move || Markup::text(self.get().to_string())))
    }
}

impl IntoMarkup for &'static str {
    fn into_markup(self) -> Markup {
        Markup::text(self)
    }
}

impl IntoMarkup for String {
    fn into_markup(self) -> Markup {
        Markup::text(self)
    }
}

impl IntoMarkup for Cow<'static, str> {
    fn into_markup(self) -> Markup {
        Markup::text(self)
    }
}

impl IntoMarkup for leptos::oco::Oco<'static, str> {
    fn into_markup(self) -> Markup {
        Markup::text(self.to_string())
    }
}

/// Implements it for types that are shown as their text.
macro_rules! shown_as_text {
    ($($type:ty),*) => {
        $(impl IntoMarkup for $type {
            fn into_markup(self) -> Markup {
                Markup::text(self.to_string())
            }
        })*
    };
}

shown_as_text!(char, u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f64);

/// Implements it for signals, which are followed.
macro_rules! followed {
    ($($signal:ident),*) => {
        $(impl<T: IntoMarkup + Clone + Send + Sync + 'static> IntoMarkup for $signal<T> {
            fn into_markup(self) -> Markup {
                Markup::live(Box::new(move || self.get().into_markup()))
            }
        })*
    };
}

followed!(Signal, RwSignal, ReadSignal, Memo, ArcRwSignal, ArcReadSignal, ArcMemo);
