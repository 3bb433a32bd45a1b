// The pages around accounts: finding, making, locking, handing on; operators; one's own sessions and second factor.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { PHONE, open, test, use, watchFocus } from './support/browser.mjs';
import { day } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { assertFocus, choose, eventually, field, fillDate, holds, settled, signIn, until, words } from './support/page.mjs';
import { textsOf } from './support/sheet.mjs';
import { PASSWORD } from './support/site.mjs';

const site = use(await open());
watchFocus();

const toast = (page) => page.locator('.toasts .toast').last();

/** The six digits that an authenticator app shows for a secret, so many steps from now (RFC 6238). */
function digits(secret, steps = 0) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(count).digest();
  const at = hash.at(-1) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Signs in with an initial password and gives the account one of its own. */
async function firstSignIn(page, login, initial, own) {
  await page.goto('/');
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(initial);
  await page.locator('#password').press('Enter');
  await page.locator('#current_password').fill(initial);
  await page.locator('#new_password').fill(own);
  await page.locator('#again').fill(own);
  await page.locator('#again').press('Enter');
  // Who leaves the page before the answer has come may still stand before the change.
  await page.locator('#again').waitFor({ state: 'detached' });
}

// Part of KH-12.2, KH-10.1-3.
test('the administrator finds accounts without accents, by kind, area and state', async ({ page }) => {
  await signIn(page, 'quantri', { path: '/accounts' });
  const rows = page.locator('.accounts .stay-row');
  await until(page, async () => (await rows.count()) > 15, 'all accounts are listed');
  await page.locator('#account-words').fill('hai dang');
  await until(page, async () => (await rows.count()) === 1, 'one account is called so');
  await eventually(rows, 'Khách sạn Hải Đăng');
  await holds(async () => assert.ok(!page.url().includes('hai'), 'what was typed may be a name and stays out of the address'));

  await page.locator('#account-words').fill('');
  await page.locator('#filter-tier').click();
  await page.getByRole('button', { name: 'Công an, cấp xã' }).click();
  await until(page, async () => (await rows.count()) === 2, 'two communes have police');
  await holds(async () => assert.match(page.url(), /tier=police_3/));
  await page.reload();
  await until(page, async () => (await rows.count()) === 2, 'the filter stands in the address');
  await page.locator('#account-words').fill('khong co ai');
  await page.getByText('Không có tài khoản nào khớp').waitFor();
  await page.getByRole('button', { name: 'Bỏ lọc', exact: true }).last().click();
  await until(page, async () => (await rows.count()) > 15, 'nothing is filtered any more');
  const area = page.getByRole('button', { name: /^Phường Bắc Nha Trang/ });
  await area.focus();
  await page.keyboard.press('Enter');
  await holds(async () => assert.equal(await area.getAttribute('aria-expanded'), 'false'));
  await assertAccessible(page, 'the tree of accounts');
});

// Part of KH-12.2.
test('the accounts that filter and search leave are saved as a file', async ({ page, person }) => {
  await signIn(page, 'quantri', { path: '/accounts' });
  const rows = page.locator('.accounts .stay-row');
  const save = async () => {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Xuất tệp', exact: true }).click();
    const file = await saved;
    assert.match(file.suggestedFilename(), /^tai-khoan_\d{4}-\d\d-\d\d\.xlsx$/);
    return textsOf(file);
  };
  await page.locator('#filter-tier').click();
  await page.getByRole('button', { name: 'Công an, cấp xã' }).click();
  await until(page, async () => (await rows.count()) === 2, 'two communes have police');
  const police = await save();
  assert.ok(police.includes('congan.phuong1') && police.includes('congan.phuong2') && !police.includes('haidang'), police.join());
  await page.goto('/accounts');
  await page.locator('#account-words').fill('hai dang');
  await until(page, async () => (await rows.count()) === 1, 'one account is called so');
  const found = await save();
  assert.ok(found.includes('haidang') && !found.includes('congan.phuong1'), found.join());

  // Whoever administers no accounts has no list of them, and the list of a facility's own stays has no such button.
  const hotel = await person();
  await signIn(hotel, 'haidang', { path: '/guests' });
  await holds(async () => assert.equal(await hotel.getByRole('button', { name: 'Xuất tệp', exact: true }).count(), 0));
});

