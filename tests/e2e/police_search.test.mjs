// Searching for a person, with a purpose.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { day, guest, moment } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, field, holds, settled, signIn, until, words } from './support/page.mjs';
import { typeByHand } from './support/scanner.mjs';

const site = use(await open());

const go = (page) => page.getByRole('main').getByRole('button', { name: 'Tìm' });
const person = (page) => page.getByRole('region', { name: 'Người đang chọn' });
const results = (page) => page.locator('.search-results .person');
const address = (page) => new URL(page.url()).pathname + new URL(page.url()).search;

async function search(page, text) {
  await page.locator('#search-text').fill(text);
  await page.locator('#search-purpose').selectOption({ index: 1 });
  await go(page).click();
}

test('without a purpose, or with too little to go by, nothing is searched', async ({ page }) => {
  await signIn(page, 'congan.phuong1', { path: '/search' });
  const asked = [];
  page.on('request', (request) => request.url().includes('/stays/search') && asked.push(request.postData()));
  await page.getByText('Phạm vi: Phường Nha Trang.').waitFor();
  await page.locator('#search-text').fill('lam tan phat');
  await go(page).click();
  await eventually(field(page, 'search-purpose'), 'Chọn mục đích tra cứu. Mục đích được ghi nhật ký.');
  await assertFocus(page, 'search-purpose');
  await page.locator('#search-purpose').selectOption({ index: 1 });
  await page.locator('#search-text').fill('l');
  await go(page).click();
  await eventually(field(page, 'search-text'), 'Nhập ít nhất 2 chữ của tên');
  await assertFocus(page, 'search-text');
  await assertAccessible(page, 'a search with mistakes');
  assert.deepEqual(asked, []);
});

// Part of LC-10.6, KH-10.2c.
test('a person is found without accents, by number, by date of birth and by year; the address says nothing', async ({ page }) => {
  const who = guest({ full_name: 'Đỗ Nguyễn Ánh Tuyết', birth_date: '1983-02-28', sex: 'female' });
  await (await site.as('haidang')).notify({ guest: who, room: '105' });
  await signIn(page, 'congan.phuong1', { path: '/search' });
  const asked = [];
  page.on('request', (request) => request.url().includes('/stays/search') && asked.push(request.postDataJSON()));
  for (const text of ['do nguyen anh tuyet', 'tuyet anh', who.document_number.replace(/(\d{3})(?=\d)/g, '$1 '), '28/02/1983', 'anh tuyet 1983']) {
    await search(page, text);
    await eventually(person(page).getByRole('heading', { level: 2 }), who.full_name, text);
    await holds(async () => assert.equal(address(page), '/search'));
    await page.reload();
    await settled(page);
  }
  assert.equal(asked.length, 5);
  assert.ok(asked.every((body) => body.purpose), 'each search says what for');
  await search(page, 'do nguyen anh tuyet 1984');
  await page.getByRole('main').getByText('Không có ai khớp').last().waitFor();
});

test('several people are told apart, arrows go through them, and two that may be one are named', async ({ page }) => {
  const client = await site.as('anhduong');
  await client.notify({ guest: guest({ full_name: 'Chử Văn Trùng', birth_date: '1982-04-02' }), room: '301' });
  await client.notify({ guest: guest({ full_name: 'Chử Văn Trùng', birth_date: '1982-04-02' }), room: '302' });
  await client.notify({ guest: guest({ full_name: 'Chử Văn Trùng', birth_date: '1975-01-01' }), room: '303' });
  await signIn(page, 'congan.phuong1', { path: '/search' });
  await search(page, 'chu van trung');
  await until(page, async () => (await results(page).count()) === 3, 'three people');
  await page.getByText('Hệ thống không tự gộp.').waitFor();
  await assertAccessible(page, 'the results');
  await page.locator('#person-0').focus();
  await page.keyboard.press('ArrowDown');
  await assertFocus(page, 'person-1', 'focus goes down');
  await holds(async () => assert.equal(await page.locator('#person-1').getAttribute('aria-current'), 'true'));
  await page.keyboard.press('End');
  await assertFocus(page, 'person-2', 'and to the end');
  await holds(async () => assert.equal(await page.locator('.person-open[tabindex="0"]').count(), 1, 'the list is one stop for Tab'));
});

