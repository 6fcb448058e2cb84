import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDockerConfig } from '../../src/registry/credentials.js';
import { parseManifest } from '../../src/registry/manifest.js';
import { attestationManifests, imageManifests } from '../../src/signatures/formats/buildkit.js';
import { cosignMaterial } from '../../src/signatures/formats/cosign-material.js';
import { parsePublicKey } from '../../src/signatures/keys.js';
import { readSlsa1 } from '../../src/signatures/provenance/slsa-1.js';
import { readSlsa02 } from '../../src/signatures/provenance/slsa-02.js';
import { parseSimpleSigning } from '../../src/signatures/simple-signing.js';
import { parseStatement } from '../../src/signatures/statement.js';

/** JSON with the member names that the parsers read, and any values. */
function json(...names: readonly string[]): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(`sha256:${'a'.repeat(64)}`),
    fc.constant('git+https://github.com/a/b@refs/heads/main'),
    fc.constant('https://in-toto.io/Statement/v1'),
  );
  return fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor'), tie('node'), {
        maxKeys: 6,
      }),
    ),
  })).node;
}

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '');

/** Runs the parser: it may only throw the project's own errors. */
function parses(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    expect(['VerificationError', 'PortsideError']).toContain((error as Error).name);
  }
}

const DESCRIPTOR = ['digest', 'size', 'mediaType', 'annotations', 'platform', 'os', 'architecture'];
const BUILD = [
  'buildType',
  'builder',
  'id',
  'invocation',
  'configSource',
  'uri',
  'digest',
  'sha1',
  'environment',
  'github_ref',
  'github_ref_type',
  'github_event_name',
  'github_event_payload',
  'inputs',
  'materials',
  'buildDefinition',
  'externalParameters',
  'workflow',
  'repository',
  'ref',
  'source',
  'resolvedDependencies',
  'runDetails',
];

test.each<[string, fc.Arbitrary<unknown>, (value: unknown) => unknown]>([
  [
    'manifests',
    json('manifests', 'layers', 'config', 'subject', 'mediaType', ...DESCRIPTOR),
    (v) => {
      const manifest = parseManifest(bytes(v), 'it');
      return [attestationManifests(manifest), imageManifests(manifest)];
    },
  ],
  [
    'signed payloads',
    json('critical', 'image', 'docker-manifest-digest', 'identity', 'docker-reference', 'optional'),
    (v) => parseSimpleSigning(bytes(v)),
  ],
  [
    'statements',
    json('_type', 'subject', 'digest', 'annotations', 'name', 'predicateType', 'predicate'),
    (v) => parseStatement(bytes(v)),
  ],
  ['provenance 0.2', json(...BUILD), (v) => readSlsa02({ ...(v as object) })],
  ['provenance 1.0', json(...BUILD), (v) => readSlsa1({ ...(v as object) })],
  [
    'cosign’s log entries',
    json('Payload', 'body', 'integratedTime', 'logIndex', 'logID', 'SignedEntryTimestamp'),
    (v) => cosignMaterial(new Map([['dev.sigstore.cosign/bundle', JSON.stringify(v) ?? '']])),
  ],
  [
    'cosign’s timestamps',
    json('SignedRFC3161Timestamp'),
    (v) =>
      cosignMaterial(new Map([['dev.sigstore.cosign/rfc3161timestamp', JSON.stringify(v) ?? '']])),
  ],
  [
    'docker’s configuration',
    json('auths', 'credHelpers', 'credsStore', 'auth', 'username', 'password'),
    (v) => parseDockerConfig(JSON.stringify(v) ?? ''),
  ],
])('%s of any shape are parsed or rejected', (_, arbitrary, parse) => {
  fc.assert(
    fc.property(arbitrary, (value) => parses(() => parse(value))),
    { numRuns: 500 },
  );
});

test('any bytes are parsed or rejected', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
      const text = Buffer.from(data).toString('latin1');
      parses(() => parseManifest(data, 'it'));
      parses(() => parseSimpleSigning(data));
      parses(() => parseStatement(data));
      parses(() => cosignMaterial(new Map([['dev.sigstore.cosign/certificate', text]])));
      parses(() => parsePublicKey(`-----BEGIN PUBLIC KEY-----\n${text}\n-----END PUBLIC KEY-----`));
    }),
  );
});

test('JSON with a hundred thousand levels is rejected', () => {
  const deep = Buffer.from('['.repeat(100_000));
  for (const parse of [parseSimpleSigning, parseStatement])
    expect(() => parse(deep)).toThrow('is not JSON');
  const closed = Buffer.from(`{"layers":${'['.repeat(5000)}${']'.repeat(5000)}}`);
  parses(() => parseManifest(closed, 'it'));
});
