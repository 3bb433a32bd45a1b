// A facility's day: the time left, what has to be done, who comes, goes and stays.

import assert from 'node:assert/strict';
import { PHONE, open, test, use, watchFocus } from './support/browser.mjs';
import { movableClock, pretendTime } from './support/clock.mjs';
import { day, guest, moment } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { eventually, holds, settled, signIn, until, words } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());
watchFocus();

const region = (page, name) => page.getByRole('region', { name });
/** That time of the local day on which the test runs. */
const today = (time) => `${day().iso}T${time}+07:00`;

test('the day line says in a sentence how long there is until 23:00, and what the other hours are', async ({ page }) => {
  await pretendTime(page, today('19:42:00'));
  await signIn(page, 'haidang', { path: '/today' });
  await eventually(page.locator('.band-left'), '3 giờ 18 phút');
  const line = page.getByRole('img', { name: /^Bây giờ là/ });
  await holds(async () => assert.equal(
    (await line.getAttribute('aria-label')).replaceAll('\u00a0', ' '),
    'Bây giờ là 19:42. Còn 3 giờ 18 phút đến hạn thông báo 23:00. Khách đến sau 23:00 hôm trước: hạn 08:00. Báo rời đi chậm nhất 14:00.',
  ));
  await eventually(page.locator('.band-clock'), `${day().typed} · 19:42`);
  await holds(async () => assert.deepEqual(await line.locator('.day-line-time').allTextContents(), ['08:00', '14:00', '23:00', '24:00']));
});

test('the same moment says the same time left on every page', async ({ page }) => {
  await pretendTime(page, today('19:42:20'));
  await signIn(page, 'haidang', { path: '/today' });
  const left = await eventually(page.locator('.band-left'), /phút/);
  await page.locator('.rail').getByRole('link', { name: 'Khách' }).click();
  assert.equal(await eventually(page.locator('.chip').locator('[aria-hidden=true]').last(), /phút/), `${left} đến 23:00`);
  await page.locator('.rail').getByRole('link', { name: 'Thông báo' }).click();
  assert.equal(await eventually(page.locator('.time-left-big'), /phút/), left);
});

test('from 30 minutes on the time left is urgent, and after 23:00 it says that one may still notify', async ({ page, person }) => {
  await pretendTime(page, today('22:35:00'));
  await signIn(page, 'haidang', { path: '/today' });
  await eventually(page.locator('.band-left.band-left-urgent'), '25 phút');
  await page.locator('.rail').getByRole('link', { name: 'Khách' }).click();
  await page.locator('.chip.chip-bad').waitFor();
  const late = await person();
  await pretendTime(late, today('23:20:00'));
  await signIn(late, 'haidang', { path: '/today' });
  await eventually(late.locator('.band-left'), 'Quá hạn 20 phút');
  await eventually(late.locator('.band-caption'), 'vẫn thông báo được');
  await late.getByRole('img', { name: /Quá hạn thông báo 23:00 20 phút, vẫn thông báo được/ }).waitFor();
  await assertAccessible(late, 'the day after 23:00');
});

test('the time left is said aloud when 30 minutes are left, and not before', async ({ page }) => {
  const pass = await movableClock(page);
  await pretendTime(page, today('22:29:20'));
  await signIn(page, 'haidang', { path: '/today' });
  const aloud = page.locator('.band [role=status]');
  await eventually(page.locator('.band-left'), '31 phút');
  // An answer that is still on its way would set the clock back.
  await page.waitForLoadState('networkidle');
  await holds(async () => assert.equal(await aloud.textContent(), ''));
  await pass(1);
  await eventually(page.locator('.band-left'), '30 phút');
  await until(page, async () => (await aloud.textContent()).replaceAll('\u00a0', ' ') === 'Còn 30 phút đến hạn thông báo 23:00.', 'it is said aloud');
});

// Part of KH-11.2e-1, KH-11.2e-2.
test('a guest past the departure stands under “Cần làm” until the departure is recorded', async ({ page }) => {
  // One that was told of days ago: only what the system knew of can have grown.
  const { items } = await (await site.as('congan.tinh')).call('listStays', { query: { limit: 100 } });
  const stay = items.find(({ state, nights }) => state === 'overdue' && nights.grown > 0);
  assert.ok(stay, 'the demo has a stay that has grown by itself');
  const { login } = site.accounts.find((account) => account.facility_id === stay.facility_id);
  const client = await site.as(login);
  await signIn(page, login, { path: '/today' });
  const row = region(page, 'Cần làm').getByRole('listitem').filter({ hasText: stay.full_name });
  await holds(async () => {
    const told = await words(row);
    assert.match(told, new RegExp(`^${stay.room_name ?? '–'} .*${stay.full_name} chưa báo rời đi`));
    assert.match(told, new RegExp(`Tự thêm ${stay.nights.grown} đêm`));
  });
  await assertAccessible(page, 'a day with something to do');
  await row.getByRole('button', { name: /Ghi rời đi/ }).click();
  const panel = page.locator('.panel').and(page.getByRole('dialog', { name: 'Ghi rời đi' }));
  await panel.getByText(`${stay.full_name} rời đi lúc nào?`).waitFor();
  await assertAccessible(page, 'the panel that records a departure');
  await panel.getByRole('button', { name: 'Ghi rời đi' }).click();
  await eventually(page.locator('.toasts'), 'Đã ghi rời đi lúc');
  await row.waitFor({ state: 'detached' });
  await panel.waitFor({ state: 'detached' });
  const after = await client.call('getStay', { path: { stay_id: stay.id } });
  assert.equal(after.state, 'departed');
  assert.ok(after.departed_at);
});

