import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { COMMANDS } from '../../src/cli/commands/commands.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { PortsideError } from '../../src/lib/errors.js';
import { readEnvironment } from '../../src/options/environment.js';
import { readOptions } from '../../src/options/read-options.js';
import { walkFixtures } from './walk-fixtures.js';

/** Registries are asked several times before they are given up. */
jest.setTimeout(60_000);

type Fixtures = Awaited<ReturnType<typeof walkFixtures>>;
export let fixtures: Fixtures;

/** Makes the fixtures before the tests of a file, which then run in their folder. */
export function useFixtures(): void {
  const start = process.cwd();
  beforeAll(async () => {
    fixtures = await walkFixtures();
    process.chdir(fixtures.work);
    for (const path of EDITED) originals.set(path, readFileSync(path, 'utf8'));
    await outcomeOf('check . --offline --format json=report.json');
    await outcomeOf('db build --from osv --out built');
  });
  afterAll(async () => {
    process.chdir(start);
    await fixtures.close();
  });
}

/** What a run prints and writes, what it asks the registry, and how it ends. */
export async function outcomeOf(line: string): Promise<string> {
  const words = line
    .replace('PLAIN', `registry:${fixtures.plain}`)
    .replace('PUSHED', fixtures.plain.replace(/app@.*/, 'db:1'))
    .replace('SIGNED', fixtures.signed)
    .replace('ATTESTED', fixtures.attested)
    .replace('BUILT', fixtures.built)
    .replace('KEYLESS', fixtures.keyless)
    .replace('UNLOGGED', fixtures.unlogged)
    .split(' ');
  const [name = '', ...rest] = words;
  const command = COMMANDS.find((one) => one.name === name);
  const lines: string[] = [];
  const stderr = { write: (text: string) => lines.push(text), isTTY: false };
  const printing = jest.spyOn(process.stdout, 'write').mockImplementation(((
    text: string,
    done?: () => void,
  ) => {
    lines.push(text);
    done?.();
    return true;
  }) as typeof process.stdout.write);
  const before = fixtures.registry.requests.length;
  const environment = readEnvironment({ PATH: fixtures.path, HOME: fixtures.work });
  let end: string;
  try {
    const options = readOptions(name, rest, environment, new Date('2026-11-26'));
    const host = terminalHost({
      quiet: options.quiet,
      verbose: options.verbose,
      path: fixtures.path,
      stderr: stderr as unknown as NodeJS.WriteStream,
    });
    end = String(await (await command?.load())?.run(options, host, COMMANDS));
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    end = `${error.code} ${error.message}`;
  } finally {
    printing.mockRestore();
  }
  const requests = fixtures.registry.requests.slice(before).map(({ method, url }) => [method, url]);
  const changed = restoreFiles();
  const patch = existsSync('fix.patch');
  rmSync('fix.patch', { force: true });
  const database = existsSync('database');
  rmSync('database', { recursive: true, force: true });
  rmSync('bundle', { recursive: true, force: true });
  return withoutTimes(JSON.stringify({ end, lines, requests, changed, database, patch }, null, 1));
}

/** The files that commands may edit. */
const EDITED = ['Dockerfile', 'compose.yaml', 'gap/compose.yaml'];
const originals = new Map<string, string>();

/** Writes the files back that a command edited, and returns what it wrote. */
function restoreFiles(): readonly (readonly [path: string, text: string])[] {
  return [...originals].flatMap(([path, original]) => {
    const text = readFileSync(path, 'utf8');
    if (text === original) return [];
    writeFileSync(path, original);
    return [[path, text] as const];
  });
}

/** Without what differs from run to run. */
function withoutTimes(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replace(/urn:uuid:[\w-]+/g, 'UUID');
}

const usual = new Map<string, string>();

/** The outcome without an option, which is the same every time. */
export async function usualOutcome(line: string): Promise<string> {
  const known = usual.get(line);
  if (known !== undefined) return known;
  const [first, second] = [await outcomeOf(line), await outcomeOf(line)];
  expect(second).toBe(first);
  usual.set(line, first);
  return first;
}
