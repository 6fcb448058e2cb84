import type { FileSystem, LayerEntry, LayerFile } from '../image/image.js';
import { addTo } from '../lib/group-by.js';
import {
  foreignName,
  HEADER_BYTES,
  namesInByteCode,
  type Validity,
  validityOf,
} from './byte-code.js';
import type { Change } from './change.js';

/** Compares the byte code that Python runs with its source. */
export interface ModuleCheck {
  /** The files that were left out, because there are too many. Known after the plan. */
  readonly left: number;
  wants(entry: Pick<LayerEntry, 'path' | 'layer' | 'size'>): number;
  /** Returns a change if the file is a source that lacks a name of its byte code. */
  read(file: LayerFile): Change | undefined;
  /** The byte code to read. */
  plan(files: FileSystem): readonly LayerEntry[];
  /** The sources to read. Must be called once the byte code was read. */
  sources(): readonly LayerEntry[];
}

/** Where Python looks for the byte code of a source. Source: PEP 3147, PEP 488. */
const BYTE_CODE = /^((?:.*\/)?)__pycache__\/([^/]+)\.cpython-3\d+(?:\.opt-\d)?\.pyc$/;
/** What the interpreter and its installers compile, all at once. */
const LIBRARY = /(?:^|\/)lib(?:64)?\/python3(?:\.\d+)?t?\//;

const MAX_FILE_BYTES = 8 << 20;
const MAX_FILES = 20_000;
const MAX_ALL_BYTES = 256 << 20;

interface Pair {
  readonly code: LayerEntry;
  readonly source: LayerEntry;
}

/**
 * By default, byte code that a layer above that of its source wrote, that of applications, and that which Python runs
 * whatever the source is; with `isFull` all. Byte code that Python ignores, because its source has another time, is left out.
 */
export function createModuleCheck(isFull: boolean): ModuleCheck {
  const headers = new Map<string, Validity>();
  const planned = new Map<string, Pair>();
  const named = new Map<string, { readonly pair: Pair; readonly names: ReadonlySet<string> }[]>();
  let left = 0;
  let bytes = 0;
  let isPlanned = false;
  return {
    get left() {
      return left;
    },
    wants: (entry) => {
      const key = keyOf(entry);
      if (isPlanned) return planned.has(key) || named.has(key) ? entry.size : 0;
      return BYTE_CODE.test(entry.path) && entry.size > HEADER_BYTES ? HEADER_BYTES : 0;
    },
    read: (file) => {
      const key = keyOf(file);
      if (!isPlanned) {
        const validity = BYTE_CODE.test(file.path) ? validityOf(file.bytes) : undefined;
        if (validity) headers.set(key, validity);
        return undefined;
      }
      // Half a source lacks names.
      if (file.bytes.length < file.size) return undefined;
      const pair = planned.get(key);
      const names = pair && namesInByteCode(file.bytes);
      if (pair && names) {
        const source = keyOf(pair.source);
        addTo(named, source, { pair, names });
      }
      return foreignIn(file, named.get(key) ?? []);
    },
    plan: (files) => {
      isPlanned = true;
      for (const pair of pairsOf(files, headers, isFull)) {
        bytes += pair.code.size + pair.source.size;
        const isLarge = Math.max(pair.code.size, pair.source.size) > MAX_FILE_BYTES;
        if (isLarge || planned.size >= MAX_FILES || bytes > MAX_ALL_BYTES) left++;
        else planned.set(keyOf(pair.code), pair);
      }
      return Array.from(planned.values(), ({ code }) => code);
    },
    sources: () => [...named.values()].flatMap(([first]) => first?.pair.source ?? []),
  };
}

function* pairsOf(
  files: FileSystem,
  headers: ReadonlyMap<string, Validity>,
  isFull: boolean,
): Generator<Pair> {
  for (const code of files.entries()) {
    const validity = headers.get(keyOf(code));
    const [, folder, module] = BYTE_CODE.exec(code.path) ?? [];
    if (!validity || folder === undefined) continue;
    const source = files.get(`${folder}${module}.py`);
    if (source?.type !== 'file' || !runsWith(validity, source)) continue;
    const isAlways = validity.kind === 'unchecked-hash';
    if (isFull || isAlways || code.layer > source.layer || !LIBRARY.test(code.path))
      yield { code, source };
  }
}

/** Whether Python runs the byte code, and does not compile the source again. */
function runsWith(validity: Validity, { mtime, size }: LayerEntry): boolean {
  if (validity.kind !== 'timestamp') return validity.kind === 'unchecked-hash';
  return validity.time === Math.floor(mtime) >>> 0 && validity.size === size >>> 0;
}

function foreignIn(
  file: LayerFile,
  all: readonly { readonly pair: Pair; readonly names: ReadonlySet<string> }[],
): Change | undefined {
  if (all.length === 0) return undefined;
  const source = Buffer.from(file.bytes).toString('utf8');
  for (const { pair, names } of all) {
    const found = foreignName(names, source);
    const { path, layer } = pair.code;
    const owner = { manager: 'pip', name: '', version: '' } as const;
    if (found !== undefined)
      return { kind: 'byte-code', owner, path, layer, isProgram: true, found };
  }
  return undefined;
}

function keyOf({ layer, path }: Pick<LayerEntry, 'layer' | 'path'>): string {
  return `${layer}/${path}`;
}