test('Esc closes the panel and gives focus back to where it came from', async ({ page }) => {
  const client = await site.as('anhduong');
  await client.notify({ guest: guest({ full_name: 'Lưu Thị Thoát' }), room: '1101', arrival_at: moment(-3, '15:00'), planned_departure_at: moment(-1, '12:00') });
  await signIn(page, 'anhduong', { path: '/today' });
  const button = region(page, 'Cần làm').getByRole('button', { name: 'Ghi rời đi: Lưu Thị Thoát' });
  await button.focus();
  await page.keyboard.press('Enter');
  const panel = page.locator('.panel').and(page.getByRole('dialog', { name: 'Ghi rời đi' }));
  await panel.waitFor();
  await until(page, () => panel.evaluate((element) => element.contains(document.activeElement)), 'focus goes into the panel');
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await until(page, () => button.evaluate((element) => element === document.activeElement), 'focus comes back');
  assert.equal((await client.staysOf('Lưu Thị Thoát'))[0].state, 'overdue', 'nothing was recorded');
});

test('the small board counts the rooms by their state, and its legend says so', async ({ page }) => {
  const client = await site.as('songbien');
  await client.notify({ guest: guest({ full_name: 'Mai Văn Ở' }), room: '201' });
  await client.notify({ guest: guest({ full_name: 'Mai Văn Quá' }), room: '202', arrival_at: moment(-3, '15:00'), planned_departure_at: moment(-1, '12:00') });
  const told = await client.call('getFacilityDay', { path: { facility_id: site.facility('songbien') } });
  const count = (state) => told.rooms.filter((room) => room.state === state).length;
  await signIn(page, 'songbien', { path: '/today' });
  const board = page.getByRole('img', { name: /^Phòng theo tầng/ });
  await holds(async () => {
    const label = await board.getAttribute('aria-label');
    assert.match(label, new RegExp(`Có khách ${count('occupied')}\\b`));
    assert.match(label, new RegExp(`Quá giờ ${count('overdue')}\\b`));
    assert.match(label, new RegExp(`Trống ${count('free')}\\b`));
  });
  await holds(async () => assert.equal(await board.locator('.tile').count(), 12));
  await holds(async () => assert.deepEqual(await board.locator('.mini-board-floor').allInnerTexts(), ['Tầng 2', 'Tầng 1'], 'the top floor stands on top'));
  await holds(async () => {
    const legend = await words(page.locator('.mini-board-legend'));
    assert.match(legend, new RegExp(`Trống ${count('free')}`));
  });
  await eventually(region(page, 'Đang ở'), new RegExp(`Đang ở ${told.present_guests + told.unnotified} khách, ${12 - count('free') - count('out_of_service')} trên 12 phòng`));
});

test('who arrives today stands in the list, the first seven and then all', async ({ page }) => {
  const client = await site.as('yenhai');
  const before = (await client.call('getFacilityDay', { path: { facility_id: site.facility('yenhai') } })).arrivals.length;
  for (let number = 1; number <= 9; number += 1) await client.notify({ guest: guest({ full_name: `Bệnh Nhân Thứ ${'ABCDEGHIK'[number - 1]}` }), room: '101' });
  await signIn(page, 'yenhai', { path: '/today' });
  const arrivals = region(page, 'Đến hôm nay');
  await eventually(arrivals, `Đến hôm nay ${before + 9}`);
  await holds(async () => assert.equal(await arrivals.getByRole('listitem').count(), 7));
  const all = arrivals.getByRole('button', { name: `Xem cả ${before + 9}` });
  await holds(async () => assert.equal(await all.getAttribute('aria-expanded'), 'false'));
  await all.click();
  await holds(async () => assert.equal(await arrivals.getByRole('listitem').count(), before + 9));
  await arrivals.getByRole('button', { name: 'Thu gọn' }).click();
  await holds(async () => assert.equal(await arrivals.getByRole('listitem').count(), 7));
});

