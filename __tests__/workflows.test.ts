import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

/** The Action and the workflows, as GitHub's own parser reads them. */

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((name) => join(FOLDER, name));
const work = mkdtempSync(join(tmpdir(), 'portside-workflows-'));
afterAll(() => rmSync(work, { recursive: true }));

const check = (...files: string[]) =>
  spawnSync(process.execPath, ['scripts/check-workflows.mjs', ...files], { encoding: 'utf8' });

describe('GitHub’s parser', () => {
  it('has nothing to say of the Action and the workflows', () => {
    expect(check('action.yml', ...workflows)).toMatchObject({ stdout: '', stderr: '', status: 0 });
  }, 60_000);

  it('would say what is wrong', () => {
    const file = join(work, 'bad.yml');
    writeFileSync(
      file,
      'on: push\npermissions: { dream: write }\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo\n        unless: true\n',
    );
    const { status, stdout } = check(file);
    expect(status).toBe(1);
    expect(stdout).toMatch(/:2: .*\n.*:8: /);
  }, 60_000);
});

describe.each(workflows)('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  it('runs other people’s actions at commits only', () => {
    const uses = [...text.matchAll(/^[^#\n]*\buses: (\S+)/gm)].map((m) => m[1] ?? '');
    const floating = uses.filter((u) => !u.startsWith('./') && !/@[0-9a-f]{40}$/.test(u));
    expect(floating).toEqual([]);
  });

  it('says what it may do, and puts nothing that others write into a shell', () => {
    expect(text).toMatch(/^permissions:/m);
    const scripts = [...text.matchAll(/^ *(?:- )?run: (.*(?:\n {10,}.*)*)/gm)].map(
      (m) => m[1] ?? '',
    );
    // The one exception is the command that the caller of the reusable workflow gives.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's expressions
    const injected = scripts.filter((s) => s.includes('${{') && s !== '${{ inputs.build }}');
    expect(injected).toEqual([]);
  });
});
