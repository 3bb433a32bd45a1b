// The notifications of a commune, as its police read them.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { movableClock } from './support/clock.mjs';
import { day, guest, moment } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, holds, now, settled, signIn, until, words } from './support/page.mjs';

const site = use(await open());
watchFocus();

const rows = (page) => page.getByRole('table').getByRole('row');
const address = (page) => new URL(page.url()).pathname + new URL(page.url()).search;
const panel = (page) => page.locator('#opened-stay');
/** The stays of the list as it stands, from the top. */
const names = (page) => page.locator('.row-open').allInnerTexts();

// Part of LC-10.6, KH-10.2c, KH-5.2.
test('an officer sees the notifications of the own commune and no other, newest first, with masked numbers', async ({ page, person }) => {
  const here = guest({ full_name: 'Âu Thị Phường Một', sex: 'female' });
  await (await site.as('haidang')).notify({ guest: guest({ full_name: 'Âu Văn Trước Đó' }), room: '101' });
  await (await site.as('bacthanh')).notify({ guest: guest({ full_name: 'Âu Thị Phường Hai', sex: 'female' }), room: '101' });
  await (await site.as('songbien')).notify({ guest: here, room: '102' });
  await signIn(page, 'congan.phuong1');
  await page.getByRole('heading', { name: 'Thông báo lưu trú' }).waitFor();
  await holds(async () => {
    const shown = await names(page);
    assert.deepEqual(shown.slice(0, 2), ['Âu Thị Phường Một', 'Âu Văn Trước Đó']);
    assert.ok(!shown.includes('Âu Thị Phường Hai'));
  });
  await holds(async () => {
    const table = await words(page.getByRole('table'));
    assert.ok(table.includes(`${here.document_number.slice(0, 4)}•••••${here.document_number.slice(-3)}`));
    assert.ok(!table.includes(here.document_number));
  });

  const second = await person();
  await signIn(second, 'congan.phuong2');
  await holds(async () => assert.equal((await names(second))[0], 'Âu Thị Phường Hai'));
  await holds(async () => assert.ok(!(await names(second)).includes('Âu Thị Phường Một')));

  const province = await person();
  await signIn(province, 'congan.tinh');
  await holds(async () => {
    const all = await names(province);
    assert.ok(all.includes('Âu Thị Phường Một') && all.includes('Âu Thị Phường Hai'), 'the province sees both');
  });
});

test('the list is taken out as a file for a purpose, which is asked', async ({ page }) => {
  await (await site.as('haidang')).notify({ guest: guest({ full_name: 'Âu Văn Danh Sách' }), room: '101' });
  await signIn(page, 'congan.phuong1');
  await page.getByRole('button', { name: 'Xuất tệp', exact: true }).click();
  const asks = page.locator('#export');
  await asks.getByRole('button', { name: 'Xuất tệp' }).click();
  await eventually(asks.locator('#export-purpose-field'), 'Chọn mục đích. Mục đích được ghi nhật ký.');
  await assertAccessible(page, 'the purpose of an export');
  await asks.locator('#export-purpose').selectOption('residence_check');
  const saved = page.waitForEvent('download');
  await asks.getByRole('button', { name: 'Xuất tệp' }).click();
  assert.match((await saved).suggestedFilename(), /^thong-bao-luu-tru_\d{4}-\d\d-\d\d\.xlsx$/);
  await eventually(page.locator('.toasts'), 'Đã lưu tệp danh sách');
});

test('what was notified since the list was read is counted on a button that reads it', async ({ page }) => {
  const client = await site.as('haidang');
  await client.notify({ guest: guest({ full_name: 'Âu Văn Có Trước' }), room: '101' });
  const pass = await movableClock(page);
  await signIn(page, 'congan.phuong1');
  await holds(async () => assert.equal((await names(page))[0], 'Âu Văn Có Trước'));
  await client.notify({ guest: guest({ full_name: 'Âu Văn Vừa Tới' }), room: '102' });
  await pass(2);
  // Somebody comes back to the window.
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  const fresh = page.getByRole('button', { name: '1 mới, bấm để xem' });
  await fresh.waitFor();
  await holds(async () => assert.equal((await names(page))[0], 'Âu Văn Có Trước', 'nothing moves unasked'));
  await assertAccessible(page, 'a list to which something has come');
  // Marking what is shown leaves what has come since.
  await page.getByRole('button', { name: /^Đánh dấu đã xem/ }).click();
  const officer = await site.as('congan.phuong1');
  const section = page.locator('.rail').getByRole('link', { name: /^Thông báo/ });
  await holds(async () => {
    const { notifications } = await officer.call('getCounts');
    assert.ok((await words(section)).includes(`, ${notifications.unseen} chưa xem`));
  });
  await holds(async () => assert.equal(await fresh.count(), 1));
  await fresh.press('Enter');
  await holds(async () => assert.equal((await names(page))[0], 'Âu Văn Vừa Tới'));
  await holds(async () => assert.equal(await fresh.count(), 0));
  await holds(async () => assert.ok(await page.evaluate(() => document.activeElement.matches('.row-open')), 'focus is on the first row'));
});

