import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { compileCondition } from '../../src/policy/conditions.js';
import { openRegistry } from '../../src/registry/client.js';
import type { AttestationOptions } from '../../src/signatures/options.js';
import { verifyAttestation } from '../../src/signatures/verify-attestation.js';
import { type LoopbackRegistry, loopbackRegistry, reply, tinyImage } from '../registry/loopback.js';
import {
  attach,
  attestationLayer,
  envelope,
  keyBundle,
  refer,
  type SigningKey,
  signingKey,
  statement,
} from './signing.js';

const ours = signingKey();
const theirs = signingKey();
const TESTS = 'https://acme.example/test-result/v1';

let registry: LoopbackRegistry;
let image: string;
beforeEach(async () => {
  registry = await loopbackRegistry();
  image = tinyImage(registry, '', '1');
});
afterEach(() => registry.close());

function attest(type: string, predicate: object, key: SigningKey = ours, subject = image) {
  return keyBundle({ dsseEnvelope: envelope(statement(subject, type, predicate), key) });
}

async function verify(predicateType: string, condition?: string) {
  const source = openRegistry({ registry: registry.host, repository: 'acme/app' }, { attempts: 1 });
  const compiled = condition === undefined ? {} : compileCondition(condition, 'attestation');
  const options = {
    predicateType,
    signedBy: [ours.policy],
    ...(condition !== undefined && { condition: compiled }),
  } as AttestationOptions;
  const { findings, incomplete, notes } = await verifyAttestation(
    { name: 'app', source, reference: '1' },
    options,
  );
  return {
    rules: findings.map(({ rule }) => rule),
    text: [...findings, ...notes].map(({ message }) => message).join('\n'),
    incomplete: incomplete.map(({ reason }) => reason).join('\n'),
  };
}

it('an attestation of the type by the signer is verified, among others', async () => {
  refer(registry, image, [
    attest('https://cyclonedx.org/bom', {}, theirs),
    attest('https://spdx.dev/Document/v2.3', {}),
    attest('https://cyclonedx.org/bom', {}),
  ]);
  for (const type of ['spdxjson', 'cyclonedx', 'https://spdx.dev/Document/v2.3'])
    expect(await verify(type)).toMatchObject({ rules: [], incomplete: '' });
  expect((await verify('cyclonedx')).text).toContain('https://cyclonedx.org/bom signed by');
});

it('another type is no attestation of the wanted one', async () => {
  expect(await verify('vuln')).toMatchObject({ rules: ['PST012'] });
  refer(registry, image, [attest('https://spdx.dev/Document', {})]);
  const found = await verify('vuln');
  expect(found).toMatchObject({
    rules: ['PST012'],
    text: 'app has no signed attestation of the type vuln',
  });
  expect(await verify('https://spdx.dev/Document/v2.3')).toMatchObject({ rules: ['PST012'] });
});

it('an attestation by another key, or about another image, is rejected', async () => {
  refer(registry, image, [attest(TESTS, {}, theirs)]);
  expect(await verify(TESTS)).toMatchObject({ rules: ['PST002'] });
  refer(registry, image, [attest(TESTS, {}, ours, `sha256:${'0'.repeat(64)}`)]);
  expect((await verify(TESTS)).text).toContain('its subject is another image');
});

it('the type in the annotation of a layer proves nothing', async () => {
  const layer = attestationLayer(registry, envelope(statement(image, 'https://a.example'), ours));
  attach(registry, image, '.att', [{ ...layer, annotations: { predicateType: TESTS } }]);
  expect(await verify(TESTS)).toMatchObject({ rules: ['PST012'] });
});

test.each([
  ["predicate.result == 'PASSED'", []],
  ["predicate.result == 'FAILED'", ['PST013']],
  ['predicate.coverage > 0.9', ['PST013']],
  ["signer.subject.startsWith('P-256 key')", []],
  ["signer.issuer == 'https://accounts.google.com'", ['PST013']],
])('the condition %s gives %j', async (condition, rules) => {
  refer(registry, image, [attest(TESTS, { result: 'PASSED' })]);
  expect(await verify(TESTS, condition)).toMatchObject({ rules });
});

it('a condition is not evaluated on a statement by another signer', async () => {
  refer(registry, image, [attest(TESTS, { result: 'PASSED' }, theirs)]);
  expect(await verify(TESTS, "predicate.result == 'FAILED'")).toMatchObject({ rules: ['PST002'] });
});

it('one of several attestations that meets the condition is enough', async () => {
  refer(registry, image, [attest(TESTS, { result: 'FAILED' }), attest(TESTS, { result: 'OK' })]);
  expect(await verify(TESTS, "predicate.result == 'OK'")).toMatchObject({ rules: [] });
  const { text } = await verify(TESTS, "predicate.other == 'OK'");
  expect(text).toMatch(/cannot be evaluated: No such key: other/);
});

it('an attestation that cannot be read makes the check incomplete', async () => {
  refer(registry, image, [attest(TESTS, {})]);
  registry.answer = (request, response) =>
    request.url?.includes('/blobs/') ? reply(response, 500) : false;
  expect(await verify(TESTS)).toMatchObject({ rules: [] });
  expect((await verify(TESTS)).incomplete).toContain('500');
});
