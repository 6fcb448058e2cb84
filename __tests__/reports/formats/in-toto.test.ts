import { describe, expect, it, test } from '@jest/globals';
import type { Verdict } from '../../../src/core/report.js';
import { FORMATS } from '../../../src/reports/all-formats.js';
import { hasSubject, parseStatement } from '../../../src/signatures/statement.js';
import { context, lint, report, vulnerability } from '../sample.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const IMAGE = { kind: 'image', name: 'ghcr.io/acme/app:1', digest: DIGEST } as const;

function render(id: string, over: Parameters<typeof report>[0], around = context()) {
  return FORMATS.get(id)?.render(report({ targets: [IMAGE], ...over }), around) ?? '';
}

/** What we write, our own verifier can read. */
const reread = (text: string) => parseStatement(Buffer.from(text));

describe('in-toto-vsa', () => {
  test.each<[Verdict['outcome'], 0 | 1 | 2 | 3 | undefined, string, string[]]>([
    ['pass', 3, 'PASSED', ['SLSA_BUILD_LEVEL_3']],
    ['pass', undefined, 'PASSED', []],
    ['fail', 3, 'FAILED', ['FAILED']],
    ['incomplete', 3, 'FAILED', ['FAILED']],
  ])('of a verdict %s at level %s says %s', (outcome, buildLevel, verificationResult, levels) => {
    const target = { ...IMAGE, ...(buildLevel === undefined ? {} : { buildLevel }) };
    const statement = reread(
      render(
        'in-toto-vsa',
        { targets: [target], verdict: { outcome, reasons: [] } },
        context({
          policy: '.github/portside.yml@main',
          repository: { name: 'acme/app', server: 'https://github.com', commit: 'c'.repeat(40) },
        }),
      ),
    );
    expect(hasSubject(statement, DIGEST)).toBe(true);
    expect(statement.predicateType).toBe('https://slsa.dev/verification_summary/v1');
    expect(statement.predicate).toMatchObject({
      resourceUri: `pkg:oci/app@sha256%3A${'a'.repeat(64)}?repository_url=ghcr.io%2Facme%2Fapp`,
      policy: {
        uri: `https://github.com/acme/app/blob/${'c'.repeat(40)}/.github/portside.yml`,
      },
      verificationResult,
      verifiedLevels: levels,
    });
  });
});

describe('in-toto-vuln', () => {
  it('lists what was found of vulnerabilities in this image, excepted or not, and nothing else', () => {
    const subject = { image: IMAGE.name, purl: 'pkg:npm/a@1' };
    const { predicate, predicateType } = reread(
      render('in-toto-vuln', {
        findings: [
          vulnerability('CVE-1', 'a', { subject }),
          vulnerability('CVE-2', 'a', { subject, status: 'excepted' }),
          vulnerability('CVE-3', 'a', { subject, status: 'fixed' }),
          vulnerability('CVE-4', 'a', { subject: { image: 'other:1' } }),
          lint(),
        ],
      }),
    );
    expect(predicateType).toBe('https://in-toto.io/attestation/vulns/v0.2');
    expect(predicate.scanner).toMatchObject({
      result: [
        {
          id: 'CVE-1',
          severity: [
            { method: 'portside', score: 'high' },
            { method: 'cvss', score: '7.5' },
          ],
          annotations: [{ purl: 'pkg:npm/a@1', status: 'new' }],
        },
        { id: 'CVE-2', annotations: [{ status: 'excepted' }] },
      ],
    });
  });
});

it('one statement a line for several images, none for what has no digest', () => {
  const other = { ...IMAGE, name: 'b', digest: DIGEST.replaceAll('a', 'b') };
  const lines = render('in-toto-vsa', {
    targets: [
      IMAGE,
      other,
      { kind: 'dockerfile', name: 'Dockerfile' },
      { kind: 'image', name: 'c' },
    ],
  });
  const subjects = lines.trim().split('\n').map(reread);
  expect(subjects.map(({ subjects: [one] }) => one?.name)).toEqual([IMAGE.name, 'b']);
  expect(render('in-toto-vsa', { targets: [] })).toBe('\n');
});
