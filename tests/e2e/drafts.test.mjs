// What is typed stays in the browser, and nobody who sits down there later can read it.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { holds, signIn, until, valueOf } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

use(await open());

/** Everything that the browser holds of the page, as one text. */
const held = (page) => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

/** What stands in the field of the name, sooner or later. */
const named = (page, name) => holds(async () => assert.equal(await valueOf(page, 'full_name'), name));

/** Typed, and sealed: the storage of the tab is empty again. */
async function typeAndSeal(page, name) {
  await page.locator('#full_name').fill(name);
  await page.locator('#phone').focus();
  await page.getByText('Bản nháp giữ trên máy này').waitFor();
  const sealed = () => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('luutru.draft.'))
    && !Object.keys(sessionStorage).some((key) => key.startsWith('luutru.draft.')));
  await until(page, sealed, 'the draft is sealed');
}

test('what the browser keeps of a draft cannot be read, and a reload brings it back', async ({ page }) => {
  await signIn(page, 'vuonxoai', { path: '/notify' });
  await typeAndSeal(page, 'Đinh Thị Niêm Phong');
  await until(page, async () => !(await held(page)).includes('Niêm Phong'), 'nothing typed lies there in clear');
  await page.reload();
  await page.getByText('Mở lại bản nháp lưu lúc').waitFor();
  await named(page, 'Đinh Thị Niêm Phong');
  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await until(page, async () => !(await held(page)).includes('luutru.draft.'), 'it is gone');
});

test('a page that is left at the last letter loses none', async ({ page }) => {
  await signIn(page, 'vuonxoai', { path: '/notify' });
  // Nothing is sealed before the page is left: the browser takes for ever.
  await page.evaluate(() => { crypto.subtle.encrypt = () => new Promise(() => {}); });
  await page.locator('#full_name').fill('Hồ Thị Chữ Cuối');
  await page.locator('#phone').focus();
  await page.getByText('Bản nháp giữ trên máy này').waitFor();
  await page.reload();
  await page.getByText('Mở lại bản nháp lưu lúc').waitFor();
  await named(page, 'Hồ Thị Chữ Cuối');
  await until(page, async () => !(await held(page)).includes('Chữ Cuối'), 'and it is sealed now');
  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
});

test('after the end of a session a draft opens for its account alone', { expected: [401] }, async ({ page }) => {
  await signIn(page, 'vuonxoai', { path: '/notify' });
  await typeAndSeal(page, 'Lương Văn Đợi');
  // The session ends without a word from the person: the cookie is gone, as after a closed browser.
  await page.context().clearCookies();
  await page.reload();
  await page.locator('#login').waitFor();
  await until(page, async () => (await held(page)).includes('luutru.draft.'), 'it waits');
  await until(page, async () => !(await held(page)).includes('Lương Văn Đợi'), 'and cannot be read');
  await page.locator('#login').fill('vuonxoai');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#password').press('Enter');
  await page.getByText('Mở lại bản nháp lưu lúc').waitFor();
  await named(page, 'Lương Văn Đợi');
  // Under a key that the server has forgotten it is of no use, and goes.
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('luutru.draft.'));
    const kept = JSON.parse(localStorage.getItem(key));
    kept.sealed = btoa(String.fromCharCode(...new Uint8Array(60)));
    localStorage.setItem(key, JSON.stringify(kept));
  });
  await page.reload();
  await page.locator('#full_name').waitFor();
  await named(page, '');
  await until(page, async () => !(await held(page)).includes('luutru.draft.'), 'it is gone');
});

test('another tab finds the draft that the first has left', async ({ page }) => {
  await signIn(page, 'vuonxoai', { path: '/notify' });
  const second = await page.context().newPage();
  await second.goto('/');
  await second.locator('.rail').waitFor();
  await typeAndSeal(page, 'Tô Thị Hai Thẻ');
  // As long as it stands open there, the other tab has a draft of its own (outbox.test.mjs).
  await page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).and(page.locator('[aria-current=page]')).waitFor();
  await second.locator('.rail').getByRole('link', { name: 'Thông báo' }).click();
  await second.getByText('Mở lại bản nháp lưu lúc').waitFor();
  await named(second, 'Tô Thị Hai Thẻ');
  await second.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await second.close();
});
