// The clock of the pages is that of the service: every deadline on screen hangs on it.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { movableClock, pretendTime } from './support/clock.mjs';
import { day } from './support/data.mjs';
import { eventually, holds, settled, signIn, words } from './support/page.mjs';

use(await open());

const today = (time) => `${day().iso}T${time}+07:00`;

test('an answer out of the browser’s cache does not put the clock back', async ({ page }) => {
  await pretendTime(page, today('22:57:00'));
  // As the cache gives it: made five minutes ago.
  const lists = [];
  await page.route('**/api/v1/reference-lists/**', async (route) => {
    const answer = await route.fetch();
    const made = new Date(new Date(today('22:52:00')).getTime()).toUTCString();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), date: made } });
    lists.push(made);
  });
  await signIn(page, 'haidang', { path: '/today' });
  await eventually(page.locator('.band-left'), /^[23] phút$/);
  await page.locator('.rail').getByRole('link', { name: 'Thông báo' }).click();
  await holds(async () => assert.match(await page.locator('#nationality').inputValue(), /Việt Nam/));
  assert.ok(lists.length > 0);
  await eventually(page.locator('.time-left-big'), /^[123] phút$/);
});

test('time passes 23:00 on the page, and an answer that was made before does not take it back', async ({ page }) => {
  const pass = await movableClock(page);
  await pretendTime(page, today('22:58:30'));
  await signIn(page, 'haidang', { path: '/today' });
  await eventually(page.locator('.band-left'), /^(2 phút|1 phút|dưới 1 phút)$/);
  await pass(2);
  await eventually(page.locator('.band-caption'), 'vẫn thông báo được');
  // Each answer says 22:58 still.
  await page.locator('.rail').getByRole('link', { name: 'Khách', exact: true }).click();
  await settled(page);
  await page.locator('.chip.chip-bad').waitFor();
  await page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await settled(page);
  await holds(async () => assert.match(await words(page.locator('.band')), /vẫn thông báo được/));
});
