//! Which element may stand where, so that a browser's parser leaves each at its place (HTML, "Tree construction").

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

/// Elements that end an open paragraph.
const END_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
];

/// Elements that must not stand within themselves, at any depth.
const NOT_WITHIN_ITSELF: &[&str] = &["a", "button", "form", "option"];

/// Elements that only exist inside `svg`.
const DRAWN: &[&str] = &[
    "circle", "clipPath", "defs", "ellipse", "g", "line", "path", "pattern", "polygon", "polyline", "rect", "text",
    "tspan", "use",
];

/// Elements whose content the parser reads as text.
const TEXT_ONLY: &[&str] = &["textarea", "title", "style", "script"];

/// Returns whether the element has no content and no end tag.
pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Returns whether the element is drawn, so that a template which begins with it has to be parsed inside `svg`.
pub fn is_drawn(name: &str) -> bool {
    DRAWN.contains(&name)
}

/// Returns why an element may not stand below these others, the nearest last.
pub fn fault(name: &str, above: &[&str]) -> Option<String> {
    if ["html", "head", "body", "frame", "frameset"].contains(&name) {
        return Some(format!("<{name}> is dropped by the parser"));
    }
    let parent = above.last().copied();
    if let Some(parent) = parent.filter(|parent| TEXT_ONLY.contains(parent) || is_void(parent)) {
        return Some(format!("<{parent}> has no elements in it"));
    }
    if above.contains(&"p")
        && END_PARAGRAPH.contains(&name)
        && !above.iter().any(|above| *above == "button" || *above == "svg")
    {
        return Some(format!("<{name}> ends the paragraph around it"));
    }
    if NOT_WITHIN_ITSELF.contains(&name) && above.contains(&name) {
        return Some(format!("<{name}> within <{name}>"));
    }
    let wanted: &[&str] = match name {
        "caption" | "colgroup" | "thead" | "tbody" | "tfoot" => &["table"],
        "tr" => &["thead", "tbody", "tfoot"],
        "td" | "th" => &["tr"],
        "col" => &["colgroup"],
        _ => &[],
    };
    if let Some(parent) = parent {
        if !wanted.is_empty() && !wanted.contains(&parent) {
            return Some(format!("<{name}> must stand in <{}>", wanted.join("> or <")));
        }
        let holds: &[&str] = match parent {
            "table" => &["caption", "colgroup", "thead", "tbody", "tfoot"],
            "thead" | "tbody" | "tfoot" => &["tr"],
            "tr" => &["td", "th"],
            "select" => &["option", "optgroup", "hr"],
            "colgroup" => &["col"],
            "option" => return Some("<option> has only text in it".to_owned()),
            _ => &[],
        };
        if !holds.is_empty() && !holds.contains(&name) {
            return Some(format!("<{parent}> holds only <{}>", holds.join(">, <")));
        }
        let closes = (parent == name && ["li", "dt", "dd"].contains(&name))
            || (["dt", "dd"].contains(&parent) && ["dt", "dd"].contains(&name))
            || (is_heading(parent) && is_heading(name));
        if closes {
            return Some(format!("<{name}> ends <{parent}>"));
        }
    }
    None
}

/// Returns why text may not stand in this element.
pub fn text_fault(parent: Option<&&str>) -> Option<String> {
    let parent = parent?;
    ["table", "thead", "tbody", "tfoot", "tr", "colgroup", "select"]
        .contains(parent)
        .then(|| format!("text in <{parent}> is moved out of it"))
}

/// Returns why a hole may not stand in this element: its marker is a comment.
pub fn hole_fault(parent: Option<&&str>) -> Option<String> {
    let parent = parent?;
    TEXT_ONLY
        .contains(parent)
        .then(|| format!("<{parent}> has constant text; set its value with `prop:value`"))
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

#[cfg(test)]
mod tests {
    use super::{fault, hole_fault, text_fault};

    #[test]
    fn what_the_parser_would_move_is_refused() {
        for (name, above) in [
            ("tr", &["table"][..]),
            ("td", &["table", "tbody"]),
            ("div", &["table"]),
            ("p", &["p"]),
            ("ul", &["div", "p", "span"]),
            ("button", &["button", "span"]),
            ("a", &["a"]),
            ("form", &["form", "div"]),
            ("li", &["ul", "li"]),
            ("dd", &["dl", "dt"]),
            ("h2", &["h2"]),
            ("span", &["option"]),
            ("b", &["textarea"]),
            ("div", &["select"]),
        ] {
            assert!(fault(name, above).is_some(), "<{name}> in {above:?}");
        }
        for (name, above) in [
            ("tr", &["table", "tbody"][..]),
            ("tr", &[]),
            ("td", &["tr"]),
            ("p", &["div"]),
            ("span", &["p"]),
            ("li", &["ul", "li", "ul"]),
            ("ul", &["ul", "li"]),
            ("option", &["select"]),
            ("dd", &["dl"]),
            ("dd", &["dl", "div"]),
            ("button", &["form"]),
        ] {
            assert_eq!(fault(name, above), None, "<{name}> in {above:?}");
        }
        assert!(text_fault(Some(&"tr")).is_some());
        assert!(text_fault(Some(&"td")).is_none());
        assert!(hole_fault(Some(&"textarea")).is_some());
        assert!(hole_fault(Some(&"option")).is_none());
    }
}
