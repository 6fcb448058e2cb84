import {
  type EditResult,
  quoted,
  type RefusedEdit,
  refused,
  unchanged,
} from '../../core/edit-result.js';
import type { Edit } from '../../core/fix.js';
import type { PlanChange } from '../../core/plan.js';
import { pythonName } from '../../core/python-name.js';
import { lineStarts, rangeOf } from '../../lib/lines.js';
import { keepsRange } from './package-words.js';

/** A package has one entry, or one for each platform and version of Python. */
const MOST_ENTRIES = 50;

export type DependencyChange = Extract<PlanChange, { kind: 'dependency' }>;

/**
 * The edits that change the version of a package in requirements.txt, with its hashes. A list of constraints gets a line for
 * a package that it does not name. Source: pip's "Requirements File Format".
 */
export function editRequirements(text: string, change: DependencyChange): EditResult {
  const { name, to } = change;
  const entries = entriesOf(text).filter((entry) => pythonName(entry.name) === pythonName(name));
  if (entries.length === 0) return addConstraint(text, change);
  const before = entries.filter((entry) => says(entry, change.from));
  if (before.length === 0 || change.from === to) {
    if (entries.some(({ version }) => version === to))
      return unchanged(`the file says ${name} ${to}`);
    const [other] = entries;
    const wanted = change.from === undefined ? 'no version' : quoted(change.from);
    return refused(`The file says ${quoted(other?.code ?? '')} and not ${wanted}`);
  }
  if (before.length > MOST_ENTRIES) return refused(`The file names ${name} ${before.length} times`);
  const starts = lineStarts(text);
  const edits: Edit[] = [];
  const hasHashes = usesHashes(text);
  for (const entry of before) {
    const result = entryEdits(entry, change, hasHashes);
    if ('kind' in result) return result;
    for (const { start, end, text: replacement } of result)
      edits.push({ ...rangeOf(starts, start, end), text: replacement });
  }
  return { kind: 'edits', description: `Change ${name} to ${to}`, edits };
}

/** An entry of the list: `name[extras]==version ; marker --hash=…`. */
interface Entry {
  readonly name: string;
  /** Undefined without a version, and for specifications with more than one. */
  readonly version: string | undefined;
  readonly operator: string;
  /** Whether the entry is a name with at most one version; not a URL or a range with two ends. */
  readonly isSimple: boolean;
  /** Without the comment. */
  readonly code: string;
  /** Offsets of the code and of the version in the file. Without a version, it is where one can be. */
  readonly start: number;
  readonly versionStart: number;
}

/** White space, and the ends of lines that continue. */
const SPACE = String.raw`(?:[ \t]|\\\r?\n)*`;
const NAME = new RegExp(
  String.raw`^(\ufeff?${SPACE}([A-Za-z0-9][\w.-]*)(?:${SPACE}\[[^\]\r\n]*\])?)(${SPACE})`,
);
const VERSION = new RegExp(String.raw`^((===?|~=|>=)${SPACE})([^\s,;<>=!~#\\]+)`);
const REST = new RegExp(`^${SPACE}(?:$|;|--)`);

function entriesOf(text: string): Entry[] {
  return logicalLines(text).flatMap(({ start, code }) => {
    const match = NAME.exec(code);
    if (!match) return [];
    const [, head = '', name = '', space = ''] = match;
    const after = code.slice(head.length + space.length);
    const pin = VERSION.exec(after);
    const [written = '', before = '', operator = '', version] = pin ?? [];
    const isSimple = REST.test(after.slice(written.length));
    const versionStart = start + head.length + (pin ? space.length + before.length : 0);
    return [{ name, version, operator, isSimple, code, start, versionStart }];
  });
}

interface LogicalLine {
  readonly start: number;
  /** Without the comment and the end of the line. */
  readonly code: string;
}

/** The lines of the list, with those that continue them. A comment ends an entry. */
function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).replace(/\r$/, '');
    const comment = line.search(/(?:^|\s)#/);
    if (line.endsWith('\\') && comment < 0 && newline >= 0) {
      at = end + 1;
      continue;
    }
    const code = text.slice(start, at) + (comment < 0 ? line : line.slice(0, comment));
    lines.push({ start, code: code.trimEnd() });
    at = end + 1;
    start = at;
  }
  return lines;
}

function says({ version, operator, isSimple }: Entry, from: string | undefined): boolean {
  if (!isSimple) return false;
  return from === undefined
    ? version === undefined
    : version === from || `${operator}${version}` === from.replace(/\s/g, '');
}

/** A replacement of the offsets `[start, end)`. */
interface Replaced {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function entryEdits(
  entry: Entry,
  { name, to, hashes }: DependencyChange,
  requiresHashes: boolean,
): readonly Replaced[] | RefusedEdit {
  const { version, operator, versionStart, start, code } = entry;
  if (version !== undefined && !keepsRange(operator, version, to))
    return refused(`${quoted(`${operator}${version}`)} of ${name} means another range with ${to}`);
  const edits: Replaced[] = [
    version === undefined
      ? { start: versionStart, end: versionStart, text: `==${to}` }
      : { start: versionStart, end: versionStart + version.length, text: to },
  ];
  if (!requiresHashes) return edits;
  if (!hashes || hashes.length === 0)
    return refused(`The list has hashes, and those of ${name} ${to} are not known`);
  if (!hashes.every((hash) => HASH.test(hash)))
    return refused(`A hash of ${name} ${to} is not a SHA-256 digest`);
  const options = [...new Set(hashes)].sort().map((hash) => `--hash=${hash}`);
  const found = [...code.matchAll(/--hash(?:=|\s+)\S+/g)];
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) {
    const newline = entry.code.includes('\r\n') ? '\r\n' : '\n';
    const end = start + code.length;
    const text = options.map((option) => ` \\${newline}    ${option}`).join('');
    return [...edits, { start: end, end, text }];
  }
  const text = options.join(spaceBefore(code, first.index));
  return [...edits, { start: start + first.index, end: start + last.index + last[0].length, text }];
}

/** The white space and continuation before an offset. */
function spaceBefore(code: string, offset: number): string {
  let at = offset;
  while (at > 0 && /[\s\\]/.test(code.charAt(at - 1))) at--;
  return code.slice(at, offset);
}

const HASH = /^sha256:[0-9a-f]{64}$/;

/** Whether pip checks hashes: then every entry needs them. */
function usesHashes(text: string): boolean {
  return logicalLines(text).some(({ code }) => /(?:^|\s)--(?:hash|require-hashes)\b/.test(code));
}

/** A new line at the end of a list of constraints. */
function addConstraint(text: string, { path, name, from, to }: DependencyChange): EditResult {
  if (!/(?:^|[/_.-])constraints[^/]*\.txt$/i.test(path) || from !== undefined)
    return refused(`The file has no entry for ${name}`);
  if (usesHashes(text)) return refused('The list has hashes: add the entry with its hashes');
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const line = `${name}==${to}`;
  const isOpen = text.replace(/^\ufeff/, '') !== '' && !text.endsWith('\n');
  const added = isOpen ? `${newline}${line}` : `${line}${newline}`;
  const range = rangeOf(lineStarts(text), text.length, text.length);
  return { kind: 'edits', description: `Add ${line}`, edits: [{ ...range, text: added }] };
}
