// What owners, agencies, officers and administrators read: of what they filed, of accounts, of the mail.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { day } from './support/data.mjs';
import { apply } from './support/filing.mjs';
import { assertAccessible } from './support/judge.mjs';
import { mailTo } from './support/mail.mjs';
import { assertFocus, choose, eventually, field, fillDate, holds, settled, signIn, until, words } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());
watchFocus();

const ask = async (page, code) => {
  await page.goto('/lookup');
  await page.locator('#dossier-code').fill(code);
  await page.locator('#dossier-code').press('Enter');
};

test('the look-up says which code it takes, what was declared, and that the account was granted under which name', { expected: [404] }, async ({ page, person }) => {
  const { number, dossier_code: code } = await apply(site, { name: 'Homestay Sao Biển', email: 'chu@saobien.vn' });
  await ask(page, number);
  await eventually(field(page, 'dossier-code'), /Cần mã hồ sơ dạng LT-.*Số hồ sơ như DK-0012/);
  await ask(page, 'LT-0000-0000-0000-0000');
  const said = await eventually(page.getByRole('alert').filter({ hasText: /\S/ }), /Không có hồ sơ nào mang mã này/);
  assert.ok(!said.includes('tài khoản'), said);
  await ask(page, code);
  await holds(async () => {
    const declared = await words(page.locator('#declared'));
    for (const part of ['48 phòng, 96 giường', 'Phường Nha Trang', 'Quách Thị Thu Cúc', '4200000124', 'chu@saobien.vn']) assert.ok(declared.includes(part), `${part}: ${declared}`);
  });
  await assertAccessible(page, 'a dossier with what was declared');

  const officer = await person();
  await signIn(officer, 'congan.tinh', { path: '/registrations' });
  await officer.getByRole('button', { name: 'Homestay Sao Biển', exact: true }).click();
  await officer.locator('#grant').click();
  await officer.locator('.dialog[open]').getByRole('button', { name: 'Duyệt, cấp tài khoản' }).click();
  // Whose it was, and the login name; the next one that waits has the focus.
  await eventually(officer.locator('.onward'), /Đã duyệt hồ sơ DK-\d+: Homestay Sao Biển, tên đăng nhập \S+/);
  await assertFocus(officer, 'next-dossier');
  const next = await holds(async () => /Hồ sơ tiếp theo: (.+)/.exec(await words(officer.locator('#next-dossier')))[1]);
  await officer.keyboard.press('Enter');
  await officer.locator('.panel').and(officer.getByRole('dialog', { name: next })).locator('.facts').waitFor();

  await ask(page, code);
  await eventually(page.locator('.public-form > .note').first(), /Được duyệt/);
  await eventually(page.getByRole('main'), /Tên đăng nhập \S+/);
});

