// A scanner is a keyboard: what it types acts on nothing, lands where scans are taken, and is said when it cannot be read.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { open, test, use } from './support/browser.mjs';
import { day, guest, personalNumber } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, choose, eventually, fillDate, focused, holds, now, settled, signIn, until, valueOf } from './support/page.mjs';
import { cardText, passportLines, scanKeys, scanKeysAtOnce } from './support/scanner.mjs';

const site = use(await open());

/** Texts as scanners type them; the tests of the rules read the same file. */
const SCANS = JSON.parse(readFileSync(join(import.meta.dirname, '../../rules/tests/fixtures/scans.json'), 'utf8'));
const lines = (name) => SCANS[name].split('\r\n');
const FRENCH = passportLines({ country: 'FRA', surname: 'FABRE', given: 'LOUIS', number: '12AB34567', birth: '900101', sex: 'M', expiry: '300101' });

const said = (page) => page.locator('#scan-said');
const path = (page) => new URL(page.url()).pathname;
const name = (page) => page.locator('#full_name').inputValue();
/** After a scan that was taken focus goes to what is still needed; a hand comes back after that. */
const wentOn = (page) => until(page, async () => !['', 'scan'].includes(await focused(page)), 'focus goes on after a scan');
const send = (page) => page.getByRole('button', { name: 'Gửi thông báo' });
const toNotify = (page) => page.getByRole('heading', { level: 1, name: 'Thông báo khách' }).waitFor();
const filledWith = (page, wanted) => until(page, async () => (await name(page)) === wanted, `the form is filled with ${wanted}`);

async function stayOf(login, who, room) {
  const client = await site.as(login);
  const { id } = await client.notify({ guest: guest({ full_name: who }), room });
  return { id, read: () => client.call('getStay', { path: { stay_id: id } }) };
}

test('a passport scanned on the page of a stay declares nothing and fills a new notification', async ({ page }) => {
  const stay = await stayOf('haidang', 'Lương Văn Còn Ở', '108');
  await signIn(page, 'haidang');
  for (const gap of [3, 8, 12]) {
    await page.goto(`/stays/${stay.id}`);
    await settled(page);
    await scanKeys(page, FRENCH, gap);
    await toNotify(page);
    await filledWith(page, 'FABRE LOUIS');
    await holds(async () => assert.match(await said(page).innerText(), /5 trên 5 số kiểm tra khớp/));
    const { state, version } = await stay.read();
    assert.deepEqual([state, version], ['present', 1], `nothing is declared at ${gap} ms a sign`);
    await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  }
  // With the form of the departure open, whatever in it has focus.
  for (const focus of ['#when-0', '#when-1', '.change-form button[type=submit]']) {
    await page.goto(`/stays/${stay.id}`);
    await settled(page);
    await page.keyboard.press('r');
    await page.locator('#when-0').waitFor();
    await page.locator(focus).focus();
    await scanKeys(page, FRENCH);
    await toNotify(page);
    await filledWith(page, 'FABRE LOUIS');
    assert.equal((await stay.read()).version, 1, `with focus on ${focus}`);
    await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  }
});

test('keys of a scanner that come late, since the machine is busy, are one scan', async ({ page }) => {
  const stay = await stayOf('haidang', 'Lương Văn Máy Chậm', '107');
  await signIn(page, 'haidang');
  // In the first line, between the lines, in the second one, and all of it.
  for (const late of [[10], [44], [60], [3, 44, 70]]) {
    await page.goto(`/stays/${stay.id}`);
    await settled(page);
    await scanKeysAtOnce(page, FRENCH, 8, late);
    await toNotify(page);
    await filledWith(page, 'FABRE LOUIS');
    await holds(async () => assert.match(await said(page).innerText(), /5 trên 5 số kiểm tra khớp/));
    await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  }
});

test('a scan into a field of a panel is taken out of it again, and a card is read as well', async ({ page }) => {
  const stay = await stayOf('haidang', 'Lương Thị Gia Hạn', '109');
  await signIn(page, 'haidang', { path: `/stays/${stay.id}` });
  await page.keyboard.press('c');
  // Focus goes to the first field when the form opens; whoever is quicker than that finds it there.
  await assertFocus(page, 'room-id');
  await page.locator('#change-reason').fill('Máy lạnh hỏng');
  await page.evaluate(() => {
    window.typed = [];
    document.querySelector('#change-reason').addEventListener('input', (event) => window.typed.push(event.target.value));
  });
  await scanKeys(page, [SCANS['01a_true_card']]);
  await toNotify(page);
  await filledWith(page, 'Lê Thị Mỹ Hạnh');
  await holds(async () => assert.equal((await page.evaluate(() => window.typed)).at(-1), 'Máy lạnh hỏng', 'the field has again what stood in it'));
  assert.equal((await stay.read()).version, 1);
});

