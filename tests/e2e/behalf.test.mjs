// What the police enter for households, guests and places without an account.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { personalNumber } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { choose, eventually, field, fillNotify, focused, holds, now, settled, signIn, words } from './support/page.mjs';
import { typeByHand } from './support/scanner.mjs';

const site = use(await open());
watchFocus();

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
  await page.getByRole('radio', { name: 'Qua tổ trưởng, trưởng thôn' }).press('Space');
  await fillNotify(page, { name: 'Mai Văn Nhập Hộ' });
  await page.keyboard.press('Control+Enter');
  await eventually(toast(page), /Mai Văn Nhập Hộ/);
  await holds(async () => assert.equal(await page.locator('#place-name').inputValue(), 'Hộ bà Trần Thị Lài', 'the place stays for the next guest'));
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), ''));
  await page.getByRole('link', { name: 'Mai Văn Nhập Hộ' }).click();
  await page.getByRole('heading', { level: 1, name: 'Mai Văn Nhập Hộ' }).waitFor();
  await eventually(page.locator('.sheet').nth(1), /Qua tổ trưởng, trưởng thôn, từ hộ gia đình/);
  await holds(async () => assert.match(await words(page.locator('.stay-main')), /Hộ bà Trần Thị Lài/));
  // Lists tell when the police entered it, beside the moment that they were told.
  await page.goto('/notifications');
  await eventually(page.locator('.stay-row', { hasText: 'Mai Văn Nhập Hộ' }).locator('.under'), /^công an nhập \d\d:\d\d$/);
});

test('what is missing is told for place, notifier and guest at once, and nothing typed is lost by a reload', async ({ page }) => {
  await opened(page);
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await eventually(summary(page), /Còn \d+ chỗ/);
  await holds(async () => {
    const told = await words(summary(page));
    for (const label of ['Tên nơi lưu trú hoặc chủ hộ', 'Số nhà, đường, thôn, tổ', 'Họ và tên người báo', 'Họ và tên']) assert.ok(told.toLowerCase().includes(label.toLowerCase()), label);
  });
  await assertAccessible(page, 'the form with mistakes');
  await page.locator('#notifier-phone').fill('abc');
  await page.locator('#notifier-phone').blur();
  await eventually(field(page, 'notifier-phone').locator('.field-said'), /điện thoại/i);
  await fillPlace(page, 'Hộ ông Ngô Văn Giữ');
  await page.locator('#full_name').fill('Ngô Văn Giữ');
  await page.locator('#full_name').blur();
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await holds(async () => assert.equal(await page.locator('#place-name').inputValue(), 'Hộ ông Ngô Văn Giữ'));
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Ngô Văn Giữ'));
});

test('a place that is known is found by its name', async ({ page }) => {
  await opened(page);
  await page.getByRole('radio', { name: 'Nơi đã có' }).press('Space');
  await choose(page, 'facility-id', 'Hải Đăng');
  await page.locator('#notifier-name').fill('Lê Thị Mỹ Duyên');
  await fillNotify(page, { name: 'Mai Thị Gọi Điện' });
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await eventually(toast(page), /Mai Thị Gọi Điện/);
  const client = await site.as('haidang');
  const listed = await client.call('listStays');
  assert.ok(listed.items.some((stay) => stay.full_name === 'Mai Thị Gọi Điện'), 'the facility reads it');
});

/** Whoever types counts: what a person presses, one by one. */
function typist(page) {
  const pressed = { keys: 0 };
  const press = async (key) => {
    pressed.keys += 1;
    await page.keyboard.press(key);
  };
  const type = async (text) => {
    pressed.keys += [...text].length;
    await typeByHand(page, text);
  };
  const to = async (id) => {
    for (let tabs = 0; (await now(() => focused(page))) !== id; tabs += 1) {
      assert.ok(tabs < 12, `#${id} is too far away`);
      await press('Tab');
    }
  };
  return { pressed, press, type, to };
}

// Part of LC-10.9-1.
// A practised hand presses five keys a second, a slow one three: 90 are half a minute for the slow one.
test('a call from a place that is known is entered with fewer than 90 keys and no mouse', async ({ page }) => {
  await opened(page);
  const { pressed, press, type, to } = typist(page);
  // The officer has dealt with this place before: which kind of place it is, is kept.
  await page.getByRole('radio', { name: 'Nơi đã có' }).press('Space');
  await to('facility-id');
  await type('hai dang');
  await page.locator('#facility-id-list [role=option]').first().waitFor();
  await press('Enter');
  await to('notifier-name');
  await type('Lan');
  await to('full_name');
  await type('Mai Thi Dien Thoai');
  await to('birth-day');
  await type('17051990');
  await to('sex-0');
  await press('ArrowRight');
  await to('document_number');
  await type(personalNumber('1990-05-17', 'female'));
  await to('departure');
  await type('+1');
  await press('Control+Enter');
  await eventually(toast(page), /Mai Thi Dien Thoai/);
  assert.ok(pressed.keys < 90, `${pressed.keys} keys`);
});
