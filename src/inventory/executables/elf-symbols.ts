import { cString, type Executable, type ReadFilePart, view } from './layout.js';

/**
 * The addresses of symbols in a 64-bit little-endian ELF file, by name: those that it exports, else those for debuggers.
 * Source: System V ABI, chapter 4, "Symbol Table".
 */
export function symbolAddresses(
  executable: Executable,
  part: ReadFilePart,
  names: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  for (const [symbols, strings] of TABLES) {
    const found = addressesIn(executable, part, { symbols, strings, names });
    if (found.size > 0) return found;
  }
  return new Map();
}

const TABLES = [
  ['.dynsym', '.dynstr'],
  ['.symtab', '.strtab'],
] as const;
/** Bytes of a table. The largest programs have some ten megabytes of symbols for debuggers. */
const MAX_TABLE_BYTES = 64 * 1024 * 1024;
const ENTRY_BYTES = 24;

interface Wanted {
  readonly symbols: string;
  readonly strings: string;
  readonly names: ReadonlySet<string>;
}

function addressesIn(
  { sections }: Executable,
  part: ReadFilePart,
  { symbols, strings, names }: Wanted,
): Map<string, number> {
  const found = new Map<string, number>();
  const [table, texts] = [symbols, strings].map((name) => sections.find((s) => s.name === name));
  if (!table || !texts) return found;
  // The first part is valid only until the second is requested.
  const entries = part(table.offset, Math.min(table.size, MAX_TABLE_BYTES)).slice();
  const text = part(texts.offset, Math.min(texts.size, MAX_TABLE_BYTES));
  const longest = Math.max(0, ...[...names].map((name) => name.length)) + 1;
  const data = view(entries);
  for (let at = 0; at + ENTRY_BYTES <= entries.length; at += ENTRY_BYTES) {
    const start = data.getUint32(at, true);
    const name = cString(text.subarray(start, start + longest));
    if (!names.has(name) || found.has(name)) continue;
    const address = data.getBigUint64(at + 8, true);
    // An undefined symbol, of another library, has the address 0.
    if (address > 0n && address <= BigInt(Number.MAX_SAFE_INTEGER))
      found.set(name, Number(address));
  }
  return found;
}
