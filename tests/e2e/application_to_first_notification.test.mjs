// The way of a new facility: from the application form to the first guest notified, through mail and the officer's queue.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { PDF } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { mailTo } from './support/mail.mjs';
import { assertFocus, eventually, fillDate, fillNotify, holds, settled, signIn, words } from './support/page.mjs';

const site = use(await open());

const EMAIL = 'le.tan@thuyduong.vn';
const NEW_PASSWORD = 'Bien-xanh-2026';

// Proves LC-6.1a, KH-8a, KH-7.3b, LC-10.5.
test('a facility comes from its application to its first notification', { expected: [404] }, async ({ page, person }) => {
  // From the sign-in page to the form.
  await page.goto('/');
  await page.getByRole('link', { name: 'Đăng ký cơ sở lưu trú' }).click();
  await page.getByRole('heading', { name: 'Đăng ký tài khoản' }).waitFor();
  await page.locator('#facility-name').fill('Khách sạn Thùy Dương');
  await page.locator('#facility-kind').selectOption('hotel');
  // By the names that people still use: one that is found nowhere today, one that another commune has today, one that was divided.
  const area = page.locator('#facility-area-code');
  const offered = page.locator('#facility-area-code-list .chooser-row');
  // Đ is a letter of its own, between D and E.
  await area.fill('xã d');
  await holds(async () => {
    const said = await Promise.all((await offered.all()).map(words));
    const names = said.map((one) => one.split(' (')[0]).filter((name) => /^Xã [DĐ]/.test(name));
    assert.deepEqual(names, [
      'Xã Diên Điền', 'Xã Diên Khánh', 'Xã Diên Lạc', 'Xã Diên Lâm', 'Xã Diên Thọ', 'Xã Đại Lãnh', 'Xã Đông Khánh Sơn',
    ]);
  });
  for (const [typed, expected] of [
    ['cam hòa', [/^Xã Cam Hiệp \(trước 01\/07\/2025: xã Cam Hòa, huyện Cam Lâm \(một phần\)\)$/, /^Xã Cam Lâm \(/, /^Xã Suối Dầu \(/]],
    ['vĩnh hải', [/^Xã Vĩnh Hải \(trước 01\/07\/2025: xã Vĩnh Hải, huyện Ninh Hải\)$/, /^Phường Bắc Nha Trang \(trước 01\/07\/2025: phường Vĩnh Hải, TP Nha Trang\)$/]],
    ['lộc thọ', [/^Phường Nha Trang \(trước 01\/07\/2025: phường Lộc Thọ, TP Nha Trang\)$/]],
  ]) {
    await area.fill(typed);
    await holds(async () => {
      const said = await Promise.all((await offered.all()).map(words));
      assert.equal(said.length, expected.length, said.join('\n'));
      for (const [at, one] of expected.entries()) assert.match(said[at], one);
    });
  }
  await assertAccessible(page, 'former names of communes');
  await area.press('Tab');
  await holds(async () => assert.equal(await area.inputValue(), 'Phường Nha Trang'));
  await page.locator('#facility-address').fill('12 đường Bãi Dài');
  await page.locator('#facility-rooms').fill('48');
  await page.locator('#facility-beds').fill('96');
  await page.locator('#facility-representative').fill('Quách Thị Thu Cúc');
  await page.locator('#facility-tax-code').fill('4200000124');
  await fillDate(page, 'started-on', '2019-05-01');
  await page.locator('#user-name').fill('Lê Thị Mỹ Duyên');
  await page.locator('#user-position').fill('Trưởng lễ tân');
  await page.locator('#email').fill(EMAIL);
  await page.locator('#phone').fill('0258 000 0247');

  // Nothing typed is lost.
  await page.reload();
  await eventually(page.locator('.note').filter({ hasText: 'bản nháp' }), /Đã lấy lại/);
  await holds(async () => assert.equal(await page.locator('#user-name').inputValue(), 'Lê Thị Mỹ Duyên'));
  await holds(async () => assert.match(await page.locator('#facility-area-code').inputValue(), /Nha Trang/));

  await page.locator('#signed-form').setInputFiles({ name: 'Mau-so-1.pdf', mimeType: 'application/pdf', buffer: PDF });
  await eventually(page.locator('.file-said'), 'Mau-so-1.pdf');
  await page.getByRole('checkbox', { name: /^Cam kết quản lý/ }).check();
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await page.getByRole('heading', { name: 'Đã nhận đăng ký' }).waitFor();
  const code = await eventually(page.locator('#dossier-code'), /\S/);
  await eventually(page.getByRole('main'), /Cơ sở, đơn vị Khách sạn Thùy Dương/);
  const number = await holds(async () => {
    const number = /[A-Z]{2}-\d{4}/.exec(await words(page.getByRole('main')))?.[0];
    assert.ok(number, 'the receipt has a number');
    return number;
  });
  await assertAccessible(page, 'the receipt of an application');
  await holds(async () => assert.ok(!page.url().includes(code), 'the code stands in no address'));

  // The mail: opening the link does nothing yet, and takes the token out of the address bar.
  const [link] = await mailTo(site, EMAIL, /http\S+\/apply\/confirm#\S+/);
  await page.goto(new URL(link).pathname + new URL(link).hash);
  await page.getByRole('heading', { name: 'Xác nhận đăng ký' }).waitFor();
  await holds(async () => assert.equal(await page.evaluate(() => location.hash), '', 'the token is gone from the address bar'));
  await page.getByRole('button', { name: 'Xác nhận đăng ký' }).click();
  await page.getByRole('heading', { name: 'Đã xác nhận' }).waitFor();

  // Looked up by its code, as people type it.
  await page.getByRole('main').getByRole('link', { name: 'Xem hồ sơ đã gửi' }).click();
  await page.locator('#dossier-code').fill(code.toLowerCase().replaceAll('-', ' '));
  await page.locator('#dossier-code').press('Enter');
  await page.getByRole('heading', { name: 'Khách sạn Thùy Dương' }).waitFor();
  await eventually(page.getByRole('main'), /Mới nhận/);
  await assertAccessible(page, 'the look-up');

  // The officer approves it with the keyboard.
  const officer = await person();
  await signIn(officer, 'congan.tinh', { path: '/registrations' });
  await officer.getByRole('heading', { name: 'Hồ sơ đăng ký' }).waitFor();
  await officer.getByRole('button', { name: 'Khách sạn Thùy Dương' }).click();
  const panel = officer.locator('.panel').and(officer.getByRole('dialog', { name: 'Khách sạn Thùy Dương' }));
  const facts = await eventually(panel, 'Khách sạn, 48 phòng, 96 giường');
  for (const said of [number, 'Quách Thị Thu Cúc', '12 đường Bãi Dài, Phường Nha Trang', '4200000124', '0258 000 0247', EMAIL, 'Lê Thị Mỹ Duyên, Trưởng lễ tân', '01/05/2019', 'Mau-so-1.pdf']) {
    assert.ok(facts.includes(said), `the panel says ${said}: ${facts}`);
  }
  await assertAccessible(officer, 'an opened application');
  // What is to be checked is in view, and the form is had on paper.
  await holds(async () => {
    const [last, foot] = await panel.evaluate((panel) => [[...panel.querySelectorAll('.panel-rows .check')].at(-1), panel.querySelector('.decide')].map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })));
    assert.ok(last.bottom <= foot.top, `${last.bottom} px, the buttons begin at ${foot.top}`);
  });
  const paper = officer.waitForEvent('download');
  await panel.getByRole('button', { name: 'Tải bản in (PDF)' }).click();
  await paper;
  await officer.keyboard.press('d');
  const dialog = officer.locator('.dialog[open]');
  await dialog.getByRole('heading', { name: 'Duyệt hồ sơ của Khách sạn Thùy Dương?' }).waitFor();
  await assertAccessible(officer, 'the question before granting');
  await dialog.getByRole('button', { name: 'Duyệt, cấp tài khoản' }).click();
  await eventually(panel, /Đã trả kết quả/);

  // The password comes by mail alone, is good once, and must be changed.
  const [, login, password] = await mailTo(site, EMAIL, /Tên đăng nhập: (\S+)\nMật khẩu ban đầu: (\S+)/);
  await holds(async () => assert.ok(!(await words(panel)).includes(password), 'the officer does not see the password'));
  await page.goto('/');
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('#password').press('Enter');
  // The first password was typed a moment ago: nobody has to type it once more.
  await assertFocus(page, 'new_password');
  await holds(async () => assert.equal(await page.locator('#current_password').inputValue(), password));
  await page.locator('#new_password').fill(NEW_PASSWORD);
  await page.locator('#again').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();

  // Set-up, with what the application has said already.
  await page.getByRole('heading', { name: 'Thiết lập cơ sở' }).waitFor();
  await settled(page);
  await holds(async () => assert.equal(await page.locator('#address').inputValue(), '12 đường Bãi Dài'));
  await eventually(page.locator('.step.selected'), 'cần đọc lại', 'nothing is missing of what came along');
  await page.getByRole('button', { name: 'Lưu thông tin cơ sở' }).click();
  await page.getByRole('link', { name: 'Sang phần Phòng' }).click();
  // As many rooms as the application declared can be taken over, and then be named.
  await eventually(page.locator('#declared-rooms'), /48 phòng, 96 giường/);
  await page.getByRole('button', { name: 'Điền sẵn số phòng này' }).click();
  await holds(async () => assert.equal(await page.locator('#quick-range').inputValue(), '1–48'));
  await holds(async () => assert.equal(await page.locator('#quick-beds').inputValue(), '2'));
  await page.locator('#quick-floor').fill('1');
  await page.locator('#quick-range').fill('101–102');
  await page.locator('#quick-kind').fill('Đôi');
  await page.locator('#quick-beds').fill('2');
  await page.getByRole('button', { name: 'Thêm các phòng này' }).click();
  await page.getByRole('button', { name: 'Lưu danh sách phòng' }).click();
  await page.getByText('Đã lưu 2 phòng').waitFor();
  await page.getByRole('link', { name: 'Sang phần Giá niêm yết' }).click();
  await page.getByRole('textbox', { name: 'Một đêm' }).fill('650.000');
  await page.getByRole('button', { name: 'Lưu giá niêm yết' }).click();
  await page.getByText('Đã thiết lập xong').waitFor();
  await assertFocus(page, 'go-notify', 'the way on, wherever it stands');

  // And the first guest.
  await page.getByRole('main').getByRole('link', { name: 'Thông báo khách' }).click();
  await page.getByRole('heading', { name: 'Thông báo khách' }).waitFor();
  await fillNotify(page, { name: 'Nguyễn Hữu Phước', room: '101' });
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Đã nhận Nguyễn Hữu Phước, phòng 101' }).waitFor();
});
