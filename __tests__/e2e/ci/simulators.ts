import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Project } from './project.js';

/** What starts a run. */
export type Event =
  | { readonly kind: 'push'; readonly branch: string; readonly before: string | undefined }
  /** A merge request, pull request or change request; `merged` is a commit of the branch and its target. */
  | {
      readonly kind: 'change';
      readonly branch: string;
      readonly target: string;
      readonly merged?: string;
      readonly isFork?: boolean;
    }
  | { readonly kind: 'tag'; readonly name: string }
  | { readonly kind: 'schedule' };

/** A run that has ended. */
export interface Run {
  readonly status: number | null;
  readonly log: string;
}

/** A CI system that runs the steps of its page in docs/ci. */
export interface Ci {
  readonly name: string;
  /** The checked commit. */
  headOf(event: Event): string;
  /** What the page promises to compare the event with; undefined: nothing. */
  baseOf(event: Event): string | undefined;
  run(event: Event): Run;
  /** Remembers the result of a run that the test leaves out. */
  skip(event: Event, isGreen: boolean): void;
}

/** What all simulators share. */
export interface Agent {
  readonly project: Project;
  readonly folder: string;
  /** The command that starts Portside. */
  readonly portside: string;
  /** Variables that the pipeline sets, such as the name of the image. */
  readonly variables?: Readonly<Record<string, string>>;
}

const ZEROS = '0'.repeat(40);

/** The text of the page's block. */
function recipe(page: string, language: string): string {
  const text = readFileSync(`docs/ci/${page}.md`, 'utf8');
  const block = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1];
  if (block === undefined) throw new Error(`docs/ci/${page}.md has no ${language} block`);
  return block;
}

let runs = 0;

/** Runs a script as the system's shell does, in a new checkout. */
function shell(
  { folder, portside, variables: own = {} }: Agent,
  script: string,
  cwd: string,
  variables: Record<string, string>,
): Run {
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      PORTSIDE: portside,
      CI: 'true',
      ...own,
      ...variables,
    },
  });
  return { status, log: stdout + stderr };
}

