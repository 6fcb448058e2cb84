import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import type { Observation } from '../../core/rule.js';
import type { Severity } from '../../core/severity.js';
import { PortsideError, reason } from '../../lib/errors.js';
import {
  type Dockerfile,
  type Instruction,
  type InstructionOf,
  instructionsOf,
} from '../parser/model.js';
import { type DockerfileRule, defineRule } from '../rule.js';
import { lineage } from '../stages.js';
import { DEFAULT_SHELL, effectiveShell, isPosixShell } from './effective-shell.js';
import type { ShellScript } from './model.js';

/** What ShellCheck says about one place of a Dockerfile. */
export interface ShellCheckFinding {
  readonly rule: DockerfileRule;
  readonly observation: Observation;
}

/** Names every ShellCheck code at once, in ignores and exceptions. */
const SHELLCHECK_FAMILY = 'SC*';

/** About how a script is found, not about the script (notes/dockerfile.md). */
const EXCLUDED = 'SC2187,SC1090,SC1091';
/** The proxy variables that BuildKit predefines. */
const PREDEFINED = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy'].flatMap((name) => [
  name,
  name.toUpperCase(),
]);
/** Files given to one process: keeps its argument list within what any system takes. */
const BATCH = 1000;
const TIMEOUT = 120_000;
/** Different scripts that are looked at: 5,000 take ShellCheck about a quarter of a minute. */
const MOST_SCRIPTS = 5_000;

/**
 * What ShellCheck says about the RUN bodies of all files, in one process for a thousand of them; each finding on the
 * exact words. Undefined when ShellCheck is not installed. Throws PortsideError (incomplete) when it fails.
 */
