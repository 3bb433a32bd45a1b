// Notifying a guest: scanning, checking as one types, sending, and nothing typed ever lost.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { day, length, personalNumber } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, choose, eventually, field, fillDate, fillNotify, holds, now, settled, signIn, until, valueOf, words } from './support/page.mjs';
import { typeByHand } from './support/scanner.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());

const said = (page, id) => field(page, id).locator('.field-said');
const received = (page, name) => page.getByRole('heading', { name: new RegExp(`^Đã nhận ${name}`) });
const send = (page) => page.getByRole('button', { name: 'Gửi thông báo' });
const toast = (page) => page.locator('.toasts');

/** The only stay of that guest. */
async function theStay(login, name) {
  const client = await site.as(login);
  const stays = await client.staysOf(name);
  assert.equal(stays.length, 1, `there is exactly one stay of ${name}, not ${stays.length}`);
  return client.call('getStay', { path: { stay_id: stays[0].id } });
}

// Part of LC-8.1, KH-A5-1, KH-A5-2.
test('each mistake is said at its field on leaving it, and goes as it is mended', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  const leave = async (id, text) => {
    await page.locator(`#${id}`).fill(text);
    await page.locator(`#${id}`).blur();
  };
  // Passing an empty field says nothing yet.
  await page.locator('#full_name').focus();
  await page.keyboard.press('Tab');
  await holds(async () => assert.equal(await said(page, 'full_name').count(), 0));
  await holds(async () => assert.equal(await page.locator('.field-said').count(), 0));

  await page.locator('#full_name').pressSequentially('Nguyễn Văn Bình 3', { delay: 40 });
  await holds(async () => assert.equal(await said(page, 'full_name').count(), 0, 'nothing is said while first typing'));
  await page.locator('#full_name').blur();
  await eventually(said(page, 'full_name'), 'Họ tên có chữ số “3”');
  await holds(async () => assert.equal(await page.locator('#full_name').getAttribute('aria-describedby'), 'full_name-error'));
  await holds(async () => assert.match(await said(page, 'full_name').textContent(), /^Lỗi:/, 'a screen reader hears that it is an error'));
  await page.locator('#full_name').press('End');
  await page.locator('#full_name').press('Backspace');
  await until(page, async () => (await said(page, 'full_name').count()) === 0, 'the error goes with the key that mends it');

  await leave('document_number', '0560870045');
  await eventually(said(page, 'document_number'), 'Số định danh cần đủ 12 chữ số, đang có 10.');
  await leave('document_number', '05608O004512');
  await eventually(said(page, 'document_number'), /vị trí 6/);
  await holds(async () => assert.equal(await field(page, 'document_number').locator('mark').innerText(), 'O', 'the wrong character is marked alone'));

  await page.locator('#birth-day').fill('31');
  await page.locator('#birth-month').fill('02');
  await page.locator('#birth-year').fill('1988');
  await page.locator('#birth-year').blur();
  await eventually(said(page, 'birth'), 'Ngày 31/02/1988 không có trong lịch.');
  await holds(async () => assert.deepEqual(
    await Promise.all(['day', 'month', 'year'].map((part) => page.locator(`#birth-${part}`).getAttribute('aria-invalid'))),
    ['true', null, null],
    'the day alone is marked',
  ));
  await page.locator('#birth-day').fill('28');
  await until(page, async () => (await said(page, 'birth').count()) === 0, 'the date is mended');
  await fillDate(page, 'birth', day(10).iso);
  await page.locator('#birth-year').blur();
  await eventually(said(page, 'birth'), `Ngày sinh ${day(10).typed} sau hôm nay.`);

  await leave('departure', day(-1).short);
  await eventually(said(page, 'departure'), /không sau ngày đến|trước ngày đến/);
  await leave('departure', 'mai');
  await eventually(said(page, 'departure'), 'Không đọc được ngày đi.');
  await leave('departure', '+3');
  await until(page, async () => (await said(page, 'departure').count()) === 0, 'the departure is mended');
  await holds(async () => assert.equal(await valueOf(page, 'departure'), `${day(3).typed} (3 đêm)`));
  await leave('arrival', `${day(2).short} 08:00`);
  await eventually(said(page, 'arrival'), 'Giờ đến còn hơn 24 giờ nữa.');
  await leave('phone', '12');
  await eventually(said(page, 'phone'), 'Số điện thoại gồm 6 đến 15 chữ số');
  await assertAccessible(page, 'the form with mistakes');
});

