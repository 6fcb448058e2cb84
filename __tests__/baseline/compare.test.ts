import { describe, expect, it } from '@jest/globals';
import { compareWithBaseline, type InspectedScope } from '../../src/baseline/compare.js';
import { CHECKS, type Finding } from '../../src/core/finding.js';
import type { Baseline } from '../../src/policy/baseline.js';
import { lint, vulnerability } from '../reports/sample.js';

const IMAGE = 'registry.example:5000/shop/app:pr-42';
const INSPECTED: InspectedScope = {
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
  it('marks findings as existing, new, and fixed', () => {
    const { findings } = compare([old, fresh], baseline([old, cve]));
    expect(statuses(findings)).toEqual(['OLD existing', 'FRESH new', 'CVE-2024-0001 fixed']);
  });

  it('marks no finding as fixed whose check did not run', () => {
    const run = (only: InspectedScope['only']) =>
      statuses(compare([], baseline([old, cve]), { ...INSPECTED, only }).findings);
    expect(run(['policy'])).toEqual([]);
    expect(run(['lint'])).toEqual(['OLD fixed']);
    expect(run(['vulnerability'])).toEqual(['CVE-2024-0001 fixed']);
  });

  it('marks no finding as fixed in a file or folder that its check left out', () => {
    const inChart = { ...old, location: { ...old.location, path: 'chart/a.yaml' } } as Finding;
    const run = (check: 'lint' | 'secret', target: string) =>
      statuses(
        compare([], baseline([inChart]), { ...INSPECTED, uncovered: [{ check, target }] }).findings,
      );
    expect(run('lint', 'chart')).toEqual([]);
    expect(run('lint', 'chart/a.yaml')).toEqual([]);
    expect(run('lint', 'char')).toEqual(['OLD fixed']);
    expect(run('secret', 'chart')).toEqual(['OLD fixed']);
  });

  it('says what is not compared, because the baseline did not check it', () => {
    const trust = (image: string): Finding =>
      ({ ...old, rule: image, check: 'trust', subject: { image }, fingerprint: image }) as Finding;
    const notRun = [{ check: 'trust', target: 'node:20' }] as const;
    const { findings, notes } = compare(
      [trust('node:20'), trust('debian:13')],
      baseline([], { notRun }),
    );
    expect(statuses(findings)).toEqual(['node:20 new', 'debian:13 new']);
    expect(notes.map(({ message }) => message)).toEqual([
      '1 finding is not compared, and counts as new: the baseline main did not check trust of node:20',
    ]);
    expect(compare([trust('node:20')], baseline([trust('node:20')], { notRun })).notes).toEqual([]);
    const inChart = {
      ...old,
      check: 'manifest',
      location: { ...old.location, path: 'chart/a.yaml' },
    };
    expect(
      compare(
        [inChart as Finding],
        baseline([], { notRun: [{ check: 'manifest', target: 'chart' }] }),
      ).notes,
    ).toHaveLength(1);
  });

  it('compares fingerprints: a finding on a line that moved is existing', () => {
    const moved = { ...old, location: { ...old.location, startLine: 90, endLine: 90 } } as Finding;
    expect(statuses(compare([moved], baseline([old])).findings)).toEqual(['OLD existing']);
  });

  it('marks a finding as new that is not lowered any more, but not one that still is', () => {
    const isLowered = ({ location }: Finding) => location?.path === 'tests/Dockerfile';
    const inTests = { ...old, location: { ...old.location, path: 'tests/Dockerfile' } } as Finding;
    const status = (now: Finding, before: Finding) =>
      statuses(compare([now], baseline([before]), { ...INSPECTED, isLowered }).findings);
    expect(status(old, inTests)).toEqual(['OLD new']);
    expect(status(inTests, inTests)).toEqual(['OLD existing']);
    expect(status(inTests, old)).toEqual(['OLD existing']);
  });

  it('leaves a finding excepted that a VEX document excepts now', () => {
    const excepted = { ...cve, status: 'excepted' } as const;
    expect(compare([excepted], baseline([cve])).findings).toEqual([excepted]);
    expect(compare([excepted], baseline([excepted])).findings).toEqual([excepted]);
  });

  it('marks an excepted finding of the baseline as existing, but never as fixed', () => {
    const excepted = { ...old, status: 'excepted' } as const;
    expect(statuses(compare([old], baseline([excepted])).findings)).toEqual(['OLD existing']);
    expect(compare([], baseline([excepted])).findings).toEqual([]);
  });

  it.each<[string, Finding, Partial<InspectedScope>]>([
    [
      'its check could not run',
      cve,
      { incomplete: [{ check: 'vulnerability', target: IMAGE, reason: 'offline' }] },
    ],
    ['its image was not checked', cve, { targets: [{ kind: 'image', name: 'worker:1' }] }],
    [
      'its file was not checked',
      old,
      { wholeRepository: false, targets: [{ kind: 'dockerfile', name: 'other/Dockerfile' }] },
    ],
    [
      'it is malware, and the vulnerability check could not run',
      { ...cve, check: 'malware' } as Finding,
      { incomplete: [{ check: 'vulnerability', target: IMAGE, reason: 'offline' }] },
    ],
    ['it has no location', { ...old, location: undefined } as unknown as Finding, {}],
    [
      'its check could not run on a file',
      old,
      { incomplete: [{ check: 'lint', target: 'x', reason: 'no' }] },
    ],
  ])('does not mark a finding as fixed when %s', (_, gone, over) => {
    expect(compare([], baseline([gone]), { ...INSPECTED, ...over }).findings).toEqual([]);
  });

  it.each<[string, Finding, Partial<InspectedScope>]>([
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
      'other checks could not run on other files',
      old,
      {
        incomplete: [
          { check: 'manifest', target: 'x', reason: 'no' },
          { check: 'trust', target: 'x', reason: 'no' },
        ],
      },
    ],
    [
      'its file was checked with others',
      old,
      {
        wholeRepository: false,
        targets: [
          { kind: 'dockerfile', name: 'other/Dockerfile' },
          { kind: 'dockerfile', name: 'Dockerfile' },
        ],
      },
    ],
    ['its file was deleted', old, { targets: [] }],
  ])('marks a finding as fixed when %s', (_, gone, over) => {
    const { findings } = compare([], baseline([gone]), { ...INSPECTED, ...over });
    expect(findings.map((f) => f.status)).toEqual(['fixed']);
  });

  it('compares images without their tags', () => {
    const inspected = {
      ...INSPECTED,
      targets: [{ kind: 'image', name: IMAGE.replace('pr-42', 'next') } as const],
    };
    expect(statuses(compare([], baseline([cve]), inspected).findings)).toEqual([
      'CVE-2024-0001 fixed',
    ]);
  });

  it('does not say that the licenses of packages are not compared', () => {
    const sbom = baseline([], { name: 'base.cdx.json', checks: new Set(['vulnerability']) });
    const own = { ...fresh, check: 'policy', details: undefined } as Finding;
    expect(compare([own], sbom).notes).toEqual([
      { message: expect.stringContaining('does not cover the policy file: all') },
    ]);
  });

  it('has a note on the checks that the baseline does not cover', () => {
    const sbom = baseline([], { name: 'base.cdx.json', checks: new Set(['vulnerability']) });
    expect(compare([fresh, cve], sbom).notes).toEqual([
      {
        message: 'The baseline base.cdx.json does not cover lint: all these findings count as new',
      },
    ]);
  });
});

