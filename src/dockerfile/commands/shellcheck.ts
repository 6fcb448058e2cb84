import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessRunner } from '../../core/host.js';
import type { Observation } from '../../core/rule.js';
import type { Severity } from '../../core/severity.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { groupBy } from '../../lib/group-by.js';
import { lineStarts } from '../../lib/lines.js';
import { createTemporaryFolder } from '../../lib/run-resources.js';
import {
  type Dockerfile,
  type Instruction,
  type InstructionOf,
  instructionsOf,
} from '../parser/model.js';
import { type DockerfileRule, defineDockerfileRule } from '../rule.js';
import type { ShellScript } from '../shell/model.js';
import { lineage } from '../stages.js';
import { LIMITS, type Limit } from '../text/limits.js';
import { DEFAULT_SHELL, effectiveShell, isPosixShell } from './effective-shell.js';

/** A comment of ShellCheck, as an observation at a position of a Dockerfile. */
export interface ShellCheckFinding {
  readonly rule: DockerfileRule;
  readonly observation: Observation;
  /** The line of the `# shellcheck disable=` that suppresses it. */
  readonly disabledBy?: number;
}

/** Names all ShellCheck codes in suppression comments and exceptions. */
const SHELLCHECK_FAMILY = 'SC*';

/** Codes about the interpreter and about sourced files, which say nothing about the script of a RUN. */
const EXCLUDED = 'SC2187,SC1090,SC1091';

/** The proxy variables that BuildKit predefines. */
const PREDEFINED = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy'].flatMap((name) => [
  name,
  name.toUpperCase(),
]);

/** Files per process: keeps the argument list below the limit of every system. */
const BATCH_SIZE = 1000;

const TIMEOUT_MS = 120_000;

/** More different scripts are not checked: ShellCheck takes about 15 seconds for 5,000. */
const MAX_SCRIPTS = 5_000;

/** Bytes of memory and seconds of processor time for one process. The limits of limits.ts keep scripts far below. */
const MEMORY = 256 * 1024 * 1024;
const SECONDS = 60;

/**
 * Runs ShellCheck on the shell-form RUN instructions of all files, in one process per thousand scripts. Undefined when
 * ShellCheck is not installed. Throws PortsideError (incomplete) when it fails.
 */
export async function shellCheck(
  dockerfiles: readonly Dockerfile[],
  host: ProcessRunner,
): Promise<ReadonlyMap<Dockerfile, readonly ShellCheckFinding[]> | undefined> {
  const program = await host.find('shellcheck');
  if (program === undefined) return undefined;
  // Equal scripts are checked once.
  const scripts = groupBy(
    dockerfiles.flatMap(runScripts),
    ({ header, script }) => header + script.text,
  );
  if (scripts.size > MAX_SCRIPTS)
    throw new PortsideError(
      'PSE3501',
      `Cannot check RUN instructions with ShellCheck: ${scripts.size} scripts are over the limit of ${MAX_SCRIPTS}`,
      'Lint fewer Dockerfiles in one run',
    );
  const found = new Map<Dockerfile, ShellCheckFinding[]>(dockerfiles.map((file) => [file, []]));
  const folder = createTemporaryFolder('portside-shellcheck-');
  try {
    const byFile = await writeScripts(folder.path, scripts);
    const files = [...byFile.keys()];
    const comments: ShellCheckComment[] = [];
    for (let at = 0; at < files.length; at += BATCH_SIZE)
      comments.push(...(await runShellCheck(program, files.slice(at, at + BATCH_SIZE), host)));
    const reported = new Set(comments.map((comment) => placeOf(comment, comment.file)));
    for (const comment of comments) {
      const { equal = [], original } = byFile.get(comment.file) ?? {};
      if (original !== undefined && reported.has(placeOf(comment, original))) continue;
      for (const script of equal) {
        const observation = toObservation(script, comment);
        if (!observation) continue;
        const by = original === undefined ? {} : { disabledBy: disablingLine(script, comment) };
        found.get(script.dockerfile)?.push({ rule: ruleFor(comment), observation, ...by });
      }
    }
    return found;
  } finally {
    folder.remove();
  }
}

/** The script of a RUN instruction, as ShellCheck gets it. */
interface RunScript {
  readonly dockerfile: Dockerfile;
  readonly script: ShellScript;
  /** The `#!` line and the declarations of variables before the script. */
  readonly header: string;
  readonly line: number;
}

/** The scripts that a file stands for. */
interface WrittenScript {
  readonly equal: readonly RunScript[];
  /** The file with the comments `# shellcheck disable=`, which have no effect in this one. */
  readonly original?: string;
}

const DISABLE = /#(\s*)shellcheck(?=\s[^\n]*\bdisable=)/g;

