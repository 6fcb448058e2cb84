import type { BuildInput } from '../../core/build-input.js';
import { imageIdentity, withoutDigest } from '../../core/reference.js';
import { readAddress } from '../../dockerfile/materials/address.js';
import { imageInput, remoteInput } from '../../dockerfile/materials/instructions.js';
import type { ContextInput } from '../../dockerfile/materials/ledger.js';
import { withoutCredentials } from '../../lib/redact-url.js';
import { IMAGE, type Material } from '../../signatures/provenance/materials.js';

/**
 * The inputs with what provenance claims that they were, and an input for each material that they do not have. A claim
 * changes neither how firmly an input is named nor whether something verifies it: nobody verifies the claim.
 */
export function withMaterials(
  inputs: readonly BuildInput[],
  materials: readonly Material[],
  image: string,
): BuildInput[] {
  const digests = new Map<string, string | undefined>();
  const added = new Map<string, BuildInput>();
  const known = new Set(inputs.map(keyOf));
  // What is only requested has no digest, and is often among what was resolved, too.
  const resolvedFirst = [
    ...materials.filter(({ digest }) => digest !== undefined),
    ...materials.filter(({ digest }) => digest === undefined),
  ];
  for (const { uri, digest } of resolvedFirst) {
    const found = materialInput(uri);
    const key = keyOf(found);
    if (digest === undefined && digests.has(key)) continue;
    // Two platforms have different digests of one image.
    if (!digests.has(key)) digests.set(key, digest);
    else if (digests.get(key) !== digest) digests.set(key, undefined);
    if (!known.has(key)) added.set(`${key} ${digest}`, claimed(found, digest, image));
  }
  const resolved = inputs.map((input) => {
    const digest = digests.get(keyOf(input));
    return digest === undefined ? input : { ...input, resolved: digest };
  });
  return [...resolved, ...added.values()];
}

function claimed(input: ContextInput, digest: string | undefined, image: string): BuildInput {
  const { verifiedBy: _, isKept: __, isExtra: ___, lockFiles: ____, ...facts } = input;
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
function materialInput(uri: string): ContextInput {
  const image = /^pkg:(?:docker|oci)\/([^@?#]+)(?:@([^?#]*))?/.exec(uri);
  if (image) {
    const [, name = '', tag = ''] = image;
    const reference = `${decoded(name)}${tag === '' ? '' : `${tag.includes(':') ? '@' : ':'}${decoded(tag)}`}`;
    const { by: _, at: __, ...found } = imageInput(reference, { by: '', at: NOWHERE });
    return found;
  }
  if (uri.startsWith(IMAGE)) {
    const reference = uri.slice(IMAGE.length);
    const { by: _, at: __, ...found } = imageInput(reference, { by: '', at: NOWHERE });
    return found;
  }
  if (uri.startsWith('pkg:'))
    return {
      kind: 'package',
      what: withoutCredentials(decoded(uri.replace(/[?#].*$/s, ''))).slice(0, 500),
      transport: 'unknown',
      pin: 'unknown',
    };
  // SPDX writes the ref of a repository after an @.
  const address = uri.replace(/^git\+/, '').replace(/@(refs\/[^@#?]*|[0-9a-f]{40})$/, '#$1');
  const remote = remoteInput(address);
  if (!remote) return { ...readAddress(address), kind: 'download' };
  return uri.startsWith('git+') ? { ...remote, kind: 'git' } : remote;
}

const NOWHERE = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What is the same in a Dockerfile and in provenance: `library/` and the digest of images, and refs of Git, are not. */
function keyOf({ kind, what }: Pick<BuildInput, 'kind' | 'what'>): string {
  if (kind === 'image' || kind === 'frontend') return `image ${imageIdentity(withoutDigest(what))}`;
  if (kind === 'git') return `git ${what.replace(/[#?].*$/s, '').replace(/\.git$/, '')}`;
  return `${kind === 'key' ? 'download' : kind} ${what}`;
}