test('a link pressed again says when it was confirmed, and half a link says what is missing', { expected: [409, 422] }, async ({ page }) => {
  await apply(site, { name: 'Nhà nghỉ Hai Lần', email: 'chu@hailan.vn' });
  const [, token] = await mailTo(site, 'chu@hailan.vn', /\/apply\/confirm#(\S+)/);
  await page.goto(`/apply/confirm#${token}`);
  await page.getByRole('button', { name: 'Xác nhận đăng ký' }).click();
  await page.getByRole('heading', { name: 'Đã xác nhận' }).waitFor();
  await eventually(page.getByRole('main'), /Đã xác nhận lúc \d\d\/\d\d\/\d{4}, \d\d:\d\d/);
  await page.getByRole('main').getByRole('link', { name: 'Xem hồ sơ đã gửi' }).waitFor();
  await page.goto('/lookup');
  await page.goto(`/apply/confirm#${token.slice(0, 8)}`);
  await page.getByRole('button', { name: 'Xác nhận đăng ký' }).click();
  await eventually(page.getByRole('alert').filter({ hasText: /\S/ }), /Đường dẫn thiếu phần cuối/);
});

test('an application names what is missing and what a number has to be, also for an agency without a tier', async ({ page }) => {
  await page.goto('/apply');
  await settled(page);
  await page.locator('#facility-rooms').fill('hai mươi');
  await page.locator('#phone').fill('12');
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await eventually(field(page, 'facility-name'), 'Chưa có tên cơ sở.');
  await eventually(field(page, 'facility-rooms'), /Ghi bằng chữ số, từ 0 đến 2000/);
  await eventually(field(page, 'phone'), /6 đến 15 chữ số/);
  await eventually(page.locator('.summary'), /Chưa có tên cơ sở\./);
  await page.getByRole('radio', { name: 'Cơ quan phối hợp' }).press('Space');
  await page.locator('#agency-role').selectOption('tax');
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await eventually(field(page, 'agency-level'), 'Chưa có cấp.');
  await assertAccessible(page, 'an application of an agency with mistakes');
});

test('what was sought in one part of the queue empties no other one, and the count names whose term it is', async ({ page }) => {
  const report = { login: 'haidang', kind: 'forgotten', discovered_at: new Date().toISOString(), reporter_name: 'Lê Thị Mỹ Duyên', phone: '0258 352 0100' };
  await (await site.as()).call('reportCredentialLoss', { body: report });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  await eventually(page.locator('.queue-sum'), /hồ sơ đang chờ, trong đó \d+ đề nghị cấp tài khoản có hạn 48 giờ/);
  await page.locator('#queue-search').fill('khong co ai');
  await page.getByText('Không có hồ sơ nào khớp').waitFor();
  await page.getByRole('button', { name: /^Trả lại/ }).click();
  await page.getByRole('button', { name: 'Trại lều Đồi Thông', exact: true }).waitFor();
  await holds(async () => assert.equal(await page.locator('#queue-search').inputValue(), ''));
});

test('a hint leads to the account that it names', async ({ page }) => {
  await apply(site, { name: 'Khách sạn Hải Đăng', email: 'chu@trungten2.vn' });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  // A report of a lost password bears the name of the facility too.
  const application = page.locator('tr', { hasText: '48 phòng' });
  await application.getByRole('button', { name: 'Khách sạn Hải Đăng', exact: true }).click();
  await page.getByRole('link', { name: /Trùng tên trong cùng xã, phường: Khách sạn Hải Đăng/ }).first().click();
  await page.getByRole('heading', { name: 'Khách sạn Hải Đăng' }).waitFor();
});

test('an account tells how signing in goes, and who locked it and why after it was unlocked', { expected: [401] }, async ({ page }) => {
  const nobody = await site.as();
  await nobody.call('login', { body: { login: 'haidang', password: 'Khong-Phai-48' }, status: 401 });
  await signIn(page, 'congan.tinh', { path: '/accounts' });
  await page.locator('.stay-row', { hasText: 'haidang' }).first().getByRole('link').click();
  await eventually(page.locator('.own-facts').first(), /Xác thực hai bước chưa bật/);
  await eventually(page.locator('.own-facts').first(), /Số lần đăng nhập sai sau đó [1-9]/);
  const send = page.locator('#account-act button[type=submit]');
  for (const [operation, reason] of [['lockAccount', 'misuse'], ['unlockAccount', 'dealt_with']]) {
    await page.locator(`#act-${operation}`).click();
    await page.locator('#reason').selectOption(reason);
    await send.click();
    await page.locator('#account-act').waitFor({ state: 'detached' });
  }
  await eventually(page.locator('#account-history'), /Mở khóa.*Đã xử lý xong.*Khóa.*Công an tỉnh Khánh Hòa, congan\.tinh.*Dùng sai quy định/);
  // What is closed for ever is named.
  await page.locator('#act-closeAccount').click();
  await eventually(page.locator('#act-on'), /Khách sạn Hải Đăng, haidang, /);
  await assertAccessible(page, 'closing an account');
});

test('an account is found by the telephone, and a second one for the same facility is warned of', async ({ page }) => {
  await signIn(page, 'congan.tinh', { path: '/accounts' });
  const own = await (await site.as('haidang')).call('getCurrentAccount');
  const account = await (await site.as('congan.tinh')).call('getAccount', { path: { account_id: own.id } });
  await page.locator('#account-words').fill(account.phone.replaceAll(' ', ''));
  await page.locator('.stay-row', { hasText: 'haidang' }).first().waitFor();
  await page.goto('/accounts/new');
  await page.locator('#tier').selectOption('facility');
  await choose(page, 'facility-id', 'hai dang');
  await eventually(page.locator('#has-account'), /Khách sạn Hải Đăng đã có tài khoản: haidang/);
  await assertAccessible(page, 'a second account for a facility');
});

test('mail that is only written to a folder is no mail that was sent', async ({ page }) => {
  await signIn(page, 'quantri', { path: '/system' });
  await eventually(page.locator('#mail-stays'), /Không thư nào rời khỏi máy này/);
  await eventually(page.getByRole('main'), /Đã ghi vào thư mục từ 00:00/);
  await holds(async () => assert.ok(!(await words(page.getByRole('main'))).includes('Đã gửi từ')));
  await assertAccessible(page, 'mail in a folder');
});

test('what a job has given up is shown to the administrator and tried again', async ({ page }) => {
  const row = { id: '01a1ffd7-b51f-7499-829a-34e125ba245b', kind: 'loss_report', attempts: 10, last_error: 'internal', given_up_at: '2026-11-20T18:30:00Z' };
  let retried = 0;
  await page.route('**/api/v1/jobs', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...await response.json(), given_up: retried ? [] : [row] } });
  });
  await page.route(`**/api/v1/jobs/given-up/${row.id}/retry`, (route) => {
    retried += 1;
    return route.fulfill({ status: 204 });
  });
  await signIn(page, 'quantri', { path: '/system' });
  await eventually(page.getByRole('table', { name: 'Việc chạy nền' }), /Gửi thư/);
  await eventually(page.locator('#given-up'), /Báo mất tài khoản 01a1ffd7.*internal/);
  await assertAccessible(page, 'what a job has given up');
  await page.getByRole('button', { name: /^Thử lại: Báo mất tài khoản/ }).click();
  await page.locator('#given-up').waitFor({ state: 'detached' });
  assert.equal(retried, 1);
});

test('a running facility is not offered to go on, and is closed for good with its password only', { expected: [422] }, async ({ page }) => {
  await signIn(page, 'vuonxoai', { path: '/facility-changes' });
  await page.locator('#announce').click();
  await page.locator('#kind option[value=closing]').waitFor({ state: 'attached' });
  await until(page, async () => (await page.locator('#kind option[value=restart]').count()) === 0, 'nothing to take up again');
  await page.locator('#kind').selectOption('closing');
  await fillDate(page, 'effective-on', day(10).iso);
  const send = page.getByRole('button', { name: 'Gửi thông báo thay đổi' });
  await send.click();
  await eventually(field(page, 'password'), 'Chưa có mật khẩu.');
  await page.locator('#password').fill('Khong-Phai-48');
  await send.click();
  await eventually(field(page, 'password'), /Mật khẩu hiện tại không đúng/);
  await assertAccessible(page, 'closing a facility');
  await page.locator('#password').fill(PASSWORD);
  await send.click();
  await eventually(page.getByRole('table'), /Chấm dứt hoạt động/);
  // It can be taken back until then.
  await page.locator('#announce').click();
  await page.locator('#kind').selectOption('restart');
});
