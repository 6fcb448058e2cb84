import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { openRegistry } from '../../src/registry/client.js';
import { verifyImage } from '../../src/signatures/verify-image.js';
import {
  descriptor,
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
  tinyImage,
} from '../registry/loopback.js';
import { manifestOf, signingKey } from './signing.js';

const NOTATION = 'application/vnd.cncf.notary.signature';
const JWS = 'application/jose+json';
const { policy } = signingKey();

let registry: LoopbackRegistry;
let image: string;
beforeEach(async () => {
  registry = await loopbackRegistry();
  image = tinyImage(registry, '', '1');
});
afterEach(() => registry.close());

/** A certificate as it is in an envelope, and the day of its end. */
function certificate(subject: string): { readonly x5c: string; readonly until: string } {
  const pem = execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'].concat([
      '-days',
      '30',
      '-keyout',
      '/dev/null',
      '-utf8',
      '-subj',
      subject,
    ]),
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const { raw, validTo } = new X509Certificate(pem);
  return { x5c: raw.toString('base64'), until: new Date(validTo).toISOString().slice(0, 10) };
}

/** The message about an image that only has this signature. */
async function messageFor(envelope: string, mediaType = JWS, size = envelope.length) {
  const layer = descriptor(mediaType, registry.blob(envelope), size);
  const manifest = { ...manifestOf(registry, [layer]), artifactType: NOTATION };
  const manifests = [descriptor(OCI_MANIFEST, registry.manifest(manifest), 1)];
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
  registry.manifest(index, image.replace(':', '-'));
  const source = openRegistry({ registry: registry.host, repository: 'acme/app' }, { attempts: 1 });
  const target = { name: 'app', source, reference: '1' };
  const { findings, verified } = await verifyImage(target, { signedBy: [policy] });
  expect([verified, findings.map(({ rule }) => rule)]).toEqual([[], ['PST001']]);
  return findings[0]?.message ?? '';
}

const jws = (x5c: unknown) => JSON.stringify({ payload: '', header: { x5c } });

it('the certificate in a JWS envelope is named', async () => {
  const { x5c, until } = certificate('/C=US/O=Acme/CN=release');
  expect(await messageFor(jws([x5c]))).toBe(
    `app has no signature; it has a signature of Notation (certificate subject C=US, O=Acme, CN=release, valid until ${until}), which is not verified: use notation verify`,
  );
});

it('the name in a certificate cannot write another line, or a long one', async () => {
  const { x5c } = certificate(`/O=Acme\nPASS  verified\u202e/CN=${'a'.repeat(60)}`);
  const message = await messageFor(jws([x5c]));
  expect(message).toContain('certificate subject O=Acme');
  expect(message).not.toMatch(/[\n\u202e]/);
  const parts = Array.from({ length: 40 }, (_, i) => `/OU=${i}${'b'.repeat(50)}`).join('');
  expect((await messageFor(jws([certificate(`/O=Acme${parts}`).x5c]))).length).toBeLessThan(400);
});

test.each([
  ['COSE', 'x', 'application/cose'],
  ['a JWS envelope that is not JSON', 'x', JWS],
  ['a JWS envelope without certificates', jws(undefined), JWS],
  ['a JWS envelope with a list of nothing', jws([]), JWS],
  ['a JWS envelope with a damaged certificate', jws(['AAAA']), JWS],
  ['a JWS envelope whose certificate is an object', jws([{ a: 1 }]), JWS],
])('%s is named without a certificate', async (_, envelope, mediaType) => {
  expect(await messageFor(envelope, mediaType)).toMatch(/a signature of Notation, which is not/);
});

it('an envelope above the limit is not read', async () => {
  const envelope = jws([certificate('/CN=a').x5c]);
  expect(await messageFor(envelope, JWS, 2 << 20)).toMatch(/a signature of Notation, which is not/);
  expect(registry.requests.filter(({ url }) => url?.includes('/blobs/'))).toEqual([]);
});
