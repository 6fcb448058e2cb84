import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, decodeUtf8, requireFullContent } from '../file-content.js';

/**
 * Unpacked snaps: `meta/snap.yaml`. Only plain values of top-level keys are read, as snapcraft writes them.
 * Source: snapcraft.io/docs, "The snap format".
 */
export const snap: Cataloger = {
  id: 'snap',
  wants: (path) =>
    path.endsWith('meta/snap.yaml') && /(?:^|\/)meta\/snap\.yaml$/.test(path) ? MAX_BYTES : 0,
  read,
};

const MAX_BYTES = 1_048_576;

function read(file: CatalogedFile): FoundPackage[] {
  const text = decodeUtf8(requireFullContent(file));
  const name = value(text, 'name');
  const version = value(text, 'version');
  if (!name || !version) throw new CatalogError('is a snap.yaml without a name or version');
  const [, arch] = /^architectures:[ \t]*\r?\n[ \t]*-[ \t]*([\w-]{1,40})/m.exec(text) ?? [];
  return [{ type: 'snap', name, version, arch, license: value(text, 'license') }];
}

/** `name: core22`, `version: '20240408'`. */
function value(text: string, key: string): string | undefined {
  const line = new RegExp(`^${key}:[ \\t]*([^\\r\\n]{1,1000})`, 'm').exec(text)?.[1] ?? '';
  const quoted = /^(["'])([^"']*)\1/.exec(line)?.[2];
  return cleanString(quoted ?? line.replace(/\s#.*$/, ''));
}
