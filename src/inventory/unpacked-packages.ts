import type { FileSystem } from '../image/image.js';
import { plainText, pluralize } from '../lib/text.js';
import type { Collector } from './collector.js';
import type { PackageWithLayer } from './package-layers.js';
import type { InventoryGap } from './system-coverage.js';

/** The packages of a database, without those of which nothing shows that they were unpacked. */
export interface UnpackedPackages {
  readonly packages: readonly PackageWithLayer[];
  readonly gaps: readonly InventoryGap[];
}

/**
 * Leaves out the packages whose installation was interrupted while they were unpacked, if the image has no list of their
 * files: dpkg writes it when it has unpacked them. What is left out is named, because some files may be there.
 */
export function unpackedPackages(
  system: readonly PackageWithLayer[],
  collector: Collector,
  fileSystem: FileSystem,
): UnpackedPackages {
  if (!system.some(({ found }) => found.isInterrupted)) return { packages: system, gaps: [] };
  const listed = new Set<string>();
  for (const [path, { content }] of collector.fileLists)
    if (fileSystem.get(path)) listed.add(content.name);
  const isProven = ({ found }: PackageWithLayer) => !found.isInterrupted || listed.has(found.name);
  const packages = system.filter(isProven);
  const missing = system.filter((item) => !isProven(item));
  return { packages, gaps: missing.length === 0 ? [] : [gapOf(missing)] };
}

const MOST_NAMED = 3;

function gapOf(missing: readonly PackageWithLayer[]): InventoryGap {
  const names = missing.slice(0, MOST_NAMED).map(({ found }) => plainText(found.name, 80));
  const more = missing.length - names.length;
  const named = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return {
    state: 'partial',
    reason: `${pluralize(missing.length, 'package')} may be unpacked in part, and dpkg has no list of their files: ${named}. They were not checked. Run dpkg --configure -a`,
  };
}
