// Setting a facility up, and changing it later.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { day, guest } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, field, fillDate, holds, settled, signIn, until, words } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());
watchFocus();

const NEW_PASSWORD = 'Bien-xanh-2026';
const summary = (page) => page.locator('.summary');
const toast = (page) => page.locator('.toasts');
const part = (page, name) => page.getByRole('navigation', { name: 'Các phần' }).getByRole('link', { name: new RegExp(`^${name}`) });

const fresh = await site.as('moimo');
await fresh.call('changePassword', { body: { current_password: PASSWORD, new_password: NEW_PASSWORD } });

/** The new facility, signed in; nothing of it is set up until a test saves it. */
const openFresh = (page, path = '/set-up') => signIn(page, 'moimo', { path, password: NEW_PASSWORD });

// Part of LC-7.1b.
test('until it is set up a facility gets to nothing else, and sees what is missing', async ({ page }) => {
  for (const path of ['/', '/today', '/notify', '/guests']) {
    await (path === '/' ? openFresh(page, path) : page.goto(path));
    await page.getByRole('heading', { name: 'Thiết lập cơ sở' }).waitFor();
    await holds(async () => assert.equal(new URL(page.url()).pathname, '/set-up', path));
  }
  await settled(page);
  await eventually(part(page, 'Thông tin cơ sở'), 'còn thiếu');
  await eventually(part(page, 'Phòng'), 'còn thiếu');
  await eventually(part(page, 'Giá niêm yết'), /còn thiếu|cần phòng trước/);
  await part(page, 'Giá niêm yết').click();
  await page.getByText('Thêm phòng trước, giá lập theo loại phòng.').waitFor();
  await assertAccessible(page, 'prices without rooms');
  const client = await site.as('moimo', NEW_PASSWORD);
  await client.call('notifyStay', { headers: { 'idempotency-key': 'truoc-khi-thiet-lap' }, body: {}, status: 403 });
});

test('mistakes in the data are said at the fields and in the summary, and nothing is saved', async ({ page }) => {
  await openFresh(page);
  await page.getByRole('button', { name: 'Lưu thông tin cơ sở' }).click();
  await until(page, () => summary(page).evaluate((element) => element === document.activeElement), 'the summary takes focus');
  await holds(async () => {
    const told = await words(summary(page));
    for (const name of ['Số nhà, đường', 'Điện thoại', 'Người đại diện hoặc chủ hộ']) assert.ok(told.includes(name), told);
  });
  await summary(page).getByRole('link', { name: 'Điện thoại' }).click();
  await assertFocus(page, 'phone');
  await page.locator('#phone').fill('12');
  await page.locator('#phone').blur();
  await eventually(field(page, 'phone'), 'Số điện thoại gồm 6 đến 15 chữ số');
  await page.locator('#phone').fill('0258123');
  await page.getByRole('button', { name: 'Lưu thông tin cơ sở' }).click();
  await eventually(summary(page), 'bắt đầu bằng 0 thì ít nhất 9');
  await page.locator('#email').fill('khong-phai-thu');
  await page.locator('#email').blur();
  await eventually(field(page, 'email'), 'Địa chỉ thư điện tử cần có dạng');
  await page.locator('#declared-tax-code').fill('12');
  await page.locator('#declared-tax-code').blur();
  await eventually(field(page, 'declared-tax-code'), /Mã số thuế/);
  await fillDate(page, 'started-on', '2019-02-31');
  await page.locator('#started-on-year').blur();
  await eventually(field(page, 'started-on'), 'Ngày 31/02/2019 không có trong lịch.');
  await assertAccessible(page, 'the data with mistakes');
  await page.locator('#email').fill('moimo@example.test');
  await until(page, async () => (await field(page, 'email').locator('.field-said').count()) === 0, 'the error goes as it is mended');
  const facility = await (await site.as('moimo', NEW_PASSWORD)).ownFacility();
  assert.deepEqual([facility.address, facility.setup.data_done], ['', false]);
});

