//! Makes compressed copies once, at the build of the web application, instead of for each visitor.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

/// File types for which compression is worthwhile; fonts and pictures are already compressed.
const WORTH_IT: [&str; 8] = ["css", "html", "js", "json", "pack", "svg", "txt", "wasm"];

/// The window size that every browser supports.
const BROTLI_WINDOW: u32 = 22;

/// The compression level.
#[derive(Clone, Copy, Debug)]
pub enum Effort {
    /// For a development build.
    Quick,
    /// For a release.
    Full,
}

/// Writes `file` and, if smaller, `file.br` and `file.gz`; returns the size under brotli.
pub fn write(file: &Path, content: &[u8], effort: Effort) -> Result<usize> {
    put(file, content)?;
    let extension = file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    if !WORTH_IT.contains(&extension) {
        return Ok(content.len());
    }
    let brotli = brotli(content, effort)?;
    for (suffix, compressed) in [("br", &brotli), ("gz", &gzip(content, effort)?)] {
        if compressed.len() < content.len() {
            put(&file.with_extension(format!("{extension}.{suffix}")), compressed)?;
        }
    }
    Ok(brotli.len().min(content.len()))
}

fn put(file: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::write(file, content).with_context(|| format!("cannot write {}", file.display()))
}

fn brotli(content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let quality = match effort {
        Effort::Quick => 3,
        Effort::Full => 11,
    };
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, quality, BROTLI_WINDOW);
    writer.write_all(content).context("brotli")?;
    Ok(writer.into_inner())
}

fn gzip(content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let level = match effort {
        Effort::Quick => flate2::Compression::fast(),
        Effort::Full => flate2::Compression::best(),
    };
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), level);
    writer.write_all(content).context("gzip")?;
    writer.finish().context("gzip")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Effort, write};

    #[test]
    fn copies_unpack_to_the_original() {
        let folder = tempfile::tempdir().unwrap();
        let text = "Thông báo lưu trú. ".repeat(200);
        let size = write(&folder.path().join("a/page.html"), text.as_bytes(), Effort::Full).unwrap();
        let read = |name: &str| std::fs::read(folder.path().join("a").join(name)).unwrap();

        assert_eq!(read("page.html"), text.as_bytes());
        assert_eq!(read("page.html.br").len(), size);
        let mut unpacked = String::new();
        brotli::Decompressor::new(read("page.html.br").as_slice(), 4096)
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
        unpacked.clear();
        flate2::read::GzDecoder::new(read("page.html.gz").as_slice())
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
    }

    #[test]
    fn what_compression_does_not_help_has_no_copies() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("font.woff2"), &[0; 4096], Effort::Full).unwrap();
        write(&folder.path().join("tiny.js"), b"1", Effort::Full).unwrap();
        let mut names: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["font.woff2", "tiny.js"]);
    }
}
