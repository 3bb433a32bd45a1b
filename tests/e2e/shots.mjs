// Pictures of every page: `node shots.mjs [part of a name] [vi|en] [light|dark]`.
// They go to shots/, which git ignores. Not a test: people look at them.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { close, newContext } from './support/browser.mjs';
import { pretendTime } from './support/clock.mjs';
import { day, guest, moment } from './support/data.mjs';
import { apply } from './support/filing.mjs';
import { fillNotify, settled, signIn } from './support/page.mjs';
import { cardText, passportLines } from './support/scanner.mjs';
import { PASSWORD, launch } from './support/site.mjs';

const FOLDER = join(import.meta.dirname, 'shots');
const SIZES = { 1366: [1366, 768], 1920: [1920, 1080], 390: [390, 844] };
const [wanted = '', ...kinds] = process.argv.slice(2);

mkdirSync(FOLDER, { recursive: true });
const site = await launch();
try {
  await takeAll();
} finally {
  await close(site);
}

async function takeAll() {
  const stay = await fill();
  const pages = {
    '01-sign-in': { path: '/' },
    '01-sign-in-refused': { path: '/', act: refused },
    '01-first-password': { login: 'moimo', path: '/', act: (page) => page.locator('#new_password').fill('Bien-xanh') },
    '02-today': { login: 'haidang', path: '/today' },
    '03-board': { login: 'haidang', path: '/board' },
    '02-today-overdue': { login: 'haidang', path: '/today', act: (page) => pressed(page, 'together', 'overdue_act') },
    '03-board-room': { login: 'haidang', path: '/board', act: family },
    '03-board-room-extend': { login: 'haidang', path: '/board', act: async (page) => {
      await family(page);
      await page.keyboard.press('g');
    } },
    '03-board-open': { login: 'haidang', path: '/board', act: (page) => page.locator('.room-occupied').first().click() },
    '04-notify': { login: 'haidang', path: '/notify' },
    '04-group': { login: 'haidang', path: '/notify/group', act: (page) => page.locator('#send').click() },
    '04-notify-foreigner': { login: 'haidang', path: '/notify', act: foreigner },
    '04-notify-card': { login: 'haidang', path: '/notify', act: card },
    '04-notify-mistakes': { login: 'haidang', path: '/notify', act: (page) => page.locator('#send').click() },
    '04-notify-receipt': { login: 'anhduong', path: '/notify', act: receipt },
    '05-stay-history': { login: 'haidang', path: `/stays/${stay.id}` },
    '05-stay-extend': { login: 'haidang', path: `/stays/${stay.id}`, act: (page) => page.keyboard.press('g') },
    '05-stay-correct': { login: 'haidang', path: `/stays/${stay.id}`, act: (page) => page.locator('.stay-acts button').filter({ hasText: /Sửa thông báo|Correct/ }).click() },
    '05-stay-police': { login: 'congan.phuong1', path: `/stays/${stay.id}` },
    '06-police-list': { login: 'congan.phuong1', path: '/notifications' },
    '06-police-list-open': { login: 'congan.phuong1', path: '/notifications', act: (page) => page.locator('.row-open').nth(1).click() },
    '06-police-list-filter': { login: 'congan.phuong1', path: '/notifications', act: (page) => page.locator('#filter-received').click() },
    '06-police-list-export': { login: 'congan.phuong1', path: '/notifications', act: (page) => pressed(page, 'police', 'export') },
    '07-police-search': { login: 'congan.phuong1', path: '/search' },
    '07-police-search-found': { login: 'congan.phuong1', path: '/search', act: found },
    '10-queue': { login: 'congan.tinh', path: '/registrations' },
    '10-queue-open': { login: 'congan.tinh', path: '/registrations', act: (page) => page.locator('.row-open').first().click() },
    '10-queue-grant': { login: 'congan.tinh', path: '/registrations', act: grant },
    '10-queue-sent-back': { login: 'congan.tinh', path: '/registrations', act: async (page) => {
      await page.locator('.parts button, .segments button').filter({ hasText: both('queue', 'part_sent_back') }).first().click();
      await page.locator('.row-open').first().click();
    } },
    '10-queue-handover': { login: 'congan.tinh', path: '/registrations', act: handover },
    '10-apply': { path: '/apply' },
    '10-apply-mistakes': { path: '/apply', act: (page) => page.locator('button[type=submit]').click() },
    '10-lookup': { path: '/lookup' },
    '10-lost': { path: '/lost?kind=stolen' },
    '10-lost-sent': { path: '/lost?kind=stolen', act: lost },
    '18-accounts': { login: 'quantri', path: '/accounts' },
    '18-account': { login: 'quantri', path: '/accounts', act: (page) => page.locator('main table a, main .row-open').first().click() },
    '18-account-new': { login: 'quantri', path: '/accounts/new' },
    '18-operators': { login: 'haidang', path: '/operators' },
    '18-profile': { login: 'haidang', path: '/profile' },
    '18-contacts': { login: 'thue.phuong1', path: '/contacts' },
    '18-facility-changes': { login: 'haidang', path: '/facility-changes' },
    '18-calendar': { login: 'quantri', path: '/calendar' },
    '18-system': { login: 'quantri', path: '/system' },
    '20-foreign-guests': { login: 'haidang', path: '/foreign-guests' },
    '20-register': { login: 'haidang', path: '/register?days=31d' },
    '20-register-police': { login: 'congan.phuong1', path: '/register?days=31d' },
    '21-commune': { login: 'congan.phuong1', path: '/commune' },
    '21-commune-province': { login: 'congan.tinh', path: '/commune?area=22366&silent=1' },
    '12-guests': { login: 'haidang', path: '/guests' },
    '13-set-up-data': { login: 'haidang', path: '/set-up?part=data' },
    '13-set-up-rooms': { login: 'haidang', path: '/set-up?part=rooms' },
    '13-set-up-prices': { login: 'haidang', path: '/set-up?part=prices' },
    '14-password': { login: 'haidang', path: '/password' },
    '15-agency': { login: 'dulich.tinh', path: '/' },
    '16-not-found': { login: 'haidang', path: '/khong-co' },
    '16-forbidden': { login: 'dulich.tinh', path: '/notify' },
    '17-menu': { login: 'haidang', path: '/today', act: menu },
    '17-keys': { login: 'haidang', path: '/notify', act: (page) => page.locator('h1').press('?') },
  };
  for (const english of [false, true]) {
    for (const dark of [false, true]) {
      const [language, theme] = [english ? 'en' : 'vi', dark ? 'dark' : 'light'];
      if (kinds.some((kind) => kind !== language && kind !== theme)) continue;
      for (const [name, page] of Object.entries(pages)) {
        if (name.includes(wanted)) await take(name, page, { english, dark });
      }
    }
  }
}

