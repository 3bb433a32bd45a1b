// The officers' queue, and what applicants do with their code.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { movableClock } from './support/clock.mjs';
import { PDF } from './support/data.mjs';
import { apply } from './support/filing.mjs';
import { assertAccessible } from './support/judge.mjs';
import { mailTo } from './support/mail.mjs';
import { textsOf } from './support/sheet.mjs';
import { assertFocus, eventually, holds, settled, signIn, until, words } from './support/page.mjs';

const site = use(await open());

const open_ = async (page, name) => {
  await page.getByRole('button', { name, exact: true }).click();
  const panel = page.locator('.panel').and(page.getByRole('dialog', { name }));
  await panel.locator('.facts').waitFor();
  return panel;
};

const lookUp = async (page, code) => {
  await page.goto('/lookup');
  await page.locator('#dossier-code').fill(code);
  await page.locator('#dossier-code').press('Enter');
  await page.locator('.version-line').waitFor();
};

test('the queue of the demo is that of a day at work', async ({ page }) => {
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  const rows = page.locator('.row-open');
  await rows.nth(7).waitFor();
  await holds(async () => assert.equal(await rows.count(), 8, 'eight run'));
  await holds(async () => assert.equal(await words(rows.first()), 'Homestay Sóng Bạc', 'the overdue one comes first'));
  await holds(async () => {
    const table = await words(page.getByRole('table'));
    // The demo is as old as the run: what is left goes down meanwhile.
    for (const said of [/Quá [45] giờ/, /(1 giờ( \d+ phút)?|\d+ phút) Khách sạn Hoàng Yến/, /Mới nhận/, /Chờ ý kiến/, /1\/2 trả lời/]) assert.match(table, said);
  });
  await page.getByRole('button', { name: /^Trả lại/ }).click();
  await page.getByRole('button', { name: 'Trại lều Đồi Thông', exact: true }).waitFor();
  await page.getByRole('button', { name: /^Đã xong/ }).click();
  await page.getByRole('button', { name: 'Khách sạn Lan Rừng', exact: true }).waitFor();
  await page.getByRole('button', { name: /^Đang chờ/ }).click();
  const opened = await open_(page, 'Khách sạn Hoàng Yến');
  await eventually(opened.locator('.ring-row'), /chờ ý kiến/, 'the step has one name in list and panel');
  await assertAccessible(page, 'a dossier about which agencies were asked');
});

test('what has come since the queue was read is counted on a button that reads it', async ({ page }) => {
  const pass = await movableClock(page);
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  await page.locator('.row-open').first().waitFor();
  await apply(site, { name: 'Homestay Vừa Tới', email: 'chu@vuatoi.vn' });
  await pass(2);
  // Somebody comes back to the window.
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  const fresh = page.getByRole('button', { name: '1 mới, bấm để xem' });
  await fresh.waitFor();
  await holds(async () => assert.equal(await page.getByRole('button', { name: 'Homestay Vừa Tới' }).count(), 0, 'nothing moves unasked'));
  await assertAccessible(page, 'a queue to which something has come');
  await fresh.press('Enter');
  await page.getByRole('button', { name: 'Homestay Vừa Tới', exact: true }).waitFor();
  await holds(async () => assert.equal(await fresh.count(), 0));
  await holds(async () => assert.ok(await page.evaluate(() => document.activeElement.matches('.row-open')), 'focus is on the first row'));
});

test('the queue is saved as a file with the dossiers that the filter leaves', async ({ page }) => {
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  await page.locator('.row-open').first().waitFor();
  const save = async () => {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Xuất tệp', exact: true }).click();
    const file = await saved;
    assert.match(file.suggestedFilename(), /^ho-so_\d{4}-\d\d-\d\d\.xlsx$/);
    return textsOf(file);
  };
  const waiting = await save();
  assert.ok(waiting.includes('Homestay Sóng Bạc') && waiting.includes('Khách sạn Hoàng Yến'), waiting.join());
  assert.ok(!waiting.includes('Trại lều Đồi Thông'), 'what waits for its applicant is in another part');
  await eventually(page.locator('.toasts'), 'Đã lưu tệp danh sách');
  await page.getByRole('button', { name: /^Trả lại/ }).click();
  await page.getByRole('button', { name: 'Trại lều Đồi Thông', exact: true }).waitFor();
  const sentBack = await save();
  assert.ok(sentBack.includes('Trại lều Đồi Thông') && !sentBack.includes('Homestay Sóng Bạc'), sentBack.join());
});

