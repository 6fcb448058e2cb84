import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PlanChange } from '../../src/core/plan.js';
import { type LoopbackRegistry, loopbackRegistry } from '../registry/loopback.js';
import { replay } from './replay-build.js';
import { CASES } from './replay-cases.js';

const folder = mkdtempSync(join(tmpdir(), 'portside-replay-'));
let registry: LoopbackRegistry;
beforeAll(async () => {
  registry = await loopbackRegistry();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await registry.close();
});

test.each(
  Object.entries(CASES).map(([name, { remedy }], number) => [name, remedy, number] as const),
)('the plan for %s begins with: %s', async (name, remedy, number) => {
  const one = CASES[name];
  if (!one) throw new Error(name);
  const { plan } = await replay(join(folder, String(number)), one.make(), registry);
  const [first] = plan?.steps ?? [];
  expect({
    remedy: first?.remedy,
    title: first?.title,
    notes: first?.notes.join(' '),
    change: changedTo(first?.change),
  }).toEqual({
    remedy,
    title: expect.stringMatching(one.title),
    notes: expect.stringMatching(one.note ?? ANY),
    change: expect.stringMatching(one.change ?? ANY),
  });
});

const ANY = /^/;

function changedTo(change: PlanChange | undefined): string {
  return change && 'to' in change ? change.to : '';
}