// Part of LC-8.1.
test('sending with mistakes puts focus on a summary that leads to them, shrinks, and goes; nothing is sent', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/stays') && sent.push(request.url()));
  await page.locator('#full_name').fill('Phạm Thị Sót');
  await send(page).click();
  const summary = page.locator('.summary');
  await summary.waitFor();
  await until(page, () => summary.evaluate((element) => element === document.activeElement), 'the summary takes focus');
  await holds(async () => assert.match(await words(summary), /^Còn 5 chỗ cần sửa trước khi gửi/));
  await holds(async () => assert.match(await page.title(), /^Lỗi:/));
  for (const [id, name] of [['birth-day', 'Ngày sinh'], ['document_number', 'Số định danh'], ['departure', 'Dự kiến đi'], ['room', 'Phòng']]) {
    await summary.getByRole('link', { name }).click();
    await assertFocus(page, id, name);
  }
  await summary.getByRole('link', { name: 'Giới tính' }).click();
  await holds(async () => assert.equal(await page.evaluate(() => document.activeElement.getAttribute('type')), 'radio'));
  await assertAccessible(page, 'the form with its summary');
  await page.getByRole('radio', { name: 'Nữ' }).press('Space');
  await page.locator('#departure').fill('+1');
  await fillDate(page, 'birth', '2000-01-31');
  await eventually(summary, 'Còn 2 chỗ cần sửa trước khi gửi');
  await page.locator('#document_number').fill(personalNumber('2000-01-31', 'female'));
  await choose(page, 'room', '201');
  await summary.waitFor({ state: 'detached' });
  await holds(async () => assert.ok(!/^Lỗi:/.test(await page.title())));
  assert.deepEqual(sent, []);
  await send(page).click();
  await received(page, 'Phạm Thị Sót').waitFor();
  assert.equal(sent.length, 1);
});

// Part of KH-A5-1, KH-A5-2.
test('a number that contradicts birth or sex is a warning to confirm, and never stops the notification', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  const who = { name: 'Lý Thị Ngờ', birth: '1978-06-09', sex: 'female', number: personalNumber('1987-06-09', 'male'), room: '305' };
  await fillNotify(page, who);
  await page.locator('#document_number').blur();
  const warning = await eventually(said(page, 'document_number'), 'Số định danh ghi năm sinh 1987, ô ngày sinh ghi 1978. Hỏi lại khách.');
  assert.match(warning, /Số định danh là của n(ữ|am), ô giới tính ghi/);
  assert.match(warning, /^Cần xem lại:/);
  await holds(async () => assert.equal(await page.locator('#document_number').getAttribute('aria-invalid'), null, 'a warning is no error'));
  await page.getByRole('checkbox', { name: /^Đã hỏi khách, giữ/ }).check();
  await assertAccessible(page, 'the form with a warning');
  await send(page).click();
  await received(page, who.name).waitFor();
  const stay = await theStay('haidang', who.name);
  assert.deepEqual(stay.warnings.map((warning) => [warning.code, warning.confirmed]).sort(), [
    ['personal_id_sex_mismatch', true],
    ['personal_id_year_mismatch', true],
  ]);

  // Nor does a warning that nobody cleared.
  await page.getByRole('button', { name: 'Thông báo khách khác' }).click();
  await fillNotify(page, { ...who, name: 'Lý Thị Bỏ Ngỏ', number: personalNumber('1987-06-10', 'female'), birth: '1978-06-10' });
  await send(page).click();
  await received(page, 'Lý Thị Bỏ Ngỏ').waitFor();
  const open = await theStay('haidang', 'Lý Thị Bỏ Ngỏ');
  assert.deepEqual(open.warnings.map((warning) => warning.confirmed), [false]);
});