// Part of LC-6.1b-1.
test('what was gone through is ticked for every officer, and who was asked is reminded', async ({ page, person }) => {
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  const panel = await open_(page, 'Khách sạn Hoàng Yến');
  const form = panel.getByRole('checkbox', { name: /^Bản ký trùng với tờ khai/ });
  await form.check();
  await eventually(panel, /Bản ký trùng với tờ khai Trịnh Quốc Khánh, /);
  await holds(async () => assert.ok(await form.isChecked()));
  await panel.getByRole('button', { name: 'Nhắc lại Sở Du lịch Khánh Hòa' }).click();
  await eventually(panel, /Nhắc trả lời/);
  await mailTo(site, 'dulich.tinh@example.test', /nhắc lại/);
  await holds(async () => assert.equal(await panel.getByRole('button', { name: /^Nhắc lại Thuế/ }).count(), 0, 'who has answered is not reminded'));

  const other = await person();
  await signIn(other, 'quantri', { path: '/registrations' });
  const theirs = await open_(other, 'Khách sạn Hoàng Yến');
  const same = theirs.getByRole('checkbox', { name: /^Bản ký trùng với tờ khai/ });
  await holds(async () => assert.ok(await same.isChecked(), 'another officer sees the tick'));
  await same.uncheck();
  await eventually(theirs, /Bỏ dấu kiểm tra: Bản ký trùng với tờ khai/);
  await page.reload();
  await holds(async () => assert.ok(!(await (await open_(page, 'Khách sạn Hoàng Yến')).getByRole('checkbox', { name: /^Bản ký/ }).isChecked())));
});

// Proves LC-6.1b-3.
// Part of KH-8b.
test('an application is sent back with a record of the call, supplemented by its code, and refused with a reason', async ({ page, person }) => {
  const { dossier_code: code } = await apply(site, { name: 'Homestay Gió Biển', email: 'chu@giobien.vn' });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  const panel = await open_(page, 'Homestay Gió Biển');
  await page.keyboard.press('t');
  const dialog = page.locator('.dialog[open]');
  await dialog.getByRole('button', { name: 'Trả lại' }).click();
  await eventually(dialog.locator('.summary'), /Còn 1 chỗ cần sửa/);
  await dialog.locator('#reason').fill('Bản ký chưa có dấu.');
  // The system writes by itself; that there was a call is for the officer to say.
  await holds(async () => assert.equal(await dialog.locator('#contact-with').inputValue(), 'Lê Thị Mỹ Duyên, chu@giobien.vn'));
  await dialog.getByRole('radio', { name: 'Điện thoại' }).press('Space');
  await holds(async () => assert.match(await dialog.locator('#contact-with').inputValue(), /^Lê Thị Mỹ Duyên, 0/));
  await assertAccessible(page, 'sending back');
  await dialog.getByRole('button', { name: 'Trả lại' }).click();
  await eventually(panel, /Chờ bổ sung, .*chờ từ \d/i);
  await eventually(panel, /Nhắc lại người gửi được từ/);
  await eventually(panel, /Qua điện thoại/);
  await page.getByRole('button', { name: /^Trả lại/ }).first().waitFor();

  const applicant = await person();
  await lookUp(applicant, code);
  await eventually(applicant.getByRole('main'), /Bản ký chưa có dấu\./);
  await applicant.getByRole('button', { name: 'Gửi bổ sung' }).click();
  await eventually(applicant.locator('.summary'), /Còn 1 chỗ/);
  // What was filed can be put right, but not the address that was confirmed.
  await applicant.getByRole('button', { name: 'Sửa tờ khai' }).click();
  await holds(async () => assert.equal(await applicant.locator('#facility-rooms').inputValue(), '48'));
  await holds(async () => assert.equal(await applicant.locator('#email').count(), 0));
  await applicant.locator('#facility-rooms').fill('sáu');
  await applicant.locator('#facility-address').fill('14 đường Bãi Dài');
  await applicant.getByRole('button', { name: 'Gửi bổ sung' }).click();
  await eventually(applicant.locator('#facility-rooms-field'), /số|phòng|khoảng/);
  await assertAccessible(applicant, 'a form put right, with a mistake');
  await applicant.locator('#facility-rooms').fill('6');
  await applicant.locator('#message').fill('Đã đóng dấu.');
  await applicant.locator('#files').setInputFiles({ name: 'Mau-so-1-dau.pdf', mimeType: 'application/pdf', buffer: PDF });
  await eventually(applicant.locator('.file-said'), 'Mau-so-1-dau.pdf');
  await applicant.getByRole('button', { name: 'Gửi bổ sung' }).click();
  await eventually(applicant.getByRole('main'), /Đã nhận bổ sung/);

  await page.goto('/registrations');
  const again = await open_(page, 'Homestay Gió Biển');
  const facts = await eventually(again, /Mau-so-1-dau\.pdf/);
  for (const said of ['6 phòng', '14 đường Bãi Dài', 'chu@giobien.vn']) assert.ok(facts.includes(said), `the panel says ${said}: ${facts}`);
  // What is another one now, before and after, and the new file.
  await eventually(again, /Tệp mới: Mau-so-1-dau\.pdf/);
  await holds(async () => assert.ok((await words(again.locator('.version-line-change').filter({ hasText: '48' }))).includes('6')));
  await again.getByRole('button', { name: 'Từ chối' }).click();
  await dialog.locator('#reason').fill('Địa chỉ này đã có tài khoản.');
  await dialog.getByRole('button', { name: 'Từ chối' }).click();
  await eventually(again, /Từ chối/);
  await mailTo(site, 'chu@giobien.vn', /Địa chỉ này đã có tài khoản/);
  await lookUp(applicant, code);
  await eventually(applicant.getByRole('main'), /Địa chỉ này đã có tài khoản/);
});

