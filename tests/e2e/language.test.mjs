// The language of the page: which texts are fetched, when, and what happens when they do not come.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { guest } from './support/data.mjs';
import { eventually, holds, now, settled, signIn } from './support/page.mjs';

const site = use(await open());

const TEXTS = /\/texts\.(vi|en)\.[0-9a-f]{16}\.json$/;

/** The languages whose texts the page asks for. */
function languages(page) {
  const asked = [];
  page.on('request', (request) => TEXTS.test(request.url()) && asked.push(TEXTS.exec(request.url())[1]));
  return asked;
}

/** The texts of a language as they are served. */
async function served(language) {
  const manifest = await (await fetch(`${site.url}/manifest.json`)).json();
  return (await fetch(`${site.url}/${manifest[`texts.${language}.json`]}`)).json();
}

/** Every text and name in the page. */
const shown = (page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode.data.trim());
    const named = [...document.querySelectorAll('[aria-label], [placeholder], [title]')];
    return texts.concat(named.flatMap((element) => [element.ariaLabel, element.placeholder, element.title]));
  });

/** Those of a language that are not also texts of the other one. */
function only(texts, own, other) {
  const alone = new Set(own.filter((text) => !other.includes(text)));
  // What index.html has for before the program is there is in both languages.
  const before = ['Đang mở…', 'Opening…', 'Thử lại', 'Try again'];
  return texts.filter((text) => alone.has(text) && !before.includes(text));
}

const failure = (page) => page.locator('.toasts').getByText('Chưa đổi được ngôn ngữ');
const language = (page) => page.locator('html').getAttribute('lang');
const remember = (page, tag) => page.addInitScript((lang) => localStorage.setItem('luutru.lang', lang), tag);

test('a page that begins in a language fetches that one alone, kept for ever', async ({ page, person }) => {
  for (const [visitor, tag, title] of [[page, 'vi', 'Đăng nhập'], [await person(), 'en', 'Sign in']]) {
    const asked = languages(visitor);
    if (tag === 'en') await remember(visitor, tag);
    const answer = visitor.waitForResponse(TEXTS);
    await visitor.goto('/');
    await visitor.getByRole('heading', { name: title, exact: true }).waitFor();
    await holds(async () => assert.equal(await language(visitor), tag));
    const headers = await (await answer).allHeaders();
    assert.match(headers['cache-control'], /immutable/);
    assert.match(headers['content-type'], /application\/json/);
    assert.match(headers['content-encoding'], /^(br|gzip)$/);
    assert.deepEqual(asked, [tag]);
  }
});

test('switching fetches the other language once, and changes every text of the page without loading it again', async ({ page }) => {
  const [vi, en] = await Promise.all(['vi', 'en'].map(served));
  const asked = languages(page);
  await signIn(page, 'haidang', { path: '/notify' });
  await now(() => page.evaluate(() => (window.isSame = true)));
  await page.locator('#account-button').click();
  const menu = page.locator('#account-menu');
  const choose = (name) => menu.getByRole('radio', { name }).press('Space');
  await holds(async () => assert.ok(only(await shown(page), vi, en).length > 40));
  await choose('English');
  await holds(async () => assert.deepEqual(only(await shown(page), vi, en), []));
  await holds(async () => assert.ok(only(await shown(page), en, vi).length > 40));
  await choose('Tiếng Việt');
  await holds(async () => assert.deepEqual(only(await shown(page), en, vi), []));
  await choose('English');
  await holds(async () => assert.deepEqual(only(await shown(page), vi, en), []));
  assert.deepEqual(asked, ['vi', 'en']);
  // What the checks of `dto` say is in the same file.
  await page.keyboard.press('Escape');
  await page.locator('#full_name').fill('1');
  await page.locator('#full_name').press('Tab');
  await eventually(page.locator('#full_name-error'), 'The name has the digit “1”. Check it.');
  await holds(async () => assert.equal(await page.evaluate(() => window.isSame), true));
});