test('Ctrl+Enter sends from a field, Ctrl+↓ sends and begins the next guest of the room', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await fillNotify(page, { name: 'Bùi Văn Một', room: '402' });
  await page.locator('#note').focus();
  await page.keyboard.press('Control+ArrowDown');
  await eventually(toast(page), 'Đã nhận Bùi Văn Một, phòng 402');
  await eventually(toast(page), /mã LT-/);
  await page.getByText('Khách thứ 2 của phòng').waitFor();
  await page.getByRole('heading', { name: 'Thông báo khách phòng 402' }).waitFor();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), '', 'the person is new'));
  await holds(async () => assert.match(await page.locator('#departure').inputValue(), new RegExp(day(2).typed), 'the stay is the same'));
  await holds(async () => assert.match(await page.locator('#room').inputValue(), /^402/));
  await fillNotify(page, { name: 'Bùi Thị Hai', sex: 'female' });
  await page.locator('#full_name').focus();
  await page.keyboard.press('Control+Enter');
  await received(page, 'Bùi Thị Hai, phòng 402').waitFor();
  const [first, second] = [await theStay('haidang', 'Bùi Văn Một'), await theStay('haidang', 'Bùi Thị Hai')];
  assert.equal(first.room.id, second.room.id);
  assert.notEqual(first.stay_code, second.stay_code);
});

test('Enter in a field neither sends nor clears anything', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await fillNotify(page, { name: 'Vũ Văn Ấn', room: '101' });
  await page.locator('#note').focus();
  await page.keyboard.press('Enter');
  await page.locator('#scan').focus();
  await page.keyboard.press('Enter');
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Vũ Văn Ấn'));
  assert.equal((await (await site.as('haidang')).staysOf('Vũ Văn Ấn')).length, 0);
});

test('the draft survives a reload and can be given up and taken back', async ({ page }) => {
  await signIn(page, 'vuonxoai', { path: '/notify' });
  await page.locator('#full_name').fill('Đinh Thị Giữ');
  await fillDate(page, 'birth', '1999-12-31');
  await page.locator('#note').fill('Khách đi cùng trẻ nhỏ');
  await choose(page, 'room', '102');
  await page.getByText('Bản nháp giữ trên máy này').waitFor();
  await page.reload();
  await page.getByText('Mở lại bản nháp lưu lúc').waitFor();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Đinh Thị Giữ'));
  await holds(async () => assert.equal(await page.locator('#birth-day').inputValue(), '31'));
  await holds(async () => assert.equal(await page.locator('#note').inputValue(), 'Khách đi cùng trẻ nhỏ'));
  await until(page, async () => /^102/.test(await page.locator('#room').inputValue()), 'the room is back');
  await holds(async () => assert.equal(new URL(page.url()).search, '', 'nothing typed stands in the address'));
  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), ''));
  await toast(page).getByText('Lấy lại').click();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Đinh Thị Giữ'));
  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await page.reload();
  await settled(page);
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), ''));
});

test('a server that does not answer loses nothing, and sending again makes exactly one stay', { expected: ['away'] }, async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/notify' });
  await fillNotify(page, { name: 'Hồ Thị Kiên Trì', sex: 'female', room: '502' });
  await site.stop();
  await send(page).click();
  const failed = await eventually(toast(page), 'Máy chủ không trả lời.');
  assert.match(failed, /Chưa có gì được lưu. Phần đã nhập vẫn còn trên máy này./);
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Hồ Thị Kiên Trì'));
  await assertAccessible(page, 'the form after a failed save');
  await site.start();
  await toast(page).getByText('Thử lại').click();
  await received(page, 'Hồ Thị Kiên Trì').waitFor();
  await theStay('anhduong', 'Hồ Thị Kiên Trì');
  await until(page, async () => !(await words(toast(page))).includes('Máy chủ không trả lời'), 'the message goes when it is solved');
});

test('an answer that was lost on the way makes no second stay', { expected: ['away'] }, async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/notify' });
  await fillNotify(page, { name: 'Cao Văn Lạc', room: '503' });
  const keys = [];
  await page.route('**/api/v1/stays', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await send(page).click();
  await eventually(toast(page), 'Máy chủ không trả lời.');
  await page.reload();
  await page.getByText('Mở lại bản nháp').waitFor();
  await send(page).click();
  await received(page, 'Cao Văn Lạc').waitFor();
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1], 'the repeat carries the same key, after a reload too');
  await theStay('anhduong', 'Cao Văn Lạc');
});

