import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { openRegistry } from '../../src/registry/client.js';
import type { ProvenanceOptions } from '../../src/signatures/options.js';
import type { ProvenanceExpectations } from '../../src/signatures/provenance/expectations.js';
import { SLSA_1 } from '../../src/signatures/provenance/slsa-1.js';
import { SLSA_02 } from '../../src/signatures/provenance/slsa-02.js';
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
import { keylessEnvelope, keylessSigner } from './private-bundles.js';
import { COMMIT, SOURCE, slsa1, slsa02 } from './provenance/predicates.js';
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
      signedBy: [ours.policy],
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
  const expected = { source: 'github.com/acme/app' };

  it('accepts provenance by an allowed key, and gives its build level', async () => {
    attest(slsa02('refs/heads/main'));
    expect(await outcome({ ...expected, branch: 'main' })).toMatch(
      /SLSA build level 1 \(not higher: a key signed it/,
    );
    expect(await outcome({ ...expected, level: 1 })).toMatch(/level 1/);
    expect(await outcome({ ...expected, level: 2 })).toBe('PST006');
  });

  it('accepts provenance in a bundle among the referrers', async () => {
    refer(registry, image, [
      keyBundle({ dsseEnvelope: envelope(statement(image, SLSA_1, slsa1('refs/tags/v1')), ours) }),
    ]);
    expect(await outcome({ ...expected, tag: 'v1' })).toMatch(/level 1/);
  });

  it('rejects an image without provenance', async () => {
    expect(await outcome(expected)).toBe('PST005');
    attest({}, ours, image, 'https://spdx.dev/Document');
    expect(await outcome(expected)).toBe('PST005');
  });

  it('rejects provenance with another source, about another image, or by another key', async () => {
    attest(slsa02('refs/heads/main'));
    expect(await outcome({ source: 'github.com/evil/app' })).toBe('PST006');
    attest(slsa02('refs/heads/main'), ours, `sha256:${'0'.repeat(64)}`);
    expect(await outcome(expected)).toBe('PST002');
    attest(slsa02('refs/heads/main'), theirs);
    expect(await outcome(expected)).toBe('PST002');
  });

  it('rejects provenance by a key when no signer is named, since a key is not a builder', async () => {
    attest(slsa02('refs/heads/main'));
    expect(await outcome(expected, { signedBy: [] })).toBe('PST002');
  });

  it('rejects an unknown kind of runner when self-hosted runners are denied', async () => {
    attest(slsa02('refs/heads/main'));
    expect(await outcome(expected, { denySelfHosted: true })).toBe('PST006');
  });

  it('finds valid provenance among others', async () => {
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
    expect(await outcome({ ...expected, branch: 'main' })).toMatch(/was built by/);
  });

  it('tries every signature of an envelope, in any order', async () => {
    const content = statement(image, SLSA_02, slsa02('refs/heads/main'));
    const [good, other] = [envelope(content, ours), envelope(content, theirs)];
    const signatures = [...other.signatures, ...good.signatures];
    for (const order of [signatures, signatures.toReversed()]) {
      attach(registry, image, '.att', [attestationLayer(registry, { ...good, signatures: order })]);
      expect(await outcome(expected)).toMatch(/was built by/);
    }
    attach(registry, image, '.att', [
      attestationLayer(registry, {
        ...good,
        signatures: [...other.signatures, ...other.signatures],
      }),
    ]);
    expect(await outcome(expected)).toBe('PST002');
  });

  it('rejects provenance of a pull request, unless the ref of the pull request is allowed', async () => {
    attest(slsa02('refs/pull/7/merge'));
    expect(await outcome(expected)).toBe('PST006');
    expect(await outcome({ ...expected, ref: 'refs/heads/**' })).toBe('PST006');
    expect(await outcome({ ...expected, ref: 'refs/pull/*/merge' })).toMatch(/was built by/);
  });

  it('is incomplete when attestations cannot be read', async () => {
    registry.answer = (request, response) =>
      request.url?.endsWith('.att') ? reply(response, 500) : false;
    expect(await outcome(expected)).toBe('incomplete');
  });

  describe('with BuildKit’s provenance in the index of the image', () => {
    const platform = { os: 'linux', architecture: 'amd64' };

    /**
     * Pushes an index with the image and, if `about` is given, an attestation manifest about that digest. Returns the
     * digest of the attestation manifest.
     */
    function buildKit(
      about?: string,
      predicateType = SLSA_02,
      predicate: object = buildKitPredicate,
    ): string {
      const json = JSON.stringify(statement(about ?? image, predicateType, predicate));
      const layer = descriptor('application/vnd.in-toto+json', registry.blob(json), json.length, {
        annotations: {
          'in-toto.io/predicate-type': predicateType.startsWith('https://slsa')
            ? predicateType
            : SLSA_02,
        },
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

    it('accepts it when its manifest is signed', async () => {
      signManifest(buildKit(image));
      expect(await outcome({ ...expected, branch: 'main' })).toMatch(/SLSA build level 1/);
      expect(await outcome({ source: 'github.com/evil/app' })).toBe('PST006');
    });

    it('rejects it when its manifest is not signed', async () => {
      buildKit(image);
      expect(await outcome(expected)).toBe('PST005');
    });

    it('rejects it when another key signed it, or when it is about another image', async () => {
      signManifest(buildKit(image), theirs);
      expect(await outcome(expected)).toBe('PST002');
      signManifest(buildKit(`sha256:${'0'.repeat(64)}`));
      expect(await outcome(expected)).toBe('PST002');
    });

    it('rejects a statement with another predicate type than its layer', async () => {
      signManifest(buildKit(image, 'https://spdx.dev/Document'));
      expect(await outcome(expected)).toBe('PST002');
    });

    it('accepts that of docker/github-builder, which signs as the builder and names the commit', async () => {
      const signer = await keylessSigner();
      try {
        const { trustedRoot } = signer;
        const options = { signedBy: [], trustedRoot, log: 'required' } as const;
        const built = (name: string) => outcome({ ...expected, [name]: 'main' }, options);
        const predicate = {
          buildDefinition: {
            buildType:
              'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md',
            externalParameters: {
              configSource: { uri: `${SOURCE}.git#${COMMIT}`, digest: { sha1: COMMIT } },
            },
            resolvedDependencies: [{ uri: `${SOURCE}.git#${COMMIT}`, digest: { sha1: COMMIT } }],
          },
          runDetails: { builder: { id: `${SOURCE}/actions/runs/1/attempts/1` } },
        };
        const manifest = buildKit(image, SLSA_1, predicate);
        const identity = {
          issuer: 'https://token.actions.githubusercontent.com',
          subject:
            'https://github.com/docker/github-builder/.github/workflows/build.yml@refs/tags/v1',
          repository: SOURCE,
          ref: 'refs/heads/main',
          commit: COMMIT,
        };
        const type = 'https://sigstore.dev/cosign/sign/v1';
        const signature = (as: object) =>
          keylessEnvelope(signer, statement(manifest, type), { ...identity, ...as });
        refer(registry, manifest, [await signature({})]);
        expect(await built('branch')).toMatch(/github-builder.* at SLSA build level 3/);
        expect(await built('tag')).toBe('PST006');
        refer(registry, manifest, [await signature({ repository: 'https://github.com/evil/app' })]);
        expect(await built('branch')).toBe('PST006');
        refer(registry, manifest, [await signature({ commit: 'd'.repeat(40) })]);
        expect(await built('branch')).toBe('PST006');
      } finally {
        await signer.stop();
      }
    });

    it('finds no provenance when the index has none', async () => {
      buildKit();
      expect(await outcome(expected)).toBe('PST005');
    });
  });

  describe('with GitHub’s attestation store', () => {
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

    it('accepts provenance from every page, and sends the token to GitHub only', async () => {
      store([
        [{ bundle: null }, { bundle: bundle(slsa1('refs/heads/evil')) }],
        [{ bundle: bundle(slsa1('refs/heads/main')) }],
      ]);
      expect(await outcome({ ...expected, branch: 'main' }, github({ token: 't' }))).toMatch(
        /level 1/,
      );
      const pages = registry.requests.filter(({ url }) => url.startsWith('/repos/'));
      expect(pages.map(({ authorization }) => authorization)).toEqual(['Bearer t', 'Bearer t']);
      expect(
        registry.requests
          .filter(({ url }) => url.startsWith('/v2/'))
          .every(({ authorization }) => !authorization),
      ).toBe(true);
    });

    describe('when the list has the address of the bundle', () => {
      let blobs: LoopbackRegistry;
      beforeEach(async () => {
        blobs = await loopbackRegistry();
      });
      afterEach(() => blobs.close());
      const json = () => JSON.stringify(bundle(slsa1('refs/heads/main')));
      /** A Snappy literal: the size, the length minus one, the text. */
      const compressed = (text: string) => {
        const head = Buffer.alloc(8);
        const size = text.length;
        head.set([(size & 0x7f) | 0x80, ((size >> 7) & 0x7f) | 0x80, size >> 14, 61 << 2]);
        head.writeUInt16LE(size - 1, 4);
        return Buffer.concat([head.subarray(0, 6), Buffer.from(text)]);
      };
      const listed = (bundle_url: unknown) => store([[{ bundle: null, bundle_url }]]);
      const serve = (status: number, body: string | Buffer) => {
        blobs.answer = (_, response) => reply(response, status, body);
        listed(`http://${blobs.host}/1.json.sn?sig=secret`);
      };

      it('reads it without a token, compressed or not', async () => {
        for (const body of [compressed(json()), json()]) {
          serve(200, body);
          expect(await outcome(expected, github({ token: 't' }))).toMatch(/level 1/);
        }
        expect(blobs.requests.map(({ authorization }) => authorization)).toEqual([
          undefined,
          undefined,
        ]);
      });

      it('rejects a bundle by another signer', async () => {
        serve(200, json());
        expect(await outcome(expected, { ...github(), signedBy: [theirs.policy] })).toBe('PST002');
      });

      it('is incomplete, and not a finding, when the bundle cannot be read', async () => {
        for (const [status, body] of [
          [403, ''],
          [404, ''],
          [200, ''],
          [200, compressed(json()).subarray(0, 100)],
        ] as const) {
          serve(status, body);
          expect(await outcome(expected, github())).toBe('incomplete');
        }
        for (const address of [undefined, null, 7, 'no address', 'ftp://example.com/x']) {
          listed(address);
          expect(await outcome(expected, github())).toBe('incomplete');
        }
      });
    });

    it('finds no provenance when GitHub has none', async () => {
      expect(await outcome(expected, github())).toBe('PST005');
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
        expect(await outcome(expected, github())).toBe('incomplete');
      },
      20_000,
    );

    it('is a usage error when the repository is not OWNER/NAME', async () => {
      await expect(outcome(expected, github({ repository: '../../user' }))).rejects.toMatchObject({
        code: 'PSE7005',
      });
    });
  });

  it('is a usage error without an expected source or a signer', async () => {
    await expect(outcome({}, { signedBy: [] })).rejects.toMatchObject({ code: 'PSE7004' });
  });
});
