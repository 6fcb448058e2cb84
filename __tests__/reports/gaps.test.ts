import { describe, expect, it, test } from '@jest/globals';
import type { Coverage } from '../../src/core/coverage.js';
import type { Report } from '../../src/core/report.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { gapReason, gapsOf, wasChecked, withoutGaps } from '../../src/reports/gaps.js';
import { context, report } from './sample.js';

const REASON = 'Cannot read app.tar: it is cut off';
const FAILED: Coverage = {
  check: 'vulnerability',
  target: 'app.tar',
  state: 'failed',
  reason: REASON,
};
const CHART: Coverage = {
  check: 'manifest',
  target: 'chart',
  state: 'not-covered',
  reason: 'A Helm chart',
};
const IN_PART: Coverage = { ...CHART, target: 'k8s.yaml', state: 'partial', reason: 'Too deep' };

/** A report with these gaps only. */
function withGaps(outcome: Report['verdict']['outcome'], ...gaps: Coverage[]): Report {
  return report({
    findings: [],
    coverage: [{ check: 'lint', target: 'Dockerfile', state: 'checked' }, ...gaps],
    incomplete: gaps.flatMap(({ check, target, state, reason = '' }) =>
      state === 'failed' ? [{ check, target, reason }] : [],
    ),
    verdict: { outcome, reasons: [] },
  });
}

function render(format: string, shown: Report): string {
  return REPORT_FORMATS.get(format)?.render(shown, context()) ?? '';
}

const ALLOWED = withGaps('pass', { ...FAILED, allowed: true }, { ...CHART, allowed: true });
const OPEN = withGaps('incomplete', FAILED, IN_PART);

describe('the gaps of a report', () => {
  it('are open, allowed or informational', () => {
    const rows = [FAILED, { ...CHART, allowed: true }, { ...IN_PART, informational: true }];
    expect(gapsOf(withGaps('incomplete', ...rows))).toEqual({
      open: [rows[0]],
      allowed: [rows[1]],
      informational: [rows[2]],
    });
  });

  it('have checks that failed without a row in the coverage', () => {
    const old = { ...withGaps('incomplete', FAILED), coverage: [] };
    expect(gapsOf(old).open).toEqual([FAILED]);
  });

  it('have one row for a check of one platform', () => {
    const row = { ...CHART, platform: 'linux/arm64' };
    const incomplete = [
      { check: 'manifest', target: 'chart (linux/arm64)', reason: 'A Helm chart' },
    ] as const;
    expect(gapsOf({ ...withGaps('incomplete', row), incomplete }).open).toEqual([row]);
  });

  it('are those of a check that may have looked at other targets', () => {
    const checked: Coverage = { ...FAILED, target: 'other.tar', state: 'partial' };
    const shown = withGaps('incomplete', FAILED, checked);
    expect(
      [undefined, 'other.tar', 'app.tar'].map((target) =>
        wasChecked(shown, 'vulnerability', target),
      ),
    ).toEqual([true, true, false]);
  });

  it('are allowed when the report passes', () => {
    expect(gapsOf(withGaps('pass', FAILED)).allowed).toEqual([{ ...FAILED, allowed: true }]);
  });

  test.each<[string, Coverage[]]>([
    ['', []],
    ['the vulnerability check of app.tar is not complete', [FAILED]],
    ['2 checks are not complete', [FAILED, IN_PART]],
  ])('give the reason %j', (reason, gaps) => {
    expect(gapReason(gaps)).toBe(reason);
  });

  test.each<[string, Coverage[]]>([
    ['', []],
    [
      'without the vulnerability, secret checks of app.tar (failed; allowed by allow-incomplete), and the manifest check of chart (not covered; allowed by the policy)',
      [FAILED, { ...FAILED, check: 'secret' }, CHART],
    ],
    [
      'without the manifest check of a (not covered; allowed by the policy), and the manifest check of b (not covered; allowed by the policy), and the manifest check of c (not covered; allowed by the policy), and 2 more checks',
      ['a', 'b', 'c', 'd', 'e'].map((target) => ({ ...CHART, target })),
    ],
  ])('that are allowed are named: %j', (phrase, gaps) => {
    expect(withoutGaps(gaps.map((gap) => ({ ...gap, allowed: true })))).toBe(phrase);
  });
});

