// A real Chromium, and a page that fails its test when the browser complains.
//
// Environment, set by `cargo xtask test`: CHROMIUM.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test as nodeTest } from 'node:test';
import { chromium } from 'playwright-core';
import { PATIENCE_MS } from './page.mjs';
import { launch } from './site.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const TEST_WITHIN_MS = 240_000;

const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 360, height: 740 };

let browser;

async function openBrowser() {
  browser ??= await chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A made-up camera: whoever asks for it in a test gets a moving test picture.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });
  return browser;
}

/** Ends the service and the browser. */
export async function close(site) {
  await browser?.close();
  await site.close();
}

/** Starts the service for this file of tests, and ends it and the browser after the last one. */
export async function open(settings) {
  const site = await launch(settings);
  after(() => close(site));
  return site;
}

/** A browser of somebody's own: another person at another desk. */
export async function newContext(site, { viewport = DESK, dark = false, ...more } = {}) {
  const context = await (await openBrowser()).newContext({
    baseURL: site.url,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    colorScheme: dark ? 'dark' : 'light',
    viewport,
    reducedMotion: 'reduce',
    // What a worker answers no test can stand in for; `offline.test.mjs` has it.
    serviceWorkers: 'block',
    ...more,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** What the browser complained of in this page; statuses that were `expected` and a server that is away are no fault. */
function watch(page, complaints, expected) {
  const network = /Failed to load resource: (?:the server responded with a status of (\d+)|net::(ERR_\w+))/;
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const [, status, away] = network.exec(message.text()) ?? [];
    if (status && expected.includes(Number(status))) return;
    if (away && expected.includes('away')) return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
}

/**
 * A test with a page. It fails when the browser complains, too: of a script error, a broken security policy, or an
 * answer that is not among `expected` (statuses, or 'away' for a server that does not answer).
 */
export function test(title, options, body) {
  if (typeof options === 'function') [options, body] = [{}, options];
  const { site, expected = [], ...context } = options;
  return nodeTest(title, { timeout: TEST_WITHIN_MS }, async () => {
    const complaints = [];
    const contexts = [];
    const pages = [];
    /** One more person with a browser of their own. */
    const person = async (more = {}) => {
      const made = await newContext(site ?? current, { ...context, ...more });
      contexts.push(made);
      if (isFocusWatched) await watchFocusOf(made, complaints);
      made.on('page', (page) => {
        pages.push(page);
        watch(page, complaints, more.expected ?? expected);
      });
      return made.newPage();
    };
    try {
      await body({ page: await person(), person, complaints });
      assert.equal(complaints.length, 0);
    } catch (error) {
      await keepPictures(title, pages);
      if (!complaints.length) throw error;
      throw new Error(`The browser complained:\n${complaints.join('\n')}`, { cause: error });
    } finally {
      // What a test put between page and service may still be at work when the test has seen enough.
      const routed = [...pages.filter((page) => !page.isClosed()), ...contexts];
      await Promise.all(routed.map((one) => one.unrouteAll({ behavior: 'ignoreErrors' })));
      await Promise.all(contexts.map((made) => made.close()));
    }
  });
}

let current;
/** The service that tests of this file use unless they name another. */
export function use(site) {
  current = site;
  return site;
}

let isFocusWatched = false;
/** From now on the tests of this file fail where focus falls to the body: where what had it is taken away or hidden. */
export function watchFocus() {
  isFocusWatched = true;
}

/** Whoever works by keyboard begins at the top of the page again when that happens, whatever the act was. */
async function watchFocusOf(context, complaints) {
  await context.exposeFunction('tellFocusLost', (what) => complaints.push(`Focus fell to the body: ${what}`));
  await context.addInitScript(() => {
    const LOST_FOR_TICKS = 8;
    let had;
    let ticks = 0;
    addEventListener('focusin', ({ target }) => {
      had = target;
      ticks = 0;
    });
    setInterval(() => {
      const isNowhere = !document.activeElement || document.activeElement === document.body;
      const isGone = had && (!had.isConnected || !had.checkVisibility());
      // While the next page is on its way there is nothing to give focus to: how long that takes tells how fast the machine is.
      const isOnItsWay = !document.querySelector('h1') || document.querySelector('main [aria-busy="true"], main .skeleton, main.opening');
      if (!isNowhere || !isGone) ticks = 0;
      else if (!isOnItsWay) ticks += 1;
      if (ticks !== LOST_FOR_TICKS || isOnItsWay) return;
      const words = (had.innerText || had.getAttribute?.('aria-label') || had.value || '').trim().slice(0, 60);
      window.tellFocusLost(`${location.pathname}, after ${had.tagName.toLowerCase()}${had.id ? `#${had.id}` : ''} “${words}”`);
    }, 100);
  });
}

async function keepPictures(title, pages) {
  const folder = join(import.meta.dirname, '../shots/failed');
  mkdirSync(folder, { recursive: true });
  const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80);
  await Promise.all(
    pages.map((page, at) => page.screenshot({ path: join(folder, `${name}${at ? `-${at}` : ''}.png`) }).catch(() => undefined)),
  );
}
