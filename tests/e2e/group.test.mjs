// Notifying a group: a bus of people as fast as they can be scanned, rooms afterwards, nothing typed ever lost.

import assert from 'node:assert/strict';
import { PHONE, open, test, use, watchFocus } from './support/browser.mjs';
import { guest, personalNumber } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { choose, eventually, holds, now, settled, signIn, until } from './support/page.mjs';
import { cardText, passportLines } from './support/scanner.mjs';

const site = use(await open());
watchFocus();

const rows = (page) => page.locator('.group-row');
const control = (page, at, field) => rows(page).nth(at).locator(`[id$="-${field}"]`);
const send = (page) => page.getByRole('button', { name: 'Gửi thông báo đoàn' });
const focusIsIn = (page, at, field) => until(page, () => control(page, at, field).evaluate((element) => element === document.activeElement), `focus comes to ${field} of guest ${at + 1}`);

/** What a hand scanner does: types, and Enter at the end of each line. */
async function scan(page, ...lines) {
  for (const line of lines) {
    await page.keyboard.insertText(line);
    await page.keyboard.press('Enter');
  }
}

async function open12(page, login = 'haidang') {
  await signIn(page, login, { path: '/notify' });
  await page.getByRole('link', { name: 'Thông báo cả đoàn' }).click();
  await page.getByRole('heading', { level: 1, name: 'Thông báo đoàn' }).waitFor();
  await page.locator('#departure').fill('+2');
  await control(page, 0, 'full_name').focus();
}

test('a group of 12 is scanned and typed row by row, given rooms two by two, and received as one', async ({ page }) => {
  const client = await site.as('haidang');
  const { id } = client.account.facility;
  const board = await client.call('getRoomBoard', { path: { facility_id: id } });
  const free = board.rooms.filter((room) => room.state === 'free' && /^\d+$/.test(room.name)).map((room) => room.name);
  await open12(page);
  const names = ['Một', 'Hai', 'Ba', 'Bốn', 'Năm', 'Sáu', 'Bảy', 'Tám'].map((name) => `Đoàn Văn ${name}`);
  // Eight cards, one after the other, without a hand on the keyboard.
  for (const [at, name] of names.entries()) {
    await focusIsIn(page, at, 'full_name');
    await scan(page, cardText({ number: personalNumber(), name, birth: '1990-05-17', sex: 'male' }));
  }
  await holds(async () => assert.equal(await control(page, 7, 'full_name').inputValue(), 'Đoàn Văn Tám'));
  await holds(async () => assert.equal(await control(page, 7, 'birth').inputValue(), '17/05/1990'));
  // Two passports: a person looks at each name before going on.
  const passports = [
    { country: 'KOR', surname: 'KIM', given: 'MIN SEO', number: 'M41872301', birth: '881201', sex: 'F', expiry: '310630' },
    { country: 'KOR', surname: 'LEE', given: 'JI HO', number: 'M41872302', birth: '861201', sex: 'M', expiry: '310630' },
  ];
  for (const [at, passport] of passports.entries()) {
    await focusIsIn(page, 8 + at, 'full_name');
    await scan(page, ...passportLines(passport));
    await focusIsIn(page, 8 + at, 'compared');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
  }
  await holds(async () => assert.equal(await control(page, 8, 'full_name').inputValue(), 'KIM MIN SEO'));
  await holds(async () => assert.match(await control(page, 8, 'nationality').inputValue(), /KOR/));
  await holds(async () => assert.equal(await control(page, 8, 'document_type').inputValue(), 'passport'));
  // A family with children without a card: by the birth certificate, and by the number of the child.
  await choose(page, await now(() => control(page, 10, 'nationality').getAttribute('id')), 'VNM');
  const child = new Date().getFullYear() - 6;
  const typed = async (at, name, sex, number) => {
    await control(page, at, 'full_name').fill(name);
    await control(page, at, 'birth').fill(`0203${child}`);
    await control(page, at, 'birth').blur();
    await control(page, at, 'sex').selectOption(sex);
    await control(page, at, 'document_number').fill(number);
  };
  await typed(10, 'Đoàn Thị Út', 'female', 'GKS 12/2020');
  await holds(async () => assert.equal(await control(page, 10, 'document_type').inputValue(), 'birth_certificate', 'the usual document of a child'));
  await control(page, 10, 'document_number').press('Enter');
  await focusIsIn(page, 11, 'full_name');
  await typed(11, 'Đoàn Văn Tí', 'male', personalNumber(`${child}-03-02`));
  await control(page, 11, 'document_type').selectOption('personal_number_notice');
  await eventually(page.locator('.ledger-count'), '12 khách, 12 chưa có phòng');
  await assertAccessible(page, 'a group of 12');
  // Rooms after the guests: two to a room, then one by hand.
  await page.locator('#group-rooms').fill(`${free[0]} 9999`);
  await page.locator('#give-rooms').click();
  await eventually(page.locator('#group-rooms-field .field-said'), 'Phòng 9999 không có trong sơ đồ của cơ sở.');
  await page.locator('#group-rooms').fill(free.slice(0, 5).join(', '));
  await page.keyboard.press('Enter');
  await eventually(page.locator('.give-rooms-told'), 'Đã xếp phòng cho 10 khách, còn 2 khách chưa có phòng.');
  await choose(page, await now(() => control(page, 10, 'room').getAttribute('id')), free[5]);
  await rows(page).nth(10).getByRole('button', { name: /Xếp phòng của khách 11 cho các khách dưới/ }).click();
  await eventually(page.locator('.ledger-count'), /^12 khách$/);
  await holds(async () => assert.ok((await control(page, 11, 'room').inputValue()).startsWith(free[5])));

  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 1, name: 'Đã nhận đoàn 12 khách' }).waitFor();
  // Under a rule, and the buttons apart from the last row.
  await holds(async () => {
    const [rule, last, acts] = await page.locator('.group-receipt').evaluate((receipt) => {
      const list = receipt.querySelector('.ledger');
      return [getComputedStyle(list).borderTopWidth, list.getBoundingClientRect().bottom, receipt.querySelector('.form-acts').getBoundingClientRect().top];
    });
    assert.equal(rule, '2px');
    assert.ok(acts - last >= 12, `${acts - last} px`);
  });
  await assertAccessible(page, 'the receipt of a group');
  const after = await client.call('getRoomBoard', { path: { facility_id: id } });
  for (const name of free.slice(0, 6)) {
    assert.equal(after.rooms.find((room) => room.name === name).stays.length, 2, `two guests are in room ${name}`);
  }
  const [stay] = await client.staysOf('KIM MIN SEO');
  const whole = await client.call('getStay', { path: { stay_id: stay.id } });
  assert.deepEqual([whole.guest.nationality, whole.guest.document_number, whole.room.name], ['KR', 'M41872301', free[4]]);
  await holds(async () => assert.equal((await page.evaluate(() => Object.keys(localStorage))).filter((key) => key.endsWith('.group')).length, 0, 'the draft went with the receipt'));
});

