// What is read instead of typed: codes, machine-readable lines, guests of before, the camera.

import assert from 'node:assert/strict';
import { encode } from 'uqr';
import { open, test, use } from './support/browser.mjs';
import { day, guest, moment } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, choose, eventually, fillDate, holds, settled, signIn, until, valueOf, words } from './support/page.mjs';
import { cardText, passportLines, scanKeys } from './support/scanner.mjs';

const site = use(await open());

const received = (page, name) => page.getByRole('heading', { name: new RegExp(`^Đã nhận ${name}`) });
const send = (page) => page.getByRole('button', { name: 'Gửi thông báo' });

/** The only stay of that guest. */
async function theStay(login, name) {
  const client = await site.as(login);
  const stays = await client.staysOf(name);
  assert.equal(stays.length, 1, `there is exactly one stay of ${name}, not ${stays.length}`);
  return client.call('getStay', { path: { stay_id: stays[0].id } });
}

test('a scan with six parts is refused with the reason, and what was scanned stays in place', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await page.keyboard.press('F2');
  await assertFocus(page, 'scan');
  const six = cardText({ number: '056087004512', name: 'Trần Đức Bảo Hiếu', birth: '1987-06-09', sex: 'male' }).replace('||', '|');
  await scanKeys(page, [six]);
  await eventually(page.locator('#scan-said'), 'Chuỗi quét có 6 phần, cần 7 (thẻ căn cước công dân) hoặc 11 (thẻ căn cước). Quét lại mặt có mã QR.');
  await holds(async () => assert.equal(await page.locator('#scan').inputValue(), six));
  await holds(async () => assert.equal(await page.locator('#scan').getAttribute('aria-invalid'), 'true'));
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), '', 'nothing is filled in from a scan that was refused'));
  await holds(async () => assert.equal(await page.locator('#address').inputValue(), ''));
  await assertAccessible(page, 'a refused scan');
  await page.keyboard.press('F2');
  await scanKeys(page, [cardText({ number: '056087004513', name: 'Trần Đức Bảo Hiếu', birth: '1987-06-09', sex: 'male', issued: '01072024' })]);
  await page.getByText('Đọc đủ 7 phần của mã QR').waitFor();
  await holds(async () => assert.equal(await page.locator('#document_type').inputValue(), 'can_cuoc', 'the kind of card goes by the day of issue'));
});

// Part of KH-A4, KH-11.2c1.
test('the two lines of a passport fill the form with evidence, and the rest of a foreigner is asked', async ({ page }) => {
  const lines = passportLines({ country: 'POL', surname: 'KOWALSKI', given: 'PIOTR JAN', number: 'EZ4410829', birth: '910314', sex: 'M', expiry: '310313' });
  await signIn(page, 'anhduong', { path: '/notify' });
  await page.locator('#scan').focus();
  await scanKeys(page, lines);
  const evidence = await eventually(page.locator('#scan-said'), '5 trên 5 số kiểm tra khớp');
  assert.match(evidence, /Họ tên không có số kiểm tra/);
  await holds(async () => assert.equal(await page.getByRole('list', { name: 'Số kiểm tra', exact: true }).getByText('khớp').count(), 5));
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'KOWALSKI PIOTR JAN'));
  await holds(async () => assert.deepEqual(
    await Promise.all(['day', 'month', 'year'].map((part) => page.locator(`#birth-${part}`).inputValue())),
    ['14', '03', '1991'],
  ));
  await holds(async () => assert.match(await page.locator('#nationality').inputValue(), /^Ba Lan \(POL\)$/));
  await holds(async () => assert.equal(await page.locator('#document_type').inputValue(), 'passport'));
  await holds(async () => assert.equal(await page.locator('#document_number').inputValue(), 'EZ4410829'));

  await page.getByRole('heading', { name: 'Người nước ngoài' }).waitFor();
  await choose(page, 'visa_symbol', 'du lich');
  await holds(async () => assert.equal(await page.locator('#visa_symbol').inputValue(), 'DL – Du lịch'));
  await fillDate(page, 'permitted', day(20).iso);
  await fillDate(page, 'entered', day(-3).iso);
  await page.locator('#entry_gate').fill('Cam Ranh');
  await page.locator('#departure').fill('+3');
  await choose(page, 'room', '1107');
  await assertAccessible(page, 'the form of a foreigner');
  // The name has no check digit: nothing is sent before a person has compared it, a reload or not.
  await send(page).click();
  await eventually(page.locator('.summary'), /Họ tên lấy từ dòng máy đọc/);
  assert.equal((await (await site.as('anhduong')).staysOf('KOWALSKI PIOTR JAN')).length, 0);
  await page.reload();
  await settled(page);
  const compared = page.getByRole('checkbox', { name: 'Đã đối chiếu họ tên với giấy tờ' });
  await holds(async () => assert.equal(await compared.isChecked(), false));
  await assertAccessible(page, 'a name that nobody has compared');
  await compared.check();
  await send(page).click();
  await received(page, 'KOWALSKI PIOTR JAN').waitFor();
  const { guest } = await theStay('anhduong', 'KOWALSKI PIOTR JAN');
  assert.deepEqual(
    [guest.nationality, guest.document_type, guest.visa_symbol, guest.permit_expires_on, guest.entered_on, guest.entry_gate],
    ['PL', 'passport', 'DL', day(20).iso, day(-3).iso, 'Cam Ranh'],
  );
});