test('guests who moved in and are not notified are counted with their deadline, stand first, and go once they are notified', async ({ page }) => {
  const client = await site.as('bachtuyet');
  const { id, rooms } = await client.ownFacility();
  const before = await client.call('getRoomBoard', { path: { facility_id: id } });
  const free = before.rooms.find((room) => room.state === 'free');
  await client.call('markRoom', { path: { facility_id: id, room_id: free.id }, body: { version: free.version, mark: 'arrived', guest_count: 2 } });
  const waiting = before.unnotified + 2;
  await signIn(page, 'bachtuyet', { path: '/today' });
  await eventually(page.locator('.band-act'), `${waiting} khách chưa thông báo`);
  const deadlines = page.getByRole('list', { name: 'Việc có hạn' });
  const { items } = await client.call('listOwnDeadlines', { path: { facility_id: id } });
  const due = items.filter(({ kind, overdue }) => kind === 'notify' && !overdue);
  assert.ok(due.length > 0, 'the API has the deadline');
  const told = await holds(async () => {
    const told = await words(deadlines);
    for (const { count } of due) assert.match(told, new RegExp(`${count} khách chưa thông báo còn \\d+`));
    return told;
  });
  if (items.some(({ kind }) => kind === 'correction')) assert.match(told, /24:00 \d+ lượt còn sửa được còn/);
  const row = region(page, 'Cần làm').getByRole('listitem').filter({ hasText: free.name });
  await holds(async () => assert.match(await words(row), /2 khách, chưa có thông báo Chưa thông báo/));
  const todo = Number(await eventually(region(page, 'Cần làm').locator('.ledger-count'), /\S/));
  await holds(async () => assert.equal(await words(page.locator('.rail .counter')), String(todo), 'the rail counts what has to be done'));
  await assertAccessible(page, 'a day with guests who are not notified');
  for (const size of [PHONE, { width: 1366, height: 768 }]) {
    await page.setViewportSize(size);
    await assertNoSideScroll(page, `the day at ${size.width} px`);
  }
  await row.getByRole('link', { name: 'Thông báo' }).click();
  await until(page, async () => (await page.locator('#room').inputValue()).startsWith(free.name), 'the form has the room');
  for (const full_name of ['Lại Thị Vào', 'Lại Văn Vào']) await client.notify({ guest: guest({ full_name }), room: rooms.find((room) => room.id === free.id).name });
  await page.goto('/today');
  await page.locator('#today-todo').waitFor();
  await settled(page);
  await holds(async () => assert.equal(await row.count(), 0, 'nobody in the room is missing any more'));
});

test('an empty day says what will stand there, and N goes to the form', async ({ page }) => {
  const client = await site.as('moimo');
  const password = 'Bien-xanh-2026';
  await client.call('changePassword', { body: { current_password: PASSWORD, new_password: password } });
  const path = { facility_id: site.facility('moimo') };
  const data = { address: '7 Hẻm 12', phone: '0258 000 0199', representative: 'Trần Gia Bách' };
  const one = await client.call('updateFacility', { path, body: { version: 1, ...data } });
  const rooms = [{ floor: 1, name: '101', kind: 'Đôi', beds: 1 }];
  const two = await client.call('replaceRoomPlan', { path, body: { version: one.version, rooms } });
  await client.call('declarePrices', { path, body: { version: two.version, prices: [{ room_kind: 'Đôi', unit: 'night', amount_vnd: 350_000 }] } });
  await signIn(page, 'moimo', { path: '/today', password });
  await eventually(region(page, 'Cần làm'), 'Không còn việc nào phải làm');
  await eventually(region(page, 'Đến hôm nay'), 'Chưa có khách đến hôm nay');
  await eventually(region(page, 'Rời đi hôm nay'), 'Hôm nay không có ai rời đi');
  await eventually(region(page, 'Đang ở'), 'Đang ở 0 khách, 0 trên 1 phòng');
  await assertAccessible(page, 'an empty day');
  await page.locator('h1').first().press('n');
  await page.getByRole('heading', { name: 'Thông báo khách' }).waitFor();
  await holds(async () => assert.equal(new URL(page.url()).pathname, '/notify'));
});

test('a server that does not answer is said in the place of the day, with a way to try again', { expected: ['away'] }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  await site.stop();
  await page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await page.getByRole('alert').getByText('Máy chủ không trả lời.').waitFor();
  await assertAccessible(page, 'the day without a server');
  await site.start();
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await page.locator('#today-todo').waitFor();
  await settled(page);
});

test('a page opened while the server is away says so, and opens by itself once it is back', { expected: ['away'] }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/today' });
  // The page itself comes from the server, too: only its answers are held back here.
  await page.route('**/api/v1/**', (route) => route.abort('connectionrefused'));
  await page.reload();
  await page.getByRole('heading', { name: 'Máy chủ không trả lời' }).waitFor();
  await page.getByRole('main').getByText('Phần đã nhập vẫn còn trên máy này').waitFor();
  await assertAccessible(page, 'no server at all');
  await page.unroute('**/api/v1/**');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await page.locator('#today-todo').waitFor();
});
