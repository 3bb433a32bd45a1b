// A hand scanner at the keyboard, and what it reads.

import { setTimeout as pause } from 'node:timers/promises';
import { hasRead } from './page.mjs';

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