// Part of KH-10.2a-2, LC-6.1b-2.
test('the police of the province make an account for a commune, hand the password over, and its holder comes in', { expected: [422] }, async ({ page, person }) => {
  await signIn(page, 'congan.tinh', { path: '/accounts' });
  await page.getByRole('link', { name: 'Tạo tài khoản' }).click();
  await holds(async () => {
    const tiers = await page.locator('#tier option').allInnerTexts();
    assert.deepEqual(tiers.slice(1), ['Công an, cấp xã', 'Cơ sở lưu trú'], 'only what the police of the province make');
  });
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await page.locator('.summary').waitFor();
  await assertAccessible(page, 'making an account, with mistakes');

  await page.locator('#tier').selectOption('police_3');
  await choose(page, 'area-code', 'cam ranh');
  await page.locator('#unit-name').fill('Công an phường Cam Ranh');
  await page.locator('#holder-name').fill('Phan Quốc Bảo');
  await page.reload();
  await holds(async () => assert.equal(await page.locator('#holder-name').inputValue(), 'Phan Quốc Bảo', 'what was typed survives a reload'));
  await page.locator('#delivery-1').press('Space');
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  const login = await eventually(page.locator('#issued-login'), /\S/);
  const initial = await eventually(page.locator('#issued-password'), /\S/);
  await assertAccessible(page, 'an initial password');
  await page.reload();
  await holds(async () => assert.equal(await page.getByText(initial).count(), 0, 'the password is shown once'));

  const holder = await person();
  await firstSignIn(holder, login, initial, 'Cam-Ranh-2026');
  await holder.getByRole('heading', { name: 'Bật xác thực hai bước' }).waitFor();
  await (await site.as()).call('login', { body: { login, password: initial }, status: 401 });
});

// Proves LC-6.3-2, KH-8d.
// Part of KH-12.1b.
test('an account is locked with a reason, unlocked, given to somebody else, and who held it stays on record', { expected: [401, 422] }, async ({ page, person }) => {
  const at = await person();
  await signIn(at, 'congan.phuong2', { path: '/notifications' });
  await signIn(page, 'congan.tinh', { path: '/accounts' });
  await page.locator('.stay-row', { hasText: 'congan.phuong2' }).getByRole('link').click();
  await page.locator('#act-lockAccount').click();
  await assertFocus(page, 'reason');
  const send = page.locator('#account-act button[type=submit]');
  await send.click();
  await page.locator('#account-act .summary').waitFor();
  await assertAccessible(page, 'locking an account');
  await page.locator('#reason').selectOption('misuse');
  await send.click();
  await eventually(page.locator('.account-head .tag'), 'Đang khóa');
  await at.goto('/notifications');
  await at.locator('#login').waitFor();

  await page.locator('#act-unlockAccount').click();
  await page.locator('#reason').selectOption('mistake');
  await page.locator('#reason').press('Tab');
  await send.click();
  await eventually(page.locator('.account-head .tag'), 'Đang dùng');

  await page.locator('#act-changeHolder').click();
  await page.locator('#holder-name').fill('Trần Gia Bách');
  await page.locator('#delivery-1').press('Space');
  await page.locator('#reference').fill('214/CAP-2026');
  await send.click();
  await page.locator('#issued-password').waitFor();
  const holders = page.locator('#account-holders .version-line-stop');
  await until(page, async () => (await holders.count()) === 2, 'both holders are on record');
  await eventually(holders.first(), /Trần Gia Bách.*214\/CAP-2026/);
});

