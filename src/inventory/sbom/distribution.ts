import type { Distribution, Package } from '../../core/package.js';

/** Names that tools give distributions, and their os-release ID. */
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

/** The distribution of an operating system's component: its name and version. */
export function namedDistribution(name: string, version: string | undefined): Distribution {
  const id = name.toLowerCase();
  return { id: IDS.get(id) ?? id, ...(version && { version }), name };
}

/**
 * The distribution that most packages of a system name in `distro`: `debian-12`, `opensuse-leap-15.6`. Undefined when
 * none does.
 */
export function distributionOfPurls(packages: readonly Package[]): Distribution | undefined {
  const counts = new Map<string, number>();
  for (const { type, purl } of packages) {
    if (!SYSTEM_TYPES.has(type)) continue;
    const distro = distroOf(purl);
    if (distro) counts.set(distro, (counts.get(distro) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most && distroQualifier(most[0]);
}

const SYSTEM_TYPES = new Set(['deb', 'apk', 'rpm']);

/** Only that qualifier: package URLs come by the ten thousand, and were read whole before. */
function distroOf(purl: string): string | undefined {
  const value = /[?&]distro=([^&#]+)/.exec(purl)?.[1];
  if (!value?.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function distroQualifier(distro: string): Distribution {
  const match = /^(.+?)-v?(\d[\w.]*)$/.exec(distro);
  const id = (match?.[1] ?? distro).toLowerCase();
  return { id: IDS.get(id) ?? id, ...(match?.[2] && { version: match[2] }) };
}
