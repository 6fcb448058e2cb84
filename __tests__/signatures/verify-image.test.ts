import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { openRegistry } from '../../src/registry/client.js';
import type { VerifyOptions } from '../../src/signatures/options.js';
import { verifyImage } from '../../src/signatures/verify.js';
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

interface Asked {
  readonly reference?: string;
  readonly platform?: string;
  /** Milliseconds for one answer. */
  readonly timeout?: number;
}

function verify(more: Partial<VerifyOptions> & Asked = {}) {
  const { reference = '1', platform, timeout = 500, ...options } = more;
  const fast = { firstDelay: 1, longestDelay: 5, attempts: 2, timeout };
  const source = openRegistry({ registry: registry.host, repository: 'acme/app' }, fast);
  const target = { name: `${registry.host}/acme/app:${reference}`, source, reference };
  return verifyImage(platform ? { ...target, platform } : target, {
    signedBy: [ours.authority],
    ...options,
  });
}

/** The rules of the findings, or what else it came to. */
async function outcome(verification: ReturnType<typeof verify>): Promise<string> {
  const { verified, findings, incomplete } = await verification;
  if (verified.length > 0) return findings.length + incomplete.length > 0 ? 'both' : 'verified';
  return findings[0]?.rule ?? (incomplete.length > 0 ? 'incomplete' : 'nothing');
}

function sign(payload = simpleSigning(image), key = ours, digest = image): string {
  return attach(registry, digest, '.sig', [signatureLayer(registry, payload, key)]);
}

describe('an image with a cosign signature', () => {
  it('is verified, and the evidence says by whom and where', async () => {
    sign();
    const { verified, notes, targets } = await verify();
    expect(verified).toEqual([
      {
        digest: image,
        place: `tag ${image.replace(':', '-')}.sig, layer 0`,
        signer: { name: ours.authority.key.name },
      },
    ]);
    expect(notes[0]?.message).toContain('is verified: signed by P-256 key');
    expect(targets).toEqual([
      { kind: 'image', name: `${registry.host}/acme/app:1`, digest: image },
    ]);
  });

  it('is refused without a signature', async () => {
    const { findings } = await verify();
    expect(findings).toMatchObject([
      { rule: 'PST001', severity: 'high', check: 'trust', details: { digest: image } },
    ]);
  });

  it('is refused, critically, when another key signed', async () => {
    sign(undefined, theirs);
    expect((await verify()).findings).toMatchObject([{ rule: 'PST002', severity: 'critical' }]);
  });

  it('is verified when any one of the keys did', async () => {
    sign(undefined, theirs);
    expect(await outcome(verify({ signedBy: [ours.authority, theirs.authority] }))).toBe(
      'verified',
    );
  });

  it('is verified by a good signature among bad ones', async () => {
    attach(registry, image, '.sig', [
      signatureLayer(registry, simpleSigning(image), theirs),
      descriptor(SIMPLE_SIGNING, registry.blob('{}'), 2),
      signatureLayer(registry, simpleSigning(image), ours),
    ]);
    expect(await outcome(verify())).toBe('verified');
  });

  it('keeps its verdict when the image moves to another repository, as with cosign', async () => {
    sign(simpleSigning(image).replace('registry.example', 'elsewhere.example'));
    expect(await outcome(verify())).toBe('verified');
  });
});

