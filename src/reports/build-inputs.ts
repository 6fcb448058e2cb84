import type { BuildDefinition, BuildInput } from '../core/build-input.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import { escapeLogLine, escapeMarkdown, sanitize, shorten, toJson } from './escape.js';
import { inputFacts } from './input-facts.js';

/** What enters the builds, and what is not known. */
interface Ledger {
  readonly builds: readonly BuildDefinition[];
  readonly inputs: readonly BuildInput[];
  readonly gaps: readonly string[];
}

/** The formats of `portside inputs`. */
export const INPUT_FORMATS: Readonly<Record<string, (ledger: Ledger) => string>> = {
  text,
  markdown,
  json,
};

const MAX_WHAT = 120;

/** For people: the inputs of each file, in its order. */
function text({ inputs, gaps }: Ledger): string {
  const parts = [...groupBy(inputs, ({ location }) => location.path)].map(([path, group]) =>
    [sanitize(path), ...group.map((input) => `  ${line(input)}`)].join('\n'),
  );
  return `${[...parts, ...gaps.map((gap) => escapeLogLine(sanitize(gap))), total(inputs)].join('\n\n')}\n`;
}

function line(input: BuildInput): string {
  const place = String(input.location.startLine).padStart(4);
  const what = escapeLogLine(shorten(sanitize(input.what), MAX_WHAT));
  return `${place}  ${input.kind.padEnd(14)} ${what}: ${inputFacts(input)
    .map((fact) => escapeLogLine(sanitize(fact)))
    .join(', ')}`;
}

/** For a page: a table of each file. */
function markdown({ inputs, gaps }: Ledger): string {
  const parts = [...groupBy(inputs, ({ location }) => location.path)].map(([path, group]) =>
    [
      `### ${escapeMarkdown(path)}`,
      '',
      '| Line | Kind | What | How |',
      '|---|---|---|---|',
      ...group.map(
        (input) =>
          `| ${input.location.startLine} | ${input.kind} | ${cell(input.what)} | ${cell(inputFacts(input).join(', '))} |`,
      ),
    ].join('\n'),
  );
  return `${[...parts, ...gaps.map((gap) => `- ${cell(gap)}`), total(inputs)].join('\n\n')}\n`;
}

function cell(message: string): string {
  return escapeMarkdown(shorten(message, MAX_WHAT));
}

/** For programs: everything. */
function json(ledger: Ledger): string {
  return `${toJson({ schema: 'portside-inputs/1', ...ledger }, 2)}\n`;
}

/** `12 inputs from 4 hosts: 3 are not pinned, 2 are not verified`. */
function total(inputs: readonly BuildInput[]): string {
  const hosts = new Set(inputs.flatMap(({ host }) => host ?? []));
  const remote = inputs.filter(({ transport }) => transport !== 'local');
  const loose = remote.filter(({ pin }) => pin === 'none').length;
  const unverified = remote.filter(({ verifiedBy }) => verifiedBy === undefined).length;
  return `${pluralize(inputs.length, 'input')} from ${pluralize(hosts.size, 'host')}: ${loose} not pinned, ${unverified} not verified`;
}
