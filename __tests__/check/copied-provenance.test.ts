import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copiedProvenance } from '../../src/check/copied-provenance.js';
import { readEnvironment } from '../../src/options/environment.js';
import { readOptions } from '../../src/options/read-options.js';
import { SLSA_1 } from '../../src/signatures/provenance/slsa-1.js';
import { SLSA_02 } from '../../src/signatures/provenance/slsa-02.js';
import { NOW } from '../now.js';
import {
  descriptor,
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
  sha256,
  tinyImage,
} from '../registry/loopback.js';
import { slsa1, slsa02 } from '../signatures/provenance/predicates.js';
import {
  attach,
  attestationLayer,
  envelope,
  IN_TOTO,
  keyBundle,
  manifestOf,
  refer,
  signingKey,
  statement,
} from '../signatures/signing.js';
import { quietHost } from '../vulnerabilities/fixtures.js';

const key = signingKey();
let registry: LoopbackRegistry;
let image: string;
beforeEach(async () => {
  registry = await loopbackRegistry();
  image = tinyImage(registry, '', '1');
});
afterEach(() => registry.close());

const copy = (target = `${registry.host}/acme/app:1`, ...words: string[]) => {
  const options = readOptions('compliance', words, readEnvironment({}), NOW);
  return copiedProvenance(target, { options, host: quietHost() });
};
const signed = (predicateType: string, predicate: object, digest = image) =>
  envelope(statement(digest, predicateType, predicate), key);

/** An index with the image, and BuildKit's attestation manifest with a statement. */
function buildKit(content: string, about = image): void {
  const layer = descriptor(IN_TOTO, registry.blob(content), content.length, {
    annotations: { 'in-toto.io/predicate-type': SLSA_02 },
  });
  const attestation = descriptor(
    OCI_MANIFEST,
    registry.manifest(manifestOf(registry, [layer])),
    1,
    {
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': about,
      },
    },
  );
  const platform = { os: 'linux', architecture: 'amd64' };
  const manifests = [descriptor(OCI_MANIFEST, image, 1, { platform }), attestation];
  registry.manifest({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }, '1');
}

describe('provenance of an image is copied', () => {
  it('from cosign’s tag and from bundles, byte by byte, and nothing of other kinds', async () => {
    const dsse = signed(SLSA_02, slsa02('refs/heads/main'));
    const bundle = keyBundle({ dsseEnvelope: signed(SLSA_1, slsa1('refs/heads/main')) });
    attach(registry, image, '.att', [
      attestationLayer(registry, dsse),
      attestationLayer(registry, signed('https://cyclonedx.org/bom', {})),
    ]);
    refer(registry, image, [bundle]);
    const { files, problems } = await copy();
    expect(files.map(({ content }) => Buffer.from(content).toString())).toEqual([
      JSON.stringify(dsse),
      JSON.stringify(bundle),
    ]);
    expect(files.map(({ predicateType }) => predicateType)).toEqual([SLSA_02, SLSA_1]);
    expect(problems).toEqual([]);
  });

  it('from BuildKit’s attestation manifests', async () => {
    const content = JSON.stringify(statement(image, SLSA_02, slsa02('refs/heads/main')), null, 1);
    buildKit(content);
    const { files } = await copy();
    expect(files.map((file) => Buffer.from(file.content).toString())).toEqual([content]);
  });
});

describe('nothing is copied, and the reason is given,', () => {
  const reasons = async (...args: Parameters<typeof copy>) => {
    const { files, problems } = await copy(...args);
    expect(files).toEqual([]);
    return problems;
  };

  it('of an image without provenance', async () => {
    expect(await reasons()).toEqual(['none is stored with the image']);
  });

  it('of provenance of another image', async () => {
    const other = sha256('other');
    attach(registry, image, '.att', [
      attestationLayer(registry, signed(SLSA_02, slsa02('refs/heads/main'), other)),
    ]);
    buildKit(JSON.stringify(statement(other, SLSA_02)));
    expect(await reasons()).toEqual(['none is stored with the image']);
  });

  it('of an attestation that cannot be read', async () => {
    attach(registry, image, '.att', [attestationLayer(registry, { payload: 1 })]);
    expect(await reasons()).toEqual([
      expect.stringMatching(/^the attestation at tag sha256-\w+\.att, layer 0 could not be read: /),
    ]);
  });

  it.each([
    ['in an argument', (secret: string) => ({ args: { 'build-arg:TOKEN': secret } })],
    [
      'in the Dockerfile, which is encoded',
      (secret: string) => ({ data: Buffer.from(`ENV TOKEN=${secret}\n`).toString('base64') }),
    ],
  ])('of provenance with a secret %s', async (_, parameters) => {
    const secret = `ghp_${'aB3dE6gH9kL2mN5pQ8rS1tU4vW7xY0zA2bC'.slice(0, 30)}1LZrFv`;
    const predicate = { ...slsa02('refs/heads/main'), more: parameters(secret) };
    buildKit(JSON.stringify(statement(image, SLSA_02, predicate)));
    const [problem] = await reasons();
    expect(problem).toMatch(
      /^the one at attestation manifest \S+ was not copied: it contains a secret$/,
    );
    expect(problem).not.toContain(secret);
  });

  it('of a folder, and of a registry without a network', async () => {
    expect(await reasons('dir:.')).toEqual([expect.stringContaining('carry no manifest')]);
    expect(await reasons(undefined, '--offline')).toEqual([
      expect.stringContaining('--offline is given'),
    ]);
  });

  it('of an image that the registry does not have', async () => {
    expect(await reasons(`${registry.host}/acme/app:9`)).toEqual([
      expect.stringContaining('the image does not exist'),
    ]);
  });
});
