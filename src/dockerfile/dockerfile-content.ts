import { afterLines } from '../lib/lines.js';
import { nearestName } from '../lib/nearest-name.js';
import { hasOwnDockerfileName, isDockerfile } from './dockerfile-name.js';

/**
 * Whether a file is a Dockerfile, by the beginning of its text. One that is called exactly so is one whatever it has, so
 * that a damaged one is reported. A name such as `Dockerfile.dev` needs the first line of a Dockerfile, and any other name
 * the first line and a second instruction.
 */
export function isDockerfileContent(path: string, beginning: string): boolean {
  if (hasOwnDockerfileName(path)) return true;
  return isDockerfile(path) ? startsLikeDockerfile(beginning) : readsAsDockerfile(beginning);
}

/** The first line that is neither empty nor a comment; empty if there is none. */
export function firstLine(text: string): string {
  const rest = afterLines(text.replace(/^\ufeff/, ''), (line) => /^\s*(?:#|$)/.test(line));
  return /^[^\n]*/.exec(rest)?.[0] ?? '';
}

/** Whether a line begins a complete Dockerfile: ARG or FROM, in any case. */
export function isFromOrArg(line: string): boolean {
  return /^\s*(?:ARG\s+\w|FROM\s+(?:--\S+\s+)*\S+(?:\s+AS\s+\S+)?\s*$)/i.test(line);
}

/** Whether the first line that is no comment is an instruction, also a misspelled one. An empty file has no other kind. */
export function beginsAsDockerfile(text: string): boolean {
  const line = firstLine(text);
  if (line === '' || isFromOrArg(line)) return true;
  const word = firstWord(line);
  return word !== undefined && nearestName(word, INSTRUCTIONS) !== undefined;
}

/** As a file that is called like a Dockerfile: FROM or ARG, also misspelled, or a template of one. A program is none. */
function startsLikeDockerfile(text: string): boolean {
  // To Docker it is a comment.
  if (/^\ufeff?#!/.test(text)) return readsAsDockerfile(text);
  const line = firstLine(text);
  // With a syntax of its own, the first instruction can be any.
  if (line.trim() === '' || isFromOrArg(line) || hasSyntax(text)) return true;
  if (/^\s*(?:\{\{|\{%|\{#|<%|%%|@\w+@)/.test(line)) return true;
  const nearest = nearestName(firstWord(line) ?? '', INSTRUCTIONS);
  return nearest === 'FROM' || nearest === 'ARG';
}

/** Whether one of the comments at the beginning names a syntax. */
function hasSyntax(text: string): boolean {
  const isOther = (line: string) => line.startsWith('#') && !SYNTAX.test(line);
  return SYNTAX.test(afterLines(text.replace(/^\ufeff/, ''), isOther));
}

const SYNTAX = /^#[ \t]*syntax[ \t]*=/i;

/**
 * As a file of any name: FROM, after ARG at most, and one more instruction. In small letters, which sentences have too, the image
 * needs a tag, a digest or a folder.
 */
function readsAsDockerfile(text: string): boolean {
  const [first, ...others] = text
    .replace(/^\ufeff/, '')
    .replace(/^[ \t]*#.*$/gm, '')
    .replace(/[\\`][ \t]*\r?\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^ARG\s/i.test(line));
  const image = /^FROM\s+(?:--platform=\S+\s+)?([\w$][\w./:@${}-]*)(?:\s+AS\s+\S+)?$/i.exec(
    first ?? '',
  )?.[1];
  const isPlain = first?.startsWith('FROM') || /[:@/]|^scratch$/.test(image ?? '');
  return image !== undefined && isPlain && others.some((line) => OTHERS.test(line));
}

/** The word in capitals that a line begins with. */
function firstWord(line: string): string | undefined {
  return /^\s*([A-Z]{3,12})(?:\s|$)/.exec(line)?.[1];
}

const INSTRUCTIONS =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  );

/** An instruction that is at the beginning of no line of another kind of file that begins with FROM. */
const OTHERS =
  /^(?:ADD|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)[ \t]+\S/i;
