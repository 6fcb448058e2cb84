import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { replay } from './replay-build.js';
import { CASES } from './replay-cases.js';

const folder = mkdtempSync(join(tmpdir(), 'portside-replay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(
  Object.entries(CASES).map(([name, { remedy }], number) => [name, remedy, number] as const),
)('the plan for %s begins with: %s', async (name, remedy, number) => {
  const one = CASES[name];
  if (!one) throw new Error(name);
  const { plan } = await replay(join(folder, String(number)), one.make());
  const [first] = plan?.steps ?? [];
  expect({ remedy: first?.remedy, title: first?.title, notes: first?.notes.join(' ') }).toEqual({
    remedy,
    title: expect.stringMatching(one.title),
    notes: expect.stringMatching(one.note ?? /^/),
  });
});
