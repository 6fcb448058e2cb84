import type { Descriptor, OciManifest } from './manifest.js';

/** A repository of images and their signatures and attestations: one of a registry, or an OCI layout. */
export interface ArtifactSource {
  /** `ghcr.io/acme/app`, or the path of the layout. */
  readonly name: string;
  /** The digest of the manifest at a tag or digest; undefined when there is none. */
  resolve(reference: string): Promise<string | undefined>;
  /** The manifest at a tag or digest; undefined when there is none. Throws when its bytes do not have the digest. */
  manifest(reference: string): Promise<OciManifest | undefined>;
  /** The bytes of a blob as they arrive. Throws at the end when they do not have the digest and size. */
  blob(blob: BlobPointer): AsyncIterable<Uint8Array>;
  /** Descriptors of all artifacts that refer to the digest. */
  referrers(digest: string): Promise<readonly Descriptor[]>;
  /** All tags. Throws PortsideError (incomplete) when they take more than `mostPages` pages. */
  tags(mostPages?: number): Promise<readonly string[]>;
}

export interface BlobPointer {
  readonly digest: string;
  readonly size?: number;
}
