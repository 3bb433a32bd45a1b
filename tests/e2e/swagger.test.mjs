// Swagger UI: administrators and integrators put in a token made on their own account page, and what they try out works.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { eventually, signIn } from './support/page.mjs';
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