describe('attacks', () => {
  it('a signature of another digest, moved here, does not count', async () => {
    const other = tinyImage(registry, 'other');
    sign(simpleSigning(other));
    const { findings } = await verify();
    expect(findings[0]).toMatchObject({ rule: 'PST002' });
    expect(findings[0]?.message).toContain(`it was made for ${other}`);
  });

  test.each<[string, (payload: string) => string]>([
    ['is changed after signing', (p) => p.replace('cosign container', 'another')],
    ['is empty', () => ''],
  ])('a payload that %s does not count', async (_, change) => {
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
  ])('the signed payload %s does not count', async (payload) => {
    sign(payload.replace('DIGEST', image));
    expect(await outcome(verify())).toBe('PST002');
  });

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one that is no base64', '!!!!'],
    ['one with blanks', 'AA AA'],
    ['zeros', Buffer.alloc(72).toString('base64')],
  ])('a layer with %s for its signature does not count', async (_, signature) => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    const annotations =
      signature === undefined ? {} : { 'dev.cosignproject.cosign/signature': signature };
    attach(registry, image, '.sig', [{ ...layer, annotations }]);
    expect(await outcome(verify())).toBe('PST002');
  });

  it('a payload of 100 MB is not even read', async () => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    attach(registry, image, '.sig', [{ ...layer, size: 100 << 20 }]);
    expect(await outcome(verify())).toBe('PST002');
    expect(registry.requests.some(({ url }) => url.includes('/blobs/'))).toBe(false);
  });

  it('a payload longer than its descriptor says is cut off', async () => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    attach(registry, image, '.sig', [{ ...layer, size: 10 }]);
    expect(await outcome(verify())).toBe('incomplete');
  });

  it('two hundred signatures that are none take no more than their requests', async () => {
    const layers = Array.from({ length: 200 }, (_, i) =>
      signatureLayer(registry, simpleSigning(image) + ' '.repeat(i), theirs),
    );
    attach(registry, image, '.sig', layers);
    const { findings } = await verify();
    expect(findings[0]?.message).toContain('None of the 200 signatures');
    expect(detailsOf(findings[0]).refused).toHaveLength(20);
    attach(registry, image, '.sig', [
      ...layers,
      signatureLayer(registry, simpleSigning(image), ours),
    ]);
    expect(await outcome(verify())).toBe('verified');
  });

  it('a tag that moves between two requests is asked for once', async () => {
    sign();
    const evil = tinyImage(registry, 'evil');
    let asked = 0;
    registry.answer = (request, response) => {
      if (!request.url?.endsWith('/manifests/1') || ++asked === 1) return false;
      return reply(response, 302, '', { location: `/v2/acme/app/manifests/${evil}` });
    };
    const { targets } = await verify();
    expect([asked, targets[0]?.digest]).toEqual([1, image]);
  });
});

describe('annotations', () => {
  test.each<[Record<string, string>, string]>([
    [{ env: 'prod' }, 'verified'],
    [{ env: 'prod', rev: 'abc' }, 'verified'],
    [{ env: 'staging' }, 'PST004'],
    [{ env: 'prod', more: 'x' }, 'PST004'],
    [{ constructor: 'x' }, 'PST004'],
  ])('%j asked for: %s', async (wanted, expected) => {
    sign(simpleSigning(image, { env: 'prod', rev: 'abc', number: 1 }));
    expect(await outcome(verify({ annotations: new Map(Object.entries(wanted)) }))).toBe(expected);
  });
});

