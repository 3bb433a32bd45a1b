// What stands around every page: what an account may see, keys, theme and language, the end of a session.

import assert from 'node:assert/strict';
import { PHONE, open, test, use } from './support/browser.mjs';
import { movableClock } from './support/clock.mjs';
import { guest } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, focused, holds, now, settled, signIn, until, words } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());

const theme = (page) => page.locator('html').getAttribute('data-theme');
const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test('an address that leads nowhere says so, with the frame around it', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/khong/co/trang/nay' });
  await page.getByRole('heading', { name: 'Không tìm thấy trang này' }).waitFor();
  await assertAccessible(page, 'not found');
  await page.getByRole('main').getByRole('link', { name: 'Về trang đầu' }).click();
  await page.locator('#today-todo').waitFor();
});

// Part of LC-10.6.
test('what waits is counted on every page, told in words too, and counted again after a minute of work', async ({ page, person }) => {
  await (await site.as('haidang')).notify({ guest: guest({ full_name: 'Ưng Văn Đếm' }), room: '101' });
  const officer = await site.as('congan.phuong1');
  const unseen = async () => (await officer.call('getCounts')).notifications.unseen;
  const pass = await movableClock(page);
  await signIn(page, 'congan.phuong1', { path: '/register' });
  const section = page.locator('.rail').getByRole('link', { name: /^Thông báo/ });
  const isTrue = () => holds(async () => assert.ok((await words(section)).includes(`, ${await unseen()} chưa xem`)));
  await isTrue();
  await assertAccessible(page, 'a page with counters');
  const { items } = await officer.call('listStays', { query: { acknowledged: false, limit: 1 } });
  await officer.call('acknowledgeStay', { path: { stay_id: items[0].id } });
  await pass(2);
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await isTrue();

  const province = await person();
  await signIn(province, 'congan.tinh', { path: '/accounts' });
  const { dossiers } = await (await site.as('congan.tinh')).call('getCounts');
  const said = `${dossiers.waiting} đang chờ, ${dossiers.overdue} quá hạn`;
  await holds(async () => assert.ok((await words(province.locator('.rail').getByRole('link', { name: /^Đăng ký/ }))).includes(said)));
});

// Part of KH-5.3, LC-9.1.
test('a page of another kind of account is refused with words, and nothing of it is shown', async ({ page, person }) => {
  await signIn(page, 'thue.tinh', { path: '/notifications' });
  for (const path of ['/notifications', '/search', '/guests', '/today', '/notify', '/set-up']) {
    await page.goto(path);
    await page.getByRole('heading', { name: 'Tài khoản không có quyền xem trang này' }).waitFor();
  }
  await page.getByText('Đang đăng nhập: Tạ Đình Khôi').waitFor();
  // The same words where a profile has the function switched off, and for operators on pages of the holder.
  await page.getByText('Trang của người dùng khác, hoặc đang tắt.').waitFor();
  await assertAccessible(page, 'no permission');

  const officer = await person();
  await signIn(officer, 'congan.phuong1', { path: '/notify' });
  for (const path of ['/notify', '/today', '/set-up', '/guests']) {
    await officer.goto(path);
    await officer.getByRole('heading', { name: 'Tài khoản không có quyền xem trang này' }).waitFor();
  }
  const facility = await person();
  await signIn(facility, 'haidang', { path: '/notifications' });
  for (const path of ['/notifications', '/search']) {
    await facility.goto(path);
    await facility.getByRole('heading', { name: 'Tài khoản không có quyền xem trang này' }).waitFor();
  }
});

test('agencies without figures yet see their account, and honest words', async ({ page, person }) => {
  const roles = { quantri: 'Quản trị hệ thống', 'thue.phuong1': 'Cơ quan thuế', 'dulich.tinh': 'Cơ quan du lịch', 'thongke.phuong1': 'Cơ quan thống kê' };
  for (const [login, role] of Object.entries(roles)) {
    const agency = login === 'quantri' ? page : await person();
    await signIn(agency, login);
    await agency.getByRole('heading', { name: 'Tổng quan' }).waitFor();
    await holds(async () => {
      const told = await words(agency.getByRole('main'));
      assert.match(told, /Chưa có trang số liệu/);
      assert.ok(told.includes(role) && told.includes(login), told);
    });
    const sections = {
      quantri: ['Tổng quan', 'Đăng ký', 'Cơ sở', 'Tài khoản', 'Hệ thống'],
      'dulich.tinh': ['Tổng quan', 'Cho ý kiến', 'Cơ sở', 'Tài khoản'],
    }[login] ?? ['Tổng quan', 'Cho ý kiến', 'Cơ sở'];
    await holds(async () => assert.deepEqual(await agency.locator('.rail a .rail-name').allInnerTexts(), sections));
    await holds(async () => assert.equal(await agency.getByRole('searchbox').count(), 0, 'no search for people'));
  }
  await assertAccessible(page, 'the page of an agency');
});

