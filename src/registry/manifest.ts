import { createHash } from 'node:crypto';
import { isDigest } from '../core/digest.js';
import { PortsideError } from '../lib/errors.js';
import {
  InvalidJson,
  isCount,
  isObject,
  type JsonObject,
  nonEmptyText,
  object,
  parseJson,
  textMembers,
  texts,
} from '../lib/json.js';
import type { Platform } from './platform.js';

/** A reference to content. Source: OCI image specification 1.1, "Content Descriptors". */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations: ReadonlyMap<string, string>;
  readonly platform?: Platform;
  /** Where else the content can be downloaded, as for layers that must not be redistributed. */
  readonly urls: readonly string[];
}

/** A manifest or an index. */
export interface OciManifest {
  /** Computed from `bytes`, whatever the server says. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly artifactType?: string;
  readonly config?: Descriptor;
  readonly layers: readonly Descriptor[];
  /** The entries of an index (manifest list); absent in a manifest. */
  readonly manifests?: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly annotations: ReadonlyMap<string, string>;
}

export const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

/** Largest manifest that is read, in bytes. The OCI distribution specification asks registries to accept this size. */
export const MAX_MANIFEST_BYTES = 4 << 20;

/**
 * Parses a manifest or index strictly: a descriptor without a valid digest and size is an error. `where` names it in
 * errors. Throws PortsideError (incomplete).
 */
export function parseManifest(
  bytes: Uint8Array,
  where: string,
  contentType?: string,
  algorithm = 'sha256',
): OciManifest {
  const json = parseObject(bytes, where);
  const manifests = descriptors(json, 'manifests', where);
  const layers = descriptors(json, 'layers', where);
  const config = optionalDescriptor(json, 'config', where);
  if (manifests && layers) throw invalid(where, 'it has both layers and manifests');
  if (!manifests && !layers && !config)
    throw invalid(where, 'it is neither a manifest nor an index');
  return {
    digest: `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`,
    mediaType:
      nonEmptyText(json.mediaType) ?? mediaTypeOf(contentType) ?? MANIFEST_TYPES[manifests ? 1 : 0],
    bytes,
    artifactType: nonEmptyText(json.artifactType),
    config,
    layers: layers ?? [],
    manifests,
    subject: optionalDescriptor(json, 'subject', where),
    annotations: annotationsOf(json),
  };
}

/** Reads a descriptor leniently: an invalid digest becomes '', an invalid size 0. The user of the digest checks it. */
export function readDescriptor(value: unknown): Descriptor {
  const json = object(value);
  return {
    mediaType: nonEmptyText(json.mediaType) ?? '',
    digest: nonEmptyText(json.digest) ?? '',
    size: isCount(json.size) ? json.size : 0,
    artifactType: nonEmptyText(json.artifactType),
    annotations: annotationsOf(json),
    platform: platformOf(json.platform),
    urls: texts(json.urls),
  };
}

/** The entries of an index, read leniently; undefined when the JSON is not an index, whatever its media type says. */
export function indexEntries(value: unknown): readonly Descriptor[] | undefined {
  const { manifests } = object(value);
  return Array.isArray(manifests) ? manifests.map(readDescriptor) : undefined;
}

/** A descriptor of which only the digest is known. */
export function descriptorOf(digest: string, mediaType = '', size = 0): Descriptor {
  return { mediaType, digest, size, annotations: new Map(), urls: [] };
}

/** The annotations of a manifest or descriptor that are strings. */
export function annotationsOf({ annotations }: JsonObject): ReadonlyMap<string, string> {
  return textMembers(annotations);
}

const MAX_DEPTH = 200;

function parseObject(bytes: Uint8Array, where: string): JsonObject {
  let json: unknown;
  try {
    json = parseJson(bytes, MAX_DEPTH);
  } catch (error) {
    throw error instanceof InvalidJson ? invalid(where, `it ${error.message}`) : error;
  }
  if (!isObject(json)) throw invalid(where, 'it is not a JSON object');
  return json;
}

function descriptors(json: JsonObject, field: string, where: string): Descriptor[] | undefined {
  const value = json[field] ?? undefined;
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw invalid(where, `${field} is not a list`);
  return value.map((item, i) => parseDescriptor(item, `${field}[${i}]`, where));
}

function optionalDescriptor(
  json: JsonObject,
  field: string,
  where: string,
): Descriptor | undefined {
  const value = json[field] ?? undefined;
  return value === undefined ? undefined : parseDescriptor(value, field, where);
}

function parseDescriptor(value: unknown, field: string, where: string): Descriptor {
  if (!isObject(value)) throw invalid(where, `${field} is not an object`);
  if (typeof value.digest !== 'string' || !isDigest(value.digest))
    throw invalid(where, `${field} has no sha256, sha384 or sha512 digest`);
  if (!isCount(value.size)) throw invalid(where, `${field} has no size`);
  return readDescriptor(value);
}

function platformOf(value: unknown): Platform | undefined {
  const json = object(value);
  const [os, architecture] = [nonEmptyText(json.os), nonEmptyText(json.architecture)];
  if (os === undefined || architecture === undefined) return undefined;
  const osVersion = nonEmptyText(json['os.version']);
  return {
    os,
    architecture,
    variant: nonEmptyText(json.variant),
    ...(osVersion === undefined ? {} : { osVersion }),
  };
}

function mediaTypeOf(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';')[0]?.trim();
  return type?.startsWith('application/vnd.') ? type : undefined;
}

function invalid(where: string, why: string): PortsideError {
  return new PortsideError('PSE4501', `Cannot read manifest ${where}: ${why}`);
}
