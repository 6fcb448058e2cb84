import { createHash, type Hash } from 'node:crypto';
import { PortsideError } from '../lib/errors.js';
import { isDigest } from './reference.js';

/** What points to content: OCI image specification 1.1, "Descriptor". */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations: ReadonlyMap<string, string>;
  /** `linux/arm64/v8`, where the descriptor says so. */
  readonly platform?: string;
}

/** A manifest or an index, read from bytes that were hashed here. */
export interface Manifest {
  /** Of `bytes`, computed; never what a server says. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly artifactType?: string;
  readonly config?: Descriptor;
  readonly layers: readonly Descriptor[];
  /** The children; present only in an index (manifest list). */
  readonly manifests?: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly annotations: ReadonlyMap<string, string>;
}

/** A repository of images and what belongs to them: a registry's, or an OCI layout folder. */
export interface ArtifactSource {
  /** `ghcr.io/acme/app` or the folder. */
  readonly name: string;
  /** Tag or digest to the digest of the bytes behind it; undefined when there is none. */
  resolve(reference: string): Promise<string | undefined>;
  /** The manifest at a tag or digest; undefined when there is none. Bytes that do not have the digest asked for throw. */
  manifest(reference: string): Promise<Manifest | undefined>;
  /** The bytes of a blob as they come; throws at their end when they do not have this digest and size. */
  blob(descriptor: BlobPointer): AsyncIterable<Uint8Array>;
  /** Everything that says it belongs to the digest; empty when nothing does. */
  referrers(digest: string): Promise<readonly Descriptor[]>;
  /** Every tag; throws PortsideError (incomplete) when there are more than so many pages of them. */
  tags(mostPages?: number): Promise<readonly string[]>;
}

export interface BlobPointer {
  readonly digest: string;
  readonly size?: number;
}

export const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

/** Bytes of the largest manifest read: the OCI distribution specification asks registries for at least this. */
export const LARGEST_MANIFEST = 4 << 20;

/** Reads a manifest or index. `where` names it in errors. Throws PortsideError (incomplete). */
export function parseManifest(
  bytes: Uint8Array,
  where: string,
  contentType?: string,
  algorithm = 'sha256',
): Manifest {
  const json = parseObject(bytes, where);
  const manifests = list(json.manifests, where, 'manifests');
  const layers = list(json.layers, where, 'layers');
  const config = optional(json.config, where, 'config');
  const subject = optional(json.subject, where, 'subject');
  if (manifests && layers) throw damaged(where, 'it has both layers and manifests');
  if (!manifests && !layers && !config) throw damaged(where, 'it is neither manifest nor index');
  const artifactType = text(json.artifactType);
  return {
    digest: `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`,
    mediaType: text(json.mediaType) ?? mediaType(contentType) ?? MANIFEST_TYPES[manifests ? 1 : 0],
    bytes,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(config ? { config } : {}),
    layers: layers ?? [],
    ...(manifests ? { manifests } : {}),
    ...(subject ? { subject } : {}),
    annotations: texts(json.annotations),
  };
}

/** Collects a blob of at most `limit` bytes. Throws PortsideError (incomplete) past it. */
export async function readAll(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  where: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limit)
      throw new PortsideError('PSE4500', `Cannot read ${where}: it is over ${limit} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** A hash for the digest's algorithm. Throws PortsideError (incomplete) for one that cannot be checked here. */
export function hashFor(digest: string): Hash {
  if (!isDigest(digest))
    throw new PortsideError(
      'PSE4500',
      `"${digest.slice(0, 80)}" is not a digest that can be checked`,
    );
  return createHash(digest.slice(0, digest.indexOf(':')));
}

/** Throws PortsideError (incomplete) when the hash's bytes do not have the digest. Ends the hash. */
export function checkDigest(hash: Hash, digest: string, where: string): void {
  const got = hash.digest('hex');
  if (got !== digest.slice(digest.indexOf(':') + 1))
    throw new PortsideError(
      'PSE4500',
      `${where} is not what its digest says: its bytes hash to ${got}`,
    );
}

function parseObject(bytes: Uint8Array, where: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw damaged(where, 'it is not JSON');
  }
  if (!isObject(json)) throw damaged(where, 'it is not a JSON object');
  return json;
}

function list(json: unknown, where: string, field: string): Descriptor[] | undefined {
  if (json === undefined || json === null) return undefined;
  if (!Array.isArray(json)) throw damaged(where, `${field} is not a list`);
  return json.map((one, i) => parseDescriptor(one, where, `${field}[${i}]`));
}

function optional(json: unknown, where: string, field: string): Descriptor | undefined {
  return json === undefined || json === null ? undefined : parseDescriptor(json, where, field);
}

function parseDescriptor(json: unknown, where: string, field: string): Descriptor {
  if (!isObject(json)) throw damaged(where, `${field} is not an object`);
  const { digest, size } = json;
  if (typeof digest !== 'string' || !isDigest(digest))
    throw damaged(where, `${field} has no digest that can be checked`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw damaged(where, `${field} has no size`);
  const artifactType = text(json.artifactType);
  const platform = platformOf(json.platform);
  return {
    mediaType: text(json.mediaType) ?? '',
    digest,
    size,
    ...(artifactType === undefined ? {} : { artifactType }),
    annotations: texts(json.annotations),
    ...(platform === undefined ? {} : { platform }),
  };
}

function platformOf(json: unknown): string | undefined {
  if (!isObject(json)) return undefined;
  const parts = [text(json.os), text(json.architecture), text(json.variant)];
  return parts[0] && parts[1] ? parts.filter((part) => part).join('/') : undefined;
}

function texts(json: unknown): ReadonlyMap<string, string> {
  if (!isObject(json)) return new Map();
  return new Map(
    Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function text(json: unknown): string | undefined {
  return typeof json === 'string' && json !== '' ? json : undefined;
}

function mediaType(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';')[0]?.trim();
  return type?.startsWith('application/vnd.') ? type : undefined;
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function damaged(where: string, why: string): PortsideError {
  return new PortsideError('PSE4500', `Cannot read manifest ${where}: ${why}`);
}
