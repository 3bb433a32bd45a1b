// What every browser test stands on: the real service on a database of its own, a real Chromium, and a page that fails
// its test when the browser complains.
//
// Environment, set by `cargo xtask test`: CHROMIUM, LUUTRU_BIN, LUUTRU_WEB.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test as nodeTest } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');
const LUUTRU = process.env.LUUTRU_BIN ?? join(ROOT, 'target/debug/luutru');
const WEB = process.env.LUUTRU_WEB ?? join(ROOT, 'web/dist');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The password of every account of the demo province, the initial one of `moimo` too. */
export const PASSWORD = 'Demo-7-mat-khau';

/** Demo provinces to copy, as making one takes seconds; and for how long. */
const DEMOS = join(ROOT, 'target/e2e-demos');
const DEMO_KEEPS_MS = 10 * 60_000;

/** Longest time for the service to come up, and for anything in a page to happen. */
const READY_WITHIN_MS = 60_000;
const PATIENCE_MS = 30_000;
const POLL_MS = 20;
const TEST_WITHIN_MS = 240_000;

// ---------------------------------------------------------------------------------------------------- the service

/** `luutru serve` with a demo province of its own. */
class Site {
  static async open(settings = {}) {
    assert.ok(existsSync(LUUTRU), `no service at ${LUUTRU}: cargo build -p api`);
    assert.ok(existsSync(join(WEB, 'manifest.json')), `no web application in ${WEB}: cargo xtask web`);
    const site = new Site();
    site.folder = mkdtempSync(join(scratch(), 'luutru-e2e-'));
    site.port = await freePort();
    site.url = `http://127.0.0.1:${site.port}`;
    site.environment = {
      ...process.env,
      LUUTRU_DATABASE_URL: `sqlite://${join(site.folder, 'demo.db')}`,
      LUUTRU_KEYS: join(site.folder, 'keys.json'),
      LUUTRU_MAIL_DIR: join(site.folder, 'mail'),
      LUUTRU_LISTEN: `127.0.0.1:${site.port}`,
      LUUTRU_DEMO_PASSWORD: PASSWORD,
      LUUTRU_LOG: 'warn',
      // Patience: a machine that does other things as well is no failure.
      LUUTRU_DATABASE_WAIT: '60',
      ...settings,
    };
    await site.fill(settings);
    await site.start();
    return site;
  }

  /** Takes the demo province that a file before this one made with the same binary, or makes one. */
  async fill(settings) {
    const { mtimeMs, size } = statSync(LUUTRU);
    // Its guests have arrived so and so long before now, so it does not keep.
    const age = Math.floor(Date.now() / DEMO_KEEPS_MS);
    const kept = join(DEMOS, `${age}-${size}-${Math.floor(mtimeMs)}-${basename(settings.LUUTRU_PROFILE ?? 'khanh-hoa')}`);
    const list = (folder) => join(folder, 'accounts.json');
    if (existsSync(kept)) {
      cpSync(kept, this.folder, { recursive: true });
    } else {
      const made = await promisify(execFile)(LUUTRU, ['demo', '--json'], { env: this.environment, cwd: this.folder });
      writeFileSync(list(this.folder), made.stdout);
      keepDemo(this.folder, kept, age);
    }
    this.accounts = JSON.parse(readFileSync(list(this.folder), 'utf8'));
  }

  /** The facility of a facility account. */
  facility(login) {
    return this.accounts.find((account) => account.login === login).facility_id;
  }

  async start() {
    const log = openSync(join(this.folder, 'serve.log'), 'a');
    const child = spawn(LUUTRU, ['serve'], { env: this.environment, cwd: this.folder, stdio: ['ignore', log, log] });
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', resolve));
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      assert.equal(child.exitCode, null, `luutru serve ended: ${this.said()}`);
      assert.ok(Date.now() < until, `luutru serve is not ready: ${this.said()}`);
      await pause(25);
    }
  }

  /** Ends it at once, as a failing machine would. */
  async stop() {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  said() {
    return readFileSync(join(this.folder, 'serve.log'), 'utf8').trim();
  }

  async close() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The API on behalf of an account, or of nobody. */
  async as(login, password = PASSWORD) {
    const client = new Client(this);
    if (login) {
      const opened = await client.call('login', { body: { login, password } });
      client.token = opened.access_token;
      client.account = opened.account;
    }
    return client;
  }
}

