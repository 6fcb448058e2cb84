import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bytesOf, configOf, sha256, type temporaryFolder } from './build-tar.js';

/** An OCI layout with this name below the folder. */
export function layoutIn(folder: ReturnType<typeof temporaryFolder>, name: string) {
  const blob = (bytes: Uint8Array, mediaType: string) => {
    const digest = sha256(bytes);
    folder.write(join(name, 'blobs/sha256', digest.slice(7)), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const json = (value: unknown, mediaType: string) =>
    blob(bytesOf(JSON.stringify(value)), mediaType);
  return {
    path: join(folder.path, name),
    blob,
    json,
    image(
      layers: readonly Buffer[],
      more: {
        platform?: string;
        compress?: (b: Buffer) => Uint8Array;
        layerType?: string;
        annotations?: Record<string, unknown>;
      } = {},
    ) {
      const [os = 'linux', architecture = 'amd64', variant] = (
        more.platform ?? 'linux/amd64'
      ).split('/');
      const platform = { os, architecture, ...(variant ? { variant } : {}) };
      const manifest = json(
        {
          schemaVersion: 2,
          ...(more.annotations ? { annotations: more.annotations } : {}),
          config: blob(
            configOf(layers, { config: platform }),
            'application/vnd.oci.image.config.v1+json',
          ),
          layers: layers.map((layer) =>
            blob(
              (more.compress ?? gzipSync)(layer),
              more.layerType ?? 'application/vnd.oci.image.layer.v1.tar+gzip',
            ),
          ),
        },
        'application/vnd.oci.image.manifest.v1+json',
      );
      return { ...manifest, platform };
    },
    index(manifests: readonly unknown[]) {
      folder.write(join(name, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
      folder.write(join(name, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
    },
    nested: (manifests: readonly unknown[]) =>
      json({ schemaVersion: 2, manifests }, 'application/vnd.oci.image.index.v1+json'),
  };
}

export type Layout = ReturnType<typeof layoutIn>;

export const tagged = (descriptor: object, tag: string) => ({
  ...descriptor,
  annotations: { 'org.opencontainers.image.ref.name': tag },
});
