import { isObject } from '../../lib/json.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, jsonOf, maxMebibytes, requireFullContent } from '../file-content.js';

/**
 * npm packages that Yarn's Plug'n'Play loads from ZIP archives: the map in `.pnp.cjs`, or in a separate
 * `.pnp.data.json`. Unplugged packages are skipped: they are found in their folders, and the map also lists those of other
 * platforms, which are not installed. Source: yarnpkg/berry, "PnP specification" and @yarnpkg/pnp.
 */
export const yarnPnp: Cataloger = {
  id: 'yarn-pnp',
  wants: (path, size) =>
    path.includes('.pnp.') && /(?:^|\/)\.pnp\.(?:cjs|js|data\.json)$/.test(path)
      ? maxMebibytes(64, size)
      : 0,
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  const bytes = requireFullContent(file);
  const state = file.path.endsWith('.json') ? bytes : loaderState(bytes);
  // A loader with a separate data file contains no state.
  if (!state) return [];
  const map = jsonOf(state);
  const registry = isObject(map) ? map.packageRegistryData : undefined;
  if (!Array.isArray(registry)) throw new CatalogError("is a Plug'n'Play map without packages");
  return registry.flatMap((entry) => {
    const [name, versions] = pair(entry);
    if (typeof name !== 'string' || !Array.isArray(versions)) return [];
    return versions.flatMap((version) => {
      const [reference, information] = pair(version);
      const location = isObject(information) ? information.packageLocation : undefined;
      if (typeof reference !== 'string' || typeof location !== 'string') return [];
      return location.includes('.zip/') ? packageOf(name, reference) : [];
    });
  });
}

function pair(value: unknown): readonly [unknown, unknown] {
  return Array.isArray(value) ? [value[0], value[1]] : [undefined, undefined];
}

const VIRTUAL = /^virtual:[0-9a-f]+#/;
/** `npm:4.17.21`, or with another name `npm:@acme/x@1.0.0`; either may have bindings after `::`. */
const REGISTRY_REFERENCE = /^npm:(?:((?:@[^/@]+\/)?[^/@]+)@)?([^/@:#]+)(?:::|$)/;

/** Empty for workspaces, folders and repositories, which have no version in the registry. */
function packageOf(name: string, reference: string): FoundPackage[] {
  const plain = reference.replace(VIRTUAL, '').slice(0, MAX_REFERENCE_LENGTH);
  const [, alias, published] = REGISTRY_REFERENCE.exec(plain) ?? [];
  const found = cleanString(alias ?? name, 300);
  const version = cleanString(published ?? patchedVersion(plain), 256);
  return found && version ? [{ type: 'npm', name: found, version }] : [];
}

/** `patch:x@npm%3A1.0.0#…::version=1.0.0&hash=…`: the version before the patch. */
function patchedVersion(reference: string): string | undefined {
  if (!reference.startsWith('patch:')) return undefined;
  const bindings = reference.slice(reference.lastIndexOf('::') + 2).split('&');
  return bindings.find((binding) => binding.startsWith('version='))?.slice('version='.length);
}

const MAX_REFERENCE_LENGTH = 4096;

/** The JSON in the loader: in a string with single quotes (Yarn 3 and 4), or as the argument of a call (Yarn 2). */
function loaderState(bytes: Uint8Array): Uint8Array | undefined {
  const program = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const quoted = /(?:RAW_RUNTIME_STATE\s*=\s*|hydrateRuntimeState\(JSON\.parse\()'/.exec(
    program.toString('latin1', 0, HEAD_BYTES),
  );
  if (quoted) return unquote(program.subarray(quoted.index + quoted[0].length));
  const call = program.indexOf(CALL);
  return call < 0 ? undefined : firstObject(program.subarray(call + CALL.length));
}

/** The state is at the top of the loader, after a comment. */
const HEAD_BYTES = 65_536;
const CALL = 'return hydrateRuntimeState(';
const QUOTE = 0x27;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;

/** The text up to the closing quote, without the escapes of quotes, backslashes and line ends. */
function unquote(program: Buffer): Uint8Array {
  const text = Buffer.allocUnsafe(program.length);
  let length = 0;
  for (let i = 0; i < program.length && program[i] !== QUOTE; i++) {
    if (program[i] === BACKSLASH && program[++i] === LINE_FEED) continue;
    text[length++] = program[i] ?? LINE_FEED;
  }
  return text.subarray(0, length);
}

/** The text up to the closing brace of the first object. */
function firstObject(program: Buffer): Uint8Array {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < program.length; i++) {
    const byte = program[i];
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b) depth++;
    else if (byte === 0x7d && --depth === 0) return program.subarray(0, i + 1);
  }
  return program;
}
