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

/** Chooses the language in the menu of the account. */
async function chooseInMenu(page, name) {
  await page.locator('#account-button').click();
  await page.locator('#account-menu').getByRole('radio', { name }).press('Space');
  await page.keyboard.press('Escape');
}

test('mistakes and a refusal at sign-in are said in the language chosen now', { expected: [401] }, async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await eventually(page.locator('#login-error'), 'Nhập tên đăng nhập.');
  await page.getByRole('button', { name: 'English' }).click();
  await eventually(page.locator('#login-error'), 'Enter the login name.');
  await page.locator('#login').fill('khong.co.ai');
  await page.locator('#password').fill('khong-dung-2026');
  await page.locator('#password').press('Enter');
  const refusal = page.locator('.note-bad');
  await eventually(refusal, /Sign-in refused.*After \d+ attempts you must wait \d+ minutes/);
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await eventually(refusal, /không đúng/);
  await holds(async () => assert.doesNotMatch(await refusal.innerText(), /refused|attempts/));
});

test('the mistakes of a form as data change their language at the fields and in the summary', async ({ page }) => {
  await page.goto('/lost');
  await page.locator('button[type=submit]').click();
  const summary = page.locator('.summary');
  await eventually(summary, /trước khi gửi/);
  const before = await summary.locator('li').count();
  const login = page.locator('#login-error');
  await eventually(login, /^Lỗi: Chưa có/);
  await page.locator('#phone').fill('12');
  await page.locator('#phone').blur();
  await eventually(page.locator('#phone-error'), /chữ số/);
  await page.getByRole('button', { name: 'English' }).click();
  await eventually(summary, /to correct before sending/);
  await eventually(login, /Missing: /);
  await eventually(page.locator('#phone-error'), /digits/);
  await holds(async () => assert.equal(await summary.locator('li').count(), before, 'the same mistakes'));
  await holds(async () => assert.doesNotMatch(await summary.innerText(), /Chưa có|chữ số/));
});

test('the mistakes of a notification change their language, and so does the summary', async ({ page }) => {
  const [vi, en] = await Promise.all(['vi', 'en'].map(served));
  await signIn(page, 'haidang', { path: '/notify' });
  await page.locator('#full_name').fill('1');
  await page.locator('#send').click();
  await eventually(page.locator('#full_name-error'), 'Họ tên có chữ số “1”');
  await chooseInMenu(page, 'English');
  await eventually(page.locator('#full_name-error'), 'The name has the digit “1”. Check it.');
  await eventually(page.locator('.summary'), /The name has the digit “1”/);
  await holds(async () => assert.deepEqual(only(await shown(page), vi, en), []));
});

test('what the service refused at a field, and as a whole, is said in the language chosen now', { expected: [409, 422] }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/profile' });
  await page.locator('#token-add').click();
  await page.locator('#name').fill('Phần mềm lễ tân');
  await page.locator('#password').fill('khong-phai-mat-khau');
  await page.getByRole('button', { name: 'Tạo mã truy cập' }).click();
  const error = page.locator('#password-error');
  const said = await eventually(error, /Mật khẩu/);
  await chooseInMenu(page, 'English');
  await eventually(error, /password/i);
  assert.notEqual(await now(() => error.innerText()), said);
  await chooseInMenu(page, 'Tiếng Việt');

  // A failure of the whole request, with a value in its text.
  await page.goto('/set-up?part=rooms');
  const client = await site.as('haidang');
  const { room } = await client.notify({ room: '104' });
  await page.getByRole('button', { name: `Bỏ phòng ${room.name} khỏi danh sách` }).click();
  await page.getByRole('button', { name: 'Lưu danh sách phòng' }).click();
  const failure = page.locator('.set-up-part .note-bad');
  await eventually(failure, new RegExp(`${room.name}.*đang có khách`));
  await chooseInMenu(page, 'English');
  await eventually(failure, new RegExp(`Room .*${room.name}.* cannot be removed from the plan because it has guests`));
});

test('a file that was refused, and a date that is not in the calendar, are said in the language chosen now', async ({ page }) => {
  await page.goto('/lost');
  const file = page.locator('#signed-form');
  await file.setInputFiles({ name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0') });
  await eventually(page.locator('#signed-form-error'), /Ảnh HEIC/);
  await page.getByRole('button', { name: 'English' }).click();
  await eventually(page.locator('#signed-form-error'), /HEIC picture/);
});
