import { CatalogError, damagedRecords } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, decodeUtf8, maxMebibytes, requireFullContent } from '../file-content.js';
import { sourceRpm } from '../rpm/source-rpm.js';
import { eachLine } from '../stanzas.js';

/**
 * The list of packages in images of Azure Linux and CBL-Mariner without an rpm database. The fields of a line, separated
 * by tabs, are name, version-release, two times, vendor, epoch, size, architecture, epoch as a number and source.
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
  let invalidLines = 0;
  for (const line of eachLine(decodeUtf8(requireFullContent(file)))) {
    const fields = line.split('\t').map((field) => cleanString(field));
    const [name, version, , , vendor, , , arch, epoch, source] = fields;
    if (!name || !version || fields.length < 10) {
      if (line.trim() !== '') invalidLines++;
      continue;
    }
    packages.push({
      type: 'rpm',
      name,
      version: epoch && epoch !== '0' && /^\d+$/.test(epoch) ? `${epoch}:${version}` : version,
      arch,
      source: sourceRpm(source ?? ''),
      publisher: vendor,
    });
  }
  if (packages.length === 0 && invalidLines > 0)
    throw new CatalogError('is not a list of rpm packages');
  if (invalidLines > 0) throw damagedRecords(invalidLines, packages);
  return packages;
}