test('a scan on the board, the day, the guests and behind a dialog lands in a new notification', async ({ page }) => {
  const stay = await stayOf('haidang', 'Lương Văn Sơ Đồ', '110');
  await signIn(page, 'haidang', { path: '/board' });
  await page.getByRole('button', { name: /^Phòng 110(?!\d)/ }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.panel').getByText('Lương Văn Sơ Đồ').first().waitFor();
  await scanKeys(page, lines('03a_first_guest_passport'));
  await toNotify(page);
  await filledWith(page, 'HAN SO RA');
  assert.equal((await stay.read()).state, 'present');
  for (const where of ['/today', '/guests', '/profile', '/register']) {
    await page.goto('/notify');
    await settled(page);
    await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
    await page.goto(where);
    await settled(page);
    if (where === '/guests') {
      await page.keyboard.press('?');
      await page.locator('.dialog[open]').waitFor();
    }
    await scanKeys(page, lines('01e_true_passport'));
    await toNotify(page);
    await filledWith(page, 'QURESHI HINA');
    await holds(async () => assert.equal(await page.locator('.dialog[open]').count(), 0));
  }
});

test('letters of a hand still act, an Enter right behind one does not, and one after a look does', async ({ page }) => {
  const stay = await stayOf('haidang', 'Lương Thị Bấm Phím', '208');
  await signIn(page, 'haidang', { path: `/stays/${stay.id}` });
  await page.keyboard.press('g');
  await page.locator('#planned-departure-at').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await assertFocus(page, 'when-0');
  // At once, as whoever has not read the question would.
  await page.evaluate(() => {
    document.addEventListener('keydown', (event) => { window.stopped = event.defaultPrevented; });
  });
  await page.keyboard.press('Enter');
  await holds(async () => assert.equal(await page.evaluate(() => window.stopped), true));
  assert.equal((await stay.read()).state, 'present');
  // The next press of a key in the form is that of somebody who looks at it.
  await page.keyboard.press('Tab');
  await page.locator('.change-form button[type=submit]').focus();
  await page.keyboard.press('Enter');
  await eventually(page.locator('.toasts'), /Đã ghi rời đi/);
  assert.equal((await stay.read()).state, 'departed');
});

test('a scan that is refused is replaced by the next one, and so is one that was taken', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await assertFocus(page, 'scan', 'the page opens in the scanner field');
  await scanKeys(page, lines('01f_passport_typed_through_Telex'));
  await eventually(said(page), 'Bộ gõ tiếng Việt đang đổi chữ của máy quét. Tắt Unikey (Ctrl + Shift) rồi quét lại.');
  await holds(async () => assert.equal(await name(page), ''));
  await scanKeys(page, lines('01e_true_passport'));
  await filledWith(page, 'QURESHI HINA');
  await assertFocus(page, 'name-compared', 'the name is to be compared first');
  await scanKeys(page, lines('05a_true_PP_passport'));
  await filledWith(page, 'FORTIN MAELLE');
  // The same once more is no mistake.
  await wentOn(page);
  await page.keyboard.press('F2');
  await scanKeys(page, lines('05a_true_PP_passport'));
  await eventually(said(page), '5 trên 5 số kiểm tra khớp');
  await scanKeys(page, [SCANS['01a_true_card']]);
  await filledWith(page, 'Lê Thị Mỹ Hạnh');
  // Scanned behind one that is done, without a selection: it counts from where it begins.
  await wentOn(page);
  await page.keyboard.press('F2');
  await page.keyboard.press('End');
  await scanKeys(page, lines('05f_one_name_no_separator'));
  await filledWith(page, 'SUHARTINI');
});

