// Data asked for in writing: Mẫu số 4 for what is no longer on line, and whoever has no account.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { open, test, use } from './support/browser.mjs';
import { PDF, day, guest } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { mailTo } from './support/mail.mjs';
import { eventually, fillDate, holds, settled, signIn, words } from './support/page.mjs';

const site = use(await open());
const laoCai = await open({ LUUTRU_PROFILE: 'lao-cai' });

const EMAIL = 'nga@bienxanh.vn';
const FIRM = 'Văn phòng luật sư Biển Xanh';
const ANSWER = 'Cung cấp 2 lượt lưu trú của khách, xem tệp kèm theo.';

/** Fills what is sought, and why. */
async function fillSought(page) {
  await page.locator('#guest-details').fill('Khách thuê phòng 401 của Khách sạn Hải Đăng.');
  await page.locator('#guest-name').fill('Vương Thế Anh');
  await page.locator('#guest-document-number').fill('079090887766');
  await fillDate(page, 'stay-from', '2024-03-01');
  await fillDate(page, 'stay-to', '2024-03-31');
  await page.locator('#reason').fill('Xác minh nơi ở theo yêu cầu của tòa án.');
}

/** Fills who asks. */
async function fillRequester(page) {
  await page.locator('#requester-kind').selectOption('organisation');
  await page.locator('#requester-name').fill(FIRM);
  await page.locator('#requester-contact-name').fill('Đỗ Quỳnh Nga');
  await page.locator('#requester-email').fill(EMAIL);
  await page.locator('#requester-phone').fill('0258 000 0247');
}

