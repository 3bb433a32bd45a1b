// Signing in and out: what goes wrong, what stays, and what surely ends.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, holds, now, settled, signIn, until, words } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());

const alert = (page) => page.getByRole('alert').filter({ visible: true });

async function tryToSignIn(page, login, password) {
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('#password').press('Enter');
  return eventually(alert(page), /\S/);
}

// Part of KH-5.1.
test('a wrong password and a name that nobody has read the same', { expected: [401] }, async ({ page }) => {
  await page.goto('/');
  await assertFocus(page, 'login', 'the first field has focus');
  const wrongPassword = await tryToSignIn(page, 'haidang', 'khong-dung-1');
  await assertFocus(page, 'password');
  await holds(async () => assert.equal(await page.locator('#password').inputValue(), '', 'the refused password is gone'));
  await holds(async () => assert.equal(await page.locator('#login').inputValue(), 'haidang', 'the name stays'));
  const wrongName = await tryToSignIn(page, 'khong.ai.ca', PASSWORD);
  assert.equal(wrongPassword, wrongName);
  assert.match(wrongName, /Tên đăng nhập hoặc mật khẩu không đúng. Sau 5 lần sẽ phải chờ 15 phút./);
  await holds(async () => assert.match(await page.title(), /^Lỗi:/));
  await assertAccessible(page, 'a refused sign-in');
});

test('an empty field is said at the field, and nothing is sent', async ({ page }) => {
  await page.goto('/');
  const asked = [];
  page.on('request', (request) => request.url().includes('/auth/') && asked.push(request.url()));
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.locator('#login-field').getByText('Nhập tên đăng nhập.').waitFor();
  await assertFocus(page, 'login');
  await holds(async () => assert.equal(await page.locator('#login').getAttribute('aria-invalid'), 'true'));
  await holds(async () => assert.equal(await page.locator('#login').getAttribute('aria-describedby'), 'login-error'));
  await page.locator('#login').fill('haidang');
  await holds(async () => assert.equal(await page.locator('#login-error').count(), 0, 'the error goes with the first letter'));
  await page.locator('#password').press('Enter');
  await page.locator('#password-field').getByText('Nhập mật khẩu.').waitFor();
  await assertFocus(page, 'password');
  assert.deepEqual(asked, []);
});

// Part of KH-5.1.
test('after five wrong passwords the account waits, with the right one too, and the page says how long', { expected: [401, 429] }, async ({ page }) => {
  const client = await site.as();
  for (let times = 0; times < 5; times += 1) {
    await client.call('login', { body: { login: 'dongque', password: `sai-mat-khau-${times}` }, status: 401 });
  }
  await page.goto('/');
  const said = await tryToSignIn(page, 'dongque', PASSWORD);
  assert.match(said, /Thử lại sau 15 phút/);
  await signIn(page, 'bacthanh');
});

