import {
  type ImageChange,
  type ImageDifference,
  type LayerSizeChange,
  RISKS,
  type Risk,
} from '../core/image-difference.js';
import type { Location } from '../core/location.js';
import { formatBytes } from '../lib/format-bytes.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';

/** What changes in the images, as all formats show it. Nothing is escaped. */
export interface ImageChanges {
  /** Of each image: `app:1 (linux/arm64): 5 changes: 2 high, 3 low. Size: 71 MB → 74 MB`. */
  readonly totals: readonly string[];
  /** At most ten lines, the riskiest first. */
  readonly lines: readonly ChangeLine[];
  /** The other lines. */
  readonly rest: readonly ChangeLine[];
  /** Sentences about sizes, and about what is not listed or was not compared. */
  readonly notes: readonly string[];
}

export interface ChangeLine {
  readonly risk: Risk;
  readonly message: string;
  /** The line of the Dockerfile that makes the change. */
  readonly location?: Location;
}

/** The heading in all formats. */
export const IMAGE_CHANGES_TITLE = 'What changes in the image';

/** Lines that a reviewer sees at once. */
const MOST_LINES = 10;
/** Changes that a reviewer need not read one by one are counted by folder or kind from this number on. */
const MOST_MINOR = 10;

/** Undefined if no image was compared, or if nothing changes in them. */
export function summarizeImageChanges(
  differences: readonly ImageDifference[] = [],
): ImageChanges | undefined {
  const changed = differences.filter((one) => totalOf(one) > 0 || one.gaps.length > 0);
  if (changed.length === 0) return undefined;
  const lines = joinedLines(changed);
  const names = new Set(differences.map(({ after }) => after.name));
  return {
    totals: changed.map((one) =>
      names.size > 1 || one.platform !== undefined
        ? `${nameOf(one)}: ${formatTotal(one)}`
        : formatTotal(one),
    ),
    lines: lines.slice(0, MOST_LINES),
    rest: lines.slice(MOST_LINES),
    notes: joinedNotes(changed),
  };
}

function nameOf({ after, platform }: ImageDifference): string {
  return platform === undefined ? after.name : `${after.name} (${platform})`;
}

/** What is said of all images, then what is said of one. */
function joinedNotes(differences: readonly ImageDifference[]): string[] {
  const all = differences.flatMap((one) =>
    notesOn(one).map((sentence) => ({ sentence, image: nameOf(one) })),
  );
  return [...groupBy(all, ({ sentence }) => sentence)].flatMap(([sentence, group]) =>
    group.length === differences.length
      ? sentence
      : group.map(({ image }) => `${image}: ${sentence}`),
  );
}

/** A line that several images have is shown once, with the images that have it unless all have it. */
function joinedLines(differences: readonly ImageDifference[]): ChangeLine[] {
  const all = differences.flatMap((one) =>
    changeLines(one).map((line) => ({ line, image: nameOf(one) })),
  );
  const groups = groupBy(all, ({ line }) => JSON.stringify([line.risk, line.message]));
  const lines = [...groups.values()].flatMap((group): ChangeLine[] => {
    const [first] = group;
    if (!first) return [];
    const images = new Set(group.map(({ image }) => image));
    const where = images.size < differences.length ? ` (${[...images].join(', ')})` : '';
    return [{ ...first.line, message: `${first.line.message}${where}` }];
  });
  return lines.sort((a, b) => RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk));
}

/** More lines that are alike are one line: of files, and of packages. */
const MOST_ALIKE = { file: 3, package: 6, setting: Number.POSITIVE_INFINITY } as const;

/** One line for each high change. Others that are alike are one line, and those of the least risk if they are many. */
export function changeLines({ changes, counts }: ImageDifference): ChangeLine[] {
  const minor = changes.filter(({ risk }) => risk === 'info');
  const major = changes.filter(({ risk }) => risk !== 'info');
  const lines = [
    ...countAlike(major),
    ...(minor.length > MOST_MINOR ? countMinor(minor) : minor.map(lineOf)),
  ];
  const left = RISKS.reduce((sum, risk) => sum + counts[risk], 0) - changes.length;
  const rest = `${pluralize(left, 'more change')} in the complete report`;
  return left > 0 ? [...lines, { risk: 'info', message: rest }] : lines;
}

