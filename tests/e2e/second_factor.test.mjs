// The second factor: compulsory before anything else, then a second step at sign-in.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { totp } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { eventually, holds } from './support/page.mjs';

const site = use(await open());
const NEW_PASSWORD = 'Bien-xanh-2026';

test('a new administrator sets up the second factor before anything else, and signs in with it', { expected: [401, 422] }, async ({ page }) => {
  const administrator = await site.as('quantri');
  const made = await administrator.call('createAccount', {
    headers: { 'idempotency-key': crypto.randomUUID() },
    body: { role: 'police', level: 'province', unit_name: 'Công an tỉnh Khánh Hòa', area_code: '56', holder_name: 'Hồ Anh Tuấn', email: 'tuan@congan.vn', phone: '0258 000 0113', delivery: 'handover' },
  });
  const { initial_password: password, account: { login } } = made;
  await page.goto('/registrations');
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('#password').press('Enter');
  await page.locator('#current_password').fill(password);
  await page.locator('#new_password').fill(NEW_PASSWORD);
  await page.locator('#again').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();

  await page.getByRole('heading', { name: 'Bật xác thực hai bước' }).waitFor();
  await holds(async () => assert.equal(await page.getByRole('navigation').count(), 0, 'there is no way to another page'));
  await page.locator('#password').fill(NEW_PASSWORD);
  await page.locator('#password').press('Enter');
  await page.locator('.factor-qr svg').waitFor();
  await assertAccessible(page, 'the picture for the app');
  const secret = await eventually(page.locator('.factor-secret'), /\S/);
  await page.locator('#code').fill('000000');
  await page.locator('#code').press('Enter');
  await eventually(page.locator('#code-field'), /Mã không đúng/);
  await page.locator('#code').fill(totp(secret));
  await page.locator('#code').press('Enter');
  await page.getByRole('heading', { name: 'Cất các mã dự phòng' }).waitFor();
  const codes = await holds(async () => {
    const codes = await page.locator('.factor-codes li').allInnerTexts();
    assert.equal(codes.length, 10);
    return codes;
  });
  await assertAccessible(page, 'the recovery codes');
  await page.getByRole('checkbox', { name: 'Đã cất các mã này ở nơi an toàn' }).check();
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('heading', { name: 'Hồ sơ đăng ký' }).waitFor();

  // The second step: a used code is no code, a recovery code is good once.
  await page.locator('#account-button').click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(NEW_PASSWORD);
  await page.locator('#password').press('Enter');
  await eventually(page.getByRole('main'), /Còn một bước/);
  await holds(async () => assert.equal(await page.locator('#code').getAttribute('autocomplete'), 'one-time-code'));
  await assertAccessible(page, 'the second step');
  await page.locator('#code').fill('000000');
  await page.locator('#code').press('Enter');
  await eventually(page.getByRole('alert').filter({ hasText: /\S/ }), /Mã không đúng hoặc đã dùng/);
  await page.getByRole('button', { name: /Dùng mã dự phòng/ }).click();
  await page.locator('#code').fill(codes[0]);
  await page.locator('#code').press('Enter');
  await page.getByRole('banner').waitFor();
});