test('the language changes before signing in, and stays after it and after a reload', async ({ page }) => {
  await page.goto('/');
  await holds(async () => assert.equal(await page.locator('html').getAttribute('lang'), 'vi'));
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  await holds(async () => assert.equal(await page.locator('html').getAttribute('lang'), 'en'));
  await holds(async () => assert.match(await page.title(), /^Sign in/));
  await signIn(page, 'haidang', { path: '/guests' });
  await page.getByRole('heading', { name: 'Guests' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Guests' }).waitFor();
  await holds(async () => assert.equal(await page.locator('html').getAttribute('lang'), 'en'));
});

test('whoever follows a link signs in there and stays there', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests?state=present' });
  await page.getByRole('heading', { name: 'Khách', exact: true }).waitFor();
  await holds(async () => assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/guests?state=present'));
  await eventually(page.locator('#filter-state'), 'Đang ở');
});

test('a reload keeps the session, without a token that a script could find', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  await page.reload();
  await page.getByRole('heading', { name: 'Khách', exact: true }).waitFor();
  await holds(async () => {
    const kept = await page.evaluate(() => ({ ...localStorage, ...sessionStorage, cookie: document.cookie }));
    assert.equal(kept.cookie, '', 'the cookie cannot be read by a script');
    assert.ok(!/eyJ[\w-]+\.[\w-]+\./.test(JSON.stringify(kept)), 'no access token is kept in the browser');
  });
  await holds(async () => {
    const [cookie] = await page.context().cookies();
    assert.ok(cookie.httpOnly && ['Strict', 'Lax'].includes(cookie.sameSite), JSON.stringify({ ...cookie, value: '…' }));
  });
});

test('tabs that renew the session at the same time all stay signed in', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/guests' });
  const tabs = [page];
  for (let more = 0; more < 2; more += 1) tabs.push(await page.context().newPage());
  await Promise.all(tabs.slice(1).map((tab) => tab.goto('/guests')));
  for (let times = 0; times < 2; times += 1) {
    for (const tab of tabs) {
      await tab.getByRole('heading', { name: 'Khách', exact: true }).waitFor();
      await settled(tab);
    }
    await Promise.all(tabs.map((tab) => tab.reload()));
  }
  for (const tab of tabs) await tab.getByRole('heading', { name: 'Khách', exact: true }).waitFor();
});

// Over plain HTTP browsers have no locks: two tabs send the same refresh token.
test('without locks, too, tabs that renew at the same time stay signed in', async ({ page }) => {
  await page.context().addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });
    // Nor does one tab learn from the storage that the other is at it.
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (key !== 'luutru.refreshing') set.call(this, key, value);
    };
  });
  await signIn(page, 'haidang');
  const others = await Promise.all([1, 2].map(() => page.context().newPage()));
  const tabs = [page, ...others];
  let waiting = 0;
  let release;
  const all = new Promise((resolve) => (release = resolve));
  // Each tab's renewal is held until all three have sent theirs.
  await page.context().route('**/auth/refresh', async (route) => {
    waiting += 1;
    if (waiting === tabs.length) release();
    await all;
    await route.continue();
  });
  await Promise.all(tabs.map((tab) => tab.goto('/')));
  for (const tab of tabs) await tab.getByRole('banner').waitFor();
  assert.ok(waiting >= tabs.length, 'each tab has renewed');
  await page.context().unroute('**/auth/refresh');
  for (const tab of tabs) {
    await tab.reload();
    await tab.getByRole('banner').waitFor();
  }
});

// Part of LC-7.3, KH-9c.
test('signing out ends the session on the server, in every tab, and the way back shows nothing', { expected: [401] }, async ({ page }) => {
  await signIn(page, 'bachtuyet', { path: '/guests' });
  const other = await page.context().newPage();
  await other.goto('/today');
  await settled(other);
  const name = await eventually(page.locator('.row-open').first(), /\S/);
  await page.locator('.row-open').first().click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await page.locator('#today-todo').waitFor();
  const cookie = await until(page, async () => (await page.context().cookies()).find(({ name }) => name === 'luutru_refresh'), 'there is a session');
  await page.locator('#account-button').click();
  await page.locator('#account-menu').getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  await page.getByText('Đã đăng xuất.').waitFor();
  await holds(async () => assert.equal(await page.locator('#login').inputValue(), '', 'who has left leaves no name'));
  await other.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  await page.goBack();
  await holds(async () => assert.match(page.url(), /\/stays\//));
  await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  await holds(async () => assert.ok(!(await words(page.locator('body'))).includes(name)));
  // What stays only tells this browser from others when attempts are counted.
  await holds(async () => {
    const left = (await page.context().cookies()).map(({ name }) => name);
    assert.deepEqual(left, ['luutru_device'], 'the cookie of the session is gone');
  });
  const again = await fetch(`${site.url}/api/v1/auth/refresh`, { method: 'POST', headers: { cookie: `${cookie.name}=${cookie.value}` } });
  assert.equal(again.status, 401, 'a copy of the cookie opens nothing');
});

// Proves KH-9c.
// Part of LC-7.3.
test('signing out with an unsent draft asks first, and leaves nothing of the guest in the browser', async ({ page }) => {
  await signIn(page, 'vuonxoai', { path: '/notify' });
  await page.locator('#full_name').fill('Nguyễn Thị Nháp');
  await page.locator('#phone').focus();
  await page.getByText('Bản nháp giữ trên máy này').waitFor();
  await page.locator('#account-button').click();
  const signOut = page.locator('#account-menu').getByRole('button', { name: 'Đăng xuất' });
  await signOut.click();
  const dialog = page.getByRole('dialog', { name: 'Đăng xuất khi còn bản nháp?' });
  await dialog.waitFor();
  const safe = dialog.getByRole('button', { name: 'Giữ bản nháp, ở lại' });
  await until(page, () => safe.evaluate((button) => button === document.activeElement), 'focus starts on the safe answer');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Nguyễn Thị Nháp'));
  if (!(await now(() => signOut.isVisible()))) await page.locator('#account-button').click();
  await signOut.click();
  await dialog.getByRole('button', { name: 'Bỏ bản nháp, đăng xuất' }).click();
  await page.getByText('Đã đăng xuất.').waitFor();
  await holds(async () => {
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.ok(!kept.includes('Nháp'), `nothing of the guest stays: ${kept}`);
  });
  await signIn(page, 'vuonxoai', { path: '/notify' });
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), ''));
});