test('what made a scan unreadable is told, heard and seen; the sound can be turned off', async ({ page }) => {
  await page.addInitScript(() => {
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function count(...args) {
      window.tones += 1;
      return start.apply(this, args);
    };
  });
  await signIn(page, 'haidang', { path: '/notify' });
  const refusedWith = async (scanned, text) => {
    await page.locator('#scan').fill(scanned);
    await page.keyboard.press('Enter');
    await eventually(said(page), text);
    await holds(async () => assert.equal(await name(page), '', 'nothing is filled in'));
  };
  await refusedWith(SCANS['01b_card_typed_through_the_Windows_Vietnamese_layout'], /kiểu tiếng Việt của Windows .* Chuyển bàn phím sang English/);
  await refusedWith(SCANS['01g_passport_typed_through_AZERTY'].replace('\r\n', ' '), /kiểu Pháp \(AZERTY\)/);
  await refusedWith(SCANS['01e_true_passport'].replace('\r\n', ' ').replaceAll('<', ';'), /kiểu nước khác/);
  await refusedWith(FRENCH.join('').replace('P<', 'V<'), 'Đây là dòng máy đọc của thị thực. Quét trang hộ chiếu có ảnh.');
  await holds(async () => assert.equal(await page.evaluate(() => window.tones), 4, 'each refusal is heard'));
  await holds(async () => assert.match(await page.locator('#scan-field').getAttribute('class'), /flash-/));
  await holds(async () => assert.equal(await said(page).getAttribute('aria-live'), 'polite'));
  await assertAccessible(page, 'a scan through another layout');
  await page.goto('/profile');
  await settled(page);
  await page.getByRole('checkbox', { name: 'Kêu khi máy quét đọc không được' }).uncheck();
  await page.goto('/notify');
  await settled(page);
  await refusedWith('056187004893|Lê', /Chuỗi quét có 2 phần/);
  await holds(async () => assert.equal(await page.evaluate(() => window.tones), 0, 'now it is silent'));
});

test('a card with a prefix, between control characters, or of the new kind is read, and a composing Enter is not an Enter', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  for (const scan of ['01c_card_with_AIM_prefix', '01d_card_between_STX_and_ETX']) {
    await page.locator('#scan').fill(SCANS[scan]);
    await page.keyboard.press('Enter');
    await filledWith(page, 'Lê Thị Mỹ Hạnh');
    await eventually(said(page), 'Đọc đủ 7 phần của mã QR');
    await holds(async () => assert.doesNotMatch(await said(page).innerText(), /đoán/, 'a card of 2021 leaves nothing to guess'));
    await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
    await filledWith(page, '');
  }
  // Eleven parts, typed sign by sign: nothing is taken at the seventh, and what the card says of third persons goes.
  await scanKeys(page, [SCANS.new_card_with_parents]);
  await filledWith(page, 'Nguyễn Hồng Sơn');
  await eventually(said(page), 'Đọc đủ 11 phần của mã QR');
  await holds(async () => assert.equal(await page.locator('#document_type').inputValue(), 'can_cuoc'));
  await holds(async () => assert.doesNotMatch(await page.locator('#scan').inputValue(), /Văn Hải|Thị Hà/));
  await holds(async () => assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...localStorage })), /Văn Hải|Thị Hà/));
  await assertFocus(page, 'departure', 'what is still needed has focus');
  // Without an Enter behind it.
  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await page.locator('#scan').fill(SCANS.new_card);
  await filledWith(page, 'Nguyễn Thị Hồng Ánh');
  await page.locator('#scan').fill('05619000');
  await page.locator('#scan').evaluate((input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
  await holds(async () => assert.equal(await page.locator('#scan').inputValue(), '05619000'));
});

test('a health insurance card is recognised and fills what it has', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  for (const [scan, number] of [['02a_health_card', 'GD4565601234567'], ['02b_health_card_new_number_only', '5601234567']]) {
    await scanKeys(page, [SCANS[scan]]);
    await eventually(said(page), /Đây là thẻ bảo hiểm y tế, đã điền phần thẻ có/);
    await until(page, async () => (await page.locator('#document_number').inputValue()) === number, `the number is ${number}`);
    await holds(async () => assert.equal(await name(page), 'Trần Thị Ngọc Ánh'));
    await holds(async () => assert.equal(await page.locator('#document_type').inputValue(), 'health_insurance'));
    await holds(async () => assert.deepEqual(
      await Promise.all(['day', 'month', 'year'].map((part) => page.locator(`#birth-${part}`).inputValue())),
      ['17', '08', '1992'],
    ));
    await holds(async () => assert.ok(await page.getByRole('radio', { name: 'Nữ' }).isChecked()));
    await holds(async () => assert.equal(await page.locator('#address').inputValue(), 'Thôn Đắc Lộc, Nha Trang, Khánh Hòa'));
    await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  }
});