test('a mistake is said at its row, the same guest twice is refused there, and the summary leads to it', { expected: [422] }, async ({ page }) => {
  await open12(page, 'anhduong');
  const number = personalNumber();
  await scan(page, cardText({ number, name: 'Phan Văn Trước', birth: '1990-05-17', sex: 'male' }));
  await focusIsIn(page, 1, 'full_name');
  await scan(page, cardText({ number, name: 'Phan Văn Trước', birth: '1990-05-17', sex: 'male' }));
  await eventually(rows(page).nth(1).locator('.group-said'), 'Giấy tờ này đã có ở khách 1 của đoàn.');
  await control(page, 2, 'full_name').fill('Phan Thị Thiếu 7');
  await send(page).click();
  const summary = await eventually(page.locator('.summary'), /Còn \d+ chỗ cần sửa trước khi gửi/);
  assert.match(summary, /Khách 2, Số định danh: Giấy tờ này đã có ở khách 1/);
  assert.match(summary, /Khách 3, Họ và tên: Họ tên có chữ số “7”/);
  assert.match(summary, /Khách 3, Ngày sinh: Nhập ngày sinh/);
  await holds(async () => assert.match(await page.title(), /^Lỗi:/));
  await assertAccessible(page, 'a group with mistakes');
  await page.locator('.summary a').filter({ hasText: 'Khách 2' }).click();
  await focusIsIn(page, 1, 'document_number');
  await holds(async () => assert.equal(await control(page, 1, 'document_number').getAttribute('aria-invalid'), 'true'));
  // With another name it is another person: a child often has the number of its mother.
  await control(page, 1, 'full_name').fill('Phan Văn Sau');
  await until(page, async () => (await rows(page).nth(1).locator('.group-said .field-said').count()) === 0, 'two people may have one number');
  await control(page, 1, 'full_name').fill('Phan Văn Trước');
  await eventually(rows(page).nth(1).locator('.group-said'), 'Giấy tờ này đã có ở khách 1 của đoàn.');
  await control(page, 1, 'document_number').fill(personalNumber());
  await until(page, async () => (await rows(page).nth(1).locator('.group-said .field-said').count()) === 0, 'it goes as it is mended');
  await rows(page).nth(2).getByRole('button', { name: 'Bỏ khách 3' }).click();
  await until(page, async () => (await page.locator('.summary').count()) === 0, 'nothing is left to mend');
  // The server has the last word, and it is said at the same place.
  await page.route('**/api/v1/stays/groups', (route) => route.fulfill({
    status: 422,
    contentType: 'application/problem+json',
    json: {
      type: 'about:blank', title: 'Có chỗ cần sửa', status: 422, detail: '', code: 'validation_failed', trace_id: 'x',
      errors: [{ pointer: '/guests/1/guest/full_name', code: 'name_digit', message: 'Họ tên này máy chủ không nhận.' }],
    },
  }), { times: 1 });
  await send(page).click();
  await eventually(page.locator('.summary'), /Khách 2, Họ và tên/);
  await holds(async () => assert.equal(await control(page, 1, 'full_name').getAttribute('aria-invalid'), 'true'));
});

