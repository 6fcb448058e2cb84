import { PortsideError, reason } from '../../lib/errors.js';
import { type HttpOptions, isLoopback } from '../../lib/http.js';
import { pluralize } from '../../lib/text.js';
import type { VerifyOptions } from '../../signatures/options.js';
import { npmProvenance } from '../../signatures/packages/npm-attestations.js';
import type {
  PackageRelease,
  ReleaseProvenance,
} from '../../signatures/packages/package-release.js';
import { pypiProvenance } from '../../signatures/packages/pypi-attestations.js';
import { verifyRelease } from '../../signatures/packages/verify-release.js';
import { VerificationError } from '../../signatures/verification-error.js';
import type { ChangedPackage } from './changed-packages.js';
import { type ComparedPackage, isOther } from './finding.js';
import type { LockedFile, LockedRelease } from './locked-release.js';

/** The result for some packages. */
export interface ReleaseComparison {
  /** Those whose earlier release had provenance that is verified. */
  readonly compared: readonly ComparedPackage[];
  /** Why others were not compared, each once. */
  readonly failures: readonly string[];
}

/** More updated packages are not compared in one run: each takes two requests. */
const MAX_PACKAGES = 200;
const MAX_REQUESTS = 8;
/** More files of one new release are not asked for: wheels of one release are built together. */
const MAX_FILES = 100;
/** Milliseconds for all packages. */
const MAX_TIME = 60_000;
const HTTP: HttpOptions = { timeout: 10_000, attempts: 2, firstDelay: 250, longestDelay: 5_000 };

/**
 * Verifies the provenance of the earlier and the new release of each package. Only registries that the earlier lock file names
 * are asked: a change could name any host. A registry that does not answer is not asked again.
 */
export async function compareReleases(
  packages: readonly ChangedPackage[],
  options: Pick<VerifyOptions, 'trustedRoot'>,
): Promise<ReleaseComparison> {
  const compared: ComparedPackage[] = [];
  const failures = new Set<string>();
  const left = packages.length - MAX_PACKAGES;
  if (left > 0)
    failures.add(`${left} of ${packages.length} updated packages were not compared: too many`);
  const pending = packages.slice(0, MAX_PACKAGES);
  const down = new Map<string, string>();
  const end = performance.now() + MAX_TIME;
  const work = async () => {
    for (let changed = pending.shift(); changed; changed = pending.shift()) {
      const { registry } = changed.before;
      if (registry === undefined || !isAskable(registry)) continue;
      const known = down.get(registry);
      if (known !== undefined) continue;
      if (performance.now() > end) {
        failures.add(
          `The provenance of updated packages was not compared within ${MAX_TIME / 1000} s`,
        );
        return;
      }
      try {
        const result = await compare(changed, registry, options);
        if (result) compared.push(result);
        const rest = changed.now.files.length - MAX_FILES;
        if (result && rest > 0)
          failures.add(
            `The provenance of ${pluralize(rest, 'file')} of ${changed.now.name} ${changed.now.version} was not compared: too many`,
          );
      } catch (error) {
        if (!(error instanceof PortsideError) || error.kind === 'usage') throw error;
        down.set(registry, reason(error));
        failures.add(reason(error));
      }
    }
  };
  await Promise.all(Array.from({ length: MAX_REQUESTS }, work));
  return { compared, failures: [...failures] };
}

/** Without encryption, anybody on the way could answer that there is no provenance. */
function isAskable(registry: string): boolean {
  const url = new URL(registry);
  return url.protocol === 'https:' || isLoopback(url);
}

/** Undefined if the earlier release has no provenance. */
async function compare(
  changed: ChangedPackage,
  registry: string,
  options: Pick<VerifyOptions, 'trustedRoot'>,
): Promise<ComparedPackage | undefined> {
  const { before, now } = changed;
  const [file] = before.files;
  const earlier = file && (await provenanceOf(releaseOf(before, file), registry, options));
  if (earlier?.kind !== 'verified') return undefined;
  const compared = (later: ReleaseProvenance) => ({
    changed,
    before: earlier.publisher,
    now: later,
  });
  let last = compared({ kind: 'invalid', reason: 'the lock file has no digest of it' });
  // Whoever has a token can add a file to a release that has provenance.
  for (const one of now.files.slice(0, MAX_FILES)) {
    last = compared(await provenanceOf(releaseOf(now, one), registry, options));
    if (isOther(last)) return last;
  }
  return last;
}

function releaseOf(
  { name, version }: LockedRelease,
  { name: file, digest }: LockedFile,
): PackageRelease {
  return { name, version, digest, ...(file !== undefined && { file }) };
}

async function provenanceOf(
  release: PackageRelease,
  registry: string,
  options: Pick<VerifyOptions, 'trustedRoot'>,
): Promise<ReleaseProvenance> {
  const load = release.file === undefined ? npmProvenance : pypiProvenance;
  try {
    return await verifyRelease(release, await load(registry, release, HTTP), options);
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return { kind: 'invalid', reason: error.message };
  }
}
