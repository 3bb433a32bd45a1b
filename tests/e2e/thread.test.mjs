// What the police and a facility say to each other about a stay.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { guest } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { mailTo } from './support/mail.mjs';
import { eventually, holds, signIn, words } from './support/page.mjs';

const site = use(await open());
watchFocus();

const QUESTION = 'Đề nghị kiểm tra lại ngày sinh của khách.';
const ANSWER = 'Đã xem lại thẻ, ngày sinh đúng như đã báo.';

// Part of LC-10.6.
test('an officer marks a notification as seen and asks, the facility answers, and both read all of it', async ({ page, person }) => {
  const client = await site.as('haidang');
  const stay = await client.notify({ guest: guest({ full_name: 'Mạc Thị Hỏi Đáp' }), room: '301' });
  const thread = (of) => of.getByRole('region', { name: 'Trao đổi về thông báo này' });

  await signIn(page, 'congan.phuong1', { path: `/stays/${stay.id}` });
  await page.getByRole('heading', { level: 1, name: 'Mạc Thị Hỏi Đáp' }).waitFor();
  await thread(page).getByRole('button', { name: 'Đánh dấu đã xem' }).click();
  await eventually(thread(page), /Công an đã xem, /);
  await thread(page).getByRole('button', { name: 'Hỏi cơ sở' }).click();
  await thread(page).getByRole('button', { name: 'Gửi câu hỏi' }).click();
  await eventually(thread(page).locator('.summary'), /Còn 1 chỗ/);
  await assertAccessible(page, 'a question with a mistake');
  await thread(page).getByRole('textbox', { name: 'Hỏi cơ sở' }).fill(QUESTION);
  await thread(page).getByRole('button', { name: 'Gửi câu hỏi' }).click();
  await eventually(thread(page), QUESTION);

  const [mail] = await mailTo(site, 'haidang@example.test', new RegExp(`${stay.stay_code}[^]*`));
  assert.ok(!mail.includes('Mạc') && !mail.includes(QUESTION), 'the mail names nobody');
  const facility = await person();
  await signIn(facility, 'haidang', { path: `/stays/${stay.id}` });
  await eventually(thread(facility), QUESTION);
  await thread(facility).getByRole('textbox', { name: 'Trả lời công an' }).fill(ANSWER);
  await assertAccessible(facility, 'a question to answer');
  await thread(facility).getByRole('button', { name: 'Gửi trả lời' }).click();
  await eventually(thread(facility), ANSWER);
  await holds(async () => assert.equal(await thread(facility).getByRole('textbox').count(), 0, 'what is answered is not asked again'));

  await page.reload();
  const said = await eventually(thread(page), ANSWER);
  assert.ok(said.indexOf(QUESTION) < said.indexOf(ANSWER));
  await holds(async () => assert.match(await words(thread(page)), /Khách sạn Hải Đăng, Lê Thị Mỹ Duyên/));
});