/** A text of the pages in either language. */
function both(file, key) {
  const texts = ['vi', 'en'].map((language) => JSON.parse(readFileSync(join(import.meta.dirname, `../../web/locales/${language}/${file}.json`), 'utf8'))[key]);
  return new RegExp(texts.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));
}

async function pressed(page, file, key) {
  await page.getByRole('button', { name: both(file, key) }).first().click();
}

/** A room of several, as a whole. */
async function family(page) {
  await page.getByRole('button', { name: /^(Phòng|Room) 404(?!\d)/ }).click();
}

async function grant(page) {
  await page.locator('.row-open').first().click();
  await page.locator('.panel .facts').waitFor();
  await page.keyboard.press('d');
  await page.locator('.dialog[open]').waitFor();
}

/** Each time another application, as each is granted once. */
async function handover(page) {
  const name = `Nhà nghỉ Sao Biển ${Math.floor(Math.random() * 1e6)}`;
  await apply(site, { name, email: 'chu@saobien.vn' });
  await page.reload();
  await page.getByRole('button', { name, exact: true }).click();
  await page.locator('.panel .facts').waitFor();
  await page.keyboard.press('d');
  const dialog = page.locator('.dialog[open]');
  await dialog.getByRole('radio', { name: both('queue', 'by_hand') }).press('Space');
  await dialog.locator('button').last().click();
  await page.locator('#issued-password').waitFor();
}

async function lost(page) {
  await page.locator('#login').fill('haidang');
  await page.locator('#discovered-at').fill('00:00');
  await page.locator('#reporter-name').fill('Lê Thị Mỹ Duyên');
  await page.locator('#phone').fill('0258 000 0148');
  await page.locator('form button[type=submit]').click();
  await page.locator('#dossier-code').waitFor();
}

async function take(name, { login, path, act }, { english, dark }) {
  const context = await newContext(site, { dark });
  const page = await context.newPage();
  await pretendTime(page, `${day().iso}T19:42:05+07:00`);
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    await page.setViewportSize({ width, height });
    if (!login) {
      await page.goto(path);
      if (english) await page.getByRole('button', { name: 'English' }).click({ timeout: 2000 }).catch(() => undefined);
    } else if (login === 'moimo') {
      await page.goto(path);
      await page.locator('#login, #current_password').first().waitFor();
      if (await page.locator('#login').count()) {
        if (english) await page.getByRole('button', { name: 'English' }).click();
        await page.locator('#login').fill(login);
        await page.locator('#password').fill(PASSWORD);
        await page.locator('#password').press('Enter');
        await page.locator('#current_password').waitFor();
      }
    } else if (size === '390') {
      await signIn(page, login, { path, english });
    } else {
      await page.goto(path);
    }
    await settled(page);
    try {
      await act?.(page);
      await settled(page);
      await page.locator('.toasts .toast').waitFor({ state: 'detached', timeout: 100 }).catch(() => undefined);
    } catch (error) {
      console.log(`${name} ${size}: ${error.message.split('\n')[0]}`);
    }
    const file = `${name}-${size}${english ? '-en' : ''}${dark ? '-dark' : ''}`;
    await page.screenshot({ path: join(FOLDER, `${file}.png`) });
    if (size === '390') await page.screenshot({ path: join(FOLDER, `${file.replace('-390', '-full-390')}.png`), fullPage: true });
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('luutru.draft')).forEach((key) => localStorage.removeItem(key)));
  }
  // What stands between page and service may still be at work.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
  console.log(name, english ? 'en' : 'vi', dark ? 'dark' : 'light');
}

