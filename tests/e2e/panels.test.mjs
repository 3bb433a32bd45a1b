// Panels, dialogs and menus on the platform's own elements, and what the frame offers everywhere: going anywhere, messages to be read
// again, paper, dates from the device's calendar, files on their way.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, fillNotify, focused, holds, settled, signIn, until, words } from './support/page.mjs';

const site = use(await open());

const NARROW = { width: 1100, height: 768 };
const panel = (page) => page.locator('.panel');
const question = (page) => page.locator('.dialog[open]');
const isModal = (page) => panel(page).evaluate((panel) => panel.matches(':modal'));

test('Esc over words that were not sent asks first, in a panel as in a dialog', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/operators' });
  await page.locator('#add-operator').click();
  await assertFocus(page, 'holder-name');
  await page.locator('#holder-name').fill('Lê Thị Mỹ Duyên');
  await page.keyboard.press('Escape');
  await eventually(question(page), 'Bỏ những gì vừa nhập?');
  await assertAccessible(page, 'the question over typed words');
  await question(page).getByRole('button', { name: 'Nhập tiếp' }).click();
  await assertFocus(page, 'holder-name');
  await holds(async () => assert.equal(await page.locator('#holder-name').inputValue(), 'Lê Thị Mỹ Duyên'));
  await panel(page).getByRole('button', { name: 'Đóng', exact: true }).click();
  await question(page).getByRole('button', { name: 'Bỏ, đóng lại' }).click();
  await panel(page).waitFor({ state: 'detached' });
  await assertFocus(page, 'add-operator');
  // What was typed and taken out again is nothing to ask about.
  await page.locator('#add-operator').click();
  await page.locator('#holder-name').fill('x');
  await page.locator('#holder-name').fill('');
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'detached' });
});

test('where a panel covers the page, what lies beneath can do nothing; beside the page it can', { viewport: NARROW }, async ({ page }) => {
  await signIn(page, 'congan.phuong1', { path: '/notifications' });
  await page.locator('.row-open').first().click();
  await panel(page).locator('.facts').waitFor();
  await holds(async () => assert.equal(await isModal(page), true));
  await assertAccessible(page, 'a panel over the page');
  await holds(async () => assert.equal(await page.evaluate(() => document.querySelector('.toasts').closest('.panel') !== null), true, 'messages are heard and pressed'));
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    await holds(async () => assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('.panel') !== null), 'Tab stays in the panel'));
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await holds(async () => assert.equal(await isModal(page), false));
  await page.locator('.row-open').nth(1).click();
  await page.setViewportSize(NARROW);
  await holds(async () => assert.equal(await isModal(page), true));
  await page.mouse.click(200, 400);
  await panel(page).waitFor({ state: 'detached' });
  await holds(async () => assert.equal(await page.evaluate(() => document.querySelector('.toasts').parentElement === document.body), true));
});

test('a menu of a filter closes on Esc, on a press elsewhere and when Tab leaves it, and gives focus back', async ({ page }) => {
  await signIn(page, 'congan.phuong1', { path: '/notifications' });
  const menu = page.locator('#filter-received-menu');
  const isOpen = () => menu.evaluate((menu) => menu.matches(':popover-open'));
  await page.locator('#filter-received').click();
  await menu.getByRole('button').first().waitFor();
  await holds(async () => {
    const [button, below] = [await page.locator('#filter-received').boundingBox(), await menu.boundingBox()];
    assert.ok(below.y >= button.y + button.height && Math.abs(below.x - button.x) < 40, JSON.stringify([button, below]));
  });
  await page.keyboard.press('Escape');
  await holds(async () => assert.equal(await isOpen(), false));
  await assertFocus(page, 'filter-received');
  await page.keyboard.press('ArrowDown');
  await holds(async () => assert.equal(await isOpen(), true));
  await page.mouse.click(900, 700);
  await holds(async () => assert.equal(await isOpen(), false));
});

test('an option is taken by a click alone, as tools of assistance send it', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await page.locator('#room').click();
  const option = page.locator('#room-list [role=option]').nth(1);
  await option.waitFor();
  const label = await holds(async () => (await words(option.locator('.chooser-label'))).split(' ')[0]);
  await option.evaluate((option) => option.click());
  await holds(async () => assert.ok((await page.locator('#room').inputValue()).startsWith(label)));
});

test('the button that shows the password keeps its name and tells whether it is pressed', async ({ page }) => {
  await page.goto('/');
  const show = page.getByRole('button', { name: 'Hiện mật khẩu' });
  await holds(async () => assert.equal(await show.getAttribute('aria-pressed'), 'false'));
  await show.click();
  await holds(async () => assert.equal(await show.getAttribute('aria-pressed'), 'true'));
});

test('a message that went is read again in the menu of the account', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await fillNotify(page, { name: 'Bùi Văn Đọc Lại', room: '402' });
  await page.locator('#note').focus();
  await page.keyboard.press('Control+ArrowDown');
  await eventually(page.locator('.toasts'), 'Đã nhận Bùi Văn Đọc Lại');
  await page.locator('.toasts').getByRole('button', { name: 'Đóng' }).first().focus();
  await page.keyboard.press('Enter');
  await holds(async () => assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'focus goes back to where it was'));
  await page.locator('#account-button').click();
  await page.locator('#account-menu').getByRole('button', { name: 'Tin đã hiện' }).click();
  await eventually(question(page), 'Đã nhận Bùi Văn Đọc Lại');
  await assertAccessible(page, 'past messages');
});

