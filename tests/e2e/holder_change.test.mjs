// Mẫu số 2: the holder asks that somebody else hold the account, the police grant it, and both stay on record.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { PDF } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { mailTo } from './support/mail.mjs';
import { eventually, holds, signIn, until, words } from './support/page.mjs';

const site = use(await open());

const NEW_EMAIL = 'bach.moi@example.test';

// Proves KH-M2-1.
// Part of LC-6.3-2, KH-8d.
test('a holder asks for another one, the police grant it, and the account page tells both', { expected: [401] }, async ({ page, person }) => {
  await signIn(page, 'haidang', { path: '/profile' });
  await page.getByRole('link', { name: 'Đổi người sử dụng tài khoản' }).click();
  await page.getByRole('heading', { name: 'Đổi người sử dụng tài khoản' }).waitFor();
  const main = page.getByRole('main');
  for (const known of ['haidang', 'Lê Thị Mỹ Duyên', 'Khách sạn Hải Đăng', 'Cơ sở lưu trú du lịch', 'haidang@example.test']) {
    await eventually(main, known);
  }

  // What is wrong is said at its place, before anything is sent.
  await page.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await eventually(page.locator('.summary'), /Còn 4 chỗ cần sửa trước khi gửi/);
  await assertAccessible(page, 'a change of holder with mistakes');
  await page.locator('#new-email').fill('khong-phai-thu');
  await page.locator('#new-email').press('Tab');
  await eventually(page.locator('#new-email-field'), /thư điện tử/i);

  await page.locator('#new-name').fill('Trần Gia Bách');
  await page.locator('#new-position').fill('Trưởng lễ tân');
  await page.locator('#new-email').fill(NEW_EMAIL);
  await page.locator('#new-phone').fill('0258 000 0333');
  await page.locator('#reason').fill('Người cũ chuyển bộ phận.');

  // Nothing typed is lost.
  await page.reload();
  await eventually(page.locator('.note').filter({ hasText: 'bản nháp' }), /Đã lấy lại/);
  await holds(async () => assert.equal(await page.locator('#new-name').inputValue(), 'Trần Gia Bách'));
  await page.locator('#signed-form').setInputFiles({ name: 'Mau-so-2.pdf', mimeType: 'application/pdf', buffer: PDF });
  await eventually(page.locator('.file-said'), 'Mau-so-2.pdf');
  await page.getByRole('checkbox', { name: /^Cam kết quản lý/ }).check();
  await page.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await page.getByRole('heading', { name: 'Đã nhận đề nghị' }).waitFor();
  const code = await eventually(page.locator('#dossier-code'), /\S/);
  const number = await holds(async () => {
    const number = /DT-\d{4}/.exec(await words(main))?.[0];
    assert.ok(number, 'the receipt has a number');
    return number;
  });
  await holds(async () => assert.ok(!page.url().includes(code), 'the code stands in no address'));
  await assertAccessible(page, 'the receipt of a change of holder');
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Tải bản in (PDF)' }).click()]);
  assert.match(saved.suggestedFilename(), /\.pdf$/);

  // Coming back shows what runs, and no second form.
  await page.goto('/holder-change');
  const asked = await eventually(page.locator('.holder-asked'), new RegExp(number));
  assert.match(asked, /Mới nhận/);
  assert.ok(asked.includes(code), 'the code can be found again');
  await holds(async () => assert.equal(await page.getByRole('button', { name: 'Gửi đề nghị' }).count(), 0));
  await assertAccessible(page, 'a change of holder that runs');
  for (const width of [1366, 683, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await assertNoSideScroll(page, `a change of holder, ${width} px`);
  }

  // The provincial police find it by its procedure, and grant it.
  const officer = await person();
  await signIn(officer, 'congan.tinh', { path: '/registrations' });
  await officer.getByRole('button', { name: 'Homestay Sóng Bạc', exact: true }).waitFor();
  await officer.locator('#filter-procedure').click();
  await officer.getByRole('button', { name: 'Đổi người sử dụng', exact: true }).click();
  await officer.getByRole('button', { name: 'Khách sạn Hải Đăng', exact: true }).waitFor();
  await until(officer, async () => (await officer.locator('.row-open').count()) === 1, 'one change of holder waits');
  await holds(async () => assert.match(officer.url(), /procedure=holder_change/));
  await officer.getByRole('button', { name: 'Khách sạn Hải Đăng', exact: true }).click();
  const panel = officer.locator('.panel').and(officer.getByRole('dialog', { name: 'Khách sạn Hải Đăng' }));
  const facts = await eventually(panel, 'Trần Gia Bách, Trưởng lễ tân');
  for (const said of [number, NEW_EMAIL, '0258 000 0333', 'Người cũ chuyển bộ phận.', 'Mau-so-2.pdf', 'Bản ký trùng với tờ khai']) {
    assert.ok(facts.includes(said), `the panel says ${said}: ${facts}`);
  }
  await officer.keyboard.press('d');
  const dialog = officer.locator('.dialog[open]');
  await dialog.getByRole('button', { name: 'Duyệt, đổi người dùng' }).click();
  await eventually(panel, /Đã trả kết quả|Đã duyệt/);
  const [, login] = await mailTo(site, NEW_EMAIL, /Tên đăng nhập: (\S+)\nMật khẩu ban đầu: (\S+)/);
  assert.equal(login, 'haidang', 'the login name stays');
  await mailTo(site, 'haidang@example.test', new RegExp(number));

  // The old holder is out, and the account page tells who held it.
  await page.goto('/profile');
  await page.locator('#login').waitFor();
  await officer.goto('/accounts');
  await officer.locator('.stay-row').filter({ has: officer.getByText('haidang', { exact: true }) }).getByRole('link').click();
  const holders = officer.locator('.version-line-stop');
  await until(officer, async () => (await holders.count()) === 2, 'both holders are on record');
  await eventually(holders.first(), new RegExp(`Trần Gia Bách.*${number}`));
  await eventually(holders.last(), /Lê Thị Mỹ Duyên/);
});

test('who may not ask for another holder is not offered it', async ({ page }) => {
  await signIn(page, 'quantri', { path: '/profile' });
  await page.getByRole('heading', { name: 'Tài khoản của tôi' }).waitFor();
  await holds(async () => assert.equal(await page.getByRole('link', { name: 'Đổi người sử dụng tài khoản' }).count(), 0));
});
