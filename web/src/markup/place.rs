//! Where a view stands in the document, and what is dynamic in it.

use crate::markup::leptos_view::Hosted;
use crate::markup::{Kept, Kind, Markup};
use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Node, Text};

/// A place in front of a marker.
pub struct Place {
    marker: Node,
    /// Whether the marker belongs to this place alone, so that what is dynamic needs none of its own.
    is_own: bool,
}

impl Place {
    /// Returns the place of a hole.
    pub fn hole(marker: Node) -> Self {
        Self { marker, is_own: true }
    }

    fn before(marker: &Node) -> Self {
        Self {
            marker: marker.clone(),
            is_own: false,
        }
    }

    fn insert(&self, node: &Node) {
        if let Some(parent) = self.marker.parent_node() {
            let _ = parent.insert_before(node, Some(&self.marker));
        }
    }

    fn comment(&self) -> Node {
        let comment: Node = document().create_comment("").into();
        self.insert(&comment);
        comment
    }

    /// Shows a view here and returns its first node, which stays its first. It returns none for what is dynamic at the
    /// place of a hole.
    pub fn put(&self, markup: Markup, kept: &mut Kept) -> Option<Node> {
        match markup.into_kind() {
            Kind::Nothing => None,
            Kind::Text(text) => {
                let node: Node = document().create_text_node(&text).into();
                self.insert(&node);
                Some(node)
            }
            Kind::Tree(tree) => {
                let first = tree.nodes.first_child();
                self.insert(&tree.nodes);
                kept.extend(tree.kept);
                first
            }
            Kind::Many(parts) => {
                let mut parts = parts.into_iter();
                let first = parts.next()?;
                let start = self.comment();
                Self::before(&self.marker).put(first, kept);
                for part in parts {
                    Self::before(&self.marker).put(part, kept);
                }
                Some(start)
            }
            Kind::View(view) => {
                let start = self.comment();
                kept.push(Box::new(Hosted::new(view, &self.marker)));
                Some(start)
            }
            Kind::Live(make) => {
                let (start, marker) = self.region();
                live(make, marker, kept);
                start
            }
            Kind::Each(rows) => {
                let (start, marker) = self.region();
                each(rows, marker, kept);
                start
            }
        }
    }

    /// Returns the first node and the marker of a region of its own.
    fn region(&self) -> (Option<Node>, Node) {
        if self.is_own {
            (None, self.marker.clone())
        } else {
            (Some(self.comment()), self.comment())
        }
    }
}

/// Runs now, and whenever a signal changes that was read, until what is returned is dropped.
pub fn follow(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}

/// Removes the nodes from one up to another, which stays.
pub fn remove(first: Node, end: &Node) {
    let mut next = Some(first);
    while let Some(node) = next.filter(|node| !node.is_same_node(Some(end))) {
        next = node.next_sibling();
        detach(&node);
    }
}

fn detach(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}

/// What a closure has made.
struct Slot {
    kept: Kept,
    owner: Owner,
    first: Option<Node>,
    /// The text, where it is one.
    text: Option<Text>,
    marker: Node,
}

impl Drop for Slot {
    fn drop(&mut self) {
        // What listens ends before its signals are disposed.
        self.kept.clear();
        self.owner.cleanup();
    }
}

fn live(mut make: Box<dyn FnMut() -> Markup>, marker: Node, kept: &mut Kept) {
    let slot = Rc::new(RefCell::new(Slot {
        kept: Vec::new(),
        owner: Owner::new(),
        first: None,
        text: None,
        marker,
    }));
    let weak = Rc::downgrade(&slot);
    let effect = follow(Box::new(move || {
        if let Some(slot) = weak.upgrade() {
            make_again(&slot, &mut *make);
        }
    }));
    kept.push(Box::new((effect, slot)));
}

