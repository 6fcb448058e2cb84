import type { BuildStep } from './build-step.js';
import { collapse, type RecordedStep } from './created-by.js';
import { expand, matchesMasked, pairs, quotedWords, words } from './shell-words.js';

/** How well a history entry records an instruction. */
const EXACT = 6;
/** Equal but for variables whose values are not known. */
export const MASKED = 4;
/** The same keyword, other arguments. */
const KEYWORD_ONLY = 1;
export const NO_MATCH = Number.NEGATIVE_INFINITY;

/** An instruction prepared for many comparisons. */
export interface PreparedStep {
  readonly step: BuildStep;
  likeness(entry: RecordedStep): number;
}

/**
 * Prepares an instruction. Builders record instructions each in its own way (unquoted, expanded, flags dropped, file
 * names hashed); what a builder drops is not compared.
 */
export function prepare(step: BuildStep, values: ReadonlyMap<string, string>): PreparedStep {
  const compare = comparison(step, values);
  return {
    step,
    likeness(entry) {
      if (entry.keyword !== step.keyword) return NO_MATCH;
      return compare(entry) ?? KEYWORD_ONLY;
    },
  };
}

type Comparison = (entry: RecordedStep) => number | undefined;

function comparison(step: BuildStep, values: ReadonlyMap<string, string>): Comparison {
  const text = collapse(withoutFlags(step.text));
  switch (step.keyword) {
    case 'RUN':
      return run(step, text);
    case 'COPY':
    case 'ADD':
      return copy(step, text, values);
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return same(collapse(pairs(withoutFlags(step.text)).join(' ')), text, values);
    case 'WORKDIR':
      return workdir(words(text).join(' '), values);
    case 'EXPOSE':
      return ports(text, values);
    case 'CMD':
    case 'ENTRYPOINT':
      return execForm(step, text);
    case 'VOLUME':
    case 'SHELL':
      return bracketed(step, text, values);
    case 'HEALTHCHECK':
      return healthcheck(text);
    default:
      return same(words(text).join(' '), text, values);
  }
}