/** A facility with something of everything. */
async function fill() {
  const client = await site.as('haidang');
  const late = { arrival_at: moment(-3, '15:00'), planned_departure_at: moment(-1, '12:00') };
  const leaves = { arrival_at: moment(-2, '15:00'), planned_departure_at: moment(0, '23:30') };
  await client.notify({ guest: guest({ full_name: 'Võ Thành Nhân' }), room: '305', ...late });
  await client.notify({ guest: guest({ full_name: 'Bùi Thị Kim Loan', sex: 'female' }), room: '105', ...leaves });
  await client.notify({ guest: guest({ full_name: 'Huỳnh Công Danh' }), room: '204', ...leaves });
  await client.notify({ guest: guest({ full_name: 'Dương Bảo Châu', sex: 'female' }), room: '209' });
  await client.notify({ guest: guest({ full_name: 'Tạ Đình Khôi' }), room: '302' });
  await client.notify({ guest: guest({ full_name: 'Khổng Văn Giờ' }), kind: 'day_use', arrival_at: moment(), planned_departure_at: new Date(Date.now() + 3 * 3_600_000).toISOString().replace(/\.\d+/, ''), room: '203' });
  for (const full_name of ['Tống Thị Một', 'Tống Văn Hai', 'Tống Văn Ba']) await client.notify({ guest: guest({ full_name }), room: '404', arrival_at: moment(-2 / 24) });
  const gone = await client.notify({ guest: guest({ full_name: 'Mai Xuân Trường' }), room: '301', ...leaves });
  await client.call('checkOutStay', { path: { stay_id: gone.id }, body: { version: 1 } });

  const stay = await client.notify({ guest: guest({ full_name: 'Trần Thị Ngọc Hà', sex: 'female', birth_date: '1978-06-09', document_number: '056187004512', phone: '0905000148', address: 'Tổ 4, Phường Vĩnh Phước, Nha Trang, Khánh Hòa' }), room: '206', arrival_at: moment(-1, '19:31') });
  const amend = (version, body) => client.call('amendStay', { path: { stay_id: stay.id }, body: { version, ...body } });
  await amend(1, { guest: { birth_date: '1987-06-09' }, change_reason: 'Gõ nhầm năm sinh' });
  await amend(2, { planned_departure_at: moment(4, '12:00') });
  const facility = await client.ownFacility();
  await amend(3, { room_id: facility.rooms.find((room) => room.name === '402').id, change_reason: 'Máy lạnh hỏng' });

  const twice = guest({ full_name: 'Lâm Tấn Phát', birth_date: '1982-04-02', document_number: '056082004731', address: '12 Lê Lợi, Huế' });
  const nights = { arrival_at: moment(-4, '20:00'), planned_departure_at: moment(1, '12:00') };
  await client.notify({ guest: twice, room: '110', ...nights });
  await (await site.as('bachtuyet')).notify({ guest: twice, room: '104', ...nights });
  return stay;
}

async function refused(page) {
  await page.locator('#login').fill(`ai.do.${Math.floor(Math.random() * 1e6)}`);
  await page.locator('#password').fill('khong-dung');
  await page.locator('#password').press('Enter');
  await page.getByRole('alert').filter({ visible: true }).first().waitFor();
}

async function foreigner(page) {
  const lines = passportLines({ country: 'POL', surname: 'KOWALSKI', given: 'PIOTR', number: 'EZ4410828', birth: '880702', sex: 'M', expiry: '310313' });
  await page.locator('#scan').fill(lines.join(' '));
  await page.locator('#permitted-field').waitFor();
  await page.locator('#departure').fill('+3');
  await page.locator('#permitted-field input').first().fill(day(-9).typed);
  await page.locator('#entry_gate').fill('Cam Ranh');
  await page.locator('#address').fill('Warszawa, Ba Lan');
  await page.locator('#send').click();
  await page.locator('.summary').waitFor();
  await page.locator('.summary a').first().click();
}

async function card(page) {
  await page.locator('#scan').fill(cardText({ number: '056087004512', name: 'Trần Đức Bảo Hiếu', birth: '1978-06-09', sex: 'male' }));
  await page.locator('#scan').press('Enter');
}

async function receipt(page) {
  await fillNotify(page, { name: 'Nguyễn Hữu Phước', room: '1101' });
  await page.keyboard.press('Control+Enter');
  await page.locator('.receipt').waitFor();
}

async function found(page) {
  await page.locator('#search-text').fill('lam tan phat');
  await page.locator('#search-purpose').selectOption({ index: 1 });
  await page.locator('#search-text').press('Enter');
  await page.locator('.person-panel').waitFor();
}

async function menu(page) {
  if (await page.locator('#account-button').isVisible()) await page.locator('#account-button').click();
  else await page.locator('.bottom-bar button').last().click();
}
