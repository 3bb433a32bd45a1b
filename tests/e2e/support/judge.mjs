// Judgements of a whole page: accessibility, colours, width.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { holds } from './page.mjs';

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
