import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, isObject, json } from '../clean-string.js';
import { maxMebibytes, requireFullContent } from '../full-content.js';

/**
 * npm packages that Yarn's Plug'n'Play loads from ZIP archives: the map `.pnp.cjs`, or `.pnp.data.json` where that is
 * kept apart. Packages that it unplugs lie in folders and are found there: the map lists those of other platforms, too,
 * which were never fetched. Source: yarnpkg/berry, "PnP specification" and @yarnpkg/pnp.
 */
export const yarnPnp: Cataloger = {
  id: 'yarn-pnp',
  wants: (path, size) =>
    /(?:^|\/)\.pnp\.(?:cjs|js|data\.json)$/.test(path) ? maxMebibytes(64, size) : 0,
  read,
};

function read(file: CatalogedFile): FoundPackage[] {
  const bytes = requireFullContent(file);
  const state = file.path.endsWith('.json') ? bytes : stateIn(bytes);
  // A loader whose state is kept apart has none of its own.
  if (!state) return [];
  const map = json(state);
  const registry = isObject(map) ? map.packageRegistryData : undefined;
  if (!Array.isArray(registry)) throw new CatalogError('is a map without packages');
  return registry.flatMap((entry) => {
    const [name, stores] = pair(entry);
    if (typeof name !== 'string' || !Array.isArray(stores)) return [];
    return stores.flatMap((store) => {
      const [reference, information] = pair(store);
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
/** `npm:4.17.21`, `npm:@acme/x@1.0.0` under another name, each with or without `::` and more. */
const FROM_REGISTRY = /^npm:(?:((?:@[^/@]+\/)?[^/@]+)@)?([^/@:#]+)(?:::|$)/;

/** Workspaces, folders and repositories have no version of npm's. */
function packageOf(name: string, reference: string): FoundPackage[] {
  const plain = reference.replace(VIRTUAL, '').slice(0, LONGEST);
  const [, alias, published] = FROM_REGISTRY.exec(plain) ?? [];
  const found = cleanString(alias ?? name, 300);
  const version = cleanString(published ?? patched(plain), 256);
  return found && version ? [{ type: 'npm', name: found, version }] : [];
}

/** `patch:x@npm%3A1.0.0#…::version=1.0.0&hash=…`: the version before the patch. */
function patched(reference: string): string | undefined {
  if (!reference.startsWith('patch:')) return undefined;
  const bindings = reference.slice(reference.lastIndexOf('::') + 2).split('&');
  return bindings.find((binding) => binding.startsWith('version='))?.slice('version='.length);
}

const LONGEST = 4096;

/** The JSON inside the loader: in a text between single quotes (Yarn 3 and 4), or as the argument of a call (Yarn 2). */
function stateIn(bytes: Uint8Array): Uint8Array | undefined {
  const program = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const quoted = /(?:RAW_RUNTIME_STATE\s*=\s*|hydrateRuntimeState\(JSON\.parse\()'/.exec(
    program.toString('latin1', 0, HEAD),
  );
  if (quoted) return unquoted(program.subarray(quoted.index + quoted[0].length));
  const call = program.indexOf(CALL);
  return call < 0 ? undefined : firstValue(program.subarray(call + CALL.length));
}

/** The state stands at the top, after a comment. */
const HEAD = 65_536;
const CALL = 'return hydrateRuntimeState(';
const QUOTE = 0x27;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;

/** The text up to the closing quote, escapes undone: Yarn escapes quotes, backslashes and the ends of lines. */
function unquoted(program: Buffer): Uint8Array {
  const text = Buffer.allocUnsafe(program.length);
  let length = 0;
  for (let i = 0; i < program.length && program[i] !== QUOTE; i++) {
    if (program[i] === BACKSLASH && program[++i] === LINE_FEED) continue;
    text[length++] = program[i] ?? LINE_FEED;
  }
  return text.subarray(0, length);
}

/** An object up to its closing brace. */
function firstValue(program: Buffer): Uint8Array {
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
