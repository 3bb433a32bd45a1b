// Keeps the program and the public lists of codes on the device, so that the pages open without the network
// (docs/decisions/pages.md, "Without the network"). The bundler writes the version and the names of the files into it.
//
// It stores no data of an account: it does not handle answers of the API that are not public, and it stores no error.

/** The hash of `index.html`, which names all other files by their hashes. */
const VERSION = '{{version}}';
/** What the program starts with; kept before this version is used. */
const FIRST = new Set({{first}});
/** Packs, texts and the reader of codes: kept once they were loaded. */
const LATER = new Set({{later}});

const PREFIX = 'luutru.program.';
const PROGRAM = PREFIX + VERSION;
const LISTS = 'luutru.lists';
const PAGE = '/';
/** After so long without an answer the page that is kept opens. */
const PATIENCE_MS = 5_000;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => event.waitUntil(hear(event)));
self.addEventListener('fetch', (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== location.origin) return;
    if (request.mode === 'navigate') {
        if (isPage(url.pathname)) event.respondWith(page(request));
    } else if (FIRST.has(url.pathname) || LATER.has(url.pathname)) {
        event.respondWith(file(event, url.pathname));
    } else if (isList(url) && !request.headers.has('authorization')) {
        event.respondWith(list(event));
    }
});

/** All other addresses are the application's, however deep. */
function isPage(path) {
    return !/^\/(api|docs|health|metrics)(\/|$)/.test(path) && !path.split('/').pop().includes('.');
}

/** What anybody may read: profile, reference lists, areas. Not what somebody searched for among the areas. */
function isList(url) {
    if (/^\/api\/v1\/(profile|reference-lists\/[a-z_]+)$/.test(url.pathname)) return url.search === '';
    return url.pathname === '/api/v1/areas' && [...url.searchParams.keys()].every((name) => name === 'parent' || name === 'limit');
}

async function install() {
    const before = (await Promise.all((await programs()).map(async (name) => (await caches.open(name)).keys()))).flat();
    const used = new Set(before.map((request) => plain(new URL(request.url).pathname)));
    const wanted = [...FIRST, ...[...LATER].filter((path) => used.has(plain(path)))];
    const cache = await caches.open(PROGRAM);
    const answer = await fetch(PAGE, { cache: 'no-cache' });
    // During a release the page may have another version than this file: the browser tries again.
    if (!answer.ok || (await hash(answer.clone())) !== VERSION) throw new Error('The page is of another version.');
    await Promise.all(wanted.map((path) => keep(path)));
    await cache.put(PAGE, answer);
}

/** The browser calls this when no tab uses the version before: its files are needed no more. */
async function activate() {
    const old = (await programs()).filter((name) => name !== PROGRAM);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
}

async function hear({ data, source }) {
    // During a reload there is always a tab. If the only one runs this version, the version before is no longer needed.
    if (data.starts) {
        const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
        if (FIRST.has(data.starts) && tabs.every((tab) => tab.id === source.id)) await self.skipWaiting();
    }
    // Files that the page loaded before it had a worker.
    for (const address of data.loaded ?? []) {
        const url = new URL(address);
        if (LATER.has(url.pathname)) await keep(url.pathname);
        else if (isList(url)) await keepList(address, await fetch(address));
    }
}

/** The page from the network; the one that is kept where there is none, or where a proxy stands in for the service. */
async function page(request) {
    const kept = () => caches.match(PAGE, { cacheName: PROGRAM });
    const fetched = fetch(request);
    fetched.catch(() => {});
    try {
        const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));
        const answer = await Promise.race([fetched, late]);
        return answer.status < 500 ? answer : ((await kept()) ?? answer);
    } catch {
        return (await kept()) ?? fetched;
    }
}

async function file(event, path) {
    const kept = await caches.match(path, { cacheName: PROGRAM, ignoreVary: true });
    if (kept) return kept;
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(put(PROGRAM, path, answer.clone()));
    return answer;
}

async function list(event) {
    const address = event.request.url;
    const kept = () => caches.match(address, { cacheName: LISTS, ignoreVary: true });
    try {
        const answer = await fetch(event.request);
        event.waitUntil(keepList(address, answer.clone()));
        return answer.status < 500 ? answer : ((await kept()) ?? answer);
    } catch (error) {
        const known = await kept();
        if (known) return known;
        throw error;
    }
}

/** Without its `Date`: by that the pages set their clock. */
async function keepList(address, answer) {
    if (!answer.ok) return;
    const headers = new Headers(answer.headers);
    headers.delete('date');
    await put(LISTS, address, new Response(await answer.blob(), { headers }));
}

/** Keeps a file of the program; one that is named by its content is the same in every version. */
async function keep(path) {
    const known = await caches.match(path, { ignoreVary: true });
    const answer = known ?? (await fetch(path));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await put(PROGRAM, path, answer);
}

async function put(name, key, answer) {
    await (await caches.open(name)).put(key, answer);
}

async function programs() {
    return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** A name without its hash. */
function plain(path) {
    return path.replace(/\.[0-9a-f]{16}\./, '.');
}

/** First 16 hex digits of SHA-256. */
async function hash(answer) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await answer.arrayBuffer()));
    return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
