// Lets the browser store the program for a start without the network (web/worker/sw.js). The program imports it once it
// runs, so that nothing waits for it. Where there is no worker (plain HTTP to another machine) nothing is stored.
const workers = navigator.serviceWorker;

async function keep() {
    const registration = await workers.register("/sw.js", { updateViaCache: "none" });
    if (!registration) return;
    const starts = new URL(document.querySelector("script[type=module]").src).pathname;
    registration.waiting?.postMessage({ starts });
    if (!workers.controller) await new Promise((done) => workers.addEventListener("controllerchange", done, { once: true }));
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    workers.controller?.postMessage({ loaded });
}

// Pending requests of the page come first. Without a network there is nothing to register; a browser may forbid it.
if (workers) setTimeout(() => keep().catch(() => {}), 3_000);