test('on a telephone the commune searches from the bar, and a facility scans with the camera first', { viewport: PHONE }, async ({ page, person }) => {
  await signIn(page, 'congan.phuong1', { path: '/commune' });
  await holds(async () => assert.deepEqual(await page.locator('.bottom-item > span:not(.bottom-icon):not(.counter):not(.hidden)').allInnerTexts(), ['Hôm nay', 'Thông báo', 'Nhập hộ', 'Tra cứu', 'Thêm']));
  const facility = await person();
  await signIn(facility, 'haidang', { path: '/notify' });
  await holds(async () => {
    const [camera, scanner] = await facility.evaluate(() => [document.querySelector('.camera button'), document.querySelector('#scan-field')].map((part) => part.getBoundingClientRect()).map(({ top, width, height }) => ({ top, width, height })));
    assert.ok(camera.top < scanner.top && camera.height >= 44 && camera.width > scanner.width - 2, JSON.stringify([camera, scanner]));
  });
  await assertAccessible(facility, 'the form on a telephone');
  // What is read without signing in begins on the first screen.
  const anybody = await person();
  await anybody.goto('/apply');
  await holds(async () => {
    const { y } = await anybody.getByRole('heading', { level: 1 }).boundingBox();
    assert.ok(y < 130, `the title stands at ${y} px`);
  });
});

test('until the program is there, the page says that it opens', async ({ page }) => {
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  await page.getByText('Đang mở…').waitFor();
  await holds(async () => assert.equal(await page.getByText('Opening…').isVisible(), false));
  go();
  await page.locator('#login').waitFor();
  await holds(async () => assert.equal(await page.locator('.boot-opening').isVisible(), false));
});

test('? lists the keys of the page, and single letters can be turned off', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Phím tắt trên trang này' });
  await dialog.waitFor();
  await holds(async () => {
    const told = await words(dialog);
    for (const key of ['? Danh sách phím', 'N Thông báo khách', '/ Tìm']) assert.ok(told.includes(key), told);
  });
  await assertAccessible(page, 'the list of keys');
  await page.keyboard.press('n');
  await holds(async () => assert.equal(new URL(page.url()).pathname, '/guests', 'keys do not act behind a dialog'));
  await dialog.getByRole('checkbox', { name: /phím một chữ cái/ }).uncheck();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.keyboard.press('n');
  await page.keyboard.press('/');
  await holds(async () => assert.notEqual(await focused(page), 'search'));
  await holds(async () => assert.equal(new URL(page.url()).pathname, '/guests'));
  await page.locator('.rail').getByRole('button', { name: /Phím tắt/ }).click();
  await dialog.getByRole('checkbox', { name: /phím một chữ cái/ }).check();
  await dialog.getByRole('button', { name: 'Đóng' }).click();
  await page.keyboard.press('n');
  await page.getByRole('heading', { name: 'Thông báo khách' }).waitFor();
  await page.locator('#full_name').fill('n');
  await page.locator('#full_name').press('n');
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'nn', 'letters are letters in an input'));
});

test('the list of keys of a form names the ones that act there', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/notify' });
  await page.locator('.rail').getByRole('button', { name: /Phím tắt/ }).click();
  await holds(async () => {
    const told = await words(page.locator('.dialog[open]'));
    for (const key of ['F2', 'Ctrl Enter', 'Ctrl ↓']) assert.ok(told.includes(key), told);
  });
});

test('a page left before its refresh is answered does not end the session', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  // Answers take a moment to come, as they do outside of this machine.
  const network = await page.context().newCDPSession(page);
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 300, downloadThroughput: -1, uploadThroughput: -1 });
  for (let times = 0; times < 3; times += 1) {
    const asked = page.waitForRequest(/auth\/refresh/);
    page.goto('/guests').catch(() => undefined);
    await asked;
    await page.goto('about:blank');
  }
  await page.goto('/guests');
  await page.getByRole('heading', { level: 1, name: 'Khách' }).waitFor();
});

