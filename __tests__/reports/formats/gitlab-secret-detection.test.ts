import { describe, expect, it } from '@jest/globals';
import type { Coverage } from '../../../src/core/coverage.js';
import { gitlabSecretDetection } from '../../../src/reports/formats/gitlab-secret-detection.js';
import { context, lint, report, vulnerability } from '../sample.js';

const COMMIT = 'c'.repeat(40);
const written = (over: Parameters<typeof report>[0]) =>
  JSON.parse(gitlabSecretDetection.render(report(over), context()));

describe('the GitLab secret detection report', () => {
  it('lists secrets only, with their line and commit', () => {
    const found = lint({
      check: 'secret',
      rule: 'npm-token',
      severity: 'critical',
      advice: 'Revoke it',
    });
    const { scan, vulnerabilities } = written({
      findings: [lint(), vulnerability('CVE-1', 'z'), found],
      commits: [COMMIT],
    });
    expect(scan.type).toBe('secret_detection');
    expect(vulnerabilities).toEqual([
      {
        id: found.fingerprint,
        name: 'npm-token',
        description: 'Pin the version of curl',
        severity: 'Critical',
        solution: 'Revoke it',
        identifiers: [
          { type: 'portside', name: 'npm-token', value: found.fingerprint },
          { type: 'portside_rule', name: 'npm-token', value: 'npm-token' },
        ],
        location: { file: 'Dockerfile', start_line: 3, end_line: 3, commit: { sha: COMMIT } },
      },
    ]);
  });

  it('names the path in the image of a secret without a line', () => {
    const { location: _, ...rest } = lint({ check: 'secret' });
    const findings = [{ ...rest, subject: { image: 'app:1', path: 'root/.npmrc' } }] as never;
    expect(written({ findings }).vulnerabilities[0].location).toEqual({
      file: 'root/.npmrc',
      commit: { sha: '0000000' },
    });
  });

  it('is a success only if secrets were searched everywhere', () => {
    const row = (state: Coverage['state'], target: string): Coverage => ({
      check: 'secret',
      target,
      state,
    });
    const status = (...coverage: Coverage[]) => written({ coverage, incomplete: [] }).scan.status;
    expect(status(row('checked', 'a'))).toBe('success');
    expect(status()).toBe('failure');
    expect(status(row('checked', 'a'), row('failed', 'b'))).toBe('failure');
  });
});
