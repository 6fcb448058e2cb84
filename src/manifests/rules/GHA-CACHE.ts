import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import {
  jobOfStep,
  privilegedEvents,
  type Workflow,
  type WorkflowStep,
} from '../workflow/workflow.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-CACHE',
  name: 'no-poisoned-cache',
  severity: 'medium',
  severityReason: 'Who controls a run of a branch decides what is in the published image',
  practice: 'image-security',
  title: 'Published image is built with a cache that other runs write',
  why: 'Who gets code into a run of the default branch can write an entry into the cache. A later release restores it, and its image contains what the entry brings.',
  remediation:
    'Build releases without a restored cache: no `cache-from: type=gha`, no actions/cache',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching#restrictions-for-accessing-a-cache',
  ],
  wrong:
    'on: { release: { types: [published] } }\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          cache-from: type=gha',
  right:
    'on: { release: { types: [published] } }\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true',
  check(manifest, report) {
    const { workflow } = manifest;
    if (!workflow || !(isRelease(workflow) || privilegedEvents(workflow).length > 0)) return;
    for (const job of workflow.jobs)
      for (const step of job.steps) {
        const isRestored = /^actions\/cache(?:\/restore)?$/.test(step.uses?.name ?? '');
        const at = isRestored ? step.uses?.node : cachedBuild(step);
        if (!at) continue;
        const { name, about } = jobOfStep(manifest.path, job, step);
        report({
          at: at.range,
          about,
          message: `Job ${name} publishes what a cache of other runs contains`,
        });
      }
  },
});

/** What lets a build read the cache of GitHub: an input of an action, or an option in a script. */
function cachedBuild({ run, with: inputs }: WorkflowStep): ManifestNode | undefined {
  const from = inputs.get('cache-from');
  if (from && /type=gha/.test(textOf(from) || from.items.map(textOf).join())) return from;
  const set = inputs.get('set');
  if (set && /\.cache-from\+?=\S{0,200}type=gha/.test(textOf(set))) return set;
  return run && /(?:--|\.)cache-from(?:\s{1,9}|\+?=)\S{0,200}type=gha/.test(textOf(run))
    ? run
    : undefined;
}

/** The workflow runs for releases only. */
function isRelease({ events, node }: Workflow): boolean {
  if (events.has('release')) return true;
  const push = valueAt(node, 'on', 'push');
  return push?.entries.has('tags') === true && !push.entries.has('branches') && events.size === 1;
}