/** Writes each text to a file, and once more without effective comments if it has some; returns the scripts by file. */
async function writeScripts(
  folder: string,
  scripts: ReadonlyMap<string, readonly RunScript[]>,
): Promise<ReadonlyMap<string, WrittenScript>> {
  const byFile = new Map<string, WrittenScript>();
  for (const [text, equal] of scripts) {
    const original = join(folder, `${byFile.size}.sh`);
    await writeFile(original, text);
    byFile.set(original, { equal });
    // The name of the tool in capitals makes it an ordinary comment of the same length.
    const open = text.replace(DISABLE, '#$1SHELLCHECK');
    if (open === text) continue;
    const file = join(folder, `${byFile.size}.sh`);
    await writeFile(file, open);
    byFile.set(file, { equal, original });
  }
  return byFile;
}

/** Identifies what ShellCheck reports in a file. */
function placeOf({ code, line, column, endLine, endColumn }: ShellCheckComment, file: string) {
  return [file, code, line, column, endLine, endColumn].join(' ');
}

/** The line of the last comment before it that disables codes; the first one of the script if all are below. */
function disablingLine(
  { dockerfile, script, header }: RunScript,
  { line }: ShellCheckComment,
): number {
  const above = line - header.split('\n').length + 1;
  const starts = lineStarts(script.text);
  const offsets = [...script.text.matchAll(DISABLE)].map(({ index }) => index);
  const last = offsets.findLast((offset) => offset < (starts[above] ?? script.text.length));
  const at = script.mapped.sourceStart(last ?? offsets[0] ?? 0);
  return dockerfile.source.range(at, at).startLine;
}

/** The scripts of a file that are small enough together and alone. The file remembers the others. */
function runScripts(dockerfile: Dockerfile): RunScript[] {
  const { limits } = dockerfile.source;
  let count = 0;
  let characters = 0;
  return posixScripts(dockerfile).filter(({ script, line }) => {
    const { length } = script.text;
    const fits = (limit: Limit, value: number) => {
      if (value > LIMITS[limit]) limits.add(limit, line);
      return value <= LIMITS[limit];
    };
    if (
      !fits('shellCheckScript', length) ||
      !fits('shellCheckCommands', script.commands.length) ||
      !fits('shellCheckOperators', operators(script.text)) ||
      !fits('shellCheckTotal', characters + length) ||
      !fits('shellCheckScripts', count + 1)
    )
      return false;
    count++;
    characters += length;
    return true;
  });
}

/** The number of operators in a script, also in one that cannot be parsed. */
function operators(text: string): number {
  return text.match(/&&|\|\|?/g)?.length ?? 0;
}

function posixScripts(dockerfile: Dockerfile): RunScript[] {
  return instructionsOf(dockerfile, 'RUN', { onbuild: true }).flatMap((run) => {
    const { script } = run;
    const isCut = script.errors.some(({ limit }) => limit !== undefined);
    if (run.exec || script.text.trim() === '' || isCut) return [];
    // A trigger runs in the build of a child image, which may have other variables and another shell.
    const shell = run.onbuild ? triggerShell(dockerfile, run) : effectiveShell(dockerfile, run);
    if (!isPosixShell(shell) || script.interpreter !== undefined) return [];
    const shebang = /^#![^\n]*/.exec(script.text)?.[0] ?? `#!${shell[0]}`;
    const words = new Set(script.text.match(/[A-Za-z_][A-Za-z0-9_]*/g));
    const declared = run.onbuild ? [] : declaredNames(dockerfile, run);
    const names = [...PREDEFINED, ...declared.filter((name) => words.has(name))];
    const exports = names.map((name) => `export ${name}=1\n`).join('');
    return [{ dockerfile, script, header: `${shebang}\n${exports}`, line: run.startLine }];
  });
}

function triggerShell(dockerfile: Dockerfile, run: Instruction): readonly string[] {
  const shell = effectiveShell(dockerfile, run);
  return isPosixShell(shell) ? DEFAULT_SHELL : shell;
}

/** More declared variables are left out; bounds the scripts of a hostile file. */
const MAX_NAMES = 1_000;

/** The names that ARG and ENV declare before the instruction, in its stage and in parent stages. */
function declaredNames(dockerfile: Dockerfile, run: Instruction): string[] {
  const visible = run.stage
    ? lineage(run.stage).flatMap((stage) => declarations(stage.instructions))
    : declarations(dockerfile.instructions);
  const names = new Set<string>();
  for (const instruction of visible) {
    if (instruction.stage === run.stage && instruction.index >= run.index) continue;
    for (const { key } of instruction.pairs)
      if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key.value)) names.add(key.value);
    if (names.size > MAX_NAMES) break;
  }
  return [...names];
}

type DeclarationInstruction = InstructionOf<'ARG' | 'ENV'>;

const cache = new WeakMap<readonly Instruction[], readonly DeclarationInstruction[]>();

