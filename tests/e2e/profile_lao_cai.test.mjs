// The other profile: what Lào Cai's regulation has differently shows in the pages, without a line of code.

import assert from 'node:assert/strict';
import { day, eventually, guest, moment, open, pretendTime, signIn, test, use } from './support.mjs';

const site = use(await open({ LUUTRU_PROFILE: 'lao-cai' }));

// Part of LC-D2.
test('the hours at sign-in and on the day line are those of the profile: there is no departure hour', async ({ page }) => {
  await pretendTime(page, `${day().iso}T19:42:00+07:00`);
  await page.goto('/');
  await page.locator('.hours .hour-time').first().waitFor();
  assert.deepEqual(await page.locator('.hours .hour-time').allInnerTexts(), ['08:00', '23:00', '24:00']);
  await page.getByText('Tỉnh Lào Cai').waitFor();
  await signIn(page, 'haidang', { path: '/today' });
  const line = page.getByRole('img', { name: /^Bây giờ là 19:42/ });
  assert.ok(!(await line.getAttribute('aria-label')).includes('rời đi'));
  assert.deepEqual(await line.locator('.day-line-time').allTextContents(), ['08:00', '23:00', '24:00']);
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
