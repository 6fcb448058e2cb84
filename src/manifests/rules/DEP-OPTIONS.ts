import { shellCommands } from '../../shell/commands.js';
import {
  entitlement,
  type HostAccess,
  messageAbout,
  mounted,
  optionAccess,
  scriptAccess,
} from '../host-access.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { expressionsIn } from '../workflow/expressions.js';
import { matrixValues } from '../workflow/origins.js';
import { jobOfStep, type WorkflowJob, type WorkflowStep } from '../workflow/workflow.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Scripts and Bake files are read by src/builds. */
export default defineManifestRule({
  id: 'DEP-OPTIONS',
  name: 'no-host-access-by-options',
  severity: 'high',
  severityReason:
    'The option gives control of the host; medium where it removes one barrier, or on a machine that GitHub throws away',
  practice: 'deployment-security',
  ofAnyWorkflow: true,
  title: 'Options give a container or build access to the host',
  why: 'A program in such a container, or a step of such a build, can read and change what else is on the machine.',
  remediation: 'Remove the option, or give only the capability, file or port that is needed',
  references: [
    'https://docs.docker.com/reference/cli/docker/container/run/#privileged',
    'https://docs.docker.com/reference/cli/docker/buildx/build/#allow',
  ],
  wrong:
    'on: push\njobs:\n  test:\n    runs-on: self-hosted\n    container:\n      image: node:24\n      options: --privileged',
  right:
    'on: push\njobs:\n  test:\n    runs-on: self-hosted\n    container:\n      image: node:24\n      options: --cpus 2',
  check({ workflow, path, services }, report) {
    for (const { name, node } of services)
      for (const { at, what } of composeBuildAccess(node))
        report({
          at: at.range,
          about: `${name} ${what}`,
          severity: 'medium',
          message: `Build of service "${name}" may get ${what}`,
        });
    for (const job of workflow?.jobs ?? []) {
      const isOwn = job.runsOn.some((label) => /^self-hosted$/i.test(label.trim()));
      const add = (at: ManifestNode, subject: string, { what, isFull }: HostAccess) =>
        report({
          at: at.range,
          about: `${subject} ${what}`,
          // The machines of GitHub are thrown away after the job.
          severity: isOwn && isFull ? 'high' : 'medium',
          message: `${subject} ${what}`,
        });
      for (const { at, name, access } of containersOf(job))
        add(at, `${name} of job ${job.id} gets`, access);
      for (const step of job.steps) {
        const { name } = jobOfStep(path, job, step);
        for (const { at, subject, access } of stepAccess(step))
          add(at, `${subject} of job ${name} gets`, access);
      }
    }
  },
});

/** The security mode is DEP-PRIV. */
function composeBuildAccess(service: ManifestNode): { at: ManifestNode; what: string }[] {
  const build = valueAt(service, 'build');
  const network = valueAt(build, 'network');
  const given = [
    ...(network && textOf(network) === 'host' ? [network] : []),
    ...(valueAt(build, 'entitlements')?.items ?? []).filter((it) => textOf(it) === 'network.host'),
  ];
  return given.slice(0, 1).map((at) => ({ at, what: 'the network of the host' }));
}

interface JobAccess {
  readonly at: ManifestNode;
  readonly name: string;
  readonly access: HostAccess;
}

function containersOf(job: WorkflowJob): JobAccess[] {
  const services = valueAt(job.node, 'services')?.entries ?? new Map<string, ManifestNode>();
  const containers: [string, ManifestNode | undefined][] = [
    ['Container', valueAt(job.node, 'container')],
    ...[...services].map(([id, node]): [string, ManifestNode] => [`Service "${id}"`, node]),
  ];
  return containers.flatMap(([name, node]) => {
    const options = valueAt(node, 'options');
    const written = options
      ? withMatrix(textOf(options), job).flatMap((text) => optionAccess(wordsOf(text)))
      : [];
    const mounts = (valueAt(node, 'volumes')?.items ?? []).map((at) => ({
      at,
      access: mounted(textOf(at).split(':', 1)[0] ?? ''),
    }));
    return [
      ...(options ? written.map((access) => ({ at: options, name, access })) : []),
      ...mounts.flatMap(({ at, access }) => (access ? [{ at, name, access }] : [])),
    ];
  });
}

function wordsOf(text: string): readonly string[] {
  return shellCommands(text.replace(/\s+/g, ' ')).flatMap(({ words }) => words);
}

/** The text, and with each value of the matrix that it names. */
function withMatrix(text: string, job: WorkflowJob): string[] {
  const values = expressionsIn(text).flatMap(({ reads }) =>
    reads.flatMap((path) => {
      const name = /^matrix\.([^.]+)/.exec(path)?.[1];
      return name === undefined
        ? []
        : matrixValues(job, name).flatMap((value) => [value, ...value.items].map(textOf));
    }),
  );
  return [text, ...values.slice(0, 50)];
}

interface StepAccess {
  readonly at: ManifestNode;
  readonly subject: string;
  readonly access: HostAccess;
}

function stepAccess({ run, uses, with: inputs }: WorkflowStep): StepAccess[] {
  if (run)
    return scriptAccess(textOf(run)).map((access) => ({
      at: { ...run, range: run.key },
      subject: messageAbout(access),
      access,
    }));
  if (!/^docker\/(?:build-push|bake)-action$/.test(uses?.name ?? '')) return [];
  const [allow, network] = [inputs.get('allow'), inputs.get('network')];
  const allowed = textOf(allow)
    .split(/[\s,]+/)
    .flatMap((name) => entitlement(name) ?? []);
  const ofNetwork = textOf(network) === 'host' ? [entitlement('network.host')] : [];
  return [
    ...(allow ? allowed.map((access) => ({ at: allow, subject: 'Build', access })) : []),
    ...ofNetwork.flatMap((access) =>
      network && access ? [{ at: network, subject: 'Build', access }] : [],
    ),
  ];
}
