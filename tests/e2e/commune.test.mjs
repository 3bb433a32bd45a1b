// The day of an officer: which facilities of the commune to call first.

import assert from 'node:assert/strict';
import { PHONE, open, test, use, watchFocus } from './support/browser.mjs';
import { guest, moment } from './support/data.mjs';
import { assertAccessible, assertNoSideScroll } from './support/judge.mjs';
import { eventually, holds, settled, signIn, until, words } from './support/page.mjs';

const site = use(await open());
watchFocus();

const address = (page) => new URL(page.url()).pathname + new URL(page.url()).search;
const row = (page, name) => page.getByRole('table').locator('tbody tr').filter({ has: page.getByRole('link', { name, exact: true }) });
const names = (page) => page.locator('.facility-name').allInnerTexts();

// Part of LC-10.6.
test('late facilities stand first, each with its telephone and the way to ask', async ({ page }) => {
  const client = await site.as('anhduong');
  // Arrived three days ago and is told of now.
  const late = await client.notify({ guest: guest({ full_name: 'Kiều Văn Trễ' }), room: '201', arrival_at: moment(-3, '15:00') });
  await signIn(page, 'congan.phuong1');
  await page.locator('.rail').getByRole('link', { name: 'Hôm nay' }).click();
  await page.getByRole('heading', { level: 1, name: 'Địa bàn hôm nay' }).waitFor();
  const police = await site.as('congan.phuong1');
  const day = await police.call('getCommuneDay', { path: { area_code: police.account.area.code } });
  await eventually(page.locator('.sums'), `${day.counts.facilities} cơ sở`);
  await holds(async () => assert.deepEqual(await names(page), day.items.map((facility) => facility.name), 'in the order of the service'));
  const own = day.items.find((facility) => facility.id === site.facility('anhduong'));
  assert.ok(own.late >= 1);
  await holds(async () => {
    const told = await words(row(page, own.name));
    assert.match(told, new RegExp(`Trễ ${own.late} lượt`));
  });
  const call = row(page, own.name).getByRole('link', { name: new RegExp(`^Gọi .*${own.name}`) });
  await holds(async () => assert.equal(await call.getAttribute('href'), `tel:${own.phone.replace(/[^\d+]/g, '')}`));
  await assertAccessible(page, 'the commune');
  await row(page, own.name).getByRole('link', { name: `Hỏi ${own.name}` }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Kiều Văn Trễ' }).waitFor();
  await holds(async () => assert.equal(address(page), `/stays/${late.id}`));
  await page.goBack();
  await page.getByRole('link', { name: own.name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Thông báo lưu trú' }).waitFor();
  await page.getByRole('button', { name: 'Kiều Văn Trễ' }).waitFor();
});

test('the filters leave the late or the silent ones and stand in the address', async ({ page }) => {
  const client = await site.as('haidang');
  await client.notify({ guest: guest({ full_name: 'Kiều Thị Trễ', sex: 'female' }), room: '201', arrival_at: moment(-3, '15:00') });
  const police = await site.as('congan.phuong1');
  const path = { area_code: police.account.area.code };
  const of = async (only, silent_after = 3) => (await police.call('getCommuneDay', { path, query: { only, silent_after } })).items.map((facility) => facility.name);
  await signIn(page, 'congan.phuong1', { path: '/commune' });
  const choose = async (filter, choice) => {
    await page.locator(`#filter-${filter}`).click();
    await page.locator(`#filter-${filter}-menu .filter-option`).filter({ hasText: choice }).first().click();
  };
  const shows = async (expected, message) => until(page, async () => JSON.stringify(await names(page)) === JSON.stringify(expected), message);
  await choose('only', 'Trễ hạn');
  await holds(async () => assert.equal(address(page), '/commune?only=late'));
  await shows(await of('late'), 'the late ones');
  await choose('only', 'Không thông báo');
  await choose('silent', '1 ngày');
  await holds(async () => assert.equal(address(page), '/commune?only=silent&silent=1'));
  await shows(await of('silent', 1), 'the silent ones');
  await page.reload();
  await shows(await of('silent', 1), 'after a reload too');
});

test('the province chooses a commune first', async ({ page }) => {
  await signIn(page, 'congan.tinh', { path: '/commune' });
  await page.getByText('Chọn phường, xã để xem').waitFor();
  await page.locator('#filter-area').click();
  await page.locator('#filter-area-menu input').fill('bac nha trang');
  await page.locator('#filter-area-menu .filter-option').filter({ hasText: 'Phường Bắc Nha Trang' }).click();
  await until(page, () => address(page) === '/commune?area=22333', 'the commune stands in the address');
  await eventually(page.locator('.sums'), 'Phường Bắc Nha Trang');
});

test('on a telephone each facility is a card with two large buttons', { viewport: PHONE }, async ({ page }) => {
  await signIn(page, 'congan.phuong1', { path: '/commune', english: true });
  await page.getByRole('heading', { level: 1, name: 'The commune today' }).waitFor();
  const call = page.locator('.reach a').first();
  await call.waitFor();
  await settled(page);
  await holds(async () => {
    const box = await call.boundingBox();
    assert.ok(box.height >= 44, `${box.height} px`);
  });
  await assertNoSideScroll(page, 'the commune on a telephone');
  await assertAccessible(page, 'the commune on a telephone');
});
