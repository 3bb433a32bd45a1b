// What every form does: nothing typed is lost without a word, and nothing is left behind for the next person.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, holds, signIn, valueOf } from './support/page.mjs';

use(await open());

const question = (page) => page.getByRole('dialog', { name: 'Bỏ những gì vừa nhập?' });
const path = (page) => page.evaluate(() => location.pathname);
const drafts = (storage) => Object.keys(storage).filter((key) => key.startsWith('luutru.draft.'));

/** The panel for one more operator, with a name in it; from another page, so that Back stays in the application. */
async function typeOperator(page) {
  await signIn(page, 'haidang', { path: '/today' });
  await page.locator('#account-button').click();
  await page.getByRole('link', { name: 'Người dùng của tài khoản' }).click();
  await page.locator('#add-operator').click();
  await assertFocus(page, 'holder-name');
  await page.locator('#holder-name').fill('Trần Thị Chưa Gửi');
}

/** The question stands there, and the answer to stay keeps what was typed. */
async function staysFor(page, act) {
  await act();
  await question(page).waitFor();
  await holds(async () => assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Nhập tiếp'));
  await page.keyboard.press('Enter');
  await question(page).waitFor({ state: 'hidden' });
  await holds(async () => assert.equal(await valueOf(page, 'holder-name'), 'Trần Thị Chưa Gửi'));
  await holds(async () => assert.equal(await path(page), '/operators'));
}

test('words in a panel are asked about before Esc, Cancel, a link, Back or closing the tab loses them', async ({ page }) => {
  await typeOperator(page);
  await staysFor(page, () => page.locator('#holder-name').press('Escape'));
  await staysFor(page, () => page.locator('.panel-close').click());
  await staysFor(page, () => page.getByRole('button', { name: 'Thôi' }).click());
  await staysFor(page, () => page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click());
  await staysFor(page, () => page.evaluate(() => history.back()));
  const isHeld = () => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
  await holds(async () => assert.ok(await isHeld(), 'the browser asks before the tab closes'));

  await page.getByRole('button', { name: 'Thôi' }).click();
  await assertAccessible(page, 'the question before words are lost');
  await question(page).getByRole('button', { name: 'Bỏ, đóng lại' }).click();
  await holds(async () => assert.equal(await page.locator('#operator-act').count(), 0));
  await assertFocus(page, 'add-operator');
  await holds(async () => assert.ok(!(await isHeld()), 'nothing is left to ask about'));
});

test('who answers that the words may go arrives where the link or Back led', async ({ page }) => {
  await typeOperator(page);
  await page.evaluate(() => history.back());
  await question(page).getByRole('button', { name: 'Bỏ, đóng lại' }).click();
  await page.waitForURL('**/today');
  await page.locator('#account-button').click();
  await page.getByRole('link', { name: 'Người dùng của tài khoản' }).click();
  await page.locator('#add-operator').click();
  await page.locator('#holder-name').fill('Trần Thị Chưa Gửi');
  await page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await question(page).getByRole('button', { name: 'Bỏ, đóng lại' }).click();
  await page.waitForURL('**/today');
});

test('a panel without a word in it closes at once, and so does one whose words a draft keeps', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/operators' });
  await page.locator('#add-operator').click();
  await page.locator('#holder-name').press('Escape');
  await holds(async () => assert.deepEqual([await page.locator('#operator-act').count(), await question(page).count()], [0, 0]));

  await page.goto('/facility-changes');
  await page.locator('#announce').click();
  await page.locator('#note').fill('Sửa chữa tầng 3.');
  await page.locator('#note').press('Escape');
  await holds(async () => assert.deepEqual([await page.locator('#announce-change').count(), await question(page).count()], [0, 0]));
  await page.locator('#announce').click();
  await eventually(page.locator('.note').filter({ hasText: 'bản nháp' }), /Đã lấy lại/);
  await holds(async () => assert.equal(await valueOf(page, 'note'), 'Sửa chữa tầng 3.'));
  // A password is in no draft.
  await page.locator('#kind').selectOption('closing');
  await page.locator('#password').fill('khong-luu-lai');
  await page.locator('#note').focus();
  await holds(async () => {
    const held = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.ok(!held.includes('khong-luu-lai'), held);
  });
});

test('what somebody without an account types stays in the tab alone, and goes when it is sent', async ({ page }) => {
  await page.goto('/lost');
  await page.locator('#reporter-name').fill('Người Ở Thư Viện');
  await page.locator('#login').fill('khong.co.ai');
  await page.locator('#discovered-at').fill('00:00');
  await page.locator('#phone').fill('0258 000 0199');
  await page.reload();
  await eventually(page.locator('.note').filter({ hasText: 'bản nháp' }), /Đã lấy lại/);
  await holds(async () => assert.equal(await valueOf(page, 'reporter-name'), 'Người Ở Thư Viện'));
  await holds(async () => assert.deepEqual(drafts(await page.evaluate(() => ({ ...localStorage }))), [], 'nothing outlives the tab'));

  const next = await page.context().newPage();
  await next.goto('/lost');
  await next.locator('#reporter-name').waitFor();
  await holds(async () => assert.equal(await valueOf(next, 'reporter-name'), '', 'the next person finds an empty form'));
  await next.close();

  await page.getByRole('button', { name: 'Gửi tin báo' }).click();
  await page.getByRole('heading', { name: 'Đã nhận tin báo' }).waitFor();
  await holds(async () => assert.deepEqual(drafts(await page.evaluate(() => ({ ...sessionStorage }))), [], 'gone with the answer'));
});
