import { nearestName } from '../lib/nearest-name.js';
import { type ManifestKind, manifestKind } from '../manifests/manifest-kind.js';
import type { ReadRepositoryFile } from '../manifests/paths.js';

/** The kind of a named file or of standard input, by its name and content; undefined if it is neither. */
export function inputKind(
  path: string,
  text: string,
  readFile?: ReadRepositoryFile,
): 'dockerfile' | ManifestKind | undefined {
  return (
    manifestKind(path, text, readFile) ?? (beginsAsDockerfile(text) ? 'dockerfile' : undefined)
  );
}

/** Whether the first line that is no comment is an instruction, also a misspelled one. An empty file has no other kind. */
function beginsAsDockerfile(text: string): boolean {
  const line = firstLine(text);
  if (line === '' || isFromOrArg(line)) return true;
  const word = /^\s*([A-Z]{3,12})(?:\s|$)/.exec(line)?.[1];
  return word !== undefined && nearestName(word, INSTRUCTIONS) !== undefined;
}

/** Whether a text begins as every complete Dockerfile does: with ARG or FROM, in any case. */
export function isFromOrArg(line: string): boolean {
  return /^\s*(?:ARG\s+\w|FROM\s+(?:--\S+\s+)*\S+(?:\s+AS\s+\S+)?\s*$)/i.test(line);
}

/** The first line that is neither empty nor a comment; empty if there is none. */
export function firstLine(text: string): string {
  return /^\ufeff?(?:[ \t]*(?:#.*)?\r?\n)*([^\n]*)/.exec(text)?.[1] ?? '';
}

const INSTRUCTIONS =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  );
