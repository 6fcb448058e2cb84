import type { GoFunctions, GoProgram } from '../../core/go-program.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { requirementNames } from '../clean-facts.js';
import { executableOf, wantsExecutable } from '../executables/executable.js';
import { readGoFunctions } from '../executables/go-functions.js';
import { atAddress, type Executable, type Region, toNumber, view } from '../executables/layout.js';
import { cleanString, decodeUtf8 } from '../file-content.js';
import { eachLine } from '../stanzas.js';

/**
 * Modules in a Go program, from the build information in its data segment, which stripped programs have, too. This is what
 * `go version -m` prints. A replaced module is listed as its replacement, and Go's standard library as `stdlib`.
 * Source: Go, debug/buildinfo.
 */
export const golang: Cataloger = {
  id: 'golang',
  parts: true,
  wants: wantsExecutable,
  read: (file) => read(file),
};

/** The same with the functions of each program, whose names take a hundred times longer to read than the modules. */
export const golangWithFunctions: Cataloger = {
  ...golang,
  read: (file) => read(file, readGoFunctions),
};

/** How many bytes of the data segment are searched for the build information, and its maximum length. */
const MAX_SEARCHED_BYTES = 1_048_576;
const MAX_TEXT_BYTES = 16 * 1_048_576;

function read(file: CatalogedFile, functionsOf?: typeof readGoFunctions): FoundPackage[] {
  const executable = executableOf(file);
  const info = executable && buildInfo(file, executable);
  if (info) {
    const modules = modulesOf(info);
    const program = functionsOf && programOf(info, modules, functionsOf(file, executable));
    // The graph between the other modules is not in the program.
    const linked = requirementNames(modules.filter((one) => !one.isMain).map(({ name }) => name));
    return modules.map(({ replaces: _, isMain, ...found }) => ({
      type: 'golang',
      ...found,
      program,
      requires: isMain ? linked : undefined,
    }));
  }
  if (executable?.sections.some(({ name }) => name !== undefined && GO_SECTIONS.has(name)))
    throw new CatalogError(
      'is a Go program without build information, so its modules are not known. Build it with Go modules',
      INSIDE_PACKAGE.test(file.path) ? 'other-format' : 'malformed',
    );
  return [];
}

/** A program that a language package contains, such as esbuild, is known by this package. */
const INSIDE_PACKAGE = /(?:^|\/)(?:node_modules|(?:site|dist)-packages)\//;

/** Every Go program has a table of its functions, also if its build information was removed. */
const GO_SECTIONS: ReadonlySet<string> = new Set([
  '.go.buildinfo',
  '__go_buildinfo',
  '.gopclntab',
  '__gopclntab',
]);

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
    : file.part(region.offset, Math.min(region.size, MAX_SEARCHED_BYTES));
  for (let at = 0; at + 32 <= searched.length; at += 16) {
    if (isMagic(searched, at)) {
      return (searched[at + 15] ?? 0) & INLINE
        ? inlineInfo(file, region.offset + at + 32)
        : pointedInfo(file, executable, Uint8Array.from(searched.subarray(at, at + 32)));
    }
  }
  return undefined;
}

/** The section of the build information; without section headers the first writable segment, at whose start it is. */
function dataRegion({ sections, segments }: Executable): Region | undefined {
  const named = sections.find((s) => s.name === '.go.buildinfo' || s.name === '__go_buildinfo');
  if (named) return named;
  // Section headers without this section show that it is not a Go program, except in PE, which never has the section.
  const isOtherProgram = sections.length > 1 && sections !== segments;
  return isOtherProgram ? undefined : segments.find((s) => s.writable && s.size > 0);
}

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const BIG_ENDIAN = 1;
const INLINE = 2;

function isMagic(bytes: Uint8Array, at: number): boolean {
  return MAGIC.every((byte, i) => bytes[at + i] === byte);
}

/** Since Go 1.18 two strings follow, each with its length as a varint in front. */
function inlineInfo(file: CatalogedFile, offset: number): BuildInfo | undefined {
  const version = inlineString(file, offset, decodeUtf8);
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
      if (length > MAX_TEXT_BYTES) return undefined;
      const bytes = file.part(start, length);
      return bytes.length === length ? { text: decode(bytes), end: start + length } : undefined;
    }
  }
  return undefined;
}

