//! The files of the web application, with a hash of the content in each name, so that a browser may keep each file
//! permanently and still gets the new one after a release.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// The folder of the style sheets that are joined to `app.css`.
const STYLES: &str = "css/";

/// The output of wasm-bindgen.
pub struct Program {
    pub wasm: Vec<u8>,
    pub javascript: String,
    /// The JavaScript of crates, by the path of its import.
    pub modules: BTreeMap<String, String>,
    /// The JavaScript that loads the parts; it imports the program's JavaScript as [`STARTS_PARTS`].
    pub link: String,
    /// The packs that are loaded on demand, by file name.
    pub packs: BTreeMap<String, Vec<u8>>,
}

/// The reader of codes in pictures, a separate program (`web/reader`).
pub struct Reader {
    pub wasm: Vec<u8>,
    pub javascript: String,
    /// The script of its worker, with placeholders such as `{{asset:reader.js}}`.
    pub worker: String,
}

/// The name by which the part loader imports the program's JavaScript, until that has its final name.
pub const STARTS_PARTS: &str = "./app.js";

/// The file with the JavaScript that loads the parts.
const LINK: &str = "parts.js";

/// The file that registers the worker.
pub const KEEP: &str = "keep.js";

/// All files to be served, and the map from plain to hashed names.
#[derive(Debug, Default)]
pub struct Bundle {
    files: BTreeMap<String, Vec<u8>>,
    hashed: BTreeMap<String, String>,
}

impl Bundle {
    /// Makes the bundle of everything in `web/assets` (by relative path), the program, the reader of codes, the page,
    /// and the worker that caches these files.
    pub fn new(
        assets: BTreeMap<String, Vec<u8>>,
        program: Program,
        reader: Reader,
        page: &str,
        worker: &str,
    ) -> Result<Self> {
        let mut bundle = Self::default();
        let (styles, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            assets.into_iter().partition(|(name, _)| name.starts_with(STYLES));
        for (name, content) in others {
            bundle.add(&name, content);
        }
        bundle.add_styles(styles)?;
        bundle.add_program(program)?;
        bundle.add_reader(reader)?;
        let page = bundle.fill_in(page).context("web/index.html")?;
        let worker = bundle.name_files(worker, &hash(page.as_bytes()))?;
        bundle.files.insert("index.html".to_owned(), page.into_bytes());
        // Without a hash in the name: browsers request it under its fixed name.
        bundle.files.insert("sw.js".to_owned(), worker.into_bytes());
        Ok(bundle)
    }

    /// Returns name and content of each file.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// Returns the map from plain to hashed names, as JSON.
    pub fn manifest(&self) -> Result<String> {
        serde_json::to_string_pretty(&self.hashed).context("cannot write the manifest")
    }

    /// Returns the name under which a file is served.
    pub fn hashed(&self, name: &str) -> Result<&str> {
        self.hashed
            .get(name)
            .map(String::as_str)
            .with_context(|| format!("there is no `{name}` in the web application"))
    }

    /// Returns the plain name of a file.
    pub fn plain(&self, served_as: &str) -> Option<&str> {
        let named = self.hashed.iter().find(|(_, hashed)| *hashed == served_as);
        named.map(|(name, _)| name.as_str())
    }

    fn add(&mut self, name: &str, content: Vec<u8>) {
        self.add_as(name, name, content);
    }

    fn add_as(&mut self, name: &str, served_as: &str, content: Vec<u8>) {
        let hashed = hashed_name(served_as, &content);
        self.hashed.insert(name.to_owned(), hashed.clone());
        self.files.insert(hashed, content);
    }

    /// Joins the style sheets in the order of their names, without comments. The result is in the folder of the
    /// program, so `url(fonts/…)` is relative to it.
    fn add_styles(&mut self, sheets: BTreeMap<String, Vec<u8>>) -> Result<()> {
        let mut joined = String::new();
        for (name, content) in sheets {
            if !has_extension(&name, "css") {
                bail!("web/assets/{name}: only style sheets belong in that folder");
            }
            let sheet = String::from_utf8(content).with_context(|| format!("web/assets/{name} is no UTF-8"))?;
            let sheet = bare(&sheet).and_then(|sheet| self.resolve_urls(&sheet));
            joined.push_str(&sheet.with_context(|| format!("web/assets/{name}"))?);
        }
        self.add("app.css", joined.into_bytes());
        Ok(())
    }

    fn resolve_urls(&self, sheet: &str) -> Result<String> {
        let mut pieces = sheet.split("url(");
        let mut resolved = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (target, rest) = piece.split_once(')').context("a `url(` is not closed")?;
            let target = target.trim().trim_matches(['"', '\'']);
            let target = if target.starts_with("data:") || target.starts_with('#') {
                target
            } else {
                self.hashed(target)?
            };
            resolved.push_str("url(\"");
            resolved.push_str(target);
            resolved.push_str("\")");
            resolved.push_str(rest);
        }
        Ok(resolved)
    }

