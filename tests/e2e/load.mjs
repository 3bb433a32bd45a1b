// How long somebody waits for the pages: `cargo xtask bench load`. For a slow and a fast line, from an empty and from a
// warm cache: bytes, requests, and the time until the first field takes a key. Not a test: figures go to docs/performance.md.

import { close, newContext } from './support/browser.mjs';
import { signIn } from './support/page.mjs';
import { launch } from './support/site.mjs';

/** Lines, in bits a second and milliseconds for each answer. */
const LINES = [
  { name: '1.6 Mbit/s, 150 ms', bits: 1_600_000, latency: 150 },
  { name: '20 Mbit/s, 20 ms', bits: 20_000_000, latency: 20 },
];
/** Who opens what, and the field that takes the first key. */
const WAYS = [
  { who: 'sign-in page', path: '/', field: '#login' },
  { who: "a facility's day", login: 'haidang', path: '/notify', field: '#full_name' },
  { who: "an officer's day", login: 'congan.phuong1', path: '/search', field: 'main input' },
];
const TIMES = 5;

const site = await launch();
try {
  console.log('who | line | cache | KB | requests | first key after ms (median of 5)');
  for (const way of WAYS) {
    for (const line of LINES) {
      for (const isWarm of [false, true]) await report(way, line, isWarm);
    }
  }
} finally {
  await close(site);
}

async function report(way, line, isWarm) {
  const runs = [];
  for (let time = 0; time < TIMES; time += 1) runs.push(await measure(way, line, isWarm));
  const median = (of) => runs.map(of).sort((a, b) => a - b)[Math.floor(TIMES / 2)];
  const bytes = Math.round(median((run) => run.bytes) / 1000);
  console.log(
    [way.who, line.name, isWarm ? 'warm' : 'empty', bytes, median((run) => run.requests), Math.round(median((run) => run.ms))].join(' | '),
  );
}

/** Opens the page once, with a session where one is needed: what is measured is what comes over the line. */
async function measure({ login, path, field }, { bits, latency }, isWarm) {
  const context = await newContext(site);
  try {
    const page = await context.newPage();
    if (login) await signIn(page, login, { path });
    else if (isWarm) await page.goto(path);
    if (isWarm) await page.locator(field).first().waitFor();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency,
      downloadThroughput: bits / 8,
      uploadThroughput: bits / 8,
    });
    if (!isWarm) await devtools.send('Network.clearBrowserCache');
    let bytes = 0;
    let requests = 0;
    devtools.on('Network.requestWillBeSent', () => (requests += 1));
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    const began = performance.now();
    await page.goto(path, { waitUntil: 'commit' });
    const input = page.locator(field).first();
    await input.pressSequentially('a');
    await page.waitForFunction(() => document.activeElement?.value === 'a');
    return { ms: performance.now() - began, bytes, requests };
  } finally {
    await context.close();
  }
}
