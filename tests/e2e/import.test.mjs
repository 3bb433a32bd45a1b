// Importing a guest list: 5,000 rows with 37 bad ones are looked through, mended, stored and come back with reasons.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PHONE, open, test, use } from './support/browser.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { eventually, holds, signIn, until, words } from './support/page.mjs';

const site = use(await open());

const HEADINGS = 'Họ và tên,Ngày sinh,Giới tính,Quốc tịch,Loại giấy tờ,Số giấy tờ,Ngày đến,Ngày đi dự kiến,Phòng,Lý do lưu trú';

/** dd/mm/yyyy of the local clock, so many days from today. */
function day(days) {
  const at = new Date(Date.now() + days * 86_400_000 + 7 * 3_600_000).toISOString();
  return `${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(0, 4)}`;
}

/** A row of the list; `change` writes cells otherwise. */
function row(number, change = {}) {
  const year = 50 + (number % 50);
  const cells = {
    name: `Trịnh Thị ${['An', 'Bình', 'Chi', 'Dung', 'Hà'][number % 5]}`,
    born: `15/08/19${year}`,
    sex: 'Nữ',
    nationality: 'Việt Nam',
    kind: 'Thẻ căn cước công dân',
    document: `0561${year}${String(number).padStart(6, '0')}`,
    from: day(0),
    to: day(2),
    room: '401',
    reason: 'Du lịch',
    ...change,
  };
  return Object.values(cells).join(',');
}