    /// Adds the program in WebAssembly, its JavaScript, and the lines that start it: wasm-bindgen only exports the
    /// start function, and the content security policy does not allow an inline script to call it.
    fn add_program(&mut self, program: Program) -> Result<()> {
        let mut javascript = self.add_wasm("app", program.wasm, &program.javascript)?;
        for (path, module) in program.modules {
            self.add(&path, module.into_bytes());
            javascript = javascript.replace(&path, self.hashed(&path)?);
        }
        let mut link = program.link;
        for (name, pack) in program.packs {
            if !link.contains(&name) {
                bail!("nothing loads {name}");
            }
            self.add(&name, pack);
            link = link.replace(&name, self.hashed(&name)?);
        }
        // The two files import each other, so neither can contain the hash of the other's name. The loader's name has a
        // hash of both contents before their names were inserted.
        let link_name = hashed_name(LINK, format!("{javascript}{link}").as_bytes());
        // Only in the import: the program requests its imports under the plain name.
        let imports = ['"', '\''].map(|quote| format!("from {quote}./{LINK}{quote}"));
        if !imports.iter().any(|import| javascript.contains(import)) {
            bail!("the JavaScript of wasm-bindgen does not import {LINK}");
        }
        for import in imports {
            javascript = javascript.replace(&import, &import.replace(LINK, &link_name));
        }
        self.add("app.js", javascript.into_bytes());
        let link = link.replace(STARTS_PARTS, &format!("./{}", self.hashed("app.js")?));
        self.hashed.insert(LINK.to_owned(), link_name.clone());
        self.files.insert(link_name, link.into_bytes());
        // Style sheets show a prepared text for this class, because no program is available then.
        let boot = format!(
            "import init from './{}';\n\
             init({{ module_or_path: new URL('./{}', import.meta.url) }}).catch((error) => {{\n    \
             document.documentElement.classList.add('boot-failed');\n    throw error;\n}})\
             .then(() => import('./{}').catch(() => {{}}));\n",
            self.hashed("app.js")?,
            self.hashed("app.wasm")?,
            self.hashed(KEEP)?,
        );
        self.add("boot.js", boot.into_bytes());
        Ok(())
    }

    /// Adds WebAssembly from wasm-bindgen under a name; returns its JavaScript, which loads it by the hashed name.
    fn add_wasm(&mut self, name: &str, wasm: Vec<u8>, javascript: &str) -> Result<String> {
        let reference = format!("{name}_bg.wasm");
        if !javascript.contains(&reference) {
            bail!("the JavaScript of wasm-bindgen does not load {reference}");
        }
        let plain = format!("{name}.wasm");
        self.add_as(&plain, &reference, wasm);
        Ok(javascript.replace(&reference, self.hashed(&plain)?))
    }

    fn add_reader(&mut self, reader: Reader) -> Result<()> {
        let javascript = self.add_wasm("reader", reader.wasm, &reader.javascript)?;
        self.add("reader.js", javascript.into_bytes());
        let worker = self.fill_in(&reader.worker).context("web/reader/worker.js")?;
        self.add("reader-worker.js", worker.into_bytes());
        Ok(())
    }

