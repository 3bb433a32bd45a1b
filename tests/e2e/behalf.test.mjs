// What the police enter for households, guests and places without an account.

import assert from 'node:assert/strict';
import { assertAccessible, assertFocus, choose, eventually, field, fillNotify, open, settled, signIn, test, use, words } from './support.mjs';

const site = use(await open());

const summary = (page) => page.locator('.summary');
const toast = (page) => page.locator('.toasts');

async function opened(page, options) {
  await signIn(page, 'congan.phuong1', { path: '/behalf', ...options });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settled(page);
}

async function fillPlace(page, name = 'Hộ bà Trần Thị Lài') {
  await page.locator('#place-name').fill(name);
  await page.locator('#place-address').fill('Tổ 4 Vĩnh Hải');
  await page.locator('#notifier-name').fill('Trần Thị Lài');
  await page.locator('#notifier-phone').fill('0905 000 247');
}

// Part of LC-10.9-2, LC-11.7b.
test('a call about a household is entered, the next guest of it needs only the guest, and the stay says who told it', async ({ page }) => {
  await opened(page);
  await assertAccessible(page, 'the empty form');
  await fillPlace(page);
  await page.getByRole('radio', { name: 'Qua tổ trưởng, trưởng thôn' }).check({ force: true });
  await fillNotify(page, { name: 'Mai Văn Nhập Hộ' });
  await page.keyboard.press('Control+Enter');
  await eventually(toast(page), /Mai Văn Nhập Hộ/);
  assert.equal(await page.locator('#place-name').inputValue(), 'Hộ bà Trần Thị Lài', 'the place stays for the next guest');
  assert.equal(await page.locator('#full_name').inputValue(), '');
  await page.getByRole('link', { name: 'Mai Văn Nhập Hộ' }).click();
  await page.getByRole('heading', { level: 1, name: 'Mai Văn Nhập Hộ' }).waitFor();
  await eventually(page.locator('.sheet').nth(1), /Qua tổ trưởng, trưởng thôn, từ hộ gia đình/);
  assert.match(await words(page.locator('.stay-main')), /Hộ bà Trần Thị Lài/);
});

test('what is missing is told for place, notifier and guest at once, and nothing typed is lost by a reload', async ({ page }) => {
  await opened(page);
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await eventually(summary(page), /Còn \d+ chỗ/);
  const told = await words(summary(page));
  for (const label of ['Tên nơi lưu trú hoặc chủ hộ', 'Số nhà, đường, thôn, tổ', 'Họ và tên người báo', 'Họ và tên']) assert.ok(told.includes(label), label);
  await assertAccessible(page, 'the form with mistakes');
  await page.locator('#notifier-phone').fill('abc');
  await page.locator('#notifier-phone').blur();
  await eventually(field(page, 'notifier-phone').locator('.field-said'), /điện thoại/i);
  await fillPlace(page, 'Hộ ông Ngô Văn Giữ');
  await page.locator('#full_name').fill('Ngô Văn Giữ');
  await page.locator('#full_name').blur();
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await page.locator('#place-name').inputValue(), 'Hộ ông Ngô Văn Giữ');
  assert.equal(await page.locator('#full_name').inputValue(), 'Ngô Văn Giữ');
});

test('a place that is known is found by its name', async ({ page }) => {
  await opened(page);
  await page.getByRole('radio', { name: 'Nơi đã có' }).check({ force: true });
  await choose(page, 'facility-id', 'Hải Đăng');
  await page.locator('#notifier-name').fill('Lê Thị Mỹ Duyên');
  await fillNotify(page, { name: 'Mai Thị Gọi Điện' });
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await eventually(toast(page), /Mai Thị Gọi Điện/);
  const client = await site.as('haidang');
  const listed = await client.call('listStays');
  assert.ok(listed.items.some((stay) => stay.full_name === 'Mai Thị Gọi Điện'), 'the house reads it');
});
