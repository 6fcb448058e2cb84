import type { Host } from '../core/host.js';
import { formatReference, parseReference, type Reference } from '../core/reference.js';
import { PortsideError, reason } from '../lib/errors.js';
import { PrivateAddressError } from '../lib/private-address.js';
import type { Options } from '../options/options.js';
import type { ArtifactSource } from './artifact-source.js';
import { openRegistry } from './client.js';
import type { OciManifest } from './manifest.js';
import { type AskedByRegistry, optionsForReference } from './registry-options.js';

/** A base image in its registry. Its tag is resolved once, and all steps use that digest. */
export interface BaseSource {
  readonly source: ArtifactSource;
  /** Undefined when there is no such image. */
  readonly manifest: OciManifest | undefined;
}

/** Looks up a base image, each once. Throws PortsideError (incomplete) if the registry does not answer soon. */
export type BaseSources = (reference: string) => Promise<BaseSource>;

/** Short timeouts in milliseconds and two attempts: checks of files must not wait for an unreachable registry. */
const TIMEOUT_MS = { timeout: 3_000, attempts: 2, firstDelay: 100, longestDelay: 2_000 };
/** The number of images that are looked up at the same time. */
const AT_ONCE = 8;

/**
 * Looks up base images. In a pull request, `isTrusted` says which registries may be on this machine or in its private
 * network; all others are asked only if they are public, since anybody can write a FROM.
 */
export function baseSources(
  settings: Pick<Options, AskedByRegistry>,
  host: Host,
  isTrusted?: (registry: string) => Promise<boolean>,
): BaseSources {
  const known = new Map<string, Promise<BaseSource>>();
  const silent = new Map<string, PortsideError>();
  const turn = limitConcurrency(AT_ONCE);
  const lookUp = async (name: string, parsed: Reference): Promise<BaseSource> => {
    // A registry that does not answer is waited for once, not for each of its images.
    const unreachable = silent.get(parsed.registry);
    if (unreachable) throw notAnswering(name, parsed.registry, unreachable);
    const options = await optionsForReference(settings, host, name);
    const open = async (publicOnly: boolean): Promise<BaseSource> => {
      const source = openRegistry(parsed, { ...options, ...TIMEOUT_MS, publicOnly });
      return { source, manifest: await source.manifest(parsed.digest ?? parsed.tag ?? 'latest') };
    };
    try {
      return await open(isTrusted !== undefined).catch(async (error: unknown) => {
        if (!isPrivate(error)) throw error;
        if (await isTrusted?.(parsed.registry)) return open(false);
        const rejection = notAsked(parsed.registry, error);
        host.warning(rejection.message);
        throw rejection;
      });
    } catch (error) {
      if (isUnreachable(error)) silent.set(parsed.registry, error);
      throw error;
    }
  };
  return (reference) => {
    const parsed = parseReference(reference);
    const name = formatReference(parsed);
    const found = known.get(name) ?? turn(() => lookUp(name, parsed));
    known.set(name, found);
    return found;
  };
}

function isPrivate(error: unknown): boolean {
  return error instanceof PortsideError && error.cause instanceof PrivateAddressError;
}

function notAsked(registry: string, cause: unknown): PortsideError {
  return new PortsideError(
    'PSE4513',
    `Cannot look up base images in ${registry}: ${reason((cause as Error).cause)}, and only this pull request names it`,
    'If the registry is yours, name it in registries of the policy on the base branch',
    cause,
  );
}

/** Whether the registry did not answer at all; other requests would fail as well. */
function isUnreachable(error: unknown): error is PortsideError {
  return error instanceof PortsideError && error.cause !== undefined;
}

/** For another image of a registry that did not answer. */
function notAnswering(name: string, registry: string, error: PortsideError): PortsideError {
  const what = `Cannot look up ${name}: ${registry} did not answer before`;
  return new PortsideError(error.code, what, error.advice, error.cause);
}

/** Runs at most `most` tasks at a time, in the order of the calls. */
function limitConcurrency(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
