// What every list does: order, columns, open row and place are kept by the address, by "back" and by a reload.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { guest } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { eventually, holds, settled, signIn, until } from './support/page.mjs';

const site = use(await open());
watchFocus();

const address = (page) => new URL(page.url()).pathname + new URL(page.url()).search;
const names = (page) => page.locator('.row-open').allInnerTexts();
const head = (page, name) => page.getByRole('columnheader', { name, exact: true });

test('the head of a column sorts, the address says so, and a reload keeps the order', async ({ page }) => {
  const client = await site.as('haidang');
  for (const full_name of ['Đỗ Văn Cột', 'An Văn Cột', 'Dương Văn Cột']) await client.notify({ guest: guest({ full_name }), room: '101' });
  await signIn(page, 'congan.phuong1');
  await holds(async () => assert.equal(await head(page, 'Nhận lúc').getAttribute('aria-sort'), 'descending'));
  await page.getByRole('button', { name: 'Khách', exact: true }).focus();
  await page.keyboard.press('Enter');
  await until(page, () => address(page) === '/notifications?sort=full_name', 'the order stands in the address');
  const shown = async () => (await names(page)).filter((name) => name.endsWith('Cột'));
  await holds(async () => assert.deepEqual(await shown(), ['An Văn Cột', 'Dương Văn Cột', 'Đỗ Văn Cột'], 'Đ follows D'));
  await holds(async () => assert.equal(await head(page, 'Khách').getAttribute('aria-sort'), 'ascending'));
  await page.reload();
  await settled(page);
  await holds(async () => assert.deepEqual(await shown(), ['An Văn Cột', 'Dương Văn Cột', 'Đỗ Văn Cột']));
  await page.getByRole('button', { name: 'Khách', exact: true }).click();
  await until(page, () => address(page) === '/notifications?sort=-full_name', 'a second press turns it round');
  await holds(async () => assert.deepEqual(await shown(), ['Đỗ Văn Cột', 'Dương Văn Cột', 'An Văn Cột']));
  await page.goBack();
  await holds(async () => assert.deepEqual(await shown(), ['An Văn Cột', 'Dương Văn Cột', 'Đỗ Văn Cột']));
  await assertAccessible(page, 'a sorted list');
});

test('the open row stands in the address: a colleague who gets the link sees it, and "back" closes it', async ({ page, person }) => {
  const stay = await (await site.as('anhduong')).notify({ guest: guest({ full_name: 'Kha Văn Liên Kết' }), room: '201' });
  await signIn(page, 'congan.phuong1');
  await page.getByRole('button', { name: 'Kha Văn Liên Kết' }).click();
  await until(page, () => address(page) === `/notifications?open=${stay.id}`, 'the row stands in the address');
  await eventually(page.locator('#opened-stay .facts'), 'Khách sạn Ánh Dương');
  const colleague = await person();
  await signIn(colleague, 'congan.phuong1', { path: `/notifications?open=${stay.id}` });
  await eventually(colleague.locator('#opened-stay .facts'), 'Khách sạn Ánh Dương');
  await page.goBack();
  await page.locator('#opened-stay').waitFor({ state: 'detached' });
  await holds(async () => assert.equal(address(page), '/notifications'));
  await page.goForward();
  await eventually(page.locator('#opened-stay .facts'), 'Khách sạn Ánh Dương');
});

test('"back" from a guest shows what was found, without another search that is recorded', async ({ page }) => {
  await (await site.as('haidang')).notify({ guest: guest({ full_name: 'Lã Thị Tìm Lại', sex: 'female' }), room: '102' });
  await signIn(page, 'haidang', { path: '/guests' });
  let searches = 0;
  page.on('request', (request) => (searches += request.url().endsWith('/stays/search') ? 1 : 0));
  await page.locator('#guest-search').fill('tim lai');
  await page.locator('#guest-search').press('Enter');
  await page.getByRole('link', { name: 'Lã Thị Tìm Lại' }).click();
  await page.getByRole('heading', { level: 1, name: 'Lã Thị Tìm Lại' }).waitFor();
  await page.goBack();
  await page.getByRole('link', { name: 'Lã Thị Tìm Lại' }).waitFor();
  await holds(async () => assert.equal(searches, 1, 'one search was sent'));
});

test('a list that was scrolled and left is there again at its place', async ({ page }) => {
  const client = await site.as('songbien');
  for (let at = 0; at < 40; at += 1) await client.notify({ guest: guest({ full_name: `Vi Văn Cuộn ${String.fromCharCode(65 + (at % 26))}${at < 26 ? '' : 'a'}` }), room: '101' });
  await signIn(page, 'congan.phuong1');
  const row = page.getByRole('button', { name: 'Vi Văn Cuộn A', exact: true });
  await row.scrollIntoViewIfNeeded();
  const before = await until(page, () => page.evaluate(() => scrollY), 'the list is scrolled');
  await row.click();
  await page.getByRole('link', { name: 'Xem đủ và lịch sử' }).click();
  await page.getByRole('heading', { level: 1, name: 'Vi Văn Cuộn A' }).waitFor();
  await page.goBack();
  await row.waitFor();
  await until(page, async () => Math.abs((await page.evaluate(() => scrollY)) - before) < 200, 'the place is the same');
});

test('a column that is hidden stays hidden in this browser, and what names the row cannot be hidden', async ({ page }) => {
  await (await site.as('haidang')).notify({ guest: guest({ full_name: 'Mạc Văn Ẩn Cột' }), room: '103' });
  await signIn(page, 'congan.phuong1');
  await page.getByRole('button', { name: 'Cột', exact: true }).click();
  const columns = page.locator('.list-columns');
  await holds(async () => assert.equal(await columns.getByRole('checkbox', { name: 'Khách' }).count(), 0));
  await columns.getByRole('checkbox', { name: 'Phòng' }).uncheck();
  await holds(async () => assert.equal(await head(page, 'Phòng').count(), 0));
  await assertAccessible(page, 'choosing columns');
  await page.reload();
  await settled(page);
  await page.getByRole('table').waitFor();
  await holds(async () => assert.equal(await head(page, 'Phòng').count(), 0));
  await page.getByRole('button', { name: 'Cột', exact: true }).click();
  await columns.getByRole('checkbox', { name: 'Phòng' }).check();
  await holds(async () => assert.equal(await head(page, 'Phòng').count(), 1));
});
