// What a person does in a page, and what a test expects of it.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { personalNumber } from './data.mjs';
import { PASSWORD } from './site.mjs';

/** Longest time for anything in a page to happen. */
export const PATIENCE_MS = 30_000;
const POLL_MS = 20;

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
