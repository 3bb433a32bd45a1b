//! The scanner field: what a hand scanner types becomes the fields of the form.
