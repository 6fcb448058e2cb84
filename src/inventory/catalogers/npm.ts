import { isObject, object } from '../../lib/json.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { integrityHash, packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, jsonObjectOf, maxMebibytes, requireFullContent } from '../file-content.js';

/**
 * Installed npm packages: the package.json at the top of each folder in `node_modules`, including nested and bundled
 * packages (`pnpm/dist/node_modules/tar`) and the stores of pnpm, Yarn, Bun and Deno
 * (`node_modules/.pnpm/x@1/node_modules/x`). The package.json of the application itself and those deeper in a package are
 * skipped, and so are the `node_modules` of tests, examples and caches. Package managers in other folders are listed: Yarn
 * in Node's images, and those of Corepack.
 */
export const npm: Cataloger = {
  id: 'npm',
  wants: (path, size) =>
    path.endsWith('/package.json') && isInstalled(path) ? maxMebibytes(16, size) : 0,
  read,
};

/** Debian installs the modules of its packages to `usr/share/nodejs`. */
const MODULES_FOLDER = /^(?:usr\/share\/nodejs|(?:.*?\/)?node_modules)\/(.*)$/;
/** In a folder of modules. The store of Yarn has other folder names. */
const PACKAGE_FILE = /^(?:(?:@[^/]+\/)?[^/.@][^/]*|\.store\/[^/]+\/package)\/package\.json$/;
const PACKAGE_MANAGER =
  /(?:^opt\/yarn-v[\d.]+|\/corepack\/(?:v1\/)?(?:npm|pnpm|yarn)\/[\w.+-]+)\/package\.json$/;

function isInstalled(path: string): boolean {
  if (PACKAGE_MANAGER.test(path)) return true;
  const around = MODULES_FOLDER.exec(path)?.[1]?.split('/node_modules/') ?? [];
  const inner = around.pop();
  return inner !== undefined && PACKAGE_FILE.test(inner) && !around.some(isUnused);
}

/** Whether the folder of a package, or one in it, is for tests or a cache. A package itself may have the name `test`. */
function isUnused(path: string): boolean {
  const name = /^(?:@[^/]+\/)?[^/]*/.exec(path)?.[0] ?? '';
  return HIDDEN.test(path) || UNUSED.test(path.slice(name.length));
}

/** Hidden folders other than those of stores. */
const HIDDEN = /(?:^|\/)\.(?!(?:pnpm|store|bun|deno)\/)/;
const UNUSED =
  /\/_*(?:tests?|testing|specs?|(?:test-?)?fixtures?|test-?(?:data|cases)|mocks?|examples?|demos?|bench(?:marks?)?)_*(?:\/|$)/i;

function read(file: CatalogedFile): FoundPackage[] {
  const manifest = jsonObjectOf(requireFullContent(file));
  const name = cleanString(manifest.name, 300);
  const version = cleanString(manifest.version, 256);
  if (isOdd(manifest.name) || isOdd(manifest.version))
    throw new CatalogError('has a name or version that is not a text');
  if (!name || !version) return [];
  return [
    {
      type: 'npm',
      name,
      version,
      license: licenseOf(manifest),
      facts: packageFactsOf({
        maintainer: personOf(manifest.author),
        homepage: manifest.homepage,
        // npm before version 7 wrote it.
        hashes: [integrityHash(manifest._integrity)].filter((hash) => hash !== undefined),
      }),
      requires: requirementNames(
        DEPENDENCIES.flatMap((kind) => Object.keys(object(manifest[kind]))),
      ),
    },
  ];
}

const DEPENDENCIES = ['dependencies', 'optionalDependencies', 'peerDependencies'];

/** `Name <address> (page)`, or an object. */
function personOf(author: unknown): string | undefined {
  if (!isObject(author)) return cleanString(author)?.replace(/\s*\([^()]*\)$/, '');
  const [name, address] = [cleanString(author.name), cleanString(author.email)];
  return name && address ? `${name} <${address}>` : name;
}

/** Whether a field is there and cannot be used. A package of a workspace may have no version. */
function isOdd(field: unknown): boolean {
  return field !== undefined && field !== null && typeof field !== 'string';
}

/** `license` as npm documents it, and the two older forms: an object, and a list named `licenses`. */
function licenseOf(manifest: Readonly<Record<string, unknown>>): string | undefined {
  const declared = manifest.license ?? manifest.licenses;
  const names = (Array.isArray(declared) ? declared : [declared])
    .map((item) => cleanString(isObject(item) ? item.type : item))
    .filter((item) => item !== undefined);
  return names.length > 1 ? `(${names.join(' OR ')})` : names[0];
}
