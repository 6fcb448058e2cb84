import { containerLocation } from '../kubernetes/pods.js';
import { securityContextValue } from '../kubernetes/security-context.js';
import { defineManifestRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isSet } from '../yaml-values.js';

/** Source: Pod Security Standards restricted "Seccomp"; NSA/CISA Kubernetes Hardening Guidance 1.10. */
export default defineManifestRule({
  id: 'DEP-SECCOMP-UNSET',
  name: 'set-seccomp-profile',
  severity: 'low',
  severityReason: 'Clusters may set the default of the runtime for all pods; few manifests name it',
  ruleSet: 'all',
  practice: 'deployment-security',
  title: 'No seccomp profile',
  why: 'Kubernetes starts containers without seccomp unless the manifest or the node sets a profile.',
  remediation: 'Set `seccompProfile: { type: RuntimeDefault }` on the pod or the container',
  references: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
  aliases: ['KSV-0030'],
  tags: ['pss:restricted'],
  wrong: 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1',
  right:
    'kind: Pod\nspec:\n  securityContext: { seccompProfile: { type: RuntimeDefault } }\n  containers:\n    - name: a\n      image: x:1',
  check(manifest, report) {
    for (const container of manifest.containers)
      if (
        !container.partial &&
        !container.pod.isWindows &&
        !isSet(securityContextValue(container, 'seccompProfile', 'type'))
      )
        report({
          at: containerLocation(container),
          about: container.name,
          message: `Container "${container.name}" has no seccomp profile`,
          fix: setKey(
            container.node,
            ['securityContext', 'seccompProfile', 'type'],
            'RuntimeDefault',
            'Set the seccomp profile to RuntimeDefault',
          ),
        });
  },
});