test('without a network the notification waits, and goes by itself when the network is back', { expected: ['away'] }, async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/notify' });
  await fillNotify(page, { name: 'Mạc Thị Chờ', sex: 'female', room: '504' });
  await page.context().setOffline(true);
  await page.getByText('Máy này đang mất mạng. Phần đã nhập vẫn giữ trên máy.').waitFor();
  await send(page).click();
  await eventually(toast(page), 'Đang chờ mạng, 1 thông báo chưa gửi');
  await page.context().setOffline(false);
  await eventually(toast(page), /Đã nhận Mạc Thị Chờ, phòng 504/);
  await theStay('anhduong', 'Mạc Thị Chờ');
});

test('a late notification is accepted, and shows how late it is to both sides', async ({ page, person }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await fillNotify(page, { name: 'Tống Văn Trễ', room: '210' });
  await page.locator('#arrival').fill(`${day(-1).short} 20:00`);
  await page.locator('#arrival').blur();
  await eventually(page.locator('.time-left'), 'Vẫn thông báo được, hệ thống ghi số phút trễ.');
  await send(page).click();
  await received(page, 'Tống Văn Trễ').waitFor();
  const stay = await theStay('haidang', 'Tống Văn Trễ');
  assert.ok(stay.late_seconds > 0);
  const late = `Trễ ${length(stay.late_seconds)}`;
  await eventually(page.locator('.receipt-status'), late);
  await page.getByRole('link', { name: 'Xem lượt lưu trú' }).click();
  await eventually(page.getByRole('region', { name: /^Lịch sử/ }), `${late} so với hạn 20/`.replace('20/', `${day(-1).short.slice(0, 3)}`));

  const officer = await person();
  await signIn(officer, 'congan.phuong1', { path: '/notifications?due=late' });
  const row = officer.getByRole('row').filter({ hasText: 'Tống Văn Trễ' });
  await eventually(row, late);
});

test('from sign-in to the receipt without a mouse, with focus in view at every stop', async ({ page }) => {
  const stop = async () => {
    const look = await now(() => page.evaluate(() => {
      const element = document.activeElement;
      const shown = element.closest('label.segment, .scanner-hold, .check') ?? element;
      const ring = [element, shown].some((one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      });
      const box = shown.getBoundingClientRect();
      return { name: element.id || element.tagName, ring, inView: box.bottom > 0 && box.top < innerHeight && box.width > 0 };
    }));
    assert.ok(look.ring, `focus is seen on ${look.name}`);
    assert.ok(look.inView, `${look.name} is in view`);
    return look.name;
  };
  const tabTo = async (id) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      if ((await stop()) === id) return;
    }
    assert.fail(`Tab does not reach ${id}`);
  };
  // As a hand does: what comes quicker is a scanner, whose Enter presses no button.
  const type = (text) => typeByHand(page, text);
  await page.goto('/');
  await page.locator('#login').waitFor();
  await assertFocus(page, 'login', 'the first field has focus');
  // As quickly as a password manager: nobody gets scans here.
  await page.keyboard.type('songbien');
  await tabTo('password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#today-todo').waitFor();
  await page.keyboard.press('n');
  await page.getByRole('heading', { name: 'Thông báo khách' }).waitFor();
  await assertFocus(page, 'scan', 'the page opens in the scanner field');
  await tabTo('full_name');
  await type('Quách Thị Phím');
  await tabTo('birth-day');
  await type('05111994');
  await holds(async () => assert.equal(await page.locator('#birth-year').inputValue(), '1994', 'the date moves on by itself'));
  await tabTo('sex-0');
  await page.keyboard.press('ArrowRight');
  await holds(async () => assert.ok(await page.getByRole('radio', { name: 'Nữ' }).isChecked()));
  await tabTo('nationality');
  await type('viet nam');
  await page.keyboard.press('Enter');
  await tabTo('document_number');
  await type(personalNumber('1994-11-05', 'female'));
  await tabTo('departure');
  await type('+1');
  await tabTo('room');
  await type('204');
  await page.keyboard.press('Enter');
  await tabTo('send');
  await page.keyboard.press('Enter');
  await received(page, 'Quách Thị Phím, phòng 204').waitFor();
  await until(page, () => page.evaluate(() => document.activeElement.tagName === 'H1'), 'the receipt has focus');
  await theStay('songbien', 'Quách Thị Phím');
});

