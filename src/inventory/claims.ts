import { pythonName } from '../core/python-name.js';
import { groupBy } from '../lib/group-by.js';
import { plainText } from '../lib/text.js';
import type { FoundPackage } from './cataloger.js';
import type { PackageWithLayer } from './package-layers.js';

/** The packages that only SBOMs and lock files in the image list, and what contradicts the image in these files. */
export interface Claims<T extends PackageWithLayer> {
  readonly packages: readonly T[];
  /** Sentences, one for each file. */
  readonly contradictions: readonly string[];
}

/**
 * Compares what SBOMs and lock files claim with the packages that were found otherwise, which stay as they are. A claim of a
 * package that was found in the same version adds nothing; one of another version is a contradiction, because the image shows
 * which version it has. The others are marked as claimed.
 */
export function compareClaims<T extends PackageWithLayer>(
  claims: readonly T[],
  known: readonly PackageWithLayer[],
): Claims<T> {
  if (claims.length === 0) return { packages: [], contradictions: [] };
  const versions = versionsByName(known);
  const packages = new Map<string, T>();
  const contradictions: { readonly path: string; readonly text: string }[] = [];
  for (const claim of claims) {
    const { found, path } = claim;
    const version = comparableVersion(found);
    const matching = namesOf(found).flatMap((name) => [...(versions.get(name) ?? [])]);
    const others = versions.get(nameOf(found));
    if (matching.some(([plain]) => plain === version)) continue;
    if (others !== undefined && others.size > 0) {
      const [installed] = others.values();
      const text = `${found.type} package ${found.name} ${found.version}, but the image has ${installed}`;
      contradictions.push({ path, text });
      continue;
    }
    const key = `${nameOf(found)}\n${version}`;
    const first = packages.get(key);
    if (!first || claim.layer < first.layer)
      packages.set(key, { ...claim, found: { ...found, claimed: true } });
  }
  return {
    packages: [...packages.values()],
    contradictions: [...groupBy(contradictions, ({ path }) => path)].map(sentence),
  };
}

/** By comparable name: the versions that were found, as they are compared and as they are written. */
function versionsByName(known: readonly PackageWithLayer[]): Map<string, Map<string, string>> {
  const versions = new Map<string, Map<string, string>>();
  for (const { found } of known) {
    // Programs that were built without a version have `(devel)`.
    if (!/\d/.test(found.version)) continue;
    for (const name of namesOf(found)) {
      const all = versions.get(name) ?? new Map<string, string>();
      all.set(comparableVersion(found), found.version);
      versions.set(name, all);
    }
  }
  return versions;
}

/** The names under which a package may be known: a JAR does not always show the group of its artifact. */
function namesOf(found: FoundPackage): string[] {
  const name = nameOf(found);
  const artifact = found.type === 'maven' ? found.name.split(':').at(-1) : undefined;
  return artifact === undefined ? [name] : [name, `maven artifact ${artifact.toLowerCase()}`];
}

function nameOf({ type, name }: FoundPackage): string {
  return `${type} ${type === 'pypi' ? pythonName(name) : name.toLowerCase()}`;
}

/** Without the epoch, which not all tools write, and without the letters before the numbers of Go. */
function comparableVersion({ version }: FoundPackage): string {
  return version.replace(/^(?:\d+:|v|go)(?=\d)/, '');
}

const MOST_NAMED = 3;

function sentence([path, claims]: readonly [string, readonly { readonly text: string }[]]): string {
  const more = claims.length - MOST_NAMED;
  const named = claims.slice(0, MOST_NAMED).map(({ text }) => plainText(text, 200));
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join('; ');
  return `${plainText(path, 200)} contradicts the image. It lists the ${list}`;
}