test('where a guest comes from is said, also when the list of countries comes later', async ({ page }) => {
  const who = { full_name: 'DVORAK TOMAS', birth_date: '1988-08-08', sex: 'male', nationality: 'CZ', document_type: 'passport', document_number: 'CZ7741820' };
  await (await site.as('haidang')).notify({ guest: who, room: '107' });
  await signIn(page, 'congan.phuong1', { path: '/search' });
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route('**/nationalities*', async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await search(page, 'dvorak tomas');
  await eventually(person(page).locator('.person-line'), /Hộ chiếu/);
  go();
  await eventually(person(page).locator('.person-line'), /Hộ chiếu CZ•••••20 · Séc/);
});

test('nights at two places at once are said, and drawn on a line of time that is a table too', async ({ page }) => {
  const who = guest({ full_name: 'Kha Thị Hai Nơi', sex: 'female' });
  const times = { arrival_at: moment(-2, '20:00'), planned_departure_at: moment(1, '12:00') };
  await (await site.as('haidang')).notify({ guest: who, room: '106', ...times });
  await (await site.as('bachtuyet')).notify({ guest: who, room: '104', ...times });
  await signIn(page, 'congan.phuong1', { path: '/search' });
  await search(page, 'kha thi hai noi');
  const told = await eventually(person(page), 'Hai nơi cùng');
  assert.match(told, /Khách sạn Hải Đăng/);
  assert.match(told, /Căn hộ Bạch Tuyết/);
  const chart = person(page).getByRole('img', { name: /^Kha Thị Hai Nơi: 2 lượt tại 2 cơ sở/ });
  await holds(async () => assert.match(await chart.getAttribute('aria-label'), /Có đêm được thông báo ở hai nơi/));
  await assertAccessible(page, 'a person with a double stay');
  await person(page).getByRole('button', { name: 'Xem dạng bảng' }).click();
  await chart.waitFor({ state: 'detached' });
  const table = person(page).getByRole('table');
  await holds(async () => assert.equal(await table.getByRole('row').count(), 3));
  await table.getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: who.full_name }).waitFor();
});

test('the period can be chosen by day, and days that run backwards are said', async ({ page }) => {
  const who = guest({ full_name: 'Mạch Văn Hôm Qua' });
  await (await site.as('songbien')).notify({ guest: who, room: '106', arrival_at: moment(-1, '15:00') });
  await signIn(page, 'congan.phuong1', { path: '/search' });
  await page.locator('#search-period').selectOption('own');
  await page.locator('#search-from').fill(day(-1).typed);
  await page.locator('#search-to').fill(day(-2).typed);
  await search(page, 'mach van hom qua');
  await eventually(field(page, 'search-from'), 'Không đọc được khoảng ngày.');
  await page.locator('#search-to').fill(day(-1).typed);
  await go(page).click();
  await eventually(person(page), who.full_name);
  await page.locator('#search-from').fill(day(-9).typed);
  await page.locator('#search-to').fill(day(-8).typed);
  await go(page).click();
  await page.getByRole('main').getByText('Không có ai khớp').last().waitFor();
});

test('what is typed in the top bar waits for its purpose', async ({ page }) => {
  await signIn(page, 'congan.phuong1');
  const asked = [];
  page.on('request', (request) => request.url().includes('/stays/search') && asked.push(request.postData()));
  await page.keyboard.press('/');
  await assertFocus(page, 'search');
  await typeByHand(page, 'tran thi ngoc ha');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Tra cứu' }).waitFor();
  await until(page, async () => (await page.locator('#search-text').inputValue()) === 'tran thi ngoc ha', 'the text is taken over');
  await holds(async () => assert.equal(address(page), '/search'));
  assert.deepEqual(asked, [], 'nothing is searched without a purpose');
  await page.locator('#search-purpose').selectOption({ index: 1 });
  await go(page).click();
  await eventually(person(page), 'Trần Thị Ngọc Hà');
  await holds(async () => assert.ok(!(await words(page.locator('body'))).includes('056187004512'), 'the number stays masked in a search'));
});
