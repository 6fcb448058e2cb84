import { describe, expect, test } from '@jest/globals';
import { ruleBook } from '../../../src/check/rule-book.js';
import type { Finding } from '../../../src/core/finding.js';
import type { BaseFacts, PlanFacts, UpgradeFacts } from '../../../src/remedy/plan/facts.js';
import { planOf } from '../../../src/remedy/plan/plan-of.js';
import { vulnerability } from '../../reports/sample.js';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const at = (startLine: number) => ({
  ...{ path: 'Dockerfile', startLine, startColumn: 1, endLine: startLine, endColumn: 9 },
});
const TARGET = { kind: 'image', name: 'app', dockerfile: 'Dockerfile' } as const;
const plan = (findings: readonly Finding[], facts: PlanFacts = {}) =>
  planOf({ findings, targets: [TARGET], rules: ruleBook, facts }).steps;

describe('of a base image whose tag lacks the fixes', () => {
  const fixable = (id: string, name: string) => {
    const finding = vulnerability(id, name, {
      ...{ location: at(1), subject: { image: 'app', purl: `pkg:deb/debian/${name}@1.0` } },
      origin: { kind: 'base-image', image: 'debian:13' },
    });
    return finding;
  };
  const [zlib, curl] = [fixable('CVE-1', 'zlib1g'), fixable('CVE-2', 'curl')];
  const none = { versions: new Map<string, string>(), missing: new Map<string, string>() };
  const current = (upgrade: UpgradeFacts): PlanFacts => ({
    bases: [{ location: at(1), reference: `debian:13@${DIGEST}`, isCurrent: true, upgrade }],
  });

  test('what the index has is upgraded, and the rest waits', () => {
    const missing = new Map([[curl.fingerprint, 'The index has curl 1.0, not 1.1 yet.']]);
    const versions = new Map([['zlib1g', '1.2']]);
    const facts = current({ manager: 'apt', user: 'app', versions, missing });
    expect(plan([zlib, curl], facts)).toMatchObject([
      {
        title: 'upgrade zlib1g of the base image in a RUN instruction',
        safe: false,
        notes: ['The index of the package repository has zlib1g 1.2.', ANY, ANY],
        change: {
          ...{ kind: 'upgrade', path: 'Dockerfile', line: 1, manager: 'apt', user: 'app' },
          ...{ base: 'debian:13', packages: [{ name: 'zlib1g', version: '1.2' }] },
        },
      },
      {
        ...{ remedy: 'wait', title: 'wait for a newer image of debian:13' },
        notes: ['The index has curl 1.0, not 1.1 yet.'],
      },
    ]);
  });

  test('an index that was not read is no proof', () => {
    const facts = current({ manager: 'apt', unproved: 'offline', ...none });
    const [step] = plan([zlib], facts);
    expect(step).toMatchObject({ safe: false, change: { kind: 'upgrade', manager: 'apt' } });
    expect(step?.notes[0]).toBe('Not proved: the index was not read. Offline.');
    const [unknown] = plan([zlib], { bases: current(none).bases?.map(withoutUpgrade) ?? [] });
    expect([unknown?.remedy, unknown?.change]).toEqual(['edit', undefined]);
  });

  test('an image without a package manager waits', () => {
    const [step] = plan([zlib], current({ impossible: 'it has no package manager', ...none }));
    expect(step).toMatchObject({
      remedy: 'wait',
      notes: ['No instruction can upgrade its packages: it has no package manager.'],
    });
  });

  test('the removal of an upgrade comes after the move to the image that has the versions', () => {
    const packages = [{ name: 'zlib1g', version: '1.2' }];
    const newer = { digest: DIGEST };
    const retired = { packages, image: 'newer' } as const;
    const base = { location: at(1), reference: `debian:13@sha256:${'1'.repeat(64)}`, retired };
    const [move, removal] = plan([], { bases: [{ ...base, newer }] });
    expect([move?.remedy, move?.safe, removal?.safe]).toEqual(['move-digest', true, true]);
    expect(removal).toMatchObject({ after: [move?.id], change: { kind: 'retired-upgrade' } });
    expect(plan([], { bases: [{ ...base, newer: { ...newer, heldBack: 'not signed' } }] })).toEqual(
      [],
    );
    const recommended = { ...retired, image: 'recommended' } as const;
    expect(
      plan([], { bases: [{ ...base, retired: recommended, move: { reference: 'debian:14' } }] }),
    ).toEqual([]);
  });
});

const ANY = expect.any(String);

function withoutUpgrade({ upgrade: _, ...base }: BaseFacts): BaseFacts {
  return base;
}
