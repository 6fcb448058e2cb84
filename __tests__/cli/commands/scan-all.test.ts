import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run as merge } from '../../../src/cli/commands/merge.js';
import { run } from '../../../src/cli/commands/scan.js';
import type { Report } from '../../../src/core/report.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { markdown } from '../../../src/reports/formats/markdown.js';
import { textFormat } from '../../../src/reports/formats/text.js';
import { NOW } from '../../now.js';

let folder: string;
const messages: string[] = [];
const say = (text: string) => void messages.push(text);
const host = { info: say, warning: say, progress: () => {}, step: () => {}, error: say };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-scan-all-'));
  for (const name of ['a', 'b']) sbom(`${name}.json`, '0.0.8');
  advisories();
});
afterAll(() => rmSync(folder, { recursive: true }));

function sbom(file: string, version: string): void {
  const purl = `pkg:npm/minimist@${version}`;
  const components = [{ type: 'library', name: 'minimist', version, purl }];
  const document = { bomFormat: 'CycloneDX', specVersion: '1.6', components };
  writeFileSync(join(folder, file), JSON.stringify(document));
}

/** An advisory per id. */
function advisories(...ids: string[]): void {
  mkdirSync(join(folder, 'osv/npm'), { recursive: true });
  for (const id of ['CVE-2021-1', ...ids]) {
    const ranges = [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.0' }] }];
    const affected = [{ package: { ecosystem: 'npm', name: 'minimist' }, ranges }];
    const record = { id, modified: '2026-11-01T00:00:00Z', affected };
    writeFileSync(join(folder, `osv/npm/${id}.json`), JSON.stringify(record));
  }
}

async function scan(...targets: string[]): Promise<{ status: number; changes: Report }> {
  messages.length = 0;
  const out = join(folder, 'changes.json');
  const words = [...targets.map((one) => join(folder, one)), '--out', join(folder, 'reports')];
  const options = readOptions(
    'scan',
    [...words, '--advisories', join(folder, 'osv'), '--offline', '--format', `json=${out}`],
    readEnvironment({}),
    new Date('2026-11-02T00:00:00Z'),
  );
  const status = await run(options, host as never);
  return { status, changes: JSON.parse(readFileSync(out, 'utf8')) };
}

const changed = ({ findings }: Report) =>
  findings.map(({ rule, status, subject }) => `${rule} ${status} ${subject?.image?.at(-6)}`).sort();

describe('portside scan with --out', () => {
  it('writes a report for each target, and reports only what changed since', async () => {
    const first = await scan('a.json', 'b.json');
    expect(changed(first.changes)).toEqual([]);
    expect(first.changes.baseline).toBeUndefined();
    expect(first.changes.notes[0]?.message).toContain('2 scanned for the first time');
    expect(messages.join('\n')).toContain('2 targets: 0 changed, 2 scanned for the first time');
    const reports = readdirSync(join(folder, 'reports'));
    expect(reports).toHaveLength(2);
    const [report] = reports.map((name) => readFileSync(join(folder, 'reports', name), 'utf8'));
    expect(JSON.parse(report ?? '').findings).toHaveLength(1);

    const same = await scan('a.json', 'b.json');
    expect(changed(same.changes)).toEqual([]);
    expect(same.changes.targets).toHaveLength(2);
    expect(same.changes.baseline?.with).toEqual(['the earlier scan']);
    expect(messages.join('\n')).toContain('2 targets: 0 changed, 0 scanned for the first time');

    advisories('CVE-2026-2');
    sbom('b.json', '1.0.0');
    const next = await scan('a.json', 'b.json');
    expect(changed(next.changes)).toEqual(['CVE-2021-1 fixed b', 'CVE-2026-2 new a']);
    expect(messages.join('\n')).toContain('2 targets: 2 changed');
  });

  it('says what was checked, and succeeds if all targets pass', async () => {
    sbom('good.json', '1.0.0');
    for (const _ of ['first', 'again']) {
      const { status, changes } = await scan('good.json');
      expect(status).toBe(0);
      expect(changes.coverage).toContainEqual(
        expect.objectContaining({ check: 'vulnerability', state: 'checked' }),
      );
    }
  });

  it('scans the others if one cannot be read, keeps its earlier report, and is incomplete', async () => {
    await scan('a.json');
    const before = readdirSync(join(folder, 'reports')).length;
    writeFileSync(join(folder, 'a.json'), '{"bomFormat":"CycloneDX"');
    sbom('c.json', '1.0.0');
    const { status, changes } = await scan('a.json', 'missing.json', 'c.json');
    expect(status).toBe(3);
    const names = ['a.json', 'missing.json'].map((name) => join(folder, name)).join(', ');
    expect(changes.verdict.reasons).toContain(`2 of 3 targets are incomplete (${names})`);
    expect(changes.incomplete.map(({ target }) => target)).toContain(join(folder, 'a.json'));
    expect(messages.join('\n')).toContain('1 earlier report kept');
    expect(changed(changes)).toEqual([]);
    const after = readdirSync(join(folder, 'reports'));
    expect(after).toHaveLength(before + 2);
    const kept = after.find((name) => name.startsWith('a-')) ?? '';
    const { findings } = JSON.parse(readFileSync(join(folder, 'reports', kept), 'utf8'));
    expect(findings).not.toEqual([]);
  });

  it('keeps an earlier report that has more checks, and calls none of its findings fixed', async () => {
    const target = join(folder, 'a.json');
    const reports = join(folder, 'narrow');
    const options = (...words: string[]) =>
      readOptions(
        'scan',
        [target, '--out', reports, '--offline', ...words],
        readEnvironment({}),
        new Date('2026-11-02T00:00:00Z'),
      );
    sbom('a.json', '0.0.8');
    const out = join(folder, 'narrow.json');
    await run(
      options('--advisories', join(folder, 'osv'), '--format', `json=${out}`),
      host as never,
    );
    messages.length = 0;
    await run(options('--only', 'secret', '--format', `json=${out}`), host as never);
    const changes: Report = JSON.parse(readFileSync(out, 'utf8'));
    expect(changes.findings).toEqual([]);
    const warning = expect.stringMatching(
      /^1 earlier report kept, because not all of the earlier checks ran/,
    );
    expect(messages).toContainEqual(warning);
    expect(changes.notes).toContainEqual({ message: warning });
    const [kept = ''] = readdirSync(reports);
    const { findings } = JSON.parse(readFileSync(join(reports, kept), 'utf8'));
    expect(findings).not.toEqual([]);
  });

  it.each<[string, (file: string) => void]>([
    ['in JSON at position', (file) => truncateSync(file, 100)],
    [
      'only what changed',
      (file) => {
        const report = JSON.parse(readFileSync(file, 'utf8'));
        writeFileSync(file, JSON.stringify({ ...report, scope: 'changes' }));
      },
    ],
    [
      'a symbolic link',
      (file) => {
        renameSync(file, join(folder, 'elsewhere.json'));
        symlinkSync(join(folder, 'elsewhere.json'), file);
      },
    ],
  ])('says that an earlier report is not used: %s', async (why, damage) => {
    sbom('damaged.json', '0.0.8');
    await scan('damaged.json');
    const name = readdirSync(join(folder, 'reports')).find((one) => one.startsWith('damaged-'));
    const file = join(folder, 'reports', name ?? '');
    damage(file);
    const { changes } = await scan('damaged.json');
    const warning = `1 earlier report replaced, and nothing compared with it: Cannot read report ${file}`;
    const named = expect.stringContaining(warning);
    expect(messages).toContainEqual(named);
    expect(changes.notes).toContainEqual({ message: named });
    expect(messages.join('\n')).toContain(why);
    expect(lstatSync(file).isFile()).toBe(true);
    await scan('damaged.json');
    expect(messages.join('\n')).not.toContain('nothing compared');
  });

  it('refuses a file in place of the folder', async () => {
    const options = readOptions(
      'scan',
      [join(folder, 'a.json'), '--out', join(folder, 'a.json')],
      readEnvironment({}),
      NOW,
    );
    await expect(run(options, host as never)).rejects.toMatchObject({
      code: 'PSE1010',
      message: expect.stringContaining('it is a file'),
    });
  });

  it('marks the changes, and writes them in no format whose readers take the rest for fixed', async () => {
    const { changes } = await scan('a.json');
    expect(changes.scope).toBe('changes');
    const [kept = ''] = readdirSync(join(folder, 'reports'));
    expect(JSON.parse(readFileSync(join(folder, 'reports', kept), 'utf8')).scope).toBeUndefined();
    const optionsOf = (command: string, ...words: string[]) =>
      readOptions(command, [...words, '--format', 'sarif'], readEnvironment({}), NOW);
    const refused = { code: 'PSE9008', message: expect.stringContaining('changes as sarif') };
    const scanning = optionsOf('scan', join(folder, 'a.json'), '--out', folder);
    await expect(run(scanning, host as never)).rejects.toMatchObject(refused);
    const merging = optionsOf('merge', join(folder, 'changes.json'));
    await expect(merge(merging, host as never)).rejects.toMatchObject(refused);
  });

  it('joins what changed in several targets, and names the targets', async () => {
    const names = ['m1', 'm2', 'm3', 'm4', 'm5'].map((name) => `${name}.json`);
    for (const [i, name] of names.entries()) sbom(name, `0.0.${i}`);
    await scan(...names);
    advisories('CVE-2026-3');
    const { changes } = await scan(...names);
    const later = { rules: new Map(), started: new Date(0), ended: new Date(0) };
    const rows = markdown.render(changes, later as never);
    expect(rows.match(/\[CVE-2026-3\]/g)).toHaveLength(1);
    expect(rows).toContain('minimist 0.0.0 and 4 other versions · ');
    expect(rows).toMatch(/5 images: .*m1.*m2.* and 3 more/);
    expect(textFormat.render(changes, later as never)).toMatch(
      /^medium +minimist 0\.0\.0 and 4 other versions · 5 images: .* and 3 more · CVE-2026-3\n +Update to 1\.0\.0$/m,
    );
  });

  it('refuses a folder of SBOMs, which would be taken for the name of an image', async () => {
    await expect(scan('.')).rejects.toMatchObject({
      code: 'PSE1005',
      advice: expect.stringContaining('*.json --out FOLDER'),
    });
  });

  it('is needed for several targets', async () => {
    const options = readOptions('scan', ['a', 'b'], readEnvironment({}), NOW);
    await expect(run(options, host as never)).rejects.toThrow('Add --out FOLDER');
  });
});
