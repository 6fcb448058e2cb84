import { parse } from 'yaml';

/** A class of defects of workflows, by the name that zizmor gives it (docs.zizmor.sh/audits). */
export interface WorkflowCheck {
  /** A workflow with the defect. */
  readonly bad: string;
  /** The places of the defect: jobs, steps or values. */
  find(workflow: Workflow): readonly string[];
}

export interface Workflow {
  readonly text: string;
  readonly name?: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency: unknown;
  readonly jobs: readonly Job[];
  readonly steps: readonly Step[];
}

interface Job {
  readonly id: string;
  readonly if?: unknown;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly secrets?: unknown;
  readonly environment?: unknown;
  readonly uses?: string;
  readonly 'runs-on'?: string;
  readonly container?: Container;
  readonly services?: Readonly<Record<string, Container>>;
  readonly steps?: readonly Step[];
}

type Container = string | { readonly image: string; readonly credentials?: { password?: string } };

interface Step {
  readonly if?: unknown;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

/** The workflow in a YAML text. */
export function parseWorkflow(text: string): Workflow {
  const { jobs: all = {}, on, ...rest } = parse(text);
  const jobs: Job[] = Object.entries<object>(all).map(([id, job]) => ({ id, ...job }));
  return {
    text,
    permissions: undefined,
    concurrency: undefined,
    ...rest,
    on: typeof on === 'string' ? { [on]: null } : on,
    jobs,
    steps: jobs.flatMap((job) => job.steps ?? []),
  };
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: GitHub's expressions
export const WORKFLOW_CHECKS: Readonly<Record<string, WorkflowCheck>> = {
  'unpinned-uses': {
    bad: steps('- uses: actions/checkout@v7'),
    find: ({ jobs, steps }) =>
      [...jobs, ...steps]
        .flatMap(({ uses }) => uses ?? [])
        .filter((uses) => !uses.startsWith('./') && !/@[0-9a-f]{40}$/.test(uses)),
  },
  'unpinned-images': {
    bad: 'on: push\njobs:\n  a:\n    container: debian\n    services: { db: { image: "redis:latest" } }\n',
    find: ({ jobs }) => images(jobs).filter((image) => !/[:@](?!latest$)[^/]+$/.test(image)),
  },
  'ref-version-mismatch': {
    bad: steps(`- uses: actions/checkout@${'a'.repeat(40)}`),
    find: ({ text }) =>
      (text.match(/^[^#\n]*uses: .*@[0-9a-f]{40}.*$/gm) ?? []).filter(
        (line) => !/ # v\d+\.\d+\.\d+$/.test(line),
      ),
  },
  'template-injection': {
    bad: steps('- run: echo "${{ github.event.pull_request.title }}"'),
    find: ({ steps }) =>
      steps
        .flatMap(({ run, with: inputs }) => [run, inputs?.script])
        .filter((script) => typeof script === 'string')
        .filter((script) => script.includes('${{')),
  },
  'excessive-permissions': {
    bad: 'on: push\npermissions: { contents: write }\njobs:\n  a: { runs-on: x }\n  b: { permissions: write-all }\n',
    find: ({ permissions, jobs }) => [
      ...(isEmpty(permissions) ? [] : ['workflow']),
      ...jobs.filter((job) => typeof job.permissions !== 'object').map((job) => job.id),
    ],
  },
  artipacked: {
    bad: steps('- uses: actions/checkout@v7'),
    find: ({ steps }) =>
      steps
        .filter(({ uses }) => uses?.startsWith('actions/checkout@'))
        .filter((step) => step.with?.['persist-credentials'] !== false)
        .map((step) => JSON.stringify(step)),
  },
  'dangerous-triggers': {
    bad: 'on: { pull_request_target: }\njobs: {}\n',
    find: ({ on }) =>
      ['pull_request_target', 'workflow_run', 'issue_comment'].filter((event) => event in on),
  },
  'cache-poisoning': {
    bad: `on: { push: { tags: ["v*"] } }\n${jobOf('- uses: actions/setup-node@v7\n      - uses: actions/cache@v5')}`,
    find: ({ on, steps }) => (publishes(on) ? steps.filter(restoresCache).map(usesOf) : []),
  },
  'secrets-inherit': {
    bad: 'on: push\njobs:\n  a:\n    uses: a/b/.github/workflows/c.yml@main\n    secrets: inherit\n',
    find: ({ jobs }) => jobs.filter((job) => job.secrets === 'inherit').map((job) => job.id),
  },
  'overprovisioned-secrets': {
    bad: steps('- env: { ALL: "${{ toJSON(secrets) }}" }'),
    find: ({ text }) => text.match(/\btoJSON\(\s*secrets\s*\)|\bsecrets\[(?!['"])/gi) ?? [],
  },
  'unredacted-secrets': {
    bad: steps('- env: { KEY: "${{ fromJSON(secrets.ALL).key }}" }'),
    find: ({ text }) => text.match(/\bfromJSON\(\s*secrets\b/gi) ?? [],
  },
  'secrets-outside-env': {
    bad: steps('- env: { KEY: "${{ secrets.KEY }}" }'),
    find: ({ jobs }) =>
      jobs
        .filter((job) => job.environment === undefined)
        .filter((job) => /\bsecrets\.(?!GITHUB_TOKEN\b)/.test(JSON.stringify(job)))
        .map((job) => job.id),
  },
  'hardcoded-container-credentials': {
    bad: 'on: push\njobs:\n  a:\n    container: { image: "a:1", credentials: { password: hunter2 } }\n',
    find: ({ jobs }) =>
      containers(jobs).flatMap((container) => {
        const password =
          typeof container === 'string' ? undefined : container.credentials?.password;
        return password === undefined || password.startsWith('${{') ? [] : ['password'];
      }),
  },
  'github-env': {
    bad: steps('- run: echo "A=$B" >> "$GITHUB_ENV"'),
    find: ({ steps }) =>
      steps.flatMap(({ run }) => run?.match(/.*\bGITHUB_(?:ENV|PATH)\b.*/g) ?? []),
  },
  'insecure-commands': {
    bad: steps('- env: { ACTIONS_ALLOW_UNSECURE_COMMANDS: true }'),
    find: ({ text }) => text.match(/ACTIONS_ALLOW_UNSECURE_COMMANDS|::(?:set-env|add-path)/g) ?? [],
  },
  'insecure-url-scheme': {
    bad: steps('- run: curl http://example.com'),
    find: ({ text }) => text.match(/\bhttp:\/\/\S*/g) ?? [],
  },
  'bot-conditions': {
    bad: 'on: push\njobs:\n  a: { if: "github.actor == \'dependabot[bot]\'" }\n',
    find: ({ jobs, steps }) =>
      [...jobs, ...steps]
        .map((part) => String(part.if))
        .filter((condition) =>
          /\bgithub\.(?:actor|triggering_actor|event\.sender|event\.pull_request\.sender)\b/.test(
            condition,
          ),
        ),
  },
  'unsound-condition': {
    bad: steps('- if: |\n          ${{ false }}\n        run: echo'),
    find: ({ jobs, steps }) =>
      [...jobs, ...steps]
        .map((part) => String(part.if))
        .filter((condition) => condition.includes('${{') && /[^}]$|^[^$]/.test(condition)),
  },
  'unsound-contains': {
    bad: steps("- if: contains('refs/heads/main refs/heads/next', github.ref)\n        run: echo"),
    find: ({ text }) => text.match(/\bcontains\(\s*'[^']*'\s*,/g) ?? [],
  },
  'unsound-ternary': {
    bad: steps('- run: echo\n        env: { A: "${{ inputs.a && false || true }}" }'),
    find: ({ text }) => text.match(/&&\s*(?:''|""|0|false|null)\s*\|\|/g) ?? [],
  },
  'concurrency-limits': {
    bad: 'on: push\nconcurrency: ci\njobs:\n  a: { runs-on: x }\n',
    find: ({ on, concurrency, jobs }) =>
      isOnlyCalled(on) || saysWhatIsCancelled(concurrency)
        ? []
        : jobs.filter((job) => !saysWhatIsCancelled(job.concurrency)).map((job) => job.id),
  },
  'anonymous-definition': {
    bad: 'on: push\njobs: {}\n',
    find: ({ name }) => (name ? [] : ['workflow']),
  },
  'self-hosted-runner': {
    bad: 'on: push\njobs:\n  a: { runs-on: [self-hosted, linux] }\n',
    find: ({ jobs }) =>
      jobs.filter((job) => String(job['runs-on']).includes('self-hosted')).map((job) => job.id),
  },
  misfeature: {
    bad: steps('- shell: cmd\n        run: echo'),
    find: ({ steps }) =>
      steps.flatMap(({ shell }) => (shell === undefined || shell === 'bash' ? [] : [shell])),
  },
  'superfluous-actions': {
    bad: steps('- uses: softprops/action-gh-release@v2'),
    find: ({ steps }) =>
      steps
        .map(usesOf)
        .filter((uses) =>
          /\b(?:release|create-pull-request|jq|auto-commit)-?action\b|-gh-release\b/i.test(uses),
        ),
  },
  'adhoc-packages': {
    bad: steps('- run: npm install left-pad'),
    find: ({ steps }) =>
      steps.flatMap(
        ({ run }) =>
          run?.match(/.*\b(?:npm (?:i|install|add)|yarn add|pnpm add|gem install)\b.*/g) ?? [],
      ),
  },
  'use-trusted-publishing': {
    bad: steps('- run: npm publish\n        env: { NODE_AUTH_TOKEN: "${{ secrets.NPM_TOKEN }}" }'),
    find: ({ steps }) =>
      steps.filter(({ env }) => env && 'NODE_AUTH_TOKEN' in env).map((step) => step.run ?? ''),
  },
};
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: GitHub's expressions

/** The places without a sufficient waiting time for new versions, or with code execution, in a dependabot.yml. */
export function dependabotDefects(text: string): readonly string[] {
  const { updates } = parse(text);
  return updates.flatMap((update: Readonly<Record<string, unknown>>) => {
    const { cooldown, 'insecure-external-code-execution': execution } = update;
    const days = (cooldown as { 'default-days'?: number } | undefined)?.['default-days'] ?? 0;
    return days >= 7 && execution !== 'allow' ? [] : [String(update['package-ecosystem'])];
  });
}

function jobOf(text: string): string {
  return `jobs:\n  a:\n    runs-on: x\n    steps:\n      ${text}\n`;
}

function steps(text: string): string {
  return `on: push\n${jobOf(text)}`;
}

function usesOf(step: Step): string {
  return step.uses ?? '';
}

function isEmpty(permissions: unknown): boolean {
  return typeof permissions === 'object' && permissions !== null && !Object.keys(permissions)[0];
}

function containers(jobs: readonly Job[]): readonly Container[] {
  return jobs.flatMap((job) => [job.container ?? [], Object.values(job.services ?? {})].flat());
}

function images(jobs: readonly Job[]): readonly string[] {
  return containers(jobs).map((c) => (typeof c === 'string' ? c : c.image));
}

/** Whether a workflow with these events publishes releases: a tag or a release starts it. */
function publishes(on: Workflow['on']): boolean {
  const push = on.push as { readonly tags?: unknown } | null | undefined;
  return 'release' in on || push?.tags !== undefined;
}

function restoresCache(step: Step): boolean {
  const uses = usesOf(step);
  if (/^actions\/cache(?:\/restore)?@/.test(uses)) return true;
  return uses.startsWith('actions/setup-') && step.with?.['package-manager-cache'] !== false;
}

/** The workflow that calls a reusable workflow decides about its concurrency. */
function isOnlyCalled(on: Workflow['on']): boolean {
  return Object.keys(on).join() === 'workflow_call';
}

function saysWhatIsCancelled(concurrency: unknown): boolean {
  return (
    typeof concurrency === 'object' && concurrency !== null && 'cancel-in-progress' in concurrency
  );
}
