// What is typed into the form of an act on a stay, on a group, or on a dossier is lost only by whoever says so, and an act that
// is repeated is done once.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { guest, moment } from './support/data.mjs';
import { apply } from './support/filing.mjs';
import { assertFocus, choose, eventually, holds, signIn, valueOf } from './support/page.mjs';

const site = use(await open());
watchFocus();

const question = (page) => page.getByRole('dialog', { name: 'Bỏ những gì vừa nhập?' });
const path = (page) => page.evaluate(() => location.pathname);

/** What `act` begins is asked about first, and the answer to stay keeps what stands in the field. */
async function staysFor(page, id, words, act) {
  await act();
  await question(page).waitFor();
  await page.keyboard.press('Enter');
  await question(page).waitFor({ state: 'hidden' });
  // A moment reads as what was understood until it has focus.
  await page.locator(`#${id}`).focus();
  await holds(async () => assert.equal(await valueOf(page, id), words));
}

test('words in the form of each act on a stay are asked about before Esc, Cancel, a link or Back loses them', async ({ page }) => {
  const client = await site.as('haidang');
  const arrival_at = moment(-1, '20:00');
  const stay = await client.notify({ guest: guest({ full_name: 'Kiều Văn Dở Dang' }), room: '305', arrival_at });
  await signIn(page, 'haidang', { path: '/guests' });
  await page.getByRole('link', { name: 'Kiều Văn Dở Dang' }).click();
  await page.getByRole('heading', { level: 1, name: 'Kiều Văn Dở Dang' }).waitFor();
  const panel = page.locator('#act');
  const acts = [
    { begin: () => page.keyboard.press('g'), id: 'planned-departure-at', words: '+4', leave: 'Thôi' },
    { begin: () => page.keyboard.press('c'), id: 'change-reason', words: 'Ồn quá', leave: 'Thôi' },
    { begin: () => page.getByRole('button', { name: 'Hủy thông báo' }).click(), id: 'change-reason', words: 'Không đến', leave: 'Giữ nguyên' },
    {
      begin: async () => {
        await page.keyboard.press('r');
        await panel.getByRole('radio', { name: 'Đã rời đi trước đó' }).press('Space');
      },
      id: 'departed-at',
      words: '00:01',
      leave: 'Thôi',
    },
  ];
  for (const { begin, id, words, leave } of acts) {
    await begin();
    await panel.locator(`#${id}`).fill(words);
    await staysFor(page, id, words, () => panel.locator(`#${id}`).press('Escape'));
    await staysFor(page, id, words, () => page.evaluate(() => history.back()));
    await staysFor(page, id, words, () => page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click());
    await holds(async () => assert.equal(await path(page), `/stays/${stay.id}`));
    await panel.getByRole('button', { name: leave, exact: true }).click();
    await question(page).getByRole('button', { name: 'Bỏ, đóng lại' }).click();
    await panel.waitFor({ state: 'detached' });
    await page.locator('h1').focus();
  }
  // Nothing typed, nothing asked.
  await page.keyboard.press('g');
  await assertFocus(page, 'planned-departure-at');
  await panel.getByRole('button', { name: 'Thôi' }).click();
  await panel.waitFor({ state: 'detached' });
  assert.equal((await client.call('getStay', { path: { stay_id: stay.id } })).version, 1);
});

test('two forms with words on one page ask one after the other, and Back is taken once', async ({ page }) => {
  const client = await site.as('haidang');
  const stay = await client.notify({ guest: guest({ full_name: 'Kiều Thị Hai Phiếu', sex: 'female' }), room: '306' });
  const police = await site.as('congan.phuong1');
  await police.call('askAboutStay', { path: { stay_id: stay.id }, body: { text: 'Khách đến lúc mấy giờ?' } });
  await signIn(page, 'haidang', { path: '/guests' });
  await page.getByRole('link', { name: 'Kiều Thị Hai Phiếu' }).click();
  await page.locator('#text').fill('Lúc 8 giờ tối.');
  await page.getByRole('button', { name: 'Gia hạn' }).click();
  await page.locator('#planned-departure-at').fill('+4');
  await page.evaluate(() => history.back());
  await question(page).getByRole('button', { name: 'Nhập tiếp' }).click();
  await holds(async () => assert.equal(await path(page), `/stays/${stay.id}`));
  await holds(async () => assert.deepEqual([await valueOf(page, 'text'), await valueOf(page, 'planned-departure-at')], ['Lúc 8 giờ tối.', '+4']));
});

