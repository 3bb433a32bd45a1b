// Rooms, days and hours: what is chosen shows how it stands, and what is typed means what a receptionist means by it.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { day, guest, moment } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { choose, eventually, field, fillNotify, holds, signIn, valueOf } from './support/page.mjs';
import { typeByHand } from './support/scanner.mjs';

const site = use(await open());
watchFocus();

const panel = (page) => page.locator('#act');
const toasts = (page) => page.locator('.toasts');

/** A stay of the first facility, opened by its page. */
async function opened(page, name, more = {}) {
  const client = await site.as('haidang');
  const stay = await client.notify({ guest: guest({ full_name: name }), ...more });
  await signIn(page, 'haidang', { path: `/stays/${stay.id}` });
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return { client, stay, read: () => client.call('getStay', { path: { stay_id: stay.id } }) };
}

/** Marks a free room of the first facility as not let. */
async function takeOut(client, note) {
  const facility_id = client.account.facility.id;
  const { rooms } = await client.call('getRoomBoard', { path: { facility_id } });
  const room = rooms.find(({ state }) => state === 'free');
  await client.call('markRoom', { path: { facility_id, room_id: room.id }, body: { version: room.version, mark: 'out_of_service', note } });
  return { ...room, board: () => client.call('getRoomBoard', { path: { facility_id } }) };
}

test('to extend, +1 is a night more than planned; an earlier day is asked before it shortens the stay', async ({ page }) => {
  const { read } = await opened(page, 'Lều Văn Cộng', { room: '110', planned_departure_at: moment(4, '12:00') });
  await page.keyboard.press('g');
  await eventually(panel(page), new RegExp(`Đang ghi ${day(4).typed}, 12:00. Gõ \\+1 là thêm 1 đêm, đến ${day(5).typed}`));
  await page.locator('#planned-departure-at').fill('+1');
  await page.locator('#planned-departure-at').blur();
  await holds(async () => assert.equal(await valueOf(page, 'planned-departure-at'), `${day(5).typed}, 12:00 (5 đêm)`));
  await page.locator('#planned-departure-at').fill(day(2).short);
  await panel(page).getByRole('button', { name: 'Lưu ngày đi mới' }).click();
  await eventually(field(page, 'planned-departure-at'), `Sớm hơn ngày đang ghi ${day(4).typed}, 12:00. Rút ngắn lượt lưu trú?`);
  await assertAccessible(page, 'an extension that would shorten');
  assert.equal((await read()).planned_departure_at, moment(4, '12:00'), 'nothing is stored unasked');
  await panel(page).getByRole('checkbox', { name: 'Khách đi sớm hơn, rút ngắn' }).check();
  await panel(page).getByRole('button', { name: 'Lưu ngày đi mới' }).click();
  await eventually(toasts(page), `Đã lưu ngày đi ${day(2).typed}`);
  assert.equal((await read()).planned_departure_at, moment(2, '12:00'));
});

test('rooms show how they stand while one is chosen, the free ones first; one that is not let is asked and keeps its mark', async ({ page }) => {
  const { client, read } = await opened(page, 'Lều Thị Chuyển', { room: '208' });
  const off = await takeOut(client, 'Sửa nước');
  await page.keyboard.press('c');
  await page.locator('#room-id').click();
  const options = page.locator('#room-id-list [role=option]');
  await eventually(options.first(), 'trống');
  await eventually(options.filter({ hasText: 'có 1 khách đến' }).first(), /có 1 khách đến \d\d\/\d\d/);
  await page.keyboard.press('Escape');
  await choose(page, 'room-id', off.name);
  await eventually(field(page, 'room-id'), `Phòng ${off.name} đang ngưng sử dụng: Sửa nước. Vẫn chuyển vào?`);
  await panel(page).getByRole('button', { name: 'Chuyển phòng' }).click();
  await eventually(page.locator('.summary'), 'Còn 1 chỗ');
  await assertAccessible(page, 'a move into a room that is not let');
  assert.equal((await read()).room.name, '208');
  await panel(page).getByRole('checkbox', { name: 'Đã biết, vẫn xếp vào phòng này' }).check();
  await panel(page).getByRole('button', { name: 'Chuyển phòng' }).click();
  await eventually(toasts(page), `Đã chuyển sang phòng ${off.name}`);
  const seen = (await off.board()).rooms.find(({ id }) => id === off.id);
  assert.deepEqual([seen.out_of_service, seen.note, seen.stays.length], [true, 'Sửa nước', 1]);
  await page.goto('/board');
  await page.getByRole('button', { name: new RegExp(`^Phòng ${off.name}.*ngưng sử dụng`) }).waitFor();
});

