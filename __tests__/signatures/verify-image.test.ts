import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { openRegistry } from '../../src/registry/client.js';
import type { VerifyOptions } from '../../src/signatures/options.js';
import { PUBLIC_GOOD_ROOT } from '../../src/signatures/sigstore/public-good-root.js';
import { verifyImage } from '../../src/signatures/verify-image.js';
import { detailsOf } from '../core/details-of.js';
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
  SIMPLE_SIGNING,
  signatureLayer,
  signingKey,
  simpleSigning,
  statement,
} from './signing.js';

const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/v1';
const ours = signingKey();
const theirs = signingKey();

let registry: LoopbackRegistry;
let image: string;
beforeEach(async () => {
  registry = await loopbackRegistry();
  image = tinyImage(registry, '', '1');
});
afterEach(() => registry.close());

interface Request {
  readonly reference?: string;
  readonly platform?: string;
  /** Milliseconds for one response. */
  readonly timeout?: number;
}

function verify(more: Partial<VerifyOptions> & Request = {}) {
  const { reference = '1', platform, timeout = 60_000, ...options } = more;
  const fast = { firstDelay: 1, longestDelay: 5, attempts: 2, timeout };
  const source = openRegistry({ registry: registry.host, repository: 'acme/app' }, fast);
  const target = { name: `${registry.host}/acme/app:${reference}`, source, reference };
  return verifyImage(platform ? { ...target, platform } : target, {
    signedBy: [ours.policy],
    ...options,
  });
}

/** `verified`, `incomplete` or the rule of the finding; several of them are all named. */
async function outcome(verification: ReturnType<typeof verify>): Promise<string> {
  const { verified, findings, incomplete } = await verification;
  return [
    ...verified.map(() => 'verified'),
    ...findings.map(({ rule }) => rule),
    ...incomplete.map(() => 'incomplete'),
  ].join(' and ');
}

function sign(payload = simpleSigning(image), key = ours, digest = image): string {
  return attach(registry, digest, '.sig', [signatureLayer(registry, payload, key)]);
}