test('a passport whose check digits do not agree is taken, with a warning to compare it', async ({ page }) => {
  const [first, second] = passportLines({ country: 'KOR', surname: 'PARK', given: 'JI HO', number: 'M41872391', birth: '881201', sex: 'M', expiry: '290630' });
  await signIn(page, 'anhduong', { path: '/notify' });
  await page.locator('#scan').focus();
  await page.keyboard.insertText(`${first}${second.replace('881201', '881207')}`);
  await page.keyboard.press('Enter');
  const evidence = await eventually(page.locator('#scan-said'), '3 trên 5 số kiểm tra khớp');
  assert.match(evidence, /So từng ô với giấy tờ/);
  const checks = page.getByRole('list', { name: 'Số kiểm tra', exact: true }).getByRole('listitem');
  assert.deepEqual(
    (await Promise.all((await checks.all()).map(words))).map((text) => text.replace(/\s+:/, ':')),
    ['Số giấy tờ: khớp', 'Ngày sinh: không khớp', 'Ngày hết hạn: khớp', 'Số cá nhân: khớp', 'Cả dòng: không khớp'],
    'the wrong character is told by what it stands in',
  );
  await assertAccessible(page, 'a scan with a wrong character');
  // Never silently: it is not sent until somebody has looked.
  await page.locator('#departure').fill('+1');
  await choose(page, 'room', '1107');
  await send(page).click();
  await eventually(page.locator('.summary'), /Họ tên lấy từ dòng máy đọc/);
  // Read once more without the mistake, all agree; pasted in lower case as some scanners type.
  await page.locator('#scan').fill(`${first}${second}`.toLowerCase());
  await eventually(page.locator('#scan-said'), '5 trên 5 số kiểm tra khớp');
  await holds(async () => assert.equal(await page.locator('#birth-day').inputValue(), '01'));
});

test('a guest of before is offered by the whole number or by name, and fills the form but for arrival and room', async ({ page }) => {
  const client = await site.as('songbien');
  const before = guest({ full_name: 'Lê Nguyễn Trở Lại', sex: 'female', birth_date: '1984-11-05', phone: '0905000987', address: '9 Trần Phú, Huế' });
  await client.notify({ guest: before, room: '201', arrival_at: moment(-9, '15:00'), planned_departure_at: moment(-8, '12:00') });
  await signIn(page, 'songbien', { path: '/notify' });
  const offers = page.locator('.returning-guest');
  await page.locator('#document_number').fill(before.document_number.slice(0, 11));
  await page.locator('#document_number').fill(before.document_number);
  assert.match(await eventually(offers, /Lê Nguyễn Trở Lại/), /05\/11\/1984 0561•••••\d{3} lần trước .*, phòng 201/);
  await assertAccessible(page, 'a guest of before');
  await offers.focus();
  await page.keyboard.press('Enter');
  await assertFocus(page, 'departure');
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), before.full_name));
  await holds(async () => assert.deepEqual(await Promise.all(['day', 'month', 'year'].map((part) => page.locator(`#birth-${part}`).inputValue())), ['05', '11', '1984']));
  await holds(async () => assert.equal(await page.locator('#phone').inputValue(), '0905000987'));
  await holds(async () => assert.equal(await page.locator('#address').inputValue(), '9 Trần Phú, Huế'));
  await holds(async () => assert.equal(await page.locator('#room').inputValue(), '', 'the room is another one'));
  await holds(async () => assert.match(await valueOf(page, 'arrival'), new RegExp(day().typed), 'the arrival is now'));
  await until(page, async () => (await offers.count()) === 0, 'who was chosen is not offered again');
  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  // By name without accents.
  await page.locator('#full_name').fill('le nguyen tro');
  await eventually(offers, /Lê Nguyễn Trở Lại/);
  // A facility knows its own guests only.
  const other = await site.as('haidang');
  const { guests } = await other.call('findReturningGuest', { body: { document_number: before.document_number } });
  assert.deepEqual(guests, []);
});

