import { describeResource } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import type { ObservedReach } from '../observed-reach.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-HOSTALIAS',
  name: 'no-host-aliases',
  severity: 'info',
  severityReason: 'A choice of the project: who wrote the manifest chose the names',
  ruleSet: 'all',
  practice: 'deployment-security',
  title: 'Pod has its own host names',
  why: 'Kubernetes writes the names to /etc/hosts, past DNS: a wrong or outdated address sends connections to another host.',
  remediation: 'Use DNS or a service, such as one of type ExternalName',
  references: ['https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/'],
  aliases: ['KSV-0007'],
  wrong:
    'kind: Pod\nmetadata: { name: a }\nspec: { hostAliases: [{ ip: 192.0.2.1, hostnames: [db.example.com] }] }',
  right: 'kind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: x:1 }] }',
  check(manifest, report) {
    for (const { workload, spec } of manifest.pods) {
      const aliases = valueAt(spec, 'hostAliases');
      if (isSet(aliases))
        report({
          at: aliases.key,
          about: `${workload.kind} ${workload.name}`,
          reach: aliases.items.flatMap(namesIn),
          message: `${describeResource(workload)} sets host names past DNS (hostAliases)`,
        });
    }
  },
});

/** Each name with the address that it gets. */
function namesIn(alias: ManifestNode): ObservedReach[] {
  const [ip, names] = [valueAt(alias, 'ip'), valueAt(alias, 'hostnames')];
  return (names?.items ?? []).map((name) => ({
    value: `${textOf(ip)} ${textOf(name)}`,
    name: `"${textOf(name)}"`,
  }));
}