/** The ARG and ENV instructions. Computed once per stage, because each RUN of the stage needs them. */
function declarations(instructions: readonly Instruction[]): readonly DeclarationInstruction[] {
  const cached = cache.get(instructions);
  if (cached) return cached;
  const found = instructions.filter(
    (instruction): instruction is DeclarationInstruction =>
      instruction.keyword === 'ARG' || instruction.keyword === 'ENV',
  );
  cache.set(instructions, found);
  return found;
}

/** A comment in ShellCheck's `json1` format: the fields that are used. */
interface ShellCheckComment {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: string;
  readonly code: number;
  readonly message: string;
}

async function runShellCheck(
  program: string,
  files: readonly string[],
  host: ProcessRunner,
): Promise<ShellCheckComment[]> {
  const args = ['--norc', '--format=json1', `--exclude=${EXCLUDED}`, ...files];
  const options = { timeout: TIMEOUT_MS, binary: true };
  // Where util-linux is installed, the process has limits too.
  const prlimit = await host.find('prlimit');
  const { status, stdout, stderr } =
    prlimit === undefined
      ? await host.run(program, args, options)
      : await host.run(
          prlimit,
          [`--data=${MEMORY}`, `--cpu=${SECONDS}`, program, ...args],
          options,
        );
  // 0: no comments. 1: comments. Higher: some files were not checked.
  if (status > 1) throw failure(program, `exit status ${status}: ${stderr.slice(0, 300)}`);
  try {
    const output: unknown = JSON.parse(Buffer.from(stdout, 'latin1').toString('utf8'));
    const comments = (output as { comments?: unknown } | null)?.comments;
    return Array.isArray(comments) ? comments.filter(isComment) : [];
  } catch (error) {
    throw failure(program, reason(error), error);
  }
}

function failure(program: string, why: string, cause?: unknown): PortsideError {
  const message = `Cannot check RUN instructions with ${program}: ${why}`;
  return new PortsideError('PSE3502', message, undefined, cause);
}

function isComment(value: unknown): value is ShellCheckComment {
  if (typeof value !== 'object' || value === null) return false;
  const comment = value as Record<string, unknown>;
  const numbers = ['line', 'column', 'endLine', 'endColumn', 'code'];
  const strings = ['file', 'level', 'message'];
  return (
    numbers.every((name) => typeof comment[name] === 'number') &&
    strings.every((name) => typeof comment[name] === 'string')
  );
}

/** The comment at its position in the Dockerfile; undefined when it concerns the header. */
function toObservation(
  { dockerfile, script, header }: RunScript,
  comment: ShellCheckComment,
): Observation | undefined {
  const headerLines = header.split('\n').length - 1;
  if (comment.line <= headerLines) return undefined;
  const lines = script.text.split('\n');
  const offset = (line: number, column: number) => {
    const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    return Math.min(before + unitsBefore(lines[line - 1] ?? '', column), script.text.length);
  };
  const start = offset(comment.line - headerLines, comment.column);
  const end = Math.max(start, offset(comment.endLine - headerLines, comment.endColumn));
  const { mapped } = script;
  const from = mapped.sourceStart(Math.min(start, Math.max(script.text.length - 1, 0)));
  return {
    at: dockerfile.source.range(from, Math.max(from, mapped.sourceEnd(end))),
    message: comment.message,
  };
}

/** UTF-16 units before a column: ShellCheck counts columns in code points. */
function unitsBefore(line: string, column: number): number {
  let units = 0;
  for (let current = 1; current < column && units < line.length; current++)
    units += (line.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}

/** A mistake in a script gives an attacker nothing by itself; at the level of an error, the command does something else. */
const LEVELS: ReadonlyMap<string, Severity> = new Map([
  ['error', 'medium'],
  ['warning', 'low'],
  ['info', 'low'],
  ['style', 'info'],
]);

/**
 * Codes that are lowered, because most commands mean what is reported: text that the shell must not expand for `sed` and
 * configuration files, a loop over the output of ls, and a variable with a list of packages.
 */
const LOWERED: ReadonlyMap<number, Severity> = new Map([
  [2016, 'info'],
  [2045, 'low'],
  [2086, 'info'],
]);

function ruleFor({ code, level, message }: ShellCheckComment): DockerfileRule {
  const id = `SC${code}`;
  const page = `https://www.shellcheck.net/wiki/${id}`;
  const severity = LOWERED.get(code) ?? LEVELS.get(level) ?? 'low';
  return defineDockerfileRule({
    id,
    name: `shellcheck-${code}`,
    severity,
    severityReason:
      'A mistake without an attacker; medium, and in each set, where ShellCheck is sure of it',
    ruleSet: 'all',
    practice: 'maintainability',
    title: message,
    why: 'ShellCheck reports a problem in the shell command of a RUN instruction.',
    remediation: `Follow ${page}`,
    references: [page],
    aliases: [SHELLCHECK_FAMILY],
    check: () => {},
  });
}
