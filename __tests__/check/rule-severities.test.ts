import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ruleBook } from '../../src/check/rule-book.js';
import { SEVERITIES } from '../../src/core/severity.js';

/** What rules use that gives a severity. */
const HELPERS: Readonly<Record<string, readonly string[]>> = {
  "from '../programs.js'": ['info'],
  'ratedLiteral(': ['low'],
};

const FOLDERS = ['dockerfile', 'manifests', 'hardening', 'image-diff', 'integrity'].map((name) =>
  join('src', name, 'rules'),
);
const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')),
);

/** The severities that the source of a rule names, or gets from a helper. */
function severitiesIn(text: string): string[] {
  const plain = text
    .replace(/'emptyDir', 'medium'/g, '')
    .replace(/confidence(?:\??:| =)[^\n]*?'(?:high|medium|low)'(?: \| '\w+')*/g, '')
    .replace(/(?:title|why|remediation|message|name):\s*(?:'[^'\n]*'|`[^`]*`)/g, '');
  const words = SEVERITIES.filter((one) => plain.includes(`'${one}'`));
  const helpers = Object.entries(HELPERS).flatMap(([use, given]) =>
    text.includes(use) ? given : [],
  );
  return [...new Set([...words, ...helpers])];
}

const cases = files.flatMap((text) => {
  const id = /^ {2}id: '([\w-]+)'/m.exec(text)?.[1];
  const rule = id === undefined ? undefined : ruleBook.get(id);
  return rule ? [[rule.id, rule, severitiesIn(text)] as const] : [];
});

it('most rules are looked at', () => {
  expect(cases.length).toBeGreaterThan(200);
});

it.each(cases)(
  '%s says each severity that it can have, and when',
  (_, { severity, severityReason }, all) => {
    const untold = all.filter(
      (one) => one !== severity && !new RegExp(`\\b${one}\\b`, 'i').test(severityReason),
    );
    expect(untold).toEqual([]);
  },
);
