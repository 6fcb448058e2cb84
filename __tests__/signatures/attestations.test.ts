import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openRegistry } from '../../src/registry/client.js';
import {
  SCANNED_PREDICATE_TYPES,
  verifiedAttestations,
} from '../../src/signatures/attestations.js';
import { type LoopbackRegistry, loopbackRegistry, reply, tinyImage } from '../registry/loopback.js';
import {
  attach,
  attestationLayer,
  envelope,
  keyBundle,
  refer,
  signingKey,
  statement,
} from './signing.js';

const ours = signingKey();
const theirs = signingKey();
const BOM = { bomFormat: 'CycloneDX', specVersion: '1.6' };
const CYCLONEDX = SCANNED_PREDICATE_TYPES.sbom[0];

let registry: LoopbackRegistry;
let image: string;
beforeEach(async () => {
  registry = await loopbackRegistry();
  image = tinyImage(registry, '', '1');
});
afterEach(() => registry.close());

function find() {
  const source = openRegistry({ registry: registry.host, repository: 'acme/app' }, { attempts: 1 });
  return verifiedAttestations(
    { name: 'app', source, reference: '1' },
    SCANNED_PREDICATE_TYPES.sbom,
    {
      signedBy: [ours.policy],
    },
  );
}

it('returns SBOMs signed by the right key, from cosign’s tag and from the referrers', async () => {
  attach(registry, image, '.att', [
    attestationLayer(registry, envelope(statement(image, CYCLONEDX, BOM), ours)),
    attestationLayer(registry, envelope(statement(image, 'https://slsa.dev/provenance/v1'), ours)),
  ]);
  refer(registry, image, [
    keyBundle({
      dsseEnvelope: envelope(
        statement(image, 'https://spdx.dev/Document', { spdxVersion: 'SPDX-2.3' }),
        ours,
      ),
    }),
  ]);
  const { verified, rejected, unreadable } = await find();
  expect(verified.map(({ statement }) => statement.predicate)).toEqual([
    BOM,
    { spdxVersion: 'SPDX-2.3' },
  ]);
  expect([rejected, unreadable]).toEqual([[], []]);
});

it('tries every signature of an envelope', async () => {
  const content = statement(image, CYCLONEDX, BOM);
  const [good, other] = [envelope(content, ours), envelope(content, theirs)];
  attach(registry, image, '.att', [
    attestationLayer(registry, { ...good, signatures: [...other.signatures, ...good.signatures] }),
  ]);
  expect((await find()).verified).toHaveLength(1);
});

it('rejects attestations by another key, about another image, and in an invalid envelope', async () => {
  attach(registry, image, '.att', [
    attestationLayer(registry, envelope(statement(image, CYCLONEDX, BOM), theirs)),
    attestationLayer(
      registry,
      envelope(statement(`sha256:${'0'.repeat(64)}`, CYCLONEDX, BOM), ours),
    ),
    attestationLayer(registry, { payloadType: 'x' }),
    attestationLayer(registry, { ...envelope('{}', ours), signatures: [] }),
  ]);
  const { verified, rejected } = await find();
  expect([verified.length, rejected.length]).toEqual([0, 4]);
});

it('lists attestations that could not be read', async () => {
  attach(registry, image, '.att', [
    attestationLayer(registry, envelope(statement(image, CYCLONEDX, BOM), ours)),
  ]);
  registry.answer = (request, response) =>
    request.url?.includes('/blobs/') ? reply(response, 500) : false;
  const { verified, unreadable } = await find();
  expect([verified.length, unreadable.length]).toEqual([0, 1]);
});
