import { imageName } from '../core/fingerprint.js';
import type { Range } from '../core/location.js';
import { secretMark } from '../core/secret-mark.js';
import { credentialValues } from '../lib/credential-options.js';
import type { Span } from '../lib/span.js';
import type { Dockerfile } from './parser/model.js';
import { stageReferences } from './parser/stage-builder.js';
import { findSecretValues } from './values/secret-values.js';

/**
 * The text that identifies a finding in a range, or in the command or instruction that it is about: with each image as its
 * repository, and each secret as its mark. A new tag or digest, which a fix may write, does not make another finding of the
 * same problem, nor does another layout of the lines.
 */
export function identityReader(dockerfile: Dockerfile): (at: Range, whole?: Range) => string {
  const { source, instructions } = dockerfile;
  const references = referencesOf(dockerfile).sort((a, b) => a.start - b.start);
  const starts = new Set(instructions.map(({ start }) => start));
  return (at, whole = at) => {
    const end = source.offsetOf(whole.endLine, whole.endColumn);
    let start = source.offsetOf(whole.startLine, whole.startColumn);
    // A finding of a token begins at its instruction (see instruction-range.ts): the lines between may change.
    if (whole === at && at.startLine !== at.endLine && starts.has(start))
      start = source.offsetOf(at.endLine, 1);
    let text = '';
    for (let i = firstFrom(references, start); i < references.length; i++) {
      const one = references[i];
      if (!one || one.start >= end) break;
      if (one.start < start || one.end > end) continue;
      text += source.text.slice(start, one.start);
      text += source.text.slice(one.start, one.end).replace(REFERENCE, imageName);
      start = one.end;
    }
    const line = withMarks(joined(text + source.text.slice(start, end)));
    return whole === at ? line : line.replace(ADDED_BY_FIXES, '').replace(/\bapt-get\b/g, 'apt');
  };
}

/** What fixes of other rules add to a command: they must not make another finding of it. */
const ADDED_BY_FIXES =
  / (?:-y|--no-cache|--no-cache-dir|--no-install-recommends|--non-interactive|--progress=dot:giga)(?= |$)/g;

/** The index of the first reference that begins at `start` or after it; they are in order. */
function firstFrom(references: readonly Span[], start: number): number {
  let low = 0;
  let high = references.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((references[middle]?.start ?? start) < start) low = middle + 1;
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
  const others = credentialValues(text)
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

/** The image in a token: all of it, or the field `from` of a mount. */
const REFERENCE = /(?<=(?:^|,)from=)[^,]+|^(?![\w-]+=)\S+/g;

/** The images that a Dockerfile names, in order. */
function referencesOf({ source, directives, stages }: Dockerfile): Span[] {
  const syntax = directives.flatMap(({ name, valueRange: at }) =>
    name === 'syntax'
      ? {
          start: source.offsetOf(at.startLine, at.startColumn),
          end: source.offsetOf(at.endLine, at.endColumn),
        }
      : [],
  );
  return [
    ...syntax,
    ...stages.flatMap(({ from, instructions }) => [
      from.image,
      ...instructions.flatMap(stageReferences),
    ]),
  ];
}
