import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Log } from 'sarif';
// jest fails when modules that are imported at the same time share a module that is not loaded yet. On a busy machine it
// also takes longer to load them than a test may take.
import '@actions/cache';
import '@actions/github';
import '../../src/check/check.js';
import '../../src/github/caches/advisory-cache.js';
import '../../src/github/caches/baseline-cache.js';
import '../../src/github/caches/restore-caches.js';
import '../../src/github/client.js';
import '../../src/github/github-tree.js';
import '../../src/github/publish/publish-stored.js';
import '../../src/repository/git-tree.js';
import { runStep as run } from '../../src/action/run.js';
import type { Report } from '../../src/core/report.js';
import { pullRequest, VARIABLES } from '../github/events.js';

/** How a step is started. */
export interface Story {
  readonly workspace?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly event?: unknown;
}

/** What a step leaves: log, outputs and files. */
export interface StepResult {
  readonly status: number | null;
  readonly log: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
  /** The reports that the outputs name. */
  readonly report: Report | undefined;
  readonly sarif: Log | undefined;
}

/** Where a runner finds its programs. */
export const SYSTEM_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

let runs = 0;

/**
 * Runs one step with only the variables that the runner sets, in this process: loading the bundle takes longer than most
 * steps. Its files are below `folder`. All steps share one folder for temporary files, since the Actions cache identifies
 * entries by path.
 */
export async function runStep(folder: string, api: string, story: Story = {}): Promise<StepResult> {
  const files = createRunner(folder, api, story);
  const { env, exitCode, stdout } = process;
  const [current, write] = [process.cwd(), stdout.write];
  let log = '';
  try {
    process.env = { ...files.env };
    process.exitCode = 0;
    process.chdir(files.workspace);
    stdout.write = ((text: string | Uint8Array) => {
      log += text.toString();
      return true;
    }) as typeof stdout.write;
    await run();
    return readResult(files, Number(process.exitCode), log);
  } finally {
    stdout.write = write;
    process.chdir(current);
    process.exitCode = exitCode;
    process.env = env;
  }
}

/**
 * Runs one step as the runner does: `program` is the Action, where scripts/lay-shipped.mjs laid it, in a process of its own.
 * The end-to-end tests run it with Node.js 24, other tests with their own.
 */
export async function runShipped(
  program: string,
  folder: string,
  api: string,
  story: Story = {},
): Promise<StepResult> {
  const files = createRunner(folder, api, story);
  const bin = process.env.PORTSIDE_SHIPPED_BIN;
  const shipped = bin !== undefined && { PATH: `${bin}:${SYSTEM_PATH}` };
  const child = spawn(bin === undefined ? process.execPath : join(bin, 'node'), [program], {
    cwd: files.workspace,
    env: { ...files.env, ...shipped, ...story.variables },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
  }
  const status = await new Promise<number | null>((done, fail) => {
    child.on('error', fail).on('close', done);
  });
  return readResult(files, status, log);
}

/** The files of a runner, and the variables that it sets. */
interface Runner {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: string;
  readonly summary: string;
}

function createRunner(folder: string, api: string, story: Story): Runner {
  const runner = join(folder, `runner-${++runs}`);
  const temporary = join(folder, 'temp');
  const file = (name: string, text = '') => {
    writeFileSync(join(runner, name), text);
    return join(runner, name);
  };
  mkdirSync(runner);
  mkdirSync(temporary, { recursive: true });
  const output = file('output');
  const summary = file('summary.md');
  const workspace = resolve(story.workspace ?? 'examples/webapp');
  const env = {
    PATH: process.env.PATH,
    HOME: runner,
    // No Git repository, even when the workspace is a folder of this one.
    GIT_CEILING_DIRECTORIES: dirname(workspace),
    RUNNER_TEMP: temporary,
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(story.event ?? pullRequest())),
    GITHUB_API_URL: api,
    ...VARIABLES,
    ...story.variables,
    ...variables({ token: 't0ken', offline: 'true', ...story.inputs }),
  };
  return { workspace, env, output, summary };
}

/** The numbers of the output `counts`. */
export function countsOf({ outputs }: Pick<StepResult, 'outputs'>) {
  return JSON.parse(outputs.get('counts') ?? '') as {
    readonly findings: Readonly<Record<string, number>>;
    readonly new: Readonly<Record<string, number>>;
    readonly targets: number;
  };
}

function readResult(runner: Runner, status: number | null, log: string): StepResult {
  const outputs = readOutputs(readFileSync(runner.output, 'utf8'));
  return {
    status,
    log,
    outputs,
    summary: readFileSync(runner.summary, 'utf8'),
    report: readJson(outputs.get('report')),
    sarif: readJson(outputs.get('sarif')),
  };
}

/** Inputs as the runner passes them: upper case, underscores for spaces, dashes unchanged. */
function variables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

/** Parses the `name<<delimiter` blocks of GITHUB_OUTPUT. */
function readOutputs(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^([\w-]+)<<(\S+)\n(.*?)\n\2$/gms)].map((m) => [m[1] ?? '', m[3] ?? '']),
  );
}

function readJson<T>(file: string | undefined): T | undefined {
  return file ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
