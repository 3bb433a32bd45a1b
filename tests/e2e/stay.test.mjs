// One stay: what may be done with it, until when, and its history.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { day, guest, moment } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, choose, eventually, field, holds, settled, signIn, valueOf, words } from './support/page.mjs';

const site = use(await open());
watchFocus();

const history = (page) => page.getByRole('region', { name: /^Lịch sử/ });
const panel = (page) => page.locator('#act');
const toast = (page) => page.locator('.toasts');

/** A stay that has just been notified, opened by its facility. */
async function opened(page, name, more = {}) {
  const client = await site.as('haidang');
  const stay = await client.notify({ guest: guest({ full_name: name }), ...more });
  await signIn(page, 'haidang', { path: `/stays/${stay.id}` });
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await eventually(history(page), 'Thông báo lần đầu');
  return { client, stay, read: () => client.call('getStay', { path: { stay_id: stay.id } }) };
}

test('a stay belongs to the list of its account, in the rail and in the bar of a phone', async ({ page }) => {
  const { stay } = await opened(page, 'Ngô Văn Mục', { room: '105' });
  await holds(async () => assert.equal(await words(page.locator('.rail [aria-current=page]')), 'Khách'));
  await page.setViewportSize({ width: 390, height: 844 });
  await holds(async () => assert.equal(await words(page.locator('.bottom-bar [aria-current=page]')), 'Khách'));
  await page.context().clearCookies();
  await page.evaluate(() => localStorage.clear());
  await signIn(page, 'congan.phuong1', { path: `/stays/${stay.id}` });
  await page.getByRole('heading', { level: 1, name: 'Ngô Văn Mục' }).waitFor();
  await eventually(page.locator('.bottom-bar [aria-current=page]'), /^Thông báo/);
});

test('G extends the stay, and the history shows what it was and what it became', async ({ page }) => {
  const { read } = await opened(page, 'Ngô Văn Thêm', { room: '110' });
  await page.keyboard.press('g');
  await panel(page).getByText('Gia hạn lượt lưu trú').waitFor();
  await page.locator('#planned-departure-at').blur();
  await holds(async () => assert.equal(await valueOf(page, 'planned-departure-at'), `${day(3).typed}, 12:00 (3 đêm)`, 'one night more is proposed'));
  await page.locator('#planned-departure-at').fill('+3');
  await page.locator('#planned-departure-at').press('Enter');
  await eventually(toast(page), `Đã lưu ngày đi ${day(5).typed}`);
  const told = await eventually(history(page), 'Gia hạn');
  assert.match(told, new RegExp(`trước là ${day(2).typed}, 12:00.*thành ${day(5).typed}, 12:00`));
  assert.match(told, /Lịch sử, 2 bản/);
  await eventually(page.locator('.sheet').nth(1), 'bản 2');
  assert.equal((await read()).planned_departure_at, moment(5, '12:00'));
});

test('C moves the guest to another room, and the old one stays in the history', async ({ page }) => {
  const { read } = await opened(page, 'Ngô Thị Chuyển', { room: '208' });
  await page.keyboard.press('c');
  await panel(page).getByText('Đang ở phòng 208.').waitFor();
  await panel(page).getByRole('button', { name: 'Chuyển phòng' }).click();
  await eventually(field(page, 'room-id'), 'Chưa có phòng mới.');
  await choose(page, 'room-id', '309');
  await page.locator('#change-reason').fill('Máy lạnh hỏng');
  await panel(page).getByRole('button', { name: 'Chuyển phòng' }).click();
  await eventually(toast(page), 'Đã chuyển sang phòng 309');
  const told = await eventually(history(page), 'Chuyển phòng');
  assert.match(told, /trước là 208.*thành 309/);
  assert.match(told, /Lý do: Máy lạnh hỏng/);
  assert.equal((await read()).room.name, '309');
});

