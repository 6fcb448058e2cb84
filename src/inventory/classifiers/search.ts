import { baseName } from '../../lib/paths.js';
import type { CatalogedFile } from '../cataloger.js';
import type { Executable, Region } from '../executables/layout.js';
import { type Classifier, fileKeys, type LoneVersion, type VersionText } from './classifier.js';

/** Sections are searched in pieces that overlap, so that a version string may cross their border. */
const PIECE_BYTES = 4 * 1024 * 1024;
const OVERLAP_BYTES = 256;
const MAX_SEARCHED_BYTES = 256 * 1024 * 1024;
const DEFAULT_SECTIONS: readonly string[] = ['.rodata', '.data'];

/**
 * The versions of the classifiers in a file, by classifier. The sections of a file are read once for all of them, up to a
 * limit. A file without section headers is searched in its segments.
 */
export function findVersions(
  file: CatalogedFile,
  executable: Executable,
  classifiers: readonly Classifier[],
): ReadonlyMap<Classifier, string> {
  const name = baseName(file.path);
  const searches = classifiers.map((classifier) => ({
    classifier,
    sections: classifier.sections ?? DEFAULT_SECTIONS,
    search: searchFor(classifier.version, name),
  }));
  let left = MAX_SEARCHED_BYTES;
  for (const region of regionsOf(executable)) {
    const inRegion = searches.filter(
      ({ sections }) => region.name === undefined || sections.includes(region.name),
    );
    for (let at = 0; at < region.size && left > 0; at += PIECE_BYTES - OVERLAP_BYTES) {
      const open = inRegion.filter(({ search }) => !search.isDone());
      if (open.length === 0) break;
      const text = textAt(file, region.offset + at, Math.min(PIECE_BYTES, region.size - at, left));
      if (text === '') break;
      left -= text.length;
      // The first string of a section begins with the section.
      const whole = at === 0 ? `\0${text}` : text;
      for (const { search } of open) search.see(whole);
    }
  }
  return new Map(
    searches.flatMap(({ classifier, search }) => {
      const version = search.version();
      return version === undefined ? [] : [[classifier, version] as const];
    }),
  );
}

/** The sections in the order of the search; the segments of a file that has none. */
function regionsOf({ sections, segments }: Executable): readonly Region[] {
  if (sections.length === 0) return segments.map(({ name: _, ...segment }) => segment);
  const order = [...DEFAULT_SECTIONS, ...sections.flatMap(({ name }) => name ?? [])];
  return [...sections].sort((a, b) => order.indexOf(a.name ?? '') - order.indexOf(b.name ?? ''));
}

/** Each byte is a character, so that an expression can name any of them. */
function textAt(file: CatalogedFile, offset: number, length: number): string {
  const piece = file.part(offset, length);
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
}

interface Search {
  see(text: string): void;
  /** Whether more text cannot change the result. */
  isDone(): boolean;
  version(): string | undefined;
}

function searchFor(version: VersionText, file: string): Search {
  if (!(version instanceof RegExp) && typeof version !== 'function') return loneSearch(version);
  let found: string | undefined;
  return {
    see(text) {
      found =
        version instanceof RegExp
          ? version
              .exec(text)
              ?.slice(1)
              .find((group) => group !== undefined)
          : version(text, file);
    },
    isDone: () => found !== undefined,
    version: () => found,
  };
}

/** Finds a version that is the only one; what more there are does not matter. */
function loneSearch({ lone, marker }: LoneVersion): Search {
  const versions = new Set<string>();
  let hasMarker = marker === '';
  return {
    see(text) {
      hasMarker ||= text.includes(marker);
      for (const [, version = ''] of text.matchAll(lone)) {
        versions.add(version);
        if (versions.size > 1) break;
      }
    },
    isDone: () => versions.size > 1,
    version() {
      const [version] = versions;
      return hasMarker && versions.size === 1 ? version : undefined;
    },
  };
}

/**
 * The names of the shared libraries that a file loads, as `fileKeys` gives them. They are in its table of dynamic strings, next
 * to names of symbols. A module may have the version string of a library that it loads, from when it was compiled.
 */
export function loadedLibraries(
  file: CatalogedFile,
  { sections }: Executable,
): ReadonlySet<string> {
  const table = sections.find(({ name }) => name === '.dynstr');
  const text = table ? textAt(file, table.offset, Math.min(table.size, MAX_STRINGS_BYTES)) : '';
  return new Set(
    text.split('\0').flatMap((string) => (string.includes('.so') ? fileKeys(string) : [])),
  );
}

/** The longest tables, of programs that export everything, are longer; a module exports little. */
const MAX_STRINGS_BYTES = 4 * 1024 * 1024;
