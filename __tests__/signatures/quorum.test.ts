import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { parsePolicy } from '../../src/policy/read.js';
import { openRegistry } from '../../src/registry/client.js';
import type { SignerPolicy } from '../../src/signatures/signer-policy.js';
import { verifyImage } from '../../src/signatures/verify-image.js';
import { type LoopbackRegistry, loopbackRegistry, reply, tinyImage } from '../registry/loopback.js';
import { IDENTITY, type KeylessSigner, keylessEnvelope, keylessSigner } from './private-bundles.js';
import {
  attach,
  refer,
  type SigningKey,
  signatureLayer,
  signingKey,
  simpleSigning,
  statement,
} from './signing.js';

const [a, b, c, other] = [signingKey(), signingKey(), signingKey(), signingKey()];
const ALL = [a.policy, b.policy, c.policy];

let registry: LoopbackRegistry;
let image: string;
beforeEach(async () => {
  registry = await loopbackRegistry();
  image = tinyImage(registry, '', '1');
});
afterEach(() => registry.close());

function sign(...keys: readonly SigningKey[]) {
  const layers = keys.map((key) => signatureLayer(registry, simpleSigning(image), key));
  attach(registry, image, '.sig', layers);
}

async function verify(
  signedBy: readonly SignerPolicy[],
  requiredSigners = 2,
  trustedRoot?: string,
) {
  const source = openRegistry({ registry: registry.host, repository: 'acme/app' }, { attempts: 1 });
  const { findings, incomplete, notes, signers } = await verifyImage(
    { name: 'app', source, reference: '1' },
    { signedBy, requiredSigners, ...(trustedRoot !== undefined && { trustedRoot }) },
  );
  return {
    rules: findings.map(({ rule }) => rule),
    text: [...findings, ...notes].map(({ message }) => message).join('\n'),
    incomplete: incomplete.length,
    signers,
  };
}

test.each([
  ['two of three', [a, c], 2, []],
  ['all of three', [b, a, c], 3, []],
  ['one', [a], 2, ['PST014']],
  ['one twice', [a, a], 2, ['PST014']],
  ['one and an unknown key', [a, other], 2, ['PST014']],
  ['two of three that must be three', [a, b], 3, ['PST014']],
  ['unknown keys', [other, other], 2, ['PST002']],
  ['nobody', [], 2, ['PST001']],
])('%s signed: %s', async (_, keys, required, rules) => {
  if (keys.length > 0) sign(...keys);
  expect(await verify(ALL, required)).toMatchObject({ rules, incomplete: 0 });
});

it('the report names every signer that counts, and how many are missing', async () => {
  sign(a, b);
  const { text, signers } = await verify(ALL);
  for (const { key } of [a.policy, b.policy]) expect(text).toContain(key.name);
  expect(signers?.[0]?.by).toContain(' and ');
  sign(a);
  expect((await verify(ALL)).text).toContain(
    `1 of 2 required signers signed it, ${a.policy.key.name}`,
  );
});

it('a key that the policy names twice counts once', async () => {
  sign(a, a);
  expect(await verify([a.policy, a.policy])).toMatchObject({ rules: ['PST014'] });
});

it('signatures of two digests are not added up', async () => {
  sign(a);
  const second = tinyImage(registry, 'other', '2');
  attach(registry, second, '.sig', [
    signatureLayer(registry, simpleSigning(second), b),
    // The signature of another image, copied here.
    signatureLayer(registry, simpleSigning(image), a),
  ]);
  expect(await verify(ALL)).toMatchObject({ rules: ['PST014'] });
  const source = openRegistry({ registry: registry.host, repository: 'acme/app' }, { attempts: 1 });
  const options = { signedBy: ALL, requiredSigners: 2 };
  const result = await verifyImage({ name: 'app', source, reference: '2' }, options);
  expect(result.findings.map(({ rule }) => rule)).toEqual(['PST014']);
});

it('a signature that cannot be read may be the missing one', async () => {
  sign(a, b);
  const first = signatureLayer(registry, simpleSigning(image, { n: 1 }), b);
  attach(registry, image, '.sig', [signatureLayer(registry, simpleSigning(image), a), first]);
  registry.answer = (request, response) =>
    request.url?.includes(first.digest) ? reply(response, 500) : false;
  expect(await verify(ALL)).toMatchObject({ rules: [], incomplete: 1 });
});

describe('with identities', () => {
  const second = { ...IDENTITY, subject: 'https://github.com/acme/app/.github/workflows/b.yml' };
  const glob = { kind: 'identity', issuer: IDENTITY.issuer } as const;
  const any: SignerPolicy = { ...glob, subject: 'https://github.com/acme/**' };
  const exact: SignerPolicy = { ...glob, subject: IDENTITY.subject };
  let signer: KeylessSigner;
  beforeEach(async () => {
    signer = await keylessSigner();
    const content = statement(image, 'https://sigstore.dev/cosign/sign/v1');
    refer(registry, image, [
      await keylessEnvelope(signer, content),
      await keylessEnvelope(signer, content),
      await keylessEnvelope(signer, content, second),
    ]);
  });
  afterEach(() => signer.stop());

  it('two identities of one glob are one signer, and each has an entry of its own', async () => {
    const count = (signedBy: readonly SignerPolicy[]) => verify(signedBy, 2, signer.trustedRoot);
    expect(await count([any, a.policy])).toMatchObject({ rules: ['PST014'] });
    expect(await count([any, exact])).toMatchObject({ rules: [] });
    // The first signer fits both entries, so it must leave the glob to the second.
    expect(await count([exact, any])).toMatchObject({ rules: [] });
    // One identity, two certificates.
    expect(await count([exact, exact])).toMatchObject({ rules: ['PST014'] });
  });
});

test.each([
  ['required-signers: 3', /required-signers is 3, and signed-by has 2/],
  ['required-signers: 0', /from 1 to 20/],
  ['required-signers: 2, provenance: { slsa-level: 1 }', /provenance needs a source/],
])('the policy refuses %s of two', (more, message) => {
  const text = `trust: [{ images: a, signed-by: [{ key: a }, { key: b }], ${more} }]\n`;
  expect(parsePolicy(text, 'p.yml').problems[0]?.message).toMatch(message);
});
