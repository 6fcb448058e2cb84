import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { openRegistry } from '../../src/registry/client.js';
import type { ProvenanceOptions } from '../../src/signatures/options.js';
import type { BuildFacts } from '../../src/signatures/provenance/build-facts.js';
import { assessBuilder, isBuilder } from '../../src/signatures/provenance/builders.js';
import {
  checkExpectations,
  compareFacts,
  type ProvenanceExpectations,
} from '../../src/signatures/provenance/expectations.js';
import { readFacts, SLSA_1, SLSA_02 } from '../../src/signatures/provenance/facts.js';
import { parseGit } from '../../src/signatures/provenance/fields.js';
import { verifyProvenance } from '../../src/signatures/verify-provenance.js';
import {
  descriptor,
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
  reply,
  tinyImage,
} from '../registry/loopback.js';
import {
  attach,
  attestationLayer,
  envelope,
  keyBundle,
  manifestOf,
  refer,
  signatureLayer,
  signingKey,
  simpleSigning,
  statement,
} from './signing.js';

const COMMIT = 'c'.repeat(40);
const SOURCE = 'https://github.com/acme/app';
const ISSUER = 'https://token.actions.githubusercontent.com';
const GENERATOR =
  'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml';
const WORKFLOW = 'https://actions.github.io/buildtypes/workflow/v1';

/** SLSA 0.2 as slsa-github-generator writes it. */
function slsa02(ref: string, environment: object = {}, material = `git+${SOURCE}@${ref}`) {
  return {
    builder: { id: `${GENERATOR}@refs/tags/v2.0.0` },
    buildType: 'https://github.com/slsa-framework/slsa-github-generator/container@v1',
    invocation: {
      configSource: { uri: `git+${SOURCE}@${ref}`, digest: { sha1: COMMIT } },
      environment: {
        github_ref: ref,
        github_ref_type: ref.split('/')[1] === 'tags' ? 'tag' : 'branch',
        ...environment,
      },
    },
    materials: [{ uri: material, digest: { sha1: COMMIT } }],
  };
}

/** SLSA 1.0 as GitHub's attestation action writes it. */
function slsa1(ref: string, event = 'push', external: object = {}) {
  return {
    buildDefinition: {
      buildType: WORKFLOW,
      externalParameters: {
        workflow: { ref, repository: SOURCE, path: '.github/workflows/release.yml' },
        ...external,
      },
      internalParameters: { github: { event_name: event } },
      resolvedDependencies: [{ uri: `git+${SOURCE}@${ref}`, digest: { gitCommit: COMMIT } }],
    },
    runDetails: { builder: { id: 'https://github.com/actions/runner/github-hosted' } },
  };
}

const facts = (predicateType: string, predicate: object) =>
  readFacts({ subjects: [], predicateType, predicate: predicate as Record<string, unknown> });

describe('parseGit', () => {
  test.each([
    ['git+https://github.com/a/b@refs/heads/main', 'https://github.com/a/b', 'refs/heads/main'],
    [
      'git+https://github.com/a/b@refs/heads/feature/x',
      'https://github.com/a/b',
      'refs/heads/feature/x',
    ],
    ['https://github.com/a/b.git#refs/tags/v1', 'https://github.com/a/b', 'refs/tags/v1'],
    ['https://github.com/a/b.git#0123abc', 'https://github.com/a/b', '0123abc'],
    ['https://github.com/a/b', 'https://github.com/a/b', undefined],
    ['git+https://user@host.example/a/b', 'https://user@host.example/a/b', undefined],
    ['', '', undefined],
  ])('%s', (uri, repository, ref) => {
    expect(parseGit(uri)).toEqual(ref === undefined ? { repository } : { repository, ref });
  });
});

