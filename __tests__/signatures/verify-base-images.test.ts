import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { applyFixes } from '../../src/core/fix.js';
import { openRegistry } from '../../src/registry/client.js';
import type { Publisher } from '../../src/signatures/publishers.js';
import { checkDrift, checkRegistry } from '../../src/signatures/registries.js';
import {
  type BaseImageReference,
  verifyBaseImages,
} from '../../src/signatures/verify-base-images.js';
import {
  descriptor,
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
  reply,
  tinyImage,
} from '../registry/loopback.js';
import { attach, signatureLayer, signingKey, simpleSigning } from './signing.js';

const publisherKey = signingKey();
const anotherKey = signingKey();

let registry: LoopbackRegistry;
let image: string;
beforeEach(async () => {
  registry = await loopbackRegistry();
  image = tinyImage(registry, '', '12', 'latest');
});
afterEach(() => registry.close());

/** `FROM reference` on the third line of a Dockerfile. */
function from(reference: string, literal = true): BaseImageReference {
  const line = { startLine: 3, endLine: 3, startColumn: 6, endColumn: 6 + reference.length };
  return { reference, literal, location: { path: 'Dockerfile', ...line } };
}

function verify(
  bases: readonly BaseImageReference[],
  signs: 'signs' | 'does not sign' | 'signs otherwise' | 'must sign' | 'unknown' = 'signs',
  signsSince?: string,
) {
  const publisher: Publisher = {
    name: 'Acme',
    images: [`${registry.host}/acme/*`],
    signedBy: /^does not|otherwise$/.test(signs) ? [] : [publisherKey.policy],
    ...(signs === 'signs otherwise' && { unverifiable: 'its publisher signs otherwise' }),
    signatureRequired: signs === 'must sign',
    ...(signsSince === undefined ? {} : { signsSince }),
    source: 'this test',
  };
  return verifyBaseImages(bases, {
    open: async (reference) => {
      const source = openRegistry(reference, { firstDelay: 1, attempts: 1 });
      return { source, digest: await source.resolve(reference.digest ?? reference.tag ?? '') };
    },
    publishers: signs === 'unknown' ? [] : [publisher],
  });
}

const sign = (key = publisherKey) =>
  attach(registry, image, '.sig', [signatureLayer(registry, simpleSigning(image), key)]);

