// The main path: from the first sign-in of a new facility to the officer who finds its guest.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { day } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { choose, eventually, holds, now, settled, signIn, words } from './support/page.mjs';
import { cardText, scanKeys } from './support/scanner.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());

const NEW_PASSWORD = 'Bien-xanh-2026';
const GUEST = { number: '056087004512', name: 'Trần Đức Bảo Hiếu', birth: '1987-06-09', sex: 'male' };

/** What the address bar shows without the server. */
const address = (page) => new URL(page.url()).pathname + new URL(page.url()).search;

// Proves LC-7.1a-1, KH-9a-1, LC-7.1b, LC-3.2-1.
// Part of LC-8.1, KH-11.2a-1, KH-11.2b, KH-11.2d-2, KH-5.2, KH-10.2c, LC-10.6.
test('a new facility comes from its first sign-in to a guest whom the police of its commune find and others do not', async ({ page, person }) => {
  // The initial password opens nothing but its own change.
  await page.goto('/notify');
  await page.locator('#login').fill('moimo');
  await page.locator('#password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByRole('heading', { name: 'Đổi mật khẩu ban đầu' }).waitFor();
  await holds(async () => assert.equal(await page.getByRole('navigation').count(), 0, 'there is no way to another page'));
  await holds(async () => assert.equal(await page.locator('#full_name').count(), 0, 'the page asked for is not shown'));
  const closed = await site.as('moimo');
  await closed.call('listStays', { status: 403 });
  await closed.call('getFacility', { path: { facility_id: site.facility('moimo') }, status: 403 });
  await page.reload();
  await page.getByRole('heading', { name: 'Đổi mật khẩu ban đầu' }).waitFor();
  await assertAccessible(page, 'the first password');

  await page.locator('#current_password').fill(PASSWORD);
  await page.locator('#new_password').fill(NEW_PASSWORD);
  await page.locator('#again').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();

  // Set up in three parts; until then nothing else.
  await page.getByRole('heading', { name: 'Thiết lập cơ sở' }).waitFor();
  await settled(page);
  await holds(async () => assert.deepEqual(await page.locator('.rail a').allInnerTexts(), ['Cơ sở'], 'only the set-up is offered'));
  await page.goto('/notify');
  await page.getByRole('heading', { name: 'Thiết lập cơ sở' }).waitFor();
  await settled(page);
  await page.locator('#address').fill('7 Hẻm 12 Hoàng Hoa Thám');
  await page.locator('#phone').fill('0258 000 0199');
  await page.locator('#representative').fill('Trần Gia Bách');
  await page.getByRole('button', { name: 'Lưu thông tin cơ sở' }).click();
  await page.getByRole('link', { name: 'Sang phần Phòng' }).click();

  await page.locator('#quick-floor').fill('1');
  await page.locator('#quick-range').fill('101–104');
  await page.locator('#quick-kind').fill('Đôi');
  await page.locator('#quick-beds').fill('2');
  await page.getByRole('button', { name: 'Thêm các phòng này' }).click();
  await page.getByText('Đã thêm 4 phòng vào danh sách').waitFor();
  await page.getByRole('button', { name: 'Lưu danh sách phòng' }).click();
  await page.getByText('Đã lưu 4 phòng').waitFor();
  await page.getByRole('link', { name: 'Sang phần Giá niêm yết' }).click();

  await page.getByRole('textbox', { name: 'Một đêm' }).fill('350.000');
  await page.getByRole('button', { name: 'Lưu giá niêm yết' }).click();
  await page.getByText('Đã thiết lập xong').waitFor();
  const plan = await (await site.as('moimo', NEW_PASSWORD)).ownFacility();
  assert.deepEqual(plan.rooms.map((room) => room.name), ['101', '102', '103', '104']);
  assert.deepEqual(plan.prices.map((price) => [price.room_kind, price.unit, price.amount_vnd]), [['Đôi', 'night', 350_000]]);

  // The scanner types the code of the citizen card, ending with Enter.
  await page.getByRole('main').getByRole('link', { name: 'Thông báo khách' }).click();
  await page.getByRole('heading', { name: 'Thông báo khách' }).waitFor();
  await page.keyboard.press('F2');
  await scanKeys(page, [cardText(GUEST)]);
  await page.getByText('Đọc đủ 7 phần của mã QR').waitFor();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), GUEST.name));
  await holds(async () => assert.equal(await page.locator('#birth-year').inputValue(), '1987'));
  await holds(async () => assert.ok(await page.getByRole('radio', { name: 'Nam' }).isChecked()));
  await holds(async () => assert.equal(await page.locator('#document_number').inputValue(), GUEST.number));
  await holds(async () => assert.equal(await page.locator('#address').inputValue(), 'Tổ 4, Phường Vĩnh Phước, Nha Trang, Khánh Hòa', 'the old address stays as text'));
  await page.locator('#departure').fill('+2');
  await choose(page, 'room', '103');
  await page.keyboard.press('Control+Enter');

  await page.getByRole('heading', { name: `Đã nhận ${GUEST.name}, phòng 103` }).waitFor();
  const code = await holds(async () => {
    const receipt = await words(page.getByRole('main'));
    assert.match(receipt, /Đúng hạn/);
    assert.match(receipt, new RegExp(`Sửa được đến 24:00 ngày ${day().typed}`));
    const code = /LT-\d{6}-[0-9A-Z]+/.exec(receipt)?.[0];
    assert.ok(code, `the receipt has a code: ${receipt}`);
    return code;
  });
  await assertAccessible(page, 'the receipt');

  await page.getByRole('link', { name: 'Xem lượt lưu trú' }).click();
  await page.getByRole('heading', { level: 1, name: GUEST.name }).waitFor();
  const history = page.getByRole('region', { name: /^Lịch sử/ });
  const told = await eventually(history, 'Thông báo lần đầu');
  assert.match(told, /Trần Gia Bách, Nhà nghỉ Mới Mở/, 'the history says who');
  assert.match(told, /Lịch sử, 1 bản/);
  const stayAddress = now(() => address(page));

  // The officer of the commune sees it on top, opens it, and finds it by name and by number.
  const officer = await person();
  await signIn(officer, 'congan.phuong1');
  const rows = officer.getByRole('table').getByRole('row');
  await holds(async () => assert.match(await words(rows.nth(1)), new RegExp(`${GUEST.name} Nam 1987 VN 0560•••••512 Nhà nghỉ Mới Mở 103`)));
  await officer.getByRole('button', { name: GUEST.name }).click();
  const panel = officer.locator('.panel').and(officer.getByRole('dialog', { name: GUEST.name }));
  await eventually(panel, '056 087 004 512');
  await panel.getByText('Lần mở này đã được ghi nhật ký').waitFor();

  await officer.goto('/search');
  for (const asked of ['tran duc bao hieu', '056 087 004 512']) {
    await officer.locator('#search-text').fill(asked);
    await officer.locator('#search-purpose').selectOption({ index: 1 });
    await officer.getByRole('main').getByRole('button', { name: 'Tìm' }).click();
    const person = officer.getByRole('region', { name: 'Người đang chọn' });
    await eventually(person, GUEST.name);
    await eventually(person, 'Nhà nghỉ Mới Mở');
    await holds(async () => assert.equal(address(officer), '/search', 'neither name nor number stands in the address'));
    await officer.reload();
    await settled(officer);
  }

  // The officer of another commune finds nothing, and at the address of the stay there is nothing either.
  const stranger = await person({ expected: [404] });
  await signIn(stranger, 'congan.phuong2', { path: '/search' });
  await stranger.locator('#search-text').fill(GUEST.number);
  await stranger.locator('#search-purpose').selectOption({ index: 1 });
  await stranger.getByRole('main').getByRole('button', { name: 'Tìm' }).click();
  await stranger.getByRole('main').getByText('Không có ai khớp').last().waitFor();
  await stranger.goto(stayAddress);
  await stranger.getByRole('heading', { name: 'Không tìm thấy lượt lưu trú này' }).waitFor();
  await holds(async () => assert.ok(!(await words(stranger.getByRole('main'))).includes(GUEST.name)));
});
