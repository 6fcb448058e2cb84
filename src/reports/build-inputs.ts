import type { BuildDefinition, Material } from '../core/material.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import { escapeLogLine, escapeMarkdown, sanitize, shorten, toJson } from './escape.js';
import { materialFacts, namedBuilds, sharedBuilds } from './material-facts.js';

/** What enters the builds, and what is not known. */
interface Ledger {
  readonly builds: readonly BuildDefinition[];
  readonly inputs: readonly Material[];
  readonly gaps: readonly string[];
  /** The Dockerfiles that were found. */
  readonly dockerfiles: readonly string[];
}

/** The formats of `portside inputs`. */
export const INPUT_FORMATS: Readonly<Record<string, (ledger: Ledger) => string>> = {
  text,
  markdown,
  json,
};

const MAX_WHAT = 120;

/** For people: the inputs of each file, in its order. */
function text(ledger: Ledger): string {
  const { inputs, gaps } = ledger;
  const parts = [...groupBy(inputs, ({ location }) => location.path)].map(([path, group]) => {
    const shared = sharedBuilds(group);
    return [
      escapeLogLine(sanitize(headingOf(path, shared))),
      ...group.map((input) => `  ${line(input, shared)}`),
    ].join('\n');
  });
  return `${[...parts, ...gaps.map((gap) => escapeLogLine(sanitize(gap))), total(ledger)].join('\n\n')}\n`;
}

/** `Dockerfile, in compose.yaml api and docker-bake.hcl app` */
function headingOf(path: string, shared: readonly string[]): string {
  return shared.length === 0 ? path : `${path}, in ${namedBuilds(shared)}`;
}

function line(input: Material, shared: readonly string[]): string {
  const place = String(input.location.startLine).padStart(4);
  const what = escapeLogLine(shorten(sanitize(input.what), MAX_WHAT));
  return `${place}  ${input.kind.padEnd(14)} ${what}: ${materialFacts(input, shared)
    .map((fact) => escapeLogLine(sanitize(fact)))
    .join(', ')}`;
}

/** For a page: a table of each file. */
function markdown(ledger: Ledger): string {
  const { inputs, gaps } = ledger;
  const parts = [...groupBy(inputs, ({ location }) => location.path)].map(([path, group]) => {
    const shared = sharedBuilds(group);
    return [
      `### ${escapeMarkdown(headingOf(path, shared))}`,
      '',
      '| Line | Kind | What | How |',
      '|---|---|---|---|',
      ...group.map(
        (input) =>
          `| ${input.location.startLine} | ${input.kind} | ${cell(input.what)} | ${cell(materialFacts(input, shared).join(', '), MAX_FACTS)} |`,
      ),
    ].join('\n');
  });
  return `${[...parts, ...gaps.map((gap) => `- ${cell(gap)}`), total(ledger)].join('\n\n')}\n`;
}

/** Two names of builds fit. */
const MAX_FACTS = 400;

function cell(message: string, length = MAX_WHAT): string {
  return escapeMarkdown(shorten(message, length));
}

/** For programs: everything. */
function json(ledger: Ledger): string {
  return `${toJson({ schema: 'portside-inputs/1', ...ledger }, 2)}\n`;
}

/** Without a source on their line, they come from the index that the package manager is set up with. */
const PACKAGES: ReadonlySet<string> = new Set(['package', 'packages']);

/** `12 inputs from 4 hosts: 3 are not pinned, 2 are not verified`. */
function total({ inputs, builds, dockerfiles }: Ledger): string {
  if (dockerfiles.length + builds.length === 0) return 'No Dockerfile and no build was found';
  const hosts = new Set(inputs.flatMap(({ host }) => host ?? []));
  const remote = inputs.filter(({ transport }) => transport !== 'local');
  const loose = remote.filter(({ pin }) => pin === 'none').length;
  const unverified = remote.filter(({ verifiedBy }) => verifiedBy === undefined).length;
  const usual = remote.filter(({ kind, host }) => PACKAGES.has(kind) && host === undefined).length;
  const others = usual > 0 ? ` and ${usual} from the usual index of a package manager` : '';
  return `${pluralize(inputs.length, 'input')} from ${pluralize(hosts.size, 'host')}${others}: ${loose} not pinned, ${unverified} not verified`;
}