test('a guest whose document shows only a year is taken with the year', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  // Empty fields say what goes where, and the day of the example lies ahead.
  const ahead = day(3);
  await holds(async () => {
    assert.equal(await page.locator('#departure').getAttribute('placeholder'), `${Number(ahead.short.slice(0, 2))}, ${ahead.short} hoặc +3`);
    assert.deepEqual(await page.locator('#birth-field .date-part').evaluateAll((parts) => parts.map((part) => part.placeholder)), ['ngày', 'tháng', 'năm']);
    assert.ok(!(await words(page.locator('main'))).includes('dd'));
  });
  await fillNotify(page, { name: 'Ama Y Năm', room: '107', number: personalNumber('1951-01-01', 'male') });
  await page.getByRole('checkbox', { name: 'Chỉ biết năm' }).check();
  await page.locator('#birth-year').fill('1951');
  await holds(async () => assert.equal(await page.locator('#birth-day').count(), 0));
  await send(page).click();
  await received(page, 'Ama Y Năm').waitFor();
  const { guest } = await theStay('haidang', 'Ama Y Năm');
  assert.deepEqual([guest.birth_year, guest.birth_date], [1951, null]);
});

// Part of LC-11.5.
test('day use by the hour is another kind of stay, with its length in hours', async ({ page }) => {
  await signIn(page, 'songbien', { path: '/notify' });
  await fillNotify(page, { name: 'Kiều Văn Giờ', room: '105', departure: '' });
  await page.getByRole('radio', { name: 'Theo giờ' }).press('Space');
  await page.locator('#arrival').fill(`${day(-1).short} 09:00`);
  await page.locator('#departure').fill(`${day(-1).short} 11:30`);
  await page.locator('#departure').blur();
  await holds(async () => assert.match(await valueOf(page, 'departure'), /11:30 \(2 giờ 30 phút\)/));
  await send(page).click();
  await received(page, 'Kiều Văn Giờ').waitFor();
  const stay = await theStay('songbien', 'Kiều Văn Giờ');
  assert.deepEqual([stay.kind, stay.nights.total], ['day_use', 0]);
});

// Part of LC-11.10a.
test('a household without rooms notifies without one', async ({ page }) => {
  await signIn(page, 'doanvansau', { path: '/notify' });
  await page.locator('#full_name').waitFor();
  await settled(page);
  await until(page, async () => (await page.locator('#room').count()) === 0, 'no room is asked where there are none');
  await fillNotify(page, { name: 'Đoàn Thị Về Thăm', sex: 'female' });
  await send(page).click();
  await received(page, 'Đoàn Thị Về Thăm').waitFor();
  assert.equal((await theStay('doanvansau', 'Đoàn Thị Về Thăm')).room, null);
});

test('markup in a text is text, in every page that shows it', async ({ page, person }) => {
  const markup = '<img src=x onerror="document.title=1"> \'; DROP TABLE stay; --';
  const asked = [];
  for (const one of [page]) one.on('dialog', (dialog) => asked.push(dialog.message()));
  await signIn(page, 'haidang', { path: '/notify' });
  await fillNotify(page, { name: 'Trương Văn Thẻ', room: '109' });
  await page.locator('#address').fill(markup);
  await page.locator('#note').fill(markup);
  await send(page).click();
  await received(page, 'Trương Văn Thẻ').waitFor();
  await page.getByRole('link', { name: 'Xem lượt lưu trú' }).click();
  await eventually(page.locator('.stay-main'), markup);
  const officer = await person();
  await signIn(officer, 'congan.phuong1');
  await officer.getByRole('button', { name: 'Trương Văn Thẻ' }).click();
  await eventually(officer.locator('#opened-stay'), markup);
  await holds(async () => assert.equal(await officer.locator('main img').count() + (await page.locator('main img').count()), 0));
  assert.deepEqual(asked, []);
});

