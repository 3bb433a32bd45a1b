//! The common rule for all written spreadsheets: text remains text.

pub mod ledger;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// The formats of text cells.
pub struct TextCells {
    plain: Format,
    /// For text that looks like a formula: Excel displays it unchanged and keeps it as text when a user edits the cell.
    quoted: Format,
}

impl TextCells {
    /// Makes text cells with the other properties of this format. A document number keeps its leading zeros.
    pub fn like(look: &Format) -> Self {
        let plain = look.clone().set_num_format("@");
        Self {
            quoted: plain.clone().set_quote_prefix(),
            plain,
        }
    }

    /// Writes text that a user entered.
    ///
    /// # Errors
    /// Returns the errors of the XLSX writer.
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

/// Returns whether a text begins like a formula. User input may; the service writes no formulas.
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
