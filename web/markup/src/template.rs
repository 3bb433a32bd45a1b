//! The template of a view, the way to its holes, and the calls that fill them.

use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote, quote_spanned};
use rstml::node::{KeyedAttribute, KeyedAttributeValue, Node, NodeAttribute, NodeBlock, NodeElement, NodeName};
use syn::spanned::Spanned;
use syn::{Error, Expr, Lit, Result};

use crate::nesting;

type Element = NodeElement<rstml::Infallible>;

/// Makes the markup of these nodes.
pub fn markup(nodes: &[Node]) -> Result<Tokens> {
    let nodes = flat(nodes);
    if !nodes.iter().any(|node| is_constant(node)) {
        let parts = nodes.iter().map(|node| hole(node)).collect::<Result<Vec<_>>>()?;
        return Ok(match parts.as_slice() {
            [] => quote! { crate::markup::Markup::nothing() },
            [one] => one.clone(),
            _ => quote! { crate::markup::Markup::many(::std::vec![#(#parts),*]) },
        });
    }
    let mut template = Template::default();
    // What is put before the first marker has no constant node before it, and the first node has to stay the first.
    if !is_constant(nodes[0]) {
        template.html.push_str("<!>");
    }
    let is_drawn = nodes
        .iter()
        .any(|node| matches!(node, Node::Element(element) if nesting::is_drawn(&element.name().to_string())));
    let has_start = !is_constant(nodes[0]);
    let moves = template.children(&nodes, &mut Vec::new(), has_start)?;
    let Template { html, fills, .. } = template;
    let html = if is_drawn { format!("<svg>{html}</svg>") } else { html };
    let moves = moves.trim_end_matches(['d', 'n', 'u']);
    if fills.is_empty() {
        return Ok(quote! {{
            static TEMPLATE: crate::markup::Template = crate::markup::Template::new(#html, "", #is_drawn);
            TEMPLATE.fill().end()
        }});
    }
    Ok(quote! {{
        static TEMPLATE: crate::markup::Template = crate::markup::Template::new(#html, #moves, #is_drawn);
        let mut fill = TEMPLATE.fill();
        #(#fills)*
        fill.end()
    }})
}

/// Returns the nodes without fragments and comments, and texts that follow each other as they come.
fn flat(nodes: &[Node]) -> Vec<&Node> {
    let mut all = Vec::new();
    for node in nodes {
        match node {
            Node::Fragment(fragment) => all.extend(flat(&fragment.children)),
            Node::Comment(_) | Node::Doctype(_) => {}
            Node::Text(text) if text.value_string().is_empty() => {}
            _ => all.push(node),
        }
    }
    all
}

/// Returns whether the node is part of the template.
fn is_constant(node: &Node) -> bool {
    match node {
        Node::Element(element) => !is_component(element.name()),
        Node::Text(_) | Node::RawText(_) => true,
        _ => false,
    }
}

fn is_component(name: &NodeName) -> bool {
    match name {
        NodeName::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase)),
        _ => false,
    }
}

/// Returns the markup with which a hole is filled.
fn hole(node: &Node) -> Result<Tokens> {
    match node {
        Node::Element(element) => component(element),
        Node::Block(block) => Ok(quote_spanned! { block.span() => crate::markup::IntoMarkup::into_markup(#block) }),
        other => Err(Error::new(other.span(), "not known in a view")),
    }
}

#[derive(Default)]
struct Template {
    html: String,
    fills: Vec<Tokens>,
    holes: usize,
}

impl Template {
    /// Writes these nodes and returns the moves from their parent through them and back, if there is a hole.
    fn children(&mut self, nodes: &[&Node], above: &mut Vec<String>, has_start: bool) -> Result<String> {
        let mut moves = String::new();
        let mut step = 'd';
        let mut after_text = false;
        let mut has_hole = false;
        if has_start {
            moves.push('d');
            step = 'n';
        }
        for node in nodes {
            let names: Vec<&str> = above.iter().map(String::as_str).collect();
            let text = match node {
                Node::Text(text) => Some(text.value_string()),
                Node::RawText(text) => Some(text.to_string_best()),
                _ => None,
            };
            if let Some(text) = text {
                if let Some(fault) = nesting::text_fault(names.last()) {
                    return Err(Error::new(node.span(), fault));
                }
                self.html.push_str(&escaped(&text));
                if !after_text {
                    moves.push(step);
                    step = 'n';
                }
                after_text = true;
                continue;
            }
            after_text = false;
            moves.push(step);
            step = 'n';
            match node {
                Node::Element(element) if !is_component(element.name()) => {
                    if let Some(inner) = self.element(element, above)? {
                        has_hole = true;
                        moves.push_str(&inner);
                    }
                }
                _ => {
                    if let Some(fault) = nesting::hole_fault(names.last()) {
                        return Err(Error::new(node.span(), fault));
                    }
                    let (at, content) = (self.hole(), hole(node)?);
                    self.html.push_str("<!>");
                    self.fills.push(quote! { fill.child(#at, #content); });
                    has_hole = true;
                    moves.push('*');
                }
            }
        }
        moves.push('u');
        Ok(if has_hole { moves } else { String::new() })
    }

    /// Writes an element and returns the moves within it, if it has a hole.
    fn element(&mut self, element: &Element, above: &mut Vec<String>) -> Result<Option<String>> {
        let name = element.name().to_string();
        let names: Vec<&str> = above.iter().map(String::as_str).collect();
        if let Some(fault) = nesting::fault(&name, &names) {
            return Err(Error::new(element.name().span(), fault));
        }
        self.html.push('<');
        self.html.push_str(&name);
        let mut fills = Vec::new();
        let at = self.holes;
        for attribute in element.attributes() {
            match attribute {
                NodeAttribute::Attribute(attribute) => {
                    if let Some(fill) = self.attribute(at, attribute)? {
                        fills.push(fill);
                    }
                }
                NodeAttribute::Block(block) => return Err(Error::new(block.span(), "an attribute has a name")),
            }
        }
        self.html.push('>');
        let mut moves = String::new();
        if !fills.is_empty() {
            self.hole();
            self.fills.extend(fills);
            moves.push('*');
        }
        let children = flat(&element.children);
        if nesting::is_void(&name) {
            if let Some(child) = children.first() {
                return Err(Error::new(child.span(), format!("<{name}> is empty")));
            }
        } else {
            above.push(name.clone());
            moves.push_str(&self.children(&children, above, false)?);
            above.pop();
            self.html.push_str("</");
            self.html.push_str(&name);
            self.html.push('>');
        }
        Ok((!moves.is_empty()).then_some(moves))
    }

    /// Writes a constant attribute, or returns the call that sets another.
    fn attribute(&mut self, at: usize, attribute: &KeyedAttribute) -> Result<Option<Tokens>> {
        let key = attribute.key.to_string();
        let span = attribute.key.span();
        if matches!(attribute.possible_value, KeyedAttributeValue::Binding(_)) {
            return Err(Error::new(span, "a binding has no meaning at an element"));
        }
        let Some(value) = attribute.value() else {
            self.constant(&key, "");
            return Ok(None);
        };
        let (kind, name) = key.split_once(':').unwrap_or(("", &key));
        Ok(Some(match (kind, name) {
            ("", "node_ref") => quote_spanned! { span => fill.node_ref(#at, #value); },
            ("", "inner_html") => quote_spanned! { span => fill.inner_html(#at, #value); },
            ("", _) => {
                if let Expr::Lit(literal) = value
                    && let Some(value) = constant(&literal.lit)
                {
                    if let Constant::Text(text) = value {
                        self.constant(name, &text);
                    }
                    return Ok(None);
                }
                if name == "class" {
                    quote_spanned! { span => fill.class(#at, #value); }
                } else {
                    quote_spanned! { span => fill.attribute(#at, #name, #value); }
                }
            }
            ("on", name) => {
                // Leptos has no type for this one.
                if name == "cancel" {
                    return Ok(Some(
                        quote_spanned! { span => fill.on(#at, crate::markup::Cancel, #value); },
                    ));
                }
                let event = format_ident!("{name}", span = span);
                quote_spanned! { span => fill.on(#at, ::leptos::ev::#event, #value); }
            }
            ("class", name) => quote_spanned! { span => fill.has_class(#at, #name, #value); },
            ("style", name) => quote_spanned! { span => fill.style(#at, #name, #value); },
            ("prop", name) => quote_spanned! { span => fill.property(#at, #name, #value); },
            _ => return Err(Error::new(span, format!("`{kind}:` is not known at an element"))),
        }))
    }

    fn constant(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        if !value.is_empty() {
            self.html.push_str("=\"");
            self.html.push_str(&value.replace('&', "&amp;").replace('"', "&quot;"));
            self.html.push('"');
        }
    }

    fn hole(&mut self) -> usize {
        self.holes += 1;
        self.holes - 1
    }
}

/// The value of a constant attribute.
enum Constant {
    Text(String),
    /// `false`: the attribute is not there.
    Absent,
}

fn constant(literal: &Lit) -> Option<Constant> {
    let text = match literal {
        Lit::Str(text) => text.value(),
        Lit::Int(number) => number.base10_digits().to_owned(),
        Lit::Float(number) => number.base10_digits().to_owned(),
        Lit::Char(char) => char.value().to_string(),
        Lit::Bool(flag) if flag.value => String::new(),
        Lit::Bool(_) => return Some(Constant::Absent),
        _ => return None,
    };
    Some(Constant::Text(text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Makes a component, its properties and its children, as `view!` does.
fn component(element: &Element) -> Result<Tokens> {
    let name = element.name();
    let mut properties = Vec::new();
    let mut bound = Vec::new();
    for attribute in element.attributes() {
        let attribute = match attribute {
            NodeAttribute::Attribute(attribute) => attribute,
            NodeAttribute::Block(block) => return Err(Error::new(block.span(), "a property has a name")),
        };
        let key = attribute.key.to_string();
        if let Some(name) = key.strip_prefix("let:") {
            let name = format_ident!("{name}", span = attribute.key.span());
            bound.push(quote! { #name });
        } else if let KeyedAttributeValue::Binding(binding) = &attribute.possible_value {
            let inputs = &binding.inputs;
            bound.push(quote! { #inputs });
        } else if key.contains([':', '-']) {
            return Err(Error::new(
                attribute.key.span(),
                "a component has properties, no attributes",
            ));
        } else {
            let key = &attribute.key;
            let value = attribute
                .value()
                .map_or_else(|| quote! { #key }, |value| quote! { #value });
            properties.push(quote! { .#key({ #value }) });
        }
    }
    let children = if flat(&element.children).is_empty() {
        quote! {}
    } else {
        let children = children(&element.children)?;
        if bound.is_empty() {
            quote! { .children(crate::markup::ToChildren::to_children(move || #children)) }
        } else {
            quote! { .children(move |#(#bound),*| #children) }
        }
    };
    let generics = &element.open_tag.generics;
    let generics = generics.lt_token.is_some().then(|| quote! { ::#generics });
    Ok(
        quote_spanned! { name.span() => crate::markup::IntoMarkup::into_markup(::leptos::component::component_view(
            #name,
            ::leptos::component::component_props_builder(&#name #generics) #(#properties)* #children .build(),
        )) },
    )
}

fn children(nodes: &[Node]) -> Result<Tokens> {
    // A single block keeps its own type where the component wants another than a view.
    if let [Node::Block(NodeBlock::ValidBlock(block))] = flat(nodes).as_slice()
        && let [syn::Stmt::Macro(text)] = block.stmts.as_slice()
        && text.mac.path.is_ident("format")
    {
        return Ok(quote! { #block });
    }
    markup(nodes)
}
