import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadRules } from '../../src/check/load-rules.js';
import { effectivePolicy } from '../../src/policy/effective-policy.js';
import { checkoutFiles } from '../../src/repository/base-branch-files.js';
import { type GitStory, gitStory, rulesWith } from '../baseline/git-story.js';

const POLICY = '.github/portside.yml';
type Files = Readonly<Record<string, string>>;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-extends-'));
  mkdirSync(join(root, '.git'));
});
afterEach(() => rmSync(root, { recursive: true }));

async function policyOf(files: Files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return (await effectivePolicy(root, checkoutFiles(root), { loadRules })).policy;
}

const exception = (rule: string) =>
  `exceptions: [{ rule: ${rule}, reason: why, until: 2099-12-31 }]`;

describe('a policy that extends files', () => {
  it('has the keys of a later file instead of those of an earlier one, and its own instead of both', async () => {
    const { failOn, minimumAgeDays, registries } = await policyOf({
      [POLICY]: 'extends: [./a.yml, ./b.yml]\nregistries: [own.example]\n',
      '.github/a.yml':
        'registries: [a.example, more.example]\nminimum-age-days: 5\nfail-on: { severity: low, epss: 0.2 }\n',
      '.github/b.yml': 'registries: [b.example]\nfail-on: { severity: critical }\n',
    });
    expect(registries).toEqual(['own.example']);
    expect(minimumAgeDays).toBe(5);
    expect(failOn).toMatchObject({ severity: 'critical', epss: 0.2 });
  });

  it.each([
    ['its own, wherever it stands', '[strict, ./a.yml]', 'extends: audit', 'medium'],
    ['its own at the end', '[./a.yml, strict]', 'extends: audit', 'medium'],
    ['that of a file', './a.yml', 'extends: audit', 'none'],
    ['that of the later file', '[./a.yml, ./b.yml]', 'extends: strict', 'none'],
    ['recommended', './a.yml', 'minimum-age-days: 1', 'high'],
  ])('has one preset: %s', async (_, list, ofFile, severity) => {
    const { failOn } = await policyOf({
      [POLICY]: `extends: ${list}\n`,
      '.github/a.yml': `${ofFile}\n`,
      '.github/b.yml': 'extends: audit\n',
    });
    expect(failOn.severity).toBe(severity);
  });

  it('adds up entries, each with its file and line', async () => {
    const policy = await policyOf({
      [POLICY]: `extends: ../policies/a.yml\n${exception('PS0001')}\n`,
      'policies/a.yml': `# text\n${exception('PS0002')}\nextends: ./b.yml\n`,
      'policies/b.yml': `${exception('PS0003')}\ntrust: [{ images: a/**, signed-by: [{ key: k.pub }] }]\n`,
    });
    expect(policy.exceptions.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual([
      'PS0003 policies/b.yml:1',
      'PS0002 policies/a.yml:2',
      `PS0001 ${POLICY}:2`,
    ]);
    expect(policy.trust).toMatchObject([{ images: 'a/**', file: 'policies/b.yml', line: 2 }]);
    expect(policy.extendedFiles).toEqual(['policies/a.yml', 'policies/b.yml']);
  });

  it('counts a file that two others extend once', async () => {
    const { exceptions } = await policyOf({
      [POLICY]: 'extends: [./a.yml, ./b.yml]\n',
      '.github/a.yml': 'extends: ./c.yml\n',
      '.github/b.yml': 'extends: ./c.yml\n',
      '.github/c.yml': exception('PS0001'),
    });
    expect(exceptions).toHaveLength(1);
  });

  it.each<[string, Files, string]>([
    ['is missing', {}, `${POLICY}:2: extends ./a.yml: there is no such file`],
    [
      'extends itself',
      { '.github/a.yml': 'extends: ./a.yml' },
      '.github/a.yml:1: extends ./a.yml: the file extends itself',
    ],
    [
      'extends one that extends it',
      { '.github/a.yml': 'extends: ../b.yml', 'b.yml': '\nextends: ./.github/a.yml' },
      'b.yml:2: extends ./.github/a.yml: the file extends itself',
    ],
    [
      'extends the policy',
      { '.github/a.yml': 'extends: ./portside.yml' },
      '.github/a.yml:1: extends ./portside.yml: the file extends itself',
    ],
    [
      'is outside',
      { '.github/a.yml': 'extends: ../../a.yml' },
      '.github/a.yml:1: extends ../../a.yml: the file is outside the repository',
    ],
    ['is not valid', { '.github/a.yml': 'fail: 1' }, '.github/a.yml:1: '],
    [
      'is too deep',
      Object.fromEntries(
        Array.from({ length: 8 }, (_, i) => [
          `.github/${i === 0 ? 'a' : i}.yml`,
          `extends: ./${i + 1}.yml`,
        ]),
      ),
      '.github/4.yml:1: extends ./5.yml: more than 5 files extend each other',
    ],
    [
      'extends too many',
      {
        '.github/a.yml': `extends: [${Array.from({ length: 25 }, (_, i) => `./${i}.yml`).join(', ')}]`,
        ...Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`.github/${i}.yml`, ''])),
      },
      '.github/a.yml:1: extends ./19.yml: more than 20 files are extended',
    ],
    [
      'has an entry that contradicts its own',
      {
        [POLICY]: 'extends: ./a.yml\nlicenses: { allow: [MIT] }',
        '.github/a.yml': 'licenses: { deny: [MIT] }',
      },
      'licenses has "MIT" in allow and in deny',
    ],
    [
      'has a rule of the same name',
      {
        [POLICY]: 'extends: [./a.yml, ./b.yml]',
        '.github/a.yml': 'rules: [{ id: A-1, severity: low, when: "true", message: a }]',
        '.github/b.yml': '\nrules: [{ id: A-1, severity: low, when: "true", message: a }]',
      },
      '.github/b.yml:2: there are two rules with the id A-1',
    ],
    ['is no preset', { [POLICY]: 'extends: [stric]' }, 'did you mean "strict"?'],
    ['is a second preset', { [POLICY]: 'extends: [strict, audit]' }, 'has more than one preset'],
    ['is none', { [POLICY]: 'extends: []' }, 'extends is empty'],
    ['is in another repository', { [POLICY]: 'extends: acme/policies/a.yml@v1' }, 'must be one of'],
  ])('is not valid if one %s', async (_, files, message) => {
    await expect(policyOf({ [POLICY]: '\nextends: ./a.yml\n', ...files })).rejects.toThrow(
      expect.objectContaining({ code: 'PSE8001', message: expect.stringContaining(message) }),
    );
  });

  it('is not valid if one is a link that leads out of the repository', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'portside-outside-'));
    writeFileSync(join(outside, 'a.yml'), 'extends: audit\n');
    mkdirSync(join(root, '.github'));
    symlinkSync(join(outside, 'a.yml'), join(root, '.github/a.yml'));
    await expect(policyOf({ [POLICY]: 'extends: ./a.yml\n' })).rejects.toThrow(
      'it is a link that leads out of the repository',
    );
    rmSync(outside, { recursive: true });
  });
});

