import { gunzipSync } from 'node:zlib';
import { isObject, list, object } from '../../lib/json.js';
import { pluralize } from '../../lib/text.js';
import { CatalogError, damagedRecords } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { symbolAddresses } from '../executables/elf-symbols.js';
import { executableOf, wantsExecutable } from '../executables/executable.js';
import { atAddress, type Executable, toNumber, view } from '../executables/layout.js';
import { cleanString, jsonObjectOf } from '../file-content.js';
import { formatPackageUrl } from '../purl.js';
import { isCycloneDx, readCycloneDx } from '../sbom/cyclonedx.js';

/**
 * Java libraries in programs of GraalVM Native Image: the SBOM that is embedded by default since JDK 25, and by
 * `--enable-sbom` before. The symbols `sbom` and `sbom_length` lead to it. Only ELF programs are read.
 * Source: graalvm.org, security guide, "Software Bill of Materials (SBOM) in Native Image".
 */
export const nativeImage: Cataloger = {
  id: 'native-image',
  parts: true,
  wants: wantsExecutable,
  read,
};

/** The heap of a native image. */
const HEAP_SECTION = '.svm_heap';
/** An SBOM of twenty thousand components has about four megabytes. */
const MAX_COMPRESSED_BYTES = 16 * 1024 * 1024;
const MAX_BYTES = 64 * 1024 * 1024;

function read(file: CatalogedFile): FoundPackage[] {
  const executable = executableOf(file);
  if (!executable?.sections.some(({ name }) => name === HEAP_SECTION)) return [];
  const compressed = embedded(file, executable);
  return compressed ? librariesIn(decompressed(compressed)) : [];
}

/** Undefined in an image without SBOM, such as those of the Community Edition. */
function embedded(file: CatalogedFile, executable: Executable): Uint8Array | undefined {
  const part = file.part.bind(file);
  const symbols = symbolAddresses(executable, part, new Set(['sbom', 'sbom_length']));
  const [start, lengthAt] = [symbols.get('sbom'), symbols.get('sbom_length')];
  if (start === undefined || lengthAt === undefined) return undefined;
  const field = atAddress(executable, part, lengthAt, 8);
  const length = field ? toNumber(view(field).getBigUint64(0, true)) : 0;
  if (length > MAX_COMPRESSED_BYTES)
    throw new CatalogError('has an embedded SBOM larger than 16 MiB', 'limit');
  const bytes = length > 0 ? atAddress(executable, part, start, length) : undefined;
  if (!bytes) throw new CatalogError('has an embedded SBOM that is not in the file');
  return bytes;
}

function decompressed(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    const isLimit = object(error).code === 'ERR_BUFFER_TOO_LARGE';
    const reason = isLimit ? 'is larger than 64 MiB' : 'cannot be decompressed';
    const failure = isLimit ? 'limit' : 'malformed';
    throw new CatalogError(`has an embedded SBOM that ${reason}`, failure, [], error);
  }
}

function librariesIn(bytes: Uint8Array): FoundPackage[] {
  const document = jsonObjectOf(bytes);
  if (!isCycloneDx(document)) throw new CatalogError('has an embedded SBOM that is not CycloneDX');
  const components = list(document.components).map(withPurl);
  const { packages, unidentified, damaged } = readCycloneDx({ ...document, components });
  // A package of the distribution is known by its database only.
  const found = packages
    .filter(({ type }) => !SYSTEM_TYPES.has(type))
    .map(({ type, name, version, license }) => ({
      type,
      name,
      version,
      license,
      evidence: 'embedded-sbom',
    }));
  if (damaged > 0) throw damagedRecords(damaged, found);
  const unknown = unidentified.length + packages.length - found.length;
  if (unknown > 0) {
    const what = pluralize(unknown, 'component');
    throw new CatalogError(
      `has an embedded SBOM with ${what} without a version or of an unknown type`,
      'other-format',
      found,
    );
  }
  return found;
}

const SYSTEM_TYPES: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** Older versions of GraalVM write group, name and version only. */
function withPurl(component: unknown): unknown {
  if (!isObject(component) || component.purl !== undefined) return component;
  const [namespace, name, version] = [component.group, component.name, component.version].map(
    (value) => cleanString(value, 300),
  );
  if (!namespace || !name || !version) return component;
  const parts = { type: 'maven', namespace, name, version, qualifiers: new Map() };
  const purl = formatPackageUrl(parts);
  // What is not a component is damaged.
  return purl === undefined ? undefined : { ...component, purl };
}
