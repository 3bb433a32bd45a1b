// Swagger UI: a newcomer goes three steps, administrators and integrators put in a token made on their own account page, and
// what they try out works.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { assertAccessible, assertColours, assertNoSideScroll } from './support/judge.mjs';
import { eventually, holds, signIn } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

use(await open());

async function authorize(page, token) {
  await page.goto('/docs/');
  // The whole document is drawn first: long on a loaded machine.
  await page.locator('.auth-wrapper .btn.authorize').click({ timeout: 40_000 });
  const form = page.locator('.auth-container').filter({ hasText: 'access_token' });
  await form.locator('input').fill(token);
  await form.getByRole('button', { name: 'Apply credentials' }).click();
  await form.getByRole('button', { name: 'Remove authorization' }).waitFor();
}

async function tryOut(page, operation) {
  await page.locator('.btn-done').first().click();
  await page.locator('#operations-tag-own-account button').click();
  const block = page.locator(`#operations-own-account-${operation}`);
  await block.locator('.opblock-summary-control').click();
  await block.locator('.btn.execute').click();
  const answer = block.locator('.live-responses-table .response').first();
  await answer.waitFor();
  return eventually(answer, /\S/);
}

// Part of LC-6.4-1.
test('a token made on the account page works in the Authorize dialog until it is ended', { expected: [401] }, async ({ page }) => {
  await signIn(page, 'quantri', { path: '/profile' });
  await page.locator('#token-add').click();
  await page.locator('#name').fill('Swagger UI');
  await page.locator('#password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Tạo mã truy cập' }).click();
  const secret = await eventually(page.locator('#token-secret'), /^luutru_[\w-]{43}$/);
  await page.getByRole('row', { name: /Swagger UI/ }).waitFor();

  await authorize(page, secret);
  const said = await tryOut(page, 'getCurrentAccount');
  assert.match(said, /^200/);
  assert.match(said, /"login": "quantri"/);

  await page.goto('/profile');
  await page.getByRole('button', { name: 'Thu hồi mã Swagger UI' }).click();
  await page.getByText('Chưa có mã nào.').waitFor();
  await authorize(page, secret);
  assert.match(await tryOut(page, 'getCurrentAccount'), /^401/);
});

test('a text that is no token is refused', { expected: [401] }, async ({ page }) => {
  await authorize(page, 'luutru_khong-dung');
  assert.match(await tryOut(page, 'getCurrentAccount'), /^401/);
});

/** Opens the documentation once its operations are there. */
async function openDocs(page, path = '/docs/') {
  await page.goto(path);
  await page.locator('.opblock-tag').first().waitFor({ timeout: 40_000 });
}

/** Presses Execute; gives the answer as it is shown. */
async function execute(block) {
  await block.locator('.btn.execute').click();
  const answer = block.locator('.live-responses-table .response').first();
  await answer.waitFor();
  return eventually(answer, /\S/);
}

test('three steps lead a newcomer from sign-in to a notified stay, without a value to copy', async ({ page }) => {
  await openDocs(page);
  await page.getByRole('link', { name: 'Mở login' }).click();
  const login = page.locator('#operations-sign-in-login');
  await login.getByRole('textbox', { name: 'Nội dung gửi' }).fill(JSON.stringify({ login: 'haidang', password: PASSWORD }));
  assert.match(await execute(login), /^200/);
  await eventually(page.locator('#signed-in'), 'Đã đăng nhập.');
  await eventually(page.locator('#room-filled'), 'Đã điền phòng của cơ sở.');

  await page.getByRole('link', { name: 'Mở notifyStay' }).click();
  assert.match(await execute(page.locator('#operations-stays-notifyStay')), /^201/);
  await eventually(page.locator('#notified'), 'Đã lưu');

  await page.getByRole('link', { name: 'Mở getStay' }).click();
  const read = await execute(page.locator('#operations-stays-getStay'));
  assert.match(read, /^200/);
  assert.match(read, /"full_name": "Nguyễn Hữu Phước"/);
});

test('an operation says in both languages what it does and who may call it', async ({ page }) => {
  await openDocs(page);
  await eventually(page.locator('.band'), 'Tỉnh dùng thử: khách và cơ sở lưu trú đều không có thật.');
  await page.getByRole('link', { name: 'Mở notifyStay' }).click();
  const operation = page.locator('#operations-stays-notifyStay');
  await eventually(operation, 'Thông báo một lượt lưu trú');
  await eventually(operation, 'Ai được gọi: cơ sở lưu trú (cơ sở của mình).');

  await page.getByRole('link', { name: 'English' }).click();
  // At the same operation, which is open again.
  await eventually(operation, 'May be called by: lodging facilities (their own facility).');
  await eventually(operation, 'Notify a stay');
  await eventually(page.locator('.band'), 'Demo province: all guests and facilities are invented.');
  await holds(async () => assert.equal(await page.evaluate(() => document.documentElement.lang), 'en'));
});

test('the failures of an operation, the introduction and the schemas are closed at first', async ({ page }) => {
  await openDocs(page);
  await holds(async () => assert.equal(await page.locator('.opblock, .model-container').count(), 0));
  await holds(async () => assert.equal(await page.locator('details.conventions').getAttribute('open'), null));
  await page.getByRole('link', { name: 'Mở notifyStay' }).click();
  const operation = page.locator('#operations-stays-notifyStay');
  const failures = operation.getByRole('button', { name: /^Các lỗi có thể gặp/ });
  await failures.waitFor();
  await holds(async () => assert.equal(await operation.locator('.response[data-code="422"]').count(), 0));
  await failures.click();
  await operation.locator('.response[data-code="422"]').waitFor();
});

test('the keyboard opens an operation from its step and closes it', async ({ page }) => {
  await openDocs(page);
  await page.getByRole('link', { name: 'Mở getStay' }).press('Enter');
  const summary = page.locator('#operations-stays-getStay .opblock-summary-control');
  await holds(async () => assert.ok(await summary.evaluate((element) => element === document.activeElement && element.ariaExpanded === 'true')));
  await summary.press('Enter');
  await holds(async () => assert.equal(await summary.getAttribute('aria-expanded'), 'false'));
});

test('the documentation is accessible, in light and dark, on a desk and on a telephone', async ({ page }) => {
  await openDocs(page);
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Mở login' }).click();
  const login = page.locator('#operations-sign-in-login');
  await login.getByRole('textbox', { name: 'Nội dung gửi' }).fill(JSON.stringify({ login: 'haidang', password: PASSWORD }));
  assert.match(await execute(login), /^200/);
  await page.getByRole('link', { name: 'Mở getStay' }).click();
  await page.locator('#operations-stays-getStay .btn.execute').waitFor();
  await assertAccessible(page, 'operations that are open');
  await page.emulateMedia({ colorScheme: 'dark' });
  await assertColours(page, 'in the dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await assertNoSideScroll(page);
  await assertAccessible(page, 'on a telephone');
});