function lineOf({ risk, message, location }: ImageChange): ChangeLine {
  return { risk, message, ...(location && { location }) };
}

/** `New script app/a and 12 more in app/bin/`, in the order of the first ones. */
function countAlike(changes: readonly ImageChange[]): ChangeLine[] {
  const groups = groupBy(changes, (change) => {
    if (change.risk === 'high') return change.message;
    const file = change.kind === 'file' ? [change.is, change.package !== undefined] : [];
    return JSON.stringify([change.risk, groupOf(change), ...file]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || group.length <= MOST_ALIKE[first.kind]) return group.map(lineOf);
    const line = lineOf(first);
    return [{ ...line, message: `${line.message} and ${group.length - 1} more ${groupOf(first)}` }];
  });
}

/** `12 files added in app/node_modules/`. */
function countMinor(changes: readonly ImageChange[]): ChangeLine[] {
  const groups = [...groupBy(changes, groupOf)].sort(([, a], [, b]) => b.length - a.length);
  const left = groups.slice(MOST_MINOR).reduce((sum, [, list]) => sum + list.length, 0);
  const lines = groups.slice(0, MOST_MINOR).map(([group, list]): ChangeLine => {
    const [first] = list;
    if (first && list.length === 1) return lineOf(first);
    return { risk: 'info', message: `${list.length} ${group}` };
  });
  const rest = `${left} more; --format json lists all`;
  return left > 0 ? [...lines, { risk: 'info', message: rest }] : lines;
}

/** A stored report may lack members of the change. */
function groupOf(change: ImageChange): string {
  switch (change.kind) {
    case 'file':
      return `files ${change.change ?? 'changed'} in ${topFolder(change.path ?? '')}`;
    case 'package':
      return `${change.type ?? ''} packages ${change.change ?? 'changed'}`;
    case 'setting':
      return `changes of ${change.setting ?? 'setting'}s`;
  }
}

/** The first two folders of a path. */
function topFolder(path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.length === 0 ? '/' : `${folders.slice(0, 2).join('/')}/`;
}

/** What explains the size, what is not listed because a rebuild changes it, and what could not be compared. */
export function notesOn({ noise, limits, gaps, sizes }: ImageDifference): readonly string[] {
  const kinds = noise.map(({ kind, files }) => `${kind} (${pluralize(files, 'file')})`);
  const shown = sizes.slice(0, MOST_SIZES).map(formatSize);
  return [
    ...(shown.length > 0 ? [`Size by instruction: ${shown.join(', ')}`] : []),
    ...(kinds.length > 0 ? [`Left out, because each build changes them: ${kinds.join(', ')}`] : []),
    ...limits,
    ...gaps.map((gap) => `Not compared: ${gap}`),
  ];
}

const MOST_SIZES = 5;

/** `Dockerfile:12 RUN +3.1 MB`. */
function formatSize({ instruction, location, before = 0, after }: LayerSizeChange): string {
  const bytes = (after ?? 0) - before;
  const place = location ? formatPlace(location) : after === undefined ? 'removed' : '';
  const sign = bytes < 0 ? '−' : '+';
  const parts = [place, instruction ?? '', `${sign}${formatBytes(Math.abs(bytes))}`];
  return parts.filter((part) => part !== '').join(' ');
}

/** `Dockerfile:12`. */
export function formatPlace({ path, startLine }: Location): string {
  return `${path}:${startLine}`;
}

/** `5 changes: 2 high, 3 low. Size: 71 MB → 74 MB`. */
export function formatTotal(difference: ImageDifference): string {
  const { counts, before, after } = difference;
  const risks = RISKS.flatMap((risk) => (counts[risk] > 0 ? [`${counts[risk]} ${risk}`] : []));
  const size = `Size: ${formatBytes(before.size)} → ${formatBytes(after.size)}`;
  const total = totalOf(difference);
  const nothing = difference.gaps.length > 0 ? 'No change in what was compared' : 'No change';
  return total === 0
    ? `${nothing}. ${size}`
    : `${pluralize(total, 'change')}: ${risks.join(', ')}. ${size}`;
}

function totalOf({ counts }: ImageDifference): number {
  return RISKS.reduce((sum, risk) => sum + counts[risk], 0);
}