/**
 * Keeps a demo province for the files after this one. Other files may be doing the same: a folder has its name only once
 * it is whole, and nobody takes away what another may still copy from.
 */
function keepDemo(folder, kept, age) {
  mkdirSync(DEMOS, { recursive: true });
  for (const name of readdirSync(DEMOS)) {
    if (!(Number.parseInt(name, 10) >= age - 6)) rmSync(join(DEMOS, name), { recursive: true, force: true });
  }
  const fresh = mkdtempSync(join(DEMOS, `${age}-fresh-`));
  cpSync(folder, fresh, { recursive: true });
  try {
    renameSync(fresh, kept);
  } catch {
    // Another file was quicker; its demo is as good.
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Memory where there is room in it: a slow disk holds up every write. */
function scratch() {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 ** 30 ? memory : tmpdir();
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Operations by their operationId: method and path come from the OpenAPI document of the running service. */
class Client {
  constructor(site) {
    this.site = site;
  }

  async operation(operationId) {
    this.site.spec ??= await (await fetch(`${this.site.url}/api/v1/openapi.json`)).json();
    for (const [path, methods] of Object.entries(this.site.spec.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.operationId === operationId) return { method: method.toUpperCase(), path };
      }
    }
    throw new Error(`there is no operation ${operationId}`);
  }

  /** Calls it; gives the body. Anything but success fails, unless that very `status` was expected. */
  async call(operationId, { path = {}, query = {}, body, headers = {}, status } = {}) {
    const operation = await this.operation(operationId);
    const url = new URL(operation.path.replace(/\{(\w+)\}/g, (_, name) => path[name]), this.site.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await fetch(url, {
      method: operation.method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    const right = status ? answer.status === status : answer.ok;
    assert.ok(right, `${operationId} answered ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Notifies a guest; what is left out is usual. */
  async notify({ guest: who = guest(), ...stay } = {}) {
    const facility = await this.ownFacility();
    const { room = facility.rooms[0]?.name, ...rest } = stay;
    const found = facility.rooms.find((one) => one.name === room);
    assert.ok(found || !room, `${facility.name} has no room ${room}`);
    return this.call('notifyStay', {
      headers: { 'idempotency-key': randomUUID() },
      body: {
        guest: who,
        kind: 'overnight',
        arrival_at: moment(0),
        planned_departure_at: moment(2, '12:00'),
        room_id: found?.id,
        reason: 'tourism',
        ...rest,
      },
    });
  }

  async ownFacility() {
    this.own ??= await this.call('getFacility', { path: { facility_id: this.account.facility.id } });
    return this.own;
  }

  /** The stays of a guest by the whole name, as the API knows them. */
  async staysOf(name) {
    const { people } = await this.call('searchStays', { body: { name } });
    return people.flatMap((person) => person.stays).filter((stay) => stay.full_name === name);
  }
}

// ------------------------------------------------------------------------------------------------------------ the mail

/** What lies in the mail folder for an address, oldest first: subject and text. */
function mailsTo(site, address) {
  const folder = site.environment.LUUTRU_MAIL_DIR;
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.eml')).sort();
  return files.flatMap((name) => {
    const [head, ...body] = readFileSync(join(folder, name), 'utf8').split('\r\n\r\n');
    const to = /^To: (.*)$/im.exec(head)?.[1] ?? '';
    if (!to.includes(address)) return [];
    return [Buffer.from(body.join('').replace(/\s/g, ''), 'base64').toString('utf8').replaceAll('\r\n', '\n')];
  });
}

/** Waits for a mail to that address with such words; gives what `wanted` found in it. The outbox looks every 5 seconds. */
export async function mailTo(site, address, wanted) {
  const until = Date.now() + 2 * PATIENCE_MS;
  for (;;) {
    const found = mailsTo(site, address).map((text) => wanted.exec(text)).findLast(Boolean);
    if (found) return found;
    assert.ok(Date.now() < until, `no mail to ${address} with ${wanted}`);
    await pause(100);
  }
}

/** What an authenticator app shows for a key, in the step that many after this one (RFC 6238). */
export function totp(secret, ahead = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = hash.at(-1) & 15;
  return String((hash.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

// ------------------------------------------------------------------------------------------------------ made-up data

/** A file that is a PDF as far as anybody looks. */
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n');

/** An application for the API; what is left out is usual. */
export function application(over = {}) {
  const { name = 'Khách sạn Thùy Dương', email = 'le.tan@thuyduong.vn', ...rest } = over;
  return {
    facility: { name, kind: 'hotel', area_code: '22366', address: '12 đường Bãi Dài', representative: 'Quách Thị Thu Cúc', tax_code: '4200000124', rooms: 48, beds: 96 },
    user_name: 'Lê Thị Mỹ Duyên',
    user_position: 'Trưởng lễ tân',
    email,
    phone: '0258 000 0247',
    commitment_accepted: true,
    ...rest,
  };
}

/** Files an application and confirms it by the link in its mail; gives number and code. */
export async function apply(site, over = {}) {
  const nobody = await site.as();
  const body = application(over);
  const receipt = await nobody.call('submitRegistration', { body, headers: { 'idempotency-key': randomUUID() } });
  const [, token] = await mailTo(site, body.email, new RegExp(`/apply/confirm#(\\S+)[^]*${receipt.dossier_code}`));
  await nobody.call('confirmRegistration', { body: { token } });
  return receipt;
}

const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;
let serial = 100_000;

/** A local day, counted from today: as typed, short, and as the API has it. */
export function day(offset = 0) {
  const local = new Date(Date.now() + ZONE_MS + offset * DAY_MS);
  const two = (number) => String(number).padStart(2, '0');
  const [year, month, date] = [local.getUTCFullYear(), two(local.getUTCMonth() + 1), two(local.getUTCDate())];
  return { typed: `${date}/${month}/${year}`, short: `${date}/${month}`, iso: `${year}-${month}-${date}` };
}

/** An instant for the API: that many days from now, at a local time if one is given. */
export function moment(offset = 0, time) {
  if (time) return new Date(`${day(offset).iso}T${time}:00+07:00`).toISOString().replace('.000', '');
  return new Date(Math.floor((Date.now() + offset * DAY_MS) / 1000) * 1000).toISOString().replace('.000', '');
}

/** How pages write a length in Vietnamese. */
export function length(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)} ngày`;
  if (hours && minutes) return `${hours} giờ ${minutes} phút`;
  if (hours) return `${hours} giờ`;
  return minutes ? `${minutes} phút` : 'dưới 1 phút';
}

/** A personal number that agrees with sex and birth, and that nobody else has. */
export function personalNumber(birth = '1990-05-17', sex = 'male') {
  const century = (Math.floor(Number(birth.slice(0, 4)) / 100) - 19) * 2 + (sex === 'female' ? 1 : 0);
  serial += 1;
  return `056${century}${birth.slice(2, 4)}${serial}`;
}

/** A Vietnamese guest for the API. */
export function guest(over = {}) {
  const { birth_date = '1990-05-17', sex = 'male' } = over;
  const document_number = personalNumber(birth_date, sex);
  return { full_name: 'Đặng Văn Thử', birth_date, sex, nationality: 'VN', document_type: 'cccd', document_number, ...over };
}

/** What a hand scanner types of a citizen card, without the Enter at its end. */
export function cardText({ number, name, birth, sex, address = 'Tổ 4, Phường Vĩnh Phước, Nha Trang, Khánh Hòa', issued = '15062021' }) {
  const [year, month, date] = birth.split('-');
  return [number, '', name, `${date}${month}${year}`, sex === 'female' ? 'Nữ' : 'Nam', address, issued].join('|');
}

/** Both lines of a passport, with their check digits (ICAO 9303). */
export function passportLines({ country, surname, given, number, birth, sex, expiry }) {
  const fill = (text, size) => text.padEnd(size, '<');
  const digit = (text) => {
    const value = (c) => (c === '<' ? 0 : /\d/.test(c) ? Number(c) : c.charCodeAt(0) - 55);
    return String([...text].reduce((sum, c, at) => sum + value(c) * [7, 3, 1][at % 3], 0) % 10);
  };
  const first = fill(`P<${country}${surname.replaceAll(' ', '<')}<<${given.replaceAll(' ', '<')}`, 44);
  const document = fill(number, 9);
  const optional = fill('', 14);
  const line = `${document}${digit(document)}${country}${birth}${digit(birth)}${sex}${expiry}${digit(expiry)}${optional}${digit(optional)}`;
  const composite = line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43);
  return [first, line + digit(composite)];
}

/** Nobody lays the next document under a scanner sooner. */
const BETWEEN_SCANS_S = 0.6;
let scannedUntil = 0;
/** So long a machine is busy that has other things to do. */
const BUSY_MS = 250;

/**
 * Types lines as a hand scanner does: each sign so many milliseconds after the one before, by the clock of the events
 * themselves, so that a machine that does other things as well makes no hand of it; Enter at the end of each line.
 */
export async function scanKeys(page, lines, gap = 8) {
  // A form takes a scan only once it has the list of nationalities, and focus follows then as it happens to.
  if (await page.locator('#scan, .group-row').count()) await hasRead(page, '/reference-lists/nationalities');
  await scanKeysAtOnce(page, lines, gap);
}

/**
 * The same without waiting for the list of nationalities. Before each sign of `late`, counted over all lines, the machine
 * is busy for a while: the keys bear the time at which they were typed, and come later.
 */
export async function scanKeysAtOnce(page, lines, gap = 8, late = []) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  // The keys are sent at once, so the clock of the scanner may be ahead of that of the machine.
  let at = Math.max(Date.now() / 1000, scannedUntil + BETWEEN_SCANS_S);
  const press = (key, more) => {
    at += gap / 1000;
    for (const type of ['keyDown', 'keyUp']) events.push({ type, key, timestamp: at, ...more, ...(type === 'keyUp' && { text: '' }) });
  };
  const send = () => Promise.all(events.splice(0).map((event) => session.send('Input.dispatchKeyEvent', event)));
  let typed = 0;
  for (const line of lines) {
    for (const sign of line) {
      if (late.includes(typed)) {
        await send();
        await pause(BUSY_MS);
      }
      press(sign, { text: sign, unmodifiedText: sign });
      typed += 1;
    }
    press('Enter', { code: 'Enter', text: '\r', unmodifiedText: '\r', windowsVirtualKeyCode: 13 });
  }
  scannedUntil = at;
  await send();
  await session.detach();
}

/** Types as a hand does. Without pauses the page takes what is typed for a scan, or for half of one, as the machine likes. */
export const typeByHand = (page, text) => page.keyboard.type(text, { delay: 40 });

// -------------------------------------------------------------------------------------------------------- the browser

const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 360, height: 740 };

let browser;

async function openBrowser() {
  browser ??= await chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A made-up camera: whoever asks for it in a test gets a moving test picture.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });
  return browser;
}

/** Starts the service; whoever does it ends it with `close`. */
export const launch = (settings) => Site.open(settings);

/** Ends the service and the browser. */
export async function close(site) {
  await browser?.close();
  await site.close();
}

/** Starts the service for this file of tests, and ends it and the browser after the last one. */
export async function open(settings) {
  const site = await launch(settings);
  after(() => close(site));
  return site;
}

/** A browser of somebody's own: another person at another desk. */
export async function newContext(site, { viewport = DESK, dark = false, ...more } = {}) {
  const context = await (await openBrowser()).newContext({
    baseURL: site.url,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    colorScheme: dark ? 'dark' : 'light',
    viewport,
    reducedMotion: 'reduce',
    ...more,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** What the browser complained of in this page; statuses that were `expected` and a server that is away are no fault. */
function watch(page, complaints, expected) {
  const network = /Failed to load resource: (?:the server responded with a status of (\d+)|net::(ERR_\w+))/;
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const [, status, away] = network.exec(message.text()) ?? [];
    if (status && expected.includes(Number(status))) return;
    if (away && expected.includes('away')) return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
}

/**
 * A test with a page. It fails when the browser complains, too: of a script error, a broken security policy, or an
 * answer that is not among `expected` (statuses, or 'away' for a server that does not answer).
 */
export function test(title, options, body) {
  if (typeof options === 'function') [options, body] = [{}, options];
  const { site, expected = [], ...context } = options;
  return nodeTest(title, { timeout: TEST_WITHIN_MS }, async () => {
    const complaints = [];
    const contexts = [];
    const pages = [];
    /** One more person with a browser of their own. */
    const person = async (more = {}) => {
      const made = await newContext(site ?? current, { ...context, ...more });
      contexts.push(made);
      if (isFocusWatched) await watchFocusOf(made, complaints);
      made.on('page', (page) => {
        pages.push(page);
        watch(page, complaints, more.expected ?? expected);
      });
      return made.newPage();
    };
    try {
      await body({ page: await person(), person, complaints });
      assert.equal(complaints.length, 0);
    } catch (error) {
      await keepPictures(title, pages);
      if (!complaints.length) throw error;
      throw new Error(`The browser complained:\n${complaints.join('\n')}`, { cause: error });
    } finally {
      // What a test put between page and service may still be at work when the test has seen enough.
      const routed = [...pages.filter((page) => !page.isClosed()), ...contexts];
      await Promise.all(routed.map((one) => one.unrouteAll({ behavior: 'ignoreErrors' })));
      await Promise.all(contexts.map((made) => made.close()));
    }
  });
}

let current;
/** The service that tests of this file use unless they name another. */
export function use(site) {
  current = site;
  return site;
}

let isFocusWatched = false;
/** From now on the tests of this file fail where focus falls to the body: where what had it is taken away or hidden. */
export function watchFocus() {
  isFocusWatched = true;
}

/** Whoever works by keyboard begins at the top of the page again when that happens, whatever the act was. */
async function watchFocusOf(context, complaints) {
  await context.exposeFunction('tellFocusLost', (what) => complaints.push(`Focus fell to the body: ${what}`));
  await context.addInitScript(() => {
    const LOST_FOR_TICKS = 8;
    let had;
    let ticks = 0;
    addEventListener('focusin', ({ target }) => {
      had = target;
      ticks = 0;
    });
    setInterval(() => {
      const isNowhere = !document.activeElement || document.activeElement === document.body;
      const isGone = had && (!had.isConnected || !had.checkVisibility());
      // While the next page is on its way there is nothing to give focus to: how long that takes tells how fast the machine is.
      const isOnItsWay = !document.querySelector('h1') || document.querySelector('main [aria-busy="true"], main .skeleton, main.opening');
      if (!isNowhere || !isGone) ticks = 0;
      else if (!isOnItsWay) ticks += 1;
      if (ticks !== LOST_FOR_TICKS || isOnItsWay) return;
      const words = (had.innerText || had.getAttribute?.('aria-label') || had.value || '').trim().slice(0, 60);
      window.tellFocusLost(`${location.pathname}, after ${had.tagName.toLowerCase()}${had.id ? `#${had.id}` : ''} “${words}”`);
    }, 100);
  });
}

async function keepPictures(title, pages) {
  const folder = join(HERE, 'shots/failed');
  mkdirSync(folder, { recursive: true });
  const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80);
  await Promise.all(
    pages.map((page, at) => page.screenshot({ path: join(folder, `${name}${at ? `-${at}` : ''}.png`) }).catch(() => undefined)),
  );
}

// ------------------------------------------------------------------------------------------------------- in the page

/** Signs in as a person does, at the address that was asked for; waits for the page behind. */
export async function signIn(page, login, { path = '/', password = PASSWORD, english = false } = {}) {
  await page.goto(path);
  if (english) await page.getByRole('button', { name: 'English' }).click();
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('#password').press('Enter');
  await page.getByRole('banner').waitFor();
  await settled(page);
}

/**
 * Waits until what is being read stands: no skeleton, nothing busy, a heading, and the rules of the province. Before a page has
 * the rules it sends what was typed unchecked, and the server says what is wrong.
 */
export async function settled(page) {
  await page.locator('h1').first().waitFor();
  await hasRead(page, '/profile');
  await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"], main .skeleton, main.opening'));
}

/** Waits until the page has read that address of the API. */
export async function hasRead(page, path) {
  await page.waitForFunction(
    (wanted) => performance.getEntriesByType('resource').some(({ name, responseEnd }) => responseEnd && new URL(name).pathname === wanted),
    `/api/v1${path}`,
  );
}

/** The words in a part of the page, with single ordinary spaces. */
export async function words(locator) {
  return (await locator.innerText()).replace(/[\s\u00a0]+/g, ' ').trim();
}

/** What stands in an input, with ordinary spaces. */
export async function valueOf(page, id) {
  return (await page.locator(`#${id}`).inputValue()).replaceAll('\u00a0', ' ');
}

/**
 * The one way to expect something of a page: `check` reads and asserts, and is asked again until it no longer fails; gives
 * what it gives. A page follows an act in its own time, and one read tells how fast the machine is. `cargo xtask
 * requirements` refuses a page that is read outside of here.
 */
export async function holds(check) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await pause(POLL_MS);
  }
}

/** Reads at once and only once: where to wait would hide what is measured, such as what stood there before an act. */
export const now = (read) => read();

/** Waits until the words in a part of the page are as wanted; gives them. */
export function eventually(locator, wanted, message) {
  const fits = (text) => (wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted));
  return holds(async () => {
    const text = (await locator.count()) === 1 ? await words(locator) : undefined;
    assert.ok(text !== undefined && fits(text), `${message ?? 'the text'} should be ${wanted}, is: ${text}`);
    return text;
  });
}

/** Waits until `probe` gives something true; gives it. */
export const until = (_page, probe, message) =>
  holds(async () => {
    const found = await probe();
    assert.ok(found, message);
    return found;
  });

/** The field around the control with that id: its error and warning are said in it. */
export const field = (page, id) => page.locator(`#${id}-field`);

/** The id of what has focus. */
export const focused = (page) => page.evaluate(() => document.activeElement?.id ?? '');

/** Waits for focus to come to that id. */
export const assertFocus = (page, id, message) => until(page, async () => (await focused(page)) === id, message ?? `focus comes to #${id}`);

/** Chooses in a combobox by typing. */
export async function choose(page, id, text) {
  const input = page.locator(`#${id}`);
  await input.click();
  await input.fill(text);
  await page.locator(`#${id}-list [role=option]`).first().waitFor();
  await input.press('Enter');
}

/** Types a date into its three inputs. */
export async function fillDate(page, id, iso) {
  const [year, month, date] = iso.split('-');
  await page.locator(`#${id}-day`).fill(date);
  await page.locator(`#${id}-month`).fill(month);
  await page.locator(`#${id}-year`).fill(year);
}

/** Fills in the notify form as far as the law asks; gives what was filled in. */
export async function fillNotify(page, over = {}) {
  const birth = over.birth ?? '1990-05-17';
  const sex = over.sex ?? 'male';
  const who = { name: 'Đặng Văn Thử', number: personalNumber(birth, sex), departure: '+2', birth, sex, ...over };
  await page.locator('#full_name').fill(who.name);
  await fillDate(page, 'birth', who.birth);
  await page.locator(who.sex === 'female' ? '#sex-1' : '#sex-0').press('Space');
  await page.locator('#document_number').fill(who.number);
  await page.locator('#departure').fill(who.departure);
  if (who.room) await choose(page, 'room', who.room);
  return who;
}

// -------------------------------------------------------------------------------------------------------- judgements

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails when the page goes on to break WCAG 2.2 at level A or AA, saying what and where. */
export const assertAccessible = (page, where = '') => holds(() => judgeAccessible(page, where, { runOnly: { type: 'tag', values: WCAG }, rules: { 'target-size': { enabled: true } } }));

/** The same of what other colours can break: the rest of a page is the same in light and dark. */
export const assertColours = (page, where = '') => holds(() => judgeAccessible(page, where, { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }));

async function judgeAccessible(page, where, rules) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (rules) => {
    const found = await window.axe.run(document, { ...rules, resultTypes: ['violations'] });
    return found.violations.map(({ id, help, impact, nodes }) => ({
      id,
      help,
      impact,
      nodes: nodes.map((node) => `${node.target.join(' ')}\n      ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`),
    }));
  }, rules);
  const said = violations.map(({ id, help, impact, nodes }) => `  ${id} (${impact}): ${help}\n    ${nodes.slice(0, 6).join('\n    ')}`);
  assert.equal(violations.length, 0, `${where || page.url()} is not accessible:\n${said.join('\n')}`);
}

