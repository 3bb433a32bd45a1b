// Runs before the first paint, so that users of the dark theme see no bright flash. src/theme.rs sets the choice.
const theme = localStorage.getItem("luutru.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
// The texts are loaded in parallel with the program, which takes them from there (src/i18n.rs).
const lang = localStorage.getItem("luutru.lang") === "en" ? "en" : "vi";
document.documentElement.lang = lang;
const texts = document.createElement("link");
Object.assign(texts, { rel: "preload", as: "fetch", crossOrigin: "anonymous" });
texts.href = document.querySelector(`meta[name="texts-${lang}"]`).content;
document.head.append(texts);
