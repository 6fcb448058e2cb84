import { describe, expect, it } from '@jest/globals';
import { FORMATS } from '../../src/reports/all-formats.js';
import { isNarrowed, narrow } from '../../src/reports/narrow.js';
import { context, lint, report, vulnerability } from './sample.js';

const high = lint({ rule: 'HIGH', severity: 'high' });
const low = lint({ rule: 'LOW', severity: 'low' });
const unfixed = vulnerability('CVE-1', 'a', {
  severity: 'high',
  details: { ...vulnerability('CVE-1', 'a').details, fixed: null } as never,
});
const docs = lint({
  rule: 'DOCS',
  severity: 'high',
  location: { path: 'docs/Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
});
const all = report({ findings: [high, low, unfixed, docs], notes: [] });
const everything = { onlyFixed: false, exclude: [] };
const rulesOf = (narrowed: typeof all) => narrowed.findings.map(({ rule }) => rule);

describe('what is shown of a report', () => {
  it('severity: findings at or above it', () => {
    expect(rulesOf(narrow(all, { ...everything, severity: 'high' }))).toEqual([
      'HIGH',
      'CVE-1',
      'DOCS',
    ]);
  });

  it('only-fixed: vulnerabilities with a fix, and all findings of other checks', () => {
    expect(rulesOf(narrow(all, { ...everything, onlyFixed: true }))).toEqual([
      'HIGH',
      'LOW',
      'DOCS',
    ]);
  });

  it('exclude: findings in other files, and those without a file', () => {
    expect(rulesOf(narrow(all, { ...everything, exclude: ['docs/**'] }))).toEqual([
      'HIGH',
      'LOW',
      'CVE-1',
    ]);
  });

  it('always includes what fails the policy', () => {
    const narrowing = { severity: 'critical', onlyFixed: true, exclude: ['**'] } as const;
    expect(rulesOf(narrow(all, narrowing, ({ rule }) => rule === 'DOCS'))).toEqual(['DOCS']);
  });

  it('has a note that counts what is left out, and the same verdict', () => {
    const narrowed = narrow(all, { severity: 'high', onlyFixed: true, exclude: ['docs/**'] });
    expect(narrowed.notes).toEqual([
      {
        message:
          'Not shown, as requested: 1 finding below high, 1 finding without a fix, 1 finding in excluded files',
      },
    ]);
    expect(narrowed.verdict).toEqual(all.verdict);
  });

  it('names a glob that matches no file with a finding', () => {
    const { findings, notes } = narrow(all, { ...everything, exclude: ['nowhere/**'] });
    expect(findings).toEqual(all.findings);
    expect(notes).toEqual([{ message: 'No finding is in a file that matches nowhere/**' }]);
  });

  it('is the report itself when nothing is left out', () => {
    expect(narrow(all, everything)).toBe(all);
  });
});

it('all formats but those for programs are narrowed', () => {
  const narrowed = narrow(all, { ...everything, severity: 'critical' });
  for (const [id, { render }] of FORMATS) {
    const [before, after] = [render(all, context()), render(narrowed, context())];
    if (isNarrowed(id)) expect([id, after]).not.toEqual([id, before]);
  }
  expect([...FORMATS.keys()].filter((id) => !isNarrowed(id))).toEqual([
    'json',
    'cyclonedx',
    'spdx',
    'in-toto-vsa',
    'in-toto-vuln',
  ]);
});
