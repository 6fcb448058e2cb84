import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inspectBasePublishers } from '../../src/base-images/base-publishers.js';
import { readBuilds } from '../../src/builds/built-dockerfiles.js';
import { externalImages } from '../../src/dockerfile/external-images.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { readOptions } from '../../src/options/read-options.js';
import type { TrustRequirement } from '../../src/policy/policy.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
import { baseSources } from '../../src/registry/base-sources.js';
import type { Tree } from '../../src/repository/tree.js';
import { SLSA_1 } from '../../src/signatures/provenance/slsa-1.js';
import { NOW } from '../now.js';
import { type LoopbackRegistry, loopbackRegistry, tinyImage } from '../registry/loopback.js';
import {
  IDENTITY,
  type KeylessSigner,
  keylessEnvelope,
  keylessSigner,
} from '../signatures/private-bundles.js';
import { refer, statement } from '../signatures/signing.js';
import { quietHost } from '../vulnerabilities/fixtures.js';

/** Who signs a base image over time: a loopback registry, with signatures by a private Sigstore. */

let signer: KeylessSigner;
let registry: LoopbackRegistry;
beforeAll(async () => {
  signer = await keylessSigner();
});
afterAll(() => signer.stop());
beforeEach(async () => {
  registry = await loopbackRegistry();
});
afterEach(() => registry.close());

const options = readOptions('check', [], { path: '', noColor: true }, NOW);

const treeOf = (text: string): Tree => ({
  name: 'main',
  list: async () => new Map([['Dockerfile', { id: text, mode: '100644' }]]),
  read: async () => Buffer.from(text),
});

/** Compares two values of an argument that a build sets. */
function compareBuilds(before: string, now: string) {
  const host = quietHost();
  const dockerfile = parseDockerfile('Dockerfile', 'ARG BASE=scratch\nFROM $BASE\n');
  const location = {
    path: 'compose.yaml',
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: 1,
  };
  const imagesOf = (base: string) =>
    readBuilds(
      [dockerfile],
      [
        {
          definition: {
            name: 'compose.yaml web',
            source: 'compose',
            location,
            dockerfile: 'Dockerfile',
          },
          args: new Map([['BASE', base]]),
          contexts: new Map(),
          mounts: [],
        },
      ],
    ).externalImages;
  return inspectBasePublishers(
    {
      images: imagesOf(now),
      trees: { baseCommit: treeOf(dockerfile.text), head: treeOf(dockerfile.text) },
      imagesBefore: async () => imagesOf(before),
      trustedRoot: signer.trustedRoot,
    },
    baseSources(options, host),
    { root: '.', policy: DEFAULT_POLICY, options, host },
  );
}

function compare(before: string, now: string, trust: readonly TrustRequirement[] = []) {
  const host = quietHost();
  return inspectBasePublishers(
    {
      images: externalImages(parseDockerfile('Dockerfile', now)),
      trees: { baseCommit: treeOf(before), head: treeOf(now) },
      trustedRoot: signer.trustedRoot,
    },
    baseSources(options, host),
    { root: '.', policy: { ...DEFAULT_POLICY, trust }, options, host },
  );
}

const from = (tag: string) => `FROM ${registry.host}/acme/base:${tag}\n`;

interface Signing {
  readonly repository?: string;
  readonly type?: string;
}

/** Stores an image, signed by the release workflow of the repository at the tag. */
async function push(tag: string, signing?: Signing): Promise<void> {
  const image = tinyImage(registry, tag, tag);
  if (!signing) return;
  const { repository = 'acme/base', type = 'https://sigstore.dev/cosign/sign/v1' } = signing;
  const url = `https://github.com/${repository}`;
  const predicate = {
    buildDefinition: {
      buildType: 'https://actions.github.io/buildtypes/workflow/v1',
      externalParameters: { workflow: { repository: url, ref: `refs/tags/v${tag}` } },
    },
    runDetails: { builder: { id: 'https://github.com/actions/runner/github-hosted' } },
  };
  const content = statement(image, type, type === SLSA_1 ? predicate : {});
  const identity = {
    ...IDENTITY,
    subject: `${url}/.github/workflows/release.yml@refs/tags/v${tag}`,
    repository: url,
    ref: `refs/tags/v${tag}`,
  };
  refer(registry, image, [await keylessEnvelope(signer, content, identity)]);
}

const WHO = 'https://github.com/acme/base/.github/workflows/release.yml';

describe('an updated base image', () => {
  it.each([
    ['signature', undefined],
    ['provenance', SLSA_1],
  ])('has the same publisher at another tag: %s', async (_, type) => {
    await push('1', { ...(type && { type }) });
    await push('2', { ...(type && { type }) });
    const { findings, incomplete, coverage = [] } = await compare(from('1'), from('2'));
    expect([findings, incomplete, coverage]).toEqual([[], [], []]);
  });

  it.each([
    ['signature', undefined, undefined, ''],
    ['provenance', SLSA_1, undefined, ''],
    ['signature', undefined, 'evil/base', ': it was signed by https://github.com/evil/base/'],
    ['provenance', SLSA_1, 'evil/base', ': it was signed by https://github.com/evil/base/'],
  ])('lost its %s %s, and has that of %s', async (part, type, repository, why) => {
    await push('1', { ...(type && { type }) });
    await push('2', repository === undefined ? undefined : { repository, ...(type && { type }) });
    const { findings } = await compare(from('1'), `ARG A=1\n${from('2')}`);
    expect(findings).toMatchObject([
      { rule: 'PST103', severity: 'high', location: { path: 'Dockerfile', startLine: 2 } },
    ]);
    expect(findings[0]?.message).toContain(
      `Base image ${registry.host}/acme/base:2 has no ${part} by ${WHO}, issuer ${IDENTITY.issuer}, which ${registry.host}/acme/base:1 has${why}`,
    );
  });

  it('lost its signature in a build, whose file changes and not the Dockerfile', async () => {
    await push('1', {});
    await push('2');
    const image = (tag: string) => `${registry.host}/acme/base:${tag}`;
    const { findings } = await compareBuilds(image('1'), image('2'));
    expect(findings).toMatchObject([
      {
        rule: 'PST103',
        location: { path: 'Dockerfile', startLine: 2 },
        variants: ['compose.yaml: service web'],
        related: [{ location: { path: 'compose.yaml' } }],
      },
    ]);
    expect((await compareBuilds(image('1'), image('1'))).findings).toEqual([]);
  });

  it('is not compared if nobody signed the earlier one, or it is another image', async () => {
    await push('1');
    await push('2', {});
    expect((await compare(from('1'), from('2'))).findings).toEqual([]);
    await push('3');
    const other = `FROM ${registry.host}/acme/other:3\n`;
    expect((await compare(from('2'), other)).findings).toEqual([]);
  });

  it('is left to the signers of the policy where it names them', async () => {
    await push('1', {});
    await push('2');
    const trust = [{ images: `${registry.host}/acme/**`, signedBy: [] }];
    expect((await compare(from('1'), from('2'), trust)).findings).toEqual([]);
  });

  it('is informational if the earlier one cannot be asked for', async () => {
    const dead = 'FROM 127.0.0.1:1/acme/base:';
    const { findings, incomplete, coverage } = await compare(`${dead}1\n`, `${dead}2\n`);
    expect([findings, incomplete]).toEqual([[], []]);
    expect(coverage).toMatchObject([
      { check: 'trust', target: '127.0.0.1:1/acme/base:2', informational: true },
    ]);
  });
});
