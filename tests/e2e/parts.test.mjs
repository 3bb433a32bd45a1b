// The parts of the program: what a person loads, when, and what happens when it does not come.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { holds, now, settled, signIn } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

use(await open());

/** The files of the program that the page asks for, by their plain name. */
function programs(page) {
  const asked = [];
  const PROGRAM = /([^/]+)\.[0-9a-f]{16}\.(?:wasm|pack)$/;
  page.on('request', (request) => PROGRAM.test(request.url()) && asked.push(PROGRAM.exec(request.url())[1]));
  return asked;
}

/** Opens sections of the rail, each until it stands. */
async function visit(page, paths) {
  for (const path of paths) {
    await page.locator(`nav a[href="${path}"]`).first().click();
    await holds(async () => assert.equal(new URL(page.url()).pathname, path));
    await settled(page);
  }
}

async function openProfile(page) {
  await page.locator('#account-button').click();
  await page.locator('#account-menu a[href="/profile"]').click();
  await holds(async () => assert.equal(new URL(page.url()).pathname, '/profile'));
  await settled(page);
}

async function signOut(page) {
  await page.locator('#account-button').click();
  await page.locator('#account-menu').getByRole('button', { name: 'Đăng xuất' }).click();
  await page.locator('#login').waitFor();
}

/** Signs in on the page that is there. */
async function signInHere(page, login) {
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#password').press('Enter');
  await page.getByRole('banner').waitFor();
  await settled(page);
}

test('a facility loads its day in one file, while it signs in, and the rest in one more', async ({ page }) => {
  const asked = programs(page);
  await page.goto('/');
  await page.locator('#login').waitFor();
  await holds(async () => assert.deepEqual(asked, ['app_bg']));
  await page.locator('#login').fill('h');
  await holds(async () => assert.deepEqual(asked, ['app_bg', 'facility']));
  await signInHere(page, 'haidang');
  await visit(page, ['/board', '/notify', '/guests', '/register', '/today']);
  assert.deepEqual(asked, ['app_bg', 'facility']);
  await openProfile(page);
  await visit(page, ['/import', '/foreign-guests', '/set-up']);
  assert.deepEqual(asked, ['app_bg', 'facility', 'facility_more']);
});

test('an officer loads the day in one file, the second time while signing in, and the rest in one more', async ({ page }) => {
  const asked = programs(page);
  await signIn(page, 'congan.phuong1');
  await visit(page, ['/commune', '/register', '/search', '/notifications']);
  // Nobody has opened anything in this browser yet: most who do are facilities.
  assert.deepEqual(asked, ['app_bg', 'facility', 'officers']);
  await signOut(page);
  asked.length = 0;
  await signIn(page, 'congan.phuong1');
  await visit(page, ['/commune', '/register', '/search', '/notifications']);
  assert.deepEqual(asked, ['app_bg', 'officers']);
  await openProfile(page);
  assert.deepEqual(asked, ['app_bg', 'officers', 'office-rest']);
  // A page that is loaded again asks for the day at once.
  asked.length = 0;
  await page.goto('/search');
  await settled(page);
  assert.deepEqual(asked, ['app_bg', 'officers']);
});

test('an agency loads its pages in one file, and not those of officers', async ({ page }) => {
  const asked = programs(page);
  await signIn(page, 'thue.tinh');
  assert.deepEqual(asked, ['app_bg', 'facility', 'office']);
  await signOut(page);
  asked.length = 0;
  await signIn(page, 'thue.tinh');
  await openProfile(page);
  assert.deepEqual(asked, ['app_bg', 'office']);
});

test('where data are dear nothing is loaded before it is shown', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const asked = programs(page);
  await signIn(page, 'congan.phuong1');
  assert.deepEqual(asked, ['app_bg', 'officers']);
});

test('what two parts share is made once, whoever signs in after whom', async ({ page }) => {
  await page.addInitScript(() => {
    window.made = [];
    const instantiate = WebAssembly.instantiate.bind(WebAssembly);
    WebAssembly.instantiate = async (bytes, imports) => {
      const digest = await crypto.subtle.digest('SHA-256', bytes);
      window.made.push(Array.from(new Uint8Array(digest), (byte) => byte.toString(16)).join(' '));
      return instantiate(bytes, imports);
    };
  });
  const made = async () => {
    const all = await now(() => page.evaluate(() => window.made));
    assert.equal(new Set(all).size, all.length, 'a module is made twice');
    return all.length;
  };
  await signIn(page, 'haidang');
  await visit(page, ['/board', '/register']);
  const facility = await made();
  assert.ok(facility > 1);
  await signOut(page);
  await signInHere(page, 'congan.phuong1');
  await visit(page, ['/register', '/search']);
  assert.ok((await made()) > facility);
  await page.locator('#account-button').click();
  await page.locator('#account-menu a[href="/profile"]').click();
  await settled(page);
  await made();
});

test('a part that does not come is told of in its place, and comes when it is asked for again', async ({ page, complaints }) => {
  await page.route('**/*.pack', (route) => route.abort());
  await page.goto('/');
  await page.locator('#login').fill('haidang');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#password').press('Enter');
  const again = page.getByRole('main').getByRole('button', { name: 'Thử lại' });
  await again.waitFor();
  await page.unroute('**/*.pack');
  await again.click();
  await page.locator('#today-todo').waitFor();
  // One broken off is no better, and does not stay.
  await page.route('**/facility_more.*.pack', (route) => route.fulfill({ status: 503 }));
  await page.locator('nav a[href="/import"]').first().click();
  await again.waitFor();
  await page.unroute('**/facility_more.*.pack');
  await again.click();
  await again.waitFor({ state: 'hidden' });
  await settled(page);
  await holds(async () => assert.equal(new URL(page.url()).pathname, '/import'));
  await holds(async () => assert.ok(complaints.length > 0 && complaints.every((told) => /\.pack|Failed to fetch/.test(told)), complaints.join('\n')));
  complaints.length = 0;
});