describe('a pull request that changes an extended file', () => {
  let story: GitStory;
  beforeEach(() => {
    story = gitStory();
  });
  afterEach(() => story.remove());

  const base = {
    [POLICY]: 'extends: ./local.yml\nrule-set: all\n',
    '.github/local.yml': 'fail-on: { severity: low }\n',
    Dockerfile: 'FROM debian:13\nUSER 1\n',
  };
  const harm = { Dockerfile: 'FROM debian:13\nRUN chmod 777 /opt\nUSER 1\n' };

  it.each<[string, Record<string, string | undefined>]>([
    ['weaker', { '.github/local.yml': 'fail-on: { severity: none }\n' }],
    ['one with an exception', { '.github/local.yml': `${exception('PS0026')}\n` }],
    ['no file', { '.github/local.yml': undefined }],
    ['another one', { [POLICY]: 'extends: audit\n' }],
    ['a file that is not valid', { '.github/local.yml': 'fail-on: 1\n' }],
  ])('is decided by that of the base (%s)', async (_, change) => {
    story.base(base);
    story.commit({ ...harm, ...change });
    const report = await story.run();
    expect(report.verdict.outcome).toBe('fail');
    expect(rulesWith(report, 'new')).toContain('PS0026');
    const revision = await story.run(['--baseline-ref', 'main'], true);
    expect(revision.verdict.outcome).toBe('fail');
  });

  it('sees what it would change', async () => {
    story.base(base);
    story.commit({ ...harm, '.github/local.yml': `${exception('PS0026')}\n` });
    const { policyChange = [] } = await story.run();
    expect(policyChange.join('\n')).toContain('.github/local.yml');
    expect(policyChange.join('\n')).toContain('1 new exception');
  });

  it('is decided by the built-in policy, and incomplete, if the base cannot be read', async () => {
    story.base({ ...base, '.github/local.yml': 'extends: ./portside.yml\n' });
    story.commit({ ...harm, '.github/local.yml': 'extends: audit\n' });
    const report = await story.run();
    expect(report.verdict.outcome).toBe('incomplete');
    expect(report.incomplete.map(({ reason }) => reason).join()).toContain(
      'the file extends itself',
    );
  });
});
