import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, textOf } from '../clean-string.js';
import { maxMebibytes, requireFullContent } from '../full-content.js';
import { sourceRpm } from '../rpm/source-rpm.js';
import { lines } from '../stanzas.js';

/**
 * The list of packages that Azure Linux and CBL-Mariner leave in images without an rpm database: lines of name,
 * version-release, two times, vendor, epoch, size, architecture, epoch as a number and source, separated by tabs.
 */
export const rpmManifest: Cataloger = {
  id: 'rpm-manifest',
  system: true,
  wellKnown: ['var/lib/rpmmanifest/container-manifest-2'],
  wants: (path, size) =>
    path === 'var/lib/rpmmanifest/container-manifest-2' ? maxMebibytes(64, size) : 0,
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  const packages: FoundPackage[] = [];
  let other = 0;
  for (const line of lines(textOf(requireFullContent(file)))) {
    const fields = line.split('\t').map((field) => cleanString(field));
    const [name, version, , , , , , arch, epoch, source] = fields;
    if (!name || !version || fields.length < 10) {
      if (line.trim() !== '') other++;
      continue;
    }
    const from = sourceRpm(source ?? '');
    packages.push({
      type: 'rpm',
      name,
      version: epoch && epoch !== '0' && /^\d+$/.test(epoch) ? `${epoch}:${version}` : version,
      ...(arch && { arch }),
      ...(from && { source: from }),
    });
  }
  if (packages.length === 0 && other > 0) throw new CatalogError('is no list of rpm packages');
  return packages;
}
