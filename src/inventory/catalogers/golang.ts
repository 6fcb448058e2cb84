import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, textOf } from '../clean-string.js';
import { executableOf } from '../executables/executable.js';
import { atAddress, big, type Executable, type Region, view } from '../executables/layout.js';
import { wantsExecutable } from '../executables/wants.js';
import { lines } from '../stanzas.js';

/**
 * Modules compiled into a Go program, from the build information that its linker leaves in the data segment, in
 * stripped programs too: what `go version -m` prints. A replaced module counts as what replaced it, Go's own library
 * as `stdlib`. Source: Go, debug/buildinfo.
 */
export const golang: Cataloger = {
  id: 'golang',
  parts: true,
  wants: wantsExecutable,
  read,
};

/** How far into the region the information may begin, and how much of it is read. */
const SEARCHED = 1_048_576;
const LONGEST = 16 * 1_048_576;

function read(file: CatalogedFile): FoundPackage[] {
  const executable = executableOf(file);
  const info = executable && buildInfo(file, executable);
  return info ? modulesOf(info) : [];
}

interface BuildInfo {
  readonly version: string;
  readonly modules: string;
}

function buildInfo(file: CatalogedFile, executable: Executable): BuildInfo | undefined {
  const region = dataRegion(executable);
  if (!region) return undefined;
  const head = file.part(region.offset, Math.min(region.size, 64));
  const searched = isMagic(head, 0)
    ? head
    : file.part(region.offset, Math.min(region.size, SEARCHED));
  for (let at = 0; at + 32 <= searched.length; at += 16) {
    if (isMagic(searched, at)) {
      return (searched[at + 15] ?? 0) & INLINE
        ? inlineInfo(file, region.offset + at + 32)
        : pointedInfo(file, executable, Uint8Array.from(searched.subarray(at, at + 32)));
    }
  }
  return undefined;
}

/** The section made for it; without section headers the first writable segment, where the linker puts it first. */
function dataRegion({ sections, segments }: Executable): Region | undefined {
  const named = sections.find((s) => s.name === '.go.buildinfo' || s.name === '__go_buildinfo');
  if (named) return named;
  // A program with section headers but without that section is not Go's; PE has no such section.
  const telling = sections.length > 1 && sections !== segments;
  return telling ? undefined : segments.find((s) => s.writable && s.size > 0);
}

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const BIG_ENDIAN = 1;
const INLINE = 2;

function isMagic(bytes: Uint8Array, at: number): boolean {
  return MAGIC.every((byte, i) => bytes[at + i] === byte);
}

/** Since Go 1.18: two strings follow, each after its length as a varint. */
function inlineInfo(file: CatalogedFile, offset: number): BuildInfo | undefined {
  const version = inlineString(file, offset, textOf);
  const modules = version && inlineString(file, version.end, moduleText);
  return version && modules && { version: version.text, modules: modules.text };
}

function inlineString(
  file: CatalogedFile,
  offset: number,
  decode: (bytes: Uint8Array) => string,
): { readonly text: string; readonly end: number } | undefined {
  const head = file.part(offset, 10);
  let length = 0;
  for (let i = 0; i < head.length; i++) {
    const byte = head[i] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) {
      const start = offset + i + 1;
      if (length > LONGEST) return undefined;
      const bytes = file.part(start, length);
      return bytes.length === length ? { text: decode(bytes), end: start + length } : undefined;
    }
  }
  return undefined;
}

/** Before Go 1.18: two pointers to string headers, each a pointer and a length. */
function pointedInfo(
  file: CatalogedFile,
  executable: Executable,
  header: Uint8Array,
): BuildInfo | undefined {
  const pointerSize = header[14] ?? 0;
  const little = ((header[15] ?? 0) & BIG_ENDIAN) === 0;
  if (pointerSize !== 4 && pointerSize !== 8) return undefined;
  const part = file.part.bind(file);
  const pointer = (bytes: Uint8Array, at: number): number =>
    pointerSize === 8
      ? big(view(bytes).getBigUint64(at, little))
      : view(bytes).getUint32(at, little);
  const text = (address: number, decode: (bytes: Uint8Array) => string): string | undefined => {
    const described = atAddress(executable, part, address, 2 * pointerSize);
    const length = described && pointer(described, pointerSize);
    if (!described || length === undefined || length > LONGEST) return undefined;
    const bytes = atAddress(executable, part, pointer(described, 0), length);
    return bytes && decode(bytes);
  };
  const version = text(pointer(header, 16), textOf);
  if (version === undefined) return undefined;
  return { version, modules: text(pointer(header, 16 + pointerSize), moduleText) ?? '' };
}

/** The text stands between two marks of 16 bytes, before which it ends with a line feed. */
function moduleText(bytes: Uint8Array): string {
  return bytes.length >= 33 && bytes[bytes.length - 17] === 0x0a
    ? textOf(bytes.subarray(16, bytes.length - 16))
    : '';
}

interface Module {
  readonly path: string;
  readonly version: string;
  readonly evidence?: string;
}

/** The version that a release build sets by the linker: what the builder says, not what Go knows. */
const STAMP = /^build\t-ldflags=.*?-X[ =]['"\\]*main\.[vV]ersion=(v?\d[\w.+-]{0,100})/;

/** `path`, `mod`, `dep`, `=>` and `build` lines with fields separated by tabs. */
function modulesOf({ version, modules }: BuildInfo): FoundPackage[] {
  const found: Module[] = [];
  for (const line of lines(modules)) {
    const stamped = STAMP.exec(line)?.[1];
    const main = found[0];
    if (stamped && main?.version === '(devel)') {
      found[0] = { ...main, evidence: `ldflags:${stamped}` };
      continue;
    }
    const [kind, path, moduleVersion] = line.split('\t').map((field) => cleanString(field));
    if (kind === '=>') {
      // A local folder has no version: then the module keeps its own name and version.
      if (path && moduleVersion && found.length > 0)
        found[found.length - 1] = { path, version: moduleVersion };
    } else if ((kind === 'mod' || kind === 'dep') && path) {
      found.push({ path, version: moduleVersion ?? '(devel)' });
    }
  }
  const go = cleanString(version.split(' ')[0]);
  if (go?.startsWith('go')) found.push({ path: 'stdlib', version: go });
  return found.map(({ path, ...rest }) => ({ type: 'golang', name: path, ...rest }));
}
