import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

/** The steps of a workflow, run as the runner of GitHub Actions runs them, in a folder of this machine. */

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

/** The steps of a job of a workflow. */
export function stepsOf(workflow: string, job: string): readonly Step[] {
  return parse(readFileSync(workflow, 'utf8')).jobs[job].steps;
}

const execute = promisify(execFile);

/** Runs a program and returns its standard output. Throws if it fails. */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  try {
    const { stdout } = await execute(program, [...args], { cwd, env, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const failure = error as Error & { readonly stdout: string };
    failure.message += failure.stdout;
    throw failure;
  }
}

/** Runs the script of a step with bash -e, the default shell of a step. */
export async function runScript(
  step: Step,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const file = join(cwd, '..', 'step.sh');
  writeFileSync(file, step.run ?? '');
  const variables = Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluate(value)]);
  return run('bash', ['-e', file], cwd, { ...env, ...Object.fromEntries(variables) });
}

/** The value of an expression. Throws for one that the rehearsal does not know. */
function evaluate(text: string): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression) => {
    if (expression === 'github.token') return 'token-of-the-run';
    throw new Error(`the rehearsal has no value for ${expression}`);
  });
}

/** A program `gh` that stores its arguments, and creates a release only of a tag that origin has, with files that exist. */
export function writeGh(folder: string): void {
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'gh'),
    `#!/usr/bin/env bash
set -euo pipefail
[ "$GH_TOKEN" = token-of-the-run ]
echo "$*" >> "$HOME/gh.log"
case "$1 $2" in
  'auth setup-git') ;;
  'release create')
    git ls-remote --exit-code origin "refs/tags/$3" > /dev/null
    for file in "\${@:4}"; do case $file in --*) ;; *) [ -s "$file" ] ;; esac; done ;;
  *) exit 1 ;;
esac
`,
  );
  chmodSync(join(folder, 'gh'), 0o755);
}

export interface NpmRegistry {
  readonly url: string;
  /** The published archives, by version. */
  readonly archives: ReadonlyMap<string, Buffer>;
  stop(): Promise<void>;
}

/** An npm registry on loopback that has no packages and accepts new ones with a token. */
export async function startNpmRegistry(token: string): Promise<NpmRegistry> {
  const archives = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const isAllowed = request.headers.authorization === `Bearer ${token}`;
    if (request.method !== 'PUT' || !isAllowed) {
      response.writeHead(isAllowed ? 404 : 401).end('{}');
      return;
    }
    const { versions, _attachments } = JSON.parse(Buffer.concat(chunks).toString());
    const [attachment] = Object.values<{ data: string }>(_attachments);
    archives.set(String(Object.keys(versions)), Buffer.from(attachment?.data ?? '', 'base64'));
    response.writeHead(201).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    archives,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
