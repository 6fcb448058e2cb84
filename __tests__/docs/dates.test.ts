import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { pages } from './blocks.js';

const RULES = 'docs/rules';

/** Pages whose dates have passed, because they are about that. */
const EXPIRED = new Map([[`${RULES}/PS0003.md`, ['2020-01-01']]]);

it('no page teaches an exception or comment that expires', () => {
  const rules = readdirSync(RULES)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(RULES, name))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const expiring = [...pages(), ...rules].flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:until|exp|expired_at)(?:=|: *|:)["']?(\d{4}-\d{2}-\d{2})/g)]
      .map(([, day = '']) => day)
      .filter((day) => day < '2099' && !EXPIRED.get(path)?.includes(day))
      .map((day) => `${path}: ${day}`),
  );
  expect(rules.length).toBeGreaterThan(300);
  expect(expiring).toEqual([]);
});
