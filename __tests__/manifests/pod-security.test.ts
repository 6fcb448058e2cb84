import { describe, expect, it, test } from '@jest/globals';
import { dump } from 'js-yaml';
import { lintManifest } from '../../src/manifests/lint.js';
import { read } from './marks.js';

/**
 * The controls of Kubernetes' Pod Security Standards, one change at a time to a pod that fulfils `restricted`:
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */

type Level = 'privileged' | 'baseline' | 'restricted';
type Fields = Readonly<Record<string, unknown>>;

const CONTAINER: Fields = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};
const POD: Fields = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };

interface Change {
  readonly spec?: Fields;
  /** Of the pod. */
  readonly security?: Fields;
  /** Of the container. */
  readonly own?: Fields;
  readonly container?: Fields;
  readonly annotations?: Fields;
}

function manifest({ spec, security, own, container, annotations }: Change): string {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', annotations },
    spec: {
      securityContext: { ...POD, ...security },
      containers: [
        { name: 'c', image: 'x:1', securityContext: { ...CONTAINER, ...own }, ...container },
      ],
      ...spec,
    },
  };
  // What is undefined takes a field away.
  return dump(JSON.parse(JSON.stringify(pod)));
}

function named(change: Change): string {
  return JSON.stringify(change, (_, value) => (value === undefined ? 'none' : value));
}

/** The most that a manifest fulfils. */
function levelOf(text: string): Level {
  const tags = new Set(lintManifest(read(text)).flatMap(({ tags }) => tags));
  if (tags.has('pss:baseline')) return 'privileged';
  return tags.has('pss:restricted') ? 'baseline' : 'restricted';
}

it('finds nothing against a pod that fulfils restricted', () => {
  expect(levelOf(manifest({}))).toBe('restricted');
});

const seccomp = (type: string) => ({ seccompProfile: { type, localhostProfile: 'a.json' } });
const probe = (host: string) => ({ livenessProbe: { httpGet: { path: '/', port: 80, host } } });
const volume = (kind: string, value: unknown = {}) => ({
  spec: { volumes: [{ name: 'v', [kind]: value }] },
});
const other = (list: string, security: Fields) => ({
  spec: { [list]: [{ name: 'o', image: 'x:1', securityContext: { ...CONTAINER, ...security } }] },
});

