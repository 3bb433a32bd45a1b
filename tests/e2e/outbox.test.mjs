// What is promised without a network is kept: a notification goes by itself, whatever page one is on, also after the
// browser was closed; what failed for want of a network is read again; two tabs do not write over each other.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { assertAccessible } from './support/judge.mjs';
import { eventually, fillNotify, holds, settled, signIn } from './support/page.mjs';

const site = use(await open());

const toasts = (page) => page.locator('.toasts');
const todo = (page) => page.getByRole('region', { name: 'Cần làm' });

/** Fills in the form and sends it while there is no network. */
async function sendWithout(page, name, room) {
  await fillNotify(page, { name, room });
  await page.context().setOffline(true);
  await page.keyboard.press('Control+Enter');
  await eventually(toasts(page), /Đang chờ mạng, 1 thông báo chưa gửi/);
}

test('a notification waits outside of its form and goes by itself, while the next guest is taken', { expected: ['away'] }, async ({ page }) => {
  const client = await site.as('songbien');
  await signIn(page, 'songbien', { path: '/notify' });
  await sendWithout(page, 'Chu Văn Chờ Một', '103');
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), '', 'the form is free'));
  await assertAccessible(page, 'a notification that waits');
  await fillNotify(page, { name: 'Chu Văn Chờ Hai', room: '104' });
  await page.keyboard.press('Control+Enter');
  await eventually(toasts(page), /Đang chờ mạng, 2 thông báo chưa gửi/);

  // On another page it is still said, and what could not be read there is read once the network is back.
  await page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await page.getByText('Máy này đang mất mạng').first().waitFor();
  await eventually(toasts(page), /2 thông báo chưa gửi/);
  assert.equal((await client.staysOf('Chu Văn Chờ Một')).length, 0);
  await page.context().setOffline(false);
  await eventually(toasts(page), /Đã nhận Chu Văn Chờ Hai, phòng 104/);
  await todo(page).waitFor();
  await holds(async () => assert.equal(await toasts(page).getByText(/chưa gửi/).count(), 0, 'nothing waits any more'));
  for (const name of ['Chu Văn Chờ Một', 'Chu Văn Chờ Hai']) {
    await holds(async () => assert.equal((await client.staysOf(name)).length, 1, `${name} is stored once`));
  }
});

test('what waits is said in the other tabs too, and is stored once', { expected: ['away'] }, async ({ page }) => {
  const client = await site.as('songbien');
  await signIn(page, 'songbien', { path: '/notify' });
  const other = await page.context().newPage();
  await other.goto('/guests');
  await settled(other);
  await sendWithout(page, 'Chu Thị Hai Thẻ', '105');
  await eventually(toasts(other), /Đang chờ mạng, 1 thông báo chưa gửi/);
  await page.context().setOffline(false);
  for (const tab of [page, other]) {
    await holds(async () => assert.equal(await toasts(tab).getByText(/chưa gửi/).count(), 0, 'nothing waits any more'));
  }
  await holds(async () => assert.equal((await client.staysOf('Chu Thị Hai Thẻ')).length, 1));
  await other.close();
});

test('a browser that was closed sends when it is opened again, and the day lists what waits', { expected: ['away'] }, async ({ page }) => {
  const client = await site.as('vuonxoai');
  await signIn(page, 'vuonxoai', { path: '/notify' });
  await sendWithout(page, 'Chu Thị Đóng Máy', '103');
  await page.close();
  await page.context().setOffline(false);
  const again = await page.context().newPage();
  // The service does not take it yet: it waits, and says so under “Cần làm”.
  await again.route('**/api/v1/stays', (route) => (route.request().method() === 'POST' ? route.abort('connectionrefused') : route.continue()));
  await again.goto('/today');
  await settled(again);
  await eventually(todo(again), /103.*Chu Thị Đóng Máy, chờ mạng, tự gửi/);
  await eventually(toasts(again), /1 thông báo chưa gửi/);
  await assertAccessible(again, 'a day with a notification that waits');
  await again.unroute('**/api/v1/stays');
  await todo(again).getByRole('button', { name: 'Gửi ngay' }).click();
  await eventually(toasts(again), /Đã nhận Chu Thị Đóng Máy, phòng 103/);
  await holds(async () => assert.equal((await client.staysOf('Chu Thị Đóng Máy')).length, 1));
  await holds(async () => assert.equal(await todo(again).getByText('Chu Thị Đóng Máy').count(), 0));
});

test('what is refused once there is a network says so, and is opened to be corrected', { expected: ['away', 422] }, async ({ page }) => {
  const client = await site.as('kytucxa');
  await signIn(page, 'kytucxa', { path: '/notify' });
  const { rooms } = await client.ownFacility();
  await sendWithout(page, 'Chu Văn Từ Chối', rooms[0].name);
  await page.route('**/api/v1/stays', (route) => route.fulfill({
    status: 422,
    contentType: 'application/problem+json',
    json: {
      type: 'about:blank', title: 'Có chỗ cần sửa', status: 422, detail: '', code: 'validation_failed', trace_id: 'x',
      errors: [{ pointer: '/room_id', code: 'room_unknown', message: 'Phòng này không còn trong sơ đồ.' }],
    },
  }), { times: 1 });
  await page.locator('.rail').getByRole('link', { name: 'Khách', exact: true }).click();
  await page.context().setOffline(false);
  await eventually(toasts(page), /Thông báo của Chu Văn Từ Chối chưa gửi được.*Phòng này không còn trong sơ đồ/);
  await toasts(page).getByRole('button', { name: 'Mở để sửa' }).click();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Chu Văn Từ Chối'));
  await page.getByText('Thông báo này đã chờ mạng và chưa gửi được.').waitFor();
  await assertAccessible(page, 'a notification that came back');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /^Đã nhận Chu Văn Từ Chối/ }).waitFor();
  await holds(async () => assert.equal((await client.staysOf('Chu Văn Từ Chối')).length, 1));
});

test('two tabs at the same form have two drafts, and each finds its own after a reload', async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/notify' });
  await page.locator('#full_name').fill('Chu Văn Thẻ Một');
  await page.locator('#phone').focus();
  await page.getByText('Bản nháp giữ trên máy này').waitFor();
  const other = await page.context().newPage();
  await other.goto('/notify');
  await other.getByText('đang được nhập ở một thẻ khác').waitFor();
  await holds(async () => assert.equal(await other.locator('#full_name').inputValue(), ''));
  await assertAccessible(other, 'a form that is open in another tab');
  await other.locator('#full_name').fill('Chu Thị Thẻ Hai');
  await other.locator('#phone').focus();
  await other.getByText('Bản nháp giữ trên máy này').waitFor();
  for (const [tab, name] of [[page, 'Chu Văn Thẻ Một'], [other, 'Chu Thị Thẻ Hai']]) {
    await tab.reload();
    await holds(async () => assert.equal(await tab.locator('#full_name').inputValue(), name));
  }
  await other.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await eventually(todo(other), /Chu Văn Thẻ Một, bản nháp/);
  await eventually(todo(other), /Chu Thị Thẻ Hai, bản nháp/);
});