fn make_again(slot: &RefCell<Slot>, make: &mut dyn FnMut() -> Markup) {
    let kept = mem::take(&mut slot.borrow_mut().kept);
    drop(kept);
    let owner = slot.borrow().owner.clone();
    owner.cleanup();
    let made = owner.with(make);
    if let Kind::Text(text) = &*made.0
        && let Some(node) = &slot.borrow().text
    {
        if node.data() != *text {
            node.set_data(text);
        }
        return;
    }
    let is_text = matches!(&*made.0, Kind::Text(_));
    let (old, marker) = {
        let mut slot = slot.borrow_mut();
        slot.text = None;
        (slot.first.take(), slot.marker.clone())
    };
    if let Some(old) = old {
        remove(old, &marker);
    }
    let mut kept = Vec::new();
    let first = owner.with(|| Place::before(&marker).put(made, &mut kept));
    let mut slot = slot.borrow_mut();
    slot.text = first
        .as_ref()
        .filter(|_| is_text)
        .map(|node| node.clone().unchecked_into());
    slot.first = first;
    slot.kept = kept;
}

/// A row of a list: its key, and how to make it.
pub type Row = (String, Box<dyn FnOnce() -> Markup>);

/// A row that is shown, from its first to its last node.
struct Shown {
    key: String,
    kept: Kept,
    owner: Owner,
    first: Node,
    last: Node,
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.kept.clear();
        self.owner.cleanup();
    }
}

impl Shown {
    /// Makes a row at the end of the list.
    fn new(key: String, make: Box<dyn FnOnce() -> Markup>, list: &Owner, marker: &Node) -> Self {
        let owner = list.child();
        let place = Place::before(marker);
        let mut kept = Vec::new();
        let (first, last) = owner.with(|| {
            let made = make();
            let ends = match &*made.0 {
                Kind::Tree(tree) => tree.nodes.first_child().zip(tree.nodes.last_child()),
                _ => None,
            };
            let Some(ends) = ends else {
                let first = place.comment();
                place.put(made, &mut kept);
                return (first, place.comment());
            };
            place.put(made, &mut kept);
            ends
        });
        Self {
            key,
            kept,
            owner,
            first,
            last,
        }
    }

    /// Ends what listens in it, then removes its nodes.
    fn end(self) {
        let nodes = self.nodes();
        drop(self);
        for node in nodes {
            detach(&node);
        }
    }

    fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![self.first.clone()];
        let mut at = self.first.clone();
        while !at.is_same_node(Some(&self.last))
            && let Some(next) = at.next_sibling()
        {
            nodes.push(next.clone());
            at = next;
        }
        nodes
    }
}

struct Rows {
    shown: Vec<Shown>,
    owner: Owner,
    marker: Node,
}

fn each(mut rows: Box<dyn FnMut() -> Vec<Row>>, marker: Node, kept: &mut Kept) {
    let list = Rc::new(RefCell::new(Rows {
        shown: Vec::new(),
        owner: Owner::new(),
        marker,
    }));
    let weak = Rc::downgrade(&list);
    let effect = follow(Box::new(move || {
        if let Some(list) = weak.upgrade() {
            let rows = rows();
            untrack(|| arrange(&list, rows));
        }
    }));
    kept.push(Box::new((effect, list)));
}

/// Shows these rows. Those that are there stay as they are, and are moved only where their neighbours changed: a row
/// that is moved loses its focus.
fn arrange(list: &RefCell<Rows>, rows: Vec<Row>) {
    let (before, owner, marker) = {
        let mut list = list.borrow_mut();
        (mem::take(&mut list.shown), list.owner.clone(), list.marker.clone())
    };
    let mut by_key = BTreeMap::new();
    for row in before {
        if let Some(twin) = by_key.insert(row.key.clone(), row) {
            twin.end();
        }
    }
    let stay: Vec<Option<Shown>> = rows.iter().map(|(key, _)| by_key.remove(key)).collect();
    for row in by_key.into_values() {
        row.end();
    }
    let shown: Vec<Shown> = rows
        .into_iter()
        .zip(stay)
        .map(|((key, make), row)| row.unwrap_or_else(|| Shown::new(key, make, &owner, &marker)))
        .collect();
    let mut follows = marker;
    for row in shown.iter().rev() {
        if !row
            .last
            .next_sibling()
            .is_some_and(|next| next.is_same_node(Some(&follows)))
            && let Some(parent) = follows.parent_node()
        {
            for node in row.nodes() {
                let _ = parent.insert_before(&node, Some(&follows));
            }
        }
        follows = row.first.clone();
    }
    list.borrow_mut().shown = shown;
}