test('a question to a facility is closed again, and its words are asked about', async ({ page }) => {
  const client = await site.as('haidang');
  const stay = await client.notify({ guest: guest({ full_name: 'Kiều Văn Hỏi Dở' }), room: '307' });
  await signIn(page, 'congan.phuong1', { path: `/stays/${stay.id}` });
  await page.getByRole('button', { name: 'Hỏi cơ sở' }).click();
  await assertFocus(page, 'text');
  await page.locator('#text').fill('Ngày sinh đúng chưa?');
  await staysFor(page, 'text', 'Ngày sinh đúng chưa?', () => page.getByRole('button', { name: 'Thôi' }).click());
  await page.getByRole('button', { name: 'Thôi' }).click();
  await question(page).getByRole('button', { name: 'Bỏ, đóng lại' }).click();
  await page.getByRole('button', { name: 'Hỏi cơ sở' }).waitFor();
});

test('words for several guests at once are asked about as well', async ({ page }) => {
  const client = await site.as('songbien');
  for (const full_name of ['Kiều Thị Nhóm Một', 'Kiều Thị Nhóm Hai']) await client.notify({ guest: guest({ full_name, sex: 'female' }), room: '104' });
  await signIn(page, 'songbien', { path: '/board' });
  await page.getByRole('button', { name: /^Phòng 104(?!\d)/ }).click();
  const panel = page.locator('#opened-room');
  await panel.getByRole('button', { name: 'Gia hạn cả phòng' }).click();
  await assertFocus(page, 'planned-departure-at', 'the field, not the boxes of the guests');
  await page.locator('#planned-departure-at').fill('+5');
  await staysFor(page, 'planned-departure-at', '+5', () => page.locator('#planned-departure-at').press('Escape'));
  await staysFor(page, 'planned-departure-at', '+5', () => panel.getByRole('button', { name: 'Thôi' }).click());
});

test('an act that was not answered is repeated under the same key, and another act has another', { expected: ['away'] }, async ({ page }) => {
  const client = await site.as('haidang');
  const stay = await client.notify({ guest: guest({ full_name: 'Kiều Văn Lặp Lại' }), room: '308' });
  await signIn(page, 'haidang', { path: `/stays/${stay.id}` });
  const keys = [];
  const count = (most) => holds(async () => assert.equal(keys.length, most));
  let isAway = true;
  await page.route('**/api/v1/stays/*/room', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    await (isAway ? route.abort('connectionreset') : route.continue());
  });
  await page.getByRole('button', { name: 'Chuyển phòng' }).click();
  const panel = page.locator('#act');
  await choose(page, 'room-id', '309');
  const send = panel.getByRole('button', { name: 'Chuyển phòng' });
  await send.click();
  await eventually(panel, 'Máy chủ không trả lời.');
  await page.locator('#change-reason').fill('Máy lạnh hỏng');
  await send.click();
  await count(2);
  await eventually(panel, 'Máy chủ không trả lời.');
  isAway = false;
  await send.click();
  await count(3);
  await eventually(page.locator('.toasts'), 'Đã chuyển sang phòng 309');
  assert.notEqual(keys[0], keys[1], 'another reason is another request');
  assert.equal(keys[1], keys[2], 'the same once more is the same request');
});

test('in a decision on a dossier drafts keep the words, and what no draft keeps is asked about', async ({ page }) => {
  await apply(site, { name: 'Nhà nghỉ Dở Dang', email: 'chu@dodang.vn' });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  await page.getByRole('button', { name: 'Nhà nghỉ Dở Dang', exact: true }).click();
  const panel = page.locator('#opened-dossier');
  const dialog = page.locator('.dialog[open]').first();
  // The call of an acceptance is in no draft.
  await panel.getByRole('button', { name: 'Tiếp nhận' }).click();
  await assertFocus(page, 'called');
  await dialog.locator('#called').check();
  await dialog.locator('#contact-with').fill('Bà Lan, 0905 000 111');
  await staysFor(page, 'contact-with', 'Bà Lan, 0905 000 111', () => dialog.locator('#contact-with').press('Escape'));
  await dialog.getByRole('button', { name: 'Thôi' }).click();
  await question(page).getByRole('button', { name: 'Bỏ, đóng lại' }).click();
  await dialog.waitFor({ state: 'hidden' });
  // A question to agencies is, with who is asked.
  await panel.getByRole('button', { name: 'Xin ý kiến' }).click();
  await page.locator('#find').fill('du lich');
  await dialog.getByRole('checkbox').first().check();
  await page.locator('#question').fill('Đã xếp hạng chưa?');
  await page.locator('#question').press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await panel.getByRole('button', { name: 'Xin ý kiến' }).click();
  await eventually(dialog.locator('.note'), /Đã lấy lại/);
  await holds(async () => assert.deepEqual([await valueOf(page, 'question'), await valueOf(page, 'find')], ['Đã xếp hạng chưa?', '']));
  await holds(async () => assert.equal(await dialog.getByRole('checkbox', { checked: true }).count(), 1));
  await dialog.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await holds(async () => assert.equal(await dialog.getByRole('checkbox', { checked: true }).count(), 0));
});
