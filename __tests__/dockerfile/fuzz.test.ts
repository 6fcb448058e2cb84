import { expect, it } from '@jest/globals';
import { applyAllFixes } from '../../src/core/apply-fixes.js';
import type { Finding } from '../../src/core/finding.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { runs } from '../sample.js';
import { readCorpus, UNUSUAL } from './corpus.js';
import { parse } from './parse-text.js';

const RUNS = runs(5_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_124);
const now = new Date('2026-11-24');

const TOKENS = [
  '\0',
  '\\',
  '`',
  '"',
  "'",
  '\r',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '\ufeff',
  '\u2028',
  '😀',
  '\ud800',
  '$',
  '${',
  '$(',
  '}',
  ')',
  '[',
  ']',
  '["a"]',
  '<<EOF',
  '<<-"X"',
  'EOF',
  '#',
  '# hadolint ignore=DL3008\n',
  '# check=skip=all\n',
  '\\\n',
  '\\\n# c\n\n',
  '&&',
  '||',
  '|',
  ';',
  '--from=',
  '--mount=type=',
  '=',
  ':',
  '@sha256:',
  'FROM ',
  'ONBUILD ',
  'RUN ',
  'COPY ',
  'ENV ',
  'ARG ',
  'HEALTHCHECK ',
  'SHELL ',
  'sh -c ',
  'apt-get install ',
  'sudo ',
  '%',
  '/',
  '..',
  '*',
];

// Real Dockerfiles are edited too, where ../shared has them.
it(`lints and fixes Dockerfiles after random edits (${RUNS} runs, seed ${SEED})`, () => {
  const real = (readCorpus() ?? []).map(({ dockerfile }) => dockerfile);
  const texts = [...UNUSUAL, ...real].filter((text) => text.length < 20_000);
  const random = generator(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const faults: string[] = [];
  for (let run = 0; run < RUNS && faults.length < 10; run++) {
    let text = pick(texts);
    for (let edits = 1 + Math.floor(random() * 4); edits > 0; edits--)
      text = edit(text, random, pick);
    const fault = findFault(text);
    if (fault) faults.push(`seed ${SEED}, run ${run}: ${fault}\n${JSON.stringify(text)}`);
  }
  expect(faults).toEqual([]);
}, 300_000);

/** What goes wrong when this text is linted and fixed; undefined when nothing does. */
function findFault(text: string): string | undefined {
  const lint = (of: string) => lintDockerfile(parse(of), { now });
  let findings: Finding[];
  try {
    findings = lint(text);
    applyAllFixes(text, lint);
  } catch (error) {
    return `an error is thrown: ${error instanceof Error ? error.stack : error}`;
  }
  const failed = findings.find(({ rule }) => rule === 'PS0005');
  if (failed) return failed.message;
  const lines = text.split('\n');
  const outside = findings.find(({ location }) => !location || !isInside(location, lines));
  return outside && `${outside.rule} is outside of the file: ${JSON.stringify(outside.location)}`;
}

function isInside(
  { startLine, startColumn, endLine, endColumn }: NonNullable<Finding['location']>,
  lines: readonly string[],
): boolean {
  const at = (line: number, column: number) =>
    line >= 1 && column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1;
  const ordered = startLine < endLine || (startLine === endLine && startColumn <= endColumn);
  return ordered && at(startLine, startColumn) && at(endLine, endColumn);
}

function edit(text: string, random: () => number, pick: <T>(list: readonly T[]) => T): string {
  const place = () => Math.floor(random() * (text.length + 1));
  const at = place();
  const to = Math.min(text.length, at + 1 + Math.floor(random() ** 3 * 80));
  const lines = text.split('\n');
  const line = Math.floor(random() * lines.length);
  switch (Math.floor(random() * 8)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(at);
    case 2: {
      const from = place();
      return text.slice(0, at) + text.slice(from, from + to - at) + text.slice(at);
    }
    case 3:
      return lines.toSpliced(line, 1).join('\n');
    case 4:
      return lines.toSpliced(line, 0, pick(lines)).join('\n');
    case 5:
      return (
        text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(at + 1)
      );
    case 6:
      return text.slice(0, at);
    default:
      return (
        text.slice(0, at) + pick(TOKENS).repeat(1 + Math.floor(random() ** 8 * 40)) + text.slice(at)
      );
  }
}

/** mulberry32: numbers in [0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