test('a password that is handed over and neither printed nor copied is not left by a link without a question', async ({ page }) => {
  await signIn(page, 'congan.tinh', { path: '/accounts/new' });
  await settled(page);
  await page.locator('#tier').selectOption('police_3');
  await choose(page, 'area-code', 'cam ranh');
  await page.locator('#unit-name').fill('Công an phường Ba Ngòi');
  await page.locator('#holder-name').fill('Tạ Quang Giữ');
  await page.locator('#delivery-1').press('Space');
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await page.locator('#issued-password').waitFor();
  const away = page.getByRole('navigation').getByRole('link', { name: 'Tài khoản', exact: true });
  await away.click();
  await assertFocus(page, 'issued-keep');
  await eventually(page.getByRole('alert'), 'Chưa in, chưa chép mật khẩu.');
  await assertAccessible(page, 'the question before leaving');
  await page.locator('#issued-keep').click();
  await assertFocus(page, 'issued-away');
  await page.locator('#issued-password').waitFor();
  // Another one is not begun without the question either.
  await page.getByRole('button', { name: 'Tạo tài khoản khác' }).click();
  await assertFocus(page, 'issued-keep');
  await page.locator('#issued-keep').click();
  await away.click();
  await page.locator('#issued-sure').click();
  await page.getByRole('heading', { level: 1, name: 'Tài khoản' }).waitFor();
  await holds(async () => assert.ok(page.url().endsWith('/accounts')));
});

test('an account outside of one\'s reach cannot be told from one that is not there', { expected: [404] }, async ({ page }) => {
  const administrator = await site.as('quantri');
  await signIn(page, 'dulich.tinh', { path: `/accounts/${administrator.account.id}` });
  await page.getByText('Không tìm thấy tài khoản này').waitFor();
});

// Proves LC-7.2, KH-9b, KH-7.3c.
test('a facility gives each person a login of their own, and takes it back', { expected: [401] }, async ({ page, person }) => {
  await signIn(page, 'songbien', { path: '/today' });
  await page.locator('#account-button').click();
  await page.getByRole('link', { name: 'Người dùng của tài khoản' }).click();
  await page.getByText('Không dùng chung tài khoản.').waitFor();
  await page.locator('#add-operator').click();
  await assertFocus(page, 'holder-name');
  await page.locator('#holder-name').fill('Lê Thị Mỹ Duyên');
  await page.locator('#holder-position').fill('Lễ tân');
  await page.locator('#operator-act button[type=submit]').click();
  const login = await eventually(page.locator('#issued-login'), /\S/);
  const initial = await eventually(page.locator('#issued-password'), /\S/);
  const receptionist = await person();
  await firstSignIn(receptionist, login, initial, 'Le-tan-2026-a');
  await eventually(receptionist.locator('#account-button'), 'Lê Thị Mỹ Duyên');
  await receptionist.goto('/operators');
  await settled(receptionist);
  await holds(async () => assert.equal(await receptionist.locator('#add-operator').count(), 0, 'operators make no operators'));

  await page.getByRole('button', { name: 'Ngưng Lê Thị Mỹ Duyên' }).click();
  await page.locator('.dialog[open]').getByRole('button', { name: 'Ngưng' }).click();
  await eventually(toast(page), 'Đã ngưng Lê Thị Mỹ Duyên');
  await receptionist.goto('/guests');
  await receptionist.locator('#login').waitFor();
  await assertAccessible(page, 'operators');
  await page.setViewportSize(PHONE);
  await assertNoSideScroll(page, 'operators');
});

