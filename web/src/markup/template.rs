//! Templates and their holes.

use crate::markup::pick::{AttributeText, Pick, Picked};
use crate::markup::place::{Place, follow};
use crate::markup::{Kept, Kind, Markup};
use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use leptos::tachys::html::element::ElementType;
use leptos::tachys::html::node_ref::NodeRefContainer;
use send_wrapper::SendWrapper;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::OnceLock;
use wasm_bindgen::prelude::*;
use web_sys::{DocumentFragment, Element, HtmlElement, HtmlTemplateElement, Node};

/// The constant part of a view.
pub struct Template {
    html: &'static str,
    /// The way through its nodes: `d` to the first child, `n` to the next sibling, `u` to the parent; `*` is a hole.
    moves: &'static str,
    /// Whether it is part of an `svg`, which is around it for the parser alone.
    is_drawn: bool,
    parsed: OnceLock<SendWrapper<DocumentFragment>>,
}

/// Nodes that no document holds yet.
pub struct Tree {
    pub nodes: DocumentFragment,
    pub kept: Kept,
}

/// A copy of a template, whose holes are being filled.
pub struct Fill {
    tree: Tree,
    is_drawn: bool,
    holes: Vec<Node>,
}

/// The event with which the platform asks to close a dialog.
#[derive(Debug, Clone)]
pub struct Cancel;

impl EventDescriptor for Cancel {
    type EventType = web_sys::Event;

    const BUBBLES: bool = true;

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("cancel")
    }

    fn event_delegation_key(&self) -> Cow<'static, str> {
        Cow::Borrowed("$$$cancel")
    }
}

/// What a handler listens with. The browser holds it weakly: it ends with its element.
type Handler = dyn Fn(web_sys::Event);

impl Template {
    /// Returns a template that is parsed when it is used first.
    pub const fn new(html: &'static str, moves: &'static str, is_drawn: bool) -> Self {
        Self {
            html,
            moves,
            is_drawn,
            parsed: OnceLock::new(),
        }
    }

    /// Copies it and finds its holes.
    pub fn fill(&self) -> Fill {
        let parsed = self.parsed.get_or_init(|| SendWrapper::new(parse(self.html)));
        let nodes: DocumentFragment = copy(parsed).unchecked_into();
        let mut at: Option<Node> = if self.is_drawn {
            nodes.first_child()
        } else {
            Some(nodes.clone().into())
        };
        let mut holes = Vec::new();
        for step in self.moves.bytes() {
            match (step, &at) {
                (b'd', Some(node)) => at = node.first_child(),
                (b'n', Some(node)) => at = node.next_sibling(),
                (b'u', Some(node)) => at = node.parent_node(),
                (_, Some(node)) => holes.push(node.clone()),
                (_, None) => break,
            }
        }
        Fill {
            tree: Tree {
                nodes,
                kept: Vec::new(),
            },
            is_drawn: self.is_drawn,
            holes,
        }
    }
}

fn parse(html: &str) -> DocumentFragment {
    let template: HtmlTemplateElement = document()
        .create_element("template")
        .unwrap_or_else(|error| wasm_bindgen::throw_val(error))
        .unchecked_into();
    template.set_inner_html(html);
    template.content()
}

fn copy(node: &Node) -> Node {
    // Not `cloneNode`: a copy for the document runs its elements' own code only once they are there.
    document()
        .import_node_with_deep(node, true)
        .unwrap_or_else(|error| wasm_bindgen::throw_val(error))
}

impl Fill {
    fn element(&self, hole: usize) -> Element {
        self.holes[hole].clone().unchecked_into()
    }

    /// Shows a view in place of a marker.
    pub fn child(&mut self, hole: usize, markup: Markup) {
        Place::hole(self.holes[hole].clone()).put(markup, &mut self.tree.kept);
    }

    /// Sets an attribute.
    pub fn attribute(&mut self, hole: usize, name: &'static str, value: impl Pick<AttributeText>) {
        let element = self.element(hole);
        self.apply(value.pick(), move |text: AttributeText| {
            set_attribute(&element, name, text);
        });
    }

