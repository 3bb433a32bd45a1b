// The room board: the facility as a picture, worked with the pointer and with the keyboard alone.

import assert from 'node:assert/strict';
import { PHONE, open, test, use, watchFocus } from './support/browser.mjs';
import { day, guest, moment } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { choose, eventually, holds, signIn, until, words } from './support/page.mjs';

const site = use(await open());
watchFocus();

const tile = (page, name) => page.getByRole('button', { name: new RegExp(`^Phòng ${name}(?!\\d)`) });
const panel = (page) => page.locator('#opened-room');
const focusedRoom = (page) => page.evaluate(() => document.activeElement?.closest('.room-tile')?.querySelector('.room-name').textContent ?? '');

/** A room of the first facility that stands so. */
async function roomThatIs(client, state) {
  const { id } = client.account.facility;
  const board = await client.call('getRoomBoard', { path: { facility_id: id } });
  const found = board.rooms.find((room) => room.state === state);
  assert.ok(found, `no room is ${state}`);
  return found;
}

test('the board shows every room with its state in shape and words, and passes at every width', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/board' });
  await page.getByRole('heading', { level: 1, name: 'Sơ đồ phòng' }).waitFor();
  await page.locator('.room-tile').first().waitFor();
  await holds(async () => assert.equal(await page.locator('.room-tile').count(), 40));
  await holds(async () => assert.equal(await words(page.locator('.rail [aria-current=page]')), 'Sơ đồ phòng'));
  await holds(async () => {
    const states = await words(page.getByRole('group', { name: 'Lọc theo tình trạng phòng' }));
    for (const state of [/Tất cả 40/, /Có khách \d+/, /Chưa thông báo 3/, /Ngưng sử dụng 1/, /Trống \d+/]) assert.match(states, state);
  });
  await assertAccessible(page, 'the room board');
  for (const size of [PHONE, { width: 720, height: 900 }, { width: 1366, height: 768 }, { width: 1600, height: 900 }]) {
    await page.setViewportSize(size);
    await assertNoSideScroll(page, `the room board at ${size.width} px`);
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  // One state alone.
  await page.getByRole('button', { name: /^Chưa thông báo/ }).click();
  await until(page, async () => (await page.locator('.room-tile:not(.room-aside)').count()) === 3, 'three rooms stand out');
  await holds(async () => assert.equal(await page.locator('.room-tile').count(), 40, 'the others keep their places and numbers'));
  await assertAccessible(page, 'the room board with one state alone');
  await page.getByRole('button', { name: /^Tất cả/ }).click();
  await until(page, async () => (await page.locator('.room-aside').count()) === 0, 'all rooms are back');
});

test('beside an open room the facility keeps its rows, on a small laptop with a scroll bar too, and the state says that something is to be done', async ({ page }) => {
  await page.setViewportSize({ width: 1351, height: 641 });
  await signIn(page, 'haidang', { path: '/board' });
  await page.getByRole('button', { name: /^Chưa thông báo/ }).waitFor();
  await page.locator('.room-missing').first().click();
  const tag = panel(page).locator('.board-tag');
  await eventually(tag, 'Chưa thông báo');
  await holds(async () => {
    const rows = await page.evaluate(() => [...document.querySelectorAll('.board-rooms')].map((floor) => new Set([...floor.children].map((tile) => Math.round(tile.getBoundingClientRect().top))).size));
    assert.deepEqual(rows, rows.map(() => 1), 'each floor is one row');
    const [fill, quiet] = await tag.evaluate((tag) => [getComputedStyle(tag).backgroundColor, getComputedStyle(document.querySelector('.board-state')).backgroundColor]);
    const looks = await tag.evaluate((tag) => {
      const probe = tag.appendChild(document.createElement('i'));
      probe.style.background = 'var(--bad-tint)';
      const tint = getComputedStyle(probe).backgroundColor;
      probe.remove();
      return tint;
    });
    assert.equal(fill, looks, 'the state is filled');
    assert.notEqual(fill, quiet);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollbarGutter), 'stable', 'nothing moves aside when a scroll bar comes');
  });
  // Labels stand in one line, in both languages.
  await page.locator('.room-occupied').first().click();
  await panel(page).getByRole('button', { name: 'Gia hạn' }).waitFor();
  for (const language of ['vi', 'en']) {
    if (language === 'en') {
      await page.evaluate(() => localStorage.setItem('luutru.lang', 'en'));
      await page.reload();
      await page.locator('.room-occupied').first().click();
      await panel(page).getByRole('button', { name: 'Extend' }).waitFor();
    }
    await holds(async () => {
      const heights = await panel(page).locator('.board-stay-acts .btn').evaluateAll((acts) => acts.map((act) => act.getBoundingClientRect().height));
      assert.deepEqual(heights, [36, 36, 36, 36], language);
    });
  }
});