describe('an image with a cosign signature', () => {
  it('is verified, and the result has the signer and the place of the signature', async () => {
    sign();
    const { verified, notes, targets } = await verify();
    expect(verified).toEqual([
      {
        digest: image,
        place: `tag ${image.replace(':', '-')}.sig, layer 0`,
        identity: 'registry.example/acme/app',
        signer: { name: ours.policy.key.name },
      },
    ]);
    expect(notes[0]?.message).toMatch(
      /^Verified .*@sha256:\w+: signed by P-256 key sha256:\w+ \(tag /,
    );
    expect(targets).toEqual([
      { kind: 'image', name: `${registry.host}/acme/app:1`, digest: image },
    ]);
  });

  it('is a high finding without a signature', async () => {
    const { findings } = await verify();
    const message = `${registry.host}/acme/app:1 has no signature`;
    expect(findings).toMatchObject([
      { rule: 'PST001', severity: 'high', check: 'trust', message, details: { digest: image } },
    ]);
  });

  it('is a critical finding when another key signed', async () => {
    sign(undefined, theirs);
    const message = expect.stringContaining(
      `Signature of ${registry.host}/acme/app:1 rejected: it was not made by the P-256 key`,
    );
    expect((await verify()).findings).toMatchObject([
      { rule: 'PST002', severity: 'critical', message },
    ]);
  });

  it('is verified when one of several allowed keys signed', async () => {
    sign(undefined, theirs);
    expect(await outcome(verify({ signedBy: [ours.policy, theirs.policy] }))).toBe('verified');
  });

  it('is verified by a valid signature among invalid ones', async () => {
    attach(registry, image, '.sig', [
      signatureLayer(registry, simpleSigning(image), theirs),
      descriptor(SIMPLE_SIGNING, registry.blob('{}'), 2),
      signatureLayer(registry, simpleSigning(image), ours),
    ]);
    expect(await outcome(verify())).toBe('verified');
  });

  it('is verified after it is copied to another repository, as with cosign', async () => {
    sign(simpleSigning(image).replace('registry.example', 'elsewhere.example'));
    expect(await outcome(verify())).toBe('verified');
    const { notes } = await verify();
    expect(notes[0]?.message).toMatch(/; it was signed as elsewhere\.example\/acme\/app$/);
  });

  it('must name the image that is asked for', async () => {
    sign();
    const outcomeFor = (signedIdentity: string) => outcome(verify({ signedIdentity }));
    expect(await outcomeFor('registry.example/acme/app')).toBe('verified');
    expect(await outcomeFor('registry.example/acme/*')).toBe('verified');
    expect(await outcomeFor('registry.example/acme/staging')).toBe('PST004');
    expect(await outcomeFor('registry.example/acme')).toBe('PST004');
  });

  it('of a bundle names no image, so it is rejected when one is asked for', async () => {
    const dsseEnvelope = envelope(statement(image, COSIGN_SIGN), ours);
    refer(registry, image, [keyBundle({ dsseEnvelope })]);
    expect(await outcome(verify())).toBe('verified');
    expect(await outcome(verify({ signedIdentity: '**' }))).toBe('PST004');
  });
});

describe('attacks', () => {
  it('a signature of another digest, copied to this one, is rejected', async () => {
    const other = tinyImage(registry, 'other');
    sign(simpleSigning(other));
    const { findings } = await verify();
    expect(findings[0]).toMatchObject({ rule: 'PST002' });
    expect(findings[0]?.message).toContain(`it signs another digest, ${other}`);
  });

  test.each<[string, (payload: string) => string]>([
    ['is changed after signing', (p) => p.replace('cosign container', 'another')],
    ['is empty', () => ''],
  ])('a signature whose payload %s is rejected', async (_, change) => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    const changed = change(simpleSigning(image));
    attach(registry, image, '.sig', [
      { ...layer, digest: registry.blob(changed), size: changed.length },
    ]);
    expect(await outcome(verify())).toBe('PST002');
  });

  test.each([
    'null',
    '[]',
    '"x"',
    '{}',
    '{"critical":null}',
    '{"critical":{"image":{}}}',
    '{"critical":{"image":{"docker-manifest-digest":["DIGEST"]}}}',
    '{"critical":{"image":{"docker-manifest-digest":"DIGEST "}}}',
    '{"critical":{"image":{"docker-manifest-digest":"sha256:"}}}',
    '{"CRITICAL":{"IMAGE":{"DOCKER-MANIFEST-DIGEST":"DIGEST"}}}',
  ])('the signed payload %s is rejected', async (payload) => {
    sign(payload.replace('DIGEST', image));
    expect(await outcome(verify())).toBe('PST002');
  });

  test.each([
    ['no signature', undefined],
    ['an empty signature', ''],
    ['a signature that is not base64', '!!!!'],
    ['a space in its signature', 'AA AA'],
    ['a signature of zeros', Buffer.alloc(72).toString('base64')],
  ])('a layer with %s is rejected', async (_, signature) => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    const annotations =
      signature === undefined ? {} : { 'dev.cosignproject.cosign/signature': signature };
    attach(registry, image, '.sig', [{ ...layer, annotations }]);
    expect(await outcome(verify())).toBe('PST002');
  });

  it('a payload of 100 MB is rejected without a download', async () => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    attach(registry, image, '.sig', [{ ...layer, size: 100 << 20 }]);
    expect(await outcome(verify())).toBe('PST002');
    expect(registry.requests.some(({ url }) => url.includes('/blobs/'))).toBe(false);
  });

  it('a payload that is longer than its descriptor makes the check incomplete', async () => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    attach(registry, image, '.sig', [{ ...layer, size: 10 }]);
    expect(await outcome(verify())).toBe('incomplete');
  });

  it('two hundred invalid signatures give one finding that lists twenty of them', async () => {
    const layers = Array.from({ length: 200 }, (_, i) =>
      signatureLayer(registry, simpleSigning(image) + ' '.repeat(i), theirs),
    );
    attach(registry, image, '.sig', layers);
    const { findings } = await verify();
    expect(findings[0]?.message).toContain('All 200 signatures');
    expect(detailsOf(findings[0]).rejected).toHaveLength(20);
  });

  it('a valid signature after two hundred invalid ones is found', async () => {
    const layers = Array.from({ length: 200 }, (_, i) =>
      signatureLayer(registry, simpleSigning(image) + ' '.repeat(i), theirs),
    );
    attach(registry, image, '.sig', [
      ...layers,
      signatureLayer(registry, simpleSigning(image), ours),
    ]);
    expect(await outcome(verify())).toBe('verified');
  });

  it('a tag that moves between two requests is resolved once', async () => {
    sign();
    const evil = tinyImage(registry, 'evil');
    let requests = 0;
    registry.answer = (request, response) => {
      if (!request.url?.endsWith('/manifests/1') || ++requests === 1) return false;
      return reply(response, 302, '', { location: `/v2/acme/app/manifests/${evil}` });
    };
    const { targets } = await verify();
    expect([requests, targets[0]?.digest]).toEqual([1, image]);
  });
});

