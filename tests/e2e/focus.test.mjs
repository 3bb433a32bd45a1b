// The watch over focus itself: the other files of tests rely on it for every act that they do.

import assert from 'node:assert/strict';
import { open, test, use, watchFocus } from './support/browser.mjs';
import { holds, signIn } from './support/page.mjs';

const site = use(await open());
watchFocus();

test('where what has focus is hidden and focus falls to the body, the watch says where and after what', async ({ page, complaints }) => {
  await signIn(page, 'haidang', { path: '/today' });
  // The page itself brings focus back where its element is taken away, and cannot where it is only hidden.
  await page.evaluate(() => {
    const button = document.createElement('button');
    button.textContent = 'Mất';
    document.querySelector('main').append(button);
    button.focus();
    button.style.display = 'none';
  });
  await holds(async () => assert.match(complaints.join(), /Focus fell to the body: \/today, after button “Mất”/));
  complaints.length = 0;
});

test('where what has focus is taken away, focus goes to the main part of the page and the watch is silent', async ({ page }) => {
  await signIn(page, 'haidang', { path: '/today' });
  await page.evaluate(() => {
    const button = document.createElement('button');
    document.querySelector('main').append(button);
    button.focus();
    button.remove();
  });
  await holds(async () => assert.ok(['MAIN', 'H1'].includes(await page.evaluate(() => document.activeElement.tagName))));
});
