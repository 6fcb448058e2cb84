import { describe, expect, it, test } from '@jest/globals';
import type { BuildFacts } from '../../../src/signatures/provenance/build-facts.js';
import {
  checkExpectations,
  compareFacts,
  type ProvenanceExpectations,
} from '../../../src/signatures/provenance/expectations.js';
import { COMMIT, SOURCE } from './predicates.js';

const ISSUER = 'https://token.actions.githubusercontent.com';

describe('compareFacts', () => {
  const built = (ref: string, more: object = {}): BuildFacts => ({
    buildType: 'x',
    builder: 'b',
    source: SOURCE,
    ref,
    commit: COMMIT,
    ...(ref.startsWith('refs/heads/') ? { branch: ref } : {}),
    ...more,
  });
  const main = built('refs/heads/main');
  const tagged = built('refs/tags/v1.2.3');
  const pull = built('refs/pull/7/merge');

  test.each<[string, BuildFacts, ProvenanceExpectations, boolean]>([
    ['the source', main, { source: 'github.com/acme/app' }, true],
    ['the source with a scheme', main, { source: 'git+https://github.com/acme/app' }, true],
    ['the source with other capitals and a slash', main, { source: 'GitHub.com/Acme/App/' }, true],
    ['a longer source', main, { source: 'github.com/acme/app2' }, false],
    ['a shorter source', main, { source: 'github.com/acme' }, false],
    ['another host', main, { source: 'xgithub.com/acme/app' }, false],
    ['the branch', main, { branch: 'main' }, true],
    ['the branch in full', main, { branch: 'refs/heads/main' }, true],
    ['the ref', main, { ref: 'refs/heads/main' }, true],
    ['the ref as a glob', tagged, { ref: 'refs/tags/v*' }, true],
    ['another ref', main, { ref: 'refs/tags/**' }, false],
    ['the source of a pull request', pull, { source: 'github.com/acme/app' }, false],
    ['the source of a merge request', built('refs/merge-requests/7/head'), {}, false],
    ['a pull request', pull, { ref: 'refs/pull/*/merge' }, true],
    ['another branch', main, { branch: 'mai' }, false],
    ['the branch of a tag without a branch', tagged, { branch: 'main' }, false],
    ['the tag', tagged, { tag: 'v1.2.3' }, true],
    ['another tag', tagged, { tag: 'v1.2' }, false],
    ['a tag with the name of the branch', main, { tag: 'main' }, false],
    ['v1', tagged, { versionedTag: 'v1' }, true],
    ['v1.2', tagged, { versionedTag: 'v1.2' }, true],
    ['v1.2.3', tagged, { versionedTag: 'v1.2.3' }, true],
    ['v1.3', tagged, { versionedTag: 'v1.3' }, false],
    ['v1.2.4', tagged, { versionedTag: 'v1.2.4' }, false],
    ['v10', tagged, { versionedTag: 'v10' }, false],
    ['v1 for a branch', main, { versionedTag: 'v1' }, false],
    ['v1 for a pre-release', built('refs/tags/v1.2.3-rc.1'), { versionedTag: 'v1' }, false],
    [
      'a pre-release in full',
      built('refs/tags/v1.2.3-rc.1'),
      { versionedTag: 'v1.2.3-rc.1' },
      true,
    ],
    [
      'v1 for a tag that is not a version',
      built('refs/tags/latest'),
      { versionedTag: 'v1' },
      false,
    ],
    [
      'an input',
      built('refs/heads/main', { inputs: new Map([['a', '1']]) }),
      { inputs: new Map([['a', '1']]) },
      true,
    ],
    [
      'another input',
      built('refs/heads/main', { inputs: new Map([['a', '1']]) }),
      { inputs: new Map([['a', '2']]) },
      false,
    ],
    ['an input of a push', main, { inputs: new Map([['a', '1']]) }, false],
  ])('%s', (_, facts, expected, isMatch) => {
    const compare = () => compareFacts(facts, { name: 'x' }, expected);
    if (isMatch) expect(compare).not.toThrow();
    else expect(compare).toThrow(expect.objectContaining({ kind: 'mismatch' }));
  });

  test.each([
    { repository: 'https://github.com/evil/app' },
    { ref: 'refs/heads/evil' },
    { commit: 'd'.repeat(40) },
  ])('rejects provenance that differs from the certificate: %j', (claims) => {
    expect(() => compareFacts(main, { name: 'x', issuer: ISSUER, claims }, {})).toThrow(
      /certificate/,
    );
  });

  it('reads the ref from the certificate when the provenance has only its commit', () => {
    const facts = { ...main, ref: undefined, branch: undefined };
    const compare = (ref: string, expected: ProvenanceExpectations, commit = COMMIT) =>
      compareFacts(facts, { name: 'x', issuer: ISSUER, claims: { ref, commit } }, expected);
    expect(() => compare('refs/heads/main', { branch: 'main' })).not.toThrow();
    expect(() => compare('refs/tags/v1', { tag: 'v1' })).not.toThrow();
    expect(() => compare('refs/heads/dev', { branch: 'main' })).toThrow(
      /branch is refs\/heads\/dev/,
    );
    expect(() => compare('refs/pull/7/merge', {})).toThrow(/pull request refs\/pull\/7\/merge/);
    expect(() => compare('refs/tags/v1', { tag: 'v1' }, 'd'.repeat(40))).toThrow(/certificate/);
  });

  test.each<ProvenanceExpectations>([
    { source: 'acme/app' },
    { source: 'git@github.com:acme/app' },
    { source: 'https://github.com' },
    { source: '' },
    { versionedTag: 'one' },
    { versionedTag: 'v1.2.3.4' },
    { versionedTag: 'v1', tag: 'v1' },
  ])('%j is a usage error', (expected) => {
    expect(() => checkExpectations(expected)).toThrow(expect.objectContaining({ code: 'PSE7003' }));
  });
});