test('the camera reads the code of a citizen card, goes dark with it, and keeps no picture', async ({ page }) => {
  const code = cardText({ number: '056087004514', name: 'Hồ Văn Máy Ảnh', birth: '1987-06-09', sex: 'male' });
  await page.context().grantPermissions(['camera']);
  await page.addInitScript(() => {
    window.BarcodeDetector = class {
      static async getSupportedFormats() {
        return ['code_128', 'qr_code'];
      }

      constructor({ formats }) {
        window.formats = formats;
      }

      async detect(picture) {
        window.looks = (window.looks ?? 0) + 1;
        if (!(picture instanceof HTMLVideoElement) || picture.videoWidth === 0) throw new Error('no picture');
        return window.shown ? [{ rawValue: 'https://example.vn' }, { rawValue: window.shown }] : [];
      }
    };
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    window.streams = [];
    devices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      window.streams.push(stream);
      return stream;
    };
  });
  const live = () => page.evaluate(() => window.streams.flatMap((stream) => stream.getTracks()).filter((track) => track.readyState === 'live').length);
  await signIn(page, 'haidang', { path: '/notify' });
  await page.getByRole('button', { name: 'Quét bằng camera' }).click();
  await page.getByText('Hình không được lưu, không gửi đi.').waitFor();
  await until(page, () => page.evaluate(() => window.looks > 1), 'it looks again and again');
  await holds(async () => assert.equal(await live(), 1));
  await holds(async () => assert.deepEqual(await page.evaluate(() => window.formats), ['qr_code']));
  await assertAccessible(page, 'the camera');
  // Closed by hand, with the keyboard.
  await page.locator('#camera-close').focus();
  await page.keyboard.press('Escape');
  await until(page, async () => (await live()) === 0, 'the camera is off');
  await assertFocus(page, 'camera');
  await page.keyboard.press('Enter');
  await until(page, async () => (await live()) === 1, 'it is on again');
  const sent = [];
  page.on('request', (request) => sent.push(request.method() + new URL(request.url()).pathname));
  await page.evaluate((text) => { window.shown = text; }, code);
  await page.getByText('Đọc đủ 7 phần của mã QR').waitFor();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Hồ Văn Máy Ảnh'));
  await until(page, async () => (await live()) === 0, 'the camera is off once the code is read');
  assert.deepEqual(sent.filter((what) => !/\/fonts\/|\/returning-guests$/.test(what)), [], 'no picture goes anywhere');
  // Left while it is on.
  await page.evaluate(() => { window.shown = undefined; });
  await page.getByRole('button', { name: 'Quét bằng camera' }).click();
  await until(page, async () => (await live()) === 1, 'it is on');
  await page.locator('.rail').getByRole('link', { name: 'Khách' }).click();
  await until(page, async () => (await live()) === 0, 'the camera is off with its page');
});

/** Gives this page a camera that shows a card on a desk: the code a little turned and not filling the picture. */
async function cameraShowing(page, text) {
  const { data, size } = encode(text, { ecc: 'M' });
  await page.addInitScript(({ data, size }) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 720];
    const paint = canvas.getContext('2d');
    const draw = () => {
      paint.setTransform(1, 0, 0, 1, 0, 0);
      paint.fillStyle = '#8a8f86';
      paint.fillRect(0, 0, 1280, 720);
      paint.translate(600, 350);
      paint.rotate(0.2);
      paint.scale(380 / (size + 8), 380 / (size + 8));
      paint.translate(-size / 2, -size / 2);
      paint.fillStyle = '#e9ece4';
      paint.fillRect(-4, -4, size + 8, size + 8);
      paint.fillStyle = '#23261f';
      for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1) if (data[y][x]) paint.fillRect(x, y, 1.04, 1.04);
      requestAnimationFrame(draw);
    };
    draw();
    navigator.mediaDevices.getUserMedia = async () => (window.stream = canvas.captureStream(25));
  }, { data, size });
}