test('what was typed into the set-up survives a reload and can be given up', async ({ page }) => {
  await openFresh(page);
  await page.locator('#address').fill('7 Hẻm 12 Hoàng Hoa Thám');
  await page.reload();
  await page.getByText('Đã lấy lại bản nháp trên máy này.').waitFor();
  await holds(async () => assert.equal(await page.locator('#address').inputValue(), '7 Hẻm 12 Hoàng Hoa Thám'));
  await part(page, 'Phòng').click();
  await page.locator('#quick-range').fill('201, 203');
  await page.locator('#quick-kind').fill('Đơn');
  await page.getByRole('button', { name: 'Thêm các phòng này' }).click();
  await page.getByText('Đã thêm 2 phòng vào danh sách').waitFor();
  await page.reload();
  await page.getByText('Đã lấy lại bản nháp trên máy này.').waitFor();
  await holds(async () => assert.equal(await page.locator('.room-row').count(), 2));
  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await page.getByText('Chưa có phòng nào').waitFor();
  await part(page, 'Thông tin cơ sở').click();
  await page.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await holds(async () => assert.equal(await page.locator('#address').inputValue(), ''));
});

test('the quick entry says what it cannot read, and rooms of the same name are found before saving', async ({ page }) => {
  await openFresh(page, '/set-up?part=rooms');
  const add = page.getByRole('button', { name: 'Thêm các phòng này' });
  await add.click();
  await eventually(field(page, 'quick-range'), 'Nhập phòng, ví dụ 201–210.');
  await eventually(field(page, 'quick-kind'), 'Nhập loại phòng, ví dụ Đôi.');
  await until(page, () => summary(page).evaluate((element) => element === document.activeElement), 'the summary takes focus');
  await summary(page).getByRole('link', { name: /^Phòng/ }).click();
  await assertFocus(page, 'quick-range');
  await page.locator('#quick-range').fill('210–201');
  await page.locator('#quick-kind').fill('Đôi');
  await add.click();
  await eventually(field(page, 'quick-range'), /đi ngược. Số nhỏ đứng trước./);
  await page.locator('#quick-range').fill('201-203');
  await page.locator('#quick-beds').fill('0');
  await add.click();
  await eventually(field(page, 'quick-beds'), 'Số giường từ 1 đến 100.');
  await page.locator('#quick-beds').fill('1');
  await eventually(page.locator('.quick-preview'), '3 phòng: 201, 202, 203');
  await add.click();
  await page.getByText('Đã thêm 3 phòng vào danh sách').waitFor();
  await holds(async () => assert.equal(await page.locator('#quick-floor').inputValue(), '2', 'the next floor is proposed'));
  await page.locator('#quick-range').fill('203–204');
  await add.click();
  await eventually(field(page, 'quick-range'), 'Phòng 203 đã có trong danh sách.');
  await page.locator('#quick-range').fill('204');
  await summary(page).waitFor({ state: 'detached' });
  const name = page.getByLabel('Tên phòng, dòng 2', { exact: true });
  await name.fill('201');
  await page.getByRole('button', { name: 'Lưu danh sách phòng' }).click();
  await eventually(summary(page), 'Mục này đã có trong danh sách.');
  await assertAccessible(page, 'rooms with a mistake');
  await name.fill('202');
  await summary(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Bỏ phòng 203 khỏi danh sách' }).click();
  await page.getByText('Đã bỏ phòng 203').waitFor();
  await holds(async () => assert.equal(await page.locator('.room-row:not(.room-gone)').count(), 2));
  await page.getByRole('button', { name: 'Lấy lại' }).click();
  await holds(async () => assert.equal(await page.locator('.room-row:not(.room-gone)').count(), 3));
});

// Proves KH-11.2a-1, KH-11.2a-2.
test('a room is renamed and another retired, and earlier stays keep the name of their time', { expected: [409, 422] }, async ({ page }) => {
  const client = await site.as('dongque');
  const stay = await client.notify({ guest: guest({ full_name: 'Khúc Văn Phòng Cũ' }), room: '101' });
  await signIn(page, 'dongque', { path: '/set-up?part=rooms' });
  await page.getByRole('heading', { name: 'Cơ sở', exact: true }).waitFor();
  await page.getByLabel('Tên phòng, dòng 1', { exact: true }).fill('Hoa Sen');
  await page.getByRole('button', { name: 'Bỏ phòng 205 khỏi danh sách' }).click();
  await page.getByText('1 phòng sẽ ngưng dùng khi lưu: 205').waitFor();
  await page.getByRole('button', { name: 'Lưu danh sách phòng' }).click();
  await eventually(toast(page), 'Đã lưu 9 phòng');
  const after = await client.call('getFacility', { path: { facility_id: site.facility('dongque') } });
  const names = after.rooms.map((room) => room.name);
  assert.ok(names.includes('Hoa Sen') && !names.includes('101') && !names.includes('205'), names.join());
  await page.goto(`/stays/${stay.id}`);
  await eventually(page.locator('.sheet').nth(1), /Phòng 101/);

  // A room with a guest in it cannot be retired.
  await page.goto('/set-up?part=rooms');
  await page.getByRole('button', { name: 'Bỏ phòng Hoa Sen khỏi danh sách' }).click();
  await page.getByRole('button', { name: 'Lưu danh sách phòng' }).click();
  await eventually(page.locator('.set-up-part'), /đang có khách/);
  const still = await client.call('getFacility', { path: { facility_id: site.facility('dongque') } });
  assert.ok(still.rooms.some((room) => room.name === 'Hoa Sen'));
});

test('a price is read as people write it, applies from a day on, and the old one stays in force until then', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/set-up?part=prices' });
  const row = page.locator('.price-row').filter({ hasText: 'Gia đình' });
  const night = row.getByRole('textbox', { name: /Một đêm/ });
  await night.fill('chín trăm');
  await page.getByRole('button', { name: 'Lưu giá niêm yết' }).click();
  await eventually(summary(page), 'Giá là số đồng, ví dụ 650.000.');
  await night.fill('2.000.000.000');
  await page.getByRole('button', { name: 'Lưu giá niêm yết' }).click();
  await eventually(summary(page), /Giá tối đa 1\.000\.000\.000/);
  await assertAccessible(page, 'prices with a mistake');
  await night.fill('910.000');
  await page.locator('#from').fill('+3');
  await page.locator('#from').blur();
  await page.getByRole('button', { name: 'Lưu giá niêm yết' }).click();
  await eventually(toast(page), 'Đã lưu giá niêm yết');
  await eventually(row, new RegExp(`đang áp dụng 780\\.000.*từ ${day(3).typed}: 910\\.000`));
  const facility = await (await site.as('haidang')).ownFacility();
  const prices = facility.prices.filter((price) => price.room_kind === 'Gia đình').map((price) => [price.amount_vnd, price.effective_from]);
  assert.ok(prices.some(([amount, from]) => amount === 910_000 && from === day(3).iso));
  assert.ok(prices.some(([amount]) => amount === 780_000), 'the price in force stays');
  await page.getByRole('button', { name: 'Lưu giá niêm yết' }).click();
  await eventually(summary(page), 'Chưa có gì thay đổi.');
});