test('by the hour +2 is two hours, and an hour on the day of arrival makes it day use', async ({ page }) => {
  await signIn(page, 'songbien', { path: '/notify' });
  await fillNotify(page, { name: 'Lều Văn Giờ', room: '105', departure: '' });
  await page.locator('#arrival').fill(`${day(-1).short} 09:00`);
  await page.locator('#departure').fill(`${day(-1).short} 11:30`);
  await page.locator('#departure').blur();
  await holds(async () => assert.ok(await page.getByRole('radio', { name: 'Theo giờ' }).isChecked()));
  await holds(async () => assert.match(await valueOf(page, 'departure'), /11:30 \(2 giờ 30 phút\)/));
  await page.locator('#departure').fill('+2');
  await page.locator('#departure').blur();
  await holds(async () => assert.match(await valueOf(page, 'departure'), /11:00 \(2 giờ\)/));
  await page.locator('#departure').fill(`${day(-1).short} 24:00`);
  await page.locator('#departure').blur();
  await holds(async () => assert.match(await valueOf(page, 'departure'), /00:00 \(15 giờ\)/));
});

test('who left days ago is declared with the planned time in one press', async ({ page }) => {
  const client = await site.as('anhduong');
  const stay = await client.notify({ guest: guest({ full_name: 'Lều Thị Quá Giờ' }), room: '201', arrival_at: moment(-3, '15:00'), planned_departure_at: moment(-1, '12:00') });
  await signIn(page, 'anhduong', { path: '/today' });
  const row = page.getByRole('region', { name: 'Cần làm' }).getByRole('listitem').filter({ hasText: 'Lều Thị Quá Giờ' });
  await eventually(row, `${day(-1).short}, 12:00`);
  await row.getByRole('button', { name: /^Ghi rời đi/ }).click();
  const leaver = page.locator('#leaver');
  await eventually(leaver, `Phòng 201, dự kiến đi ${day(-1).typed}, 12:00.`);
  await leaver.getByRole('radio', { name: `Như dự kiến, ${day(-1).typed}, 12:00` }).press('Space');
  await leaver.getByRole('button', { name: 'Ghi rời đi' }).click();
  await eventually(toasts(page), 'Lều Thị Quá Giờ');
  await holds(async () => assert.equal((await client.call('getStay', { path: { stay_id: stay.id } })).departed_at, moment(-1, '12:00')));
  await holds(async () => assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'focus stays on the page'));
});

