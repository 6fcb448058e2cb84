import type { BuildStep } from '../../core/build-step.js';
import { collapseSpace, type RecordedStep } from './created-by.js';
import {
  expandVariables,
  matchesWithVariables,
  splitPairs,
  splitQuoted,
  splitWords,
} from './shell-words.js';

/** Scores for how well a history entry matches an instruction. */
const EXACT_MATCH = 6;
/** Equal except for variables whose values are not known. */
export const PARTIAL_MATCH = 4;
/** The same keyword with other arguments. */
const KEYWORD_MATCH = 1;
export const NO_MATCH = Number.NEGATIVE_INFINITY;

/** An instruction that is prepared for many comparisons. */
export interface PreparedStep {
  readonly step: BuildStep;
  similarity(entry: RecordedStep): number;
}

/**
 * Prepares an instruction for comparisons. Builders record it in different ways (unquoted, expanded, without flags, file
 * names hashed), so what a builder drops is not compared.
 */
export function prepareStep(step: BuildStep, values: ReadonlyMap<string, string>): PreparedStep {
  const compare = comparison(step, values);
  return {
    step,
    similarity(entry) {
      if (entry.keyword !== step.keyword) return NO_MATCH;
      return compare(entry) ?? KEYWORD_MATCH;
    },
  };
}

type Comparison = (entry: RecordedStep) => number | undefined;

function comparison(step: BuildStep, values: ReadonlyMap<string, string>): Comparison {
  const text = collapseSpace(withoutFlags(step.text));
  switch (step.keyword) {
    case 'RUN':
      return compareRun(step, text);
    case 'COPY':
    case 'ADD':
      return compareCopy(step, text, values);
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return compareText(
        collapseSpace(splitPairs(withoutFlags(step.text)).join(' ')),
        text,
        values,
      );
    case 'WORKDIR':
      return compareWorkdir(splitWords(text).join(' '), values);
    case 'EXPOSE':
      return comparePorts(text, values);
    case 'CMD':
    case 'ENTRYPOINT':
      return compareExecForm(step, text);
    case 'VOLUME':
    case 'SHELL':
      return compareList(step, text, values);
    case 'HEALTHCHECK':
      return compareHealthcheck(text);
    default:
      return compareText(splitWords(text).join(' '), text, values);
  }
}