test('data that somebody else has changed meanwhile are not overwritten silently', { expected: [409] }, async ({ page }) => {
  await signIn(page, 'vuonxoai', { path: '/set-up?part=data' });
  await page.locator('#address').fill('Tổ 9, đường Hòn Chồng, lối vào phía biển');
  const client = await site.as('vuonxoai');
  const { version } = await client.ownFacility();
  await client.call('updateFacility', { path: { facility_id: site.facility('vuonxoai') }, body: { version, phone: '0258 000 0777' } });
  await page.getByRole('button', { name: 'Lưu thông tin cơ sở' }).click();
  await eventually(page.locator('.set-up-part'), 'Cơ sở vừa được người khác sửa.');
  await holds(async () => assert.equal(await page.locator('#address').inputValue(), 'Tổ 9, đường Hòn Chồng, lối vào phía biển', 'what was typed stays'));
  await settled(page);
});

test('a server that does not answer loses nothing of the set-up', { expected: ['away'] }, async ({ page }) => {
  await signIn(page, 'bachtuyet', { path: '/set-up?part=data' });
  await page.locator('#representative').fill('Mai Bạch Tuyết Em');
  await page.route('**/api/v1/facilities/*', (route) => route.abort('connectionreset'));
  await page.getByRole('button', { name: 'Lưu thông tin cơ sở' }).click();
  await eventually(page.locator('.set-up-part'), 'Máy chủ không trả lời.');
  await page.unroute('**/api/v1/facilities/*');
  await page.reload();
  await page.getByText('Đã lấy lại bản nháp trên máy này.').waitFor();
  await page.getByRole('button', { name: 'Lưu thông tin cơ sở' }).click();
  await eventually(toast(page), 'Đã lưu thông tin cơ sở');
  assert.equal((await (await site.as('bachtuyet')).ownFacility()).representative, 'Mai Bạch Tuyết Em');
});