test('several who left days ago are ticked in a list and declared at once, each with its planned time', async ({ page }) => {
  const client = await site.as('anhduong');
  const late = (full_name, room, days) =>
    client.notify({ guest: guest({ full_name }), room, arrival_at: moment(-days - 2, '15:00'), planned_departure_at: moment(-days, '12:00') });
  const stays = [await late('Lều Văn Trễ', '202', 1), await late('Lều Thị Trễ', '203', 2)];
  await signIn(page, 'anhduong', { path: '/today' });
  await page.getByRole('button', { name: 'Ghi rời đi nhiều khách' }).click();
  const leavers = page.locator('#leavers');
  await eventually(leavers, `Phòng 203, dự kiến đi ${day(-2).typed}, 12:00`);
  await assertAccessible(page, 'the list of those who left days ago');
  await leavers.getByRole('button', { name: 'Ghi 0 khách rời đi' }).click();
  await eventually(leavers.locator('.summary'), 'Chọn ít nhất một khách.');
  // A moment is read as well where nobody is ticked.
  await leavers.getByRole('radio', { name: 'Đã rời đi trước đó' }).press('Space');
  await page.locator('#departed-at').fill('00:00');
  await leavers.getByRole('button', { name: 'Ghi 0 khách rời đi' }).click();
  await eventually(leavers.locator('.summary'), 'Chọn ít nhất một khách.');
  await leavers.getByRole('radio', { name: 'Như dự kiến của mỗi khách' }).press('Space');
  for (const name of ['Lều Văn Trễ', 'Lều Thị Trễ']) await leavers.getByRole('checkbox', { name: new RegExp(name) }).check();
  await leavers.getByRole('radio', { name: 'Như dự kiến của mỗi khách' }).waitFor({ state: 'attached' });
  await leavers.getByRole('button', { name: 'Ghi 2 khách rời đi' }).click();
  await eventually(toasts(page), 'Đã ghi rời đi cho 2 khách');
  const left = await Promise.all(stays.map(({ id }) => client.call('getStay', { path: { stay_id: id } })));
  assert.deepEqual(left.map(({ departed_at }) => departed_at), [moment(-1, '12:00'), moment(-2, '12:00')]);
  await holds(async () => assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'focus stays on the page'));
});

test('a whole group is extended from the page of one of its guests', async ({ page }) => {
  const client = await site.as('haidang');
  const facility = await client.ownFacility();
  const group = await client.call('notifyGroup', {
    body: {
      kind: 'overnight',
      arrival_at: moment(-1 / 24),
      planned_departure_at: moment(2, '12:00'),
      reason: 'tourism',
      guests: ['Lều Văn Đoàn', 'Lều Thị Đoàn'].map((full_name) => ({ guest: guest({ full_name }), room_id: facility.rooms[0].id })),
    },
  });
  await signIn(page, 'haidang', { path: `/stays/${group.stays[0].id}` });
  await page.getByRole('button', { name: 'Cả đoàn' }).click();
  const members = page.locator('#group-panel');
  await eventually(members, 'Đoàn 2 khách thông báo cùng lúc, 2 khách đang ở hoặc sắp đến.');
  await members.getByRole('button', { name: 'Gia hạn cả đoàn' }).click();
  await members.getByRole('textbox', { name: 'Ngày đi mới' }).fill('+1');
  await assertAccessible(page, 'a group that is extended');
  await members.getByRole('button', { name: 'Gia hạn 2 khách' }).click();
  await eventually(toasts(page), `Đã gia hạn 2 khách đến ${day(3).typed}, 12:00`);
  const now = await Promise.all(group.stays.map(({ id }) => client.call('getStay', { path: { stay_id: id } })));
  assert.deepEqual(now.map(({ planned_departure_at }) => planned_departure_at), Array(2).fill(moment(3, '12:00')));
});

test('a price ten times the present one is asked, and its digits are grouped as they are typed', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/set-up?part=prices' });
  const row = page.locator('.price-row').first();
  const night = row.getByRole('textbox', { name: /Một đêm/ });
  await night.click();
  await typeByHand(page, '55000000');
  await holds(async () => assert.equal(await night.inputValue(), '55.000.000'));
  await page.getByRole('button', { name: 'Lưu giá niêm yết' }).click();
  await eventually(page.locator('.summary'), /cách xa giá đang áp dụng/);
  await assertAccessible(page, 'a price that is far from the present one');
  await row.getByRole('checkbox', { name: 'Đã xem lại, giữ giá này' }).check();
  await page.getByRole('button', { name: 'Lưu giá niêm yết' }).click();
  await holds(async () => assert.equal(await page.locator('.summary').count(), 0));
});
