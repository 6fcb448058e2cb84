import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { headline } from '../../src/reports/headline.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';
import { context } from '../reports/sample.js';

const TASK = (tag: string) =>
  JSON.stringify({
    family: 'web',
    containerDefinitions: [{ name: 'web', image: `acme/web:${tag}` }],
  });
const PIPELINE = 'image: docker.io/acme/ci:3\ntest:\n  script: npm test\n';

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const rows = ({ coverage }: Report) =>
  coverage.filter(({ check, state }) => check === 'manifest' && state !== 'checked');

describe('a format that no rule reads', () => {
  it('is one informational row on the command line, with its files and images', async () => {
    story.base({
      Dockerfile: 'FROM scratch\n',
      ...Object.fromEntries(
        ['a', 'b', 'c', 'd', 'e'].map((name) => [`ecs/${name}.json`, TASK(name)]),
      ),
      '.gitlab-ci.yml': PIPELINE,
    });
    const report = await story.run([], true);
    expect(rows(report)).toEqual([
      {
        check: 'manifest',
        target: 'GitLab CI/CD pipeline',
        state: 'not-covered',
        reason:
          'No rule reads this format, so .gitlab-ci.yml is not checked. Images in it: docker.io/acme/ci:3',
        informational: true,
      },
      {
        check: 'manifest',
        target: 'Amazon ECS task definition',
        state: 'not-covered',
        reason:
          'No rule reads this format, so ecs/a.json, ecs/b.json, ecs/c.json and 2 more files are not checked. Images in it: acme/web:a, acme/web:b, acme/web:c and 2 more images',
        informational: true,
      },
    ]);
    expect(report.verdict.outcome).toBe('pass');
    expect(headline(report, context())).toContain('; 2 targets not checked');
  });

  it('makes a change of such a file incomplete, and no other change', async () => {
    story.base({
      Dockerfile: 'FROM scratch\n',
      'a.json': TASK('1'),
      'b.json': TASK('1'),
      '.gitlab-ci.yml': PIPELINE,
    });
    story.commit({ Dockerfile: 'FROM scratch\nUSER 1\n' });
    expect((await story.run()).verdict.outcome).toBe('pass');
    story.commit({ 'b.json': TASK('2') });
    const report = await story.run();
    expect(
      rows(report).map(({ target, informational = false }) => [target, informational]),
    ).toEqual([
      ['GitLab CI/CD pipeline', true],
      ['Amazon ECS task definition', false],
    ]);
    expect(report.incomplete).toEqual([
      {
        check: 'manifest',
        target: 'Amazon ECS task definition',
        reason:
          'No rule reads this format, so b.json, which this change adds or modifies, is not checked, nor is 1 other file. Images in it: acme/web:2 and acme/web:1',
      },
    ]);
    expect(report.verdict.outcome).toBe('incomplete');
  });

  it('is told where a change touches a file that is about other things too', async () => {
    story.base({ Dockerfile: 'FROM scratch\n', '.gitlab-ci.yml': PIPELINE });
    story.commit({ '.gitlab-ci.yml': `${PIPELINE}# more\n` });
    const report = await story.run();
    expect(rows(report)).toMatchObject([
      {
        informational: true,
        reason: expect.stringContaining('which this change adds or modifies'),
      },
    ]);
    expect(report.verdict.outcome).toBe('pass');
  });

  it.each<[string, string | undefined, string]>([
    ['adds the file', undefined, PIPELINE],
    ['brings the container', 'stages: [build]\n', PIPELINE],
    ['brings another image', PIPELINE, PIPELINE.replace(/image: \S+/, 'image: evil/other:1')],
    ['brings access to the host', PIPELINE, `${PIPELINE}    - docker run --privileged x\n`],
  ])(
    'counts in a file that is about other things too, if the change %s',
    async (_, before, now) => {
      const base: Record<string, string> = { Dockerfile: 'FROM scratch\n' };
      story.base(before === undefined ? base : { ...base, '.gitlab-ci.yml': before });
      story.commit({ '.gitlab-ci.yml': now });
      const report = await story.run();
      expect(report.incomplete).toMatchObject([{ target: 'GitLab CI/CD pipeline' }]);
      expect(report.verdict.outcome).not.toBe('pass');
    },
  );

  it('is in the ledger as not read', async () => {
    story.base({ Dockerfile: 'FROM scratch\n', 'a.json': TASK('1') });
    expect((await story.run([], true)).files).toEqual({
      total: 2,
      read: [{ kind: 'Dockerfile', count: 1 }],
      notRead: 1,
    });
  });

  it('is accepted by allow-uncovered, also where it is informational', async () => {
    const entry = '{ check: manifest, target: Amazon ECS task definition }';
    story.base({
      Dockerfile: 'FROM scratch\n',
      'a.json': TASK('1'),
      '.github/portside.yml': `allow-uncovered: [${entry}]\n`,
    });
    expect((await story.run([], true)).verdict.outcome).toBe('pass');
    story.commit({ 'a.json': TASK('2') });
    const report = await story.run();
    expect(report.verdict.outcome).toBe('pass');
    expect(rows(report)).toMatchObject([{ allowed: true }]);
    expect(report.findings.filter(({ check }) => check === 'policy')).toEqual([]);
  });
});
