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

  it('does not read a report of changes, nor one of the future: they would hide what is known', async () => {
    const odd = join(folder, 'odd');
    write('odd/future.json', '2099-10-01T00:00:00Z');
    const changes = report({ created: '2026-11-27T02:00:00Z', scope: 'changes' });
    writeFileSync(join(odd, 'changes.json'), json.render(changes, context()));
    const out = join(folder, 'odd-page');
    expect(await fleet(join(folder, 'reports'), odd, '--out', out)).toBe(3);
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page).toContain('future.json: its date is in the future: 2099-10-01');
    expect(page).toContain('changes.json: it has only what changed since an earlier scan');
    expect(readFileSync(join(out, 'fleet.json'), 'utf8')).not.toContain('2099');
  });

  it('says that a folder has no report', async () => {
    mkdirSync(join(folder, 'empty'));
    expect(await fleet(join(folder, 'empty'), '--out', join(folder, 'empty-page'))).toBe(3);
    expect(warnings.at(-1)).toContain('empty: the folder has no report');
  });

  it('forgets the future that an earlier version wrote into the history', async () => {
    const out = join(folder, 'future-page');
    mkdirSync(out);
    const row = ['image', 'app:1', [['2099-10-01T00:00:00Z', 'pass', 0, 0, 0, 0, 0, 0]]];
    const history = { members: [row], firstSeen: [['CVE-1', '2099-10-01']] };
    const text = JSON.stringify({ schema: 'portside-fleet/1', ...history });
    writeFileSync(join(out, 'fleet.json'), text);
    expect(await fleet(join(folder, 'reports'), '--out', out)).toBe(0);
    for (const file of ['index.html', 'fleet.json'])
      expect(readFileSync(join(out, file), 'utf8')).not.toContain('2099');
  });

  it('needs reports and a folder', async () => {
    await expect(fleet('--out', 'page')).rejects.toThrow('needs reports');
    await expect(fleet('reports')).rejects.toThrow('needs reports');
  });
});
