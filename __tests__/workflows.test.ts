import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { manifestRules } from '../src/manifests/rules/index.js';

/** Validates the Action and the workflows with GitHub's parser. */

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((name) => join(FOLDER, name));
const work = mkdtempSync(join(tmpdir(), 'portside-workflows-'));
afterAll(() => rmSync(work, { recursive: true }));

const check = (...files: string[]) =>
  spawnSync(process.execPath, ['scripts/check-workflows.mjs', ...files], { encoding: 'utf8' });

describe('the last job of portside.yml', () => {
  const file = join(FOLDER, 'portside.yml');
  const { jobs } = parse(readFileSync(file, 'utf8'));
  const { report: last, ...others } = jobs;
  const verdict = last.steps.at(-1);
  const statusFor = (DISCOVER: string, CHECK: string, VERDICT: string) =>
    spawnSync('bash', ['-e', '-c', verdict.run], { env: { DISCOVER, CHECK, VERDICT } }).status;

  it('waits for all jobs and always runs, since a skipped job counts as successful', () => {
    expect(last).toMatchObject({ needs: Object.keys(others), if: 'always()' });
    expect(last.steps.filter((step: object) => 'continue-on-error' in step)).toEqual([]);
    expect(verdict.if).toBe('always()');
    expect(verdict.env).toEqual({
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: GitHub's expressions
      DISCOVER: '${{ needs.discover.result }}',
      CHECK: '${{ needs.check.result }}',
      VERDICT: '${{ steps.merge.outputs.verdict }}',
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: GitHub's expressions
    });
  });

  it('is green if every job was successful and the verdict is pass, and else red', () => {
    expect(statusFor('success', 'success', 'pass')).toBe(0);
    const results = ['success', 'failure', 'cancelled', 'skipped', ''];
    const verdicts = ['pass', 'fail', 'incomplete', ''];
    const others = results.flatMap((discover) =>
      results.flatMap((check) => verdicts.map((outcome) => [discover, check, outcome] as const)),
    );
    const green = others.filter((args) => statusFor(...args) === 0);
    expect(green).toEqual([['success', 'success', 'pass']]);
  });

  it('has the name that the documentation says to require', () => {
    expect(last.name).toBeUndefined();
    for (const page of [file, 'docs/github.md'])
      expect(readFileSync(page, 'utf8')).toContain('portside / report');
  });
});

describe('GitHub’s parser', () => {
  it('accepts the Action and the workflows', () => {
    expect(check('action.yml', ...workflows)).toMatchObject({ stdout: '', stderr: '', status: 0 });
  }, 60_000);

  it('accepts the examples of the rules about workflows', () => {
    const files = manifestRules
      .filter(({ id }) => id.startsWith('GHA-'))
      .flatMap(({ id, wrong = '', right = '' }) =>
        Object.entries({ wrong, right }).map(([kind, text]) => {
          const file = join(work, `${id}-${kind}.yml`);
          writeFileSync(file, text);
          return file;
        }),
      );
    expect(files.length).toBeGreaterThanOrEqual(20);
    expect(check(...files)).toMatchObject({ stdout: '', stderr: '', status: 0 });
  }, 60_000);

  it('rejects an invalid workflow', () => {
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