test('of two officers one grants, and the other is shown who it was', { expected: [409] }, async ({ page, person }) => {
  await apply(site, { name: 'Nhà nghỉ Hoa Sữa', email: 'chu@hoasua.vn' });
  const other = await person({ expected: [409] });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  await signIn(other, 'quantri', { path: '/registrations' });
  const mine = await open_(page, 'Nhà nghỉ Hoa Sữa');
  await open_(other, 'Nhà nghỉ Hoa Sữa');
  await other.keyboard.press('d');
  await other.locator('.dialog[open]').getByRole('button', { name: 'Duyệt, cấp tài khoản' }).click();
  await eventually(other.locator('.panel').and(other.getByRole('dialog', { name: 'Nhà nghỉ Hoa Sữa' })), /Đã trả kết quả/);
  await page.keyboard.press('d');
  await page.locator('.dialog[open]').getByRole('button', { name: 'Duyệt, cấp tài khoản' }).click();
  await eventually(mine, /Hồ sơ vừa được .+ ghi/);
});

// Proves LCH20-16.1-2.
test('a handed-over password is shown once with a sheet and is not put away unasked', async ({ page }) => {
  await apply(site, { name: 'Biệt thự Vĩnh Nguyên', email: 'chu@vinhnguyen.vn' });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  await open_(page, 'Biệt thự Vĩnh Nguyên');
  await page.keyboard.press('d');
  const dialog = page.locator('.dialog[open]');
  await dialog.getByRole('radio', { name: 'In, giao tay' }).press('Space');
  await dialog.getByRole('button', { name: 'Duyệt, cấp tài khoản' }).click();
  await page.getByRole('heading', { name: 'Giao tài khoản' }).waitFor();
  const password = await eventually(dialog.locator('#issued-password'), /\S{8,}/);
  await eventually(dialog, /Biệt thự Vĩnh Nguyên.*Báo quên, lộ mật khẩu/);
  await assertAccessible(page, 'handing over an account');
  // Neither printed nor copied: Esc asks, and back is the safe answer.
  await page.keyboard.press('Escape');
  await eventually(dialog, /Chưa in, chưa chép/);
  await dialog.getByRole('button', { name: 'Quay lại' }).click();
  await holds(async () => assert.ok((await words(dialog)).includes(password), 'the password is still there'));
  const sheet = page.waitForEvent('popup');
  await dialog.getByRole('button', { name: 'In phiếu giao (PDF)' }).click();
  await (await sheet).close();
  await dialog.getByRole('button', { name: 'Đã giao, cất đi' }).click();
  await holds(async () => assert.ok(!(await words(page.locator('body'))).includes(password)));
});

// Part of LC-6.1b-1.
test('what is open, the login name and the address stand above the buttons before anything is granted', async ({ page }) => {
  await apply(site, { name: 'Khách sạn Hải Đăng', email: 'chu@trungten.vn' });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  // Two bear the name: the facility that is there, and this application.
  await open_(page, 'Khách sạn Hải Đăng');
  await page.keyboard.press('d');
  const dialog = page.locator('.dialog[open]');
  const told = await eventually(dialog, /Còn lại trước khi duyệt/);
  for (const said of ['Chưa có bản giấy đã ký', 'Chưa đánh dấu: Đã gọi xác minh người đại diện', 'chu@trungten.vn', 'Mật khẩu gửi tới']) assert.ok(told.includes(said), `${said}: ${told}`);
  await assertAccessible(page, 'a grant with open points');
  await dialog.getByRole('button', { name: 'Thôi' }).click();
});

