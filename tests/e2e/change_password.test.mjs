// Changing one's own password: at the first sign-in because one must, later because one wants to.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, field, holds, settled, signIn } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());

async function fill(page, current, fresh, again = fresh) {
  await page.locator('#current_password').fill(current);
  await page.locator('#new_password').fill(fresh);
  await page.locator('#again').fill(again);
  await page.locator('#again').press('Enter');
}

// Proves LC-7.1a-2.
// Part of LC-7.1a-1.
test('the first password is asked to mix letters, digits and signs, and each rule is ticked as one types', { expected: [400, 422] }, async ({ page }) => {
  await page.goto('/');
  await page.locator('#login').fill('moimo');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#password').press('Enter');
  await page.getByRole('heading', { name: 'Đổi mật khẩu ban đầu' }).waitFor();
  // It was typed a moment ago.
  await assertFocus(page, 'new_password');
  await holds(async () => assert.equal(await page.locator('#current_password').inputValue(), PASSWORD));
  // The field stands right under its name, the rules below.
  await holds(async () => {
    const order = await field(page, 'new_password').evaluate((field) => [...field.querySelectorAll('label, input, .password-rules')].map((part) => part.tagName));
    assert.deepEqual(order, ['LABEL', 'INPUT', 'UL']);
  });
  const rule = (text) => page.locator('.password-rules li').filter({ hasText: text });
  const met = async (text) => (await rule(text).getAttribute('class'))?.includes('met') ?? false;
  await page.locator('#new_password').fill('bienxanhbien');
  await eventually(rule('Có chữ cái'), 'Đạt');
  await holds(async () => assert.ok(await met('Ít nhất 10 ký tự')));
  await holds(async () => assert.ok(!(await met('Có chữ số')) && !(await met('Có ký tự đặc biệt'))));

  for (const [fresh, said] of [
    ['bienxanhbien', /chữ số.*ký tự đặc biệt/],
    ['Bien-2026', /ít nhất 10 ký tự/i],
    ['123456789-0', /chữ cái/],
    ['Toi-la-moimo-1', /tên đăng nhập/],
  ]) {
    await fill(page, PASSWORD, fresh);
    await eventually(field(page, 'new_password').locator('.field-said'), said, fresh);
    await assertFocus(page, 'new_password', fresh);
  }
  await fill(page, PASSWORD, PASSWORD);
  await eventually(field(page, 'new_password').locator('.field-said'), /khác|giống|trùng/);
  await fill(page, PASSWORD, 'Bien-xanh-2026', 'Bien-xanh-2027');
  await eventually(field(page, 'again').locator('.field-said'), 'Hai lần nhập mật khẩu mới chưa giống nhau.');
  await assertAccessible(page, 'the first password with an error');

  await fill(page, 'khong-phai-no-1', 'Bien-xanh-2026');
  await eventually(field(page, 'current_password').locator('.field-said'), /không đúng/);
  await assertFocus(page, 'current_password');

  await fill(page, PASSWORD, 'Bien-xanh-2026');
  await page.getByRole('heading', { name: 'Thiết lập cơ sở' }).waitFor();
  await page.getByText('Đã đổi mật khẩu').waitFor();
  await (await site.as()).call('login', { body: { login: 'moimo', password: PASSWORD }, status: 401 });
  await site.as('moimo', 'Bien-xanh-2026');
});

test('changing the password ends the other sessions and goes on in this one', async ({ page }) => {
  const elsewhere = await site.as('songbien');
  await elsewhere.call('getCurrentAccount');
  await signIn(page, 'songbien');
  await page.locator('#account-button').click();
  await page.locator('#account-menu').getByRole('link', { name: 'Đổi mật khẩu' }).click();
  await page.getByRole('heading', { name: 'Đổi mật khẩu' }).waitFor();
  await page.getByText('Sau 2 tháng phải đổi lại.').waitFor();
  await fill(page, PASSWORD, 'Song-bien-2026');
  await page.getByText('Đã đổi mật khẩu').waitFor();
  await page.getByText('Các phiên khác của tài khoản đã kết thúc.').waitFor();
  await holds(async () => assert.equal(new URL(page.url()).pathname, '/today'));
  await settled(page);
  await elsewhere.call('getCurrentAccount', { status: 401 });
  await page.reload();
  await page.locator('#today-todo').waitFor();
});

test('an empty form says at each field what is missing', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/password' });
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await eventually(field(page, 'current_password').locator('.field-said'), 'Nhập mật khẩu hiện tại.');
  await assertFocus(page, 'current_password');
  await holds(async () => assert.match(await page.title(), /^Lỗi:/));
  await page.locator('#current_password').fill('x');
  await holds(async () => assert.equal(await page.locator('#current_password-error').count(), 0, 'the error goes with the first letter'));
});