function withoutFlags(text: string): string {
  return text.replace(/^\s*(?:--[a-z][\w-]*(?:=(?:"[^"]*"|'[^']*'|\S)*)?\s+)*/, '');
}

/** Equal to either spelling, variables expanded or masked. */
function same(...parts: [string, string, ReadonlyMap<string, string>]): Comparison {
  const [plain, written, values] = parts;
  const exact = new Set([plain, written, collapse(expand(plain, values))]);
  return ({ body }) =>
    exact.has(body)
      ? EXACT
      : plain.includes('$') && matchesMasked(plain, body)
        ? MASKED
        : undefined;
}

/** The command is recorded as written; the shell and build arguments stand before it. */
function run(step: BuildStep, text: string): Comparison {
  const shell = collapse(step.shell.join(' '));
  const heredocs = step.heredocs.map(collapse).filter((body) => body !== '');
  if (step.exec) {
    const command = collapse(step.exec.join(' '));
    return ({ body }) => (body === command || endsWith(body, command) ? EXACT : undefined);
  }
  if (step.heredocs.length > 0)
    return ({ body }) => {
      if (heredocs.length > 0 && heredocs.every((heredoc) => body.includes(heredoc))) return EXACT;
      // A heredoc with its own interpreter is mounted as a file, and its text is not recorded.
      return body.includes('/dev/pipes/') ? MASKED : undefined;
    };
  return ({ body }) =>
    endsWith(body, `${shell} ${text}`) || body === text || endsWith(body, `-c ${text}`)
      ? EXACT
      : text !== '' && endsWith(body, text)
        ? MASKED
        : undefined;
}

function endsWith(body: string, command: string): boolean {
  if (!body.endsWith(command)) return false;
  const before = body.length - command.length;
  return before === 0 || body[before - 1] === ' ';
}

/** BuildKit keeps sources and destination; the classic builder and buildah hash the sources. */
function copy(step: BuildStep, text: string, values: ReadonlyMap<string, string>): Comparison {
  const all = (step.exec ?? words(text)).map((word) =>
    word.replace(/^<<-?["']?(\w+)["']?$/, '<<$1'),
  );
  const joined = all.join(' ');
  const plain = same(joined, collapse(expand(joined, values)), values);
  const destination = all.at(-1) ?? '';
  const there = same(destination, expand(destination, values), values);
  return (entry) => {
    const body = withoutFlags(entry.body).trim();
    const hashed = /^(?:file|dir|multi):[0-9a-f]+ in (.*)$/.exec(body)?.[1];
    if (hashed === undefined) return plain({ ...entry, body });
    const result = there({ ...entry, body: hashed });
    if (result !== undefined) return result;
    const relative = destination.replace(/^\.?\//, '');
    return relative !== '' && hashed.endsWith(`/${relative}`) ? EXACT : undefined;
  };
}

/** BuildKit and the classic builder record the resolved folder. */
function workdir(folder: string, values: ReadonlyMap<string, string>): Comparison {
  const expanded = expand(folder, values);
  const plain = same(folder, expanded, values);
  const tidy = (path: string) => path.replace(/\/+$/, '').replace(/^\.\//, '');
  return (entry) => {
    const result = plain(entry);
    if (result !== undefined) return result;
    const [recorded, written] = [tidy(entry.body), tidy(expanded)];
    if (recorded === written) return EXACT;
    if (!written.startsWith('/') && recorded.endsWith(`/${written}`)) return EXACT;
    return written.includes('$') && matchesMasked(`/${written}`, `/${recorded}`)
      ? MASKED
      : undefined;
  };
}

function ports(text: string, values: ReadonlyMap<string, string>): Comparison {
  const normal = (list: readonly string[]) =>
    list
      .map((port) => (port.includes('/') ? port.toLowerCase() : `${port}/tcp`))
      .sort()
      .join(' ');
  const wanted = normal(words(expand(text, values)));
  return ({ body }) => {
    const map = /^map\[(.*)\]$/.exec(body)?.[1];
    const recorded =
      map === undefined ? words(body) : map.split(' ').map((p) => p.replace(/:\{\}$/, ''));
    if (normal(recorded) === wanted) return EXACT;
    return wanted.includes('$') ? MASKED : undefined;
  };
}

function execForm(step: BuildStep, text: string): Comparison {
  const command = JSON.stringify((step.exec ?? [...step.shell, text]).map(collapse));
  return ({ body }) => {
    if (body === text) return EXACT;
    const recorded = quotedWords(body).map(collapse);
    if (JSON.stringify(recorded) === command) return EXACT;
    // The shell may have been set in the base image.
    return !step.exec && recorded.length > 1 && recorded.at(-1) === text ? EXACT : undefined;
  };
}

/** `VOLUME [/data /logs]`, `SHELL [/bin/bash -c]`. */
function bracketed(step: BuildStep, text: string, values: ReadonlyMap<string, string>): Comparison {
  const plain = (step.exec ?? words(text)).join(' ');
  const compare = same(plain, text, values);
  return (entry) => {
    const inner = entry.body.replace(/^\[(.*)\]$/, '$1');
    return (
      compare(entry) ??
      compare({ ...entry, body: inner }) ??
      compare({
        ...entry,
        body: quotedWords(entry.body).join(' '),
      })
    );
  };
}

function healthcheck(text: string): Comparison {
  const command = text.replace(/^CMD\s+/i, '');
  const exec = command.startsWith('[') ? quotedWords(command).map(collapse).join('\n') : undefined;
  return ({ body }) => {
    if (body === text) return EXACT;
    const recorded = quotedWords(body).map(collapse);
    if (/^NONE$/i.test(command)) return recorded[0] === 'NONE' ? EXACT : undefined;
    const found =
      exec === undefined ? recorded.includes(command) : recorded.join('\n').includes(exec);
    return found ? EXACT : undefined;
  };
}
