import type { Severity } from '../../core/severity.js';
import { definitionsOf } from '../cluster/definitions.js';
import { type Resource, workloadLocation } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isPlain } from '../plain-value.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Kubernetes Benchmark 5.2.1; Kubernetes, "Pod Security Admission". */
export default defineManifestRule({
  id: 'DEP-PSS-LABEL',
  name: 'pod-security-label',
  severity: 'low',
  severityReason:
    'The namespace refuses nothing; the pods in it are checked on their own. Info for a label that reports nothing more',
  ruleSet: 'all',
  practice: 'runtime-security',
  title: 'Namespace enforces no Pod Security Standard',
  why: 'Without the label the cluster accepts privileged pods in the namespace, unless its administrator has set another default.',
  remediation:
    'Set the label `pod-security.kubernetes.io/enforce` to baseline; restricted refuses pods that lack a user, `drop: [ALL]`, a seccomp profile, or that allow privilege escalation',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
  tags: ['cis-k8s:5.2.1'],
  wrong: 'kind: Namespace\nmetadata: { name: shop }',
  right:
    'kind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      const { kind, name, node } = resource;
      if (kind !== 'Namespace' || /^kube-/.test(name)) continue;
      const level = labelOf(resource, 'enforce');
      const about = name;
      if (textOf(level) === 'privileged')
        report({
          at: level?.range ?? node.range,
          about,
          message: `Namespace "${name}" allows privileged pods`,
        });
      // A patch or another program can set the label.
      else if (!level && definitionsOf(manifest.allManifests).countNear(manifest.path, kind) > 0)
        report({
          at: workloadLocation({ kind, name, node, namespace: '' }),
          about,
          message: `Namespace "${name}" enforces no Pod Security Standard`,
        });
      for (const mode of MODES)
        for (const { at, problem, severity } of labelProblems(resource, mode))
          report({
            at: at.range,
            about: `${name} ${mode} ${textOf(at)}`,
            ...(severity && { severity }),
            message: `Namespace "${name}" ${problem}`,
          });
    }
  },
});

const MODES = ['enforce', 'audit', 'warn'] as const;
type Mode = (typeof MODES)[number];

/** From the weakest to the strictest. */
const LEVELS = ['privileged', 'baseline', 'restricted'];

function labelOf({ node }: Resource, label: string): ManifestNode | undefined {
  return valueAt(node, 'metadata', 'labels', `pod-security.kubernetes.io/${label}`);
}

interface LabelProblem {
  readonly at: ManifestNode;
  /** The rest of a sentence about the namespace. */
  readonly problem: string;
  readonly severity?: Severity;
}

/** What is wrong with the labels of a mode. The API server refuses unknown values when it creates the namespace. */
function labelProblems(namespace: Resource, mode: Mode): LabelProblem[] {
  const [level, version] = [labelOf(namespace, mode), labelOf(namespace, `${mode}-version`)];
  const [text, release] = [textOf(level), textOf(version)];
  const problems: LabelProblem[] = [];
  if (level && isPlain(text) && !LEVELS.includes(text))
    problems.push({ at: level, problem: `has an unknown level for ${mode}: "${text}"` });
  if (version && isPlain(release) && !/^(?:latest|v1\.\d{1,3})$/.test(release))
    problems.push({ at: version, problem: `has an unknown version for ${mode}: "${release}"` });
  const enforced = textOf(labelOf(namespace, 'enforce'));
  const rank = LEVELS.indexOf(text);
  if (level && mode !== 'enforce' && rank >= 0 && rank < LEVELS.indexOf(enforced))
    problems.push({
      at: level,
      severity: 'info',
      problem: `enforces ${enforced}, so ${mode} at the level ${text} reports nothing`,
    });
  return problems;
}