describe('annotations', () => {
  test.each<[Record<string, string>, string]>([
    [{ env: 'prod' }, 'verified'],
    [{ env: 'prod', rev: 'abc' }, 'verified'],
    [{ env: 'staging' }, 'PST004'],
    [{ env: 'prod', more: 'x' }, 'PST004'],
    [{ constructor: 'x' }, 'PST004'],
  ])('with %j required: %s', async (wanted, expected) => {
    sign(simpleSigning(image, { env: 'prod', rev: 'abc', number: 1 }));
    expect(await outcome(verify({ annotations: new Map(Object.entries(wanted)) }))).toBe(expected);
  });
});

describe('bundles among the referrers', () => {
  const bundle = (predicateType: string, key = ours, digest = image, annotations?: object) =>
    keyBundle({ dsseEnvelope: envelope(statement(digest, predicateType, {}, annotations), key) });

  it('are verified as signatures', async () => {
    refer(registry, image, [bundle(COSIGN_SIGN, ours, image, { env: 'prod' })]);
    const { verified } = await verify({ annotations: new Map([['env', 'prod']]) });
    expect(verified[0]?.place).toMatch(/^referrer sha256:/);
  });

  it('are not signatures when they attest provenance', async () => {
    refer(registry, image, [bundle('https://slsa.dev/provenance/v1')]);
    expect(await outcome(verify())).toBe('PST001');
  });

  test.each<[string, () => object]>([
    ['signed by another key', () => bundle(COSIGN_SIGN, theirs)],
    ['about another image', () => bundle(COSIGN_SIGN, ours, `sha256:${'0'.repeat(64)}`)],
    [
      'without a subject',
      () =>
        keyBundle({
          dsseEnvelope: envelope({ ...statement(image, COSIGN_SIGN), subject: [] }, ours),
        }),
    ],
    [
      'with another payload type',
      () =>
        keyBundle({ dsseEnvelope: envelope(statement(image, COSIGN_SIGN), ours, 'text/plain') }),
    ],
    [
      'with a payload that is not JSON',
      () => keyBundle({ dsseEnvelope: envelope('<html>', ours) }),
    ],
    ['without content', () => keyBundle({})],
    [
      'with only a sha1 digest of the image',
      () => {
        const subject = [{ digest: { sha1: image.slice(7) } }];
        return keyBundle({
          dsseEnvelope: envelope({ ...statement(image, COSIGN_SIGN), subject }, ours),
        });
      },
    ],
  ])('are rejected when they are %s', async (_, make) => {
    refer(registry, image, [make()]);
    expect(await outcome(verify())).toBe('PST002');
  });

  it('are verified when the .sig tag has an invalid signature', async () => {
    sign(undefined, theirs);
    refer(registry, image, [bundle(COSIGN_SIGN)]);
    expect(await outcome(verify())).toBe('verified');
  });

  it('are verified in cosign’s OCI 1.1 mode', async () => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    const artifactType = 'application/vnd.dev.cosign.artifact.sig.v1+json';
    const referrer = registry.manifest(manifestOf(registry, [layer], { artifactType }));
    registry.referrers(image, [[descriptor(OCI_MANIFEST, referrer, 1)]]);
    expect(await outcome(verify())).toBe('verified');
  });
});

