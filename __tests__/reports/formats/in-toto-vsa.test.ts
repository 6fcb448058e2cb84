import { expect, test } from '@jest/globals';
import type { Verdict } from '../../../src/core/report.js';
import { inTotoVerificationSummary } from '../../../src/reports/formats/in-toto-vsa.js';
import { hasSubject, parseStatement } from '../../../src/signatures/statement.js';
import { context, report } from '../sample.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const IMAGE = { kind: 'image', name: 'ghcr.io/acme/app:1', digest: DIGEST } as const;
const repository = {
  name: 'acme/app',
  server: 'https://github.com',
  commit: 'c'.repeat(40),
};

test.each<[Verdict['outcome'], 0 | 1 | 2 | 3 | undefined, string, string[]]>([
  ['pass', 3, 'PASSED', ['SLSA_BUILD_LEVEL_3']],
  ['pass', undefined, 'PASSED', []],
  ['fail', 3, 'FAILED', ['FAILED']],
  ['incomplete', 3, 'FAILED', ['FAILED']],
])(
  'the verdict %s at build level %s gives the result %s',
  (outcome, buildLevel, verificationResult, verifiedLevels) => {
    const checked = report({
      targets: [{ ...IMAGE, buildLevel }],
      incomplete: [],
      verdict: { outcome, reasons: [] },
    });
    const text = inTotoVerificationSummary.render(
      checked,
      context({ policy: '.github/portside.yml@main', repository }),
    );
    const statement = parseStatement(Buffer.from(text));
    expect(hasSubject(statement, DIGEST)).toBe(true);
    expect(statement.predicateType).toBe('https://slsa.dev/verification_summary/v1');
    expect(statement.predicate).toMatchObject({
      resourceUri: `pkg:oci/app@sha256%3A${'a'.repeat(64)}?repository_url=ghcr.io%2Facme%2Fapp`,
      policy: { uri: `https://github.com/acme/app/blob/${'c'.repeat(40)}/.github/portside.yml` },
      verificationResult,
      verifiedLevels,
    });
  },
);

test('a passing summary names the checks that the policy allows to leave out', () => {
  const gap = { target: IMAGE.name, state: 'failed', allowed: true } as const;
  const checked = report({
    targets: [{ ...IMAGE, buildLevel: 2 }],
    coverage: [
      { ...gap, check: 'secret' },
      { ...gap, check: 'trust' },
    ],
    incomplete: [],
    verdict: { outcome: 'pass', reasons: [] },
  });
  const { predicate } = JSON.parse(inTotoVerificationSummary.render(checked, context()));
  expect([predicate.verificationResult, ...predicate.verifiedLevels]).toEqual([
    'PASSED',
    'SLSA_BUILD_LEVEL_2',
    'PORTSIDE_NOT_CHECKED_SECRET',
    'PORTSIDE_NOT_CHECKED_SIGNATURE',
  ]);
});

test('several images have one statement per line; images without a digest have none', () => {
  const other = { ...IMAGE, name: 'b', digest: DIGEST.replaceAll('a', 'b') };
  const render = (targets: Parameters<typeof report>[0]) =>
    inTotoVerificationSummary.render(report(targets), context());
  const lines = render({
    targets: [
      IMAGE,
      other,
      { kind: 'dockerfile', name: 'Dockerfile' },
      { kind: 'image', name: 'c' },
    ],
  });
  const statements = lines
    .trim()
    .split('\n')
    .map((line) => parseStatement(Buffer.from(line)));
  expect(statements.map(({ subjects: [subject] }) => subject?.name)).toEqual([IMAGE.name, 'b']);
  expect(render({ targets: [] })).toBe('\n');
});