test('J, K, Enter, ↑, ↓ and Esc lead through the list and the panel beside it', async ({ page }) => {
  const client = await site.as('anhduong');
  for (const name of ['Ông Văn Ba', 'Ông Văn Hai', 'Ông Văn Một']) await client.notify({ guest: guest({ full_name: name }), room: '201' });
  await signIn(page, 'congan.phuong1');
  const [one, two, three] = ['Ông Văn Một', 'Ông Văn Hai', 'Ông Văn Ba'];
  await holds(async () => assert.deepEqual((await names(page)).slice(0, 3), [one, two, three]));
  const onRow = async (name) => until(page, async () => (await page.evaluate(() => document.activeElement.innerText?.trim())) === name, `focus is on ${name}`);
  await page.keyboard.press('j');
  await onRow(one);
  await page.keyboard.press('j');
  await onRow(two);
  await page.keyboard.press('k');
  await onRow(one);
  await page.keyboard.press('Enter');
  await eventually(panel(page).getByRole('heading'), one);
  await assertFocus(page, 'opened-stay-title', 'the panel takes focus');
  await page.keyboard.press('ArrowDown');
  await eventually(panel(page).getByRole('heading'), two);
  await eventually(panel(page).locator('.facts'), 'Khách sạn Ánh Dương');
  await page.keyboard.press('j');
  await eventually(panel(page).getByRole('heading'), three);
  await page.keyboard.press('ArrowUp');
  await eventually(panel(page).getByRole('heading'), two);
  await holds(async () => assert.equal(await page.locator('tr[aria-selected=true]').innerText().then((text) => text.includes(two)), true, 'the row of the panel is marked'));
  await holds(async () => assert.match(address(page), /^\/notifications\?open=[0-9a-f-]{36}$/, 'the address has the open row, and no name'));
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
  await onRow(one);
});

