// Who somebody is, in the form: nothing that was not understood is sent as something else.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { guest } from './support/data.mjs';
import { assertAccessible } from './support/judge.mjs';
import { choose, eventually, fillNotify, holds, signIn, until, valueOf } from './support/page.mjs';
import { passportLines, scanKeys } from './support/scanner.mjs';

const site = use(await open());

const send = (page) => page.getByRole('button', { name: 'Gửi thông báo' });
const staysOf = async (login, name) => (await site.as(login)).staysOf(name);

async function scan(page, person) {
  await page.locator('#scan').focus();
  await scanKeys(page, passportLines({ birth: '780930', sex: 'M', expiry: '290611', ...person }));
}

test('a document without a nationality that we know empties the field and nothing is sent', async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/notify' });
  // After a Korean, so that another value stands in the form.
  await scan(page, { country: 'KOR', surname: 'PARK', given: 'SEO', number: 'M41872391' });
  await until(page, async () => /KOR/.test(await valueOf(page, 'nationality')), 'the Korean is read');
  await scan(page, { country: 'UNO', surname: 'HAKIMOV', given: 'RUSTAM', number: 'S0M4471K2' });
  await until(page, async () => (await valueOf(page, 'full_name')) === 'HAKIMOV RUSTAM', 'the next one is read');
  await holds(async () => assert.equal(await valueOf(page, 'nationality'), '', 'neither Hàn Quốc nor Việt Nam stands there'));
  await page.locator('#name-compared').check();
  await page.locator('#departure').fill('+1');
  await choose(page, 'room', '1107');
  await send(page).click();
  await eventually(page.locator('.summary'), 'Chọn quốc tịch');
  assert.deepEqual(await staysOf('anhduong', 'HAKIMOV RUSTAM'), []);
});

test('a stateless guest is read as what the document says and stored so', async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/notify' });
  await scan(page, { country: 'XXA', surname: 'TEKLE', given: 'SELAM', number: 'R7702418' });
  await until(page, async () => (await valueOf(page, 'nationality')) === 'Không quốc tịch (XXA)', 'the nationality is read');
  await page.getByRole('heading', { name: 'Người nước ngoài' }).waitFor();
  await page.locator('#name-compared').check();
  await page.locator('#departure').fill('+1');
  await choose(page, 'room', '1107');
  await choose(page, 'issuing_state', 'Thụy Sĩ');
  await assertAccessible(page, 'a stateless guest');
  await send(page).click();
  await page.getByRole('heading', { name: /^Đã nhận TEKLE SELAM/ }).waitFor();
  const [stay] = await staysOf('anhduong', 'TEKLE SELAM');
  const whole = await (await site.as('anhduong')).call('getStay', { path: { stay_id: stay.id } });
  assert.deepEqual([whole.guest.nationality, whole.guest.issuing_state], ['XA', 'CH']);
});

test('a word that is no nationality stays in the field and is an error, one of its other names is taken', async ({ page }) => {
  await signIn(page, 'anhduong', { path: '/notify' });
  const nationality = page.locator('#nationality');
  await until(page, async () => (await valueOf(page, 'nationality')) === 'Việt Nam (VNM)', 'the list is there');
  await nationality.fill('Nước ngoài');
  await nationality.press('Tab');
  await holds(async () => assert.equal(await valueOf(page, 'nationality'), 'Nước ngoài'));
  await eventually(page.locator('#nationality-error'), 'Không có nước này trong danh mục');
  await nationality.fill('vô quốc tịch');
  await nationality.press('Tab');
  await until(page, async () => (await valueOf(page, 'nationality')) === 'Không quốc tịch (XXA)', 'it is understood');
  await page.locator('#nationality-error').waitFor({ state: 'detached' });
  // The same of a visa symbol, which may be left out.
  const symbol = page.locator('#visa_symbol');
  await symbol.fill('ZZ9');
  await symbol.press('Tab');
  await holds(async () => assert.equal(await valueOf(page, 'visa_symbol'), 'ZZ9'));
  await eventually(page.locator('#visa_symbol-error'), 'Không có ký hiệu thị thực này trong danh mục');
});

test('a guest who is in the facility already is said to be, with the way to move him', async ({ page }) => {
  const client = await site.as('anhduong');
  const who = guest({ full_name: 'Nguyễn Hữu Phước Lành' });
  const first = await client.notify({ guest: who, room: '1107' });
  await signIn(page, 'anhduong', { path: '/notify' });
  const typed = { name: who.full_name, number: who.document_number, birth: who.birth_date, sex: who.sex, departure: '+1', room: '1107' };
  await fillNotify(page, typed);
  await eventually(page.locator('#document_number-error'), /Khách này đã được thông báo ở phòng 1107 đến/);
  const move = page.getByRole('link', { name: 'Mở lượt lưu trú để chuyển phòng' });
  await holds(async () => assert.equal(await move.getAttribute('href'), `/stays/${first.id}`));
  await assertAccessible(page, 'a guest who is here already');
  await page.getByRole('checkbox', { name: 'Vẫn thông báo lượt này' }).check();
  await send(page).click();
  await page.getByRole('heading', { name: /^Đã nhận Nguyễn Hữu Phước Lành/ }).waitFor();
  const stays = await staysOf('anhduong', who.full_name);
  assert.equal(stays.length, 2);
});