describe('a passing report with allowed gaps', () => {
  const names = 'without the vulnerability check of app.tar (failed; allowed by allow-incomplete)';
  const sentence =
    'The vulnerability check of app.tar is not complete (failed; allowed by allow-incomplete)';

  it.each([
    ['text', `PASS  no findings; ${names}`],
    ['markdown', 'Portside: no findings; 2 checks could not run (allowed)'],
    ['markdown', `Passes ${names}`],
    ['html', `${names}`],
    ['json', '"allowed":true'],
    ['junit', `<skipped message="${sentence}: ${REASON}"/>`],
    ['gitlab', `${sentence}: ${REASON}`],
    ['sarif', `${sentence}: ${REASON}`],
    ['github', `::notice title=Not checked%3A vulnerability::${sentence}: ${REASON}`],
    ['github', `Portside: pass, ${names}`],
    ['code-quality', `"description": "${sentence}: ${REASON}"`],
    ['code-quality', '"severity": "info"'],
    ['checkstyle', `severity="info" message="${sentence}: ${REASON}"`],
    ['cyclonedx', '"aggregate": "incomplete"'],
    ['cyclonedx', `"value": "${sentence}: ${REASON}"`],
    ['spdx', `"comment": "${sentence}: ${REASON}"`],
    ['in-toto-vsa', 'PORTSIDE_NOT_CHECKED_VULNERABILITY'],
  ])('names them as %s', (format, expected) => {
    // Markdown escapes punctuation.
    const document = render(format, ALLOWED).replace(/\\(?=[.()-])/g, '');
    expect(document).toContain(expected);
    expect(document).not.toMatch(/<error (?!.*info)|"level":"error"|::error|To accept this/);
  });
});

it.each([
  ['cyclonedx', '"vulnerabilities"'],
  ['junit', 'no findings" classname="app.tar'],
  ['gitlab', '"success"'],
])('%s has no %s for an image that was not checked', (format, text) => {
  const targets = [{ kind: 'image', name: 'app.tar' }] as const;
  expect(render(format, { ...ALLOWED, targets })).not.toContain(text);
});

describe('a report with open gaps', () => {
  it.each([
    ['text', 'INCOMPLETE  2 checks did not run in full'],
    ['text', 'app.tar: vulnerability: failed: Cannot read app.tar: it is cut off'],
    ['text', 'Not checked (2)'],
    ['markdown', 'Portside: incomplete, 2 checks did not run in full'],
    ['markdown', '**Not checked (2)**'],
    ['html', '<h2 id="gaps">Not checked (2)</h2>'],
    ['junit', 'errors="2"'],
    ['gitlab', '"status": "failure"'],
    ['sarif', '"executionSuccessful":false'],
    ['github', '::error title=Not checked%3A vulnerability::The vulnerability check of app.tar'],
    ['github', 'Portside: incomplete: 2 checks are not complete'],
    ['code-quality', '"severity": "critical"'],
    ['checkstyle', 'severity="error" message="The manifest check of k8s.yaml is not complete'],
    ['cyclonedx', '"aggregate": "incomplete"'],
    ['spdx', 'The vulnerability check of app.tar is not complete (failed)'],
    ['in-toto-vsa', '"FAILED"'],
  ])('names them as %s: %s', (format, expected) => {
    expect(render(format, OPEN)).toContain(expected);
  });

  it('names each once as text, and how to accept them', () => {
    const text = render('text', OPEN);
    expect(text.split(REASON)).toHaveLength(2);
    expect(text).toContain(
      'To accept this, write in the policy: allow-uncovered: [{ check: manifest, target: TARGET }] with the target as named here, and allow-incomplete: [vulnerability], which holds for all targets',
    );
  });
});

it('every format but attestations of checks that did not run names an open gap', () => {
  for (const [format] of REPORT_FORMATS)
    if (!format.startsWith('in-toto'))
      expect([format, render(format, OPEN)]).toContainEqual(expect.stringContaining('app.tar'));
});

it('does not advise to allow gaps where no policy file applies', () => {
  for (const format of ['text', 'markdown', 'html'])
    expect(
      REPORT_FORMATS.get(format)?.render(OPEN, context({ isFixedPolicy: true })),
    ).not.toContain('To accept this');
});

it('lists informational gaps apart, and a pass names their number', () => {
  const text = render('text', withGaps('pass', { ...CHART, informational: true }));
  expect(text).toContain('Informational (1)\n  chart: manifest: not covered; informational');
  expect(text).toContain('PASS  no findings; not checked (informational): manifest of 1 target\n');
  expect(text).not.toContain('not complete');
});