test('another document in the same form takes all of the first guest out, says so, and gives it back', async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/notify' });
  await scanKeys(page, lines('03a_first_guest_passport'));
  await filledWith(page, 'HAN SO RA');
  await choose(page, 'visa_symbol', 'du lich');
  await page.locator('#visa_number').fill('DA4471936');
  await fillDate(page, 'permitted', day(20).iso);
  await fillDate(page, 'entered', day(-2).iso);
  await page.locator('#entry_gate').fill('Cam Ranh');
  await page.locator('#phone').fill('0905000222');
  await page.locator('#note').fill('Đến muộn');
  await page.locator('#departure').fill('+1');
  await choose(page, 'room', '1107');
  await page.locator('#name-compared').check();
  await scanKeys(page, [SCANS['03b_second_guest_card']]);
  await filledWith(page, 'Phan Văn Trung');
  const told = await eventually(said(page), /Giấy tờ của người khác\. Đã xóa của khách trước:/);
  for (const what of ['điện thoại', 'ký hiệu thị thực', 'số thị thực', 'ngày nhập cảnh', 'cửa khẩu', 'thời hạn được tạm trú']) assert.ok(told.includes(what), `${what} in: ${told}`);
  await holds(async () => assert.equal(await page.locator('#phone').inputValue(), ''));
  await holds(async () => assert.equal(await page.locator('#note').inputValue(), 'Đến muộn', 'the stay remains'));
  await holds(async () => assert.match(await page.locator('#room').inputValue(), /^1107/));
  await assertAccessible(page, 'a guest who took the place of another');
  // Back, and forward again.
  await page.locator('#scan-back').click();
  await filledWith(page, 'HAN SO RA');
  await holds(async () => assert.equal(await page.locator('#visa_number').inputValue(), 'DA4471936'));
  await page.locator('#document_number').focus();
  await page.locator('#note').focus();
  await holds(async () => assert.equal(await name(page), 'HAN SO RA', 'leaving the field does not scan again'));
  await scanKeys(page, [SCANS['03b_second_guest_card']]);
  await filledWith(page, 'Phan Văn Trung');
  await scanKeys(page, lines('05f_one_name_no_separator'));
  await filledWith(page, 'SUHARTINI');
  await page.locator('#name-compared').check();
  await send(page).click();
  await page.getByRole('heading', { name: /^Đã nhận SUHARTINI/ }).waitFor();
  const client = await site.as('anhduong');
  const [{ id }] = await client.staysOf('SUHARTINI');
  const { guest: stored, room, note } = await client.call('getStay', { path: { stay_id: id } });
  assert.deepEqual([stored.nationality, stored.document_number, room.name, note], ['ID', 'X8814402', '1107', 'Đến muộn']);
  for (const field of ['visa_symbol', 'visa_number', 'permit_expires_on', 'entered_on', 'entry_gate', 'address', 'phone']) {
    assert.equal(stored[field] ?? null, null, `${field} belonged to others`);
  }
});

test('what was typed before the first scan stays', async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/notify' });
  await page.locator('#phone').fill('0905000333');
  await scanKeys(page, lines('03a_first_guest_passport'));
  await filledWith(page, 'HAN SO RA');
  await holds(async () => assert.equal(await page.locator('#phone').inputValue(), '0905000333'));
  await holds(async () => assert.equal(await page.locator('#scan-replaced').count(), 0));
});

