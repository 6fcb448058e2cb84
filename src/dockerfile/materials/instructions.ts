import { isDigest } from '../../core/digest.js';
import type { MaterialPin } from '../../core/material.js';
import { qualify, splitReference } from '../../core/reference.js';
import { withoutCredentials } from '../../lib/redact-url.js';
import {
  type AddInstruction,
  type Dockerfile,
  findFlag,
  type Mount,
  type RunInstruction,
} from '../parser/model.js';
import { expandedAt } from '../variables.js';
import { hostOf, isAddress, readAddress } from './address.js';
import type { FoundMaterial } from './found-material.js';
import { hasUnknownPart } from './shell-values.js';

type Arguments = ReadonlyMap<string, string> | undefined;

/** An image, which a registry gives by HTTPS. */
export function imageMaterial(
  reference: string,
  {
    by,
    at,
    kind = 'image',
  }: {
    readonly by: string;
    readonly at: FoundMaterial['at'];
    readonly kind?: 'image' | 'frontend';
  },
): FoundMaterial {
  const parts = splitReference(reference);
  // An image of the builder by its ID is named by the digest of its configuration.
  const digest = isDigest(reference) ? reference : parts.digest;
  const pin: MaterialPin =
    digest === undefined
      ? hasUnknownPart(reference)
        ? 'unknown'
        : pinOfTag(parts.tag)
      : pinOfDigest(digest);
  const host = hostOf(qualify(parts).registry);
  return {
    kind,
    what: withoutCredentials(reference).slice(0, 500),
    by,
    at,
    ...(host !== undefined &&
      (parts.registry !== undefined || !reference.startsWith('$')) && { host }),
    transport: 'https',
    pin,
    ...(pin === 'digest' && { verifiedBy: 'the digest' }),
  };
}

/** Only a complete digest names the content; what else follows an @ is a variable, or refused by builders. */
function pinOfDigest(digest: string): MaterialPin {
  return isDigest(digest) ? 'digest' : hasUnknownPart(digest) ? 'unknown' : 'none';
}

/** `latest`, `stable` and the like are moved at each release, and so are tags without a number. */
function pinOfTag(tag: string | undefined): MaterialPin {
  return tag !== undefined && /\d/.test(tag.replace(ARCHITECTURE, '')) ? 'version' : 'none';
}

/** The numbers of `amd64` and the like are no version. */
const ARCHITECTURE =
  /(?:amd|arm|x86_|x|win|riscv)64(?:v8|le)?|arm32v\d|ppc64(?:le|el)?|s390x|i[3-6]86/g;

/** The addresses of ADD: files, which may have a checksum, and Git repositories. */
export function addMaterials(
  dockerfile: Dockerfile,
  add: AddInstruction,
  buildArgs: Arguments,
): FoundMaterial[] {
  const checksum = checksumOf(dockerfile, add, buildArgs);
  return add.sources.flatMap((token): FoundMaterial[] => {
    const text = expandedAt(dockerfile, add, token, buildArgs);
    const remote = remoteMaterial(text);
    if (!remote) return [];
    return [{ ...remote, ...checksum, by: 'ADD', at: token.range }];
  });
}

/**
 * What `--checksum` makes of an address: a digest, or a commit for a repository. BuildKit verifies nothing with an empty one,
 * which a variable without a value can be.
 */
function checksumOf(
  dockerfile: Dockerfile,
  add: AddInstruction,
  buildArgs: Arguments,
): Pick<FoundMaterial, 'pin' | 'verifiedBy'> | undefined {
  const token = findFlag(add, 'checksum')?.valueToken;
  const text = token ? expandedAt(dockerfile, add, token, buildArgs) : '';
  if (isDigest(text) || /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text))
    return { pin: 'digest', verifiedBy: 'the checksum' };
  return hasUnknownPart(text) ? { pin: 'unknown' } : undefined;
}

/** A file or a Git repository at an address, as ADD and contexts of builds name it; undefined for another text. */
export function remoteMaterial(text: string): Omit<FoundMaterial, 'by' | 'at'> | undefined {
  const isGit = /^git@|^git:|\.git(?:[#?]|$)/.test(text);
  if (!isAddress(text) && !isGit) return undefined;
  const address = readAddress(text);
  if (!isGit) return { ...address, kind: 'download' };
  const reference = /[#?](?:.*\b(?:ref|commit|tag|branch)=)?([^:&]*)/.exec(text)?.[1];
  const pin = reference === undefined ? 'none' : pinOfGit(reference);
  return {
    ...address,
    what: reference ? `${address.what}#${reference}` : address.what,
    kind: 'git',
    pin,
    // The builder fetches its submodules, too. Source: docs.docker.com/build/concepts/context, Git repositories.
    isOpen: true,
    ...(pin === 'commit' && { verifiedBy: 'the commit' }),
  };
}

function pinOfGit(reference: string): MaterialPin {
  if (/^[0-9a-f]{40}$/.test(reference)) return 'commit';
  if (hasUnknownPart(reference)) return 'unknown';
  return /\d+\.\d+|^v?\d+$/.test(reference) ? 'version' : 'none';
}

const MOUNT_KINDS: ReadonlyMap<string, 'cache' | 'secret' | 'ssh'> = new Map([
  ['cache', 'cache'],
  ['secret', 'secret'],
  ['ssh', 'ssh'],
]);

/** Caches, secrets and SSH agents that RUN mounts. Images are among the images. */
export function mountMaterials(run: RunInstruction): FoundMaterial[] {
  return run.mounts.flatMap(({ type, options, flag }: Mount): FoundMaterial[] => {
    const kind = MOUNT_KINDS.get(type);
    if (!kind) return [];
    const name = options.get('id') ?? options.get('target') ?? options.get('env') ?? kind;
    return [
      {
        kind,
        what: name.slice(0, 200),
        by: 'RUN --mount',
        at: flag.range,
        transport: 'local',
        pin: kind === 'cache' ? 'none' : 'unknown',
      },
    ];
  });
}