/** Before Go 1.18 there are two pointers to string headers, each of a pointer and a length. */
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
      ? toNumber(view(bytes).getBigUint64(at, little))
      : view(bytes).getUint32(at, little);
  const textAt = (address: number, decode: (bytes: Uint8Array) => string): string | undefined => {
    const stringHeader = atAddress(executable, part, address, 2 * pointerSize);
    const length = stringHeader && pointer(stringHeader, pointerSize);
    if (!stringHeader || length === undefined || length > MAX_TEXT_BYTES) return undefined;
    const bytes = atAddress(executable, part, pointer(stringHeader, 0), length);
    return bytes && decode(bytes);
  };
  const version = textAt(pointer(header, 16), decodeUtf8);
  if (version === undefined) return undefined;
  return { version, modules: textAt(pointer(header, 16 + pointerSize), moduleText) ?? '' };
}

/** The text between two markers of 16 bytes; it ends with a line feed. */
function moduleText(bytes: Uint8Array): string {
  return bytes.length >= 33 && bytes[bytes.length - 17] === 0x0a
    ? decodeUtf8(bytes.subarray(16, bytes.length - 16))
    : '';
}

interface Module {
  /** The module's path. */
  readonly name: string;
  readonly version: string;
  readonly evidence?: string;
  /** The path of the module that it replaces: its packages keep their names. */
  readonly replaces?: string;
  readonly isMain?: true;
}

/** The version that a release build passes to the linker. It is a claim of the build, not known to Go. */
const LINKED_VERSION = /^build\t-ldflags=.*?-X[ =]['"\\]*main\.[vV]ersion=(v?\d[\w.+-]{0,100})/;

/** Reads the lines `mod`, `dep`, `=>` and `build`, whose fields are separated by tabs. */
function modulesOf({ version, modules }: BuildInfo): Module[] {
  const found: Module[] = [];
  for (const line of eachLine(modules)) {
    const linkedVersion = LINKED_VERSION.exec(line)?.[1];
    const main = found[0];
    if (linkedVersion && main?.version === '(devel)') {
      found[0] = { ...main, evidence: `ldflags:${linkedVersion}` };
      continue;
    }
    const [kind, path, moduleVersion] = line.split('\t').map((field) => cleanString(field));
    if (kind === '=>') {
      // The replacement by a local folder has no version; then the module keeps its name and version.
      const replaced = found.at(-1);
      if (path && moduleVersion && replaced)
        found[found.length - 1] = { name: path, version: moduleVersion, replaces: replaced.name };
    } else if (kind === 'mod' && path) {
      found.push(mainModule(path, moduleVersion ?? '(devel)'));
    } else if (kind === 'dep' && path) {
      found.push({ name: path, version: moduleVersion ?? '(devel)' });
    }
  }
  const go = cleanString(version.split(' ')[0]);
  if (go?.startsWith('go')) found.push({ name: 'stdlib', version: go });
  return found;
}

/** Go's version of a main module that was built from a commit without a tag below it: the commit's time, and its hash. */
const UNTAGGED = /^v0\.0\.0-\d{14}-[0-9a-f]{12}(?:\+|$)/;

function mainModule(name: string, version: string): Module {
  return { name, version, isMain: true, ...(UNTAGGED.test(version) && { evidence: 'commit' }) };
}

/** What the program shows about its code: see GoProgram. */
function programOf(
  { modules }: BuildInfo,
  found: readonly Module[],
  functions: GoProgram['functions'],
): GoProgram {
  const fields = new Map<string, string>();
  for (const line of eachLine(modules)) {
    const [, key, value] = /^(path\t|build\tGOOS=|build\tGOARCH=)(.*)$/.exec(line) ?? [];
    if (key && value) fields.set(key, cleanString(value) ?? '');
  }
  return {
    goos: fields.get('build\tGOOS=') || undefined,
    goarch: fields.get('build\tGOARCH=') || undefined,
    mainPackage: fields.get('path\t') || undefined,
    replaced: new Map(found.flatMap((m) => (m.replaces ? [[m.name, m.replaces] as const] : []))),
    functions: 'problem' in functions ? functions : plausible(functions, found),
  };
}

/**
 * Obfuscated names would make every function look absent. Every program has `main.main` and the runtime, and most modules
 * that a program needs have functions in it.
 */
function plausible(functions: GoFunctions, modules: readonly Module[]): GoProgram['functions'] {
  const dependencies = modules.filter(({ name, isMain }) => name !== 'stdlib' && !isMain);
  const linked = dependencies.filter(({ name, replaces = name }) => functions.hasModule(replaces));
  const isComplete = functions.has('main', 'main') && functions.has('runtime', 'main');
  return isComplete && 2 * linked.length >= dependencies.length
    ? functions
    : { problem: 'has function names that do not match its modules' };
}
