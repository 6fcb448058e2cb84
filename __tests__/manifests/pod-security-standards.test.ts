import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { dump } from 'js-yaml';
import { lintManifest } from '../../src/manifests/lint.js';
import { NOW } from '../now.js';
import { manifestOf } from './lint-text.js';

/**
 * The controls of the Pod Security Standards, one change at a time to a pod that meets the level `restricted`.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
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
  /** The security context of the pod. */
  readonly security?: Fields;
  /** The security context of the container. */
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
  // JSON drops the fields that a change sets to undefined.
  return dump(JSON.parse(JSON.stringify(pod)));
}

function describeChange(change: Change): string {
  return JSON.stringify(change, (_, value) => (value === undefined ? 'none' : value));
}

/** The strictest level that a manifest meets. */
function levelOf(text: string): Level {
  const tags = new Set(lintManifest(manifestOf(text), { now: NOW }).flatMap(({ tags }) => tags));
  if (tags.has('pss:baseline')) return 'privileged';
  return tags.has('pss:restricted') ? 'baseline' : 'restricted';
}

it('the unchanged pod meets the level restricted', () => {
  expect(levelOf(manifest({}))).toBe('restricted');
});

const seccomp = (type: string) => ({ seccompProfile: { type, localhostProfile: 'a.json' } });
const probe = (host: string) => ({ livenessProbe: { httpGet: { path: '/', port: 80, host } } });
const volume = (kind: string, value: unknown = {}) => ({
  spec: { volumes: [{ name: 'v', [kind]: value }] },
});
const secondContainer = (list: string, security: Fields) => ({
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
      [secondContainer('initContainers', { privileged: true }), 'privileged'],
      [secondContainer('ephemeralContainers', { privileged: true }), 'privileged'],
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
      [secondContainer('initContainers', { capabilities: { drop: ['KILL'] } }), 'baseline'],
      [secondContainer('ephemeralContainers', { capabilities: { add: ['BPF'] } }), 'privileged'],
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
    'Windows pods, for which restricted has fewer controls',
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
  test.each(cases.map(([change, level]) => [describeChange(change), level, change] as const))(
    'a pod with %s meets the level %s',
    (_text, level, change) => {
      expect(levelOf(manifest(change))).toBe(level);
    },
  );
});

const SHARED = '../shared/conformance/manifests/pss.json';

describe(`${SHARED} (skipped if absent)`, () => {
  interface ConformanceCase {
    readonly source: string;
    readonly level: Level;
    readonly expect_violation: boolean;
    readonly manifest: string;
  }
  if (!existsSync(SHARED)) {
    it.skip('every manifest meets or violates its level', () => {});
    return;
  }
  const cases: ConformanceCase[] = JSON.parse(readFileSync(SHARED, 'utf8'));

  it.each(cases.map((one) => [one.source, one] as const))(
    '%s meets or violates its level as expected',
    (_, { manifest: text, level, expect_violation }) => {
      const levels: readonly Level[] =
        level === 'baseline' ? ['privileged'] : ['privileged', 'baseline'];
      expect(levels.includes(levelOf(text))).toBe(expect_violation);
    },
  );
});