test('with the keyboard alone: arrows walk through the facility, Enter opens, R records a departure, Esc closes', async ({ page }) => {
  const client = await site.as('haidang');
  const free = await roomThatIs(client, 'free');
  await client.notify({ guest: guest({ full_name: 'Đinh Thị Bàn Phím' }), room: free.name, arrival_at: moment(-1 / 24) });
  await signIn(page, 'haidang', { path: '/board' });
  await page.locator('.room-tile').first().waitFor();
  await page.locator('.room-tile').first().focus();
  const first = await holds(async () => {
    const first = await focusedRoom(page);
    assert.equal(first, '401');
    return first;
  });
  await page.keyboard.press('ArrowRight');
  await holds(async () => assert.equal(await focusedRoom(page), '402'));
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  await holds(async () => assert.equal(await focusedRoom(page), '301'));
  await page.keyboard.press('ArrowUp');
  await holds(async () => assert.equal(await focusedRoom(page), '401'));
  await page.keyboard.press('End');
  await holds(async () => assert.equal(await focusedRoom(page), '410', 'End stays within the floor'));
  await page.keyboard.press('Home');
  await holds(async () => assert.equal(await focusedRoom(page), '401'));
  await page.keyboard.type('208');
  await holds(async () => assert.equal(await focusedRoom(page), '208', 'a number that is typed leads to its room'));
  await page.keyboard.press('Tab');
  await holds(async () => assert.equal(await focusedRoom(page), '', 'the whole board is one tab stop'));

  await tile(page, free.name).focus();
  await page.keyboard.press('Enter');
  await panel(page).getByText('Đinh Thị Bàn Phím').first().waitFor();
  await eventually(panel(page), /Dự kiến đi/);
  await assertAccessible(page, 'a room that is open');
  await page.keyboard.press('r');
  await panel(page).getByText('Đinh Thị Bàn Phím rời đi lúc nào?').waitFor();
  await panel(page).getByRole('button', { name: 'Ghi rời đi' }).click();
  await eventually(page.locator('.toasts'), 'Đinh Thị Bàn Phím');
  // Beside the panel, where the work goes on.
  await holds(async () => {
    const [said, beside] = [await page.locator('.toasts').boundingBox(), await panel(page).boundingBox()];
    assert.ok(said.x + said.width <= beside.x, `the message ends at ${said.x + said.width}, the panel begins at ${beside.x}`);
  });
  await eventually(tile(page, free.name), /Trống/);
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
  await until(page, async () => (await focusedRoom(page)) === free.name, 'focus comes back to the room');
});

test('a free room is open to the form with the room in it, by keyboard too, and nothing covers the head of the board', async ({ page }) => {
  const client = await site.as('haidang');
  const { name } = await roomThatIs(client, 'free');
  await signIn(page, 'haidang', { path: '/board' });
  await tile(page, name).focus();
  await page.keyboard.press('Enter');
  await panel(page).getByRole('heading', { name: `Phòng ${name}` }).waitFor();
  // Playwright refuses to press what lies under something else.
  await page.getByRole('link', { name: 'Sửa sơ đồ' }).click({ trial: true });
  await panel(page).getByRole('link', { name: 'Thông báo khách' }).click();
  await until(page, async () => (await page.locator('#room').inputValue()).startsWith(name), 'the room stands in the form');
});

/** A free room of the first facility with these guests, opened on the board. */
async function roomOf(page, names) {
  const client = await site.as('haidang');
  const { name } = await roomThatIs(client, 'free');
  const stays = [];
  for (const full_name of names) {
    stays.push(await client.notify({ guest: guest({ full_name }), room: name, arrival_at: moment(-2 / 24) }));
  }
  await signIn(page, 'haidang', { path: '/board' });
  await tile(page, name).click();
  await panel(page).getByRole('heading', { level: 2, name: `Phòng ${name}` }).waitFor();
  const read = () => Promise.all(stays.map(({ id }) => client.call('getStay', { path: { stay_id: id } })));
  const row = (who) => panel(page).locator('.leave-row').filter({ hasText: who });
  return { client, name, stays, read, row };
}