export async function shellCheck(
  dockerfiles: readonly Dockerfile[],
  host: Host,
): Promise<ReadonlyMap<Dockerfile, readonly ShellCheckFinding[]> | undefined> {
  const program = await host.find('shellcheck');
  if (program === undefined) return undefined;
  const scripts = group(dockerfiles.flatMap(bodiesOf));
  if (scripts.size > MOST_SCRIPTS)
    throw new PortsideError(
      'PSE3500',
      `Cannot check RUN with ShellCheck: there are ${scripts.size} different ones, more than ${MOST_SCRIPTS}`,
      'Lint fewer files at once',
    );
  const found = new Map<Dockerfile, ShellCheckFinding[]>(dockerfiles.map((file) => [file, []]));
  const folder = await mkdtemp(join(tmpdir(), 'portside-shellcheck-'));
  try {
    const files = new Map<string, readonly Body[]>();
    for (const [script, bodies] of scripts) {
      const file = join(folder, `${files.size}.sh`);
      await writeFile(file, script);
      files.set(file, bodies);
    }
    const paths = [...files.keys()];
    for (let at = 0; at < paths.length; at += BATCH)
      for (const comment of await ask(program, paths.slice(at, at + BATCH), host))
        for (const body of files.get(comment.file) ?? []) {
          const observation = observe(body, comment);
          if (observation)
            found.get(body.dockerfile)?.push({ rule: ruleFor(comment), observation });
        }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Scripts that are the same to ShellCheck are asked about once. */
function group(bodies: readonly Body[]): Map<string, Body[]> {
  const scripts = new Map<string, Body[]>();
  for (const body of bodies) {
    const script = body.header + body.script.text;
    const same = scripts.get(script);
    if (same) same.push(body);
    else scripts.set(script, [body]);
  }
  return scripts;
}

interface Body {
  readonly dockerfile: Dockerfile;
  readonly script: ShellScript;
  /** Shebang and declarations that go before the script. */
  readonly header: string;
}

function bodiesOf(dockerfile: Dockerfile): Body[] {
  return instructionsOf(dockerfile, 'RUN', { onbuild: true }).flatMap((run) => {
    if (run.exec || run.script.text.trim() === '') return [];
    // A trigger runs in the child's build, which may have other variables and another shell.
    const shell = run.onbuild ? triggerShell(dockerfile, run) : effectiveShell(dockerfile, run);
    const interpreter = /^#![^\n]*/.exec(run.script.text)?.[0];
    if (!isPosixShell(shell) || run.script.interpreter !== undefined) return [];
    const names = [...PREDEFINED, ...(run.onbuild ? [] : declaredNames(dockerfile, run))];
    const exports = names.map((name) => `export ${name}=1\n`).join('');
    return [
      { dockerfile, script: run.script, header: `${interpreter ?? `#!${shell[0]}`}\n${exports}` },
    ];
  });
}

function triggerShell(dockerfile: Dockerfile, run: Instruction): readonly string[] {
  const shell = effectiveShell(dockerfile, run);
  return isPosixShell(shell) ? DEFAULT_SHELL : shell;
}

/** Names of ARG and ENV that the instruction sees, its own stage's and its parents'. */
function declaredNames(dockerfile: Dockerfile, run: Instruction): string[] {
  const seen = run.stage
    ? lineage(run.stage).flatMap((stage) => declarations(stage.instructions))
    : declarations(dockerfile.instructions);
  const names = new Set<string>();
  for (const instruction of seen) {
    if (instruction.stage === run.stage && instruction.index >= run.index) continue;
    for (const { key } of instruction.pairs)
      if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key.value)) names.add(key.value);
    if (names.size > MOST_NAMES) break;
  }
  return [...names];
}

/** More variables than anybody declares; bounds the scripts of a hostile file. */
const MOST_NAMES = 1_000;

const declaring = new WeakMap<readonly Instruction[], readonly Declaring[]>();

type Declaring = InstructionOf<'ARG' | 'ENV'>;

/** The ARG and ENV among the instructions: found once, asked for by every RUN. */
function declarations(instructions: readonly Instruction[]): readonly Declaring[] {
  const known = declaring.get(instructions);
  if (known) return known;
  const found = instructions.filter(
    (one): one is Declaring => one.keyword === 'ARG' || one.keyword === 'ENV',
  );
  declaring.set(instructions, found);
  return found;
}

/** ShellCheck's `json1` comment, the parts that are used. */
interface Comment {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: string;
  readonly code: number;
  readonly message: string;
}

async function ask(program: string, files: readonly string[], host: Host): Promise<Comment[]> {
  const args = ['--norc', '--format=json1', `--exclude=${EXCLUDED}`, ...files];
  const options = { timeout: TIMEOUT, binary: true };
  const { status, stdout, stderr } = await host.run(program, args, options);
  const fail = (why: string, cause?: unknown): never => {
    throw new PortsideError(
      'PSE3500',
      `Cannot check RUN with ${program}: ${why}`,
      undefined,
      cause,
    );
  };
  // 0 is no comment, 1 some; from 2 on something was not checked.
  if (status > 1) return fail(`it ended with ${status}: ${stderr.slice(0, 300)}`);
  try {
    const answer: unknown = JSON.parse(Buffer.from(stdout, 'latin1').toString('utf8'));
    const comments = (answer as { comments?: unknown } | null)?.comments;
    return Array.isArray(comments) ? comments.filter(isComment) : [];
  } catch (error) {
    return fail(reason(error), error);
  }
}

function isComment(value: unknown): value is Comment {
  if (typeof value !== 'object' || value === null) return false;
  const comment = value as Record<string, unknown>;
  const numbers = ['line', 'column', 'endLine', 'endColumn', 'code'];
  const texts = ['file', 'level', 'message'];
  return (
    numbers.every((name) => typeof comment[name] === 'number') &&
    texts.every((name) => typeof comment[name] === 'string')
  );
}

/** On the words of the script; undefined when it is about what was put before it. */
function observe({ dockerfile, script, header }: Body, comment: Comment): Observation | undefined {
  const above = header.split('\n').length - 1;
  if (comment.line <= above) return undefined;
  const lines = script.text.split('\n');
  const offset = (line: number, column: number) => {
    const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    return Math.min(before + unitsBefore(lines[line - 1] ?? '', column), script.text.length);
  };
  const start = offset(comment.line - above, comment.column);
  const end = Math.max(start, offset(comment.endLine - above, comment.endColumn));
  const { mapped } = script;
  const from = mapped.sourceStart(Math.min(start, Math.max(script.text.length - 1, 0)));
  return {
    at: dockerfile.source.range(from, Math.max(from, mapped.sourceEnd(end))),
    message: comment.message,
  };
}

/** ShellCheck counts code points, we count UTF-16 units. */
function unitsBefore(line: string, column: number): number {
  let units = 0;
  for (let seen = 1; seen < column && units < line.length; seen++)
    units += (line.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}

const LEVELS: Readonly<Record<string, Severity>> = {
  error: 'high',
  warning: 'medium',
  info: 'low',
  style: 'info',
};

function ruleFor({ code, level, message }: Comment): DockerfileRule {
  const id = `SC${code}`;
  const page = `https://www.shellcheck.net/wiki/${id}`;
  return defineRule({
    id,
    name: `shellcheck-${code}`,
    severity: LEVELS[level] ?? 'low',
    practice: 'maintainability',
    title: message,
    why: 'ShellCheck found a mistake in the shell command of a RUN.',
    remediation: `See ${page}.`,
    references: [page],
    aliases: [SHELLCHECK_FAMILY],
    check: () => {},
  });
}
