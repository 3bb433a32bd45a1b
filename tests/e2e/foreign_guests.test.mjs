// Foreign guests on their way to the immigration site: from the notification to the file, and until the site has them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PHONE, open, test, use, watchFocus } from './support/browser.mjs';
import { day } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { eventually, holds, settled, signIn, until, words } from './support/page.mjs';

const site = use(await open());
watchFocus();
const laoCai = await open({ LUUTRU_PROFILE: 'lao-cai' });

let number = 4_410_900;
const foreigner = (full_name, over = {}) => {
  number += 1;
  return { full_name, birth_date: '1996-03-03', sex: 'female', nationality: 'CZ', document_type: 'passport', document_number: `EZ${number}`, ...over };
};

const heading = (page) => page.getByRole('heading', { level: 1, name: 'Khách nước ngoài' });
const row = (page, name) => page.getByRole('row').filter({ hasText: name });
const chip = (page, name) => page.locator('.foreign-chips button').filter({ hasText: name });

/** The file that comes of `act`, taken apart by the browser's own parser of XML: each guest by its tags. */
async function taken(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  assert.match(download.suggestedFilename(), /^khach-nuoc-ngoai_\d{4}-\d\d-\d\d\.xml$/);
  const xml = readFileSync(await download.path(), 'utf8');
  return page.evaluate((text) => {
    const read = new DOMParser().parseFromString(text, 'application/xml');
    if (read.querySelector('parsererror')) throw new Error(text);
    const guests = [...read.querySelectorAll('KHAI_BAO_TAM_TRU > THONG_TIN_KHACH')];
    return guests.map((guest) => Object.fromEntries([...guest.children].map((tag) => [tag.tagName, tag.textContent])));
  }, xml);
}

// Proves KH-11.2c2.
// Part of KH-11.2c1.
test('a foreign guest goes by a file from the notification to the confirmation until nobody waits any more', async ({ page }) => {
  const client = await site.as('haidang');
  const guest = foreigner('Søren-Åge O’BRIEN', { permit_expires_on: '2027-01-31', sex: 'male' });
  const stay = await client.notify({ guest, room: '101' });
  await client.notify({ guest: foreigner('Иванова Анна', { nationality: 'RU' }), room: '102' });
  await signIn(page, 'haidang', { path: '/today' });
  const link = page.getByRole('link', { name: 'khách nước ngoài cần đưa lên cổng' });
  const path = { facility_id: site.facility('haidang') };
  const { counts } = await client.call('listForeignGuests', { path });
  await eventually(page.locator('.band-deadlines li').filter({ has: link }), String(counts.waiting));
  await link.click();
  await heading(page).waitFor();
  await settled(page);
  await holds(async () => {
    const first = await words(page.getByRole('row').nth(1));
    assert.ok(/Chờ tải tệp|Thiếu thông tin/.test(first), `what is to be done stands first: ${first}`);
  });
  await eventually(row(page, 'Иванова'), /Thiếu thông tin.*La-tinh/);
  const out = page.getByRole('link', { name: 'Mở cổng xuất nhập cảnh' });
  await holds(async () => assert.equal(await out.getAttribute('href'), 'https://khanhhoa.xuatnhapcanh.gov.vn/'));
  await holds(async () => assert.equal(await out.getAttribute('target'), '_blank'));
  await assertAccessible(page, 'foreign guests');

  // All who wait, by one key.
  const guests = await taken(page, () => page.keyboard.press('x'));
  assert.equal(guests.length, counts.waiting - 1, 'all but the one of whom the letters are missing');
  const told = guests.find((one) => one.so_ho_chieu === guest.document_number);
  const { so_thu_tu, ...rest } = told;
  assert.match(so_thu_tu, /^\d+$/);
  assert.deepEqual(rest, {
    ho_ten: 'SOEREN AAGE OBRIEN',
    ngay_sinh: '03/03/1996',
    ngay_sinh_dung_den: 'D',
    gioi_tinh: 'M',
    ma_quoc_tich: 'CZE',
    so_ho_chieu: guest.document_number,
    so_phong: '101',
    ngay_den: day().typed,
    ngay_di_du_kien: day(2).typed,
    thoi_han_tam_tru: '31/01/2027',
  });
  await eventually(row(page, guest.full_name), 'Đã tải tệp');
  await eventually(row(page, 'Иванова'), 'Thiếu thông tin');
  await eventually(chip(page, 'Chờ tải tệp'), 'Chờ tải tệp 1');

  // The site has them; the one who was entered there by hand is ticked.
  await page.getByRole('button', { name: /^Cổng đã nhận \d+ khách$/ }).click();
  await eventually(row(page, guest.full_name), 'Cổng đã nhận');
  await row(page, 'Иванова').getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Cổng đã nhận 1 khách' }).click();
  await eventually(chip(page, 'Chờ tải tệp'), 'Chờ tải tệp 0');
  await eventually(chip(page, 'Đã tải tệp'), 'Đã tải tệp 0');
  const why = page.getByRole('button', { name: 'Tải tệp khách đang chờ' });
  await holds(async () => assert.equal(await why.getAttribute('aria-disabled'), 'true'));
  await page.goto('/today');
  await settled(page);
  await holds(async () => assert.equal(await link.count(), 0, 'nobody waits'));

  // The departure is news for the site.
  await client.call('checkOutStay', { path: { stay_id: stay.id }, body: { version: stay.version } });
  await page.goto('/foreign-guests');
  await eventually(row(page, guest.full_name), /Đổi sau khi tải tệp.*Tải tệp lại/);
  await row(page, guest.full_name).getByRole('checkbox').check();
  const [again] = await taken(page, () => page.getByRole('button', { name: 'Tải tệp 1 khách' }).click());
  assert.equal(again.ngay_tra_phong, day().typed);
});