    /// Inserts the version and the cached files into the worker: first those that start the program, later those that
    /// were loaded. Licences of the fonts are not cached.
    fn name_files(&self, worker: &str, version: &str) -> Result<String> {
        let is_later =
            |name: &str| has_extension(name, "pack") || has_extension(name, "json") || name.starts_with("reader");
        let served = self.hashed.iter().filter(|(name, _)| !has_extension(name, "txt"));
        let (later, first): (Vec<_>, Vec<_>) = served.partition(|(name, _)| is_later(name));
        let list = |files: Vec<(&String, &String)>| {
            let paths: Vec<String> = files.into_iter().map(|(_, hashed)| format!("/{hashed}")).collect();
            serde_json::to_string(&paths).context("cannot write the files")
        };
        let mut filled = worker.to_owned();
        for (place, content) in [
            ("{{version}}", version.to_owned()),
            ("{{first}}", list(first)?),
            ("{{later}}", list(later)?),
        ] {
            if !filled.contains(place) {
                bail!("web/worker/sw.js has no `{place}`");
            }
            filled = filled.replace(place, &content);
        }
        Ok(filled)
    }

    /// Replaces `{{app.js}}` and `{{asset:fonts/x.woff2}}` with paths. They are absolute, because the page is served
    /// for every path of the application, at any depth.
    fn fill_in(&self, page: &str) -> Result<String> {
        let mut pieces = page.split("{{");
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once("}}").context("a `{{` is not closed")?;
            let name = name.trim();
            let name = name.strip_prefix("asset:").unwrap_or(name);
            filled.push('/');
            filled.push_str(self.hashed(name)?);
            filled.push_str(rest);
        }
        Ok(filled)
    }
}

/// Returns a style sheet without comments, indentation and empty lines. The style sheets have no `/*` in a string.
fn bare(sheet: &str) -> Result<String> {
    let mut pieces = sheet.split("/*");
    let mut code = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, rest) = piece.split_once("*/").context("a comment is not closed")?;
        code.push_str(rest);
    }
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