describe('a base image', () => {
  it('that its publisher signed gives a note and no finding', async () => {
    sign();
    const base = `${registry.host}/acme/base:12`;
    const { findings, notes, incomplete, signers } = await verify([from(base)]);
    expect([findings, incomplete]).toEqual([[], []]);
    expect(notes[0]?.message).toMatch(/is signed by P-256 key/);
    expect(signers).toEqual([{ image: base, by: expect.stringMatching(/^P-256 key/) }]);
  });

  test.each([
    ['signs', 'medium', 'has no signature, but Acme signs its images'],
    ['must sign', 'high', 'has no signature, and the policy requires one'],
    ['does not sign', 'low', 'cannot be verified: Acme are not signed'],
    ['signs otherwise', 'low', 'cannot be verified: its publisher signs otherwise'],
    ['unknown', 'low', 'cannot be verified: no signer is known for it'],
  ] as const)(
    'without a signature, of a publisher that %s, is a %s finding on its line',
    async (signs, severity, problem) => {
      const base = from(`${registry.host}/acme/base:12`);
      const { findings, coverage, signers } = await verify([base], signs);
      expect(signers).toEqual([{ image: base.reference }]);
      // The coverage says the same as the finding.
      const [, why] = problem.split('cannot be verified: ');
      const reason = why && `${why}, and the policy requires no signature`;
      expect(coverage?.map((row) => row.reason)).toEqual([reason]);
      const message = `Base image ${registry.host}/acme/base:12 ${problem}`;
      expect(findings).toMatchObject([
        { rule: 'PST010', severity, location: base.location, message },
      ]);
      // Nobody but the publisher can sign.
      const pins = /^Pin its digest and add an exception/;
      expect(findings.map(({ advice }) => advice !== undefined && pins.test(advice))).toEqual([
        severity === 'low',
      ]);
    },
  );

  test.each([
    ['2024-01-02T00:00:00Z', 'high', 'signs all images since 2024-01-01'],
    ['2023-12-31T23:59:59Z', 'medium', 'signs its images'],
    ['1970-01-01T00:00:00Z', 'medium', 'signs its images'],
    ['tomorrow', 'medium', 'signs its images'],
    [undefined, 'medium', 'signs its images'],
  ])('built at %s without a signature is a %s finding', async (created, severity, problem) => {
    const config = JSON.stringify({ os: 'linux', created });
    const single = registry.manifest(
      {
        schemaVersion: 2,
        mediaType: OCI_MANIFEST,
        config: descriptor(
          'application/vnd.oci.image.config.v1+json',
          registry.blob(config),
          config.length,
        ),
        layers: [],
      },
      '12',
    );
    const ask = () => verify([from(`${registry.host}/acme/base:12`)], 'signs', '2024-01-01');
    const expected = [{ rule: 'PST010', severity, message: expect.stringContaining(problem) }];
    expect((await ask()).findings).toMatchObject(expected);
    const children = [descriptor(OCI_MANIFEST, single, 1)];
    registry.manifest({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: children }, '12');
    expect((await ask()).findings).toMatchObject(expected);
  });

  it('that another key signed is a critical finding without a fix', async () => {
    sign(anotherKey);
    const { findings } = await verify([from(`${registry.host}/acme/base:12`)]);
    expect(findings).toMatchObject([{ rule: 'PST011', severity: 'critical' }]);
    expect(findings[0]?.fix).toBeUndefined();
  });

  it('is pinned by the fix', async () => {
    const reference = `${registry.host}/acme/base:12`;
    const { findings } = await verify([from(reference)]);
    const fixes = findings.flatMap(({ fix }) => fix ?? []);
    const { text } = applyFixes(`# a\n# b\nFROM ${reference} AS x\n`, fixes);
    expect(text).toBe(`# a\n# b\nFROM ${reference}@${image} AS x\n`);
  });

  it('has no fix when it is pinned already, or when its reference has a variable', async () => {
    const pinned = `${registry.host}/acme/base:12@${image}`;
    const { findings } = await verify([from(pinned), from(`${registry.host}/acme/base`, false)]);
    expect(findings.map(({ fix }) => fix)).toEqual([undefined, undefined]);
  });

  it('of two stages is requested once', async () => {
    const { findings } = await verify([
      from(`${registry.host}/acme/base:12`),
      from(`${registry.host}/acme/base:12`),
    ]);
    expect(findings).toHaveLength(2);
    expect(registry.requests.filter(({ url }) => url.endsWith('/manifests/12'))).toHaveLength(1);
  });

  it('that cannot be asked about has no known signer', async () => {
    const { signers = [] } = await verify([from(`${registry.host}/acme/missing:1`)]);
    expect(signers).toEqual([]);
  });

  it('that the registry does not serve is incomplete, and the others are verified', async () => {
    registry.answer = (request, response) =>
      request.url?.includes('/down/') ? reply(response, 500) : false;
    const { findings, incomplete } = await verify([
      from(`${registry.host}/acme/down:12`),
      from(`${registry.host}/acme/missing:13`),
      from('Not A Reference'),
      from(`${registry.host}/acme/base:12`),
    ]);
    expect(incomplete).toHaveLength(2);
    expect(findings).toHaveLength(1);
  });

  it('without a known signer is a finding without a fix when its registry fails', async () => {
    registry.answer = (_, response) => reply(response, 500);
    const { findings, incomplete } = await verify(
      [from(`${registry.host}/other/base:1`)],
      'unknown',
    );
    expect([findings.length, findings[0]?.fix, incomplete]).toEqual([1, undefined, []]);
  });

  it('whose signatures cannot be read is incomplete', async () => {
    registry.answer = (request, response) =>
      request.url?.endsWith('.sig') ? reply(response, 500) : false;
    const { findings, incomplete } = await verify([from(`${registry.host}/acme/base:12`)]);
    expect([findings.length, incomplete.length]).toEqual([0, 1]);
  });
});

test.each([
  ['debian:12', ['docker.io/library'], true],
  ['debian:12', ['docker.io'], true],
  ['debian:12', ['docker.io/'], true],
  ['debian:12', ['docker.io/library/debian'], true],
  ['debian:12', ['docker.io/lib'], false],
  ['debian:12', ['ghcr.io'], false],
  ['debian:12', [], false],
  ['ghcr.io/acme/app', ['docker.io', 'ghcr.io/acme'], true],
  ['ghcr.io/acme-evil/app', ['ghcr.io/acme'], false],
  ['ghcr.io.evil.example/acme/app', ['ghcr.io'], false],
])('%s is allowed by %j: %s', (reference, allowed, expected) => {
  expect(checkRegistry(reference, allowed)?.rule).toBe(expected ? undefined : 'PST009');
});

describe('a tag', () => {
  const drift = async () => {
    const source = openRegistry({ registry: registry.host, repository: 'acme/base' });
    return checkDrift('acme/base:12', source, '12', image);
  };

  it('that points to the checked digest is not a finding', async () => {
    expect(await drift()).toBeUndefined();
  });

  it('that points to another digest is a finding', async () => {
    const now = tinyImage(registry, 'newer', '12');
    const message = `acme/base:12 now points to ${now}; checked digest: ${image}`;
    expect(await drift()).toMatchObject({
      rule: 'PST008',
      message,
      details: { digest: image, now },
    });
  });

  it('that was deleted is a finding', async () => {
    registry.answer = (_, response) => reply(response, 404);
    expect((await drift())?.message).toBe(
      `acme/base:12 no longer exists; checked digest: ${image}`,
    );
  });
});
