import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../src/core/finding.js';
import type { PlanProof, PlanStep, Remedy } from '../../../src/core/plan.js';
import type { Report } from '../../../src/core/report.js';
import { CLI } from '../dist.js';
import { write, type Yard } from './yard.js';

/** A repository with an image that was built some time ago, and what clears its findings. */
export interface Rebuild {
  /** The remedy and the title of the step that is done. */
  readonly remedy: Remedy;
  readonly title: RegExp;
  /** Publishes what the old build gets, and returns the files of the repository. */
  readonly make: (yard: Yard) => Promise<Project> | Project;
}

export interface Project {
  readonly files: Readonly<Record<string, string>>;
  readonly advisories: readonly object[];
  /** What the base image that the Dockerfile names stands for, if no registry that this machine reaches has it. */
  readonly contexts?: (base: string) => Readonly<Record<string, string>>;
  /** What is published after the old build. */
  readonly publish?: () => Promise<unknown> | unknown;
  /** Does what the step says; without it, `portside fix` does. The command of a step is run in any case. */
  readonly byHand?: (repository: Repository, step: PlanStep) => Promise<unknown> | unknown;
  /** The registry is asked. */
  readonly online?: boolean;
}

export interface Repository {
  readonly folder: string;
  read(path: string): string;
  /** Replaces a text that is there once. Throws if it is not. */
  replace(path: string, was: string, is: string): void;
}

/** What the plan promised, and what the second check says. */
export interface Outcome {
  readonly step: Pick<PlanStep, 'remedy' | 'title'>;
  /** The findings of the step, and how many of them are fixed in the second report. */
  readonly promised: number;
  readonly cleared: number;
  /** The second report about all steps of which something is cleared; others may be cleared with this one. */
  readonly proof: Pick<PlanProof, 'promised' | 'cleared' | 'left'> | undefined;
  /** Findings of the same rule in the same package that the new image has under another fingerprint. */
  readonly again: readonly string[];
}

/** Builds the old image, makes the plan, does one step of it, builds the image again and compares the reports. */
export async function rebuild(name: string, one: Rebuild, yard: Yard): Promise<Outcome> {
  const project = await one.make(yard);
  const folder = join(yard.folder, 'cases', name);
  const repository = openRepository(folder);
  write(folder, {
    ...project.files,
    '.github/portside.yml': `minimum-age-days: 0\n${project.files['.github/portside.yml'] ?? ''}`,
  });
  const database = `${folder}-osv`;
  write(database, advisoryFiles(project.advisories));
  const build = (command?: readonly string[]) => image({ name, folder, command, project, yard });
  const portside = (...args: readonly string[]) => runPortside(name, project, yard, args);
  await build();
  await project.publish?.();
  const before = JSON.parse(await portside('check', '--format', 'json')) as Report;
  const first = `${folder}-first.json`;
  write('/', { [first]: JSON.stringify(before) });
  const step = before.plan?.steps.find(
    ({ remedy, title }) => remedy === one.remedy && one.title.test(title),
  );
  if (!step)
    throw new Error(
      `no such step:\n${(before.plan?.steps ?? []).map(({ remedy, title }) => `${remedy}: ${title}`).join('\n')}`,
    );
  const command = step.change?.kind === 'rebuild' ? step.change.command : undefined;
  if (project.byHand) await project.byHand(repository, step);
  else if (step.change?.kind === 'locked-package' && step.change.manager === 'go')
    await runCommand(step.change.command, folder, yard);
  else if (!command) await portside('fix', '--step', step.id, '--write');
  await build(command);
  const after = JSON.parse(
    await portside('check', '--format', 'json', '--baseline', first),
  ) as Report;
  const proof = after.plan?.proof;
  const fixed = new Set(
    after.findings.flatMap(({ status, fingerprint }) => (status === 'fixed' ? fingerprint : [])),
  );
  return {
    step: { remedy: step.remedy, title: step.title },
    promised: step.findings.length,
    cleared: step.findings.filter((one) => fixed.has(one)).length,
    proof: proof && { promised: proof.promised, cleared: proof.cleared, left: proof.left },
    again: reborn(step, before, after),
  };
}

/** The command of a step, which people run. */
async function runCommand(command: readonly string[], folder: string, yard: Yard): Promise<void> {
  const [program = '', ...args] = command;
  await yard.run(program, args, { cwd: folder, env: yard.goEnvironment });
}

function reborn(step: PlanStep, before: Report, after: Report): string[] {
  const keyOf = ({ rule, subject, message }: Finding) =>
    `${rule} ${subject?.purl?.replace(/@.*/, '') ?? message}`;
  const promised = new Set(
    before.findings.filter((one) => step.findings.includes(one.fingerprint)).map(keyOf),
  );
  return after.findings
    .filter((one) => one.status !== 'fixed' && promised.has(keyOf(one)))
    .map(({ message }) => message);
}

interface Built {
  readonly name: string;
  readonly folder: string;
  readonly command: readonly string[] | undefined;
  readonly project: Project;
  readonly yard: Yard;
}

/** Builds the image with docker and saves it. */
async function image({ name, folder, command, project, yard }: Built): Promise<void> {
  const tag = `${name}:1`;
  const file = join(folder, 'Dockerfile');
  if (existsSync(file)) {
    const [, base = ''] = /^FROM (\S+)/m.exec(readFileSync(file, 'utf8')) ?? [];
    await yard.build({
      ...{ folder, tag, contexts: project.contexts?.(base) ?? {} },
      ...(command && { command }),
    });
  } else {
    await yard.run('docker', ['buildx', 'bake', '--file', 'compose.yaml', '--provenance=false'], {
      cwd: folder,
    });
  }
  await yard.run('docker', ['save', tag, '--output', `${folder}.tar`]);
}

async function runPortside(
  name: string,
  { online }: Project,
  yard: Yard,
  args: readonly string[],
): Promise<string> {
  const [command = '', ...options] = args;
  const cases = join(yard.folder, 'cases');
  const all = [
    ...[CLI, command, name, '--image', `docker-archive:${name}.tar`],
    ...['--advisories', `${name}-osv/osv`, '--quiet', ...options],
    ...(online
      ? [
          '--kev',
          `${name}-osv/known_exploited_vulnerabilities.json`,
          '--epss',
          `${name}-osv/epss.csv`,
        ]
      : ['--offline']),
  ];
  // The status of a check with findings is 1; that of a fix that does not apply is 1, too.
  const script = 'node "$@"';
  const check = `${script} || [ $? -eq 1 ]`;
  return yard.run('sh', ['-c', command === 'check' ? check : script, 'sh', ...all], { cwd: cases });
}

function advisoryFiles(advisories: readonly object[]): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(advisories.map((one, i) => [`osv/${i}.json`, JSON.stringify(one)])),
    'known_exploited_vulnerabilities.json': JSON.stringify({ vulnerabilities: [] }),
    'epss.csv':
      '#model_version:v2025.03.14,score_date:2026-11-24T00:00:00+0000\ncve,epss,percentile\n',
  };
}

function openRepository(folder: string): Repository {
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  return {
    folder,
    read,
    replace(path, was, is) {
      const parts = read(path).split(was);
      if (parts.length !== 2) throw new Error(`${path} has ${was} ${parts.length - 1} times`);
      write(folder, { [path]: parts.join(is) });
    },
  };
}
