import type { Pod } from '../kubernetes/pods.js';
import { securityContexts } from '../kubernetes/security-context.js';
import { containersUnder } from '../pod-reach.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-GID0',
  name: 'no-root-group',
  severity: 'low',
  severityReason: 'Files of the root group are readable; the user is not root',
  ruleSet: 'all',
  practice: 'deployment-security',
  title: 'Manifest sets the root group',
  why: 'Files that belong to the group root, in the image and on mounted volumes, are open to the process.',
  remediation: 'Set a group id above 0',
  aliases: ['KSV-0116'],
  wrong: 'kind: Pod\nmetadata: { name: a }\nspec: { securityContext: { runAsGroup: 0 } }',
  right: 'kind: Pod\nmetadata: { name: a }\nspec: { securityContext: { runAsGroup: 10001 } }',
  check(manifest, report) {
    for (const { node, pod, subject, container } of securityContexts(manifest.pods)) {
      if (pod.hasUserNamespace || pod.isWindows) continue;
      const groups = [
        ['runAsGroup', valueAt(node, 'runAsGroup')] as const,
        ['fsGroup', valueAt(node, 'fsGroup')] as const,
        ...(valueAt(node, 'supplementalGroups')?.items ?? []).map(
          (one) => ['supplementalGroups', one] as const,
        ),
      ].filter(([, one]) => /^0+$/.test(textOf(one)));
      const group = groups[0]?.[1];
      if (group)
        report({
          at: group.range,
          ...(container === undefined && {
            reach: reachOf(
              pod,
              groups.map(([key]) => key),
            ),
          }),
          about: [container, ...groups.map(([key]) => key)].join(' '),
          message: `${subject} runs with the root group (0)`,
        });
    }
  },
});

/** The group of the user can be another one in a container; the others are those of all. */
function reachOf(pod: Pod, keys: readonly string[]) {
  return keys.every((key) => key === 'runAsGroup')
    ? containersUnder(pod, ['runAsGroup'])
    : containersUnder(pod);
}