test('a whole room stays longer and leaves in one act; what could not be recorded stays with its reason, and goes on from there', async ({ page }) => {
  const { client, name, stays, read, row } = await roomOf(page, ['Tống Thị Một', 'Tống Văn Hai', 'Tống Văn Ba']);
  await eventually(panel(page), `Cho cả phòng ${name}, 3 khách`);
  await assertAccessible(page, 'a room of several, open as a whole');
  await page.keyboard.press('g');
  await panel(page).getByRole('textbox', { name: 'Ngày đi mới' }).fill('+2');
  await panel(page).getByRole('button', { name: 'Gia hạn 3 khách' }).click();
  await eventually(page.locator('.toasts'), `Đã gia hạn 3 khách đến ${day(4).typed}, 12:00`);
  await eventually(page.locator('.toasts'), `Phòng ${name}: Tống Thị Một, Tống Văn Hai, Tống Văn Ba`);
  await holds(async () => assert.deepEqual((await read()).map((stay) => stay.planned_departure_at), Array(3).fill(moment(4, '12:00'))));
  await panel(page).getByRole('button', { name: 'Cả phòng rời đi' }).click();
  await panel(page).getByRole('radio', { name: 'Đã rời đi trước đó' }).press('Space');
  await panel(page).getByRole('textbox', { name: 'Rời đi lúc' }).fill('hôm qua');
  await panel(page).getByRole('button', { name: 'Ghi 3 khách rời đi' }).click();
  await eventually(panel(page).locator('.summary'), /Còn 1 chỗ/);
  await assertAccessible(page, 'a whole room that leaves, with a mistake');
  await panel(page).getByRole('radio', { name: 'Rời đi bây giờ' }).press('Space');
  // Somebody else changes one of them meanwhile.
  await client.call('amendStay', { path: { stay_id: stays[1].id }, body: { version: 2, planned_departure_at: moment(5, '12:00') } });
  await panel(page).getByRole('button', { name: 'Ghi 3 khách rời đi' }).click();
  await eventually(panel(page).locator('.leave-told'), 'Đã ghi 2 trên 3 khách.');
  await holds(async () => assert.match(await words(row('Tống Thị Một')), /Đã ghi/));
  await row('Tống Văn Hai').locator('.leave-failed').waitFor();
  assert.deepEqual((await read()).map(({ departed_at }) => Boolean(departed_at)), [true, false, true], 'the page tells what is so');
  await assertAccessible(page, 'a room of which one guest is left');
  await panel(page).getByRole('button', { name: 'Ghi 1 khách rời đi' }).click();
  await eventually(tile(page, name), /Trống/);
  assert.ok((await read())[1].departed_at);
});

test('of a room of several one guest is chosen, and what is done says for whom; a room that is not there is named', async ({ page }) => {
  const { client, name, read } = await roomOf(page, ['Đoàn Thị Riêng', 'Đoàn Văn Chung']);
  await panel(page).getByRole('button', { name: /Đoàn Thị Riêng/ }).click();
  await panel(page).getByRole('heading', { level: 3, name: 'Cho Đoàn Thị Riêng' }).waitFor();
  await panel(page).getByRole('button', { name: /Cả phòng, 2 khách/ }).click();
  await panel(page).getByRole('button', { name: 'Chuyển cả phòng' }).click();
  const to = panel(page).getByRole('combobox', { name: 'Phòng mới' });
  await to.fill('1207');
  await to.press('Tab');
  await panel(page).getByRole('button', { name: 'Chuyển 2 khách' }).click();
  await eventually(panel(page).locator('#room-id-field'), 'Phòng 1207 không có trong sơ đồ của cơ sở.');
  await holds(async () => assert.equal(await to.inputValue(), '1207', 'what was typed stays'));
  assert.deepEqual((await read()).map(({ room }) => room.name), [name, name], 'nothing is sent');
  const free = await roomThatIs(client, 'free');
  await choose(page, 'room-id', free.name);
  await panel(page).getByRole('button', { name: 'Chuyển 2 khách' }).click();
  await eventually(page.locator('.toasts'), `Đã chuyển 2 khách sang phòng ${free.name}`);
  await holds(async () => assert.deepEqual((await read()).map(({ room }) => room.name), [free.name, free.name]));
});

