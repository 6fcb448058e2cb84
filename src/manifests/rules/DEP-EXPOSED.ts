import type { ManifestNode } from '../manifest-yaml.js';
import type { ObservedReach } from '../observed-reach.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/**
 * Annotations that keep a load balancer in the network of the cluster, and the values that say so.
 * Source: Kubernetes, "Service", "Internal load balancer", and the documentation of the clouds.
 */
const INTERNAL: readonly (readonly [name: string, value: RegExp])[] = [
  ['networking.gke.io/load-balancer-type', /^internal$/i],
  ['cloud.google.com/load-balancer-type', /^internal$/i],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', /^internal$/],
  ['service.beta.kubernetes.io/aws-load-balancer-internal', /^(?:true|0\.0\.0\.0\/0)$/],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', /^true$/],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', /^true$/],
  ['service.beta.kubernetes.io/oci-load-balancer-internal', /^true$/],
  ['service.beta.kubernetes.io/cce-load-balancer-internal-vpc', /^true$/],
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', /^intranet$/],
  ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', /^private$/],
  ['service.kubernetes.io/qcloud-loadbalancer-internal-subnetid', /./],
];

export default defineManifestRule({
  id: 'DEP-EXPOSED',
  name: 'no-open-service',
  severity: 'low',
  severityReason: 'The service is meant to be reached; a firewall may limit from where',
  ruleSet: 'all',
  practice: 'runtime-security',
  title: 'Service is exposed to any address',
  why: 'A NodePort, or a LoadBalancer without source ranges, accepts connections from every address that can reach it.',
  remediation:
    'Use ClusterIP behind an ingress, an internal load balancer, or set `loadBalancerSourceRanges`',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer',
  ],
  aliases: ['exposed-services'],
  wrong: 'kind: Service\nspec: { type: NodePort }',
  right: 'kind: Service\nspec: { type: ClusterIP }',
  check(manifest, report) {
    for (const { kind, name, node } of manifest.resources) {
      const typeNode = valueAt(node, 'spec', 'type');
      if (kind !== 'Service' || !typeNode) continue;
      const type = textOf(typeNode);
      const isLimited = isLimitedByRange(node) || isInternal(node);
      if (type === 'NodePort' || (type === 'LoadBalancer' && !isLimited))
        report({
          at: typeNode.range,
          about: `${name} ${type}`,
          reach: portsOf(node),
          message: `Service "${name}" of type ${type} accepts connections from any address`,
        });
    }
  },
});

function isInternal(service: ManifestNode): boolean {
  const annotations = valueAt(service, 'metadata', 'annotations');
  return INTERNAL.some(([name, value]) => value.test(textOf(valueAt(annotations, name))));
}

function isLimitedByRange(service: ManifestNode): boolean {
  const ranges = valueAt(service, 'spec', 'loadBalancerSourceRanges');
  return isSet(ranges) && !ranges.items.some((range) => /\/0+$/.test(textOf(range).trim()));
}

/** The ports that it opens, each by the number that says most about what is behind it. */
function portsOf(service: ManifestNode): ObservedReach[] {
  return (valueAt(service, 'spec', 'ports')?.items ?? []).map((port) => {
    const target = textOf(valueAt(port, 'targetPort'));
    // The name of a port can change.
    const number = /^\d+$/.test(target) ? target : textOf(valueAt(port, 'port'));
    const protocol = textOf(valueAt(port, 'protocol')) || 'TCP';
    return { value: `${number} ${protocol}`, name: `port ${number}` };
  });
}