// Part of LC-6.3-2, KH-8d, KH-12.1b.
test('a password that others issue locks the operators: the holder confirms one, the police end the other', async ({ page, person }) => {
  const facility = await site.as('songbien');
  const make = (name) => facility.call('createOperator', { body: { holder_name: name, delivery: 'handover' } });
  const [stays, leaves] = [await make('Võ Thị Hạnh'), await make('Bùi Quang Sáng')];
  const police = await site.as('congan.tinh');
  const issued = await police.call('resetPassword', {
    path: { account_id: facility.account.id },
    body: { reason: 'credential_lost', delivery: 'handover' },
  });
  await firstSignIn(page, 'songbien', issued.initial_password, 'Song-Nuoc-2026-b');
  await page.goto('/operators');
  await page.getByText('Có người dùng chờ xác nhận.').waitFor();
  await assertAccessible(page, 'operators who wait');
  await page.getByRole('button', { name: `Xác nhận ${stays.operator.holder_name}` }).click();
  await eventually(toast(page), 'Võ Thị Hạnh đăng nhập lại được');
  await eventually(page.getByRole('row', { name: /Võ Thị Hạnh/ }), /Đang dùng/);
  await eventually(page.getByRole('row', { name: /Bùi Quang Sáng/ }), /Đang khóa/);

  const officer = await person();
  await signIn(officer, 'congan.tinh', { path: `/accounts/${facility.account.id}` });
  await officer.locator(`#end-${leaves.operator.id}`).click();
  await assertFocus(officer, 'reason');
  await officer.locator('#reason').selectOption('misuse');
  await officer.locator('#account-act button[type=submit]').click();
  await eventually(officer.locator('.operator-line', { hasText: 'Bùi Quang Sáng' }), /Đã đóng/);
  await page.reload();
  await page.getByRole('row', { name: /Bùi Quang Sáng/ }).waitFor();
  await eventually(page.getByRole('row', { name: /Bùi Quang Sáng/ }), /Đã đóng/);
  await page.getByText('Có người dùng chờ xác nhận.').waitFor({ state: 'detached' });
});

test('a panel stands beside the button that has opened it', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/operators' });
  await page.locator('#add-operator').click();
  await holds(async () => {
    const [button, panel] = [await page.locator('#add-operator').boundingBox(), await page.locator('.panel').boundingBox()];
    assert.ok(button.x + button.width <= panel.x, `the button ends at ${button.x + button.width}, the panel begins at ${panel.x}`);
  });
});

test('one\'s own sessions are listed, and all others end at once', { expected: [401] }, async ({ page, person }) => {
  const elsewhere = await person();
  await signIn(elsewhere, 'anhduong', { path: '/profile' });
  await signIn(page, 'anhduong', { path: '/profile' });
  await until(page, async () => (await page.locator('.sessions .stay-row').count()) === 2, 'both sessions are listed');
  await page.getByText('Phiên này').waitFor();
  await page.locator('#end-others').click();
  await eventually(toast(page), 'Đã kết thúc 1 phiên khác');
  await until(page, async () => (await page.locator('.sessions .stay-row').count()) === 1, 'one session is left');
  await elsewhere.goto('/today');
  await elsewhere.locator('#login').waitFor();
  await assertAccessible(page, 'one\'s own account');
});

test('a second factor is set up and given up from one\'s own account', { expected: [401, 422] }, async ({ page }) => {
  await signIn(page, 'thue.phuong1', { path: '/profile' });
  await page.locator('#factor-start').click();
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#password').press('Enter');
  const secret = (await eventually(page.locator('.factor-secret'), /\S/)).replaceAll(' ', '');
  await page.locator('#code').fill(digits(secret));
  await page.locator('#code').press('Enter');
  await page.locator('.factor-codes').waitFor();
  await assertAccessible(page, 'recovery codes');
  const codes = await holds(async () => {
    const codes = await page.locator('.factor-codes li').allInnerTexts();
    assert.equal(codes.length, 10);
    return codes;
  });
  await page.locator('#factor-kept').check();
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByText('Còn 10 mã dự phòng.').waitFor();
  await page.getByRole('button', { name: 'Tắt xác thực hai bước' }).click();
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#code').fill(codes[0]);
  await page.locator('#code').press('Enter');
  await page.getByText('Chưa bật.').waitFor();
});