test('what the server alone finds wrong is said at its field, and goes when it is changed', { expected: [422, 400] }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await fillNotify(page, { name: 'Thái Văn Chối', room: '108' });
  // The server refuses what this browser let pass: a room that was retired meanwhile, for one.
  await page.route('**/api/v1/stays', async (route) => {
    const body = { ...route.request().postDataJSON(), room_id: '00000000-0000-7000-8000-000000000000' };
    return route.continue({ postData: JSON.stringify(body) });
  }, { times: 1 });
  await send(page).click();
  await eventually(said(page, 'room'), 'Phòng này không có trong sơ đồ của cơ sở.');
  await until(page, () => page.locator('.summary').evaluate((element) => element === document.activeElement), 'the summary takes focus');
  await choose(page, 'room', '110');
  await until(page, async () => (await said(page, 'room').count()) === 0, 'the error goes with another room');
  await send(page).click();
  await received(page, 'Thái Văn Chối, phòng 110').waitFor();
});

test('another document asks its name, another reason asks for words, and a guest of tomorrow is booked ahead', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await fillNotify(page, { name: 'Triệu Văn Khác', room: '207', number: 'GX-20/771' });
  await page.locator('#document_type').selectOption('other');
  await page.locator('#reason').selectOption('other');
  await send(page).click();
  await eventually(said(page, 'document_name'), 'Ghi tên giấy tờ.');
  await eventually(said(page, 'reason_note'), 'Ghi lý do bằng lời.');
  await page.locator('#document_name').fill('Giấy xác nhận của UBND phường');
  await page.locator('#reason_note').fill('Chăm người thân nằm viện');
  await page.locator('#arrival').fill('+1 00:00');
  await send(page).click();
  await received(page, 'Triệu Văn Khác').waitFor();
  const stay = await theStay('haidang', 'Triệu Văn Khác');
  assert.deepEqual(
    [stay.guest.document_type, stay.guest.document_name, stay.reason.code, stay.reason.note, stay.state],
    ['other', 'Giấy xác nhận của UBND phường', 'other', 'Chăm người thân nằm viện', 'expected'],
  );
  await page.getByRole('link', { name: 'Xem lượt lưu trú' }).click();
  await eventually(page.locator('.stay-title'), 'Đặt trước');
});

test('the form opens for the room in the address, and keeps a draft for each room', async ({ page }) => {
  const facility = await (await site.as('vuonxoai')).ownFacility();
  const room = (name) => facility.rooms.find((one) => one.name === name).id;
  await signIn(page, 'vuonxoai', { path: `/notify?room=${room('103')}` });
  await page.getByRole('heading', { name: 'Thông báo khách phòng 103' }).waitFor();
  await page.locator('#full_name').fill('Khách Phòng Ba');
  await page.locator('#note').focus();
  await page.getByText('Bản nháp giữ trên máy này').waitFor();
  await page.goto(`/notify?room=${room('104')}`);
  await page.getByRole('heading', { name: 'Thông báo khách phòng 104' }).waitFor();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), ''));
  await page.goto('/today');
  await settled(page);
  const todo = page.getByRole('region', { name: 'Cần làm' });
  await eventually(todo, 'Khách Phòng Ba, bản nháp');
  await todo.getByRole('link', { name: 'Nhập tiếp' }).click();
  await until(page, async () => (await page.locator('#full_name').inputValue().catch(() => '')) === 'Khách Phòng Ba', 'the draft of that room is opened');
});

test('a name in an old font and a personal number in a passport are put right with one press', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await page.locator('#full_name').fill('Lª Quèc ViÖt');
  await page.locator('#full_name').blur();
  await eventually(said(page, 'full_name'), /phông cũ/);
  await page.locator('#full_name-offer').click();
  await holds(async () => assert.equal(await valueOf(page, 'full_name'), 'Lê Quốc Việt'));
  await assertFocus(page, 'full_name');
  await page.locator('#document_type').selectOption('passport');
  await page.locator('#document_number').fill(personalNumber());
  await page.locator('#document_number').blur();
  await eventually(page.locator('#document_number-offer'), 'Đổi thành căn cước');
  await assertAccessible(page, 'a mend with one press');
  await page.locator('#document_number-offer').click();
  await holds(async () => assert.equal(await valueOf(page, 'document_type'), 'cccd'));
  await assertFocus(page, 'document_number');
});
