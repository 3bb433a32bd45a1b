// A stolen account: reported by anybody, locked by what the registered address or number proves, and given back.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { PDF } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { mailTo } from './support/mail.mjs';
import { eventually, holds, signIn } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());

/** Reports the loss of that account, on the page behind the sign-in page; gives the code of the dossier. */
async function report(page, login) {
  await page.goto('/');
  await page.getByRole('link', { name: 'Báo quên, lộ mật khẩu' }).click();
  await page.getByRole('heading', { name: 'Báo quên hoặc lộ mật khẩu' }).waitFor();
  await eventually(page.locator('.note').nth(1), /ngay trong ngày/);
  await holds(async () => assert.ok(await page.getByRole('radio', { name: /^Lộ mật khẩu/ }).isChecked()));
  await page.locator('#login').fill(login);
  await page.locator('#discovered-at').fill('00:00');
  await page.locator('#reporter-name').fill('Lê Thị Mỹ Duyên');
  await page.locator('#phone').fill('0258 000 0148');
  await page.getByRole('button', { name: 'Gửi tin báo' }).click();
  await page.getByRole('heading', { name: 'Đã nhận tin báo' }).waitFor();
  await eventually(page.getByRole('main'), /Nếu tên đăng nhập đúng/);
  // What to do now, whom to call, and the form to sign.
  await eventually(page.getByRole('main'), /Việc tiếp theo.+24 giờ/);
  await page.getByRole('button', { name: /^Tải bản in/ }).waitFor();
  return eventually(page.locator('#dossier-code'), /\S/);
}

async function tryToSignIn(page, login, password) {
  await page.goto('/');
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('#password').press('Enter');
}

/** The officers' queue with that report opened. */
async function opened(page, facility) {
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  await page.getByRole('button', { name: facility, exact: true }).click();
  const panel = page.locator('.panel').and(page.getByRole('dialog', { name: facility }));
  await panel.locator('.facts').waitFor();
  return panel;
}

/** The password that was issued by mail opens, once, and is changed. */
async function comesBack(page, login) {
  const [, password] = await mailTo(site, `${login}@example.test`, /Mật khẩu ban đầu: (\S+)/);
  await tryToSignIn(page, login, password);
  await page.locator('#current_password').fill(password);
  await page.locator('#new_password').fill('Thuyen-thung-2026');
  await page.locator('#again').fill('Thuyen-thung-2026');
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await page.locator('.rail').waitFor();
}

// Proves KH-9d-1, LC-7.4.
test('a stolen account is locked by the link in the mail, and its holder comes back with a new password', { expected: [401, 403] }, async ({ page, person }) => {
  await report(page, 'songbien');
  const [link] = await mailTo(site, 'songbien@example.test', /http\S+\/lost\/confirm#\S+/);
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await page.getByRole('heading', { name: 'Xác nhận tin báo' }).waitFor();
  await holds(async () => assert.equal(await page.evaluate(() => location.hash), '', 'the token is gone from the address bar'));
  await assertAccessible(page, 'the question before locking');
  await page.getByRole('button', { name: 'Xác nhận', exact: true }).click();
  await page.getByRole('heading', { name: 'Đã xác nhận' }).waitFor();
  await tryToSignIn(page, 'songbien', PASSWORD);
  await eventually(page.getByRole('main'), /Tài khoản đang khóa từ .+ Gọi .+ để mở khóa/);

  const officer = await person();
  const panel = await opened(officer, 'Nhà nghỉ Sóng Biển');
  await officer.keyboard.press('d');
  await officer.locator('.dialog[open]').getByRole('button', { name: 'Duyệt, cấp lại mật khẩu' }).click();
  await eventually(panel, /Đã trả kết quả/);
  await comesBack(page, 'songbien');
});

// Proves KH-M2-2.
test('a call to the registered number locks, and the signed form stays outstanding until it is sent', { expected: [401, 403] }, async ({ page, person }) => {
  const code = await report(page, 'vuonxoai');
  // The account is looked up when the mail goes out, not before: the answer must not tell whether there is one.
  await mailTo(site, 'vuonxoai@example.test', /lost\/confirm#/);
  const officer = await person();
  const panel = await opened(officer, 'Homestay Vườn Xoài');
  await eventually(panel, 'Số đã đăng ký của tài khoản: 0258 000 0148');
  await officer.getByRole('button', { name: 'Tiếp nhận' }).click();
  const dialog = officer.locator('.dialog[open]');
  await dialog.getByRole('checkbox', { name: 'Đã gọi số đăng ký và xác minh' }).check();
  await dialog.getByRole('button', { name: 'Tiếp nhận' }).click();
  await eventually(panel, /đang thẩm định/);
  await tryToSignIn(page, 'vuonxoai', PASSWORD);
  await eventually(page.getByRole('main'), /Tài khoản đang khóa từ .+ Gọi .+ để mở khóa/);

  await officer.keyboard.press('d');
  await officer.locator('.dialog[open]').getByRole('button', { name: 'Duyệt, cấp lại mật khẩu' }).click();
  await eventually(panel, /Đã trả kết quả/);
  await eventually(panel, /thiếu bản giấy đã ký/i);
  await comesBack(page, 'vuonxoai');

  // The paper comes after.
  const sender = await person();
  await sender.goto('/lookup');
  await sender.locator('#dossier-code').fill(code);
  await sender.locator('#dossier-code').press('Enter');
  await eventually(sender.getByRole('main'), 'Còn thiếu bản giấy đã ký.');
  await sender.locator('input[type=file]').setInputFiles({ name: 'Mau-so-2.pdf', mimeType: 'application/pdf', buffer: PDF });
  await eventually(sender.locator('.file-said'), 'Mau-so-2.pdf');
  await sender.getByRole('button', { name: /^Gửi/ }).click();
  await eventually(sender.getByRole('main'), 'Mau-so-2.pdf');
  await sender.getByText('Còn thiếu bản giấy đã ký.').waitFor({ state: 'detached' });
});

test('a report about an account that nobody has is answered like any other', async ({ page }) => {
  await report(page, 'khong.ai.ca');
  await assertAccessible(page, 'a report that was taken');
});

// What cannot wait stands on top, and has a button of its own.
// Part of KH-9d-1.
test('a stolen account stands on top of the queue under its facility, and is locked at once', { expected: [403] }, async ({ page, person }) => {
  await report(page, 'anhduong');
  await mailTo(site, 'anhduong@example.test', /lost\/confirm#/);
  const officer = await person();
  await signIn(officer, 'congan.tinh', { path: '/registrations' });
  // Other reports of stolen accounts may stand there as well, and nothing else comes before them.
  await eventually(officer.locator('.stay-row').first(), /Nghi bị người khác dùng/);
  const row = officer.locator('.stay-row').filter({ hasText: 'anhduong' });
  await eventually(row, /Nghi bị người khác dùng/);
  await row.locator('.row-open').click();
  await officer.locator('#lock-now').click();
  const dialog = officer.locator('.dialog[open]');
  await assertAccessible(officer, 'the question before locking at once');
  await dialog.getByRole('button', { name: 'Khóa ngay' }).click();
  await eventually(officer.locator('.panel'), /Tài khoản đang khóa theo tin báo này/);
  await holds(async () => assert.equal(await officer.locator('#lock-now').count(), 0));
  await mailTo(site, 'anhduong@example.test', /vừa bị khóa/);
  await tryToSignIn(page, 'anhduong', PASSWORD);
  await eventually(page.getByRole('main'), /Tài khoản đang khóa từ/);
});