const readers = (requests) => requests.filter((path) => /\/reader_bg\.[^/]*wasm$/.test(path));

test('where the browser reads no codes, ZXing does: it is fetched when the camera opens, and only there', async ({ page, person }) => {
  const code = cardText({ number: '056187004517', name: 'Nguyễn Thị Thu Hương', birth: '1987-06-09', sex: 'female', address: 'Tổ 4, Phường Vĩnh Phước, Thành phố Nha Trang, Tỉnh Khánh Hòa' });
  // The name without a format behind it, as some desktops have it.
  await page.addInitScript(() => {
    window.BarcodeDetector = class {
      static async getSupportedFormats() {
        return [];
      }
    };
  });
  await cameraShowing(page, code);
  const requests = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await signIn(page, 'haidang', { path: '/notify' });
  await page.locator('#full_name').waitFor();
  assert.deepEqual(readers(requests), [], 'nobody pays for it who does not look');
  await page.getByRole('button', { name: 'Quét bằng camera' }).click();
  await page.getByText('Đọc đủ 7 phần của mã QR').waitFor();
  assert.equal(readers(requests).length, 1);
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Nguyễn Thị Thu Hương'));
  await holds(async () => assert.equal(await page.locator('#document_number').inputValue(), '056187004517'));
  await holds(async () => assert.equal(await page.evaluate(() => window.stream.active), false, 'the camera is off once the code is read'));
  // A browser that can needs none of it.
  const other = await person();
  const others = [];
  other.on('request', (request) => others.push(new URL(request.url()).pathname));
  await cameraShowing(other, code);
  await other.addInitScript((text) => {
    window.BarcodeDetector = class {
      static async getSupportedFormats() {
        return ['qr_code'];
      }

      async detect() {
        return [{ rawValue: text }];
      }
    };
  }, code);
  await signIn(other, 'haidang', { path: '/notify' });
  await other.getByRole('button', { name: 'Quét bằng camera' }).click();
  await other.getByText('Đọc đủ 7 phần của mã QR').waitFor();
  assert.deepEqual(readers(others), []);
});

test('a reader of codes that does not come is told, and comes with the next press', { expected: ['away'] }, async ({ page }) => {
  const code = cardText({ number: '056087004514', name: 'Hồ Văn Máy Ảnh', birth: '1987-06-09', sex: 'male' });
  await page.addInitScript(() => { delete window.BarcodeDetector; });
  await cameraShowing(page, code);
  await page.context().route(/\/reader_bg\.[^/]*wasm$/, (route) => route.abort());
  await signIn(page, 'haidang', { path: '/notify' });
  await page.getByRole('button', { name: 'Quét bằng camera' }).click();
  await page.getByText('Chưa tải được phần đọc mã QR').waitFor();
  await assertFocus(page, 'camera');
  await page.context().unrouteAll();
  await page.keyboard.press('Enter');
  await page.getByText('Đọc đủ 7 phần của mã QR').waitFor();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Hồ Văn Máy Ảnh'));
});

test('a browser without cameras for pages says so at the button, and a camera that is refused is told', async ({ page, person }) => {
  await page.addInitScript(() => { Object.defineProperty(navigator, 'mediaDevices', { value: undefined }); });
  await signIn(page, 'haidang', { path: '/notify' });
  const button = page.getByRole('button', { name: 'Quét bằng camera' });
  await holds(async () => assert.equal(await button.getAttribute('aria-disabled'), 'true'));
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Trình duyệt này không cho trang web dùng camera').waitFor();
  await assertAccessible(page, 'a browser without cameras');
  const other = await person();
  await other.addInitScript(() => {
    window.BarcodeDetector = class {};
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await signIn(other, 'haidang', { path: '/notify' });
  await other.getByRole('button', { name: 'Quét bằng camera' }).click();
  await other.getByText('Chưa được phép dùng camera').waitFor();
  await assertFocus(other, 'camera');
});
