//! `html!`, the macro of the pages for views. It has the syntax of Leptos' `view!`, but makes of the constant part one
//! text, which the browser parses once and copies, and of the rest calls that fill its holes. `view!` makes a type and
//! code of its own for each element, which was half of the program.
//!
//! What a browser's parser would move to another place (a row outside of a table, a paragraph in a paragraph) is a
//! compile error, because the holes are found by their place.

mod nesting;
mod template;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;

/// Makes a `Markup`.
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    let config = rstml::ParserConfig::default().recover_block(true);
    let (nodes, errors) = rstml::Parser::new(config)
        .parse_recoverable(Tokens::from(input))
        .split_vec();
    let errors: Vec<Tokens> = errors.iter().map(|error| error.clone().emit_as_expr_tokens()).collect();
    let markup = template::markup(&nodes).unwrap_or_else(syn::Error::into_compile_error);
    quote! {{
        #[allow(unused_braces)]
        {
            #(#errors;)*
            #markup
        }
    }}
    .into()
}
