//! What holds for every spreadsheet that we write: text stays text.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// How cells with text look.
pub struct TextCells {
    plain: Format,
    /// Begins like a formula: Excel shows it as it is and keeps it a text when somebody edits the cell.
    quoted: Format,
}

impl TextCells {
    /// Cells that look so otherwise. A number of a document keeps its leading zeros.
    pub fn like(look: &Format) -> Self {
        let plain = look.clone().set_num_format("@");
        Self {
            quoted: plain.clone().set_quote_prefix(),
            plain,
        }
    }

    /// Writes what somebody else has typed.
    ///
    /// # Errors
    /// Whatever the writer has against it.
    pub fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        let format = if is_like_a_formula(text) {
            &self.quoted
        } else {
            &self.plain
        };
        sheet.write_string_with_format(row, column, text, format)?;
        Ok(())
    }
}

/// What somebody typed may begin like a formula; no cell of ours is one.
fn is_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::is_like_a_formula;

    #[test]
    fn what_begins_like_a_formula_is_known_for_it() {
        for text in ["=1+1", "+84 905", "-1", "@SUM(A1)", "\tx"] {
            assert!(is_like_a_formula(text), "{text}");
        }
        for text in ["", "056087004512", "Trần = Thị", "a+b"] {
            assert!(!is_like_a_formula(text), "{text}");
        }
    }
}
