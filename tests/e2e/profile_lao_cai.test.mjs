// The other profile: what Lào Cai's regulation has differently shows in the pages, without a line of code.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { pretendTime } from './support/clock.mjs';
import { day, guest, moment } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { choose, eventually, holds, signIn } from './support/page.mjs';

const site = use(await open({ LUUTRU_PROFILE: 'lao-cai', LUUTRU_HOTLINE: '0214 384 0113' }));

// Part of LC-D2.
test('the hours at sign-in and on the day line are those of the profile: there is no departure hour', async ({ page }) => {
  await pretendTime(page, `${day().iso}T19:42:00+07:00`);
  await page.goto('/');
  await page.locator('.hours .hour-time').first().waitFor();
  await holds(async () => assert.deepEqual(await page.locator('.hours .hour-time').allInnerTexts(), ['08:00', '23:00', '24:00']));
  await page.getByText('Tỉnh Lào Cai').waitFor();
  await signIn(page, 'haidang', { path: '/today' });
  const line = page.getByRole('img', { name: /^Bây giờ là 19:42/ });
  await holds(async () => assert.ok(!(await line.getAttribute('aria-label')).includes('rời đi')));
  await holds(async () => assert.deepEqual(await line.locator('.day-line-time').allTextContents(), ['08:00', '23:00', '24:00']));
});

test('a stay past its planned departure does not grow by itself', async ({ page }) => {
  const client = await site.as('haidang');
  const stay = await client.notify({ guest: guest({ full_name: 'Giàng A Quá' }), room: '201', arrival_at: moment(-3, '15:00'), planned_departure_at: moment(-1, '12:00') });
  assert.deepEqual([stay.state, stay.nights.grown], ['overdue', 0]);
  await signIn(page, 'haidang', { path: '/today' });
  const row = page.getByRole('region', { name: 'Cần làm' }).getByRole('listitem').filter({ hasText: 'Giàng A Quá' });
  await eventually(row, 'Quá giờ trả');
});

test('finance and operation have accounts here', async ({ page }) => {
  await signIn(page, 'taichinh.tinh');
  await page.getByRole('heading', { name: 'Tổng quan' }).waitFor();
  await eventually(page.getByRole('main'), 'Cơ quan tài chính');
});

// Proves LC-6.2.
test('a foreign guest has a link to the immigration site, which this system does not replace', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  const link = page.getByRole('link', { name: 'laocai.xuatnhapcanh.gov.vn' });
  await page.locator('#full_name').waitFor();
  await holds(async () => assert.equal(await link.count(), 0, 'not for guests from here'));
  await choose(page, 'nationality', 'Ba Lan');
  await link.waitFor();
  await holds(async () => assert.equal(await link.getAttribute('href'), 'http://laocai.xuatnhapcanh.gov.vn'));
  await eventually(page.locator('form.notify'), 'không thay cho việc khai báo tạm trú cho người nước ngoài');
  await assertAccessible(page, 'the part for foreigners');
});

// Proves LC-10.2-3, KH-7.1e.
test('the hotline that is published stands where people need it, ready to be called', async ({ page }) => {
  await page.goto('/');
  const call = page.getByRole('link', { name: '0214 384 0113' });
  await call.waitFor();
  await holds(async () => assert.equal(await call.getAttribute('href'), 'tel:02143840113'));
  await signIn(page, 'haidang', { path: '/accounts' });
  await eventually(page.getByRole('main'), '0214 384 0113');
  await page.goto('/contacts');
  await eventually(page.locator('#help-line'), /Công an tỉnh Lào Cai, 0214 384 0113/);
});