test('Ctrl K goes to a page, a room, a search and an act by keyboard alone', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  const go = async (text) => {
    await page.keyboard.press('Control+k');
    await assertFocus(page, 'go-to');
    await page.keyboard.type(text, { delay: 60 });
  };
  await go('so luu tru');
  await assertAccessible(page, 'going anywhere');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/register*');
  await go('404');
  await eventually(page.locator('#go-list'), 'Phòng 404');
  await page.keyboard.press('Enter');
  await page.locator('#opened-room').getByRole('heading', { name: 'Phòng 404' }).waitFor();
  await go('Nguyen Van Ai Do');
  await eventually(page.locator('#go-list'), 'Tìm khách “Nguyen Van Ai Do”');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/guests*');
  await go('thong bao khach');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/notify');
  // The list of keys names it, and is reached by it.
  await page.locator('h1').focus();
  await go('danh sach phim');
  await page.keyboard.press('Enter');
  await eventually(question(page), /Ctrl K Đi đến/);
  await eventually(question(page), /Esc Đóng/);
});

test('the counter of a section says of what it counts', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/today' });
  await page.locator('.rail').getByRole('link', { name: /^Hôm nay *, \d+ việc cần làm$/ }).waitFor();
});

test('on paper a page has the name of the facility and who printed it when, and neither bars nor buttons', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  await page.emulateMedia({ media: 'print' });
  for (const path of ['/guests', '/today', '/board']) {
    await page.goto(path);
    await settled(page);
    for (const gone of ['.rail', '.top-bar', '.bottom-bar', '.toasts']) {
      await holds(async () => assert.equal(await page.locator(gone).isVisible(), false, `${gone} on paper of ${path}`));
    }
    await holds(async () => assert.deepEqual(await page.locator('main .btn:visible').allInnerTexts(), []));
    await eventually(page.locator('.print-head'), /Khách sạn Hải Đăng, .* in lúc \d\d\/\d\d\/\d{4}, \d\d:\d\d/);
  }
});

test('on a telephone a date is picked from the calendar of the device', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  const picker = page.locator('#birth-field .date-picker');
  await picker.getByRole('button', { name: 'Chọn ngày trên lịch' }).waitFor();
  await assertAccessible(page, 'dates with a calendar');
  await picker.locator('input').evaluate((input) => {
    input.value = '1987-06-09';
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await holds(async () => {
    const parts = await Promise.all(['day', 'month', 'year'].map((part) => page.locator(`#birth-${part}`).inputValue()));
    assert.deepEqual(parts, ['09', '06', '1987']);
  });
});

test('a part of a date moves on by itself only while the next one is empty', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await page.locator('#birth-day').focus();
  await page.keyboard.type('0906', { delay: 90 });
  await assertFocus(page, 'birth-year');
  await page.keyboard.type('1987', { delay: 90 });
  await page.locator('#birth-day').focus();
  await page.keyboard.type('12', { delay: 90 });
  await holds(async () => assert.equal(await page.locator('#birth-day').inputValue(), '12'));
  await holds(async () => assert.equal(await focused(page), 'birth-day'));
});

test('what is wrong is said in the language that is chosen', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/operators' });
  await page.locator('#add-operator').click();
  await page.locator('#phone').fill('12');
  await page.locator('#operator-act button[type=submit]').click();
  const wrong = page.locator('#phone-field .field-said');
  const before = await eventually(wrong, /\S/);
  await page.locator('#account-button').click();
  await page.locator('#account-menu').getByRole('radio', { name: 'English' }).press('Space');
  await holds(async () => {
    const after = await words(wrong);
    assert.ok(after.length > 8 && after !== before && !/[ạảãầấậềếệộốởợụủứừựýỳđ]/i.test(after), after);
  });
});

test('a file on its way tells how much of it has gone, and is stopped', { expected: ['away'] }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/import' });
  await page.getByRole('heading', { level: 1, name: 'Nhập tệp' }).waitFor();
  let letGo;
  const held = new Promise((resolve) => { letGo = resolve; });
  await page.route('**/facilities/*/imports', async (route) => {
    await held;
    await route.abort().catch(() => {});
  });
  const row = 'Trịnh Thị An,15/08/1987,Nữ,Việt Nam,Thẻ căn cước công dân,056187000001,01/12/2026,02/12/2026,401,Du lịch';
  const list = `\ufeffHọ và tên,Ngày sinh,Giới tính,Quốc tịch,Loại giấy tờ,Số giấy tờ,Ngày đến,Ngày đi dự kiến,Phòng,Lý do lưu trú\n${`${row}\n`.repeat(1_500)}`;
  await page.locator('#import-file').setInputFiles({ name: 'khach.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await eventually(page.locator('.toasts'), /Đang gửi tệp, \d+ %/);
  await page.locator('.toasts').getByRole('button', { name: 'Dừng gửi' }).click();
  letGo();
  await eventually(page.getByRole('main'), /Đã dừng gửi\./);
  await until(page, async () => !(await words(page.locator('.toasts'))).includes('Đang gửi tệp'), 'the bar goes');
});