test('a confirmation is taken back, the filter leaves those who stand so, and a name opens the stay', async ({ page }) => {
  const client = await site.as('songbien');
  const guest = foreigner('DVORAKOVA HANA');
  await client.notify({ guest });
  await signIn(page, 'songbien');
  await page.locator('.rail').getByRole('link', { name: 'Nước ngoài' }).click();
  await heading(page).waitFor();
  // By the keyboard alone: tick, confirm without a file, take back.
  await page.locator('#tick-all').focus();
  await page.keyboard.press('Space');
  await until(page, () => row(page, guest.full_name).getByRole('checkbox').isChecked(), 'all who wait are ticked');
  await page.locator('#tick-all').press('Space');
  await row(page, guest.full_name).getByRole('checkbox').press('Space');
  await page.getByRole('button', { name: 'Cổng đã nhận 1 khách' }).press('Enter');
  await eventually(row(page, guest.full_name), 'Cổng đã nhận');
  await page.getByRole('button', { name: `Bỏ xác nhận cổng đã nhận ${guest.full_name}` }).press('Enter');
  await eventually(row(page, guest.full_name), 'Chờ tải tệp');
  await chip(page, 'Cổng đã nhận').click();
  await page.getByText('Không có khách nào như vậy.').waitFor();
  await chip(page, 'Chờ tải tệp').click();
  await page.getByRole('link', { name: guest.full_name }).click();
  await page.getByRole('heading', { level: 1, name: guest.full_name }).waitFor();
  await eventually(page.locator('.stay-main'), /Cổng xuất nhập cảnh.*Chờ tải tệp/);
  await page.locator('.stay-main').getByRole('link', { name: 'Khách nước ngoài' }).click();
  await heading(page).waitFor();
});

test('on a phone and in English it is the same page', { viewport: PHONE }, async ({ page }) => {
  const client = await site.as('anhduong');
  const guest = foreigner('NOVOTNA EVA');
  await client.notify({ guest });
  await signIn(page, 'anhduong', { path: '/foreign-guests', english: true });
  await page.getByRole('heading', { level: 1, name: 'Foreign guests' }).waitFor();
  await eventually(row(page, guest.full_name), 'File not saved');
  await assertNoSideScroll(page, 'foreign guests on a phone');
  await assertAccessible(page, 'foreign guests on a phone');
  const guests = await taken(page, () => page.getByRole('button', { name: 'Save file (all waiting)' }).click());
  assert.ok(guests.some((one) => one.so_ho_chieu === guest.document_number));
});

// Part of LC-6.2.
test('where foreign guests are declared at the site itself, the page has the link to it and nothing else', { site: laoCai }, async ({ page }) => {
  await (await laoCai.as('haidang')).notify({ guest: foreigner('NOVAKOVA TEREZA') });
  await signIn(page, 'haidang', { path: '/today' });
  await holds(async () => assert.equal(await page.locator('a[href="/foreign-guests"]').count(), 1, 'in the rail alone'));
  await page.locator('.rail').getByRole('link', { name: 'Nước ngoài' }).click();
  await heading(page).waitFor();
  await eventually(page.getByRole('main'), /khai tạm trú.*laocai\.xuatnhapcanh\.gov\.vn/);
  const link = page.getByRole('link', { name: 'Mở cổng xuất nhập cảnh' });
  await holds(async () => assert.equal(await link.getAttribute('href'), 'http://laocai.xuatnhapcanh.gov.vn'));
  await holds(async () => assert.equal(await page.getByRole('table').count(), 0));
  await holds(async () => assert.equal(await page.getByRole('main').getByRole('button').count(), 0));
  await assertAccessible(page, 'the way to the site');
});