describe('bundles among the referrers', () => {
  const bundle = (predicateType: string, key = ours, digest = image, annotations?: object) =>
    keyBundle({ dsseEnvelope: envelope(statement(digest, predicateType, {}, annotations), key) });

  it('count when they sign', async () => {
    refer(registry, image, [bundle(COSIGN_SIGN, ours, image, { env: 'prod' })]);
    const { verified } = await verify({ annotations: new Map([['env', 'prod']]) });
    expect(verified[0]?.place).toMatch(/^referrer sha256:/);
  });

  it('do not count when they attest something else: that is no signature', async () => {
    refer(registry, image, [bundle('https://slsa.dev/provenance/v1')]);
    expect(await outcome(verify())).toBe('PST001');
  });

  test.each<[string, () => object]>([
    ['by another key', () => bundle(COSIGN_SIGN, theirs)],
    ['about another image', () => bundle(COSIGN_SIGN, ours, `sha256:${'0'.repeat(64)}`)],
    [
      'about nothing',
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
    ['with a payload that is no JSON', () => keyBundle({ dsseEnvelope: envelope('<html>', ours) })],
    ['of no kind', () => keyBundle({})],
    [
      'with a sha1 digest of the image alone',
      () => {
        const said = statement(image, COSIGN_SIGN);
        return keyBundle({
          dsseEnvelope: envelope(
            { ...said, subject: [{ digest: { sha1: image.slice(7) } }] },
            ours,
          ),
        });
      },
    ],
  ])('do not count %s', async (_, make) => {
    refer(registry, image, [make()]);
    expect(await outcome(verify())).toBe('PST002');
  });

  it('are found beside a bad .sig', async () => {
    sign(undefined, theirs);
    refer(registry, image, [bundle(COSIGN_SIGN)]);
    expect(await outcome(verify())).toBe('verified');
  });

  it('of cosign’s OCI 1.1 mode count', async () => {
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

  it('is verified for a platform by the signature of that image, and the note says so', async () => {
    sign();
    const { verified, notes } = await verify({ reference: 'multi', platform: 'linux/amd64' });
    expect(verified[0]?.digest).toBe(image);
    expect(notes[0]?.message).toContain(`by its platform's image ${image}`);
  });

  it('is not verified as a whole by the signature of one image', async () => {
    sign();
    expect(await outcome(verify({ reference: 'multi' }))).toBe('PST001');
    expect(await outcome(verify({ reference: 'multi', platform: 'linux/arm64' }))).toBe('PST001');
  });

  it('does not vouch for an image that is asked for by itself', async () => {
    sign(simpleSigning(index), ours, index);
    expect(await outcome(verify({ reference: '1' }))).toBe('PST001');
  });
});

describe('what cannot be read is incomplete, never unsigned', () => {
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
    ['nothing', () => true, 'no answer in'],
    [
      'half of it',
      (response) => void response.writeHead(200, { 'content-length': 9 }).end('{'),
      '',
    ],
    ['a closed connection', (response) => void response.destroy(), ''],
    [
      'a redirect to plain text elsewhere',
      (response) => reply(response, 307, '', { location: 'http://example.org/' }),
      'redirect',
    ],
  ];
  const table = places.flatMap(([where, is]) =>
    answers.map(([what, answer, said]) => [where, what, is, answer, said] as const),
  );

  test.each(table)('%s answered with %s', async (where, _what, is, answer, said) => {
    // A good signature would end the search before the referrers; a payload must be there to be asked for.
    if (where === 'a payload') sign();
    answerWith(is, answer);
    const { incomplete, findings, verified } = await verify({ timeout: 100 });
    expect([findings, verified]).toEqual([[], []]);
    expect(incomplete).toMatchObject([{ check: 'trust', reason: expect.stringContaining(said) }]);
    expect(incomplete[0]?.reason.length).toBeGreaterThan(20);
  });

  function answerWith(is: (url: string) => boolean, answer: (response: ServerResponse) => unknown) {
    registry.answer = (request, response) => {
      if (!is(request.url ?? '')) return false;
      answer(response);
      return true;
    };
  }

  it('the referrers cannot be listed', async () => {
    registry.answer = (request, response) =>
      request.url?.includes('/referrers/') ? reply(response, 500) : false;
    expect(await outcome(verify())).toBe('incomplete');
    sign();
    expect(await outcome(verify())).toBe('verified');
  });

  it('a payload is missing', async () => {
    const layer = signatureLayer(registry, simpleSigning(image), ours);
    attach(registry, image, '.sig', [{ ...layer, digest: `sha256:${'0'.repeat(64)}` }]);
    expect(await outcome(verify())).toBe('incomplete');
  });

  it('there is no such image', async () => {
    const { incomplete } = await verify({ reference: 'missing' });
    expect(incomplete[0]?.reason).toContain('There is no image');
  });

  it('the registry is gone', async () => {
    await registry.close();
    expect(await outcome(verify())).toBe('incomplete');
  });
});

it('lets nobody pass when nobody is allowed', async () => {
  sign();
  expect(await outcome(verify({ signedBy: [] }))).toBe('PST003');
});

it('does not take a signature by key for an identity', async () => {
  sign();
  const anybody = { kind: 'identity', subject: '**', issuer: '**' } as const;
  expect(await outcome(verify({ signedBy: [anybody] }))).toBe('PST002');
});

it('wants a log entry where the authority says so', async () => {
  sign();
  expect(await outcome(verify({ signedBy: [{ ...ours.authority, log: 'required' }] }))).toBe(
    'PST002',
  );
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
])('refuses a good signature whose %s is %s', async (name, value) => {
  attach(registry, image, '.sig', [
    signatureLayer(registry, simpleSigning(image), ours, { [name]: value }),
  ]);
  expect(await outcome(verify())).toBe('PST002');
});

it('does not count an attestation at the .att tag as a signature', async () => {
  const dsse = envelope(statement(image, COSIGN_SIGN), ours);
  attach(registry, image, '.att', [attestationLayer(registry, dsse)]);
  expect(await outcome(verify())).toBe('PST001');
});
