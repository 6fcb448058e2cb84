import { type TarMember, tar } from '../image/build-tar.js';
import { type LoopbackRegistry, OCI_MANIFEST, sha256 } from './loopback.js';

/** An image: its layers, the instructions that follow those of its base image, and its tag, if it has one. */
interface PublishedImage {
  readonly layers: readonly (readonly TarMember[])[];
  readonly lines: readonly string[];
  readonly tag?: string;
}

/** Publishes an image as BuildKit records it. Returns its reference with the digest. */
export function publishImage(
  registry: LoopbackRegistry,
  { layers, lines, tag }: PublishedImage,
): string {
  const blobs = layers.map((files) => tar(files));
  const created = '2026-10-01T00:00:00Z';
  const config = JSON.stringify({
    ...{ os: 'linux', architecture: 'amd64', created, config: { Cmd: ['app'], User: '1000' } },
    rootfs: { type: 'layers', diff_ids: blobs.map(sha256) },
    history: [
      { created, created_by: '# debian.sh' },
      ...lines.map((line) => ({
        ...{ created, created_by: `${line} # buildkit`, comment: 'buildkit.dockerfile.v0' },
        ...(!line.startsWith('COPY') && { empty_layer: true }),
      })),
    ],
  });
  const blob = (mediaType: string, bytes: Uint8Array | string) => ({
    ...{ mediaType: `application/vnd.oci.image.${mediaType}`, size: bytes.length },
    digest: registry.blob(bytes),
  });
  const manifest = {
    ...{ schemaVersion: 2, mediaType: OCI_MANIFEST, config: blob('config.v1+json', config) },
    layers: blobs.map((bytes) => blob('layer.v1.tar', bytes)),
  };
  const digest = tag === undefined ? registry.manifest(manifest) : registry.manifest(manifest, tag);
  return `${registry.host}/acme/app@${digest}`;
}
