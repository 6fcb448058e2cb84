import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/commands/fleet.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { json } from '../../../src/reports/formats/json.js';
import { context, report } from '../../reports/sample.js';

let folder: string;
const warnings: string[] = [];
const ignore = () => {};
const host = {
  ...{ info: ignore, progress: ignore, step: ignore, error: ignore },
  warning: (text: string) => void warnings.push(text),
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-fleet-'));
  write('reports/acme/app/2026-11-26.json', '2026-11-26T01:00:00Z');
  write('reports/acme/app/2026-11-27.json', '2026-11-27T01:00:00Z');
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, created: string): void {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, json.render(report({ created }), context()));
}

const fleet = (...words: string[]) =>
  run(
    readOptions('fleet', words, readEnvironment({}), new Date('2026-11-27T12:00:00Z')),
    host as never,
  );

describe('portside fleet', () => {
  it('writes the page and the history of the reports in a folder, named after their paths', async () => {
    const out = join(folder, 'page');
    expect(await fleet(join(folder, 'reports'), '--out', out)).toBe(0);
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('<td>acme/<wbr>app</td>');
    const { members } = JSON.parse(readFileSync(join(out, 'fleet.json'), 'utf8'));
    expect(members.map(([kind, , points]: [string, string, []]) => [kind, points.length])).toEqual([
      ['image', 2],
      ['repository', 2],
    ]);
    // The next day there is only one report: the history has the others.
    write('next/acme/app/report.json', '2026-11-28T01:00:00Z');
    expect(await fleet(join(folder, 'next'), '--out', out)).toBe(0);
    const next = JSON.parse(readFileSync(join(out, 'fleet.json'), 'utf8'));
    expect(next.members.map(([, , points]: [string, string, []]) => points.length)).toEqual([3, 3]);
  });

  it('names what it cannot read on the page, and is incomplete', async () => {
    const bad = join(folder, 'bad');
    mkdirSync(bad);
    writeFileSync(join(bad, 'broken.json'), '{');
    symlinkSync('/etc/passwd', join(bad, 'link.json'));
    const out = join(folder, 'bad-page');
    expect(await fleet(join(folder, 'reports'), bad, 'missing.json', '--out', out)).toBe(3);
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    for (const name of ['broken.json', 'link.json', 'missing.json']) {
      expect(page).toContain(name);
      expect(warnings.join('\n')).toContain(name);
    }
    expect(page).toContain('acme/<wbr>app');
  });

  it('needs reports and a folder', async () => {
    await expect(fleet('--out', 'page')).rejects.toThrow('needs reports');
    await expect(fleet('reports')).rejects.toThrow('needs reports');
  });
});