describe('an index', () => {
  let index: string;
  beforeEach(() => {
    const child = descriptor(OCI_MANIFEST, image, 1, {
      platform: { os: 'linux', architecture: 'amd64' },
    });
    index = registry.manifest(
      { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [child] },
      'multi',
    );
  });

  it('is verified by its own signature', async () => {
    sign(simpleSigning(index), ours, index);
    const { verified } = await verify({ reference: 'multi', platform: 'linux/amd64' });
    expect(verified[0]?.digest).toBe(index);
  });

  it('is verified for a platform by the signature of its image, which the note names', async () => {
    sign();
    const { verified, notes } = await verify({ reference: 'multi', platform: 'linux/amd64' });
    expect(verified[0]?.digest).toBe(image);
    expect(notes[0]?.message).toContain(`(platform image ${image}): signed by`);
  });

  it('is not verified by the signature of one image without its platform', async () => {
    sign();
    expect(await outcome(verify({ reference: 'multi' }))).toBe('PST001');
  });

  test.each([
    ['an index', 'multi'],
    ['an image', '1'],
  ])('that is %s without an image for the platform is a usage error', async (_, reference) => {
    sign();
    await expect(verify({ reference, platform: 'linux/arm64' })).rejects.toMatchObject({
      code: 'PSE4005',
      message: expect.stringContaining('It has: '),
    });
  });

  it('has its image for a platform by another spelling', async () => {
    sign();
    const { verified } = await verify({ reference: 'multi', platform: 'linux/x86_64/v1' });
    expect(verified[0]?.digest).toBe(image);
  });

  it('has a signature that does not verify its images by themselves', async () => {
    sign(simpleSigning(index), ours, index);
    expect(await outcome(verify({ reference: '1' }))).toBe('PST001');
  });
});

describe('a failed request makes the check incomplete, never a finding', () => {
  const places: readonly (readonly [string, (url: string) => boolean])[] = [
    ['the image', (url) => url.endsWith('/manifests/1')],
    ['the signatures', (url) => url.endsWith('.sig')],
    ['a payload', (url) => url.includes('/blobs/')],
    ['the referrers', (url) => url.includes('/referrers/')],
  ];
  type Answer = Parameters<typeof answerWith>[1];
  const answers: readonly (readonly [string, Answer, string])[] = [
    ['401', (response) => reply(response, 401), '401'],
    ['403', (response) => reply(response, 403), '403'],
    ['429', (response) => reply(response, 429), '429'],
    ['500', (response) => reply(response, 500), '500'],
    ['a web page', (response) => reply(response, 200, '<html>'), ''],
    ['no response', () => true, 'no answer in'],
    [
      'an incomplete response',
      (response) => void response.writeHead(200, { 'content-length': 9 }).end('{'),
      '',
    ],
    ['a closed connection', (response) => void response.destroy(), ''],
    [
      'a redirect to another host over http',
      (response) => reply(response, 307, '', { location: 'http://example.org/' }),
      'redirect',
    ],
  ];
  /** Only the timeout ends these. */
  const unfinished = new Set(['no response', 'an incomplete response']);
  const table = places.flatMap(([place, isPlace]) =>
    answers.map(([kind, answer, reason]) => [place, kind, isPlace, answer, reason] as const),
  );

  test.each(table)('%s: %s', async (place, kind, isPlace, answer, reason) => {
    // Only for the payload: a valid signature ends the search before the referrers.
    if (place === 'a payload') sign();
    answerWith(isPlace, answer);
    const { incomplete, findings, verified } = await verify(
      unfinished.has(kind) ? { timeout: 100 } : {},
    );
    expect([findings, verified]).toEqual([[], []]);
    expect(incomplete).toMatchObject([{ check: 'trust', reason: expect.stringContaining(reason) }]);
    expect(incomplete[0]?.reason.length).toBeGreaterThan(20);
  });

  function answerWith(
    isPlace: (url: string) => boolean,
    answer: (response: ServerResponse) => unknown,
  ) {
    registry.answer = (request, response) => {
      if (!isPlace(request.url ?? '')) return false;
      answer(response);
      return true;
    };
  }

  it('but a valid signature at cosign’s tag is enough when the referrers cannot be listed', async () => {
    registry.answer = (request, response) =>
      request.url?.includes('/referrers/') ? reply(response, 500) : false;
    expect(await outcome(verify())).toBe('incomplete');
    sign();
    expect(await outcome(verify())).toBe('verified');
  });

  it('when a payload is missing', async () => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    attach(registry, image, '.sig', [{ ...layer, digest: `sha256:${'0'.repeat(64)}` }]);
    expect(await outcome(verify())).toBe('incomplete');
  });

  it('when the image does not exist', async () => {
    const { incomplete } = await verify({ reference: 'missing' });
    expect(incomplete[0]?.reason).toContain('the image does not exist');
  });

  it('when the registry is down', async () => {
    await registry.close();
    expect(await outcome(verify())).toBe('incomplete');
  });
});

