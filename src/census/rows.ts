import type { Coverage } from '../core/coverage.js';
import { groupBy } from '../lib/group-by.js';
import { plainText, pluralize } from '../lib/text.js';
import type { Census, CensusFile } from './find-files.js';

/** Files and images that a row names; more are counted. */
const MOST_NAMED = 3;
const MOST_CHARACTERS = 100;

/**
 * One gap for each format. It counts if the change touches a file of the format that is about containers alone, or brings the
 * container of another file: everything else was there before, or is told to whoever reads the result.
 */
export function censusRows(
  { files, left }: Census,
  isTouched: (path: string) => boolean,
  introduces: (file: CensusFile) => boolean = () => false,
): readonly Coverage[] {
  const kinds = groupBy(files, ({ format }) => format.kind);
  return [
    ...[...kinds].map(([kind, all]) => rowOf(kind, all, { isTouched, introduces })),
    ...(left.length > 0 ? [tooMany(left, isTouched)] : []),
  ];
}

interface ChangeFacts {
  readonly isTouched: (path: string) => boolean;
  /** Whether the change brings the container of the file, another image or more privileges. */
  readonly introduces: (file: CensusFile) => boolean;
}

function rowOf(
  target: string,
  files: readonly CensusFile[],
  { isTouched, introduces }: ChangeFacts,
): Coverage {
  const changed = files.filter(({ path }) => isTouched(path));
  const others = files.filter(({ path }) => !isTouched(path));
  const images = [...new Set([...changed, ...others].flatMap((file) => file.images))];
  const row = { check: 'manifest', target, state: 'not-covered' } as const;
  const named = images.length === 0 ? '' : `. Images in it: ${list(images, 'image')}`;
  if (changed.length === 0)
    return {
      ...row,
      reason: `No rule reads this format, so ${list(pathsOf(others), 'file')} ${verb(others)} not checked${named}`,
      informational: true,
    };
  const isTold = changed.every((file) => file.format.otherPurposes && !introduces(file));
  const rest =
    others.length === 0 ? '' : `, nor ${verb(others)} ${pluralize(others.length, 'other file')}`;
  return {
    ...row,
    reason: `No rule reads this format, so ${list(pathsOf(changed), 'file')}, which this change adds or modifies, ${verb(changed)} not checked${rest}${named}`,
    ...(isTold && { informational: true }),
  };
}

function pathsOf(files: readonly CensusFile[]): string[] {
  return files.map(({ path }) => path);
}

function verb({ length }: readonly CensusFile[]): string {
  return length === 1 ? 'is' : 'are';
}

/** `a, b, c and 4 more files` */
function list(names: readonly string[], noun: string): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => plainText(name, MOST_CHARACTERS));
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${pluralize(more, `more ${noun}`)}`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

function tooMany(left: readonly string[], isTouched: (path: string) => boolean): Coverage {
  return {
    check: 'manifest',
    target: 'files that no rule reads',
    state: 'partial',
    reason: `There are too many files to see which of them start containers: ${pluralize(left.length, 'file was', 'files were')} not opened. Check folders in runs of their own`,
    ...(!left.some(isTouched) && { informational: true }),
  };
}