/// Returns the first 16 hex digits of the SHA-256.
pub fn hash(content: &[u8]) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(content);
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// `fonts/x.woff2` becomes `fonts/x.<hash>.woff2`.
fn hashed_name(name: &str, content: &[u8]) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{}.{extension}", hash(content)),
        None => format!("{name}.{}", hash(content)),
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Bundle, Program, Reader, hash};

    const JAVASCRIPT: &str = "import { f } from './snippets/a-1/inline0.js';\n\
        import * as parts from './parts.js';\n\
        const imports = { './parts.js': parts };\n\
        async function __wbg_init() { return new URL('app_bg.wasm', import.meta.url); }";
    const PAGE: &str = "<link href=\"{{asset:app.css}}\"><script src=\"{{boot.js}}\"></script>";

    const WORKER: &str = "const [version, first, later] = ['{{version}}', {{first}}, {{later}}];";

    fn assets(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        [("keep.js", "keep();")]
            .iter()
            .chain(files)
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    fn bundle(files: &[(&str, &str)], page: &str) -> anyhow::Result<Bundle> {
        Bundle::new(assets(files), program(JAVASCRIPT), reader(), page, WORKER)
    }

    fn program(javascript: &str) -> Program {
        let modules = [(
            "snippets/a-1/inline0.js".to_owned(),
            "export function f() {}".to_owned(),
        )];
        Program {
            wasm: b"\0asm".to_vec(),
            javascript: javascript.to_owned(),
            modules: modules.into(),
            link: "import { initSync } from \"./app.js\"; fetch(new URL(\"./officers.pack\", import.meta.url));"
                .to_owned(),
            packs: [("officers.pack".to_owned(), b"\0asm".to_vec())].into(),
        }
    }

    fn reader() -> Reader {
        Reader {
            wasm: b"\0asm2".to_vec(),
            javascript: "new URL('reader_bg.wasm', import.meta.url);".to_owned(),
            worker: "import init from '{{asset:reader.js}}'; init('{{asset:reader.wasm}}');".to_owned(),
        }
    }

    fn text(bundle: &Bundle, name: &str) -> String {
        let name = if ["index.html", "sw.js"].contains(&name) {
            name
        } else {
            bundle.hashed(name).unwrap()
        };
        String::from_utf8(bundle.files()[name].clone()).unwrap()
    }

    #[test]
    fn every_name_but_the_pages_carries_the_hash_of_its_content() {
        let bundle = bundle(
            &[("fonts/a.woff2", "A"), ("css/1.css", "b{}"), ("icon.svg", "<svg/>")],
            PAGE,
        )
        .unwrap();
        for (name, content) in bundle.files() {
            // The part loader and the program name each other; see below.
            assert!(
                ["index.html", "sw.js"].contains(&name.as_str())
                    || name.starts_with("parts.")
                    || name.contains(&format!(".{}.", hash(content))),
                "{name}"
            );
        }
        assert_eq!(hash(b"abc"), "ba7816bf8f01cfea");
        assert_eq!(
            bundle.hashed("fonts/a.woff2").unwrap(),
            format!("fonts/a.{}.woff2", hash(b"A"))
        );
    }

    #[test]
    fn the_page_the_loader_and_the_script_name_the_hashed_files() {
        let bundle = bundle(&[], PAGE).unwrap();
        let wasm = bundle.hashed("app.wasm").unwrap();
        assert_eq!(wasm, format!("app_bg.{}.wasm", hash(b"\0asm")));
        assert!(text(&bundle, "app.js").contains(wasm));
        assert!(!text(&bundle, "app.js").contains("app_bg.wasm"));
        let module = format!("'./snippets/a-1/inline0.{}.js'", hash(b"export function f() {}"));
        assert!(text(&bundle, "app.js").contains(&module));
        assert!(
            text(&bundle, "boot.js").contains(&format!("import init from './{}'", bundle.hashed("app.js").unwrap()))
        );
        assert!(text(&bundle, "boot.js").contains(&format!("new URL('./{wasm}'")));
        let expected = format!(
            "<link href=\"/{}\"><script src=\"/{}\"></script>",
            bundle.hashed("app.css").unwrap(),
            bundle.hashed("boot.js").unwrap()
        );
        assert_eq!(text(&bundle, "index.html"), expected);
    }

    #[test]
    fn the_program_and_what_loads_its_parts_name_each_other_and_both_change_with_either() {
        let one = bundle(&[], PAGE).unwrap();
        let (app, link) = (one.hashed("app.js").unwrap(), one.hashed("parts.js").unwrap());
        assert!(text(&one, "app.js").contains(&format!("from './{link}'")));
        assert!(text(&one, "parts.js").contains(&format!("from \"./{app}\"")));
        assert!(
            text(&one, "app.js").contains("{ './parts.js': parts }"),
            "as the program asks for it"
        );
        let part = one.hashed("officers.pack").unwrap();
        assert!(text(&one, "parts.js").contains(&format!("\"./{part}\"")));
        let changed = |change: fn(&mut Program)| {
            let mut program = program(JAVASCRIPT);
            change(&mut program);
            let other = Bundle::new(assets(&[]), program, reader(), PAGE, WORKER).unwrap();
            assert_ne!(other.hashed("app.js").unwrap(), app);
            assert_ne!(other.hashed("parts.js").unwrap(), link);
        };
        changed(|program| program.javascript.push(';'));
        changed(|program| drop(program.packs.insert("officers.pack".to_owned(), b"\0asm1".to_vec())));
        let mut forgotten = program(JAVASCRIPT);
        forgotten.link = "import { initSync } from \"./app.js\";".to_owned();
        let error = Bundle::new(assets(&[]), forgotten, reader(), PAGE, WORKER).unwrap_err();
        assert!(error.to_string().contains("officers.pack"), "{error}");
    }

    #[test]
    fn the_worker_of_the_reader_names_the_hashed_files() {
        let bundle = bundle(&[], PAGE).unwrap();
        let (script, wasm) = (
            bundle.hashed("reader.js").unwrap(),
            bundle.hashed("reader.wasm").unwrap(),
        );
        let expected = format!("import init from '/{script}'; init('/{wasm}');");
        assert_eq!(text(&bundle, "reader-worker.js"), expected);
        assert!(text(&bundle, "reader.js").contains(wasm));
    }

    #[test]
    fn the_worker_names_the_version_of_the_page_and_every_file_but_the_licences() {
        let files = [
            ("texts.vi.json", "[]"),
            ("fonts/LICENSE.txt", "free"),
            ("fonts/a.woff2", "A"),
        ];
        let bundle = bundle(&files, PAGE).unwrap();
        let worker = text(&bundle, "sw.js");
        assert!(
            worker.contains(&format!("['{}', [", hash(text(&bundle, "index.html").as_bytes()))),
            "{worker}"
        );
        let (_, lists) = worker.split_once("', [").unwrap();
        let (first, later) = lists.split_once("], [").unwrap();
        let is_in = |list: &str, name: &str| list.contains(&format!("\"/{}\"", bundle.hashed(name).unwrap()));
        for name in [
            "app.css",
            "app.js",
            "app.wasm",
            "boot.js",
            "keep.js",
            "parts.js",
            "fonts/a.woff2",
        ] {
            assert!(is_in(first, name) && !is_in(later, name), "{name}");
        }
        for name in [
            "officers.pack",
            "texts.vi.json",
            "reader.js",
            "reader.wasm",
            "reader-worker.js",
        ] {
            assert!(is_in(later, name) && !is_in(first, name), "{name}");
        }
        assert!(!worker.contains("LICENSE"), "{worker}");
        let lacking = Bundle::new(assets(&[]), program(JAVASCRIPT), reader(), PAGE, "[]").unwrap_err();
        assert!(lacking.to_string().contains("{{version}}"), "{lacking}");
    }

    #[test]
    fn style_sheets_are_joined_in_the_order_of_their_names_and_name_the_hashed_fonts() {
        let sheet = "@font-face{src:url(fonts/a.woff2) format('woff2')} i{background:url('#x')}";
        let bundle = bundle(
            &[("css/20.css", "b{}"), ("css/10.css", sheet), ("fonts/a.woff2", "A")],
            PAGE,
        )
        .unwrap();
        let expected = format!(
            "@font-face{{src:url(\"fonts/a.{}.woff2\") format('woff2')}} i{{background:url(\"#x\")}}\nb{{}}\n",
            hash(b"A")
        );
        assert_eq!(text(&bundle, "app.css"), expected);
    }

    #[test]
    fn style_sheets_lose_comments_and_indentation() {
        let sheet = "/* What\n   it is. */\n\nb {\n  color: red; /* why */\n}\n";
        let lean = bundle(&[("css/a.css", sheet)], PAGE).unwrap();
        assert_eq!(text(&lean, "app.css"), "b {\ncolor: red;\n}\n");
        let open = bundle(&[("css/a.css", "b{} /* why")], PAGE).unwrap_err();
        assert!(format!("{open:#}").contains("a comment is not closed"), "{open:#}");
    }

    #[test]
    fn a_reference_to_nothing_stops_the_build() {
        let in_page = bundle(&[], "<img src=\"{{asset:missing.svg}}\">").unwrap_err();
        assert!(format!("{in_page:#}").contains("missing.svg"), "{in_page:#}");
        let other_output = Bundle::new(assets(&[]), program(""), reader(), PAGE, WORKER).unwrap_err();
        assert!(other_output.to_string().contains("app_bg.wasm"), "{other_output}");
        let in_sheet = bundle(&[("css/a.css", "b{background:url(missing.png)}")], PAGE).unwrap_err();
        assert!(format!("{in_sheet:#}").contains("web/assets/css/a.css"), "{in_sheet:#}");
    }

    #[test]
    fn another_content_has_another_name() {
        let one = bundle(&[("css/a.css", "b{}")], PAGE).unwrap();
        let other = bundle(&[("css/a.css", "i{}")], PAGE).unwrap();
        assert_ne!(one.hashed("app.css").unwrap(), other.hashed("app.css").unwrap());
        assert_ne!(text(&one, "index.html"), text(&other, "index.html"));
        assert_eq!(one.hashed("app.js").unwrap(), other.hashed("app.js").unwrap());
    }
}
