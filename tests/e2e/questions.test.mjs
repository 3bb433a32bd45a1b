// A question of the police is a task of the facility until it is answered, and the answer finds its way back; what was seen is
// marked, one by one and many at once.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { guest } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { eventually, holds, settled, signIn } from './support/page.mjs';

const site = use(await open());
watchFocus();

const WORDS = 'Đề nghị kiểm tra lại ngày sinh trên giấy tờ của khách nàyrấtdàikhôngcódấucáchđểthửxuốngdòngtrongkhungbên.';
const panel = (page) => page.locator('#opened-stay');
const row = (page, name) => page.getByRole('row').filter({ hasText: name });
// A body that scrolls hides from its box what is too wide.
const nothingSticksOut = (box) => {
  const end = box.getBoundingClientRect().right;
  return [...box.querySelectorAll('*')].every((part) => part.getBoundingClientRect().right <= end);
};
const focus = (page) => page.evaluate(() => document.activeElement.tagName);

test('a question stands under “Cần làm”, at the rail and on the tile until it is answered, and the officer finds the answer', async ({ page, person }) => {
  const client = await site.as('haidang');
  const stay = await client.notify({ guest: guest({ full_name: 'Khổng Văn Hỏi' }), room: '204' });
  await signIn(page, 'congan.phuong1');
  await row(page, 'Khổng Văn Hỏi').getByRole('button').first().click();
  await panel(page).getByRole('button', { name: 'Hỏi cơ sở' }).click();
  // What is typed next goes into the question.
  await holds(async () => assert.equal(await focus(page), 'TEXTAREA'));
  await page.keyboard.insertText(WORDS);
  await panel(page).getByRole('button', { name: 'Gửi câu hỏi' }).click();
  await eventually(panel(page), 'Đề nghị kiểm tra lại');
  await holds(async () => assert.notEqual(await focus(page), 'BODY', 'focus stays in the panel'));
  await holds(async () => assert.ok(await panel(page).evaluate(nothingSticksOut), 'long words wrap'));
  await eventually(row(page, 'Khổng Văn Hỏi'), 'Công an hỏi');

  const facility = await person();
  await signIn(facility, 'haidang', { path: '/today' });
  const task = facility.getByRole('region', { name: 'Cần làm' }).getByRole('listitem').filter({ hasText: 'Khổng Văn Hỏi, công an hỏi' });
  await eventually(task, '204');
  await assertAccessible(facility, 'a day with a question');
  await facility.locator('.rail').getByRole('link', { name: 'Sơ đồ phòng' }).click();
  await facility.getByRole('button', { name: /^Phòng 204.*công an hỏi/ }).waitFor();
  await assertAccessible(facility, 'a board with a question');
  await facility.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await task.getByRole('link', { name: 'Trả lời' }).click();
  await facility.getByRole('textbox', { name: /trả lời/i }).fill('Đã xem lại, đúng như đã thông báo.');
  await facility.getByRole('button', { name: 'Gửi trả lời' }).click();
  await eventually(facility.getByRole('main'), 'Đã xem lại, đúng như đã thông báo.');
  await holds(async () => assert.notEqual(await focus(facility), 'BODY'));
  await facility.goto('/today');
  await settled(facility);
  await holds(async () => assert.equal(await task.count(), 0));

  await page.goto('/notifications?talk=answered&received=all');
  await eventually(row(page, 'Khổng Văn Hỏi'), 'Đã trả lời');
  await assertAccessible(page, 'answers in the list of the police');
  await holds(async () => assert.equal((await client.call('getStay', { path: { stay_id: stay.id } })).thread.messages.length, 2));
});

test('what was not seen is marked; X marks one, a button the rest, and the filter leaves what is left', async ({ page }) => {
  const client = await site.as('songbien');
  for (const name of ['Khổng Thị Xem Một', 'Khổng Thị Xem Hai']) await client.notify({ guest: guest({ full_name: name, sex: 'female' }), room: '101' });
  await signIn(page, 'congan.phuong1');
  await row(page, 'Khổng Thị Xem Hai').and(page.locator('.unread')).waitFor();
  await eventually(page.locator('.sums'), /\d+ chưa xem/);
  await assertAccessible(page, 'a list with what was not seen');
  await page.keyboard.press('j');
  await holds(async () => assert.match(await page.evaluate(() => document.activeElement.innerText), /Khổng Thị Xem Hai/));
  await page.keyboard.press('x');
  await holds(async () => assert.equal(await row(page, 'Khổng Thị Xem Hai').and(page.locator('.unread')).count(), 0));
  await page.goto('/notifications?seen=no');
  await row(page, 'Khổng Thị Xem Một').waitFor();
  await holds(async () => assert.equal(await row(page, 'Khổng Thị Xem Hai').count(), 0));
  await page.getByRole('button', { name: /^Đánh dấu đã xem \d+ lượt/ }).click();
  await eventually(page.locator('.toasts'), /Đã đánh dấu \d+ lượt là đã xem/);
  await holds(async () => assert.notEqual(await focus(page), 'BODY'));
  const [stay] = await client.staysOf('Khổng Thị Xem Một');
  await holds(async () => assert.ok((await client.call('getStay', { path: { stay_id: stay.id } })).thread.acknowledgement));
});