test('guests who have moved in are marked, the board and the day count them, and notifying them clears it', async ({ page }) => {
  const client = await site.as('haidang');
  const { name } = await roomThatIs(client, 'free');
  await signIn(page, 'haidang', { path: '/board' });
  await tile(page, name).click();
  await panel(page).getByRole('button', { name: 'Có khách, nhập sau' }).click();
  const number = panel(page).getByRole('textbox', { name: 'Số khách chưa thông báo' });
  await number.fill('không');
  await panel(page).getByRole('button', { name: 'Đánh dấu' }).click();
  await eventually(panel(page).locator('.summary'), /Còn 1 chỗ/);
  await assertAccessible(page, 'a mark with a mistake');
  await number.fill('1');
  await panel(page).getByRole('button', { name: 'Đánh dấu' }).click();
  await eventually(tile(page, name), /Chưa báo 1 khách/);
  await eventually(panel(page), /1 khách đã nhận phòng, chưa thông báo\..*Hạn/);
  // The link leads to the form with the room in it.
  await panel(page).getByRole('link', { name: 'Thông báo khách' }).click();
  await page.locator('#room').waitFor();
  await until(page, async () => (await page.locator('#room').inputValue()).startsWith(name), 'the room stands in the form');
  await client.notify({ guest: guest({ full_name: 'Đinh Văn Vào Phòng' }), room: name });
  await page.goto('/board');
  await eventually(tile(page, name), /Vào Phòng/);
});

test('who marks a room that somebody has just marked is told, and sees how it stands now', { expected: [409] }, async ({ page }) => {
  const client = await site.as('haidang');
  const { id, name, version } = await roomThatIs(client, 'free');
  await signIn(page, 'haidang', { path: '/board' });
  await tile(page, name).click();
  await panel(page).getByRole('button', { name: 'Ngưng sử dụng' }).click();
  await panel(page).getByRole('textbox', { name: 'Vì sao ngưng' }).fill('Sơn lại tường');
  const path = { facility_id: client.account.facility.id, room_id: id };
  await client.call('markRoom', { path, body: { version, mark: 'arrived', guest_count: 2 } });
  await panel(page).getByRole('button', { name: 'Đánh dấu' }).click();
  await eventually(page.locator('.toasts'), 'Đã có người sửa trước');
  await eventually(panel(page), '2 khách đã nhận phòng, chưa thông báo.');
  // The form tells how many are waited for, apart from the way to a group.
  await panel(page).getByRole('link', { name: 'Thông báo khách' }).click();
  await eventually(page.locator('.notify-nth'), 'Khách 1 trên 2 của phòng Thông báo cả đoàn');
  await holds(async () => {
    const [words, link] = await page.locator('.notify-nth').evaluate((line) => {
      const range = document.createRange();
      range.selectNode(line.firstChild);
      return [range.getBoundingClientRect(), line.querySelector('a').getBoundingClientRect()].map(({ left, right, top }) => ({ left, right, top }));
    });
    assert.ok(link.left - words.right >= 8 || link.top > words.top, 'a gap stands between them');
  });
  const after = await client.call('getRoomBoard', { path: { facility_id: path.facility_id } });
  await client.call('markRoom', { path, body: { version: after.rooms.find((room) => room.id === id).version } });
});

test('a room goes out of service with a reason and comes back', async ({ page }) => {
  const client = await site.as('haidang');
  const { name } = await roomThatIs(client, 'free');
  await signIn(page, 'haidang', { path: '/board' });
  await tile(page, name).click();
  await panel(page).getByRole('button', { name: 'Ngưng sử dụng' }).click();
  await panel(page).getByRole('textbox', { name: 'Vì sao ngưng' }).fill('Sơn lại tường');
  await panel(page).getByRole('button', { name: 'Đánh dấu' }).click();
  await eventually(tile(page, name), /Ngưng Sơn lại tường/);
  await holds(async () => assert.equal(await panel(page).getByRole('link', { name: 'Thông báo khách' }).count(), 0));
  await panel(page).getByRole('button', { name: 'Dùng lại phòng' }).click();
  await eventually(tile(page, name), /Trống/);
});