test('a departure, a room and a longer stay are undone beside the word that they are done', async ({ page }) => {
  const { read } = await opened(page, 'Ngô Thị Nhầm', { room: '207' });
  const undo = async (said) => {
    await eventually(toast(page), said);
    await toast(page).getByRole('button', { name: 'Trả về như cũ' }).click();
    await eventually(toast(page), /Đã trả về như cũ/);
  };
  await page.keyboard.press('r');
  await panel(page).getByRole('button', { name: 'Ghi rời đi' }).click();
  await undo(/Đã ghi rời đi lúc/);
  await holds(async () => assert.equal((await read()).departed_at, null));
  await page.keyboard.press('c');
  await choose(page, 'room-id', '308');
  await panel(page).getByRole('button', { name: 'Chuyển phòng' }).click();
  await undo(/Đã chuyển sang phòng 308/);
  await holds(async () => assert.equal((await read()).room.name, '207'));
  const planned = (await read()).planned_departure_at;
  await page.keyboard.press('g');
  await page.locator('#planned-departure-at').fill('+3');
  await page.locator('#planned-departure-at').press('Enter');
  await undo(/Đã lưu ngày đi/);
  await holds(async () => assert.equal((await read()).planned_departure_at, planned));
});

// Part of KH-11.2e-1.
test('R records a departure, which may be corrected and taken back', async ({ page }) => {
  const { read } = await opened(page, 'Ngô Văn Đi', { room: '301', arrival_at: moment(-1, '20:00'), planned_departure_at: moment(1, '12:00') });
  await page.keyboard.press('r');
  await panel(page).getByRole('radio', { name: 'Đã rời đi trước đó' }).press('Space');
  const at = page.locator('#departed-at');
  await at.fill(`${day(-1).short} 19:00`);
  await at.blur();
  await eventually(field(page, 'departed-at').locator('.field-said'), /không sau ngày đến|trước/);
  await at.fill(`${day(2).short} 10:00`);
  await at.blur();
  await eventually(field(page, 'departed-at').locator('.field-said'), 'Giờ rời đi ở sau bây giờ.');
  await at.fill(`${day(-1).short} 21:30`);
  await panel(page).getByRole('button', { name: 'Ghi rời đi' }).click();
  await eventually(toast(page), `Đã ghi rời đi lúc ${day(-1).typed}, 21:30`);
  await eventually(page.locator('.stay-title'), 'Đã rời đi');
  assert.equal((await read()).departed_at, moment(-1, '21:30'));
  await holds(async () => assert.equal(await page.getByRole('button', { name: 'Gia hạn' }).count(), 0, 'nothing more to extend'));

  await page.getByRole('button', { name: 'Sửa giờ rời đi' }).click();
  await at.fill(`${day(-1).short} 22:00`);
  await panel(page).getByRole('button', { name: 'Lưu giờ rời đi' }).click();
  await eventually(toast(page), 'Đã sửa giờ rời đi');
  assert.equal((await read()).departed_at, moment(-1, '22:00'));

  await page.getByRole('button', { name: 'Sửa giờ rời đi' }).click();
  await panel(page).getByRole('button', { name: 'Khách chưa rời, bỏ ghi rời đi' }).click();
  await eventually(toast(page), 'Đã bỏ ghi rời đi, khách đang ở');
  await page.getByRole('button', { name: 'Gia hạn' }).waitFor();
  assert.equal((await read()).departed_at, null);
  const told = await eventually(history(page), /Lịch sử, 4 bản/);
  assert.equal(told.match(/Sửa giờ rời đi/g).length, 2, 'every change is in the history');
});