    /// Sets the classes, besides those that `class:` sets.
    pub fn class(&mut self, hole: usize, value: impl Pick<AttributeText>) {
        let element = self.element(hole);
        let mut before = Cow::Borrowed("");
        self.apply(value.pick(), move |text: AttributeText| {
            let now = text.unwrap_or_default();
            let list = element.class_list();
            for class in before.split_ascii_whitespace() {
                let _ = list.remove_1(class);
            }
            for class in now.split_ascii_whitespace() {
                let _ = list.add_1(class);
            }
            before = now;
        });
    }

    /// Sets whether the element has a class.
    pub fn has_class(&mut self, hole: usize, name: &'static str, value: impl Pick<bool>) {
        let element = self.element(hole);
        self.apply(value.pick(), move |has: bool| {
            let _ = element.class_list().toggle_with_force(name, has);
        });
    }

    /// Sets a property of the style.
    pub fn style(&mut self, hole: usize, name: &'static str, value: impl Pick<AttributeText>) {
        let element: HtmlElement = self.element(hole).unchecked_into();
        self.apply(value.pick(), move |text: AttributeText| {
            let _ = match &text {
                Some(text) => element.style().set_property(name, text),
                None => element.style().remove_property(name).map(|_| ()),
            };
        });
    }

    /// Sets a property of the element's object.
    pub fn property(&mut self, hole: usize, name: &'static str, value: impl Pick<JsValue>) {
        let element = self.element(hole);
        self.apply(value.pick(), move |value: JsValue| {
            let _ = js_sys::Reflect::set(&element, &JsValue::from_str(name), &value);
        });
    }

    /// Sets the content as HTML; never with anything that a person wrote.
    pub fn inner_html(&mut self, hole: usize, value: impl Pick<AttributeText>) {
        let element = self.element(hole);
        self.apply(value.pick(), move |text: AttributeText| {
            element.set_inner_html(&text.unwrap_or_default());
        });
    }

    /// Gives the element to a `NodeRef`.
    pub fn node_ref<E: ElementType>(&mut self, hole: usize, node_ref: impl NodeRefContainer<E>) {
        node_ref.load(&self.element(hole));
    }

    /// Listens to an event.
    pub fn on<E: EventDescriptor>(&mut self, hole: usize, event: E, handler: impl Fn(E::EventType) + 'static)
    where
        E::EventType: JsCast,
    {
        self.listen(
            hole,
            &event.name(),
            Rc::new(move |event| handler(event.unchecked_into())),
        );
    }

    fn listen(&mut self, hole: usize, name: &str, handler: Rc<Handler>) {
        let weak = Rc::downgrade(&handler);
        // A handler finds the contexts of its component, and no effect follows what it reads.
        let owner = Owner::current().map(|owner| owner.downgrade());
        let heard = Closure::<Handler>::new(move |event| {
            let Some(handler) = weak.upgrade() else { return };
            match owner.as_ref().and_then(WeakOwner::upgrade) {
                Some(owner) => owner.with(|| untrack(|| handler(event))),
                None => untrack(|| handler(event)),
            }
        });
        let _ = self.holes[hole].add_event_listener_with_callback(name, heard.into_js_value().unchecked_ref());
        self.tree.kept.push(Box::new(handler));
    }

    fn apply<T: 'static>(&mut self, value: Picked<T>, mut set: impl FnMut(T) + 'static) {
        match value {
            Picked::Fixed(value) => set(value),
            Picked::Live(mut value) => self.tree.kept.push(Box::new(follow(Box::new(move || set(value()))))),
        }
    }

    /// Returns the view.
    pub fn end(self) -> Markup {
        if self.is_drawn
            && let Some(around) = self.tree.nodes.first_child()
        {
            while let Some(node) = around.first_child() {
                let _ = self.tree.nodes.insert_before(&node, Some(&around));
            }
            let _ = self.tree.nodes.remove_child(&around);
        }
        Markup::new(Kind::Tree(self.tree))
    }
}

fn set_attribute(element: &Element, name: &str, text: AttributeText) {
    let _ = match &text {
        Some(text) => element.set_attribute(name, text),
        None => element.remove_attribute(name),
    };
}
