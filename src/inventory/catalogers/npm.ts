import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, isObject, jsonObject } from '../clean-string.js';
import { maxMebibytes, requireFullContent } from '../full-content.js';

/**
 * Installed npm packages: the package.json at the top of each folder in `node_modules`, bundled and nested ones and
 * the stores of pnpm, Yarn, Bun and Deno (`node_modules/.pnpm/x@1/node_modules/x`) too: what `npm ls --all` lists. An application's own
 * package.json is no installed package and is left out, as is what packages carry below their tops, for tests mostly.
 * Package managers unpacked elsewhere count, too: Yarn in Node's own images, and what Corepack keeps.
 */
export const npm: Cataloger = {
  id: 'npm',
  wants: (path, size) =>
    path.endsWith('/package.json') && isPackageTop(path) ? maxMebibytes(16, size) : 0,
  read,
};

/** Debian keeps what its packages bring in `usr/share/nodejs`. */
const OUTERMOST = /^(?:usr\/share\/nodejs|(?:.*?\/)?node_modules)\/(.*)$/;
const NAME = '(?:@[^/]+/)?[^/.@][^/]*';
const STORED = `\\.(?:pnpm|store|bun|deno)/[^/]+/node_modules/`;
/** Yarn's store has other names. */
const IN_TREE = new RegExp(
  `^(?:(?:${STORED})?${NAME}(?:/node_modules/${NAME})*|\\.store/[^/]+/package)/package\\.json$`,
);

const MANAGER =
  /(?:^opt\/yarn-v[\d.]+|\/corepack\/(?:v1\/)?(?:npm|pnpm|yarn)\/[\w.+-]+)\/package\.json$/;

function isPackageTop(path: string): boolean {
  return IN_TREE.test(OUTERMOST.exec(path)?.[1] ?? '') || MANAGER.test(path);
}

function read(file: CatalogedFile): FoundPackage[] {
  const manifest = jsonObject(requireFullContent(file));
  const name = cleanString(manifest.name, 300);
  const version = cleanString(manifest.version, 256);
  if (!name || !version) return [];
  const license = licenseOf(manifest);
  return [{ type: 'npm', name, version, ...(license && { license }) }];
}

/** `license` as the registry documents it, and the two older shapes: an object, a list named `licenses`. */
function licenseOf(manifest: Readonly<Record<string, unknown>>): string | undefined {
  const declared = manifest.license ?? manifest.licenses;
  const names = (Array.isArray(declared) ? declared : [declared])
    .map((item) => cleanString(isObject(item) ? item.type : item))
    .filter((item) => item !== undefined);
  return names.length > 1 ? `(${names.join(' OR ')})` : names[0];
}
