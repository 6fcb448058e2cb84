import { expect, it } from '@jest/globals';
import { misspelledIgnore } from '../../src/core/suppression.js';

it.each([
  '# portside ignor=PS0021',
  '# portside ingore = PS0021',
  '# Portside ignore=PS0021',
  '# portside: ignore=PS0021',
  '# portside-ignore=PS0021',
  '#portside skip=PS0021',
  '# portside ignore PS0021',
  '# portside ignore: DEP-PRIV',
  '# portside global ignor DL3008',
])('%s is a misspelled ignore comment', (comment) => {
  expect(misspelledIgnore(comment)).toMatch(/^write "portside ignore=", not "portside/i);
});

it.each([
  '# portside checks this image',
  '# portside ignores this file',
  '# portside',
  '# Portside: see docs/policy.md',
  '# the portside ignor=PS0021',
  '# portsides ignor=PS0021',
  '# hadolint ignor=DL3006',
])('%s is another comment', (comment) => {
  expect(misspelledIgnore(comment)).toBeUndefined();
});