/** Fails when the page can be scrolled sideways for longer than it takes to draw it, naming what sticks out. */
export const assertNoSideScroll = (page, where = '') => holds(() => judgeWidth(page, where));

async function judgeWidth(page, where) {
  const { excess, culprits } = await page.evaluate(() => {
    const root = document.documentElement;
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > root.clientWidth + 0.5 && getComputedStyle(element).position !== 'fixed';
    });
    const name = (element) => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}${[...element.classList].map((c) => `.${c}`).join('')}`;
    return { excess: root.scrollWidth - root.clientWidth, culprits: wide.slice(0, 5).map(name) };
  });
  assert.ok(excess <= 0, `${where || page.url()} is ${excess} px too wide: ${culprits.join(', ')}`);
}

/**
 * Gives this page clocks that can be moved on, so that time passes; call it before the page is opened. Not Playwright's own clock: its
 * timers have ids beyond 32 bits, which WebAssembly cannot clear.
 */
export async function movableClock(page) {
  await page.addInitScript(() => {
    const [now, steady] = [Date.now.bind(Date), performance.now.bind(performance)];
    const kept = () => Number(sessionStorage.getItem('e2e.ahead') ?? 0);
    Date.now = () => now() + kept();
    performance.now = () => steady() + kept();
    window.moveClock = (ms) => sessionStorage.setItem('e2e.ahead', String(kept() + ms));
  });
  return (minutes) => page.evaluate((ms) => window.moveClock(ms), minutes * 60_000);
}

/** Makes this page see another time of the server, in its answers and in the profile; timers run on. */
export async function pretendTime(page, instant) {
  const ahead = new Date(instant).getTime() - Date.now();
  await page.route('**/api/v1/**', async (route) => {
    const answer = await route.fetch();
    const headers = { ...answer.headers(), date: new Date(Date.now() + ahead).toUTCString() };
    if (!route.request().url().endsWith('/profile')) return route.fulfill({ response: answer, headers });
    const profile = await answer.json();
    profile.now = new Date(Math.floor((Date.now() + ahead) / 1000) * 1000).toISOString().replace('.000', '');
    return route.fulfill({ response: answer, headers, json: profile });
  });
}
