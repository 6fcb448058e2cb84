import type { ManifestNode } from '../manifest-yaml.js';
import type { ObservedReach } from '../observed-reach.js';
import { textOf, valueAt } from '../yaml-values.js';
import { privilegedEvents, type Workflow, type WorkflowJob } from './workflow.js';

/** What is lost if others control a job: what its token may do, and its secrets. Who can start it counts, too. */
export function jobReach(workflow: Workflow, job: WorkflowJob): ObservedReach[] {
  return [...tokenReach(workflow, job), ...secretReach([valueAt(workflow.node, 'env'), job.node])];
}

/** What is lost if others get the token of a job. */
export function tokenReach(workflow: Workflow, job: WorkflowJob): ObservedReach[] {
  return [
    ...eventReach(privilegedEvents(workflow)),
    ...permissionReach(job.permissions ?? workflow.permissions),
  ];
}

export function eventReach(events: readonly string[]): ObservedReach[] {
  return events.map((event) => ({ value: `event ${event}`, name: event }));
}

function permissionReach(permissions: ManifestNode | undefined): ObservedReach[] {
  const given = new Map(
    [...(permissions?.entries ?? [])].map(([scope, level]) => [scope, textOf(level)]),
  );
  const all = permissions?.kind === 'map' ? undefined : textOf(permissions) || DEFAULT;
  const level = (scope: string) => {
    if (all === undefined) return given.get(scope);
    if (all === DEFAULT) return scope === 'id-token' ? undefined : 'write';
    return all.replace('-all', '');
  };
  return [...new Set([...SCOPES, ...given.keys()])].flatMap((scope) => {
    const own = level(scope);
    return [
      ...(own === 'read' || own === 'write' ? [`${scope} read`] : []),
      ...(own === 'write' ? [`${scope} write`] : []),
    ].map((value) => ({ value, name: `the permission ${value.replace(' ', ': ')}` }));
  });
}

/** Settings of the repository decide, which can be to write everything but `id-token`. */
const DEFAULT = 'default';

/** Source: GitHub Docs, "Workflow syntax", permissions. */
const SCOPES: readonly string[] =
  'actions attestations checks contents deployments discussions id-token issues models packages pages pull-requests repository-projects security-events statuses'.split(
    ' ',
  );

/** The most nodes of a job that are searched for secrets. */
const MOST_NODES = 10_000;

function secretReach(nodes: readonly (ManifestNode | undefined)[]): ObservedReach[] {
  const names = new Set<string>();
  const all = nodes.flatMap((node) => node ?? []);
  for (const [index, node] of all.entries()) {
    if (index >= MOST_NODES) break;
    all.push(...node.items, ...node.entries.values());
    for (const [, name, quoted = ''] of textOf(node).matchAll(SECRET))
      names.add((name ?? quoted).toUpperCase());
    if (textOf(valueAt(node, 'secrets')) === 'inherit') names.add('all secrets');
  }
  return [...names].map((name) => ({ value: `secret ${name}`, name: `the secret ${name}` }));
}

/** The token is what its permissions are. */
const SECRET = /\bsecrets\.(?!GITHUB_TOKEN\b)(\w{1,200})|\bsecrets\[['"]([\w-]{1,200})['"]\]/gi;
