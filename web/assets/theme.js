// Before the first paint, so that nobody who chose dark is dazzled. The choice itself is made in src/theme.rs.
const theme = localStorage.getItem("luutru.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
// The texts are on their way together with the program, which takes them from there (src/i18n.rs).
const lang = localStorage.getItem("luutru.lang") === "en" ? "en" : "vi";
document.documentElement.lang = lang;
const texts = document.createElement("link");
Object.assign(texts, { rel: "preload", as: "fetch", crossOrigin: "anonymous" });
texts.href = document.querySelector(`meta[name="texts-${lang}"]`).content;
document.head.append(texts);
