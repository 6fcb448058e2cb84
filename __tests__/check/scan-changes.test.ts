import { describe, expect, it } from '@jest/globals';
import { lossSince, scanChanges } from '../../src/check/scan-changes.js';
import type { Coverage, CoverageState } from '../../src/core/coverage.js';
import type { Report } from '../../src/core/report.js';
import { packageNamed, report, vulnerability } from '../reports/sample.js';

const TARGET = 'sboms/app.json';

function scan(ids: readonly string[], over: Partial<Report> = {}): Report {
  return report({
    targets: [{ kind: 'sbom', name: TARGET }],
    findings: ids.map((id) =>
      vulnerability(id, 'openssl', {
        subject: { image: TARGET, purl: packageNamed('openssl').purl },
      }),
    ),
    coverage: [row('checked')],
    incomplete: [],
    verdict: { outcome: 'fail', reasons: ['all of it'] },
    ...over,
  });
}

const row = (state: CoverageState): Coverage => ({
  check: 'vulnerability',
  target: TARGET,
  state,
});

const changed = ({ report: { findings } }: ReturnType<typeof scanChanges>) =>
  findings.map(({ rule, status }) => `${rule} ${status}`);

describe('what changed since the earlier scan', () => {
  it('is what is new and what is fixed, with the verdict about everything', () => {
    const found = scanChanges(scan(['CVE-1', 'CVE-2']), scan(['CVE-2', 'CVE-3']));
    expect(changed(found)).toEqual(['CVE-1 new', 'CVE-3 fixed']);
    expect(found.isChanged).toBe(true);
    expect(found.report.verdict).toEqual({ outcome: 'fail', reasons: ['all of it'] });
    expect(found.report.packages).toEqual([]);
  });

  it('is nothing for equal scans and for the first one', () => {
    expect(scanChanges(scan(['CVE-1']), scan(['CVE-1'])).isChanged).toBe(false);
    expect(scanChanges(scan(['CVE-1']), undefined)).toMatchObject({
      isChanged: false,
      report: { findings: [] },
    });
  });

  it('is not fixed if its check failed', () => {
    const incomplete = [{ check: 'vulnerability' as const, target: TARGET, reason: 'no network' }];
    const failed = scan([], { incomplete, coverage: [row('failed')] });
    expect(changed(scanChanges(failed, scan(['CVE-1'])))).toEqual([]);
  });
});

it('fixes nothing without advisories, also where the policy allows that gap', () => {
  const gap = (allowed: boolean) => scan([], { coverage: [{ ...row('not-covered'), allowed }] });
  expect(changed(scanChanges(gap(true), scan(['CVE-1'])))).toEqual([]);
  expect(lossSince(gap(false), scan(['CVE-1']))).toBe('failed');
  expect(lossSince(gap(true), scan(['CVE-1']))).toBeUndefined();
});

describe('a scan with fewer checks', () => {
  const secret = (state: CoverageState) => ({ ...row(state), check: 'secret' as const });
  const infected = (over: Partial<Report> = {}) =>
    scan([], {
      findings: [
        {
          ...vulnerability('IMG-MALWARE', 'x', { subject: { image: TARGET } }),
          check: 'malware',
          details: { scanner: 'ClamAV', signature: 'x' },
        },
      ],
      ...over,
    });

  it('fixes nothing of the others, and says less', () => {
    const narrow = scan([], { coverage: [secret('checked')] });
    expect(changed(scanChanges(narrow, scan(['CVE-1'])))).toEqual([]);
    expect(lossSince(narrow, scan(['CVE-1']))).toBe('fewer');
    const more = scan([], { coverage: [row('checked'), secret('checked')] });
    expect(lossSince(more, scan(['CVE-1']))).toBeUndefined();
  });

  it('fixes no infected file without the virus scanner, or if it failed', () => {
    expect(changed(scanChanges(scan([]), infected()))).toEqual(['IMG-MALWARE fixed']);
    const without = { withoutVirusScan: true };
    expect(changed(scanChanges(scan([]), infected(), without))).toEqual([]);
    expect(lossSince(scan([]), infected(), without)).toBe('fewer');
    expect(lossSince(infected(), infected(), without)).toBe('fewer');
    expect(lossSince(scan([]), infected())).toBeUndefined();
    const incomplete = [{ check: 'malware' as const, target: TARGET, reason: 'no clamscan' }];
    expect(changed(scanChanges(scan([], { incomplete }), infected()))).toEqual([]);
  });
});

describe('a scan is worse than the earlier one', () => {
  it('if a check failed that the earlier one did', () => {
    const failed = scan([], { coverage: [row('failed')] });
    expect(lossSince(failed, scan([]))).toBe('failed');
    expect(lossSince(failed, failed)).toBeUndefined();
    expect(lossSince(scan([], { coverage: [row('partial')] }), scan([]))).toBeUndefined();
  });

  it('if the package of a finding is left out newly', () => {
    const part = (packages: Report['packages'], allowed = false) =>
      scan([], {
        coverage: [{ ...row('partial'), uncoveredPackages: 2, allowed }],
        packages,
      });
    const left = part([packageNamed('openssl')]);
    expect(changed(scanChanges(left, scan(['CVE-1'])))).toEqual([]);
    expect(lossSince(left, scan(['CVE-1']))).toBe('failed');
    const accepted = part([packageNamed('openssl')], true);
    expect(changed(scanChanges(accepted, scan(['CVE-1'])))).toEqual([]);
    expect(lossSince(accepted, scan(['CVE-1']))).toBeUndefined();
    expect(lossSince(left, { ...scan(['CVE-1']), coverage: left.coverage })).toBeUndefined();
    const removed = part([packageNamed('zlib')]);
    expect(changed(scanChanges(removed, scan(['CVE-1'])))).toEqual(['CVE-1 fixed']);
    expect(lossSince(removed, scan(['CVE-1']))).toBeUndefined();
  });

  it('not because of a platform that no scan covers', () => {
    const rows = { coverage: [row('checked'), row('not-covered')] };
    expect(lossSince(scan([], rows), scan(['CVE-1'], rows))).toBeUndefined();
  });
});