test('a name read by machine is compared by a person, and a wrong character is named', async ({ page }) => {
  await open12(page, 'anhduong');
  const [first, second] = passportLines({ country: 'POL', surname: 'NOWAK', given: 'EWA', number: 'EZ4410999', birth: '910314', sex: 'F', expiry: '310313' });
  await scan(page, first, second.replace('EZ4410999', 'EZ4410990'));
  await eventually(rows(page).nth(0).locator('.group-warnings'), 'Số kiểm tra không khớp: Số giấy tờ, Cả dòng');
  await send(page).click();
  await eventually(page.locator('.summary'), /Khách 1, Họ và tên: Họ tên lấy từ dòng máy đọc/);
  await rows(page).nth(0).getByRole('checkbox', { name: 'Đã so từng ô với giấy tờ' }).check();
  await until(page, async () => (await page.locator('.summary').count()) === 0, 'it is answered');
  await assertAccessible(page, 'a scan in a group that does not agree');
});

test('nothing typed is lost: a draft survives a reload, the day leads back to it, and it goes on from there', async ({ page }) => {
  const client = await site.as('songbien');
  await open12(page, 'songbien');
  await scan(page, cardText({ number: personalNumber(), name: 'Mạc Văn Nháp', birth: '1990-05-17', sex: 'male' }));
  await control(page, 1, 'full_name').fill('Mạc Thị Dở');
  await control(page, 1, 'full_name').blur();
  await page.reload();
  await settled(page);
  await page.getByText('Mở lại bản nháp').waitFor();
  await holds(async () => assert.equal(await control(page, 1, 'full_name').inputValue(), 'Mạc Thị Dở'));
  await page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  const row = page.getByRole('region', { name: 'Cần làm' }).getByRole('listitem').filter({ hasText: 'Đoàn 2 khách, bản nháp' });
  await row.getByRole('link', { name: 'Nhập tiếp' }).click();
  await page.getByRole('heading', { level: 1, name: 'Thông báo đoàn' }).waitFor();
  // What a row has no room for is in the whole form.
  await rows(page).nth(1).getByRole('button', { name: 'Ghi đủ thông tin khách 2' }).click();
  const panel = page.locator('.panel').and(page.getByRole('dialog', { name: 'Khách 2 của đoàn' }));
  await panel.getByRole('textbox', { name: 'Điện thoại' }).fill('0905000111');
  await panel.locator('#birth-day').fill('02');
  await panel.locator('#birth-month').fill('04');
  await panel.locator('#birth-year').fill('1982');
  await assertAccessible(page, 'the whole form of a guest of a group');
  await panel.getByRole('button', { name: 'Xong' }).click();
  await until(page, async () => (await control(page, 1, 'birth').inputValue()) === '02/04/1982', 'the row shows it');
  await control(page, 1, 'sex').selectOption('female');
  await control(page, 1, 'document_number').fill(personalNumber('1982-04-02', 'female'));
  // Without rooms: they are given later, and the board shows who has none.
  await send(page).click();
  await page.getByRole('heading', { level: 1, name: 'Đã nhận đoàn 2 khách' }).waitFor();
  await page.getByText('2 khách chưa có phòng.').waitFor();
  const [stay] = await client.staysOf('Mạc Thị Dở');
  await holds(async () => assert.equal((await client.call('getStay', { path: { stay_id: stay.id } })).guest.phone, '0905000111'));
  await page.getByRole('link', { name: 'Sơ đồ phòng', exact: true }).last().click();
  const roomless = page.getByRole('region', { name: 'Chưa xếp phòng' });
  await roomless.getByRole('link', { name: 'Mạc Thị Dở' }).waitFor();
  await assertAccessible(page, 'a board with guests without a room');
});

