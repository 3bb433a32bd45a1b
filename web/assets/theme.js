// Before the first paint, so that nobody who chose dark is dazzled. The choice itself is made in src/theme.rs.
const theme = localStorage.getItem("luutru.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
if (localStorage.getItem("luutru.lang") === "en") document.documentElement.lang = "en";
