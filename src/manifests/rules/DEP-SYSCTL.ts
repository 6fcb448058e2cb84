import { keyValues } from '../compose/service-values.js';
import { describeResource } from '../kubernetes/resources.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Isolated per pod and without effect on other pods of the node. */
const SAFE_SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_notsent_lowat',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

/** Source: Pod Security Standards baseline "Sysctls". */
export default defineManifestRule({
  id: 'DEP-SYSCTL',
  name: 'no-unsafe-sysctl',
  severity: 'medium',
  severityReason: 'Changes settings of the kernel that others on the node share',
  practice: 'deployment-security',
  title: 'Unsafe sysctl is set',
  why: 'Kernel parameters that are not isolated per container change the host or take resources from other containers.',
  remediation: 'Use parameters that are isolated per container, or set the parameter on the host',
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/'],
  aliases: ['KSV-0026', 'unsafe-sysctls'],
  tags: ['pss:baseline'],
  wrong: 'services:\n  app:\n    sysctls: { kernel.msgmax: 65536 }',
  right: 'services:\n  app:\n    sysctls: { net.core.somaxconn: 1024 }',
  check(manifest, report) {
    // net.* parameters belong to the network of the container; the engine rejects them with the network of the host.
    for (const { name, node } of manifest.services)
      for (const sysctl of keyValues(node, 'sysctls'))
        if (!SAFE_SYSCTLS.has(sysctl.name) && !sysctl.name.startsWith('net.'))
          report({
            at: sysctl.at.key,
            about: `${name} ${sysctl.name} ${sysctl.value ?? ''}`,
            message: `Service "${name}" sets sysctl ${sysctl.name}, which is not isolated from the host`,
          });
    for (const { workload, spec } of manifest.pods)
      for (const item of valueAt(spec, 'securityContext', 'sysctls')?.items ?? []) {
        const sysctl = valueAt(item, 'name');
        if (sysctl && !SAFE_SYSCTLS.has(textOf(sysctl).replaceAll('/', '.')))
          report({
            at: sysctl.range,
            about: `${textOf(sysctl)} ${textOf(valueAt(item, 'value'))}`,
            message: `${describeResource(workload)} sets the unsafe sysctl ${textOf(sysctl)}`,
          });
      }
  },
});
