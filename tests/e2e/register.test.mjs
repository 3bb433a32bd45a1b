// The register of stays received, as a facility and its police read it and take it out.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PHONE, open, test, use, watchFocus } from './support/browser.mjs';
import { day, guest } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { eventually, field, holds, settled, signIn, until, words } from './support/page.mjs';

const site = use(await open());
watchFocus();

const lines = (page) => page.getByRole('table').locator('tbody tr');
const address = (page) => new URL(page.url()).pathname + new URL(page.url()).search;

/** The file that a press of the button saves. */
async function taken(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), page.getByRole('button', { name }).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

// Part of LC-3.2-2.
test('a facility reads its register of today in the order of receipt and saves it as PDF and as XLSX', async ({ page }) => {
  const client = await site.as('haidang');
  const first = guest({ full_name: 'Quản Văn Sổ Một' });
  const second = guest({ full_name: 'Quản Thị Sổ Hai', sex: 'female' });
  await client.notify({ guest: first, room: '101' });
  await client.notify({ guest: second, room: '102' });
  await signIn(page, 'haidang');
  await page.locator('.rail').getByRole('link', { name: 'Sổ lưu trú' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sổ lưu trú' }).waitFor();
  await eventually(page.locator('.register-of'), 'Khách sạn Hải Đăng');
  const { total } = (await client.call('getRegister')).counts;
  await eventually(page.locator('.sums'), `${total} lượt`);
  await holds(async () => {
    const names = await page.locator('.row-open').allInnerTexts();
    assert.deepEqual(names.slice(-2), [first.full_name, second.full_name], 'the last to come stand last');
  });
  await holds(async () => {
    const row = await words(lines(page).filter({ hasText: first.full_name }));
    assert.ok(row.includes(`${first.document_number.slice(0, 4)}•••••${first.document_number.slice(-3)}`), row);
    assert.ok(!row.includes(first.document_number));
  });
  await assertAccessible(page, 'the register');

  const pdf = await taken(page, 'Tải PDF');
  assert.match(pdf.name, /^so-luu-tru_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.pdf$/);
  const text = execFileSync('pdftotext', ['-', '-'], { input: pdf.bytes }).toString().replace(/\s+/g, ' ');
  assert.match(text, /SỔ TIẾP NHẬN LƯU TRÚ/);
  assert.match(text, new RegExp(`Tổng số: ${total} lượt`));
  assert.ok(text.includes(first.document_number), 'the sheet has the whole number');
  const xlsx = await taken(page, 'Tải XLSX');
  assert.match(xlsx.name, /\.xlsx$/);
  assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK');

  await page.getByRole('link', { name: first.full_name }).click();
  await page.getByRole('heading', { level: 1, name: first.full_name }).waitFor();
});

test('the police choose facility, commune and days, the address keeps them, and the keyboard does it all', async ({ page }) => {
  const here = guest({ full_name: 'Quản Thị Phường Một', sex: 'female' });
  const there = guest({ full_name: 'Quản Văn Phường Hai' });
  await (await site.as('songbien')).notify({ guest: here, room: '102' });
  await (await site.as('bacthanh')).notify({ guest: there, room: '101' });
  await signIn(page, 'congan.tinh');
  await page.locator('.rail').getByRole('link', { name: 'Sổ lưu trú' }).click();
  const facility = site.facility('bacthanh');
  await page.locator('#filter-facility').press('Enter');
  await page.locator('#filter-facility-menu input').fill('bac thanh');
  // The server finds the facilities: what stands there is of the text before, until it answers.
  await page.locator('#filter-facility-menu .filter-option').filter({ hasText: 'Bắc Thành' }).press('Enter');
  await until(page, () => address(page) === `/register?facility=${facility}`, 'the facility stands in the address');
  await page.getByRole('link', { name: there.full_name }).waitFor();
  await until(page, async () => !(await page.locator('.row-open').allInnerTexts()).includes(here.full_name), 'only that facility');

  await page.locator('#filter-area').click();
  await page.locator('#filter-area-menu .filter-option').filter({ hasText: 'Phường Nha Trang' }).click();
  await until(page, () => address(page) === '/register?area=22366', 'a commune takes the place of the facility');
  // Beyond one facility it has to be said what for.
  await page.getByRole('button', { name: 'Mở sổ' }).click();
  await eventually(field(page, 'register-purpose'), 'Chọn mục đích. Mục đích được ghi nhật ký.');
  await assertAccessible(page, 'the purpose of a register');
  await page.locator('#register-purpose').selectOption('residence_check');
  await page.getByRole('button', { name: 'Mở sổ' }).click();
  await eventually(page.locator('.register-of'), 'Phường Nha Trang');
  await page.locator('#filter-days').click();
  await page.getByRole('button', { name: '31 ngày gần nhất' }).click();
  await until(page, () => address(page) === '/register?days=31d&area=22366', 'the days too');
  await page.reload();
  await eventually(page.locator('.register-of'), 'Phường Nha Trang');
  await eventually(page.locator('#filter-area'), 'Phường Nha Trang');
  // More than a month is told, not cut.
  await page.locator('#filter-days').click();
  await page.locator('#period-from').fill('01/01/2026');
  await page.locator('#period-to').fill('01/03/2026');
  await page.locator('#period-to').press('Enter');
  await page.getByText('Sổ xem được tối đa 31 ngày một lần.').waitFor();
  await holds(async () => assert.equal(address(page), '/register?days=31d&area=22366'));
});

test('a day without a stay says so, and its files wait for lines', async ({ page }) => {
  await signIn(page, 'haidang', { path: `/register?days=${day(-400).iso}..${day(-399).iso}` });
  await page.getByText('Không có lượt nào được tiếp nhận').waitFor();
  const pdf = page.getByRole('button', { name: 'Tải PDF' });
  await holds(async () => assert.equal(await pdf.getAttribute('aria-disabled'), 'true'));
  await pdf.click({ force: true });
  await page.locator('.btn-why.shown').filter({ hasText: 'Chưa có dòng nào để đưa vào tệp.' }).waitFor();
});

// Part of KH-11.2g.
test('days from before the online period lead to form 4', { expected: [422] }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/register?days=2020-01-01..2020-01-02' });
  await page.getByText('không còn xem trực tuyến. Làm đơn theo Mẫu số 4').waitFor();
});

test('the register fits a telephone, in both languages', { viewport: PHONE }, async ({ page }) => {
  await (await site.as('haidang')).notify({ guest: guest({ full_name: 'Quản Văn Điện Thoại' }), room: '103' });
  await signIn(page, 'haidang', { path: '/register', english: true });
  await page.getByRole('heading', { level: 1, name: 'Register' }).waitFor();
  await page.getByRole('link', { name: 'Quản Văn Điện Thoại' }).waitFor();
  await settled(page);
  await assertNoSideScroll(page, 'the register on a telephone');
  await assertAccessible(page, 'the register on a telephone');
});
