import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { CLI } from './dist.js';
import { inLanes } from './lanes.js';
import { requirePrograms, sharedEngine } from './peers.js';
import { CASES } from './safe-edits/cases.js';
import {
  type Builder,
  type Content,
  differences,
  openBuilder,
  writeContext,
} from './safe-edits/images.js';

/**
 * Dockerfiles are built by docker before and after `fix --all-safe`: the image may only differ by what the edit promises.
 * Programs stand in for package managers.
 */

jest.setTimeout(900_000);

/** By default one of sixteen, chosen by a hash. */
const isAll = process.env.PORTSIDE_SAFE_EDITS === 'all';
const TRIED = CASES.filter(
  ({ name }) => isAll || createHash('sha256').update(name).digest('hex').startsWith('0'),
);

let folder: string;
let builder: Builder;
let outcomes: ReadonlyMap<string, Promise<Outcome>>;

/** What the image has, undefined if it could not be built; and whether there was an edit. */
interface Outcome {
  readonly before: Content | undefined;
  readonly after: Content | undefined;
  readonly isEdited: boolean;
}

beforeAll(async () => {
  requirePrograms('docker', 'dockerd');
  folder = mkdtempSync(join(tmpdir(), 'portside-safe-edits-'));
  builder = await openBuilder(await sharedEngine(), folder);
  const texts = new Map(TRIED.map(({ name, text }) => [name, text]));
  outcomes = inLanes([...texts.keys()], (name) => tryEdits(name, texts.get(name) ?? ''));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function tryEdits(name: string, text: string): Promise<Outcome> {
  const context = join(folder, name.replaceAll(/\W/g, '-'));
  writeContext(context, text);
  const before = await builder.build(context);
  const edited = `${context}-edited`;
  cpSync(context, edited, { recursive: true });
  execFileSync('git', ['init', '--quiet'], { cwd: edited });
  const args = [CLI, 'fix', '--all-safe', '--offline', '--write'];
  execFileSync(process.execPath, args, { cwd: edited, stdio: 'pipe' });
  rmSync(join(edited, '.git'), { recursive: true });
  const isEdited = readFileSync(join(edited, 'Dockerfile'), 'utf8') !== text;
  return { before, after: isEdited ? await builder.build(edited) : before, isEdited };
}

it.each(TRIED)('$name', async ({ name, promised, isEdited }) => {
  const outcome = await outcomes.get(name);
  const { before = new Map(), after } = outcome ?? {};
  if (isEdited) expect(outcome?.isEdited).toBe(true);
  // What could not be built before may be built now.
  if (outcome?.before) expect(after).toBeDefined();
  const found = outcome?.before && after ? differences(before, after) : [];
  expect(found.filter((one) => !promised.includes(one))).toEqual([]);
});
