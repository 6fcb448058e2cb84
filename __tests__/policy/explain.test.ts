import { expect, it } from '@jest/globals';
import { explainPolicy } from '../../src/policy/explain.js';
import { policyOf } from './policy-of.js';

it('describes gates, required signatures, exceptions and custom rules', () => {
  const policy = policyOf(
    `extends: strict
fail-on: { severity: high, fixable: true, grace-days: 7, checks: { lint: { severity: none } } }
allow-incomplete: [trust]
trust:
  - images: ghcr.io/acme/**
    signed-by: { issuer: https://i.example, subject: me@a.example, ref: refs/tags/v* }
    signed-identity: ghcr.io/acme/app
    insecure-ignore-tlog: true
    provenance: { slsa-level: 3, source: github.com/acme/app }
exceptions:
  - { rule: CVE-2030-1, package: openssl, until: 2026-12-01, reason: not reachable, owner: "@sec" }
  - { rule: CVE-2030-2, until: 2026-11-01, reason: later }
  - { rule: DL*, path: a/**, reason: generated }
rules:
  - { id: ORG-001, severity: high, when: "true", message: not here }
`,
    'p.yml',
  );
  const lines = explainPolicy(policy, new Date('2026-11-24T00:00:00Z'));
  expect(lines[0]).toBe(
    'fails on: severity high or higher or EPSS 0.1 or higher (vulnerabilities: with a fix, 7 days after publication); known exploited vulnerabilities; new and existing findings',
  );
  expect(lines).toEqual(
    expect.arrayContaining([
      '  lint: nothing',
      'may be incomplete: trust',
      'advisories no older than 5 days',
      'lowered by one severity: nothing',
      '    signed by me@a.example (issuer https://i.example, ref refs/tags/v*)',
      '    signed as ghcr.io/acme/app',
      '    with or without an entry in the transparency log',
      '    provenance: level 3, source github.com/acme/app',
      '  line 11: CVE-2030-1 in openssl, until 2026-12-01: not reachable (@sec)',
      '  line 12: CVE-2030-2, EXPIRED on 2026-11-01: later',
      '  line 13: DL* at a/**, never expires: generated',
      '  ORG-001 (high): not here',
    ]),
  );
});