test('on a phone the names of the menu stand in one line', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'haidang', { path: '/guests' });
  await page.locator('#account-button').click();
  const menu = page.locator('#account-menu');
  const wrapped = () =>
    menu.locator('.segment span').evaluateAll((names) => names.filter((name) => name.getClientRects().length > 1 || name.offsetHeight > 30).map((name) => name.innerText));
  await menu.getByText('Theo máy').waitFor();
  await holds(async () => assert.deepEqual(await wrapped(), []));
  await menu.getByRole('radio', { name: 'English' }).press('Space');
  await menu.getByText('System', { exact: true }).waitFor();
  await holds(async () => assert.deepEqual(await wrapped(), []));
  await holds(async () => assert.equal(await menu.evaluate((box) => box.scrollWidth - box.clientWidth), 0, 'nothing sticks out'));
});

test('theme and language are chosen in the menu, and kept after a reload and a new sign-in', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  await holds(async () => assert.equal(await theme(page), null, 'the system decides until somebody chooses'));
  const light = await now(() => background(page));
  await page.locator('#account-button').click();
  const menu = page.locator('#account-menu');
  await menu.getByRole('radio', { name: 'Tối' }).press('Space');
  await holds(async () => assert.equal(await theme(page), 'dark'));
  await holds(async () => assert.notEqual(await background(page), light));
  await assertAccessible(page, 'the menu in the dark');
  await menu.getByRole('radio', { name: 'English' }).press('Space');
  await page.getByRole('heading', { name: 'Guests' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Guests' }).waitFor();
  await holds(async () => assert.equal(await theme(page), 'dark'));
  await page.locator('#account-button').click();
  await menu.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  await holds(async () => assert.equal(await theme(page), 'dark'));
  await signIn(page, 'haidang', { path: '/guests' });
  await page.getByRole('heading', { name: 'Guests' }).waitFor();
  await page.locator('#account-button').click();
  await menu.getByRole('radio', { name: 'Light' }).press('Space');
  await holds(async () => assert.equal(await background(page), light));
});

test('the dark of the system is followed without a choice', { dark: true }, async ({ page, person }) => {
  await page.goto('/');
  await page.locator('#login').waitFor();
  const bright = await person({ dark: false });
  await bright.goto('/');
  await bright.locator('#login').waitFor();
  await holds(async () => assert.notEqual(await background(page), await background(bright)));
});

test('the account menu opens and closes by keyboard, and focus comes back', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  await page.locator('#account-button').focus();
  await page.keyboard.press('Enter');
  await page.locator('#account-menu').getByText('Đăng xuất').waitFor();
  await holds(async () => assert.equal(await page.locator('#account-button').getAttribute('aria-expanded'), 'true'));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await holds(async () => assert.equal(await page.locator('#account-button').getAttribute('aria-expanded'), 'false'));
  await assertFocus(page, 'account-button');
});

test('the first Tab leads past the frame, each page takes focus at its title, and the window says where one is', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  await page.locator('.rail').getByRole('link', { name: 'Cơ sở' }).click();
  await page.getByRole('heading', { level: 1, name: 'Cơ sở' }).waitFor();
  await until(page, () => page.evaluate(() => document.activeElement.tagName === 'H1'), 'the title takes focus');
  await holds(async () => assert.equal(await page.title(), 'Cơ sở – Lưu Trú'));
  await holds(async () => assert.equal(await page.locator('.rail [aria-current=page]').innerText(), 'Cơ sở'));
  const first = page.locator('a[href], button, input, select, textarea').filter({ visible: true }).first();
  await holds(async () => assert.equal(await first.innerText(), 'Tới nội dung chính', 'the first stop of all'));
  await holds(async () => {
    const box = await first.boundingBox();
    assert.ok(box.y + box.height <= 0, 'out of sight until it has focus');
  });
  await first.focus();
  await holds(async () => assert.ok((await first.boundingBox()).y >= 0));
  await page.keyboard.press('Enter');
  await assertFocus(page, 'main');
});

