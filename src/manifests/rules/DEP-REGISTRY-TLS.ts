import { reason } from '../../lib/errors.js';
import { type EngineType, engineType, readEngineFile } from '../engine/engine-file.js';
import { type InsecureRegistry, insecureRegistries } from '../engine/insecure-registries.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { readToml } from '../toml.js';
import { insecureUses } from '../workflow/insecure-steps.js';
import { jobOfStep } from '../workflow/workflow.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: the references of dockerd, buildkitd.toml, containerd hosts.toml, k3s and containers-registries.conf(5). */
export default defineManifestRule({
  id: 'DEP-REGISTRY-TLS',
  name: 'registry-tls',
  severity: 'medium',
  severityReason: 'Anyone on the way to the registry decides what runs',
  practice: 'registry-security',
  title: 'Registry is used without verified TLS',
  why: 'Whoever is on the way to the registry can replace the image, and reads the password.',
  remediation:
    'Give the registry a certificate, and add its certificate authority (`ca`, `certs.d`) instead of switching TLS off',
  references: [
    'https://docs.docker.com/reference/cli/dockerd/#insecure-registries',
    'https://docs.docker.com/build/buildkit/toml-configuration/',
    'https://github.com/containerd/containerd/blob/main/docs/hosts.md',
  ],
  wrong:
    'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: skopeo copy --dest-tls-verify=false oci:app docker://registry.example.com/app:1',
  right:
    'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: skopeo copy oci:app docker://registry.example.com/app:1',
  check(manifest, report) {
    for (const { at, host, problem } of ofSettings(manifest, manifest.onLimit))
      report({
        at: at.range,
        about: host,
        message: messageOf(host, problem),
      });
    const { workflow } = manifest;
    for (const job of workflow?.jobs ?? [])
      for (const step of job.steps) {
        const { name, about } = jobOfStep(manifest.path, job, step);
        for (const { at, host } of workflow ? insecureUses({ workflow, job, step }) : [])
          report({
            at: at.key,
            about: `${about} ${host}`,
            message: `Job ${name} uses registry ${host} without verified TLS`,
          });
      }
  },
});

function messageOf(host: string, problem: InsecureRegistry['problem']): string {
  if (host === '*')
    return 'Certificates of registries without settings of their own are not verified';
  return problem === 'unencrypted'
    ? `Registry ${host} is used without TLS`
    : `The certificate of registry ${host} is not verified`;
}

type OnLimit = ((path: string, reason: string) => void) | undefined;

/** The insecure registries of settings: a file of its own, or a text in a workflow or in a cluster of kind. */
function ofSettings(manifest: Manifest, onLimit: OnLimit): InsecureRegistry[] {
  const { path, kind, documents, resources, workflow } = manifest;
  const type = kind === 'engine' ? engineType(path) : undefined;
  if (type) return documents.flatMap((document) => insecureRegistries(type, document));
  const inText = (node: ManifestNode, textType: EngineType) => {
    try {
      const text = textOf(node);
      const settings =
        textType === 'docker' ? readEngineFile(text, 'daemon.json', []) : [readToml(text, path)];
      const found = settings.flatMap((one) => insecureRegistries(textType, one));
      return found.map((one) => ({ ...one, at: { ...node, range: placeIn(node, one.at) } }));
    } catch (error) {
      const line = node.range.startLine;
      onLimit?.(path, `The settings on line ${line} were not checked: ${reason(error)}`);
      return [];
    }
  };
  const patches = resources.flatMap(({ kind: cluster, node }) =>
    cluster === 'Cluster' ? (valueAt(node, 'containerdConfigPatches')?.items ?? []) : [],
  );
  const steps = workflow?.jobs.flatMap((job) => job.steps) ?? [];
  const inline = steps.flatMap(({ with: inputs }) =>
    ['buildkitd-config-inline', 'config-inline'].flatMap((name) => inputs.get(name) ?? []),
  );
  const ofDocker = steps.flatMap(({ with: inputs }) => inputs.get('daemon-config') ?? []);
  return [
    ...patches.flatMap((node) => inText(node, 'containerd')),
    ...inline.flatMap((node) => inText(node, 'buildkit')),
    ...ofDocker.flatMap((node) => inText(node, 'docker')),
  ];
}

/** The place of a value in a literal block that is indented as usual; of another text, where the text is. */
function placeIn(node: ManifestNode, { range }: ManifestNode): ManifestNode['range'] {
  const { key, range: block } = node;
  const lines = textOf(node).trimEnd().split('\n').length;
  if (lines > block.endLine - block.startLine) return key;
  const indent = key === block ? key.startColumn - 1 : key.startColumn + 1;
  return {
    path: block.path,
    startLine: block.startLine + range.startLine,
    startColumn: indent + range.startColumn,
    endLine: block.startLine + range.endLine,
    endColumn: indent + range.endColumn,
  };
}
