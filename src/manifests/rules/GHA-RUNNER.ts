import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { expressionsIn } from '../workflow/expressions.js';
import { eventReach } from '../workflow/job-reach.js';
import { matrixValues } from '../workflow/origins.js';
import type { WorkflowJob } from '../workflow/workflow.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-RUNNER',
  name: 'no-self-hosted-for-untrusted',
  severity: 'medium',
  severityReason:
    'Who opens a pull request runs code on a machine of the project; GitHub asks for an approval of first contributors',
  practice: 'image-security',
  title: 'Pull request runs on a runner of your own',
  why: 'A self-hosted runner keeps its files between jobs and is inside your network. In a public repository anyone can open a pull request that runs on it.',
  remediation: 'Use a runner of GitHub, or one that is made for each job, for `pull_request`',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners',
  ],
  wrong:
    'on: pull_request\njobs:\n  build:\n    runs-on: self-hosted\n    steps:\n      - run: docker build .',
  right:
    'on: pull_request\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build .',
  check(manifest, report) {
    const { workflow } = manifest;
    const events = ['pull_request', 'pull_request_target', 'issue_comment'].filter((name) =>
      workflow?.events.has(name),
    );
    const [event] = events;
    if (!workflow || event === undefined) return;
    for (const job of workflow.jobs)
      if (job.runsOn.some((label) => isSelfHosted(label, job)))
        report({
          at: valueAt(job.node, 'runs-on')?.range ?? job.node.key,
          about: `${job.id} ${event}`,
          reach: eventReach(events),
          message: `Job ${job.id} runs on ${event} on a self-hosted runner`,
        });
  },
});

/** Whether a label is that of own runners, or an expression that gives it. One that depends on the event may not. */
function isSelfHosted(label: string, job: WorkflowJob): boolean {
  if (/^self-hosted$/i.test(label.trim())) return true;
  return expressionsIn(label).some(({ text, reads }) => {
    if (/event_name|github\.(?:ref|base_ref|head_ref)|pull_request/.test(text)) return false;
    const names = reads.flatMap((path) => /^matrix\.([^.]+)/.exec(path)?.[1] ?? []);
    const values = names.flatMap((name) => matrixValues(job, name));
    return /['"]self-hosted['"]/i.test(text) || values.some(namesSelfHosted);
  });
}

function namesSelfHosted(value: ManifestNode): boolean {
  return (
    /^self-hosted$|['"]self-hosted['"]/i.test(textOf(value)) ||
    [...value.items, ...value.entries.values()].some(namesSelfHosted)
  );
}