describe.each<[string, readonly (readonly [Change, Level])[]]>([
  [
    'HostProcess',
    [
      [{ security: { windowsOptions: { hostProcess: true } } }, 'privileged'],
      [{ own: { windowsOptions: { hostProcess: true } } }, 'privileged'],
      [{ own: { windowsOptions: { hostProcess: false } } }, 'restricted'],
    ],
  ],
  [
    'host namespaces',
    [
      [{ spec: { hostNetwork: true } }, 'privileged'],
      [{ spec: { hostPID: true } }, 'privileged'],
      [{ spec: { hostIPC: true } }, 'privileged'],
      [{ spec: { hostNetwork: false, hostPID: false, hostIPC: false } }, 'restricted'],
    ],
  ],
  [
    'privileged containers',
    [
      [{ own: { privileged: true } }, 'privileged'],
      [{ own: { privileged: false } }, 'restricted'],
      [other('initContainers', { privileged: true }), 'privileged'],
      [other('ephemeralContainers', { privileged: true }), 'privileged'],
    ],
  ],
  [
    'capabilities',
    [
      [{ own: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } }, 'restricted'],
      [{ own: { capabilities: { drop: ['ALL'], add: ['CHOWN'] } } }, 'baseline'],
      [{ own: { capabilities: { drop: ['ALL'], add: ['SYS_TIME'] } } }, 'privileged'],
      [{ own: { capabilities: { drop: ['NET_RAW'] } } }, 'baseline'],
      [{ own: { capabilities: {} } }, 'baseline'],
      [other('initContainers', { capabilities: { drop: ['KILL'] } }), 'baseline'],
      [other('ephemeralContainers', { capabilities: { add: ['BPF'] } }), 'privileged'],
    ],
  ],
  [
    'host paths and ports',
    [
      [volume('hostPath', { path: '/var/lib/app' }), 'privileged'],
      [{ container: { ports: [{ containerPort: 80, hostPort: 80 }] } }, 'privileged'],
      [{ container: { ports: [{ containerPort: 80, hostPort: 0 }] } }, 'restricted'],
      [{ container: { ports: [{ containerPort: 80 }] } }, 'restricted'],
    ],
  ],
  [
    'hosts of probes and hooks',
    [
      [{ container: probe('10.0.0.1') }, 'privileged'],
      [{ container: probe('') }, 'restricted'],
      [
        { container: { lifecycle: { preStop: { tcpSocket: { port: 1, host: 'a.example' } } } } },
        'privileged',
      ],
    ],
  ],
  [
    'AppArmor',
    [
      [{ security: { appArmorProfile: { type: 'Unconfined' } } }, 'privileged'],
      [{ own: { appArmorProfile: { type: 'Unconfined' } } }, 'privileged'],
      [{ own: { appArmorProfile: { type: 'RuntimeDefault' } } }, 'restricted'],
      [{ own: { appArmorProfile: { type: 'Localhost', localhostProfile: 'a' } } }, 'restricted'],
      [
        { annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'unconfined' } },
        'privileged',
      ],
      [
        { annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'runtime/default' } },
        'restricted',
      ],
    ],
  ],
  [
    'SELinux',
    [
      [{ security: { seLinuxOptions: { type: 'spc_t' } } }, 'privileged'],
      [{ own: { seLinuxOptions: { user: 'system_u' } } }, 'privileged'],
      [{ own: { seLinuxOptions: { role: 'system_r' } } }, 'privileged'],
      [{ own: { seLinuxOptions: { type: 'container_t', level: 's0:c1' } } }, 'restricted'],
      [{ own: { seLinuxOptions: { type: 'container_kvm_t' } } }, 'restricted'],
    ],
  ],
  [
    '/proc mounts',
    [
      [{ own: { procMount: 'Unmasked' } }, 'privileged'],
      [{ own: { procMount: 'Default' } }, 'restricted'],
    ],
  ],
  [
    'seccomp',
    [
      [{ security: seccomp('Unconfined') }, 'privileged'],
      [{ own: seccomp('Unconfined') }, 'privileged'],
      [{ own: seccomp('Localhost') }, 'restricted'],
      [{ security: { seccompProfile: undefined } }, 'baseline'],
      [{ security: { seccompProfile: undefined }, own: seccomp('RuntimeDefault') }, 'restricted'],
    ],
  ],
  [
    'sysctls',
    [
      [{ security: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }, 'privileged'],
      [
        { security: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] } },
        'restricted',
      ],
      [
        { security: { sysctls: [{ name: 'net.ipv4.tcp_keepalive_time', value: '9' }] } },
        'restricted',
      ],
    ],
  ],
  [
    'volume types',
    [
      ...[
        'configMap',
        'csi',
        'downwardAPI',
        'emptyDir',
        'ephemeral',
        'persistentVolumeClaim',
        'projected',
        'secret',
      ].map((kind) => [volume(kind), 'restricted'] as const),
      ...['nfs', 'iscsi', 'glusterfs', 'rbd', 'cephfs', 'fc', 'azureDisk', 'flexVolume'].map(
        (kind) => [volume(kind), 'baseline'] as const,
      ),
    ],
  ],
  [
    'privilege escalation and root',
    [
      [{ own: { allowPrivilegeEscalation: true } }, 'baseline'],
      [{ own: { allowPrivilegeEscalation: undefined } }, 'baseline'],
      [{ security: { runAsNonRoot: undefined } }, 'baseline'],
      [{ security: { runAsNonRoot: undefined }, own: { runAsNonRoot: true } }, 'restricted'],
      [{ own: { runAsNonRoot: false } }, 'baseline'],
      [{ security: { runAsUser: 0 } }, 'baseline'],
      [{ own: { runAsUser: 0 } }, 'baseline'],
      [{ own: { runAsUser: 1000 } }, 'restricted'],
    ],
  ],
  [
    'a Windows pod, of which restricted asks less',
    [
      [
        {
          spec: { os: { name: 'windows' } },
          security: { seccompProfile: undefined },
          own: { allowPrivilegeEscalation: undefined, capabilities: undefined },
        },
        'restricted',
      ],
      [
        { spec: { os: { name: 'windows' } }, security: { windowsOptions: { hostProcess: true } } },
        'privileged',
      ],
    ],
  ],
])('%s', (_, cases) => {
  test.each(cases.map(([change, level]) => [named(change), level, change] as const))(
    '%s fulfils %s',
    (_text, level, change) => {
      expect(levelOf(manifest(change))).toBe(level);
    },
  );
});