describe('the platforms of an image', () => {
  const ofImage = (platforms: readonly string[]) =>
    lint({
      rule: 'IMG',
      check: 'hardening',
      fingerprint: 'f'.repeat(32),
      subject: { image: IMAGE, platforms },
    } as never);
  const images = (platforms: readonly string[]) => ({
    images: {
      packages: [],
      targets: [
        {
          kind: 'image' as const,
          name: IMAGE,
          platforms: platforms.map((platform) => ({ platform })),
        },
      ],
    },
  });
  const both = ['linux/amd64', 'linux/arm64'];
  const rows = (now: readonly string[], before: readonly string[], inspected = both) =>
    compare([ofImage(now)], baseline([ofImage(before)], images(inspected))).findings.map(
      ({ status, subject }) => `${status} ${subject?.platforms?.join(' ')}`,
    );

  it('each have their own findings', () => {
    expect(rows(both, ['linux/amd64'])).toEqual(['existing linux/amd64', 'new linux/arm64']);
    expect(rows(['linux/amd64'], both)).toEqual(['existing linux/amd64', 'fixed linux/arm64']);
    expect(rows(both, both)).toEqual(['existing linux/amd64 linux/arm64']);
    expect(rows(['linux/arm64'], ['linux/amd64'])).toEqual([
      'new linux/arm64',
      'fixed linux/amd64',
    ]);
  });

  it('have what the others have when they are built for the first time', () => {
    expect(rows(both, ['linux/amd64'], ['linux/amd64'])).toEqual([
      'existing linux/amd64 linux/arm64',
    ]);
  });
});