test('the page of a group passes at every width, and a lost network loses nothing', { expected: ['away'] }, async ({ page }) => {
  await open12(page, 'haidang');
  await scan(page, cardText({ number: personalNumber(), name: 'Ngô Văn Mạng', birth: '1990-05-17', sex: 'male' }));
  for (const size of [PHONE, { width: 720, height: 900 }, { width: 1366, height: 768 }, { width: 1600, height: 900 }]) {
    await page.setViewportSize(size);
    await assertNoSideScroll(page, `a group at ${size.width} px`);
  }
  await page.setViewportSize(PHONE);
  await assertAccessible(page, 'a group on a telephone');
  await page.setViewportSize({ width: 1366, height: 768 });
  const keys = [];
  page.on('request', (request) => request.url().endsWith('/stays/groups') && keys.push(request.headers()['idempotency-key']));
  await page.route('**/stays/groups', (route) => route.abort('connectionrefused'), { times: 1 });
  await send(page).click();
  await eventually(page.locator('.toasts'), /Chưa có gì được lưu|Máy chủ không trả lời/);
  await holds(async () => assert.equal(await control(page, 0, 'full_name').inputValue(), 'Ngô Văn Mạng'));
  await send(page).click();
  await page.getByRole('heading', { level: 1, name: 'Đã nhận đoàn 1 khách' }).waitFor();
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1], 'the same key goes with the repeat');
});

test('a guest of a group who is in the facility already is said to be, and a warning is kept or followed', async ({ page }) => {
  const client = await site.as('haidang');
  const here = guest({ full_name: 'Đoàn Văn Đang Ở' });
  const stay = await client.notify({ guest: here });
  await open12(page);
  await control(page, 0, 'full_name').fill(here.full_name);
  await control(page, 0, 'birth').fill('17051990');
  await control(page, 0, 'birth').blur();
  await holds(async () => assert.equal(await control(page, 0, 'birth').inputValue(), '17/05/1990', 'grouped as dates are'));
  await control(page, 0, 'sex').selectOption('male');
  await control(page, 0, 'document_number').fill(here.document_number);
  await control(page, 0, 'document_number').blur();
  const warning = rows(page).first().locator('.group-warning').filter({ hasText: stay.room.name });
  await eventually(warning, /đã được thông báo ở phòng/);
  await holds(async () => assert.equal(await warning.getByRole('link').getAttribute('href'), `/stays/${stay.id}`));
  await assertAccessible(page, 'a guest who is in the facility already');
  await warning.getByRole('checkbox').check();
  await send(page).click();
  await page.getByRole('heading', { name: /Đã nhận/ }).waitFor();
  await holds(async () => {
    const stays = await client.staysOf(here.full_name);
    assert.equal(stays.length, 2);
    const again = await client.call('getStay', { path: { stay_id: stays.find((one) => one.id !== stay.id).id } });
    const told = again.warnings.find((warning) => warning.code === 'already_notified');
    assert.equal(told?.confirmed, true);
  });
});

test('twelve digits for a passport and a name in an old font are put right with one press', async ({ page }) => {
  await open12(page);
  await choose(page, await now(() => control(page, 0, 'nationality').getAttribute('id')), 'KOR');
  await holds(async () => assert.equal(await control(page, 0, 'document_type').inputValue(), 'passport'));
  await control(page, 0, 'full_name').fill('NguyÔn V¨n Hïng');
  await control(page, 0, 'document_number').fill(personalNumber());
  await control(page, 0, 'document_number').blur();
  await page.getByRole('button', { name: 'Đổi thành căn cước, quốc tịch Việt Nam' }).click();
  await focusIsIn(page, 0, 'document_number');
  await holds(async () => assert.equal(await control(page, 0, 'document_type').inputValue(), 'cccd'));
  await holds(async () => assert.match(await control(page, 0, 'nationality').inputValue(), /VNM/));
  // The name of somebody Vietnamese is judged now.
  await page.getByRole('button', { name: 'Đổi thành “Nguyễn Văn Hùng”' }).click();
  await focusIsIn(page, 0, 'full_name');
  await holds(async () => assert.equal(await control(page, 0, 'full_name').inputValue(), 'Nguyễn Văn Hùng'));
});