// Proves LC-7.3.
test('before the idle end of a session it is asked, “Ở lại” keeps it, and its end keeps the draft', async ({ page }) => {
  const pass = await movableClock(page);
  await signIn(page, 'haidang', { path: '/notify' });
  await page.locator('#full_name').fill('Giang Thị Bỏ Quên');
  await page.locator('#note').focus();
  await page.getByText('Bản nháp giữ trên máy này').waitFor();
  const notice = page.getByRole('dialog', { name: 'Sắp hết phiên làm việc' });
  await pass(28.1);
  await notice.waitFor();
  await holds(async () => {
    const told = await words(notice);
    assert.match(told, /Đã 28 phút không thao tác. Phiên đóng sau (1 phút|\d+ giây)/);
    assert.match(told, /Bản nháp vẫn được giữ/);
  });
  const stay = notice.getByRole('button', { name: 'Ở lại' });
  await until(page, () => stay.evaluate((button) => button === document.activeElement), 'focus is on staying');
  await assertAccessible(page, 'the notice before the idle end');
  const renewed = page.waitForResponse((response) => response.url().endsWith('/auth/refresh') && response.ok());
  await page.keyboard.press('Enter');
  await renewed;
  await notice.waitFor({ state: 'hidden' });
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Giang Thị Bỏ Quên'));

  // 28 minutes begin anew from here.
  await pass(28.1);
  await notice.waitFor();
  const ended = page.waitForRequest((request) => request.url().endsWith('/auth/logout'));
  await pass(2);
  await ended;
  await page.getByText('Phiên trước đã đóng vì 30 phút không thao tác.').waitFor();
  await holds(async () => assert.equal(await page.getByRole('banner').count(), 0, 'nothing of the page is left to see'));
  // What stays only tells this browser from others when attempts are counted (luutru_device).
  await holds(async () => {
    const cookies = (await page.context().cookies()).map(({ name }) => name);
    assert.deepEqual(cookies, ['luutru_device'], 'the cookie of the session is gone');
  });
  await page.locator('#login').fill('haidang');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#password').press('Enter');
  await page.getByText('Mở lại bản nháp').waitFor();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Giang Thị Bỏ Quên'));
});

test('whoever works is not asked, and work in one tab counts for the other', async ({ page }) => {
  const pass = await movableClock(page);
  await signIn(page, 'haidang', { path: '/notify' });
  const other = await page.context().newPage();
  const passThere = await movableClock(other);
  await other.goto('/guests');
  await settled(other);
  const renewed = page.waitForResponse((response) => response.url().endsWith('/auth/refresh') && response.ok());
  for (let times = 0; times < 2; times += 1) {
    await Promise.all([pass(20), passThere(20)]);
    await page.locator('#note').press('a');
  }
  // Typing reaches no server; the session is renewed for it all the same.
  await renewed;
  await other.bringToFront();
  await other.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await other.locator('#today-todo').waitFor();
  for (const tab of [page, other]) {
    await holds(async () => assert.equal(await tab.locator('.dialog[open]').count(), 0));
    await tab.getByRole('banner').waitFor();
  }
});

test('on a phone the sections stand at the foot, and “Thêm” has the rest', { viewport: PHONE, hasTouch: true }, async ({ page }) => {
  await signIn(page, 'haidang', { path: '/today' });
  await holds(async () => assert.equal(await page.locator('.rail').isVisible(), false));
  const foot = page.locator('.bottom-bar');
  await holds(async () => assert.deepEqual(
    (await foot.locator('a, button').allInnerTexts()).map((text) => text.split('\n')[0].trim()),
    ['Hôm nay', 'Sơ đồ phòng', 'Thông báo', 'Khách', 'Thêm'],
  ));
  await foot.getByRole('link', { name: 'Thông báo' }).tap();
  await page.getByRole('heading', { name: 'Thông báo khách' }).waitFor();
  await foot.getByRole('button', { name: 'Thêm' }).tap();
  const sheet = page.getByRole('dialog', { name: 'Thêm' });
  await sheet.getByRole('button', { name: 'Đăng xuất' }).waitFor();
  await assertAccessible(page, 'the sheet under “Thêm”');
  await sheet.getByRole('searchbox').fill('tran thi');
  await sheet.getByRole('searchbox').press('Enter');
  await page.getByRole('heading', { name: 'Khách', exact: true }).waitFor();
  await sheet.waitFor({ state: 'hidden' });
  await eventually(page.locator('main [role=status].ledger-hint'), /khách, \d+ lượt/);
  const small = () => page.evaluate(() =>
    [...document.querySelectorAll('.bottom-bar a, .bottom-bar button, main button, main .btn')]
      .filter((element) => element.getClientRects().length && element.getBoundingClientRect().height < 24)
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  await holds(async () => assert.deepEqual(await small(), [], 'targets are at least 24 high'));
});
