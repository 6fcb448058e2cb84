import { type ImageChange, type ImageDifference, RISKS } from '../core/image-difference.js';
import { formatBytes } from '../lib/format-bytes.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import { escapeLogLine, escapeMarkdown, sanitize, shorten, toJson } from './escape.js';

/** The formats of `portside diff`. */
export const DIFFERENCE_FORMATS: Readonly<
  Record<string, (differences: readonly ImageDifference[]) => string>
> = { text, markdown, json };

/** Changes that a reviewer need not read one by one are counted by folder or kind from this number on. */
const MOST_LISTED = 10;
const MAX_LINE = 300;

/** For people: one line a change, the riskiest first; what matters least is counted. */
function text(differences: readonly ImageDifference[]): string {
  const parts = differences.map((difference) =>
    [
      title(difference),
      ...listed(difference).map(({ risk, message }) => `  ${risk.padEnd(7)} ${line(message)}`),
      ...counted(difference).map((summary) => `  ${'info'.padEnd(7)} ${line(summary)}`),
      ...sameness(difference).map((sentence) => `  ${line(sentence)}`),
      total(difference),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

function line(message: string): string {
  return escapeLogLine(shorten(sanitize(message), MAX_LINE));
}

/** A section of a comment. */
function markdown(differences: readonly ImageDifference[]): string {
  const parts = differences.map((difference) =>
    [
      `### What changes in the image${platformOf(difference)}`,
      '',
      `${escapeMarkdown(names(difference))}. ${total(difference)}`,
      '',
      ...listed(difference).map(({ risk, message }) => `- **${risk}** ${cell(message)}`),
      ...counted(difference).map((summary) => `- ${cell(summary)}`),
      ...sameness(difference).map((sentence) => `- ${cell(sentence)}`),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

function cell(message: string): string {
  return escapeMarkdown(shorten(message, MAX_LINE));
}

/** For programs: everything. */
function json(differences: readonly ImageDifference[]): string {
  return `${toJson(
    {
      schema: 'portside-difference/1',
      differences: differences.map(({ noise, changes, ...about }) => ({
        ...about,
        changes,
        noise: Object.fromEntries(noise),
      })),
    },
    2,
  )}\n`;
}

function title(difference: ImageDifference): string {
  return `${sanitize(names(difference))}${platformOf(difference)}`;
}

function names({ before, after }: ImageDifference): string {
  return `${before.name} → ${after.name}`;
}

function platformOf({ platform }: ImageDifference): string {
  return platform === undefined ? '' : ` (${sanitize(platform)})`;
}

/** The changes that have a line of their own: all that are risky, and others if they are few. */
function listed({ changes }: ImageDifference): readonly ImageChange[] {
  const others = changes.filter(isMinor);
  return others.length > MOST_LISTED ? changes.filter((change) => !isMinor(change)) : changes;
}

function isMinor({ risk }: ImageChange): boolean {
  return risk === 'info';
}

/** The other changes, counted: `12 files added in app/node_modules`. */
function counted({ changes }: ImageDifference): readonly string[] {
  const others = changes.filter(isMinor);
  if (others.length <= MOST_LISTED) return [];
  const groups = [...groupBy(others, groupOf)].sort(([, a], [, b]) => b.length - a.length);
  const shown = groups.slice(0, MOST_LISTED);
  const left = groups.slice(MOST_LISTED).reduce((sum, [, list]) => sum + list.length, 0);
  return [
    ...shown.map(([group, list]) =>
      list.length === 1 ? (list[0]?.message ?? '') : `${list.length} ${group}`,
    ),
    ...(left > 0 ? [`${left} more; --format json lists all`] : []),
  ];
}

function groupOf(change: ImageChange): string {
  switch (change.kind) {
    case 'file':
      return `files ${change.change} in ${topFolder(change.path)}`;
    case 'package':
      return `${change.type} packages ${change.change}`;
    case 'setting':
      return `changes of ${change.setting}s`;
  }
}

/** The first two folders of a path. */
function topFolder(path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.length === 0 ? '/' : `${folders.slice(0, 2).join('/')}/`;
}

/** What is not listed because a rebuild changes it, and what could not be compared. */
function sameness({ noise, gaps }: ImageDifference): readonly string[] {
  const kinds = [...noise].map(([kind, count]) => `${kind} (${pluralize(count, 'file')})`);
  return [
    ...(kinds.length > 0 ? [`Left out, because each build changes them: ${kinds.join(', ')}`] : []),
    ...gaps.map((gap) => `Not compared: ${gap}`),
  ];
}

function total({ changes, before, after }: ImageDifference): string {
  const counts = RISKS.flatMap((risk) => {
    const count = changes.filter((change) => change.risk === risk).length;
    return count > 0 ? [`${count} ${risk}`] : [];
  });
  const size = `Size: ${formatBytes(before.size)} → ${formatBytes(after.size)}`;
  return changes.length === 0
    ? `No change. ${size}`
    : `${pluralize(changes.length, 'change')}: ${counts.join(', ')}. ${size}`;
}
