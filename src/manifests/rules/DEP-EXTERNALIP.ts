import { describeResource } from '../kubernetes/resources.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: CVE-2020-8554. */
export default defineManifestRule({
  id: 'DEP-EXTERNALIP',
  name: 'no-external-ips',
  severity: 'medium',
  severityReason:
    'Traffic for the address goes to the service: who may create one intercepts that of others',
  practice: 'runtime-security',
  title: 'Service has external IP addresses',
  why: 'The nodes send all traffic for these addresses to the service, also that of other pods to real hosts. Kubernetes does not check whose addresses they are.',
  remediation: 'Use a service of type LoadBalancer, or an ingress',
  references: ['https://github.com/kubernetes/kubernetes/issues/97076'],
  aliases: ['KSV-0108'],
  wrong: 'kind: Service\nmetadata: { name: web }\nspec: { externalIPs: [203.0.113.7] }',
  right: 'kind: Service\nmetadata: { name: web }\nspec: { type: ClusterIP }',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      const addresses = valueAt(resource.node, 'spec', 'externalIPs');
      if (resource.kind === 'Service' && isSet(addresses))
        report({
          at: addresses.key,
          about: resource.name,
          reach: addresses.items.map(textOf).map((value) => ({ value, name: value })),
          message: `${describeResource(resource)} takes over external IP addresses`,
        });
    }
  },
});
