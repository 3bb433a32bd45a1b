// Taking a notification back, and what the police correct.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { day, guest, moment } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { eventually, field, holds, signIn, words } from './support/page.mjs';

const site = use(await open());
watchFocus();

const panel = (page) => page.locator('#act');
const toast = (page) => page.locator('.toasts');
const history = (page) => page.getByRole('region', { name: /^Lịch sử/ });

async function opened(page, login, name, more = {}) {
  const client = await site.as('haidang');
  const stay = await client.notify({ guest: guest({ full_name: name }), ...more });
  await signIn(page, login, { path: `/stays/${stay.id}` });
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await eventually(history(page), 'Thông báo lần đầu');
  return { client, stay, read: () => client.call('getStay', { path: { stay_id: stay.id } }) };
}

test('a guest who did not come is taken back with a reason, and the notification stays visible', async ({ page, person }) => {
  const { read } = await opened(page, 'haidang', 'Lưu Văn Không Đến', { room: '305' });
  await page.getByRole('button', { name: 'Hủy thông báo' }).click();
  // Dangerous, named, and never first.
  await panel(page).getByRole('heading', { level: 2, name: 'Hủy thông báo của Lưu Văn Không Đến?' }).waitFor();
  await holds(async () => {
    const acts = await panel(page).locator('.panel-foot .btn').evaluateAll((acts) => acts.map((act) => [act.textContent.trim(), act.className]));
    assert.deepEqual(acts, [['Giữ nguyên', 'btn'], ['Hủy thông báo', 'btn btn-danger']]);
    assert.match(await page.locator('.stay-acts').getByRole('button', { name: 'Hủy thông báo' }).getAttribute('class'), /btn-danger/);
  });
  await assertAccessible(page, 'the form that takes back');
  await panel(page).getByRole('button', { name: 'Hủy thông báo' }).click();
  await eventually(field(page, 'change-reason'), 'Chưa có lý do hủy.');
  await page.locator('#change-reason').fill('Khách đặt phòng nhưng không đến');
  await panel(page).getByRole('button', { name: 'Hủy thông báo' }).click();
  await eventually(toast(page), 'Đã hủy thông báo');
  await eventually(page.locator('.stay-title'), 'Đã hủy');
  await eventually(history(page), /Hủy thông báo[^]*Khách đặt phòng nhưng không đến/);
  assert.equal((await read()).state, 'cancelled');
  for (const name of ['Gia hạn', 'Chuyển phòng', 'Ghi rời đi', 'Sửa thông báo', 'Hủy thông báo']) {
    await holds(async () => assert.equal(await page.getByRole('group', { name: 'Việc với lượt này' }).getByRole('button', { name }).count(), 0, name));
  }
  await assertAccessible(page, 'a stay that was taken back');
  await page.goto(`${site.url}/guests?state=cancelled`);
  await eventually(page.locator('table'), 'Lưu Văn Không Đến');
  const struck = (page) => page.locator('.stay-row').filter({ hasText: 'Lưu Văn Không Đến' }).locator('.at-name').evaluate((name) => getComputedStyle(name).textDecorationLine);
  await holds(async () => assert.equal(await struck(page), 'line-through'));
  const officer = await person();
  await signIn(officer, 'congan.phuong1', { path: '/notifications' });
  await eventually(officer.locator('.stay-row').filter({ hasText: 'Lưu Văn Không Đến' }), 'Đã hủy');
  await holds(async () => assert.equal(await struck(officer), 'line-through', 'the officer sees it as well'));
});

// Part of KH-11.2d-1.
test('the police correct with a reason what the facility notified, also its departure', async ({ page }) => {
  const { read } = await opened(page, 'congan.phuong1', 'Lưu Thị Sai Ngày', { room: '306', arrival_at: moment(-1, '20:00'), planned_departure_at: moment(2, '12:00') });
  await holds(async () => assert.equal(await page.getByRole('button', { name: 'Gia hạn' }).count(), 0, 'that is for the facility'));
  await page.getByRole('button', { name: 'Sửa thông báo' }).click();
  await eventually(panel(page), 'Công an sửa thay cơ sở, kèm lý do.');
  await assertAccessible(page, 'the correction by the police');
  await page.locator('#full_name').fill('Lưu Thị Đúng Ngày');
  await panel(page).getByRole('button', { name: 'Lưu bản sửa' }).click();
  await eventually(field(page, 'correct-why'), 'Mục này cần có.');
  await page.locator('#correct-why').fill('Theo thẻ căn cước khách xuất trình');
  await panel(page).getByRole('button', { name: 'Lưu bản sửa' }).click();
  await page.getByRole('heading', { level: 1, name: 'Lưu Thị Đúng Ngày' }).waitFor();
  await eventually(history(page), /Theo thẻ căn cước khách xuất trình/);

  await page.getByRole('button', { name: 'Sửa giờ rời đi' }).click();
  await page.locator('#departed-at').fill(`${day(-1).short} 22:00`);
  await page.locator('#change-reason').fill('Khách đã rời đi từ tối qua');
  await panel(page).getByRole('button', { name: 'Lưu giờ rời đi' }).click();
  await eventually(page.locator('.stay-title'), 'Đã rời đi');
  assert.equal((await read()).departed_at, moment(-1, '22:00'));
  await holds(async () => assert.match(await words(history(page)), /Khách đã rời đi từ tối qua/));
});
