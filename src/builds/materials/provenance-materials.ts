import type { Material } from '../../core/material.js';
import { imageIdentity, withoutDigest } from '../../core/reference.js';
import { readAddress } from '../../dockerfile/materials/address.js';
import { imageMaterial, remoteMaterial } from '../../dockerfile/materials/instructions.js';
import type { ContextMaterial } from '../../dockerfile/materials/ledger.js';
import { withoutCredentials } from '../../lib/redact-url.js';
import { decodePercent } from '../../lib/text.js';
import { IMAGE, type ProvenanceMaterial } from '../../signatures/provenance/materials.js';

/**
 * The materials with what provenance claims that they were, and those that only provenance names. A claim changes neither
 * how firmly a material is named nor whether something verifies it: nobody verifies the claim.
 */
export function withProvenance(
  materials: readonly Material[],
  claims: readonly ProvenanceMaterial[],
  image: string,
): Material[] {
  const digests = new Map<string, string | undefined>();
  const added = new Map<string, Material>();
  const known = new Set(materials.map(keyOf));
  // What is only requested has no digest, and is often among what was resolved, too.
  const resolvedFirst = [
    ...claims.filter(({ digest }) => digest !== undefined),
    ...claims.filter(({ digest }) => digest === undefined),
  ];
  for (const { uri, digest } of resolvedFirst) {
    const found = uriMaterial(uri);
    const key = keyOf(found);
    if (digest === undefined && digests.has(key)) continue;
    // Two platforms have different digests of one image.
    if (!digests.has(key)) digests.set(key, digest);
    else if (digests.get(key) !== digest) digests.set(key, undefined);
    if (!known.has(key)) added.set(`${key} ${digest}`, claimed(found, digest, image));
  }
  const resolved = materials.map((material) => {
    const digest = digests.get(keyOf(material));
    return digest === undefined ? material : { ...material, resolved: digest };
  });
  return [...resolved, ...added.values()];
}

function claimed(material: ContextMaterial, digest: string | undefined, image: string): Material {
  const { verifiedBy: _, isKept: __, isExtra: ___, lockFiles: ____, ...facts } = material;
  const place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  return {
    ...facts,
    pin: 'unknown',
    by: 'provenance',
    location: { path: withoutCredentials(image).slice(0, 300), ...place },
    isOpen: false,
    use: 'final',
    source: 'provenance',
    ...(digest !== undefined && { resolved: digest }),
  };
}

/** `pkg:docker/alpine@3.20?platform=linux%2Famd64`, an address, `git+https://…`, or a package of another kind. */
function uriMaterial(uri: string): ContextMaterial {
  const image = /^pkg:(?:docker|oci)\/([^@?#]+)(?:@([^?#]*))?/.exec(uri);
  if (image) {
    const [, name = '', tag = ''] = image;
    const reference = `${decodePercent(name)}${tag === '' ? '' : `${tag.includes(':') ? '@' : ':'}${decodePercent(tag)}`}`;
    const { by: _, at: __, ...found } = imageMaterial(reference, { by: '', at: NOWHERE });
    return found;
  }
  if (uri.startsWith(IMAGE)) {
    const reference = uri.slice(IMAGE.length);
    const { by: _, at: __, ...found } = imageMaterial(reference, { by: '', at: NOWHERE });
    return found;
  }
  if (uri.startsWith('pkg:'))
    return {
      kind: 'package',
      what: withoutCredentials(decodePercent(uri.replace(/[?#].*$/s, ''))).slice(0, 500),
      transport: 'unknown',
      pin: 'unknown',
    };
  // SPDX writes the ref of a repository after an @.
  const address = uri.replace(/^git\+/, '').replace(/@(refs\/[^@#?]*|[0-9a-f]{40})$/, '#$1');
  const remote = remoteMaterial(address);
  if (!remote) return { ...readAddress(address), kind: 'download' };
  return uri.startsWith('git+') ? { ...remote, kind: 'git' } : remote;
}

const NOWHERE = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/** What is the same in a Dockerfile and in provenance: `library/` and the digest of images, and refs of Git, are not. */
function keyOf({ kind, what }: Pick<Material, 'kind' | 'what'>): string {
  if (kind === 'image' || kind === 'frontend') return `image ${imageIdentity(withoutDigest(what))}`;
  if (kind === 'git') return `git ${what.replace(/[#?].*$/s, '').replace(/\.git$/, '')}`;
  return `${kind === 'key' ? 'download' : kind} ${what}`;
}
