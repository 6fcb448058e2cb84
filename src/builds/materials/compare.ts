import type { Material, MaterialPin, MaterialState } from '../../core/material.js';
import { isInterceptable } from '../../core/material.js';
import { repositoryOf } from '../../core/reference.js';
import { groupBy } from '../../lib/group-by.js';

/**
 * The materials with what changes in them since the baseline. A material is the same if its kind, host and name are,
 * whatever its version, in the same stage, else in the same file, else in a file of which `isGone` says that it does not
 * exist any more: it was renamed. Each material of the baseline stands for one. What no build of its file used before is
 * new when one does.
 */
export function compareMaterials(
  materials: readonly Material[],
  before: readonly Material[],
  isGone: (path: string) => boolean,
): Material[] {
  const hosts = new Set(before.flatMap(({ host }) => host ?? []));
  const matches = matchMaterials(materials, before, isGone);
  const built = new Set(before.flatMap(({ builds, location }) => (builds ? location.path : [])));
  const isUnused = ({ builds, location }: Material) => !builds && built.has(location.path);
  return materials.map((material): Material => {
    const old = matches.get(material);
    if (!old || (material.builds && isUnused(old))) {
      const isNewHost = material.host !== undefined && !hosts.has(material.host);
      return { ...material, change: 'new', ...(isNewHost && { isNewHost }) };
    }
    if (!isWorse(material, old)) return { ...material, change: 'unchanged' };
    const { transport, isUnauthenticated = false, pin, verifiedBy } = old;
    const was: MaterialState = {
      transport,
      pin,
      ...(isUnauthenticated && { isUnauthenticated }),
      ...(verifiedBy !== undefined && { verifiedBy }),
    };
    return { ...material, change: 'worse', was };
  });
}

/** The earlier material of each that had one. */
function matchMaterials(
  materials: readonly Material[],
  before: readonly Material[],
  isGone: (path: string) => boolean,
): ReadonlyMap<Material, Material> {
  const gone = new Set([...new Set(before.map(({ location }) => location.path))].filter(isGone));
  const isRenamed = ({ location }: Material) => gone.has(location.path);
  const matches = new Map<Material, Material>();
  const used = new Set<Material>();
  const match = (olds: readonly Material[], keyOf: (material: Material) => string) => {
    const free = groupBy(
      olds.filter((old) => !used.has(old)),
      keyOf,
    );
    for (const material of materials) {
      if (matches.has(material)) continue;
      const old = free.get(keyOf(material))?.shift();
      if (!old) continue;
      matches.set(material, old);
      used.add(old);
    }
  };
  const inFile = (material: Material) => `${material.location.path}\n${identity(material)}`;
  // The one that is written alike first: of two versions of a tool, each keeps its own.
  match(before, (material) => `${stageOf(material)}\n${material.what}\n${inFile(material)}`);
  match(before, (material) => `${stageOf(material)}\n${inFile(material)}`);
  match(before, inFile);
  match(before.filter(isRenamed), identity);
  return matches;
}

function stageOf({ stage = '' }: Material): string {
  return stage;
}

/** The kind, the host, and the name without a version. */
function identity({ kind, host = '', what }: Material): string {
  return `${kind}\n${host}\n${withoutVersion(kind, what)}`;
}

function withoutVersion(kind: Material['kind'], what: string): string {
  switch (kind) {
    case 'image':
    case 'frontend':
      return repositoryOf(what);
    case 'action':
      return what.replace(/@.*$/s, '');
    case 'package':
      return what.replace(/(?<=.)(?:[=<>~!@:^].*|\s.*)$/s, '');
    case 'git':
      return withoutScheme(what.replace(/#.*$/s, '').replace(/\.git$/, ''));
    case 'download':
    case 'key':
    case 'package-source':
    case 'proxy':
      return withoutVersions(withoutScheme(what));
    default:
      return what;
  }
}

function withoutScheme(address: string): string {
  return address.replace(/^[a-z+]+:\/\//i, '');
}

/** Versions, commits and variables in the path of an address. GitHub has the version of a file at a fixed place. */
function withoutVersions(address: string): string {
  return address
    .replace(
      /^(github\.com\/[^/]+\/[^/]+\/releases)\/(?:latest\/download|download\/[^/]+)\//,
      '$1/',
    )
    .replace(/^(github\.com\/[^/]+\/[^/]+\/archive)\/.*$/s, '$1')
    .replace(/^(raw\.githubusercontent\.com\/[^/]+\/[^/]+)\/(?:refs\/\w+\/)?[^/]+\//, '$1/')
    .replace(/\$\{?\w+\}?/g, '0')
    .replace(/(?<![0-9a-f])[0-9a-f]{40,64}(?![0-9a-f])/gi, '0')
    .replace(/(?<![\d.])v?\d+(?:\.\d+)+|(?<=[/_@=-])v\d+(?=[/_-])/g, '0')
    .replace(/(?<!\w)v0/g, '0');
}

const PIN_STRENGTH: Readonly<Record<MaterialPin, number>> = {
  digest: 2,
  commit: 2,
  version: 1,
  unknown: 0,
  none: 0,
};

/** Whether it lost its pin, its checksum or its encryption. */
function isWorse(now: Material, before: Material): boolean {
  return (
    PIN_STRENGTH[now.pin] < PIN_STRENGTH[before.pin] ||
    verification(now) < verification(before) ||
    (isInterceptable(now) && !isInterceptable(before))
  );
}

/** What is compared with something that is downloaded itself protects against damage only. */
function verification({ verifiedBy }: Material): number {
  if (verifiedBy === undefined) return 0;
  return /with (?:a )?downloaded/.test(verifiedBy) ? 1 : 2;
}