test('the panel shows the guest whole, says that this was recorded, and leads to the history', async ({ page }) => {
  const who = guest({ full_name: 'Tiêu Thị Mở Xem', sex: 'female', phone: '0905000148', address: '12 Lê Lợi, Huế' });
  await (await site.as('bachtuyet')).notify({ guest: who, room: '204' });
  await signIn(page, 'congan.phuong1');
  await page.getByRole('button', { name: who.full_name }).click();
  const told = await eventually(panel(page).locator('.facts'), who.document_number.replace(/(\d{3})(?=\d)/g, '$1 '));
  assert.match(told, /Căn hộ Bạch Tuyết, phòng 204/);
  assert.match(told, /0905 000 148/);
  assert.match(told, /12 Lê Lợi, Huế/);
  await panel(page).getByText('Lần mở này đã được ghi nhật ký.').waitFor();
  await assertAccessible(page, 'the list with its panel');
  await panel(page).getByRole('link', { name: 'Xem đủ và lịch sử' }).click();
  await page.getByRole('heading', { level: 1, name: who.full_name }).waitFor();
  await page.getByRole('region', { name: /^Lịch sử/ }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Thông báo lưu trú' }).waitFor();
});

test('filters stand in the address, add up, survive a reload, and the sum counts what they leave', async ({ page }) => {
  const client = await site.as('haidang');
  const icelander = (full_name, document_number) => ({ full_name, birth_date: '1991-03-14', sex: 'female', nationality: 'IS', document_type: 'passport', document_number });
  await client.notify({ guest: icelander('JONSDOTTIR EVA', 'A1234567'), room: '301' });
  await client.notify({ guest: icelander('JONSDOTTIR OLGA', 'A1234568'), room: '302', arrival_at: moment(-1, '20:00') });
  await client.notify({ guest: guest({ full_name: 'Dư Văn Trễ' }), room: '303', arrival_at: moment(-1, '20:00') });
  await signIn(page, 'congan.phuong1');
  const menu = page.locator('.filter-menu.open');
  const shows = (wanted) => until(page, async () => wanted(await names(page)), 'the list follows the filter');
  await page.getByRole('button', { name: /^Hạn/ }).first().click();
  await menu.getByRole('button', { name: 'Trễ', exact: true }).click();
  await page.waitForURL('**/notifications?due=late');
  await shows((shown) => shown.includes('Dư Văn Trễ') && !shown.includes('JONSDOTTIR EVA'));
  await holds(async () => {
    for (const status of await page.locator('td.at-status').allInnerTexts()) assert.match(status, /^Trễ/);
  });

  await page.getByRole('button', { name: /^Quốc tịch/ }).first().click();
  await menu.getByRole('button', { name: 'Người nước ngoài' }).click();
  await page.waitForURL('**/notifications?nationality=foreign&due=late');
  await shows((shown) => shown.includes('JONSDOTTIR OLGA') && !shown.includes('Dư Văn Trễ'));
  await page.getByRole('button', { name: /^Quốc tịch/ }).first().click();
  await page.getByLabel('Tìm nước').fill('IS');
  await menu.getByRole('button', { name: /IS/ }).first().click();
  await page.waitForURL('**/notifications?nationality=IS&due=late');
  await shows((shown) => shown.join() === 'JONSDOTTIR OLGA');
  await eventually(page.locator('.sums'), '1 lượt hôm nay 1 chưa xem 1 trễ');
  await page.reload();
  await settled(page);
  await holds(async () => assert.deepEqual(await names(page), ['JONSDOTTIR OLGA']));
  await page.getByRole('button', { name: 'Bỏ lọc Hạn' }).click();
  await shows((shown) => shown.join() === 'JONSDOTTIR OLGA,JONSDOTTIR EVA' || shown.join() === 'JONSDOTTIR EVA,JONSDOTTIR OLGA');

  await page.getByRole('button', { name: /^Cơ sở/ }).first().click();
  await page.getByLabel('Tìm cơ sở').fill('bach tuyet');
  await menu.getByRole('button', { name: 'Căn hộ Bạch Tuyết' }).click();
  await page.getByText('Không có lượt nào khớp bộ lọc').waitFor();
  await holds(async () => assert.equal(address(page), `/notifications?facility=${site.facility('bachtuyet')}&nationality=IS`));
  await page.getByRole('main').getByRole('button', { name: 'Bỏ lọc', exact: true }).first().click();
  await eventually(page.locator('#filter-received'), 'Mọi ngày');
  await eventually(page.locator('.sums'), 'Chọn khoảng không quá 31 ngày để đếm tổng số');
  await page.goBack();
  await eventually(page.locator('#filter-facility'), 'Căn hộ Bạch Tuyết');
});

test('the days can be chosen one by one, and a period that cannot be read is said', async ({ page }) => {
  await signIn(page, 'congan.phuong1');
  await eventually(page.locator('#filter-received'), day().typed);
  await page.locator('#filter-received').click();
  await page.locator('#period-from').fill('32/13');
  await page.getByRole('button', { name: 'Áp dụng' }).click();
  await page.getByText('Không đọc được khoảng ngày.').waitFor();
  await assertAccessible(page, 'a filter that is open');
  await page.locator('#period-from').fill(day(-2).typed);
  await page.locator('#period-to').fill(day(-1).typed);
  await page.getByRole('button', { name: 'Áp dụng' }).click();
  await page.waitForURL(`**/notifications?received=${day(-2).iso}..${day(-1).iso}`);
  const officer = await site.as('congan.phuong1');
  const { counts } = await officer.call('listStays', { query: { notified_from: day(-2).iso, notified_to: day(-1).iso } });
  await eventually(page.locator('.sums'), `${counts.total} lượt`);
});

test('more than fifty come page by page, and focus goes to the first new row', async ({ page }) => {
  const client = await site.as('kytucxa');
  for (let number = 0; number < 60; number += 1) {
    await client.notify({ guest: guest({ full_name: `Sinh Viên ${'ABCDEF'[Math.floor(number / 10)]} ${'ABCDEGHIKL'[number % 10]}` }), room: '101' });
  }
  await signIn(page, 'congan.phuong2');
  const first = await holds(async () => {
    const first = await names(page);
    assert.equal(first.length, 50);
    assert.equal(first[0], 'Sinh Viên F L');
    return first;
  });
  const total = await holds(async () => {
    const total = Number(/(\d+) lượt hôm nay/.exec(await words(page.locator('.sums')))[1]);
    assert.ok(total >= 60);
    return total;
  });
  await eventually(page.locator('.stays-foot'), `50 trên ${total} lượt, mới nhất trước`);
  await page.getByRole('button', { name: 'Xem tiếp' }).click();
  await until(page, async () => (await names(page)).length === total, 'the rest is there');
  const all = await now(() => names(page));
  await holds(async () => assert.equal(new Set(await page.locator('.row-open').evaluateAll((all) => all.map((one) => one.id))).size, total, 'no row comes twice'));
  await until(page, async () => (await page.evaluate(() => document.activeElement.innerText)) === all[50], 'focus is on the first new row');
  await holds(async () => assert.equal(await page.getByRole('button', { name: 'Xem tiếp' }).count(), 0));
});
