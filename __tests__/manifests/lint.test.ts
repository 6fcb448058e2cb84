import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { applyFixes } from '../../src/core/fix.js';
import { lintManifest, lintManifests } from '../../src/manifests/lint.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import type { ManifestRule } from '../../src/manifests/rule.js';
import { NOW } from '../now.js';
import { manifestOf, markedTexts } from './lint-text.js';

describe('lintManifest', () => {
  const text =
    'services:\n  b:\n    image: x\n    privileged: true\n  a: { image: x, pid: host }\n';

  it('returns the findings in the order of the file, each with its own fingerprint', () => {
    const findings = lintManifest(manifestOf(text), { now: NOW });
    const lines = findings.map(({ location }) => location?.startLine ?? 0);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });

  it('follows anchors and merges', () => {
    const merged = 'x-base: &base\n  privileged: true\nservices:\n  app:\n    <<: *base\n';
    expect(markedTexts('DEP-PRIV', merged)).toEqual(['true']);
  });

  it('follows an alias of a whole service', () => {
    const aliased = 'services:\n  a: &a\n    privileged: true\n  b: *a\n';
    expect(markedTexts('DEP-PRIV', aliased)).toEqual(['true', 'true']);
  });

  it('offers a fix that removes the finding', () => {
    const privileged = 'services:\n  app:\n    privileged: true # needed?\n';
    const fixes = lintManifest(manifestOf(privileged), { now: NOW }).flatMap(({ rule, fix }) =>
      rule === 'DEP-PRIV' && fix ? [fix] : [],
    );
    const fixed = applyFixes(privileged, fixes).text;
    expect(fixed).toBe('services:\n  app:\n    privileged: false # needed?\n');
    expect(markedTexts('DEP-PRIV', fixed)).toEqual([]);
  });

  it('ignores a service that another program provides', () => {
    const provided =
      'services:\n  model:\n    provider: { type: model, options: { model: ai/small } }\n';
    expect(lintManifest(manifestOf(provided), { now: NOW })).toEqual([]);
  });
});

describe('a fingerprint', () => {
  const { range: at } = manifestOf('kind: Pod\n').documents[0] ?? {};
  const fingerprintOf = (message: string, about?: string) => {
    const rule = {
      ...({
        id: 'DEP-X',
        name: 'x',
        severity: 'low',
        severityReason: 'It is a test',
        practice: 'secrets',
      } as const),
      ...{ title: '', why: '', remediation: '' },
      check: (_: unknown, report: Parameters<ManifestRule['check']>[1]) =>
        at && report({ at, message, about }),
    };
    return lintManifest(manifestOf('kind: Pod\n'), { now: NOW }, [rule])[0]?.fingerprint;
  };

  it('does not depend on the wording of the message', () => {
    expect(fingerprintOf('Container "a" runs privileged', 'a')).toBe(
      fingerprintOf('The container "a" is privileged', 'a'),
    );
  });

  it('depends on what the message is about', () => {
    expect(fingerprintOf('Container runs privileged', 'a')).not.toBe(
      fingerprintOf('Container runs privileged', 'b'),
    );
  });
});

describe('lintManifests', () => {
  const files = new Map([
    ['compose.yaml', 'services: { web: { image: "x:1" } }'],
    ['compose.override.yaml', 'services: { web: { pid: host } }'],
  ]);
  const read = (path: string) =>
    readManifest(files.get(path) ?? '', path, 'compose', (other) => files.get(other));

  it('reports the findings of a base file and its override once', () => {
    const both = [...files.keys()].map(read);
    // The override is one more file with the service.
    const known = ({ reach: _, ...finding }: Finding) => finding;
    expect(lintManifests(both, { now: NOW }).map(known)).toEqual(
      lintManifest(read('compose.yaml'), { now: NOW }).map(known),
    );
  });

  it('passes findings that a comment suppresses to onSuppressed', () => {
    const text = 'services:\n  # portside ignore=DEP-DIGEST\n  a: { image: "x:1" }\n';
    const rules: string[] = [];
    const kept = lintManifests([manifestOf(text)], { now: NOW }, undefined, ({ rule }) =>
      rules.push(rule),
    );
    expect(rules).toEqual(['DEP-DIGEST']);
    expect(kept.map(({ rule }) => rule)).not.toContain('DEP-DIGEST');
  });
});
