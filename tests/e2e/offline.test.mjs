// Without the network the pages start, keep what waits under its account, and go on by themselves.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { assertAccessible } from './support/judge.mjs';
import { eventually, fillNotify, holds, settled, signIn, words } from './support/page.mjs';

const site = use(await open());

/** The only tests in which the pages have their worker. */
const withWorker = { serviceWorkers: 'allow' };
const toasts = (page) => page.locator('.toasts');

/** The addresses that the browser keeps for the pages. */
const kept = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => new URL(url).pathname + new URL(url).search);
  });

/** Waits until the pages can start without the network, with the day of a facility. */
async function settledWithWorker(page) {
  await settled(page);
  await holds(async () => {
    const paths = await kept(page);
    const wanted = [/^\/$/, /^\/app\..*\.css$/, /^\/app_bg\..*\.wasm$/, /^\/texts\.vi\./, /^\/facility\..*\.pack$/, /^\/api\/v1\/profile$/];
    for (const one of wanted) assert.ok(paths.some((path) => one.test(path)), `${one} is kept`);
    assert.ok(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)), 'the page has its worker');
  });
}

/** All that lies readable on the device. */
const stored = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

test('a reload without the network says so, keeps what waits, and goes on by itself', { ...withWorker, expected: ['away'] }, async ({ page }) => {
  const client = await site.as('songbien');
  await signIn(page, 'songbien', { path: '/notify' });
  await settledWithWorker(page);
  await fillNotify(page, { name: 'Tạ Văn Mất Mạng', room: '106' });
  await page.context().setOffline(true);
  await page.keyboard.press('Control+Enter');
  const band = page.locator('main details');
  await eventually(band, /^1 thông báo chưa gửi/);
  await band.locator('summary').press('Enter');
  await eventually(band, /106 Tạ Văn Mất Mạng, chờ mạng, tự gửi/);
  await assertAccessible(page, 'the list of what waits');

  await page.reload();
  // Chromium 148 forgets the emulated state of the network with a reload: the page then knows only that nothing answers.
  await page.getByRole('heading', { level: 1, name: /^(Máy này đang mất mạng|Máy chủ không trả lời)$/ }).waitFor();
  await eventually(page.locator('main'), /1 thông báo chưa gửi/);
  await assertAccessible(page, 'a page without the network');
  await holds(async () => {
    assert.ok(!(await words(page.locator('body'))).includes('Mất Mạng'), 'nobody reads the name without a session');
    assert.ok(!(await stored(page)).includes('Mất Mạng'), 'it lies sealed on the device');
  });
  assert.equal((await client.staysOf('Tạ Văn Mất Mạng')).length, 0);

  await page.context().setOffline(false);
  await eventually(toasts(page), /Đã nhận Tạ Văn Mất Mạng, phòng 106/);
  await page.locator('#full_name').waitFor();
  await holds(async () => assert.equal((await client.staysOf('Tạ Văn Mất Mạng')).length, 1, 'it is stored once'));
});

test('a service that is away leaves the pages, which go on once it is back', { ...withWorker, expected: ['away'] }, async ({ page }) => {
  await signIn(page, 'songbien', { path: '/today' });
  await settledWithWorker(page);
  await site.stop();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Máy chủ không trả lời' }).waitFor();
  await site.start();
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor();
});

test('what the browser keeps is public, before signing out and after, and the sign-in page opens from it', { ...withWorker, expected: ['away', 404] }, async ({ page }) => {
  await signIn(page, 'vuonxoai', { path: '/today' });
  await settledWithWorker(page);
  await page.locator('.rail').getByRole('link', { name: 'Khách', exact: true }).click();
  await settled(page);
  await page.evaluate(() => fetch('/api/v1/reference-lists/nothing'));
  const isPublic = /^\/(?:|[\w.\/-]+\.[0-9a-f]{16}\.\w+|api\/v1\/(?:profile|reference-lists\/[a-z_]+|areas\?[\w=&]+))$/;
  const assertPublic = () =>
    holds(async () => {
      const paths = await kept(page);
      for (const path of paths) assert.match(path, isPublic);
      assert.ok(!paths.includes('/api/v1/reference-lists/nothing'), 'no error is kept');
    });
  await assertPublic();
  await page.locator('#account-button').click();
  await page.locator('#account-menu').getByRole('button', { name: 'Đăng xuất' }).click();
  await page.locator('#login').waitFor();
  await assertPublic();
  await holds(async () => assert.ok(!(await stored(page)).includes('luutru.draft'), 'nothing of the account is left'));
  await page.context().setOffline(true);
  await page.goto('/guests');
  await page.locator('#login').waitFor();
});

test('the worker is asked for at each start, and keeps nothing itself', { ...withWorker }, async ({ page }) => {
  await page.goto('/');
  const asked = () => page.evaluate(async () => {
    const answer = await fetch('/sw.js');
    return [answer.status, answer.headers.get('cache-control'), answer.headers.get('content-type')];
  });
  await holds(async () => assert.deepEqual(await asked(), [200, 'no-cache', 'text/javascript; charset=utf-8']));
});

test('what waits for one account is neither shown to another on the same device nor sent by it, and not lost', { expected: ['away', 401] }, async ({ page }) => {
  const first = await site.as('songbien');
  await signIn(page, 'songbien', { path: '/notify' });
  await fillNotify(page, { name: 'Tạ Thị Riêng Tư', room: '104' });
  await page.context().setOffline(true);
  await page.keyboard.press('Control+Enter');
  await eventually(toasts(page), /1 thông báo chưa gửi/);
  await holds(async () => assert.ok(!(await stored(page)).includes('Riêng Tư'), 'it lies sealed on the device'));
  const context = page.context();
  await page.close();
  // Somebody else takes the device: the session of the first is gone, not signed out.
  await context.clearCookies();
  await context.setOffline(false);
  const other = await context.newPage();
  await signIn(other, 'vuonxoai', { path: '/guests' });
  await other.locator('h1').waitFor();
  await holds(async () => {
    assert.ok(!(await words(other.locator('body'))).includes('Riêng Tư'));
    assert.equal(await other.getByText(/chưa gửi/).count(), 0, 'nothing waits for the other account');
  });
  assert.equal((await first.staysOf('Tạ Thị Riêng Tư')).length, 0);
  await other.locator('#account-button').click();
  await other.locator('#account-menu').getByRole('button', { name: 'Đăng xuất' }).click();
  await signIn(other, 'songbien', { path: '/guests' });
  await eventually(toasts(other), /Đã nhận Tạ Thị Riêng Tư, phòng 104/);
  await holds(async () => assert.equal((await first.staysOf('Tạ Thị Riêng Tư')).length, 1, 'it is stored once'));
});
