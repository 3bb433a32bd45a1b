// Swagger UI: administrators and integrators sign in with its Authorize button, and what they try out works.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { PASSWORD, eventually, open, test, use } from './support.mjs';

const site = use(await open());

/** What an authenticator app shows at that moment (RFC 6238). */
function code(secret, ahead = 0) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const mac = createHmac('sha1', key).update(step).digest();
  const at = mac.at(-1) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function authorize(page, login, secret) {
  await page.goto('/docs/');
  // The whole document is drawn first: long on a loaded machine.
  await page.locator('.auth-wrapper .btn.authorize').click({ timeout: 40_000 });
  const form = page.locator('.auth-container').filter({ hasText: 'sign_in (OAuth2, password)' });
  await form.locator('#oauth_username').fill(login);
  await form.locator('#oauth_password').fill(PASSWORD);
  if (secret) await form.locator('#client_secret_password').fill(secret);
  await form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
  return form;
}

async function tryOut(page, operation) {
  await page.locator('.btn-done').first().click();
  const block = page.locator(`#operations-accounts-${operation}`);
  await block.locator('.opblock-summary-control').click();
  await block.locator('.btn.execute').click();
  const answer = block.locator('.live-responses-table .response').first();
  await answer.waitFor();
  return eventually(answer, /\S/);
}

// Part of LC-6.4-1.
test('an administrator signs in with the Authorize button, and a call works', async ({ page }) => {
  const form = await authorize(page, 'quantri');
  await form.getByRole('button', { name: 'Remove authorization' }).waitFor();
  const said = await tryOut(page, 'getCurrentAccount');
  assert.match(said, /^200/);
  assert.match(said, /"login": "quantri"/);
});

test('a wrong password is refused there as well', { expected: [401] }, async ({ page }) => {
  await page.route('**/auth/token', (route) => route.continue({ postData: route.request().postData().replace(PASSWORD, 'khong-dung-1') }));
  const form = await authorize(page, 'quantri');
  await form.locator('.errors').getByText(/Unauthorized/).first().waitFor();
});

test('the code of a second factor goes into the client secret', { expected: [401] }, async ({ page }) => {
  const client = await site.as('bachtuyet');
  const { secret } = await client.call('enrolSecondFactor', { body: { password: PASSWORD } });
  await client.call('confirmSecondFactor', { body: { code: code(secret, -1) } });
  const without = await authorize(page, 'bachtuyet');
  await without.locator('.errors').first().waitFor();
  const form = await authorize(page, 'bachtuyet', code(secret));
  await form.getByRole('button', { name: 'Remove authorization' }).waitFor();
  assert.match(await tryOut(page, 'listSessions'), /^200/);
});
