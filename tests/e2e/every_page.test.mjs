// Every page in every guise: both languages, light and dark, narrow and wide.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { guest, moment } from './support/data.mjs';
import { apply } from './support/filing.mjs';
import { assertAccessible, assertColours, assertNoSideScroll } from './support/judge.mjs';
import { fillNotify, holds, settled, signIn } from './support/page.mjs';

const site = use(await open());

/** Wide enough for two columns, the reference, twice magnified, and the narrowest telephone. */
const WIDTHS = [[1600, 900], [1366, 768], [683, 384], [360, 740]];

const client = await site.as('haidang');
const stay = await client.notify({
  guest: {
    full_name: 'WOLFESCHLEGELSTEINHAUSENBERGERDORFF HUBERT BLAINE',
    birth_date: '1974-10-10',
    sex: 'male',
    nationality: 'PT',
    document_type: 'passport',
    document_number: 'CB620517',
    visa_symbol: 'DL',
    permit_expires_on: '2027-12-31',
    address: 'Apartamento 12, Rua das Portas de Santo Antão 110, 1150-269 Lisboa, Portugal',
  },
  room: '210',
  arrival_at: moment(-1, '20:00'),
});
await client.call('amendStay', { path: { stay_id: stay.id }, body: { version: 1, note: 'Khách đi cùng đoàn, xe đưa đón lúc 06:00', change_reason: 'Bổ sung ghi chú' } });
await client.notify({ guest: guest({ full_name: 'Trần Lê Nguyễn Hoàng Phương Thảo Nguyên' }), room: '211', arrival_at: moment(-3, '15:00'), planned_departure_at: moment(-1, '12:00') }).catch(() => undefined);

const dossier = await apply(site, { name: 'Công ty trách nhiệm hữu hạn một thành viên thương mại dịch vụ du lịch Căn hộ Biển Xanh B12 Nha Trang Khánh Hòa', email: 'van.phong.tiep.nhan.ho.so.dang.ky@can-ho-bien-xanh-nha-trang.khanh-hoa.vn' });

const PUBLIC = {
  'sign-in': { path: '/' },
  'an application with mistakes': {
    path: '/apply',
    async prepare(page) {
      await page.locator('button[type=submit]').click();
      await page.locator('.summary').waitFor();
    },
  },
  'an application of an agency': {
    path: '/apply',
    prepare: (page) => page.locator('#who-1').press('Space'),
  },
  'the link in the mail': { path: '/apply/confirm#mot-ma-khong-co-that-o-dau-ca' },
  'the look-up': {
    path: '/lookup',
    async prepare(page) {
      await page.locator('#dossier-code').fill(dossier.dossier_code);
      await page.locator('#dossier-code').press('Enter');
      await page.locator('.version-line').waitFor();
    },
  },
  'a lost password': { path: '/lost' },
  'a request for data, with mistakes': {
    path: '/data-request',
    async prepare(page) {
      await page.locator('button[type=submit]').click();
      await page.locator('.summary').waitFor();
    },
  },
};

/** The dossier with the longest of names. */
const LONG = '.row-open:text("Công ty trách nhiệm")';

const QUEUE = {
  'the queue': { path: '/registrations' },
  'what is done': { path: '/registrations?show=done' },
  'an opened dossier': {
    path: '/registrations',
    async prepare(page) {
      await page.locator(LONG).click();
      await page.locator('.panel .facts').waitFor();
    },
  },
  'sending back': {
    path: '/registrations',
    async prepare(page) {
      await page.locator(LONG).click();
      await page.locator('#send-back').click();
      await page.locator('.dialog[open] #reason').waitFor();
    },
  },
};

const FACILITY = {
  today: { path: '/today' },
  'the form': { path: '/notify' },
  'the form of a group': { path: '/notify/group' },
  'the room board': { path: '/board' },
  'the form of a foreigner, with mistakes': {
    path: '/notify',
    async prepare(page) {
      await fillNotify(page, { name: 'Kowalski 3', number: 'EZ4410827' });
      await page.locator('#nationality').fill('POL');
      await page.locator('#nationality').press('Enter');
      await page.locator('#permitted-field').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.locator('.summary').waitFor();
    },
  },
  guests: { path: '/guests' },
  'the register': { path: '/register?days=7d' },
  'foreign guests': { path: '/foreign-guests' },
  'a stay': { path: `/stays/${stay.id}` },
  'extending a stay': {
    path: `/stays/${stay.id}`,
    async prepare(page) {
      await page.keyboard.press('g');
      await page.locator('#act').waitFor();
    },
  },
  'the data of the facility': { path: '/set-up?part=data' },
  'its rooms': { path: '/set-up?part=rooms' },
  'its prices': { path: '/set-up?part=prices' },
  password: { path: '/password' },
  'the users of the account': {
    path: '/operators',
    async prepare(page) {
      await page.locator('#add-operator').click();
      await page.locator('#operator-act form').waitFor();
    },
  },
  'the own account': { path: '/profile' },
  'data asked for with the account': {
    path: '/data-requests',
    async prepare(page) {
      await page.locator('form button[type=submit]').click();
      await page.locator('.summary').waitFor();
    },
  },
  'another holder of the account': {
    path: '/holder-change',
    async prepare(page) {
      await page.locator('form button[type=submit]').click();
      await page.locator('.summary').waitFor();
    },
  },
  'not found': { path: '/khong-co' },
};

