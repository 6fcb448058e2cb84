import { imageName } from '../core/fingerprint.js';
import type { Range } from '../core/location.js';
import { secretMark } from '../core/secret-mark.js';
import { credentialValues } from '../lib/credential-options.js';
import { variableNames } from '../lib/shell-variables.js';
import type { Span } from '../lib/span.js';
import { commandPlaces } from '../secrets/command-places.js';
import { isSecretName } from '../secrets/secret-names.js';
import { shellAt } from './commands/effective-shell.js';
import { earlierSources } from './earlier-sources.js';
import type { Dockerfile, Instruction } from './parser/model.js';
import { type SameMeaning, sameMeanings } from './same-meaning.js';
import { shellSources, withoutSecretValues } from './shell-sources.js';
import { findSecretValues } from './values/secret-values.js';
import { variableValue } from './variables.js';

/**
 * The text that identifies a finding in a range, or in the command or instruction that it is about: with each image as its
 * repository, and each secret as its mark, the folder of relative paths if it matters, and the shell if it is none of Linux. A
 * new tag or digest, which a fix may write, does not make another finding of the same problem, nor does another spelling,
 * order of packages or layout of the lines.
 */
export function identityReader(
  dockerfile: Dockerfile,
): (at: Range, whole?: Range, folder?: string) => string {
  const { source, instructions } = dockerfile;
  let read: readonly SameMeaning[] | undefined;
  const instructionAt = (offset: number) =>
    instructions[firstFrom(instructions, offset + 1) - 1] ?? instructions[0];
  /** The text of a part of the file, with other spellings of the same replaced. */
  const textOf = (from: number, end: number) => {
    let start = from;
    let text = '';
    read ??= sameMeanings(dockerfile);
    for (let i = firstFrom(read, start); i < read.length; i++) {
      const one = read[i];
      if (!one || one.start >= end) break;
      if (one.start < start || one.end > end) continue;
      text += source.text.slice(start, one.start) + one.text;
      start = one.end;
    }
    return text + source.text.slice(start, end);
  };
  const scripts = new Map<Instruction, string>();
  const scriptOf = (instruction: Instruction) => {
    const known =
      scripts.get(instruction) ?? scriptText(textOf(instruction.start, instruction.end));
    scripts.set(instruction, known);
    return known;
  };
  const earlier = earlierSources(dockerfile, scriptOf);
  const sourcesOf = (line: string, instruction: Instruction) => {
    const own = shellSources(line, scriptOf(instruction));
    const before = earlier(`${line} ; ${own}`, instruction);
    return withoutVersions(withoutFixes([own, before].filter(Boolean).join(' ; ')));
  };
  return (at, whole = at, folder = '') => {
    const end = source.offsetOf(whole.endLine, whole.endColumn);
    const start = source.offsetOf(whole.startLine, whole.startColumn);
    const instruction = instructionAt(start);
    const place = folder && ` in ${folder}`;
    const line = joined(textOf(start, end)) + place + shellOf(instruction);
    const sources =
      instruction && SHELL.has(instruction.keyword) ? sourcesOf(line, instruction) : '';
    const read = `${line} ${sources}`;
    const values = read.includes('$') ? valuesIn(read, dockerfile, instruction) : '';
    const marked = withMarks(line + values + withoutSecretValues(sources && ` ; ${sources}`));
    return whole === at ? marked : withoutFixes(marked);
  };
}

/** The instructions whose text a shell runs. */
const SHELL: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'ONBUILD']);

