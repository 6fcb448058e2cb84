import { join } from 'node:path';
import type { Host } from '../core/host.js';
import { PortsideError, reason } from '../lib/errors.js';
import { readRegularFile } from '../lib/regular-file.js';
import type { Options } from '../options/options.js';
import type { GitHubAttestations } from './formats/github-attestations.js';
import { parsePublicKey } from './keys.js';
import type { LoadedRoot, VerifyOptions } from './options.js';
import type { SignerPolicy } from './signer-policy.js';
import type { SigstoreInstance } from './sigstore/embedded-roots.js';

/** The signer policy for a public key: the PEM file, or its `text` if known. Throws PortsideError (usage). */
export async function keySignerPolicy(file: string, text?: string): Promise<SignerPolicy> {
  const pem = text ?? (await readInputFile(file, 'key')).toString();
  return { kind: 'key', key: parsePublicKey(pem) };
}

/** Milliseconds to wait for the current trusted root; afterwards the embedded one is used. */
const TIMEOUT_MS = 5_000;

/** What trusted roots and GitHub's attestation store ask of the options. */
export type AskedByAuthorities = 'offline' | 'environment';

/**
 * The trusted root of `file`, whose text may be `known`; else the current one of the instance that signed, which is fetched
 * when its first certificate is verified; else, with --offline, the embedded one. Throws PortsideError (usage) for a file that cannot be used.
 */
export async function trustedRoot(
  file: string | undefined,
  options: Pick<Options, AskedByAuthorities>,
  host: Host,
  known?: string,
): Promise<Pick<VerifyOptions, 'trustedRoot'>> {
  if (file !== undefined) {
    const text = known ?? (await readInputFile(file, 'trusted root')).toString();
    const { loadTrustedRoots } = await import('./sigstore/library.js');
    loadTrustedRoots(text);
    return { trustedRoot: text };
  }
  const { cacheFolder } = options.environment;
  if (options.offline || cacheFolder === undefined) return {};
  return {
    trustedRoot: (instance) => {
      const root =
        refreshed.get(instance) ?? refresh(instance, join(cacheFolder, 'sigstore'), host);
      refreshed.set(instance, root);
      return root;
    },
  };
}

/** Fetched once per run. */
const refreshed = new Map<SigstoreInstance, Promise<LoadedRoot>>();

async function refresh(instance: SigstoreInstance, cache: string, host: Host): Promise<LoadedRoot> {
  const { refreshTrustedRoot } = await import('./sigstore/refresh.js');
  const { root, fallback, stale } = await refreshTrustedRoot({
    cache,
    timeout: TIMEOUT_MS,
    instance,
  });
  if (stale !== undefined)
    host.info(`${OWNERS[instance]} trusted root is the ${fallback} one: ${stale}`);
  return { root, ...(stale === undefined ? {} : { stale }) };
}

const OWNERS = { public: "Sigstore's", github: "GitHub's Sigstore" } as const;

/** GitHub's attestation store for builds of `source`; only in a workflow, and not with --offline. */
export function githubStore(
  { offline, environment }: Pick<Options, AskedByAuthorities>,
  source: string | undefined,
): { github?: GitHubAttestations } {
  const { github } = environment;
  if (offline || !github) return {};
  const server = new URL(github.server).host;
  const [, repository] =
    /^(?:git\+)?(?:https:\/\/)?([^/]+\/[\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(source ?? '') ?? [];
  const own = repository?.startsWith(`${server}/`)
    ? repository.slice(server.length + 1)
    : github.repository;
  const { api, token } = github;
  return { github: { api, repository: own, ...(token === undefined ? {} : { token }) } };
}

/** A bundle with a large attestation has some megabytes. */
const MAX_BYTES = 64 << 20;

/** The bytes of a file that the user names; errors call it `what`. Throws PortsideError (usage). */
export async function readInputFile(file: string, what: string): Promise<Buffer> {
  try {
    return readRegularFile(file, MAX_BYTES);
  } catch (error) {
    throw new PortsideError(
      'PSE1008',
      `Cannot read the ${what} ${file}: ${reason(error)}`,
      'Check the path',
      error,
    );
  }
}
