import { expect, test } from '@jest/globals';
import { CHECKS } from '../../src/core/finding.js';
import { gitlabFormatOf, missingGitLabFormats } from '../../src/reports/gitlab-formats.js';
import { lint, report, vulnerability } from './sample.js';

const image = { image: 'app:1' };

test.each([
  ['a secret in a file', lint({ check: 'secret' }), 'gitlab-secret-detection'],
  ['a secret in an image', lint({ check: 'secret', subject: image }), 'gitlab-secret-detection'],
  ['a line of a Dockerfile', lint(), 'code-quality'],
  ['the base image of a Dockerfile', lint({ subject: image }), 'code-quality'],
  ['a manifest', lint({ check: 'manifest', subject: image }), 'code-quality'],
  ['a vulnerability of an image', vulnerability('CVE-1', 'z'), 'gitlab'],
  ['a vulnerability of a lockfile', vulnerability('CVE-1', 'z', { subject: {} }), 'gitlab'],
  ['the hardening of an image', lint({ check: 'hardening', subject: image }), 'gitlab'],
  ['a policy about no image', lint({ check: 'policy' }), 'code-quality'],
] as const)('%s is in one format', (_, finding, expected) => {
  expect(gitlabFormatOf(finding)).toBe(expected);
});

test('what is in no requested format of GitLab is counted, if one was requested', () => {
  const findings = [
    ...CHECKS.map((check) => lint({ check, subject: image })),
    lint({ check: 'secret', status: 'excepted' }),
    lint({ check: 'secret', status: 'existing', message: 'a' }),
  ];
  const missing = (...formats: string[]) => missingGitLabFormats(report({ findings }), formats);
  expect(missing('gitlab')).toBe(
    '4 findings are in no GitLab report: add code-quality=FILE (2), gitlab-secret-detection=FILE (2)',
  );
  expect(missing('code-quality', 'gitlab', 'json')).toBe(
    '2 findings are in no GitLab report: add gitlab-secret-detection=FILE (2)',
  );
  expect(missing('code-quality', 'gitlab', 'gitlab-secret-detection')).toBeUndefined();
  expect(missing('json', 'text')).toBeUndefined();
  const one = report({ findings: [lint()] });
  expect(missingGitLabFormats(one, ['gitlab'])).toBe(
    '1 finding is in no GitLab report: add code-quality=FILE (1)',
  );
});
