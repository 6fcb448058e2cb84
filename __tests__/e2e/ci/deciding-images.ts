import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { layoutIn } from '../../image/build-layout.js';
import { dockerArchive, tar, type temporaryFolder } from '../../image/build-tar.js';
import { IDENTITY, keylessEnvelope, keylessSigner } from '../../signatures/private-bundles.js';
import { BUNDLE, SIMPLE_SIGNING, simpleSigning, statement } from '../../signatures/signing.js';

type Folder = ReturnType<typeof temporaryFolder>;

/** The vulnerability of the package in the image. */
export const VULNERABILITY = 'CVE-2025-11111';

/** An image with a package that has a vulnerability. */
export function vulnerableImage(folder: Folder): string {
  const status = [
    ...['Package: zlib1g', 'Status: install ok installed', 'Source: zlib', 'Version: 1:1.3-1'],
    ...['Architecture: amd64', 'Maintainer: a <a@example.com>', 'Description: a', '', ''],
  ].join('\n');
  const layer = tar([
    { name: 'etc/os-release', body: 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n' },
    { name: 'var/lib/dpkg/status', body: status },
  ]);
  return `docker-archive:${folder.write('vulnerable.tar', dockerArchive([layer], { config: { config: { User: '1000' } } }))}`;
}

/** The record of the vulnerability, which a newer version of the package fixes. */
export function advisory(more: object = {}): string {
  return JSON.stringify({
    schema_version: '1.7.0',
    id: `DEBIAN-${VULNERABILITY}`,
    modified: '2026-01-01T00:00:00Z',
    published: '2026-01-01T00:00:00Z',
    upstream: [VULNERABILITY],
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [
      {
        package: { ecosystem: 'Debian:13', name: 'zlib' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1:1.3-2' }] }],
      },
    ],
    ...more,
  });
}

/** An OpenVEX document that says that the vulnerability does not affect the package. */
export function notAffected(): string {
  return JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: 'a@example.com',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: VULNERABILITY },
        products: [{ '@id': 'pkg:deb/debian/zlib1g' }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
      },
    ],
  });
}

/** A document without statements. */
export function emptyVex(): string {
  return JSON.stringify({ ...JSON.parse(notAffected()), statements: [] });
}

/** An image with its signature. */
export interface SignedImage {
  readonly image: string;
  /** What verifies its signature. */
  readonly proof: string;
}

/** An image that one key signed, as `cosign save` stores it. */
export function imageSignedByKey(folder: Folder): SignedImage {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const layout = layoutIn(folder, 'by-key');
  const image = layout.image([tar([{ name: 'app', body: 'a' }])]);
  const payload = simpleSigning(image.digest);
  const layer = {
    ...layout.blob(Buffer.from(payload), SIMPLE_SIGNING),
    annotations: { 'dev.cosignproject.cosign/signature': signature(payload, privateKey) },
  };
  const config = layout.json({}, 'application/vnd.oci.image.config.v1+json');
  const signatures = layout.json(
    { schemaVersion: 2, mediaType: MANIFEST, config, layers: [layer] },
    MANIFEST,
  );
  layout.index([
    { ...image, annotations: { kind: 'dev.cosignproject.cosign/image' } },
    { ...signatures, annotations: { kind: 'dev.cosignproject.cosign/sigs' } },
  ]);
  const proof = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { image: `oci:${layout.path}`, proof };
}

/** An image that a certificate signed, of a Sigstore with a root of its own. */
export async function imageSignedByIdentity(folder: Folder): Promise<SignedImage> {
  const signer = await keylessSigner();
  try {
    const layout = layoutIn(folder, 'by-identity');
    const image = layout.image([tar([{ name: 'app', body: 'b' }])]);
    const bundle = await keylessEnvelope(
      signer,
      statement(image.digest, 'https://sigstore.dev/cosign/sign/v1'),
      IDENTITY,
    );
    const config = layout.json({}, 'application/vnd.oci.empty.v1+json');
    const referrer = layout.json(
      {
        schemaVersion: 2,
        mediaType: MANIFEST,
        artifactType: BUNDLE,
        config,
        layers: [layout.json(bundle, BUNDLE)],
        subject: image,
      },
      MANIFEST,
    );
    layout.index([image, { ...referrer, artifactType: BUNDLE }]);
    return { image: `oci:${layout.path}`, proof: signer.trustedRoot };
  } finally {
    await signer.stop();
  }
}

/** A key that signed nothing. */
export function otherKey(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/** The root of a Sigstore that signed nothing. */
export async function otherRoot(): Promise<string> {
  const signer = await keylessSigner();
  await signer.stop();
  return signer.trustedRoot;
}

export const SIGNER = IDENTITY;

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

function signature(payload: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(payload), key).toString('base64');
}
