//! A view of ours within Leptos' own (its router), and the other way round.

use crate::markup::place::{Place, remove};
use crate::markup::{Kept, Markup};
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use send_wrapper::SendWrapper;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, Node};

/// The views of ours within one of Leptos'. Its router drops what it showed a moment later than it disposes the
/// signals; ours end with the place where that view stands.
#[derive(Clone)]
struct Within(Arc<SendWrapper<RefCell<Views>>>);

/// What each of those views keeps.
type Views = Vec<Weak<RefCell<Kept>>>;

/// A view of Leptos at its place.
pub struct Hosted {
    within: Within,
    #[expect(dead_code, reason = "it lives as long as what it shows")]
    state: AnyViewState,
    owner: Owner,
}

impl Hosted {
    /// Mounts it in front of a marker.
    pub fn new(view: AnyView, marker: &Node) -> Self {
        let owner = Owner::new();
        let within = Within(Arc::new(SendWrapper::new(RefCell::default())));
        let state = owner.with(|| {
            provide_context(within.clone());
            let mut state = view.build();
            if let Some(parent) = marker.parent_node() {
                state.mount(parent.unchecked_ref::<Element>(), Some(marker));
            }
            state
        });
        Self { within, state, owner }
    }
}

impl Drop for Hosted {
    fn drop(&mut self) {
        let inner = std::mem::take(&mut *self.within.0.borrow_mut());
        for kept in inner.iter().filter_map(Weak::upgrade) {
            let kept = std::mem::take(&mut *kept.borrow_mut());
            drop(kept);
        }
        self.owner.cleanup();
    }
}

/// A view that Leptos has mounted, between two comments.
pub struct Mounted {
    /// Where its nodes are while no document holds them.
    aside: DocumentFragment,
    first: Node,
    last: Node,
    kept: Rc<RefCell<Kept>>,
}

impl Mounted {
    fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![self.first.clone()];
        while let Some(last) = nodes.last().filter(|last| !last.is_same_node(Some(&self.last)))
            && let Some(next) = last.next_sibling()
        {
            nodes.push(next);
        }
        nodes
    }
}

impl Mountable for Mounted {
    fn unmount(&mut self) {
        for node in self.nodes() {
            let _ = self.aside.append_child(&node);
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        for node in self.nodes() {
            let _ = parent.insert_before(&node, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.first.parent_node();
        parent.is_some_and(|parent| {
            child.mount(parent.unchecked_ref(), Some(&self.first));
            true
        })
    }

    fn elements(&self) -> Vec<Element> {
        self.nodes()
            .into_iter()
            .filter_map(|node| node.dyn_into().ok())
            .collect()
    }
}

impl Render for Markup {
    type State = Mounted;

    fn build(self) -> Mounted {
        let aside = document().create_document_fragment();
        let comment = || -> Node { document().create_comment("").into() };
        let (first, last) = (comment(), comment());
        let _ = aside.append_child(&first);
        let _ = aside.append_child(&last);
        let mut kept = Vec::new();
        Place::hole(last.clone()).put(self, &mut kept);
        let kept = Rc::new(RefCell::new(kept));
        if let Some(Within(within)) = use_context() {
            let mut within = within.borrow_mut();
            within.retain(|other| other.strong_count() > 0);
            within.push(Rc::downgrade(&kept));
        }
        Mounted {
            aside,
            first,
            last,
            kept,
        }
    }

    fn rebuild(self, state: &mut Mounted) {
        // What listens ends before its nodes are removed.
        let kept = std::mem::take(&mut *state.kept.borrow_mut());
        drop(kept);
        if let Some(first) = state.first.next_sibling() {
            remove(first, &state.last);
        }
        let mut kept = Vec::new();
        Place::hole(state.last.clone()).put(self, &mut kept);
        state.kept.borrow_mut().extend(kept);
    }
}

impl AddAnyAttr for Markup {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Markup {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    // There is no server that renders pages.
    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Mounted {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
