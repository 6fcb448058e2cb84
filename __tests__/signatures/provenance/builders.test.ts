import { describe, expect, it, test } from '@jest/globals';
import type { BuildFacts } from '../../../src/signatures/provenance/build-facts.js';
import { assessBuilder, isBuilder } from '../../../src/signatures/provenance/builders.js';
import { GENERATOR, SOURCE, WORKFLOW } from './predicates.js';

const DOCKER = 'https://github.com/docker/github-builder/.github/workflows/build.yml';
const DOCKER_COMMIT = 'd'.repeat(40);
const ISSUER = 'https://token.actions.githubusercontent.com';

describe('assessBuilder', () => {
  const signer = (name: string, claims: object = { repository: SOURCE }) => ({
    name,
    issuer: ISSUER,
    claims,
  });
  const generatorFacts: BuildFacts = {
    buildType: 'x',
    builder: `${GENERATOR}@refs/tags/v2.0.0`,
    source: SOURCE,
  };
  const actionFacts = (builder: string): BuildFacts => ({
    buildType: WORKFLOW,
    builder,
    source: SOURCE,
  });
  const ownWorkflow = `${SOURCE}/.github/workflows/release.yml@refs/heads/main`;

  test.each<
    [
      name: string,
      signer: { readonly name: string; readonly issuer: string; readonly claims: object },
      facts: BuildFacts,
      wanted: string | undefined,
      hasSignerPolicy: boolean,
      expected: number | 'wrong-signer' | 'mismatch',
    ]
  >([
    [
      'a release of the generator',
      signer(generatorFacts.builder),
      generatorFacts,
      undefined,
      false,
      3,
    ],
    [
      'the generator on a branch',
      signer(`${GENERATOR}@refs/heads/main`),
      { ...generatorFacts, builder: `${GENERATOR}@refs/heads/main` },
      undefined,
      false,
      'wrong-signer',
    ],
    [
      'a pre-release of the generator',
      signer(`${GENERATOR}@refs/tags/v2.0.0-rc.0`),
      generatorFacts,
      undefined,
      false,
      'wrong-signer',
    ],
    [
      'a floating tag of the generator',
      signer(`${GENERATOR}@refs/tags/v2`),
      generatorFacts,
      undefined,
      false,
      'wrong-signer',
    ],
    [
      'the generator with another builder id in the provenance',
      signer(generatorFacts.builder),
      { ...generatorFacts, builder: 'x' },
      undefined,
      false,
      'mismatch',
    ],
    [
      'a copy of the generator',
      signer(generatorFacts.builder.replace('slsa-framework', 'evil')),
      generatorFacts,
      undefined,
      false,
      'wrong-signer',
    ],
    [
      'the identity of the generator from another issuer',
      { ...signer(generatorFacts.builder), issuer: `${ISSUER}.evil.example` },
      generatorFacts,
      undefined,
      false,
      'wrong-signer',
    ],
    [
      'docker/github-builder',
      signer(
        'https://github.com/docker/github-builder/.github/workflows/build.yml@refs/tags/v1.0.0',
      ),
      { buildType: 'x', builder: 'y' },
      undefined,
      false,
      3,
    ],
    [
      'a workflow of the source repository',
      signer(ownWorkflow),
      actionFacts('https://github.com/actions/runner/github-hosted'),
      undefined,
      false,
      2,
    ],
    [
      'a workflow of the source repository as builder id',
      signer(ownWorkflow),
      actionFacts(ownWorkflow),
      undefined,
      false,
      2,
    ],
    [
      'a workflow of the source repository on a self-hosted runner',
      signer(ownWorkflow, { runner: 'self-hosted' }),
      actionFacts(ownWorkflow),
      undefined,
      false,
      1,
    ],
    [
      'a workflow of another repository',
      signer(ownWorkflow.replace('acme', 'evil')),
      actionFacts(ownWorkflow),
      undefined,
      false,
      'wrong-signer',
    ],
    [
      'a workflow of a repository with the same name prefix',
      signer(ownWorkflow.replace('/app/', '/app-evil/')),
      actionFacts(ownWorkflow),
      undefined,
      false,
      'wrong-signer',
    ],
    [
      'a builder that the user names',
      signer('https://github.com/x/y/.github/workflows/b.yml@refs/tags/v1'),
      generatorFacts,
      'https://github.com/x/y/.github/workflows/b.yml',
      false,
      2,
    ],
    [
      'another builder than the user names',
      signer(generatorFacts.builder),
      generatorFacts,
      'https://github.com/x/y/.github/workflows/b.yml',
      false,
      'wrong-signer',
    ],
    [
      'the generator at a branch that is named',
      signer(`${GENERATOR}@refs/heads/main`),
      { ...generatorFacts, builder: `${GENERATOR}@refs/heads/main` },
      `${GENERATOR}@refs/heads/main`,
      false,
      'wrong-signer',
    ],
    [
      'a person that the policy allows',
      signer('jane@acme.example', {}),
      generatorFacts,
      undefined,
      true,
      1,
    ],
    [
      'a person named as the builder',
      signer('jane@acme.example', {}),
      generatorFacts,
      'jane@acme.example',
      false,
      1,
    ],
    [
      'a person with a URL as the subject, of an issuer for persons',
      { ...signer('https://acme.example/jane', {}), issuer: 'https://acme.example' },
      generatorFacts,
      undefined,
      true,
      1,
    ],
    [
      'a signer that the policy allows',
      signer('https://github.com/x/y/.github/workflows/b.yml@refs/tags/v1'),
      generatorFacts,
      undefined,
      true,
      2,
    ],
  ])('%s', (_, by, facts, wanted, hasSignerPolicy, expected) => {
    const assess = () => assessBuilder(by, facts, wanted, hasSignerPolicy);
    if (typeof expected === 'number') expect(assess().level).toBe(expected);
    else expect(assess).toThrow(expect.objectContaining({ kind: expected }));
  });

  test.each([
    ['the tag v1 that its README uses', 'refs/tags/v1', undefined, 3],
    ['a branch', 'refs/heads/main', undefined, 'wrong-signer'],
    ['a commit', DOCKER_COMMIT, undefined, 'wrong-signer'],
    ['a commit, and the builder is named without it', DOCKER_COMMIT, DOCKER, 'wrong-signer'],
    ['a commit that is named', DOCKER_COMMIT, `${DOCKER}@${DOCKER_COMMIT}`, 3],
    ['v1 that is named without a scheme', 'refs/tags/v1', `${DOCKER.slice(8)}@v1`, 3],
    ['another tag than the one named', 'refs/tags/v1', `${DOCKER}@v1.2.3`, 'wrong-signer'],
  ])('docker/github-builder at %s', (_, ref, wanted, expected) => {
    const facts = { buildType: 'x', builder: 'y', source: SOURCE };
    const assess = () => assessBuilder(signer(`${DOCKER}@${ref}`), facts, wanted, false);
    if (typeof expected === 'number') expect(assess().level).toBe(expected);
    else expect(assess).toThrow(expect.objectContaining({ kind: expected }));
  });

  it('gives provenance signed by a key level 1, since its builder id is only a claim', () => {
    const { level, limit } = assessBuilder({ name: 'key' }, generatorFacts, undefined, true);
    expect([level, limit]).toEqual([1, expect.stringContaining('only a claim')]);
    expect(() =>
      assessBuilder({ name: 'key' }, generatorFacts, 'https://other.example', true),
    ).toThrow(/expected https:\/\/other/);
  });

  test.each([
    ['b@refs/tags/v1.2.3', 'b', true],
    ['b@refs/tags/v1.2.3', 'b@v1.2.3', true],
    ['b@refs/tags/v1.2.3', 'b@refs/tags/v1.2.3', true],
    ['b@refs/tags/v1.2.3', 'b@v1.2', false],
    ['b@refs/heads/v1.2.3', 'b@v1.2.3', false],
    ['b@refs/tags/v1.2.3', 'B', false],
    ['bb@refs/tags/v1.2.3', 'b', false],
    ['b', 'b@v1', false],
  ])('isBuilder(%s, %s) is %s', (name, wanted, expected) => {
    expect(isBuilder(name, wanted)).toBe(expected);
  });
});