test('words that were typed are there again after the panel or a dialog was closed', async ({ page }) => {
  await apply(site, { name: 'Nhà nghỉ Chữ Viết', email: 'chu@chuviet.vn' });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  const panel = await open_(page, 'Nhà nghỉ Chữ Viết');
  await panel.locator('#text').fill('Đã xem thực địa.');
  await panel.getByRole('button', { name: 'Từ chối' }).click();
  const dialog = page.locator('.dialog[open]');
  await dialog.locator('#reason').fill('Không đúng địa chỉ.');
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Đóng' }).click();
  const again = await open_(page, 'Nhà nghỉ Chữ Viết');
  await holds(async () => assert.equal(await again.locator('#text').inputValue(), 'Đã xem thực địa.'));
  await again.getByRole('button', { name: 'Từ chối' }).click();
  await holds(async () => assert.equal(await dialog.locator('#reason').inputValue(), 'Không đúng địa chỉ.'));
});

// Proves KH-8b.
test('an agency is asked, sees that dossier alone, and answers', async ({ page, person }) => {
  await apply(site, { name: 'Căn hộ Biển Xanh', email: 'chu@bienxanh.vn' });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  const panel = await open_(page, 'Căn hộ Biển Xanh');
  await panel.getByRole('button', { name: 'Xin ý kiến' }).click();
  const dialog = page.locator('.dialog[open]');
  await assertFocus(page, 'find', 'the first field');
  await dialog.locator('#find').fill('du lich');
  await dialog.getByRole('checkbox').first().check();
  await dialog.locator('#question').fill('Cơ sở đã được xếp hạng chưa?');
  await assertAccessible(page, 'asking for an opinion');
  await dialog.getByRole('button', { name: 'Gửi câu hỏi' }).click();
  await eventually(panel, /Chờ trả lời/);

  const agency = await person();
  await signIn(agency, 'dulich.tinh', { path: '/registrations' });
  await agency.getByRole('heading', { name: 'Hồ sơ được xin ý kiến' }).waitFor();
  const theirs = await open_(agency, 'Căn hộ Biển Xanh');
  await holds(async () => assert.equal(await theirs.getByRole('button', { name: /Duyệt/ }).count(), 0, 'who was asked does not decide'));
  await agency.locator('.rail').getByRole('button', { name: /Phím tắt/ }).click();
  await holds(async () => {
    const keys = await words(agency.locator('.dialog[open]'));
    for (const key of ['J Hàng dưới']) assert.ok(keys.includes(key), keys);
    assert.ok(!/D Duyệt|T Trả lại/.test(keys), keys);
  });
  await agency.keyboard.press('Escape');
  await theirs.getByRole('radio', { name: 'Không đồng ý' }).press('Space');
  await theirs.getByRole('button', { name: 'Gửi ý kiến' }).click();
  await eventually(theirs.locator('.summary'), /Còn 1 chỗ/);
  await theirs.locator('#text').first().fill('Chưa có hồ sơ xếp hạng.');
  await theirs.getByRole('button', { name: 'Gửi ý kiến' }).click();
  await eventually(theirs, /Không đồng ý, /);
  await page.goto('/registrations');
  await eventually(await open_(page, 'Căn hộ Biển Xanh'), /Chưa có hồ sơ xếp hạng\./);
});

test('a code that leads nowhere is said so, and the applicant may withdraw', { expected: [404] }, async ({ page }) => {
  await page.goto('/lookup');
  await page.locator('#dossier-code').fill('LT-0000-0000-0000-0000');
  await page.locator('#dossier-code').press('Enter');
  await eventually(page.getByRole('alert').filter({ hasText: /\S/ }), /Không có hồ sơ nào mang mã này/);
  const { dossier_code: code } = await apply(site, { name: 'Trại lều Bãi Đá', email: 'chu@baida.vn' });
  await lookUp(page, code);
  await page.getByRole('button', { name: 'Rút hồ sơ' }).click();
  const dialog = page.locator('.dialog[open]');
  await assertAccessible(page, 'the question before withdrawing');
  await dialog.getByRole('button', { name: 'Giữ nguyên' }).click();
  await page.getByRole('button', { name: 'Rút hồ sơ' }).click();
  await dialog.getByRole('button', { name: 'Rút hồ sơ' }).click();
  await eventually(page.locator('.public-form > .note').first(), /Đã rút/);
});