describe('readFacts', () => {
  it('of 0.2 knows source, branch and commit', () => {
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
      'a push of a commit',
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
      'anything else',
      { github_event_name: 'schedule', github_event_payload: { base_ref: 'refs/heads/main' } },
      undefined,
    ],
  ])('of 0.2 knows the branch of a tag after %s', (_, environment, branch) => {
    expect(facts(SLSA_02, slsa02('refs/tags/v1', environment)).branch).toBe(branch);
  });

  it('knows the inputs of a workflow started by hand, and of no other', () => {
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

  it('of 1.0 knows source, ref and commit', () => {
    expect(facts(SLSA_1, slsa1('refs/tags/v1.2.3'))).toMatchObject({
      buildType: WORKFLOW,
      source: SOURCE,
      ref: 'refs/tags/v1.2.3',
      commit: COMMIT,
    });
  });

  test.each<[string, string, object]>([
    [
      'another first material than its source',
      SLSA_02,
      slsa02('refs/heads/main', {}, 'git+https://github.com/evil/app'),
    ],
    ['two refs', SLSA_02, slsa02('refs/heads/main', { github_ref: 'refs/heads/evil' })],
    [
      'another ref fetched than started',
      SLSA_1,
      {
        ...slsa1('refs/heads/main'),
        buildDefinition: {
          ...slsa1('refs/heads/main').buildDefinition,
          resolvedDependencies: [{ uri: `git+${SOURCE}@refs/heads/evil` }],
        },
      },
    ],
    ['no builder', SLSA_02, { ...slsa02('x'), builder: {} }],
    ['no build type', SLSA_1, { runDetails: { builder: { id: 'x' } } }],
    ['nothing', SLSA_1, {}],
  ])('refuses provenance with %s', (_, type, predicate) => {
    expect(() => facts(type, predicate)).toThrow(expect.objectContaining({ kind: 'claims' }));
  });
});

describe('assessBuilder', () => {
  const signer = (name: string, claims: object = {}) => ({ name, issuer: ISSUER, claims });
  const generated: BuildFacts = {
    buildType: 'x',
    builder: `${GENERATOR}@refs/tags/v2.0.0`,
    source: SOURCE,
  };
  const attestedBy = (builder: string): BuildFacts => ({
    buildType: WORKFLOW,
    builder,
    source: SOURCE,
  });
  const own = `${SOURCE}/.github/workflows/release.yml@refs/heads/main`;

  test.each<
    [
      string,
      ReturnType<typeof signer>,
      BuildFacts,
      string | undefined,
      boolean,
      number | 'signer' | 'claims',
    ]
  >([
    ['the generator, released', signer(generated.builder), generated, undefined, false, 3],
    [
      'the generator on a branch',
      signer(`${GENERATOR}@refs/heads/main`),
      { ...generated, builder: `${GENERATOR}@refs/heads/main` },
      undefined,
      false,
      'signer',
    ],
    [
      'the generator’s prerelease',
      signer(`${GENERATOR}@refs/tags/v2.0.0-rc.0`),
      generated,
      undefined,
      false,
      'signer',
    ],
    [
      'the generator’s floating tag',
      signer(`${GENERATOR}@refs/tags/v2`),
      generated,
      undefined,
      false,
      'signer',
    ],
    [
      'the generator, of which the provenance says another',
      signer(generated.builder),
      { ...generated, builder: 'x' },
      undefined,
      false,
      'claims',
    ],
    [
      'a copy of the generator',
      signer(generated.builder.replace('slsa-framework', 'evil')),
      generated,
      undefined,
      false,
      'signer',
    ],
    [
      'the generator’s name from another issuer',
      { ...signer(generated.builder), issuer: `${ISSUER}.evil.example` },
      generated,
      undefined,
      false,
      'signer',
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
      'the source’s own workflow',
      signer(own),
      attestedBy('https://github.com/actions/runner/github-hosted'),
      undefined,
      false,
      2,
    ],
    ['the source’s own workflow by name', signer(own), attestedBy(own), undefined, false, 2],
    [
      'the source’s own workflow, self-hosted',
      signer(own, { runner: 'self-hosted' }),
      attestedBy(own),
      undefined,
      false,
      1,
    ],
    [
      'a workflow of another repository',
      signer(own.replace('acme', 'evil')),
      attestedBy(own),
      undefined,
      false,
      'signer',
    ],
    [
      'a repository whose name begins alike',
      signer(own.replace('/app/', '/app-evil/')),
      attestedBy(own),
      undefined,
      false,
      'signer',
    ],
    [
      'a builder that the user names',
      signer('https://github.com/x/y/.github/workflows/b.yml@refs/tags/v1'),
      generated,
      'https://github.com/x/y/.github/workflows/b.yml',
      false,
      2,
    ],
    [
      'another than the user names',
      signer(generated.builder),
      generated,
      'https://github.com/x/y/.github/workflows/b.yml',
      false,
      'signer',
    ],
    [
      'a signer that the user names',
      signer('https://github.com/x/y/.github/workflows/b.yml@refs/tags/v1'),
      generated,
      undefined,
      true,
      2,
    ],
  ])('%s', (_, by, said, wanted, named, expected) => {
    const assess = () => assessBuilder(by, said, wanted, named);
    if (typeof expected === 'number') expect(assess().level).toBe(expected);
    else expect(assess).toThrow(expect.objectContaining({ kind: expected }));
  });

  it('takes the builder of provenance by key for a claim: level 1', () => {
    const { level, limit } = assessBuilder({ name: 'key' }, generated, undefined, true);
    expect([level, limit]).toEqual([1, expect.stringContaining('only claimed')]);
    expect(() => assessBuilder({ name: 'key' }, generated, 'https://other.example', true)).toThrow(
      /not https:\/\/other/,
    );
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

  test.each<[string, BuildFacts, ProvenanceExpectations, boolean]>([
    ['the source', main, { source: 'github.com/acme/app' }, true],
    ['the source with its scheme', main, { source: 'git+https://github.com/acme/app' }, true],
    ['a longer source', main, { source: 'github.com/acme/app2' }, false],
    ['a shorter source', main, { source: 'github.com/acme' }, false],
    ['another host', main, { source: 'xgithub.com/acme/app' }, false],
    ['the branch', main, { branch: 'main' }, true],
    ['the branch in full', main, { branch: 'refs/heads/main' }, true],
    ['another branch', main, { branch: 'mai' }, false],
    ['a branch of a tag that tells none', tagged, { branch: 'main' }, false],
    ['the tag', tagged, { tag: 'v1.2.3' }, true],
    ['another tag', tagged, { tag: 'v1.2' }, false],
    ['a tag of a branch', main, { tag: 'main' }, false],
    ['v1', tagged, { versionedTag: 'v1' }, true],
    ['v1.2', tagged, { versionedTag: 'v1.2' }, true],
    ['v1.2.3', tagged, { versionedTag: 'v1.2.3' }, true],
    ['v1.3', tagged, { versionedTag: 'v1.3' }, false],
    ['v1.2.4', tagged, { versionedTag: 'v1.2.4' }, false],
    ['v10', tagged, { versionedTag: 'v10' }, false],
    ['v1 of a branch', main, { versionedTag: 'v1' }, false],
    ['v1 of a prerelease', built('refs/tags/v1.2.3-rc.1'), { versionedTag: 'v1' }, false],
    ['a prerelease in full', built('refs/tags/v1.2.3-rc.1'), { versionedTag: 'v1.2.3-rc.1' }, true],
    ['v1 of a tag that is no version', built('refs/tags/latest'), { versionedTag: 'v1' }, false],
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
  ])('%s', (_, said, expected, fits) => {
    const compare = () => compareFacts(said, { name: 'x' }, expected);
    if (fits) compare();
    else expect(compare).toThrow(expect.objectContaining({ kind: 'claims' }));
  });

  test.each([
    { repository: 'https://github.com/evil/app' },
    { ref: 'refs/heads/evil' },
    { commit: 'd'.repeat(40) },
  ])('refuses provenance that the certificate contradicts: %j', (claims) => {
    expect(() => compareFacts(main, { name: 'x', issuer: ISSUER, claims }, {})).toThrow(
      /certificate/,
    );
  });

  test.each<ProvenanceExpectations>([
    { versionedTag: 'one' },
    { versionedTag: 'v1.2.3.4' },
    { versionedTag: 'v1', tag: 'v1' },
  ])('%j cannot be met', (expected) => {
    expect(() => checkExpectations(expected)).toThrow(expect.objectContaining({ kind: 'usage' }));
  });
});

describe('verifyProvenance', () => {
  const ours = signingKey();
  const theirs = signingKey();
  let registry: LoopbackRegistry;
  let image: string;
  beforeEach(async () => {
    registry = await loopbackRegistry();
    image = tinyImage(registry, '', '1');
  });
  afterEach(() => registry.close());

  async function outcome(
    provenance: ProvenanceExpectations,
    more: Partial<ProvenanceOptions> = {},
  ) {
    const fast = { firstDelay: 1, attempts: 1 };
    const source = openRegistry({ registry: registry.host, repository: 'acme/app' }, fast);
    const target = { name: 'app:1', source, reference: '1' };
    const result = await verifyProvenance(target, {
      signedBy: [ours.authority],
      provenance,
      ...more,
    });
    return result.verified.length > 0
      ? result.notes.at(-1)?.message
      : (result.findings[0]?.rule ?? 'incomplete');
  }
  const attest = (predicate: object, key = ours, digest = image, type = SLSA_02) =>
    attach(registry, image, '.att', [
      attestationLayer(registry, envelope(statement(digest, type, predicate), key)),
    ]);
  const right = { source: 'github.com/acme/app' };

  it('accepts provenance by a key that is allowed, and says what level that supports', async () => {
    attest(slsa02('refs/heads/main'));
    expect(await outcome({ ...right, branch: 'main' })).toMatch(
      /SLSA build level 1, not higher because a key/,
    );
    expect(await outcome({ ...right, level: 1 })).toMatch(/level 1/);
    expect(await outcome({ ...right, level: 2 })).toBe('PST006');
  });

  it('accepts it as a bundle among the referrers', async () => {
    refer(registry, image, [
      keyBundle({ dsseEnvelope: envelope(statement(image, SLSA_1, slsa1('refs/tags/v1')), ours) }),
    ]);
    expect(await outcome({ ...right, tag: 'v1' })).toMatch(/level 1/);
  });

  it('refuses an image without', async () => {
    expect(await outcome(right)).toBe('PST005');
    attest({}, ours, image, 'https://spdx.dev/Document');
    expect(await outcome(right)).toBe('PST005');
  });

  it('refuses what says otherwise, is about another image, or is by another key', async () => {
    attest(slsa02('refs/heads/main'));
    expect(await outcome({ source: 'github.com/evil/app' })).toBe('PST006');
    attest(slsa02('refs/heads/main'), ours, `sha256:${'0'.repeat(64)}`);
    expect(await outcome(right)).toBe('PST002');
    attest(slsa02('refs/heads/main'), theirs);
    expect(await outcome(right)).toBe('PST002');
  });

  it('refuses a key’s provenance where nobody is named: a key is no builder', async () => {
    attest(slsa02('refs/heads/main'));
    expect(await outcome(right, { signedBy: [] })).toBe('PST002');
  });

  it('refuses a runner that nobody vouches for when self-hosted ones are denied', async () => {
    attest(slsa02('refs/heads/main'));
    expect(await outcome(right, { denySelfHosted: true })).toBe('PST006');
  });

  it('finds the good one among others', async () => {
    attach(registry, image, '.att', [
      attestationLayer(
        registry,
        envelope(statement(image, SLSA_02, slsa02('refs/heads/evil')), ours),
      ),
      attestationLayer(registry, envelope('<html>', ours)),
      attestationLayer(
        registry,
        envelope(statement(image, SLSA_02, slsa02('refs/heads/main')), ours),
      ),
    ]);
    expect(await outcome({ ...right, branch: 'main' })).toMatch(/was built by/);
  });

  it('is incomplete when attestations cannot be read', async () => {
    registry.answer = (request, response) =>
      request.url?.endsWith('.att') ? reply(response, 500) : false;
    expect(await outcome(right)).toBe('incomplete');
  });

  describe('of BuildKit, in the index of the image', () => {
    const platform = { os: 'linux', architecture: 'amd64' };

    /** An index of the image and, where `about` is given, of an attestation manifest. Its digest. */
    function buildKit(about?: string, predicate: object = buildKitPredicate): string {
      const said = JSON.stringify(statement(about ?? image, SLSA_02, predicate));
      const layer = descriptor('application/vnd.in-toto+json', registry.blob(said), said.length, {
        annotations: { 'in-toto.io/predicate-type': SLSA_02 },
      });
      const attestation = registry.manifest(manifestOf(registry, [layer]));
      const children = [descriptor(OCI_MANIFEST, image, 1, { platform })];
      if (about !== undefined)
        children.push(
          descriptor(OCI_MANIFEST, attestation, 1, {
            platform: { os: 'unknown', architecture: 'unknown' },
            annotations: {
              'vnd.docker.reference.type': 'attestation-manifest',
              'vnd.docker.reference.digest': image,
            },
          }),
        );
      registry.manifest({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: children }, '1');
      return attestation;
    }

    const buildKitPredicate = {
      builder: { id: 'https://github.com/acme/app/actions/runs/1' },
      buildType: 'https://mobyproject.org/buildkit@v1',
      invocation: { configSource: { uri: 'https://github.com/acme/app.git#refs/heads/main' } },
      materials: [{ uri: 'pkg:docker/debian@12' }],
    };
    const signManifest = (digest: string, key = ours) =>
      attach(registry, digest, '.sig', [signatureLayer(registry, simpleSigning(digest), key)]);

    it('counts where its manifest is signed', async () => {
      signManifest(buildKit(image));
      expect(await outcome({ ...right, branch: 'main' })).toMatch(/SLSA build level 1/);
      expect(await outcome({ source: 'github.com/evil/app' })).toBe('PST006');
    });

    it('is no proof where nobody signed it', async () => {
      buildKit(image);
      expect(await outcome(right)).toBe('PST005');
    });

    it('does not count where another key signed it, or where it is about another image', async () => {
      signManifest(buildKit(image), theirs);
      expect(await outcome(right)).toBe('PST002');
      signManifest(buildKit(`sha256:${'0'.repeat(64)}`));
      expect(await outcome(right)).toBe('PST002');
    });

    it('is none where the index has none', async () => {
      buildKit();
      expect(await outcome(right)).toBe('PST005');
    });
  });

  describe('in GitHub’s store', () => {
    const bundle = (predicate: object) =>
      keyBundle({ dsseEnvelope: envelope(statement(image, SLSA_1, predicate), ours) });
    const github = (more: object = {}) => ({
      github: { api: `http://${registry.host}`, repository: 'acme/app', ...more },
    });
    /** Answers as GitHub's API does, page by page. */
    function store(pages: readonly (readonly unknown[])[]) {
      registry.answer = (request, response) => {
        const url = new URL(request.url ?? '', `http://${registry.host}`);
        if (url.pathname !== `/repos/acme/app/attestations/${image}`) return false;
        const page = Number(url.searchParams.get('page') ?? 0);
        url.searchParams.set('page', String(page + 1));
        const headers = page + 1 < pages.length ? { link: `<${url}>; rel="next"` } : undefined;
        return reply(response, 200, JSON.stringify({ attestations: pages[page] }), headers);
      };
    }

    it('counts as beside the image, from every page', async () => {
      store([
        [{ bundle: null }, { bundle: bundle(slsa1('refs/heads/evil')) }],
        [{ bundle: bundle(slsa1('refs/heads/main')) }],
      ]);
      expect(await outcome({ ...right, branch: 'main' }, github({ token: 't' }))).toMatch(
        /level 1/,
      );
      const asked = registry.requests.filter(({ url }) => url.startsWith('/repos/'));
      expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer t', 'Bearer t']);
      expect(
        registry.requests
          .filter(({ url }) => url.startsWith('/v2/'))
          .every(({ authorization }) => !authorization),
      ).toBe(true);
    });

    it('is none where GitHub has none', async () => {
      expect(await outcome(right, github())).toBe('PST005');
    });

    test.each([
      [401, ''],
      [403, ''],
      [500, ''],
      [200, '<html>'],
      [200, '{"attestations":{}}'],
    ])(
      'is incomplete when GitHub answers %i %s',
      async (status, text) => {
        registry.answer = (request, response) =>
          request.url?.startsWith('/repos/') ? reply(response, status, text) : false;
        expect(await outcome(right, github())).toBe('incomplete');
      },
      20_000,
    );

    it('is only asked about repositories', async () => {
      await expect(outcome(right, github({ repository: '../../user' }))).rejects.toMatchObject({
        kind: 'usage',
      });
    });
  });

  it('wants to know the source or the signer', async () => {
    await expect(outcome({}, { signedBy: [] })).rejects.toMatchObject({ kind: 'usage' });
  });
});
