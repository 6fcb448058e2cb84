import { defineManifestRule } from '../rule.js';
import { jobOfStep, type Workflow, type WorkflowStep, withCallers } from '../workflow/workflow.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-CACHEWRITE',
  name: 'no-shared-cache-of-pull-requests',
  severity: 'medium',
  severityReason: 'Who opens a pull request decides what later builds take from the cache',
  practice: 'image-security',
  title: 'Pull request writes the build cache of the branch',
  why: 'A cache in a registry or a bucket has no branches, unlike that of GitHub. A pull request fills it with layers of its own, and the next build of the branch takes them.',
  remediation:
    'Write the cache on the branch only: give `cache-to` a condition on `github.event_name`, or name it after the pull request',
  references: [
    'https://docs.docker.com/build/cache/backends/registry/',
    'https://docs.docker.com/build/cache/backends/gha/#scope',
  ],
  wrong:
    'on: [push, pull_request]\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          cache-to: type=registry,ref=ghcr.io/acme/app:cache,mode=max',
  right:
    'on: [push, pull_request]\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          cache-to: type=gha,mode=max',
  check(manifest, report) {
    const { workflow } = manifest;
    if (!workflow || !isForPullRequests(workflow) || isForPullRequestsOnly(workflow)) return;
    for (const job of workflow.jobs)
      for (const step of job.steps) {
        const { uses, run, with: inputs } = step;
        const set = /\.cache-to\+?=/.test(textOf(inputs.get('set')))
          ? inputs.get('set')
          : undefined;
        const at = uses ? (inputs.get('cache-to') ?? set) : run;
        const text = textOf(at) || (at?.items.map(textOf).join('\n') ?? '');
        const written = at === set || !uses ? overridesOf(text) : text;
        const isWritten = isShared(written);
        if (!at || !isWritten || [job, ...withCallers(step)].some(isConditional)) continue;
        const { name, about } = jobOfStep(manifest.path, job, step);
        report({
          at: at.range,
          about: `${about} ${targetsOf(written)}`,
          message: `Job ${name} writes a cache that other branches read in a pull request`,
        });
      }
  },
});

/** Where a cache is written to: another place is another finding. */
function targetsOf(text: string): string {
  const targets = text.matchAll(/\b(?:ref|bucket|name|account_url)=([^\s,"']{1,1000})/g);
  return [...targets].map(([, target]) => target).join(' ');
}

/** The values of `--cache-to` in a script, and of `cache-to` in overrides of Bake. */
function overridesOf(text: string): string {
  const values = text.matchAll(/(?:--|\.)cache-to(?:\s{1,9}|\+?=)(\S{1,2000})/g);
  return [...values].map(([, value]) => value).join('\n');
}

const PULL_REQUESTS: readonly string[] = ['pull_request', 'pull_request_target'];

function isForPullRequests({ events }: Workflow): boolean {
  return PULL_REQUESTS.some((event) => events.has(event));
}

/** Another workflow may read its cache, but that is not known. */
function isForPullRequestsOnly({ events }: Workflow): boolean {
  return [...events].every((event) => PULL_REQUESTS.includes(event));
}

/** A name with an expression may be that of the pull request or the branch, or the cache may be written on a branch only. */
function isShared(text: string): boolean {
  return /\btype=(?:registry|s3|azblob)\b/.test(text) && !/\$/.test(text);
}

/** It may be left out in a pull request. */
function isConditional({ node }: Pick<WorkflowStep, 'node'>): boolean {
  return /event_name|github\.ref|pull_request|head_ref|base_ref/.test(textOf(valueAt(node, 'if')));
}