test('lines tell what they leave open: nationality, birth, expiry, a name that may be cut', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  const scanned = async (wanted, ...scan) => {
    await page.locator('#scan').fill(scan.join(' '));
    await page.keyboard.press('Enter');
    await eventually(said(page), wanted);
  };
  const anew = async () => {
    await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
    await filledWith(page, '');
  };
  // After a Korean nothing of Korea is left for a code that is no country.
  await scanned(/5 trên 5 số kiểm tra khớp/, ...lines('03a_first_guest_passport'));
  await holds(async () => assert.match(await valueOf(page, 'nationality'), /KOR/));
  await scanned(/Giấy tờ ghi ZZZ/, 'PTCHEHAKIMOV<<RUSTAM<<<<<<<<<<<<<<<<<<<<<<<<', 'S0M4471K24ZZZ7809305M2906117<<<<<<<<<<<<<<04');
  await holds(async () => assert.equal(await valueOf(page, 'nationality'), ''));
  await anew();
  await scanned(/không ghi đủ ngày tháng sinh, đã điền năm/, 'P<AFGKHAN<<GUL<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'P001234560AFG74<<<<1M3001019<<<<<<<<<<<<<<<4');
  await holds(async () => assert.equal(await page.locator('#birth-year').inputValue(), '1974'));
  await anew();
  await scanned(/không ghi ngày sinh\. Hỏi khách/, 'P<AFGKHAN<<GUL<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'P001234560AFG<<<<<<0M3001019<<<<<<<<<<<<<<<6');
  await holds(async () => assert.equal(await page.locator('#document_number').inputValue(), 'P00123456'));
  await anew();
  await scanned(/Giấy tờ đã hết hạn ngày 21\/11\/2025/, 'P<RUSIVANOVA<<ELENA<<<<<<<<<<<<<<<<<<<<<<<<<', 'AB12345671RUS9003082F2511214<<<<<<<<<<<<<<<8');
  await anew();
  await scanned(/Họ tên có thể bị cắt bớt/, 'P<LKAKURUKULASURIYA<<WARNAKULASURIYA<A<B<C<D', 'AB12345671LKA9003082F3109155<<<<<<<<<<<<<<<2');
  await anew();
  await scanned(/Thẻ do USA cấp, không phải căn cước Việt Nam/, 'C1USA0123456784SRC0000000701<<', '9003082F3109155VNM<<<<<<<<<<<1', 'NGUYEN<<THI<LAN<<<<<<<<<<<<<<<');
  await holds(async () => assert.deepEqual([await page.locator('#document_type').inputValue(), await page.locator('#document_number').inputValue()], ['other', '012345678']));
  await anew();
  await scanned(/Máy quét đọc chữ ở chỗ của số, đã đổi thành số: Ngày sinh/, ...lines('05c_O_in_the_date_of_birth'));
  await anew();
  await scanned(/sẽ khớp nếu số giấy tờ là OB4417205/, ...lines('05d_zero_for_a_letter_O_in_the_number'));
  await holds(async () => assert.equal(await page.locator('#document_number').inputValue(), '0B4417205', 'nothing is put in'));
  await anew();
  const overseas = passportLines({ country: 'GBN', surname: 'CHAN', given: 'TAI MAN', number: '123456789', birth: '800101', sex: 'M', expiry: '310101' });
  await scanned(/Giấy tờ ghi GBN: quốc dân Anh ở hải ngoại/, ...overseas);
  await holds(async () => assert.match(await valueOf(page, 'nationality'), /GBR/));
});

test('in a group a scan goes into the next row wherever focus is, and one that was refused gives way', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify/group' });
  const rows = page.locator('.group-row');
  const control = (at, field) => rows.nth(at).locator(`[id$="-${field}"]`);
  const has = (at, wanted) => until(page, async () => (await control(at, 'full_name').inputValue()) === wanted, `guest ${at + 1} is ${wanted}`);
  await control(0, 'full_name').focus();
  await scanKeys(page, lines('01e_true_passport'));
  await has(0, 'QURESHI HINA');
  await until(page, () => control(0, 'compared').evaluate((box) => box === document.activeElement), 'the name is to be compared');
  // Without ticking: the next passport has an N in its name.
  await scanKeys(page, lines('03a_first_guest_passport'));
  await has(1, 'HAN SO RA');
  await holds(async () => assert.equal(path(page), '/notify/group', 'the group is not left'));
  await scanKeys(page, lines('01f_passport_typed_through_Telex'));
  await eventually(rows.nth(2).locator('.group-said'), /Tắt Unikey/);
  await scanKeys(page, [SCANS['01a_true_card']]);
  await has(2, 'Lê Thị Mỹ Hạnh');
  await holds(async () => assert.equal(await rows.nth(2).locator('.group-said .field-said').count(), 0));
  await scanKeys(page, [SCANS.new_card]);
  await has(3, 'Nguyễn Thị Hồng Ánh');
  await control(4, 'full_name').waitFor();
  // In any field of a row that has somebody.
  await control(1, 'document_number').focus();
  await scanKeys(page, [SCANS['02a_health_card']]);
  await has(4, 'Trần Thị Ngọc Ánh');
  await holds(async () => assert.equal(await control(1, 'document_number').inputValue(), 'M40719365'));
  await assertAccessible(page, 'a group that was scanned');
});