const file = (name, rows) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${[HEADINGS, ...rows].join('\n')}\n`) });

async function choose(page, chosen) {
  await page.locator('#import-file').setInputFiles(chosen);
}

test('a 5,000-row import with 37 bad rows: preview, progress, result, and the bad rows to download', async ({ page }) => {
  const rows = Array.from({ length: 5_000 }, (_, number) => row(number, number % 135 === 7 ? { room: '1207' } : {}));
  await signIn(page, 'haidang', { path: '/import' });
  await page.getByRole('heading', { level: 1, name: 'Nhập tệp' }).waitFor();
  await holds(async () => assert.equal(await words(page.locator('.rail [aria-current=page]')), 'Nhập tệp'));
  await assertAccessible(page, 'choosing a file');
  await choose(page, file('khach.csv', rows));
  await page.getByRole('heading', { level: 1, name: 'Xem trước 5.000 dòng' }).waitFor({ timeout: 60_000 });
  await holds(async () => {
    const chips = await words(page.getByRole('group', { name: 'Lọc theo kết quả' }));
    for (const chip of [/Tất cả 5\.000/, /Đúng 4\.963/, /Lỗi 37/]) assert.match(chips, chip);
  });
  await page.getByRole('button', { name: /^Lỗi 37/ }).click();
  await until(page, async () => (await page.locator('.import-row').count()) === 37, 'the 37 wrong rows alone are in view');
  await eventually(page.locator('.import-row').first(), /Phòng \S+ không có trong sơ đồ của cơ sở\./);
  await page.keyboard.press('F8');
  await until(page, async () => (await page.evaluate(() => document.activeElement?.id)) === 'import-row-9', 'the first wrong row has focus');
  await page.keyboard.press('F8');
  await until(page, async () => (await page.evaluate(() => document.activeElement?.id)) === 'import-row-144', 'the next one');
  await assertAccessible(page, 'a preview');
  await page.getByRole('button', { name: 'Nhập 4.963 dòng, trả lại 37 dòng lỗi' }).click();
  await page.getByRole('progressbar').waitFor();
  // A reload loses nothing.
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Đã nhập 4.963 dòng' }).waitFor({ timeout: 80_000 });
  await assertAccessible(page, 'the result');
  const fetched = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải 37 dòng trả lại' }).click();
  const bytes = readFileSync(await (await fetched).path());
  assert.equal(bytes.subarray(0, 2).toString(), 'PK');
  const client = await site.as('haidang');
  const listed = await client.call('listStays', { query: { limit: 1 } });
  assert.match(listed.items[0].full_name, /^Trịnh Thị/);
});

test('what Excel has damaged is shown old and new, and can be taken or left', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/import' });
  const rows = [
    row(60_001),
    row(60_002, { document: '56152060002' }),
    row(60_003, { born: '19586' }),
    row(60_004, { born: '31/02/1988' }),
    row(60_005, { sex: 'Nam' }),
    row(60_001),
  ];
  await choose(page, file('nho.csv', rows));
  await page.getByRole('heading', { level: 1, name: 'Xem trước 6 dòng' }).waitFor();
  const third = page.locator('#import-row-3');
  await holds(async () => assert.match(await words(third), /56152060002 056152060002 .*Excel bỏ số 0 đầu/));
  await holds(async () => assert.match(await words(page.locator('#import-row-4')), /19586 15\/08\/1953/));
  await holds(async () => assert.match(await words(page.locator('#import-row-5')), /Ngày này không có trong lịch/));
  await holds(async () => assert.match(await words(page.locator('#import-row-6')), /Số định danh là của n(ữ|am), ô giới tính ghi/));
  await holds(async () => assert.match(await words(page.locator('#import-row-7')), /Trùng dòng 2/));
  await third.getByRole('button', { name: 'Để nguyên' }).click();
  await holds(async () => assert.equal(await third.getByRole('button', { name: 'Để nguyên' }).getAttribute('aria-pressed'), 'true'));
  await page.reload();
  await third.waitFor();
  await holds(async () => assert.equal(await third.getByRole('button', { name: 'Để nguyên' }).getAttribute('aria-pressed'), 'true', 'kept over a reload'));
  await assertAccessible(page, 'a preview with mends');
  for (const size of [PHONE, { width: 720, height: 900 }, { width: 1366, height: 768 }]) {
    await page.setViewportSize(size);
    await assertNoSideScroll(page, `the preview at ${size.width} px`);
  }
  await page.getByRole('button', { name: /^Nhập 4 dòng/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Đã nhập 3 dòng' }).waitFor();
  await eventually(page.locator('main'), '2 dòng chưa nhập được');
  await eventually(page.locator('main'), '1 dòng bỏ qua');
  await page.getByRole('button', { name: 'Tải 3 dòng trả lại' }).waitFor();
  await holds(async () => {
    const notes = await page.locator('main .note').evaluateAll((notes) => notes.map((note) => note.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })));
    assert.ok(notes.length > 1, 'what was stored, what was left out');
    notes.slice(1).forEach(({ top }, at) => assert.ok(top - notes[at].bottom >= 4, 'notes stand apart'));
  });
});

test('what Excel hides is said and read only when asked for, duplicates can be taken, and the kind is shown', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/import' });
  const hidden = readFileSync(new URL('./fixtures/hidden-rows.xlsx', import.meta.url));
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  await choose(page, { name: 'khach-an.xlsx', mimeType, buffer: hidden });
  await page.getByRole('heading', { level: 1, name: 'Xem trước 4 dòng' }).waitFor();
  await eventually(page.locator('main'), 'Tệp có 6 dòng dưới tiêu đề, đọc được 4 khách.');
  await eventually(page.locator('main'), '2 dòng đang ẩn: 3, 5. Cột đang ẩn: Số điện thoại.');
  await eventually(page.locator('main'), 'Cột không đọc vì không rõ nội dung: Tình trạng.');
  await assertAccessible(page, 'a preview with hidden rows');
  await page.getByRole('button', { name: 'Đọc cả phần đang ẩn' }).click();
  await page.getByRole('heading', { level: 1, name: 'Xem trước 6 dòng' }).waitFor();
  await eventually(page.locator('main'), 'Phần đang ẩn đã được đọc.');

  await page.getByRole('link', { name: 'Chọn tệp khác' }).click();
  const rows = [row(70_001), row(70_001), row(70_002, { to: day(0) })];
  await choose(page, file('trung.csv', rows));
  await page.getByRole('heading', { level: 1, name: 'Xem trước 3 dòng' }).waitFor();
  await eventually(page.locator('#import-row-4'), 'Theo giờ');
  await eventually(page.locator('#import-row-2'), 'Qua đêm');
  const twice = page.locator('#import-row-3');
  await eventually(twice, 'Trùng dòng 2: cùng khách, cùng thời gian. Bỏ qua');
  await twice.getByRole('button', { name: 'Vẫn nhập' }).click();
  await page.getByRole('button', { name: 'Nhập 3 dòng' }).click();
  await page.getByRole('heading', { level: 1, name: 'Đã nhập 3 dòng' }).waitFor();

  await page.getByRole('link', { name: 'Chọn tệp khác' }).click();
  await choose(page, file('trung.csv', rows));
  await page.getByRole('heading', { level: 1, name: 'Xem trước 3 dòng' }).waitFor();
  await eventually(page.locator('#import-row-2'), 'Khách này đã thông báo cho thời gian này (mã ');
});

test('a quote that is not closed names its line', { expected: [422] }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/import' });
  await choose(page, file('ngoac.csv', [row(71_001), row(71_002, { reason: '"Du lịch' }), row(71_003)]));
  await eventually(page.locator('.import-refused'), 'Dấu ngoặc kép mở ở dòng 3 không được đóng');
});

test('a file that is no guest list is refused in words, and templates can be fetched', { expected: [422] }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/import' });
  await choose(page, { name: 'anh.xlsx', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]) });
  await eventually(page.locator('.import-refused'), 'Chỉ nhận XLSX, CSV hoặc XML');
  const fetched = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải mẫu XLSX' }).click();
  assert.equal((await fetched).suggestedFilename(), 'mau-nhap-khach.xlsx');
});