/** An instruction as lines of a script: without comments between them, and without what continues a line. */
function scriptText(text: string): string {
  return text
    .replace(/(?<=\n)[ \t]*#[^\n]*\n/g, '')
    .replace(/[\\`][ \t]*\r?\n/g, ' ')
    .replace(/[ \t\r]+/g, ' ');
}

/** Who runs the text, if it is no usual shell: SHELL can name any program, which does with the text what it wants. */
function shellOf(instruction: Instruction | undefined): string {
  if (!instruction || instruction.json || !SHELL.has(instruction.keyword)) return '';
  const words = shellAt(instruction)?.args.map(({ value }) => value) ?? [];
  return words.length === 0 || USUAL_SHELL.test(words.join(' ')) ? '' : ` by ${words.join(' ')}`;
}

/** A shell of Linux in its place, with options that change when it stops and what it prints, not what a command does. */
const USUAL_SHELL =
  /^(?:\/(?:usr\/(?:local\/)?)?bin\/)?(?:ba|da|a|z|k|mk)?sh(?: (?:-[euxlcCE]+|-[euxlE]*o \w+|--(?:login|noprofile|norc)))*$/;

const AT_START: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

function withoutFixes(text: string): string {
  return text.replace(ADDED_BY_FIXES, '').replace(/\bapt-get\b/g, 'apt');
}

function withoutVersions(text: string): string {
  return text.replace(DIGEST, '').replace(VERSION, '');
}

/** What fixes of other rules add to a command: they must not make another finding of it. */
const ADDED_BY_FIXES =
  / (?:-y|--no-cache|--no-cache-dir|--no-install-recommends|--non-interactive|--progress=dot:giga)(?= |$)/g;

/** More variables of one text are not followed. */
const MAX_VARIABLES = 20;

/**
 * The values of the variables in a text, where the Dockerfile sets them: another address in a
 * variable is another finding. Versions and digests are left out, as those of images are.
 */
function valuesIn(
  text: string,
  dockerfile: Dockerfile,
  instruction: Instruction | undefined,
): string {
  const names = variableNames(text);
  let values = '';
  // What starts the container sees all variables of its stage, wherever they are set.
  const isOfStart = instruction !== undefined && AT_START.has(instruction.keyword);
  const at = isOfStart ? { ...instruction, index: Number.POSITIVE_INFINITY } : instruction;
  for (const name of instruction ? [...names].slice(0, MAX_VARIABLES) : []) {
    if (name === 'PATH' || !instruction || !at) continue;
    const value = variableValue(dockerfile, at, name);
    if (!value) continue;
    if (isSecretName(name)) {
      values += ` ${name}=${secretMark(value)}`;
      continue;
    }
    const isImage = instruction.keyword === 'FROM' || instruction.keyword === 'COPY';
    const kept = isImage && !/\s/.test(value) ? imageName(value) : value;
    const what = withoutVersions(kept.slice(0, MAX_VALUE));
    if (what !== '') values += ` ${name}=${joined(what)}`;
  }
  return values;
}

const MAX_VALUE = 2_000;
const DIGEST = /\b(?:sha\d{3}:)?[0-9a-f]{32,128}\b/g;
/** `1.2.3-rc.1`, `v2`, `1.2.tar.gz`; not a host or its address, such as `1.a.example` and `10.0.0.1`. */
const VERSION =
  /(?<=^|(?<!\/)\/|[-_:@=])v?\d+(?:\.\d+){0,2}(?:[-+~_](?:\d|rc|alpha|beta|pre|dev|post|ga|lts|final|release|r\d|p\d)\w{0,30}(?:\.\d+){0,3}){0,4}(?=$|[^\w.+~-]|\.(?:tar|tgz|zip|deb|rpm|apk|gz|xz|jar|whl|exe)\b)/g;

/** The index of the first span that begins at `start` or after it; they are in order. */
function firstFrom(spans: readonly Pick<Span, 'start'>[], start: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? start) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lines as one: without comments between them, and without what continues a line. */
function joined(text: string): string {
  const lines = text.includes('\n')
    ? text.replace(/(?<=\n)[ \t]*#[^\n]*\n/g, '').replace(/[\\`][ \t]*\r?\n/g, ' ')
    : text;
  return lines.replace(/\s+/g, ' ').trim();
}

/** The text with the mark of each secret in its place: a fingerprint must not confirm a guess. */
function withMarks(text: string): string {
  const values = findSecretValues(text);
  const others = [...credentialValues(text), ...commandPlaces(text)]
    .filter(({ start, end }) => !values.some((one) => start < one.end && one.start < end))
    .map(({ start, end }) => ({ start, end, mark: secretMark(text.slice(start, end)) }));
  let out = '';
  let at = 0;
  for (const { start, end, mark } of [...values, ...others].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    out += text.slice(at, start) + mark;
    at = end;
  }
  return out + text.slice(at);
}
