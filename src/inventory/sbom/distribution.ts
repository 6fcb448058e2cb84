import type { Distribution, Package } from '../../core/package.js';
import { parsePackageUrl } from '../../core/package-url.js';

/** The os-release ID of distributions for which tools use other names. */
const IDS = new Map([
  ['alma', 'almalinux'],
  ['redhat', 'rhel'],
  ['red hat enterprise linux', 'rhel'],
  ['oracle', 'ol'],
  ['amazon', 'amzn'],
  ['opensuse', 'opensuse-leap'],
  ['opensuse.leap', 'opensuse-leap'],
  ['opensuse.tumbleweed', 'opensuse-tumbleweed'],
  ['suse linux enterprise server', 'sles'],
  ['suse', 'sles'],
  ['cbl-mariner', 'mariner'],
]);

/** What a component of the type operating-system has besides its name and version. */
interface SystemDetails {
  readonly supplier?: string | undefined;
  readonly cpe?: string | undefined;
}

/** The distribution of a component of the type operating-system. Portside writes its full name as the supplier. */
export function namedDistribution(
  name: string,
  version: string | undefined,
  { supplier, cpe }: SystemDetails = {},
): Distribution {
  const id = name.toLowerCase();
  return { id: IDS.get(id) ?? id, version, name: supplier ?? name, ...(cpe && { cpe }) };
}

/**
 * The distribution that most distribution packages have in the qualifier `distro`: `debian-12`, `opensuse-leap-15.6`.
 * Undefined when none has one.
 */
export function distributionOfPurls(packages: readonly Package[]): Distribution | undefined {
  const counts = new Map<string, number>();
  for (const found of packages) {
    const { purl } = found;
    if (!hasDistributionType(found)) continue;
    const distro = parsePackageUrl(purl)?.qualifiers.get('distro');
    if (distro) counts.set(distro, (counts.get(distro) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most && parseDistro(most[0]);
}

/** Whether a package manager of a distribution installed the package. */
export function hasDistributionType({ type }: Package): boolean {
  return DISTRIBUTION_TYPES.has(type);
}

const DISTRIBUTION_TYPES = new Set(['deb', 'apk', 'rpm', 'alpm']);

function parseDistro(distro: string): Distribution {
  const match = /^(.+?)-v?(\d[\w.]*)$/.exec(distro);
  const id = (match?.[1] ?? distro).toLowerCase();
  return { id: IDS.get(id) ?? id, version: match?.[2] };
}