/** A new checkout: `refspecs` are fetched with the depth, 0 for the whole history, and the commit is checked out. */
function checkout(
  { folder, project }: Agent,
  commit: string,
  { refspecs, depth }: { readonly refspecs: readonly string[]; readonly depth: number },
): string {
  const place = join(folder, `checkout-${++runs}`);
  mkdirSync(place, { recursive: true });
  const git = (...words: string[]) => {
    const { status, stderr } = spawnSync('git', ['-C', place, ...words], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
  };
  git('init', '-q', '.');
  git('remote', 'add', 'origin', project.url);
  git(
    'fetch',
    '-q',
    '--no-tags',
    ...(depth > 0 ? [`--depth=${depth}`] : []),
    'origin',
    ...refspecs,
  );
  git('checkout', '-q', '--detach', commit);
  return place;
}

const headOf = ({ project }: Agent, event: Event): string => {
  if (event.kind === 'tag') return project.git('rev-parse', `${event.name}^{commit}`);
  if (event.kind === 'schedule') return project.tip('main');
  if (event.kind === 'change' && event.merged) return event.merged;
  return project.tip(event.branch);
};

/** The commit of the target that a change starts from: of a merge, the commit of the target that it merges. */
function baseOfChange({ project }: Agent, event: Event & { kind: 'change' }): string {
  return event.merged
    ? project.git('rev-parse', `${event.merged}^1`)
    : project.base(project.tip(event.branch), project.tip(event.target));
}

/** GitLab: variables as doc/ci/variables/predefined_variables.md has them, a detached checkout of the fetched refs. */
export function gitlab(agent: Agent): Ci {
  const { portside: job } = parse(recipe('gitlab', 'yaml'));
  const depth = Number(job.variables.GIT_DEPTH ?? 20);
  const { project } = agent;
  const variablesOf = (event: Event): Record<string, string> => {
    const before = event.kind === 'push' ? event.before : undefined;
    const common = {
      GITLAB_CI: 'true',
      CI_DEFAULT_BRANCH: 'main',
      CI_COMMIT_SHA: headOf(agent, event),
      CI_COMMIT_BEFORE_SHA: before ?? ZEROS,
    };
    switch (event.kind) {
      case 'push':
        return { ...common, CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: event.branch };
      case 'tag':
        return { ...common, CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: event.name };
      case 'schedule':
        return { ...common, CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_BRANCH: 'main' };
      case 'change':
        return {
          ...common,
          CI_PIPELINE_SOURCE: 'merge_request_event',
          CI_MERGE_REQUEST_IID: '7',
          CI_MERGE_REQUEST_EVENT_TYPE: event.merged ? 'merged_result' : 'detached',
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: event.target,
          CI_MERGE_REQUEST_DIFF_BASE_SHA: project.base(
            project.tip(event.branch),
            project.tip(event.target),
          ),
          ...(event.merged && {
            CI_MERGE_REQUEST_TARGET_BRANCH_SHA: project.git('rev-parse', `${event.merged}^1`),
          }),
        };
    }
  };
  const refspecsOf = (event: Event) => {
    const commit = headOf(agent, event);
    if (event.kind === 'change') return [`+${commit}:refs/pipelines/1`];
    if (event.kind === 'tag') return [`+refs/tags/${event.name}:refs/tags/${event.name}`];
    const branch = event.kind === 'push' ? event.branch : 'main';
    return [`+${commit}:refs/pipelines/1`, `+refs/heads/${branch}:refs/remotes/origin/${branch}`];
  };
  return {
    name: 'GitLab',
    headOf: (event) => headOf(agent, event),
    baseOf(event) {
      if (event.kind === 'change') return baseOfChange(agent, event);
      if (event.kind !== 'push') return undefined;
      return event.branch === 'main'
        ? event.before
        : project.base(project.tip(event.branch), project.tip('main'));
    },
    run(event) {
      const place = checkout(agent, headOf(agent, event), { refspecs: refspecsOf(event), depth });
      const lines: string[] = job.script;
      return shell(agent, lines.join('\n'), place, variablesOf(event));
    },
    skip: () => {},
  };
}

/** Jenkins: a multibranch pipeline, with the variables of the Git plugin and the Branch API plugin. */
export function jenkins(agent: Agent): Ci {
  const { project } = agent;
  const groovy = recipe('jenkins', 'groovy');
  const script = [...groovy.matchAll(/sh '''(.*?)'''/gs)].at(-1)?.[1] ?? '';
  const main = /MAIN = '(\w+)'/.exec(groovy)?.[1] ?? '';
  /** The last commit of each branch whose build succeeded. */
  const succeeded = new Map<string, string>();
  const variablesOf = (event: Event): Record<string, string> => {
    if (event.kind === 'tag') return { MAIN: main, TAG_NAME: event.name, BRANCH_NAME: event.name };
    if (event.kind === 'schedule') return { MAIN: main, BRANCH_NAME: 'main', SCHEDULED: '1' };
    if (event.kind === 'change')
      return { MAIN: main, BRANCH_NAME: 'PR-7', CHANGE_ID: '7', CHANGE_TARGET: event.target };
    const last = succeeded.get(event.branch);
    return {
      MAIN: main,
      BRANCH_NAME: event.branch,
      ...(last && { GIT_PREVIOUS_SUCCESSFUL_COMMIT: last }),
    };
  };
  const record = (event: Event, isGreen: boolean) => {
    if (event.kind === 'push' && isGreen) succeeded.set(event.branch, project.tip(event.branch));
  };
  return {
    name: 'Jenkins',
    headOf: (event) => headOf(agent, event),
    baseOf(event) {
      if (event.kind === 'change') return baseOfChange(agent, event);
      if (event.kind !== 'push') return undefined;
      if (event.branch !== 'main')
        return project.base(project.tip(event.branch), project.tip('main'));
      return succeeded.get('main') ?? event.before;
    },
    run(event) {
      const commit = headOf(agent, event);
      const refspecs = [`+${commit}:refs/remotes/origin/checked`];
      const place = checkout(agent, commit, { refspecs, depth: 0 });
      const run = shell(agent, script, place, variablesOf(event));
      record(event, run.status === 0);
      return run;
    },
    skip: record,
  };
}

/** Azure Pipelines: a checkout of the merge commit, and the artifact of the last run of a branch that succeeded. */
export function azure(agent: Agent): Ci {
  const { steps } = parse(recipe('azure', 'yaml'));
  const scripts: string[] = steps.flatMap(({ script }: { script?: string }) => script ?? []);
  const script = scripts.find((one) => one.includes('{PORTSIDE')) ?? '';
  const depth = Number(steps.find((one: object) => 'checkout' in one)?.fetchDepth ?? 1);
  const artifact = join(agent.folder, 'artifact');
  let accepted: string | undefined;
  const reasonOf = ({ kind }: Event) =>
    ({ push: 'IndividualCI', change: 'PullRequest', tag: 'Manual', schedule: 'Schedule' })[kind];
  return {
    name: 'Azure',
    headOf: (event) => headOf(agent, event),
    baseOf(event) {
      if (event.kind === 'change') return baseOfChange(agent, event);
      return event.kind === 'push' ? (accepted ?? event.before) : undefined;
    },
    run,
    // The report of a run that succeeded is needed.
    skip: (event, isGreen) => {
      if (event.kind === 'push' && isGreen) run(event);
    },
  };

  function run(event: Event): Run {
    const commit = headOf(agent, event);
    const refspecs = ['+refs/heads/*:refs/remotes/origin/*', `+${commit}:refs/remotes/pull/7`];
    const place = checkout(agent, commit, { refspecs, depth });
    const workspace = `${place} workspace`;
    mkdirSync(workspace);
    // The step that downloads it is left out for pull requests, and goes on without one.
    if (event.kind !== 'change' && existsSync(artifact))
      cpSync(artifact, join(workspace, 'accepted'), { recursive: true });
    const run = shell(agent, script, place, {
      BUILD_REASON: reasonOf(event),
      PIPELINE_WORKSPACE: workspace,
      ...(event.kind === 'change' && {
        SYSTEM_PULLREQUEST_TARGETBRANCH: `refs/heads/${event.target}`,
      }),
    });
    if (event.kind === 'push' && run.status === 0) {
      accepted = commit;
      rmSync(artifact, { recursive: true, force: true });
      cpSync(join(place, 'reports'), artifact, { recursive: true });
    }
    return run;
  }
}

/** A shell step: whoever calls it names the commit to compare with. */
export function plainShell(agent: Agent): Ci {
  const script = recipe('shell', 'sh').replace(/^git .*\n/gm, '');
  const baseOf = (event: Event) => {
    if (event.kind === 'change') return baseOfChange(agent, event);
    return event.kind === 'push' ? event.before : undefined;
  };
  const variablesOf = (event: Event): Record<string, string> => {
    if (event.kind === 'change')
      return { BASE: event.merged ? 'HEAD^1' : `origin/${event.target}` };
    return event.kind === 'push' && event.before ? { BASE: event.before, PUSH: '1' } : {};
  };
  return {
    name: 'shell',
    headOf: (event) => headOf(agent, event),
    baseOf,
    run(event) {
      const commit = headOf(agent, event);
      const refspecs = ['+refs/heads/*:refs/remotes/origin/*', `+${commit}:refs/remotes/checked`];
      if (event.kind === 'push' && event.before) refspecs.push(event.before);
      return shell(
        agent,
        script,
        checkout(agent, commit, { refspecs, depth: 0 }),
        variablesOf(event),
      );
    },
    skip: () => {},
  };
}