// Part of LC-7.3.
test('a session that was ended elsewhere says so, keeps the draft, and opens the same page again', { expected: [401] }, async ({ page }) => {
  await signIn(page, 'kytucxa', { path: '/notify' });
  // Whoever asks first meets the end of the session: that has to be the press below.
  const looked = page.waitForResponse((answer) => answer.url().endsWith('/stays/returning-guests'));
  await page.locator('#full_name').fill('Trần Văn Dở');
  await page.locator('#phone').focus();
  await looked;
  await page.getByText('Bản nháp giữ trên máy này').waitFor();
  const elsewhere = await site.as('kytucxa');
  const newPassword = 'Doi-o-noi-khac-9';
  await elsewhere.call('changePassword', { body: { current_password: PASSWORD, new_password: newPassword } });
  await page.locator('.rail').getByRole('link', { name: 'Khách' }).click();
  await page.getByText('Phiên làm việc đã kết thúc. Đăng nhập lại để mở đúng trang này; bản nháp vẫn còn.').waitFor();
  // Whoever goes on here need not type the name again.
  await holds(async () => assert.equal(await page.locator('#login').inputValue(), 'kytucxa'));
  await assertFocus(page, 'password');
  await page.locator('#password').fill(newPassword);
  await page.locator('#password').press('Enter');
  await page.getByRole('heading', { name: 'Khách', exact: true }).waitFor();
  await page.locator('.rail').getByRole('link', { name: 'Thông báo' }).click();
  await page.getByText('Mở lại bản nháp').waitFor();
  await holds(async () => assert.equal(await page.locator('#full_name').inputValue(), 'Trần Văn Dở'));
});

test('the day panel shows the hours of the profile, and the password can be looked at', async ({ page }) => {
  await page.goto('/');
  await page.locator('.hours .hour-time').first().waitFor();
  await holds(async () => {
    const hours = await page.locator('.hours .hour-time').allInnerTexts();
    assert.deepEqual(hours, ['08:00', '14:00', '23:00', '24:00']);
  });
  await holds(async () => assert.equal(await page.locator('.hour.next').count(), 1));
  await page.locator('#password').fill('abc');
  await page.getByRole('button', { name: 'Hiện mật khẩu' }).click();
  await holds(async () => assert.equal(await page.locator('#password').getAttribute('type'), 'text'));
  const toggle = page.getByRole('button', { name: 'Hiện mật khẩu', pressed: true });
  await toggle.click();
  await holds(async () => assert.equal(await page.locator('#password').getAttribute('type'), 'password'));
});
