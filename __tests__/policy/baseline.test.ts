import { describe, expect, it } from '@jest/globals';
import { CHECKS, type Finding } from '../../src/core/finding.js';
import { type Baseline, compareWithBaseline, type Inspected } from '../../src/policy/baseline.js';
import { lint, vulnerability } from '../reports/sample.js';

const IMAGE = 'registry.example:5000/shop/app:pr-42';
const INSPECTED: Inspected = {
  targets: [
    { kind: 'dockerfile', name: 'Dockerfile' },
    { kind: 'image', name: IMAGE },
  ],
  incomplete: [],
  wholeRepository: true,
};
const baseline = (findings: readonly Finding[], over: Partial<Baseline> = {}): Baseline => ({
  name: 'main',
  checks: new Set(CHECKS),
  findings,
  ...over,
});
const compare = (now: readonly Finding[], before: Baseline, inspected = INSPECTED) =>
  compareWithBaseline(now, before, inspected);
const statuses = (found: readonly Finding[]) => found.map((f) => `${f.rule} ${f.status}`);

const old = lint({ rule: 'OLD' });
const fresh = lint({ rule: 'FRESH' });
const cve = vulnerability('CVE-2024-0001', 'openssl');

describe('a comparison with the baseline', () => {
  it('calls existing what both have, new what only the change has, and fixed what only the baseline has', () => {
    const { findings } = compare([old, fresh], baseline([old, cve]));
    expect(statuses(findings)).toEqual(['OLD existing', 'FRESH new', 'CVE-2024-0001 fixed']);
  });

  it('goes by the fingerprint: a line that moved and a package that was raised are existing', () => {
    const moved = { ...old, location: { ...old.location, startLine: 90, endLine: 90 } } as Finding;
    expect(statuses(compare([moved], baseline([old])).findings)).toEqual(['OLD existing']);
  });

  it('knows what was excepted, and does not call it fixed when it is gone', () => {
    const excepted = { ...old, status: 'excepted' } as const;
    expect(statuses(compare([old], baseline([excepted])).findings)).toEqual(['OLD existing']);
    expect(compare([], baseline([excepted])).findings).toEqual([]);
  });

  it.each<[string, Finding, Partial<Inspected>]>([
    [
      'its check could not run',
      cve,
      { incomplete: [{ check: 'vulnerability', target: IMAGE, reason: 'offline' }] },
    ],
    ['its image was not checked', cve, { targets: [{ kind: 'image', name: 'worker:1' }] }],
    [
      'its file was not looked for',
      old,
      { wholeRepository: false, targets: [{ kind: 'dockerfile', name: 'other/Dockerfile' }] },
    ],
    [
      'it is malware, and vulnerabilities could not be looked for',
      { ...cve, check: 'malware' } as Finding,
      { incomplete: [{ check: 'vulnerability', target: IMAGE, reason: 'offline' }] },
    ],
    ['nothing tells where it was', { ...old, location: undefined } as unknown as Finding, {}],
    ['no file could be read', old, { incomplete: [{ check: 'lint', target: 'x', reason: 'no' }] }],
  ])('does not call a finding fixed when %s', (_, gone, over) => {
    expect(compare([], baseline([gone]), { ...INSPECTED, ...over }).findings).toEqual([]);
  });

  it.each<[string, Finding, Partial<Inspected>]>([
    [
      'another check of its image could not run',
      cve,
      { incomplete: [{ check: 'trust', target: IMAGE, reason: 'offline' }] },
    ],
    [
      'its check of another image could not run',
      cve,
      { incomplete: [{ check: 'vulnerability', target: 'worker:1', reason: 'offline' }] },
    ],
    [
      'other files could not be checked by other checks',
      old,
      {
        incomplete: [
          { check: 'manifest', target: 'x', reason: 'no' },
          { check: 'trust', target: 'x', reason: 'no' },
        ],
      },
    ],
    [
      'its file was looked for beside others',
      old,
      {
        wholeRepository: false,
        targets: [
          { kind: 'dockerfile', name: 'other/Dockerfile' },
          { kind: 'dockerfile', name: 'Dockerfile' },
        ],
      },
    ],
    ['its file is gone from the repository', old, { targets: [] }],
  ])('calls a finding fixed when %s', (_, gone, over) => {
    const { findings } = compare([], baseline([gone]), { ...INSPECTED, ...over });
    expect(findings.map((f) => f.status)).toEqual(['fixed']);
  });

  it('compares images whatever their tag is', () => {
    const inspected = {
      ...INSPECTED,
      targets: [{ kind: 'image', name: IMAGE.replace('pr-42', 'next') } as const],
    };
    expect(statuses(compare([], baseline([cve]), inspected).findings)).toEqual([
      'CVE-2024-0001 fixed',
    ]);
  });

  it('says of what a baseline cannot speak', () => {
    const sbom = baseline([], { name: 'base.cdx.json', checks: new Set(['vulnerability']) });
    expect(compare([fresh, cve], sbom).notes).toEqual([
      {
        message:
          'The baseline (base.cdx.json) says nothing of lint: those findings all count as new.',
      },
    ]);
  });
});