/** Sends, follows the link in the mail, and gives the code. */
async function sendAndConfirm(page, from, address = EMAIL) {
  await page.getByRole('checkbox', { name: /^Cam kết bảo mật/ }).check();
  await page.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await page.getByRole('heading', { name: 'Đã nhận đề nghị' }).waitFor();
  const code = await eventually(page.locator('#dossier-code'), /\S/);
  const [text, link] = await mailTo(from, address, /(http\S+\/data-request\/confirm#\S+)[^]*/);
  assert.ok(!text.includes(code), 'the mail has no code');
  const confirm = await page.context().newPage();
  await confirm.goto(new URL(link).pathname + new URL(link).hash);
  await confirm.getByRole('button', { name: 'Xác nhận đề nghị' }).click();
  await confirm.getByRole('heading', { name: 'Đã xác nhận' }).waitFor();
  await confirm.close();
  return code;
}

/** Opens a dossier in the queue of the provincial police. */
async function openDossier(officer, name) {
  await signIn(officer, 'congan.tinh', { path: '/registrations?procedure=data_request' });
  await officer.getByRole('button', { name, exact: true }).click();
  const panel = officer.locator('.panel').and(officer.getByRole('dialog', { name }));
  await panel.locator('.facts').waitFor();
  return panel;
}

/** What a click saves. */
async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

// Proves KH-11.2g, LC-9.2-1.
test('somebody without an account asks, confirms by mail, and fetches what the police supply', async ({ page, person }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Đề nghị cung cấp dữ liệu' }).click();
  await page.getByRole('heading', { name: 'Đề nghị cung cấp dữ liệu' }).waitFor();
  await settled(page);
  await page.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await eventually(page.locator('.summary'), /Còn \d+ chỗ cần sửa trước khi gửi/);
  await assertAccessible(page, 'a request for data with mistakes');
  await page.locator('.summary a').first().click();
  await holds(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'requester-kind'));

  // What is on line is not asked for on form 4.
  await page.getByRole('radio', { name: 'Dữ liệu đã lưu trữ' }).press('Space');
  await fillRequester(page);
  await fillSought(page);
  const year = new Date().getFullYear();
  await fillDate(page, 'stay-from', `${year}-01-01`);
  await fillDate(page, 'stay-to', `${year}-01-02`);
  await page.locator('#reason').focus();
  await eventually(page.locator('#stay-from-field'), /vẫn còn trực tuyến/);
  await fillDate(page, 'stay-from', '2024-03-01');
  await fillDate(page, 'stay-to', '2024-03-31');

  // Nothing typed is lost.
  await page.reload();
  await eventually(page.locator('.note').filter({ hasText: 'bản nháp' }), /Đã lấy lại/);
  await holds(async () => assert.equal(await page.locator('#guest-name').inputValue(), 'Vương Thế Anh'));
  for (const width of [1366, 683, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await assertNoSideScroll(page, `a request for data, ${width} px`);
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.locator('#signed-form').setInputFiles({ name: 'Mau-so-4.pdf', mimeType: 'application/pdf', buffer: PDF });
  await eventually(page.locator('.file-said'), 'Mau-so-4.pdf');
  const code = await sendAndConfirm(page, site);
  await assertAccessible(page, 'the receipt of a request for data');
  await holds(async () => assert.ok(!page.url().includes(code), 'the code stands in no address'));
  const form = await saved(page, () => page.getByRole('button', { name: 'Tải bản in (PDF)' }).click());
  assert.ok(form.bytes.subarray(0, 5).equals(Buffer.from('%PDF-')), 'form 4 to be signed');

  const officer = await person();
  const panel = await openDossier(officer, FIRM);
  await holds(async () => {
    const facts = await words(panel);
    for (const said of ['Dữ liệu đã lưu trữ', 'Tổ chức khác', 'Đỗ Quỳnh Nga', EMAIL, 'Vương Thế Anh', '079090887766', '01/03/2024 – 31/03/2024', 'tòa án', 'Mau-so-4.pdf', 'Lý do đủ căn cứ', 'không có thời hạn']) {
      assert.ok(facts.includes(said), `the panel says ${said}: ${facts}`);
    }
  });
  await officer.keyboard.press('d');
  const dialog = officer.locator('.dialog[open]');
  await dialog.getByRole('button', { name: 'Cung cấp dữ liệu' }).click();
  await eventually(dialog.locator('.summary'), /Còn 1 chỗ/);
  await dialog.locator('#comment').fill(ANSWER);
  await dialog.locator('#files-0').setInputFiles({ name: 'Ket-qua.pdf', mimeType: 'application/pdf', buffer: PDF });
  await eventually(dialog.locator('.file-said').first(), 'Ket-qua.pdf');
  await dialog.locator('#files-1').waitFor({ state: 'attached' });
  await assertAccessible(officer, 'supplying data');
  await dialog.getByRole('button', { name: 'Cung cấp dữ liệu' }).click();
  await eventually(panel, /Đã trả kết quả/);
  await eventually(panel, /Đã cung cấp Ket-qua\.pdf/);

  const [told] = await mailTo(site, EMAIL, /đã có trả lời[^]*/);
  assert.ok(!told.includes(code) && !told.includes('lượt lưu trú'), 'the mail says only that there is an answer');
  await page.goto('/lookup');
  await page.locator('#dossier-code').fill(code);
  await page.locator('#dossier-code').press('Enter');
  await eventually(page.getByRole('main'), ANSWER);
  await assertAccessible(page, 'an answered request for data');
  const result = await saved(page, () => page.getByRole('button', { name: /Ket-qua\.pdf/ }).click());
  assert.equal(result.name, 'Ket-qua.pdf');
  assert.ok(result.bytes.equals(PDF), 'the very file that was supplied');
});

// Proves KH-18.3.
test('a facility meets the limit of what is on line, asks with its account, and reads the answer there', async ({ page, person }) => {
  await signIn(page, 'haidang', { path: '/register' });
  await page.getByRole('link', { name: /dữ liệu cũ hơn/ }).click();
  await page.getByRole('heading', { name: 'Đề nghị cung cấp dữ liệu' }).waitFor();
  const main = page.getByRole('main');
  for (const known of ['haidang', 'Lê Thị Mỹ Duyên', 'Khách sạn Hải Đăng', 'haidang@example.test']) await eventually(main, known);
  await holds(async () => assert.equal(await page.locator('#requester-name').count(), 0, 'who asks is on record'));
  await fillSought(page);
  await page.getByRole('checkbox', { name: /^Cam kết bảo mật/ }).check();
  await page.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await page.getByRole('heading', { name: 'Đã nhận đề nghị' }).waitFor();
  await assertAccessible(page, 'the receipt of an account holder');

  const officer = await person();
  const panel = await openDossier(officer, 'Khách sạn Hải Đăng');
  await eventually(panel, /haidang/);
  await officer.keyboard.press('d');
  const dialog = officer.locator('.dialog[open]');
  await dialog.locator('#comment').fill(ANSWER);
  await dialog.locator('#files-0').setInputFiles({ name: 'Ket-qua.pdf', mimeType: 'application/pdf', buffer: PDF });
  await eventually(dialog.locator('.file-said').first(), 'Ket-qua.pdf');
  await dialog.getByRole('button', { name: 'Cung cấp dữ liệu' }).click();
  await eventually(panel, /Đã trả kết quả/);

  await mailTo(site, 'haidang@example.test', /http\S+\/data-requests/);
  await page.goto('/data-requests');
  await page.getByRole('button', { name: 'Xem trả lời' }).click();
  await eventually(page.locator('.data-asked'), ANSWER);
  await assertAccessible(page, 'an answer in the list of an account');
  const result = await saved(page, () => page.getByRole('button', { name: /Ket-qua\.pdf/ }).click());
  assert.ok(result.bytes.equals(PDF));
});

// Part of KH-11.2g, LC-9.2-2.
test('what is on line is put together for the answer: the officer chooses among the stays that the request names', { site: laoCai }, async ({ page, person }) => {
  const facility = await laoCai.as('haidang');
  const sought = guest({ full_name: 'Triệu Thị Được Tìm', sex: 'female', birth_date: '1991-02-03' });
  await facility.notify({ guest: sought });
  await facility.notify({ guest: guest({ full_name: 'Triệu Thị Khác Hẳn', sex: 'female' }) });

  await page.goto('/data-request');
  const firm = 'Văn phòng luật sư Sóng Xanh';
  await fillRequester(page);
  await page.locator('#requester-name').fill(firm);
  await page.locator('#requester-email').fill('hai@songxanh.vn');
  await fillSought(page);
  await page.locator('#guest-name').fill(sought.full_name);
  await page.locator('#guest-document-number').fill(sought.document_number);
  await fillDate(page, 'stay-from', day(-1).iso);
  await fillDate(page, 'stay-to', day(0).iso);
  const code = await sendAndConfirm(page, laoCai, 'hai@songxanh.vn');

  const officer = await person();
  await openDossier(officer, firm);
  await officer.keyboard.press('d');
  const dialog = officer.locator('.dialog[open]');
  const gather = dialog.locator('.gather');
  await gather.getByRole('button', { name: 'Tìm lượt lưu trú' }).click();
  await eventually(gather.locator('#gather-purpose-field .field-said'), /mục đích/i);
  await gather.locator('#gather-purpose').selectOption({ index: 1 });
  await gather.getByRole('button', { name: 'Tìm lượt lưu trú' }).click();
  const stays = gather.getByRole('checkbox');
  await holds(async () => assert.equal(await stays.count(), 1, 'whom the request names, and nobody else'));
  await eventually(gather, sought.full_name);
  await eventually(gather.getByRole('status'), '0 lượt được chọn');
  await assertAccessible(officer, 'stays for the answer');
  await stays.check();
  await eventually(gather.getByRole('status'), '1 lượt được chọn, gửi thành một tệp PDF.');
  await dialog.locator('#comment').fill(ANSWER);
  await dialog.getByRole('button', { name: 'Cung cấp dữ liệu' }).click();
  const panel = officer.locator('.panel').and(officer.getByRole('dialog', { name: firm }));
  await eventually(panel, /Đã cung cấp tra-loi-DL-\d+\.pdf/);

  await page.goto('/lookup');
  await page.locator('#dossier-code').fill(code);
  await page.locator('#dossier-code').press('Enter');
  await eventually(page.getByRole('main'), ANSWER);
  const result = await saved(page, () => page.getByRole('button', { name: /tra-loi-DL-\d+\.pdf/ }).click());
  assert.ok(result.bytes.subarray(0, 5).equals(Buffer.from('%PDF-')), 'the sheet of the stays');
});

// Part of LC-9.2-2, LC-9.2-3.
test('in Lào Cai both terms stand on the page and at the request', { site: laoCai }, async ({ page, person }) => {
  await page.goto('/data-request');
  await eventually(page.locator('.lead'), /Hạn cung cấp: 5 ngày làm việc\. Hạn từ chối: 3 ngày\./);
  await holds(async () => assert.equal(await page.getByRole('radio', { name: 'Dữ liệu đã lưu trữ' }).count(), 0, 'everything is on line'));
  await fillRequester(page);
  await fillSought(page);
  const code = await sendAndConfirm(page, laoCai);
  const officer = await person();
  const panel = await openDossier(officer, FIRM);
  await eventually(panel.locator('.ring-row'), /hết hạn 24:00 ngày .* từ chối thì trước 24:00 ngày /);
  await eventually(officer.locator('.queue-sum'), /cung cấp trong 5 ngày làm việc, từ chối trong 3 ngày/);
  await panel.getByRole('button', { name: 'Từ chối' }).click();
  const dialog = officer.locator('.dialog[open]');
  await dialog.locator('#reason').fill('Chưa có căn cứ để cung cấp.');
  await dialog.getByRole('button', { name: 'Từ chối' }).click();
  await eventually(panel, /Từ chối/);
  await mailTo(laoCai, EMAIL, /Chưa có căn cứ để cung cấp/);
  await page.goto('/lookup');
  await page.locator('#dossier-code').fill(code);
  await page.locator('#dossier-code').press('Enter');
  await eventually(page.getByRole('main'), /Chưa có căn cứ để cung cấp\./);
});