test('an administrator changes the working calendar, and what was typed is kept until it is saved', async ({ page }) => {
  await signIn(page, 'quantri', { path: '/calendar?year=2028' });
  await page.locator('#name').fill('Tết Dương lịch');
  await page.locator('#source').fill('Bộ luật Lao động, Điều 112');
  await page.getByRole('button', { name: 'Thêm vào lịch' }).click();
  await eventually(field(page, 'date'), 'Chưa có ngày.');
  await page.locator('#date-day').fill('03');
  await page.locator('#date-month').fill('01');
  await page.locator('#date-year').fill('2028');
  await page.getByRole('button', { name: 'Thêm vào lịch' }).click();
  await page.locator('.calendar-table').getByText('Tết Dương lịch').waitFor();
  await page.reload();
  await page.getByText('Đã lấy lại bản nháp trên máy này.').waitFor();
  await page.getByRole('button', { name: 'Lưu lịch 2028' }).click();
  await eventually(toast(page), 'Đã lưu lịch 2028');
  const kept = await (await site.as()).call('listCalendar', { query: { year: '2028' } });
  assert.deepEqual(kept.days.map((one) => one.date), ['2028-01-03']);
  await assertAccessible(page, 'the calendar');
  await page.goto('/calendar');
  await page.locator('.cal-today').waitFor();
  await holds(async () => {
    assert.equal(await words(page.locator('.cal-today')), String(Number(day().iso.slice(8))));
    assert.ok(!(await words(page.getByRole('main'))).includes('docs/'), 'a basis is a document that people can look up');
  });
});

test('an administrator sees what mail waits', async ({ page }) => {
  await signIn(page, 'quantri', { path: '/system' });
  await page.getByText('Thư đang chờ', { exact: true }).waitFor();
  await assertAccessible(page, 'the mail queue');
});

// Proves LC-11.9d, KH-17.2.
test('a facility announces that it stops, sees what follows, and the police are told', { expected: [422] }, async ({ page, person }) => {
  await signIn(page, 'vuonxoai', { path: '/facility-changes' });
  await page.getByText('Chưa có thay đổi nào được báo').waitFor();
  await page.locator('#announce').click();
  await assertFocus(page, 'kind');
  await page.locator('#kind').selectOption('suspension');
  await page.getByText(/không thông báo khách mới được/).waitFor();
  const ahead = day(10);
  await fillDate(page, 'effective-on', ahead.iso);
  await page.locator('#note').fill('Sửa mái nhà');
  await assertAccessible(page, 'announcing a change');
  await page.reload();
  await page.locator('#announce').click();
  await holds(async () => assert.equal(await page.locator('#note').inputValue(), 'Sửa mái nhà', 'what was typed survives a reload'));
  await page.locator('#announce-change button[type=submit]').click();
  await eventually(toast(page), `Đã báo thay đổi, hiệu lực từ ${ahead.typed}`);
  await eventually(page.locator('.changes .stay-row'), /Tạm ngưng hoạt động.*Chưa tới ngày/);

  const police = await person();
  await signIn(police, 'congan.tinh', { path: '/facility-changes' });
  await eventually(police.locator('.changes .stay-row'), /Tạm ngưng hoạt động/);
  await assertAccessible(police, 'the announced changes');
  await police.setViewportSize(PHONE);
  await assertNoSideScroll(police, 'the announced changes');
});

// Part of KH-14.2.
test('the tax office names its contact, and a facility finds it', { expected: [422] }, async ({ page, person }) => {
  await signIn(page, 'thue.tinh', { path: '/contacts' });
  await page.getByRole('button', { name: /Ghi đầu mối của đơn vị|Sửa đầu mối của Thuế tỉnh/ }).click();
  await page.locator('#name').fill('Đỗ Quỳnh Nga');
  await page.locator('#position').fill('Phó trưởng phòng');
  await page.locator('#phone').fill('0258 3 822 104');
  await page.locator('#email').fill('dau.moi@thue.example');
  await page.locator('#contact-edit button[type=submit]').click();
  await eventually(toast(page), 'Đã lưu đầu mối liên hệ');
  await page.locator('.contacts').getByText('Đỗ Quỳnh Nga').waitFor();
  await assertAccessible(page, 'contacts');

  const facility = await person();
  await signIn(facility, 'haidang', { path: '/contacts' });
  await facility.locator('.contacts').getByText('Đỗ Quỳnh Nga').waitFor();
  await holds(async () => assert.equal(await facility.getByRole('button', { name: /Sửa đầu mối/ }).count(), 0));
});