test('scans that are quicker than the list of nationalities are taken when it comes, in a group and in one notification', async ({ page }) => {
  let sendList;
  const hold = () => {
    const sent = new Promise((resolve) => (sendList = resolve));
    return page.route('**/api/v1/reference-lists/nationalities*', async (route) => {
      await sent;
      await route.continue();
    }, { times: 1 });
  };
  await hold();
  await signIn(page, 'haidang', { path: '/notify/group' });
  const row = (at, field) => page.locator('.group-row').nth(at).locator(`[id$="-${field}"]`);
  const isIn = (at) => until(page, () => row(at, 'full_name').evaluate((input) => input === document.activeElement), `focus is in row ${at + 1}`);
  await row(0, 'full_name').focus();
  await scanKeysAtOnce(page, lines('01e_true_passport'));
  await isIn(1);
  await scanKeysAtOnce(page, [SCANS['01a_true_card']]);
  await isIn(2);
  await holds(async () => assert.match(await row(0, 'full_name').inputValue(), /QURESHI/, 'the text waits where it was scanned'));
  sendList();
  await until(page, async () => (await row(0, 'full_name').inputValue()) === 'QURESHI HINA', 'the first guest is read');
  await until(page, async () => (await row(1, 'full_name').inputValue()) === 'Lê Thị Mỹ Hạnh', 'the second guest is read');
  await holds(async () => assert.match(await row(0, 'nationality').inputValue(), /PAK/));
  await isIn(2);
  await hold();
  await page.goto('/notify');
  await page.locator('#scan').focus();
  await scanKeysAtOnce(page, [SCANS['01a_true_card']]);
  assert.equal(await now(() => name(page)), '', 'the scan waits');
  sendList();
  await filledWith(page, 'Lê Thị Mỹ Hạnh');
});

test('behind the receipt of one guest the next document begins a notification of its own', async ({ page }) => {
  await signIn(page, 'songbien', { path: '/notify' });
  await scanKeys(page, [cardText({ number: personalNumber(), name: 'Bùi Văn Biên Nhận', birth: '1990-05-17', sex: 'male' })]);
  await filledWith(page, 'Bùi Văn Biên Nhận');
  await page.locator('#departure').fill('+1');
  await choose(page, 'room', '204');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /^Đã nhận Bùi Văn Biên Nhận/ }).waitFor();
  await scanKeys(page, lines('03a_first_guest_passport'));
  await filledWith(page, 'HAN SO RA');
  await holds(async () => assert.equal(await valueOf(page, 'room'), '', 'a stranger does not get the room of the guest before'));
});

test('a correction that was left is named when it is opened again, and can be dropped', async ({ page }) => {
  const stay = await stayOf('haidang', 'Lương Văn Sửa Dở', '309');
  await signIn(page, 'haidang', { path: `/stays/${stay.id}` });
  const correct = page.getByRole('button', { name: 'Sửa thông báo' });
  await correct.click();
  await page.locator('#sex-1').press('Space');
  await page.keyboard.press('Escape');
  await page.locator('#act').waitFor({ state: 'detached' });
  await correct.click();
  await eventually(page.locator('#unsaved'), 'Có sửa đổi chưa lưu: giới tính.');
  await page.locator('#document_number-field .field-said, #sex-field .field-said').first().waitFor();
  await assertAccessible(page, 'a correction that was left');
  await page.locator('#unsaved-drop').click();
  await page.locator('#unsaved').waitFor({ state: 'detached' });
  await holds(async () => assert.ok(await page.locator('#sex-0').isChecked()));
  await page.keyboard.press('Escape');
  await page.locator('#act').waitFor({ state: 'detached' });
  await correct.click();
  await page.locator('#sex-0').waitFor();
  await holds(async () => assert.equal(await page.locator('#unsaved').count(), 0));
  await holds(async () => assert.equal((await page.evaluate(() => Object.keys(localStorage))).filter((key) => key.includes('.correct.')).length, 0));
});