const POLICE = {
  notifications: { path: '/notifications' },
  'the register of an area': { path: '/register?days=7d' },
  'the day of a commune': { path: '/commune' },
  'a notification that is open': {
    path: '/notifications',
    async prepare(page) {
      await page.getByRole('button', { name: /^WOLFE/ }).click();
      await page.locator('#opened-stay .facts').waitFor();
    },
  },
  'the search': {
    path: '/search',
    async prepare(page) {
      await page.locator('#search-text').fill('wolfe hubert');
      await page.locator('#search-text').fill('CB620517');
      await page.locator('#search-purpose').selectOption({ index: 1 });
      await page.locator('#search-text').press('Enter');
      await page.locator('.person-panel').waitFor();
    },
  },
  'a stay': { path: `/stays/${stay.id}` },
  forbidden: { path: '/notify' },
};

const ADMINISTRATOR = {
  accounts: { path: '/accounts' },
  'making an account': {
    path: '/accounts/new',
    async prepare(page) {
      await page.locator('#tier').selectOption('police_3');
      await page.locator('#area-code').waitFor();
      await page.locator('form button[type=submit]').click();
      await page.locator('.summary').waitFor();
    },
  },
  'an account': { path: `/accounts/${client.account.id}` },
  'giving an account to somebody else': {
    path: `/accounts/${client.account.id}`,
    async prepare(page) {
      await page.locator('#act-changeHolder').click();
      await page.locator('#account-act form').waitFor();
    },
  },
  'the calendar': { path: '/calendar?year=2026' },
  'the system': { path: '/system' },
};

const OTHERS = { 'the overview of an agency': { path: '/agency' } };

/**
 * Looks at each page at every width, and at its accessibility where something may differ: as a whole on a desk and on a
 * telephone, its colours once more in the dark. Another language changes words and widths, no structure and no colour.
 */
async function look(page, pages, language) {
  const faults = [];
  const judge = async (work) => work().catch((error) => faults.push(error.message));
  for (const [name, { path, prepare }] of Object.entries(pages)) {
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(path);
    await settled(page);
    await prepare?.(page);
    await holds(async () => assert.equal(await page.locator('html').getAttribute('lang'), language));
    await judge(() => assertAccessible(page, `${name}, ${language}`));
    for (const [width, height] of WIDTHS) {
      await page.setViewportSize({ width, height });
      await judge(() => assertNoSideScroll(page, `${name}, ${language}, ${width} px`));
    }
    if (language === 'en') continue;
    await judge(() => assertAccessible(page, `${name}, ${language}, 360 px`));
    await page.emulateMedia({ colorScheme: 'dark' });
    await judge(() => assertColours(page, `${name}, ${language}, dark`));
  }
  assert.equal(faults.length, 0, faults.join('\n\n'));
}

for (const english of [false, true]) {
  const language = english ? 'en' : 'vi';

  test(`every page without an account can be used by everybody at every width (${language})`, async ({ page }) => {
    await page.goto('/');
    if (english) await page.getByRole('button', { name: 'English' }).click();
    await look(page, PUBLIC, language);
  });

  test(`the queue of dossiers can be used by everybody at every width (${language})`, async ({ page }) => {
    await signIn(page, 'congan.tinh', { english });
    await look(page, QUEUE, language);
  });

  test(`every page of a facility can be used by everybody at every width (${language})`, { expected: [404] }, async ({ page }) => {
    await signIn(page, 'haidang', { english });
    await look(page, FACILITY, language);
  });

  test(`every page of the police can be used by everybody at every width (${language})`, async ({ page }) => {
    await signIn(page, 'congan.phuong1', { english });
    await look(page, POLICE, language);
  });

  test(`every page of an administrator can be used by everybody at every width (${language})`, async ({ page }) => {
    await signIn(page, 'quantri', { english });
    await look(page, ADMINISTRATOR, language);
  });

  test(`the page of an agency can be used by everybody at every width (${language})`, async ({ page }) => {
    await signIn(page, 'dulich.tinh', { english });
    await look(page, OTHERS, language);
  });
}