// Part of KH-11.2d-1, KH-11.2d-2.
test('until 24:00 the facility corrects what it notified, and what stood before is kept', async ({ page, person }) => {
  const { read } = await opened(page, 'Nguyễn Thị Sai Tên', { room: '402' });
  await eventually(page.locator('.stay-title'), 'Sửa được');
  await page.getByRole('button', { name: 'Sửa thông báo' }).click();
  await eventually(panel(page), `Sửa được đến 24:00 ngày ${day().typed}`);
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Nguyễn Thị Sai Tên'));
  await assertAccessible(page, 'the form that corrects');
  await panel(page).getByRole('button', { name: 'Lưu bản sửa' }).click();
  await eventually(panel(page), 'Chưa có gì thay đổi.');
  await page.locator('#full_name').fill('');
  await panel(page).getByRole('button', { name: 'Lưu bản sửa' }).click();
  await eventually(field(page, 'full_name').locator('.field-said'), 'Nhập họ và tên như trên giấy tờ.');
  await page.locator('#full_name').fill('Nguyễn Thị Đúng Tên');
  await page.locator('#phone').fill('0905 000 148');
  await page.locator('#correct-why').fill('Gõ nhầm tên');
  await panel(page).getByRole('button', { name: 'Lưu bản sửa' }).click();
  await eventually(toast(page), 'Đã lưu bản 2');
  await page.getByRole('heading', { level: 1, name: 'Nguyễn Thị Đúng Tên' }).waitFor();
  const told = await eventually(history(page), /Lịch sử, 2 bản/);
  assert.match(told, /Sửa thông báo/);
  assert.match(told, /trước là Nguyễn Thị Sai Tên.*thành Nguyễn Thị Đúng Tên/);
  assert.match(told, /Lý do: Gõ nhầm tên/);
  assert.match(told, /Lê Thị Mỹ Duyên, Khách sạn Hải Đăng/);
  const after = await read();
  assert.deepEqual([after.guest.full_name, after.guest.phone.replaceAll(' ', ''), after.version], ['Nguyễn Thị Đúng Tên', '0905000148', 2]);

  // The whole old version can be looked at, by the police as well.
  const officer = await person();
  await signIn(officer, 'congan.phuong1', { path: new URL(page.url()).pathname });
  await officer.getByRole('heading', { level: 1, name: 'Nguyễn Thị Đúng Tên' }).waitFor();
  await history(officer).getByRole('button', { name: /^Xem nguyên bản 1$/ }).click();
  const dialog = officer.getByRole('dialog', { name: 'Bản 1' });
  await eventually(dialog, 'Nguyễn Thị Sai Tên');
  await eventually(dialog, 'Thông báo lần đầu');
  await assertAccessible(officer, 'an old version');
  await officer.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

// Part of KH-11.2d-1.
test('after 24:00 the facility is told why it cannot correct, and whom to ask', async ({ page }) => {
  const client = await site.as('haidang');
  const { items } = await client.call('listStays', { query: { limit: 100 } });
  const stays = await Promise.all(items.map((item) => client.call('getStay', { path: { stay_id: item.id } })));
  const closed = stays.find((stay) => !stay.can.includes('cancelStay'));
  assert.ok(closed, 'the demo has a stay of an earlier day');
  await signIn(page, 'haidang', { path: `/stays/${closed.id}` });
  const note = page.locator('.note').filter({ hasText: 'Cơ sở không sửa được thông báo này nữa' });
  const told = await eventually(note, /\S/);
  const last = new Date(new Date(closed.correction_ends_at).getTime() + 7 * 3_600_000 - 1000).toISOString();
  assert.match(told, new RegExp(`vì đã qua 24:00 ngày ${last.slice(8, 10)}/${last.slice(5, 7)}/${last.slice(0, 4)}`));
  assert.match(told, /hãy báo Công an phường Nha Trang/);
  assert.match(told, new RegExp(closed.stay_code));
  await holds(async () => assert.equal(await page.getByRole('button', { name: 'Sửa thông báo' }).count(), 0));
  await client.call('amendStay', { path: { stay_id: closed.id }, body: { version: closed.version, guest: { full_name: 'Tên Khác' } }, status: 409 });
});

test('two people at once: both versions stand side by side, and nothing is overwritten', { expected: [409] }, async ({ page }) => {
  const { client, stay, read } = await opened(page, 'Ngô Văn Đôi', { room: '310' });
  await page.keyboard.press('g');
  await page.locator('#planned-departure-at').fill('+2');
  await client.call('amendStay', { path: { stay_id: stay.id }, body: { version: 1, planned_departure_at: moment(6, '12:00') } });
  await page.locator('#planned-departure-at').press('Enter');
  await panel(page).getByRole('heading', { name: 'Lượt này vừa được người khác ghi' }).waitFor();
  await holds(async () => {
    const told = await words(panel(page));
    assert.match(told, /Lê Thị Mỹ Duyên đã lưu bản 2 lúc/);
    assert.match(told, new RegExp(`${day(6).typed}, 12:00.*${day(4).typed}, 12:00`));
  });
  await assertAccessible(page, 'two versions side by side');
  assert.equal((await read()).planned_departure_at, moment(6, '12:00'), 'nothing was overwritten');
  await panel(page).getByRole('button', { name: 'Lưu phần của tôi thành bản mới' }).click();
  await eventually(toast(page), `Đã lưu ngày đi ${day(4).typed}`);
  await eventually(history(page), /Lịch sử, 3 bản/);
  assert.deepEqual([(await read()).version, (await read()).planned_departure_at], [3, moment(4, '12:00')]);

  await page.keyboard.press('g');
  await page.locator('#planned-departure-at').fill('+3');
  await client.call('amendStay', { path: { stay_id: stay.id }, body: { version: 3, planned_departure_at: moment(8, '12:00') } });
  await page.locator('#planned-departure-at').press('Enter');
  await panel(page).getByRole('button', { name: 'Giữ bản đang dùng' }).click();
  await panel(page).waitFor({ state: 'detached' });
  await eventually(page.locator('.sheet').nth(1), `${day(8).typed}, 12:00`);
  assert.equal((await read()).version, 4);
});

test('a departure that another desk has recorded meanwhile is told, not recorded twice', { expected: [409] }, async ({ page }) => {
  const { client, stay } = await opened(page, 'Ngô Thị Hai Quầy', { room: '108', arrival_at: moment(-1 / 24) });
  await page.keyboard.press('r');
  await panel(page).getByText('Ngô Thị Hai Quầy rời đi lúc nào?').waitFor();
  await client.call('checkOutStay', { path: { stay_id: stay.id }, body: { version: 1 } });
  await panel(page).getByRole('button', { name: 'Ghi rời đi' }).click();
  await eventually(panel(page), /đã (được )?ghi rời đi|vừa được người khác ghi/i);
  await holds(async () => assert.equal((await client.call('listStayVersions', { path: { stay_id: stay.id } })).versions.length, 2));
});

test('a change that did not reach the server keeps what was typed', { expected: ['away'] }, async ({ page }) => {
  const { read } = await opened(page, 'Ngô Văn Mất Mạng', { room: '109' });
  await page.keyboard.press('g');
  await page.locator('#planned-departure-at').fill('+6');
  await page.route('**/api/v1/stays/*/extension', (route) => route.abort('connectionreset'));
  await page.locator('#planned-departure-at').press('Enter');
  await eventually(panel(page), 'Máy chủ không trả lời.');
  await holds(async () => assert.equal(await valueOf(page, 'planned-departure-at'), '+6'));
  await page.unroute('**/api/v1/stays/*/extension');
  await panel(page).getByRole('button', { name: 'Lưu ngày đi mới' }).click();
  await eventually(toast(page), 'Đã lưu ngày đi');
  assert.equal((await read()).version, 2);
});

test('L goes to the history, Esc closes a panel, and the heading takes focus first', async ({ page }) => {
  await opened(page, 'Ngô Thị Phím', { room: '106' });
  await holds(async () => assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1'));
  await holds(async () => assert.ok(!(await page.title()).includes('Ngô'), 'the title of the window, kept in the history of the browser, names nobody'));
  await page.keyboard.press('l');
  await assertFocus(page, 'history');
  await page.keyboard.press('g');
  await panel(page).waitFor();
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
});

// Part of KH-5.2, KH-11.2d-3.
test('a stay of another facility is not there, and reads like one that never was', { expected: [404] }, async ({ page }) => {
  const other = await (await site.as('songbien')).notify({ guest: guest({ full_name: 'Khách Nhà Khác' }), room: '101' });
  await signIn(page, 'haidang', { path: `/stays/${other.id}` });
  await page.getByRole('heading', { name: 'Không tìm thấy lượt lưu trú này' }).waitFor();
  const theirs = await holds(async () => {
    const theirs = await words(page.getByRole('main'));
    assert.ok(!theirs.includes('Khách Nhà Khác'));
    return theirs;
  });
  await page.goto('/stays/01900000-0000-7000-8000-000000000000');
  await page.getByRole('heading', { name: 'Không tìm thấy lượt lưu trú này' }).waitFor();
  await holds(async () => assert.equal(await words(page.getByRole('main')), theirs));
  await page.goto('/stays/khong-phai-id');
  await page.getByRole('heading', { name: 'Không tìm thấy lượt lưu trú này' }).waitFor();
  await assertAccessible(page, 'a stay that is not there');
  await page.getByRole('link', { name: 'Về danh sách' }).click();
  await page.getByRole('heading', { name: 'Khách', exact: true }).waitFor();
  await settled(page);
});