test('the page stays while the other language is on its way, and the last choice counts', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route(TEXTS, async (route) => {
    await held;
    await route.continue();
  });
  await page.locator('#account-button').click();
  const menu = page.locator('#account-menu');
  const asked = page.waitForRequest(TEXTS);
  await menu.getByRole('radio', { name: 'English' }).press('Space');
  await asked;
  await page.getByRole('heading', { name: 'Khách', exact: true }).waitFor();
  await menu.getByRole('radio', { name: 'Tiếng Việt' }).press('Space');
  const came = page.waitForResponse(TEXTS);
  go();
  await (await came).finished();
  await holds(async () => assert.equal(await menu.getByRole('radio', { name: 'Tiếng Việt' }).isChecked(), true));
  await holds(async () => assert.equal(await language(page), 'vi'));
  await menu.getByRole('radio', { name: 'English' }).press('Space');
  await page.getByRole('heading', { name: 'Guests', exact: true }).waitFor();
  await holds(async () => assert.equal(await language(page), 'en'));
});

test('without the network the language stays, and the page says so', { expected: ['away'] }, async ({ page }) => {
  await page.goto('/');
  await page.locator('#login').waitFor();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'English' }).click();
  await failure(page).waitFor();
  await page.getByRole('heading', { name: 'Đăng nhập', exact: true }).waitFor();
  await holds(async () => assert.equal(await language(page), 'vi'));
  await holds(async () => assert.equal(await page.evaluate(() => localStorage.getItem('luutru.lang')), null));
  await page.context().setOffline(false);
  await signIn(page, 'haidang', { path: '/guests' });
  await page.context().setOffline(true);
  await page.locator('#account-button').click();
  const menu = page.locator('#account-menu');
  await menu.getByRole('radio', { name: 'English' }).press('Space');
  await failure(page).waitFor();
  await holds(async () => assert.equal(await menu.getByRole('radio', { name: 'Tiếng Việt' }).isChecked(), true));
  await page.context().setOffline(false);
  await menu.getByRole('radio', { name: 'English' }).press('Space');
  await page.getByRole('heading', { name: 'Guests', exact: true }).waitFor();
});

test('a page whose texts do not come says so in both languages, and begins when it is tried again', { expected: ['away'] }, async ({ page }) => {
  await page.route(TEXTS, (route) => route.abort());
  await page.goto('/lookup');
  const message = page.locator('.boot-message');
  await eventually(message, 'Trang không mở được. Thử lại · The page could not be opened. Try again');
  await holds(async () => assert.equal(await message.isVisible(), true));
  await holds(async () => assert.equal(await page.locator('.boot-opening').isVisible(), false));
  await page.unroute(TEXTS);
  await message.getByRole('link', { name: 'Thử lại' }).click();
  await settled(page);
  await holds(async () => assert.equal(new URL(page.url()).pathname, '/lookup'));
  await holds(async () => assert.equal(await message.isVisible(), false));
});

test('texts that were made with another program are never shown', async ({ page, person }) => {
  const old = async (route) => {
    const texts = await (await route.fetch()).json();
    await route.fulfill({ json: ['0123456789abcdef', ...texts.slice(1).map(() => 'OLD')] });
  };
  await page.goto('/');
  await page.locator('#login').waitFor();
  await page.route(TEXTS, old);
  await page.getByRole('button', { name: 'English' }).click();
  await failure(page).waitFor();
  await page.getByRole('heading', { name: 'Đăng nhập', exact: true }).waitFor();
  const visitor = await person();
  await visitor.route(TEXTS, old);
  await visitor.goto('/');
  await visitor.locator('.boot-message').waitFor();
  for (const one of [page, visitor]) await holds(async () => assert.equal(await one.getByText('OLD').count(), 0));
});

test('on an English page official names are marked as Vietnamese, and what the service says in English is not', async ({ page, person }) => {
  const { id } = await (await site.as('haidang')).notify({ guest: guest({ full_name: 'Tôn Văn Tên Riêng' }), room: '103' });
  await signIn(page, 'congan.phuong1', { path: `/stays/${id}`, english: true });
  await page.getByRole('heading', { level: 1, name: 'Tôn Văn Tên Riêng' }).waitFor();
  await eventually(page.locator('.sheet [lang=vi]'), 'Khách sạn Hải Đăng, Phường Nha Trang');
  const officer = await person();
  await signIn(officer, 'congan.tinh', { path: '/registrations', english: true });
  await officer.locator('.queue-detail').first().waitFor();
  await holds(async () => assert.equal(await officer.locator('.queue-detail [lang=vi]').count(), 0));
});
