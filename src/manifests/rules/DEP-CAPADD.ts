import type { Severity } from '../../core/severity.js';
import { ofAgent } from '../kubernetes/agents.js';
import type { Pod } from '../kubernetes/pods.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule, type ManifestObservation } from '../rule.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

/** The capabilities that engines give to every container and that the baseline level allows to add. */
const DEFAULT = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** Each of these alone is enough to control the host. */
const ESCAPE = new Set(['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'DAC_READ_SEARCH']);

/** What these allow is confined to the network of the container, or to its processes, unless it has those of the host. */
const IN_NETWORK = new Set(['NET_ADMIN', 'NET_RAW', 'NET_BROADCAST']);
const IN_PROCESSES = new Set(['SYS_PTRACE']);

/** These use up, disturb or tell something, and give no access. Source: capabilities(7). */
const DISTURBS = new Set([
  'AUDIT_READ',
  'BLOCK_SUSPEND',
  'CHECKPOINT_RESTORE',
  'IPC_LOCK',
  'IPC_OWNER',
  'LEASE',
  'LINUX_IMMUTABLE',
  'SYSLOG',
  'SYS_NICE',
  'SYS_PACCT',
  'SYS_RESOURCE',
  'SYS_TTY_CONFIG',
  'WAKE_ALARM',
]);

/** The namespaces of the host that a container has. */
interface HostNamespaces {
  readonly network: boolean;
  readonly processes: boolean;
}

function severityOf(capability: string, host: HostNamespaces): Severity {
  if (ESCAPE.has(capability)) return 'critical';
  if (IN_NETWORK.has(capability)) return host.network ? 'high' : 'medium';
  if (IN_PROCESSES.has(capability)) return host.processes ? 'critical' : 'medium';
  return DISTURBS.has(capability) ? 'medium' : 'high';
}

/** Source: Pod Security Standards baseline and restricted "Capabilities"; CIS Docker Benchmark 5.4. */
export default defineManifestRule({
  id: 'DEP-CAPADD',
  name: 'no-added-capability',
  severity: 'high',
  severityReason:
    "By what it allows: critical if it alone is enough to control the host (SYS_ADMIN), medium if it is confined to the pod's own network (NET_ADMIN, high with the host's), low for a default one",
  practice: 'deployment-security',
  title: 'Non-default capability is added',
  why: 'Added capabilities open parts of the kernel that are closed to containers by default. With some of them a container can take over the host.',
  remediation: 'Remove the capability, or replace ALL with the capability that the program needs',
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  aliases: ['KSV-0022'],
  tags: ['cis:5.4'],
  wrong: 'services:\n  app:\n    cap_add: [SYS_ADMIN]',
  right: 'services:\n  app:\n    cap_add: [NET_BIND_SERVICE]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const item of valueAt(node, 'cap_add')?.items ?? []) {
        const capability = textOf(item).toUpperCase().replace(/^CAP_/, '');
        if (!DEFAULT.has(capability) && !capability.includes('$'))
          report({
            at: item.range,
            about: `${name} ${capability}`,
            severity: severityOf(capability, ofService(node)),
            message: `Service "${name}" adds capability ${capability}`,
            ...adviceFor(capability, 'cap_add'),
          });
      }
    for (const { name, node, pod } of manifest.containers)
      for (const item of valueAt(node, 'securityContext', 'capabilities', 'add')?.items ?? []) {
        const capability = textOf(item);
        const about = `${name} ${capability}`;
        const message = `Container "${name}"${ofAgent(pod)} adds capability ${capability}`;
        if (!DEFAULT.has(capability))
          report({
            at: item.range,
            about,
            // The runtime accepts the prefix CAP_. Pod Security does not know names with it, and rejects them.
            severity: severityOf(capability.toUpperCase().replace(/^CAP_/, ''), ofPod(pod)),
            message,
            ...adviceFor(capability, 'capabilities.add'),
            tags: ['pss:baseline'],
          });
        else if (capability !== 'NET_BIND_SERVICE' && !pod.isWindows)
          report({ at: item.range, about, severity: 'low', message, tags: ['pss:restricted'] });
      }
  },
});

function adviceFor(capability: string, key: string): Pick<ManifestObservation, 'advice'> {
  return /^(?:CAP_)?ALL$/i.test(capability) ? {} : { advice: `Remove ${capability} from ${key}` };
}

function ofService(node: ManifestNode): HostNamespaces {
  return {
    network: textOf(valueAt(node, 'network_mode')) === 'host',
    processes: textOf(valueAt(node, 'pid')) === 'host',
  };
}

function ofPod({ spec }: Pod): HostNamespaces {
  return {
    network: isTrue(valueAt(spec, 'hostNetwork')),
    processes: isTrue(valueAt(spec, 'hostPID')),
  };
}
