import { affectedRow, type OsvAffected } from '../feed.js';
import type { AffectedVersions, OvalPackage } from './criteria.js';

/**
 * The rows of affected packages, each once; `ecosystemOf` gives the ecosystem of a product, or undefined for one that no
 * image is built from. Packages without a fix are left out where the same package of the same product has one. A row names
 * its architectures only if the fixed version depends on them.
 */
export function rowsOf(
  packages: readonly OvalPackage[],
  ecosystemOf: (product: string | undefined) => string | undefined,
  names?: 'binary',
): readonly OsvAffected[] {
  const groups = new Map<string, Map<string, Group>>();
  for (const { name, fixed, last, product, module, arch } of packages) {
    const ecosystem = ecosystemOf(product);
    if (ecosystem === undefined) continue;
    const key = JSON.stringify([ecosystem, name, module]);
    const versions = groups.get(key) ?? new Map<string, Group>();
    groups.set(key, versions);
    const end = fixed !== undefined ? `<${fixed}` : last !== undefined ? `=${last}` : '';
    const group = versions.get(end) ?? {
      ecosystem,
      name,
      module,
      fixed,
      last,
      arches: new Set<string>(),
    };
    versions.set(end, group);
    group.arches.add(arch ?? '');
  }
  return [...groups.values()].flatMap((versions) => {
    if (versions.size > 1) versions.delete('');
    const dependOnArch = versions.size > 1 && [...versions.values()].every(hasArches);
    return [...versions.values()].map(({ ecosystem, name, module, fixed, last, arches }) => {
      const vendor = {
        ...(module !== undefined && { module }),
        ...(dependOnArch && { arches: [...arches] }),
        ...(names !== undefined && { names }),
      };
      const row = rowOf(ecosystem, name, { fixed, last });
      return Object.keys(vendor).length > 0 ? { ...row, ecosystem_specific: { vendor } } : row;
    });
  });
}

/** A row for the affected versions. */
export function rowOf(
  ecosystem: string,
  name: string,
  { fixed, last }: AffectedVersions,
): OsvAffected {
  if (last === undefined) return affectedRow(ecosystem, name, fixed === undefined ? [] : [fixed]);
  const events = [{ introduced: '0' }, { last_affected: last }];
  return { package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] };
}

interface Group extends AffectedVersions {
  readonly ecosystem: string;
  readonly name: string;
  readonly module: string | undefined;
  /** An empty text stands for all. */
  readonly arches: Set<string>;
}

function hasArches({ arches }: Group): boolean {
  return !arches.has('');
}