function withoutFlags(text: string): string {
  return text.replace(/^\s*(?:--[a-z][\w-]*(?:=(?:"[^"]*"|'[^']*'|\S)*)?\s+)*/, '');
}

/** Matches the text without quotes, the text as written, and either with its variables expanded or of any value. */
function compareText(
  unquoted: string,
  written: string,
  values: ReadonlyMap<string, string>,
): Comparison {
  const exact = new Set([unquoted, written, collapseSpace(expandVariables(unquoted, values))]);
  return ({ body }) =>
    exact.has(body)
      ? EXACT_MATCH
      : unquoted.includes('$') && matchesWithVariables(unquoted, body)
        ? PARTIAL_MATCH
        : undefined;
}

/** The command is recorded as written, with build arguments and the shell in front of it. */
function compareRun(step: BuildStep, text: string): Comparison {
  const shell = collapseSpace(step.shell.join(' '));
  const heredocs = step.heredocs.map(collapseSpace).filter((body) => body !== '');
  if (step.exec) {
    const command = collapseSpace(step.exec.join(' '));
    return ({ body }) =>
      body === command || endsWithWords(body, command) ? EXACT_MATCH : undefined;
  }
  if (step.heredocs.length > 0)
    return ({ body }) => {
      if (heredocs.length > 0 && heredocs.every((heredoc) => body.includes(heredoc)))
        return EXACT_MATCH;
      // A heredoc with its own interpreter is mounted as a file, and its text is not recorded.
      return body.includes('/dev/pipes/') ? PARTIAL_MATCH : undefined;
    };
  return ({ body }) =>
    endsWithWords(body, `${shell} ${text}`) || body === text || endsWithWords(body, `-c ${text}`)
      ? EXACT_MATCH
      : text !== '' && endsWithWords(body, text)
        ? PARTIAL_MATCH
        : undefined;
}

function endsWithWords(body: string, command: string): boolean {
  if (!body.endsWith(command)) return false;
  const before = body.length - command.length;
  return before === 0 || body[before - 1] === ' ';
}

/** BuildKit records sources and destination; the classic builder and buildah record a hash of the sources. */
function compareCopy(
  step: BuildStep,
  text: string,
  values: ReadonlyMap<string, string>,
): Comparison {
  const words = (step.exec ?? splitWords(text)).map((word) =>
    word.replace(/^<<-?["']?(\w+)["']?$/, '<<$1'),
  );
  const all = words.join(' ');
  const compareAll = compareText(all, collapseSpace(expandVariables(all, values)), values);
  const destination = words.at(-1) ?? '';
  const compareDestination = compareText(destination, expandVariables(destination, values), values);
  return (entry) => {
    const body = withoutFlags(entry.body).trim();
    const recorded = /^(?:file|dir|multi):[0-9a-f]+ in (.*)$/.exec(body)?.[1];
    if (recorded === undefined) return compareAll({ ...entry, body });
    const score = compareDestination({ ...entry, body: recorded });
    if (score !== undefined) return score;
    const relative = destination.replace(/^\.?\//, '');
    return relative !== '' && recorded.endsWith(`/${relative}`) ? EXACT_MATCH : undefined;
  };
}

/** BuildKit and the classic builder record the resolved path. */
function compareWorkdir(path: string, values: ReadonlyMap<string, string>): Comparison {
  const expanded = expandVariables(path, values);
  const comparePath = compareText(path, expanded, values);
  const trim = (text: string) => text.replace(/\/+$/, '').replace(/^\.\//, '');
  return (entry) => {
    const score = comparePath(entry);
    if (score !== undefined) return score;
    const [recorded, written] = [trim(entry.body), trim(expanded)];
    if (recorded === written) return EXACT_MATCH;
    if (!written.startsWith('/') && recorded.endsWith(`/${written}`)) return EXACT_MATCH;
    return written.includes('$') && matchesWithVariables(`/${written}`, `/${recorded}`)
      ? PARTIAL_MATCH
      : undefined;
  };
}

function comparePorts(text: string, values: ReadonlyMap<string, string>): Comparison {
  const normalize = (ports: readonly string[]) =>
    ports
      .map((port) => (port.includes('/') ? port.toLowerCase() : `${port}/tcp`))
      .sort()
      .join(' ');
  const written = normalize(splitWords(expandVariables(text, values)));
  return ({ body }) => {
    const map = /^map\[(.*)\]$/.exec(body)?.[1];
    const recorded =
      map === undefined ? splitWords(body) : map.split(' ').map((p) => p.replace(/:\{\}$/, ''));
    if (normalize(recorded) === written) return EXACT_MATCH;
    return written.includes('$') ? PARTIAL_MATCH : undefined;
  };
}

function compareExecForm(step: BuildStep, text: string): Comparison {
  const command = JSON.stringify((step.exec ?? [...step.shell, text]).map(collapseSpace));
  return ({ body }) => {
    if (body === text) return EXACT_MATCH;
    const recorded = splitQuoted(body).map(collapseSpace);
    if (JSON.stringify(recorded) === command) return EXACT_MATCH;
    // The shell may be set in the base image.
    return !step.exec && recorded.length > 1 && recorded.at(-1) === text ? EXACT_MATCH : undefined;
  };
}

/** `VOLUME [/data /logs]`, `SHELL [/bin/bash -c]`. */
function compareList(
  step: BuildStep,
  text: string,
  values: ReadonlyMap<string, string>,
): Comparison {
  const items = (step.exec ?? splitWords(text)).join(' ');
  const compare = compareText(items, text, values);
  return (entry) => {
    const inner = entry.body.replace(/^\[(.*)\]$/, '$1');
    return (
      compare(entry) ??
      compare({ ...entry, body: inner }) ??
      compare({ ...entry, body: splitQuoted(entry.body).join(' ') })
    );
  };
}

function compareHealthcheck(text: string): Comparison {
  const command = text.replace(/^CMD\s+/i, '');
  const exec = command.startsWith('[')
    ? splitQuoted(command).map(collapseSpace).join('\n')
    : undefined;
  return ({ body }) => {
    if (body === text) return EXACT_MATCH;
    const recorded = splitQuoted(body).map(collapseSpace);
    if (/^NONE$/i.test(command)) return recorded[0] === 'NONE' ? EXACT_MATCH : undefined;
    const isRecorded =
      exec === undefined ? recorded.includes(command) : recorded.join('\n').includes(exec);
    return isRecorded ? EXACT_MATCH : undefined;
  };
}
