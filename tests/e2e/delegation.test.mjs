// Lending an account, in a province whose profile has it: asking, approving, acting, leaving it, ending it.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PHONE, open, test, use } from './support/browser.mjs';
import { day } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { eventually, field, fillNotify, holds, settled, signIn, words } from './support/page.mjs';

const profile = join(mkdtempSync(join(tmpdir(), 'luutru-lending-')), 'lending.toml');
const khanhHoa = readFileSync(join(import.meta.dirname, '../../profiles/khanh-hoa.toml'), 'utf8');
writeFileSync(profile, khanhHoa.replace('delegation = false', 'delegation = true'));

const site = use(await open({ LUUTRU_PROFILE: profile }));

const rows = (page) => page.locator('.delegations .stay-row');
const place = (page) => page.locator('.top-name');
const band = (page) => page.locator('.acting-band');

// Part of LCH20-16.3-3.
test('a holder lends the account, the police of the province approve, the other one acts for it and leaves it with one press', { expected: [403, 422] }, async ({ page, person }) => {
  await signIn(page, 'haidang');
  await page.locator('#account-button').click();
  await page.getByRole('link', { name: 'Ủy quyền tài khoản' }).click();
  await page.getByText('Chưa có ủy quyền nào').waitFor();
  await page.locator('#ask-delegation').click();
  await page.locator('#borrower-login').fill('congan.tinh');
  await page.locator('#starts-at').fill(`${day().typed} 00:00`);
  await page.locator('#ends-at').fill(`${day(40).typed} 17:00`);
  await page.locator('#ends-at').press('Enter');
  await eventually(field(page, 'ends-at'), 'dài nhất 31 ngày');
  await page.locator('#ends-at').fill(`${day(2).typed} 17:00`);
  await page.locator('#ends-at').press('Enter');
  await eventually(field(page, 'borrower-login'), 'Không có tài khoản cùng loại, cùng cấp');
  await assertAccessible(page, 'asking, with a mistake');
  await page.locator('#borrower-login').fill('bacthanh');
  await page.locator('#borrower-login').press('Enter');
  await eventually(rows(page), /Lê Thị Mỹ Duyên haidang Võ Hoàng Bắc bacthanh .*Chờ đồng ý/);

  const police = await person();
  await signIn(police, 'congan.tinh', { path: '/delegations' });
  await eventually(rows(police), 'Chờ đồng ý');
  await assertAccessible(police, 'what waits for approval');
  await police.getByRole('button', { name: /^Đồng ý/ }).click();
  await eventually(rows(police), /Đang hiệu lực Trịnh Quốc Khánh đồng ý/);
  await holds(async () => assert.equal(await police.getByRole('button', { name: /^Làm thay/ }).count(), 0));

  const bac = await person();
  await signIn(bac, 'bacthanh', { path: '/delegations' });
  await eventually(place(bac), 'Khách sạn Bắc Thành');
  await bac.getByRole('button', { name: /^Làm thay/ }).click();
  await eventually(band(bac), /Đang làm thay Lê Thị Mỹ Duyên \(haidang\) đến .*17:00/);
  await eventually(place(bac), 'Khách sạn Hải Đăng');
  await bac.waitForURL('**/today');
  await settled(bac);
  await assertAccessible(bac, 'acting for another account');
  await bac.locator('#account-button').click();
  await holds(async () => {
    const menu = await words(bac.locator('#account-menu'));
    for (const own of ['Đổi mật khẩu', 'Ủy quyền', 'Người dùng của tài khoản']) assert.ok(!menu.includes(own), menu);
  });
  await bac.keyboard.press('Escape');

  await bac.getByRole('navigation').getByRole('link', { name: 'Thông báo' }).first().click();
  await bac.locator('#full_name').waitFor();
  await fillNotify(bac, { name: 'Đặng Thị Ủy Quyền', room: '305' });
  await bac.locator('button[type=submit]').first().click();
  await bac.locator('.receipt').first().waitFor();
  const haidang = await site.as('haidang');
  const [found] = await haidang.staysOf('Đặng Thị Ủy Quyền');
  const stay = await haidang.call('getStay', { path: { stay_id: found.id } });
  assert.equal(stay.notified_by, 'Võ Hoàng Bắc');

  await bac.locator('#stop-acting').click();
  await eventually(place(bac), 'Khách sạn Bắc Thành');
  await holds(async () => assert.equal(await band(bac).count(), 0));
  await bac.goto('/delegations');
  await settled(bac);
  await bac.getByRole('button', { name: /^Làm thay/ }).click();
  await band(bac).waitFor();
  await bac.setViewportSize(PHONE);
  await assertNoSideScroll(bac, 'acting on a telephone');

  // Ended by the lender: the next request of the other one says so, and leads back.
  await page.getByRole('button', { name: /^Chấm dứt/ }).click();
  await eventually(rows(page), 'Đã hết');
  await bac.getByRole('link', { name: 'Khách', exact: true }).first().click();
  await eventually(place(bac), 'Khách sạn Bắc Thành');
  await holds(async () => assert.equal(await band(bac).count(), 0));
});