it('rejects every signature when the policy allows no signer', async () => {
  sign();
  expect(await outcome(verify({ signedBy: [] }))).toBe('PST003');
});

it('does not accept a key’s signature for an identity', async () => {
  sign();
  const anyIdentity = { kind: 'identity', subject: '**', issuer: '**' } as const;
  expect(await outcome(verify({ signedBy: [anyIdentity] }))).toBe('PST002');
});

it('requires a log entry of a key’s signature only if the options require it', async () => {
  sign();
  expect(await outcome(verify({}))).toBe('verified');
  const { findings } = await verify({ log: 'required' });
  expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
    ['PST002', expect.stringContaining('it is not in the transparency log')],
  ]);
});

it('rejects a signature without the required log entry also when the trusted root has no log', async () => {
  sign();
  const trustedRoot = JSON.stringify({ ...JSON.parse(PUBLIC_GOOD_ROOT), tlogs: [] });
  expect(await outcome(verify({ log: 'required', trustedRoot }))).toBe('PST002');
});

test.each([
  ['dev.sigstore.cosign/bundle', 'x'],
  ['dev.sigstore.cosign/bundle', '{"Payload":{}}'],
  [
    'dev.sigstore.cosign/bundle',
    '{"SignedEntryTimestamp":"","Payload":{"body":"e30=","integratedTime":-1,"logIndex":0,"logID":""}}',
  ],
  ['dev.sigstore.cosign/rfc3161timestamp', '{"SignedRFC3161Timestamp":"MAA="}'],
  [
    'dev.sigstore.cosign/certificate',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  ],
])('rejects a valid signature whose %s is %s', async (name, value) => {
  attach(registry, image, '.sig', [
    signatureLayer(registry, simpleSigning(image), ours, { [name]: value }),
  ]);
  expect(await outcome(verify())).toBe('PST002');
});

it('does not accept an attestation at the .att tag as a signature', async () => {
  const dsse = envelope(statement(image, COSIGN_SIGN), ours);
  attach(registry, image, '.att', [attestationLayer(registry, dsse)]);
  expect(await outcome(verify())).toBe('PST001');
});

describe('an image without a signature', () => {
  const message = async () => (await verify()).findings.map((finding) => finding.message).join();
  const sbom = () => envelope(statement(image, 'https://spdx.dev/Document'), ours);

  it('that has attestations is reported with them', async () => {
    attach(registry, image, '.att', [attestationLayer(registry, sbom())]);
    expect(await message()).toMatch(
      /has no signature; it has attestations, which do not sign the image itself$/,
    );
  });

  it('that has attestations in bundles is reported with them', async () => {
    refer(registry, image, [keyBundle({ dsseEnvelope: sbom() })]);
    expect(await message()).toMatch(/has no signature; it has attestations/);
  });

  it('that Notation signed is reported with this signature', async () => {
    const type = 'application/vnd.cncf.notary.signature';
    const signed = manifestOf(registry, [
      descriptor('application/jose+json', registry.blob('x'), 1),
    ]);
    const config = descriptor(type, registry.blob('{}'), 2);
    for (const [manifest, artifactType] of [
      [signed, type],
      [{ ...signed, config }, undefined],
    ] as const) {
      const referrer = descriptor(OCI_MANIFEST, registry.manifest(manifest), 1, { artifactType });
      registry.manifest(
        { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [referrer] },
        image.replace(':', '-'),
      );
      expect(await message()).toMatch(/; it has a signature of Notation, which is not verified/);
    }
  });

  it('is reported as such when nothing else can be read', async () => {
    registry.answer = (request, response) =>
      request.url?.endsWith('.att') ? reply(response, 500) : false;
    expect(await message()).toMatch(/has no signature$/);
  });
});
