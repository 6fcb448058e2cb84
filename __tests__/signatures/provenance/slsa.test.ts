import { describe, expect, it, test } from '@jest/globals';
import { readSlsa1, SLSA_1 } from '../../../src/signatures/provenance/slsa-1.js';
import { readSlsa02, SLSA_02 } from '../../../src/signatures/provenance/slsa-02.js';
import { COMMIT, SOURCE, slsa1, slsa02, WORKFLOW } from './predicates.js';

const facts = (predicateType: string, predicate: object) => {
  const read = predicateType === SLSA_1 ? readSlsa1 : readSlsa02;
  return read(predicate as Record<string, unknown>);
};

describe('the reader of SLSA provenance', () => {
  it('reads source, branch and commit of SLSA 0.2', () => {
    expect(facts(SLSA_02, slsa02('refs/heads/main'))).toMatchObject({
      source: SOURCE,
      ref: 'refs/heads/main',
      branch: 'refs/heads/main',
      commit: COMMIT,
    });
  });

  test.each<[string, object, string | undefined]>([
    [
      'a push',
      { github_event_name: 'push', github_event_payload: { base_ref: 'refs/heads/main' } },
      'refs/heads/main',
    ],
    [
      'a push without a base ref',
      { github_event_name: 'push', github_event_payload: { base_ref: null } },
      undefined,
    ],
    [
      'a release',
      {
        github_event_name: 'release',
        github_event_payload: { release: { target_commitish: 'next' } },
      },
      'refs/heads/next',
    ],
    [
      'another event',
      { github_event_name: 'schedule', github_event_payload: { base_ref: 'refs/heads/main' } },
      undefined,
    ],
  ])('reads the branch of a tag from %s', (_, environment, branch) => {
    expect(facts(SLSA_02, slsa02('refs/tags/v1', environment)).branch).toBe(branch);
  });

  it('reads inputs only of a workflow that was started manually', () => {
    const payload = { github_event_payload: { inputs: { a: '1', b: true } } };
    const by = (event: string) =>
      facts(SLSA_02, slsa02('refs/heads/main', { github_event_name: event, ...payload })).inputs;
    expect([...(by('workflow_dispatch') ?? [])]).toEqual([
      ['a', '1'],
      ['b', 'true'],
    ]);
    expect(by('push')).toBeUndefined();
    const dispatched = facts(
      SLSA_1,
      slsa1('refs/heads/main', 'workflow_dispatch', { inputs: { a: 1 } }),
    );
    expect(dispatched.inputs?.get('a')).toBe('1');
  });

  it('reads source, ref and commit of SLSA 1.0', () => {
    expect(facts(SLSA_1, slsa1('refs/tags/v1.2.3'))).toMatchObject({
      buildType: WORKFLOW,
      source: SOURCE,
      ref: 'refs/tags/v1.2.3',
      commit: COMMIT,
    });
  });

  const buildKit = (uri: string, resolved = COMMIT) => ({
    buildDefinition: {
      buildType:
        'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md',
      externalParameters: { configSource: { uri, digest: { sha1: COMMIT }, path: 'Dockerfile' } },
      resolvedDependencies: [
        { uri: 'pkg:docker/alpine@latest', digest: { sha256: 'a'.repeat(64) } },
        { uri, digest: { sha1: resolved } },
      ],
    },
    runDetails: { builder: { id: `${SOURCE}/actions/runs/1/attempts/1` } },
  });

  test.each([
    [`${SOURCE}.git#${COMMIT}`, undefined],
    [`${SOURCE}.git#${COMMIT}:image`, undefined],
    [
      `${SOURCE}.git?ref=refs/heads/main&checksum=${COMMIT}&fetch-by-commit=true`,
      'refs/heads/main',
    ],
  ])('reads the commit that BuildKit checked out, %s', (uri, ref) => {
    expect(facts(SLSA_1, buildKit(uri))).toMatchObject({ source: SOURCE, ref, commit: COMMIT });
    expect(() => facts(SLSA_1, buildKit(uri, 'd'.repeat(40)))).toThrow(/two different commits/);
  });

  test.each<[string, string, object]>([
    [
      'a first material that is not its source',
      SLSA_02,
      slsa02('refs/heads/main', {}, 'git+https://github.com/evil/app'),
    ],
    ['two different refs', SLSA_02, slsa02('refs/heads/main', { github_ref: 'refs/heads/evil' })],
    [
      'a resolved dependency at another ref than its source',
      SLSA_1,
      {
        ...slsa1('refs/heads/main'),
        buildDefinition: {
          ...slsa1('refs/heads/main').buildDefinition,
          resolvedDependencies: [{ uri: `git+${SOURCE}@refs/heads/evil` }],
        },
      },
    ],
    ['no builder id', SLSA_02, { ...slsa02('x'), builder: {} }],
    ['no build type', SLSA_1, { runDetails: { builder: { id: 'x' } } }],
    ['no members', SLSA_1, {}],
  ])('rejects provenance with %s', (_, type, predicate) => {
    expect(() => facts(type, predicate)).toThrow(expect.objectContaining({ kind: 'mismatch' }));
  });
});
