// What lies in the mail folder.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PATIENCE_MS } from './page.mjs';

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
