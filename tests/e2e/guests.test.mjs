// The guests of a facility: its own, filtered and searched.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { guest, moment } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, holds, settled, signIn, until, words } from './support/page.mjs';
import { typeByHand } from './support/scanner.mjs';

const site = use(await open());
watchFocus();

const rows = (page) => page.getByRole('table').getByRole('row');
const address = (page) => new URL(page.url()).pathname + new URL(page.url()).search;

// Part of KH-11.2d-3, KH-5.2.
test('the list holds the guests of this facility alone, newest first, with masked numbers', async ({ page }) => {
  const client = await site.as('vuonxoai');
  const number = guest().document_number;
  await client.notify({ guest: guest({ full_name: 'Tạ Thị Mới Nhất', sex: 'female', document_number: number }), room: '104' });
  const own = (await client.call('listStays', { query: { limit: 100 } })).items;
  await signIn(page, 'vuonxoai', { path: '/guests' });
  await holds(async () => assert.equal(await rows(page).count(), own.length + 1));
  await holds(async () => {
    const first = await words(rows(page).nth(1));
    assert.match(first, /Tạ Thị Mới Nhất Nữ 1990 VN/);
    assert.match(first, new RegExp(`${number.slice(0, 4)}•••••${number.slice(-3)}`));
    assert.ok(!first.includes(number));
  });
  await page.getByRole('link', { name: 'Tạ Thị Mới Nhất' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tạ Thị Mới Nhất' }).waitFor();
});

test('filters stand in the address, survive a reload, and are taken away', async ({ page }) => {
  const client = await site.as('songbien');
  await client.notify({ guest: guest({ full_name: 'Hà Văn Quá Giờ' }), room: '103', arrival_at: moment(-3, '15:00'), planned_departure_at: moment(-1, '12:00') });
  await signIn(page, 'songbien', { path: '/guests' });
  await page.getByRole('button', { name: /^Trạng thái/ }).click();
  await page.getByRole('button', { name: 'Quá giờ trả' }).click();
  await page.waitForURL('**/guests?state=overdue');
  await eventually(page.getByRole('table'), 'Hà Văn Quá Giờ');
  await eventually(page.locator('#filter-state'), 'Trạng thái Quá giờ trả');
  await page.reload();
  await settled(page);
  await eventually(page.locator('#filter-state'), 'Quá giờ trả');
  await holds(async () => {
    for (const status of await page.locator('td.at-status').allInnerTexts()) assert.match(status, /Tự thêm|Quá giờ trả/);
  });
  await page.getByRole('button', { name: 'Bỏ lọc Trạng thái' }).click();
  await page.waitForURL('**/guests');
  await holds(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'filter-state', 'focus stays at the filter'));
  await page.getByRole('button', { name: /^Quốc tịch/ }).click();
  await page.getByLabel('Tìm nước').fill('ba lan');
  await page.getByRole('button', { name: 'Ba Lan' }).click();
  await page.waitForURL('**/guests?nationality=PL');
  await page.goBack();
  await page.waitForURL('**/guests');
  await eventually(page.locator('#filter-nationality'), 'Tất cả');
});

test('a filter that leaves nobody says so and offers the way back', async ({ page }) => {
  await signIn(page, 'songbien', { path: '/guests?nationality=IS' });
  await page.getByText('Không có lượt nào khớp bộ lọc').waitFor();
  await assertAccessible(page, 'an empty list');
  await page.getByRole('main').getByRole('button', { name: 'Bỏ lọc' }).last().click();
  await page.waitForURL('**/guests');
  await page.getByRole('table').waitFor();
});

test('a guest is found without accents and by the whole number, and neither stands in the address', async ({ page }) => {
  const client = await site.as('haidang');
  const who = guest({ full_name: 'Nguyễn Thị Quỳnh Hương', sex: 'female' });
  await client.notify({ guest: who, room: '101' });
  await signIn(page, 'haidang', { path: '/guests' });
  for (const asked of ['quynh huong', who.document_number.replace(/(\d{3})(?=\d)/g, '$1 ')]) {
    await page.locator('#guest-search').fill(asked);
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    await page.getByText('1 khách, 1 lượt').waitFor();
    await eventually(page.getByRole('table'), 'Nguyễn Thị Quỳnh Hương');
    await holds(async () => assert.equal(address(page), '/guests'));
    await page.getByRole('button', { name: 'Xem lại cả danh sách' }).click();
    await page.locator('#filter-state').waitFor();
  }
  await page.locator('#guest-search').fill('a');
  await page.locator('#guest-search').press('Enter');
  await page.getByText('Nhập ít nhất 2 chữ của tên hoặc 4 số cuối của giấy tờ.').waitFor();
  await page.locator('#guest-search').fill('khong co ai ca');
  await page.locator('#guest-search').press('Enter');
  await page.getByText('Không có khách nào khớp').waitFor();
});

test('/ leads to the search of the top bar from any page', async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/today' });
  const client = await site.as('anhduong');
  await client.notify({ guest: guest({ full_name: 'Phó Thị Thanh Tìm', sex: 'female' }), room: '105' });
  await page.keyboard.press('/');
  await holds(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'search'));
  await typeByHand(page, 'pho thi thanh tim');
  await page.keyboard.press('Enter');
  await page.getByText('1 khách, 1 lượt').waitFor();
  await eventually(page.getByRole('table'), 'Phó Thị Thanh Tìm');
  await holds(async () => assert.equal(address(page), '/guests'));
});

test('J and K go through the list, and Enter opens', async ({ page }) => {
  const client = await site.as('bachtuyet');
  for (const name of ['Lều Văn Hai', 'Lều Văn Một']) await client.notify({ guest: guest({ full_name: name }), room: '101' });
  await signIn(page, 'bachtuyet', { path: '/guests' });
  const onRow = (name) => until(page, () => page.evaluate((wanted) => document.activeElement.innerText?.trim() === wanted, name), `focus is on ${name}`);
  await page.keyboard.press('j');
  await onRow('Lều Văn Một');
  await page.keyboard.press('j');
  await onRow('Lều Văn Hai');
  await page.keyboard.press('k');
  await onRow('Lều Văn Một');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Lều Văn Một' }).waitFor();
});

// people B3
test('the search at the top opens a room by its number, finds by the end of a number, and says what it did not find', async ({ page }) => {
  const client = await site.as('haidang');
  const here = guest({ full_name: 'Kiều Văn Đuôi Số' });
  const stay = await client.notify({ guest: here });
  await signIn(page, 'haidang', { path: '/today' });
  const top = page.getByRole('banner').getByRole('searchbox');
  const ask = async (text) => {
    await top.fill(text);
    await top.press('Enter');
  };
  await ask(stay.room.name);
  await page.locator('#opened-room-title').filter({ hasText: stay.room.name }).waitFor();
  await assertFocus(page, 'opened-room-title');
  await holds(async () => assert.ok(page.url().endsWith('/board'), 'the address opens it once'));
  await ask(here.document_number.slice(-4));
  await page.getByRole('link', { name: here.full_name }).waitFor();
  await holds(async () => assert.equal(await page.locator('#guest-search').inputValue(), here.document_number.slice(-4)));
  await ask('khong co ai');
  await page.getByText('Không có khách nào khớp').waitFor();
  await ask('9z');
  await page.getByText('“9z” chưa đủ để tìm khách').waitFor();
  await assertAccessible(page, 'a search that found nobody');
});