test('what is wrong with an application is said at its place, and no file is taken for what it is not', async ({ page }) => {
  await page.goto('/apply');
  await settled(page);
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await eventually(page.locator('.summary'), /Còn \d+ chỗ cần sửa trước khi gửi/);
  await page.locator('.summary a').first().click();
  await holds(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'facility-name'));
  await page.locator('#signed-form').setInputFiles({ name: 'Mau-so-1.pdf', mimeType: 'application/pdf', buffer: Buffer.from('PK\u0003\u0004') });
  await eventually(page.locator('#signed-form-field'), /Chỉ nhận PDF, JPEG hoặc PNG/);
  await page.locator('#signed-form').setInputFiles({ name: 'to.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(5 * 1024 * 1024 + 1, '%PDF-') });
  await eventually(page.locator('#signed-form-field'), /Tệp lớn quá 5 MB/);
  // As an iPhone takes it.
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(64)]);
  await page.locator('#signed-form').setInputFiles({ name: 'IMG_0001.HEIC', mimeType: 'image/heic', buffer: heic });
  await eventually(page.locator('#signed-form-field'), /Ảnh HEIC của iPhone/);
  // Sending does not leave it out in silence.
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await eventually(page.locator('.summary'), /Ảnh HEIC của iPhone/);
  await assertAccessible(page, 'an application with mistakes');
});

test('whoever decides second reads who was first, and what is done is found by its number', { expected: [409] }, async ({ page, person }) => {
  const { number } = await apply(site, { name: 'Nhà nghỉ Hai Người', email: 'chu@hainguoi.vn' });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  const panel = await open_(page, 'Nhà nghỉ Hai Người');
  await panel.getByRole('button', { name: /^Duyệt/ }).waitFor();
  const other = await person();
  await signIn(other, 'quantri', { path: '/registrations' });
  const theirs = await open_(other, 'Nhà nghỉ Hai Người');
  await theirs.getByRole('button', { name: /^Từ chối/ }).click();
  const refusing = other.locator('.dialog[open]');
  await refusing.locator('#reason').fill('Cơ sở đã có tài khoản.');
  await refusing.getByRole('button', { name: /^Từ chối/ }).click();
  await eventually(theirs, /Từ chối/);

  await panel.getByRole('button', { name: /^Duyệt/ }).click();
  await page.locator('.dialog[open]').getByRole('button', { name: /^Duyệt/ }).click();
  await page.locator('.dialog[open]').waitFor({ state: 'hidden' });
  await eventually(panel.locator('#was-first'), /từ chối/);
  await assertFocus(page, 'was-first');

  await page.locator('#queue-search').fill(number);
  await page.getByRole('button', { name: 'Nhà nghỉ Hai Người', exact: true }).waitFor();
  await page.locator('#queue-search').fill('');
  await page.getByRole('button', { name: /^Đã xong/ }).click();
  await page.getByRole('button', { name: 'Nhà nghỉ Hai Người', exact: true }).waitFor();
});

test('sending back records a letter, and a call only when the officer says so', async ({ page }) => {
  await apply(site, { name: 'Nhà nghỉ Gửi Lại', email: 'chu@guilai.vn' });
  await signIn(page, 'congan.tinh', { path: '/registrations' });
  const panel = await open_(page, 'Nhà nghỉ Gửi Lại');
  await panel.getByRole('button', { name: /^Trả lại/ }).click();
  const dialog = page.locator('.dialog[open]');
  await until(page, async () => (await dialog.locator('#contact-with').inputValue()).endsWith('chu@guilai.vn'), 'the address');
  await dialog.getByRole('radio', { name: 'Điện thoại' }).press('Space');
  await until(page, async () => !(await dialog.locator('#contact-with').inputValue()).includes('@'), 'the number');
  await dialog.getByRole('radio', { name: 'Thư điện tử' }).press('Space');
  await until(page, async () => (await dialog.locator('#contact-with').inputValue()).endsWith('chu@guilai.vn'), 'the address again');
  await dialog.locator('#reason').fill('Thiếu ngày bắt đầu.');
  await dialog.getByRole('button', { name: /^Trả lại/ }).click();
  await eventually(panel, /Qua thư điện tử/);
});
