// Each kind of account at its own address, as the configuration says.

import assert from 'node:assert/strict';
import { open, test, use } from './support/browser.mjs';
import { assertAccessible } from './support/judge.mjs';
import { assertFocus, eventually, holds, signIn } from './support/page.mjs';
import { PASSWORD } from './support/site.mjs';

const HOSTS = {
  'congan.localhost': ['police', 'administrator'],
  'khaithac.localhost': ['tax', 'tourism', 'statistics'],
  'coso.localhost': ['facility'],
};
const site = use(await open({ LUUTRU_HOSTS: Object.entries(HOSTS).map(([host, roles]) => `${host}=${roles}`).join(';') }));

const at = (host) => `http://${host}:${site.port}/`;
// An administrator is asked for a second factor first, which is the subject of other tests.
const one = (role) => site.accounts.find((account) => account.role === role && !account.first_login).login;

// Proves KH-3a1, KH-3a2, KH-3a3.
test('police, agencies and places of lodging each come in by their own address', async ({ person }) => {
  for (const [host, roles] of Object.entries(HOSTS)) {
    for (const role of roles.filter((role) => role !== 'administrator')) {
      const page = await person();
      await signIn(page, role === 'police' ? 'congan.phuong1' : one(role), { path: at(host) });
      await holds(async () => assert.equal(new URL(page.url()).hostname, host, role));
      await page.close();
    }
  }
});

test('at the address of others an account is told where to go, and is not let in', { expected: [401, 403, 421] }, async ({ page }) => {
  for (const [login, wrong, right] of [
    ['haidang', 'congan.localhost', 'coso.localhost'],
    [one('tax'), 'coso.localhost', 'khaithac.localhost'],
    ['congan.phuong1', 'khaithac.localhost', 'congan.localhost'],
  ]) {
    await page.goto(at(wrong));
    await page.locator('#login').fill(login);
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#password').press('Enter');
    const told = page.getByRole('alert').filter({ visible: true });
    await eventually(told, `http://${right}`);
    await assertFocus(page, 'password');
    await holds(async () => assert.equal(await page.getByRole('banner').count(), 0, 'nothing of the inside is shown'));
    await assertAccessible(page, 'another address');
  }
});
