import { readElf } from '../inventory/executables/elf.js';
import {
  cString,
  type ReadFilePart,
  type Region,
  toNumber,
  view,
} from '../inventory/executables/layout.js';

/** What the dynamic loader reads of an ELF file. */
export interface DynamicElf {
  /** Class and machine: a library of another one is skipped. */
  readonly abi: string;
  /** The loader: `/lib64/ld-linux-x86-64.so.2`; undefined for libraries and static programs. */
  readonly interpreter?: string | undefined;
  readonly needed: readonly string[];
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  /** It has more of these than are read. */
  readonly isCut?: boolean;
}

/** The texts of an ELF file. */
export interface ElfTexts {
  /** The sections with constant texts. */
  readonly constants: readonly Region[];
  /** The section with the names of its symbols. */
  readonly symbols: Region | undefined;
  /** It has no sections, or is packed: its texts are not known. */
  readonly isOpaque: boolean;
}

const MAX_HEADERS = 1024;
const MAX_DYNAMIC_BYTES = 65_536;
const MAX_NEEDED = 1000;
const MAX_NAME = 4096;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

/** Whether the first bytes are those of an ELF file. */
export function isElf(head: Uint8Array): boolean {
  return head.length >= 20 && view(head).getUint32(0) === 0x7f454c46;
}

/**
 * The dynamic section of an ELF file; undefined for another file and for one whose headers are damaged. Source: System V
 * ABI, chapter 5, "Dynamic Linking".
 */
export function readDynamicElf(part: ReadFilePart): DynamicElf | undefined {
  const head = part(0, 64);
  if (head.length < 52 || !isElf(head)) return undefined;
  const header = view(Uint8Array.from(head));
  const layout = { is64: header.getUint8(4) === 2, little: header.getUint8(5) === 1 };
  if (layout.is64 && head.length < 64) return undefined;
  const segments = segmentsOf(header, layout, part);
  const interp = segments.find(({ type }) => type === PT_INTERP);
  const loads = segments.filter(({ type }) => type === PT_LOAD);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  const table = dynamic ? dynamicTable(dynamic, loads, layout, part) : [];
  const all = (tag: number) => table.filter((one) => one.tag === tag).map(({ text }) => text);
  return {
    abi: `${header.getUint8(4)}-${header.getUint16(18, layout.little)}`,
    interpreter:
      interp && (cString(part(interp.offset, Math.min(interp.size, MAX_NAME))) || undefined),
    needed: all(DT_NEEDED),
    ...(table.length >= MAX_NEEDED && { isCut: true }),
    rpath: all(DT_RPATH).flatMap((paths) => paths.split(':')),
    runpath: all(DT_RUNPATH).flatMap((paths) => paths.split(':')),
  };
}

/** Where the texts of an ELF file are. Throws RangeError for damaged headers. */
export function readElfTexts(part: ReadFilePart): ElfTexts {
  const sections = readElf(part)?.sections ?? [];
  return {
    constants: sections.filter(({ name = '' }) => CONSTANTS.test(name)),
    symbols: sections.find(({ name = '' }) => name === '.dynstr'),
    isOpaque: !sections.some(({ name = '' }) => CONSTANTS.test(name) || name === '.text'),
  };
}

const CONSTANTS = /^(?:\.rodata|\.note\.dlopen$)/;

interface Layout {
  readonly is64: boolean;
  readonly little: boolean;
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

function word(data: DataView, at: number, { is64, little }: Layout): number {
  return is64 ? toNumber(data.getBigUint64(at, little)) : data.getUint32(at, little);
}

function segmentsOf(header: DataView, layout: Layout, part: ReadFilePart): Segment[] {
  const { is64, little } = layout;
  const start = word(header, is64 ? 32 : 28, layout);
  const entrySize = header.getUint16(is64 ? 54 : 42, little);
  const count = header.getUint16(is64 ? 56 : 44, little);
  if (entrySize < (is64 ? 56 : 32) || count > MAX_HEADERS) return [];
  const bytes = Uint8Array.from(part(start, entrySize * count));
  const data = view(bytes);
  return Array.from({ length: Math.floor(bytes.length / entrySize) }, (_, i) => {
    const at = i * entrySize;
    return {
      type: data.getUint32(at, little),
      offset: word(data, at + (is64 ? 8 : 4), layout),
      address: word(data, at + (is64 ? 16 : 8), layout),
      size: word(data, at + (is64 ? 32 : 16), layout),
    };
  });
}

/** The entries that are names, with their texts. */
function dynamicTable(
  { offset, size }: Segment,
  loads: readonly Segment[],
  layout: Layout,
  part: ReadFilePart,
): { readonly tag: number; readonly text: string }[] {
  const step = layout.is64 ? 8 : 4;
  const bytes = Uint8Array.from(part(offset, Math.min(size, MAX_DYNAMIC_BYTES)));
  const data = view(bytes);
  const entries: { tag: number; value: number }[] = [];
  for (let at = 0; at + 2 * step <= bytes.length; at += 2 * step) {
    const tag = word(data, at, layout);
    if (tag === 0) break;
    entries.push({ tag, value: word(data, at + step, layout) });
  }
  const strings = entries.find(({ tag }) => tag === DT_STRTAB)?.value;
  const load =
    strings === undefined
      ? undefined
      : loads.find(({ address, size: length }) => strings >= address && strings < address + length);
  if (strings === undefined || !load) return [];
  const start = strings - load.address + load.offset;
  const wanted = entries
    .filter(({ tag }) => tag === DT_NEEDED || tag === DT_RPATH || tag === DT_RUNPATH)
    .slice(0, MAX_NEEDED);
  // Names are mostly close together: one read for all.
  const first = Math.min(...wanted.map(({ value }) => value));
  const last = Math.max(...wanted.map(({ value }) => value));
  const isClose = wanted.length > 0 && last - first < MAX_DYNAMIC_BYTES;
  const shared = isClose
    ? Uint8Array.from(part(start + first, last - first + MAX_NAME))
    : undefined;
  return wanted.map(({ tag, value }) => ({
    tag,
    text: cString(
      shared?.subarray(value - first, value - first + MAX_NAME) ?? part(start + value, MAX_NAME),
    ),
  }));
}

/** Hostile headers may lead anywhere; what they break is one file. */
export function readSafely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
