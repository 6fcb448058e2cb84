import { describe, expect, it, test } from '@jest/globals';
import { lintManifest } from '../../src/manifests/lint.js';
import type { ManifestRuleContext } from '../../src/manifests/rule.js';
import { manifestRules } from '../../src/manifests/rules/index.js';
import { NOW } from '../now.js';
import { compared } from './compared.js';
import { manifestOf } from './lint-text.js';

/**
 * A value in a manifest, the bad example of the rule if none is given, and another value: a finding about the other one is
 * new. A text instead says why the rule has no such value.
 */
type Change = string | readonly [value: string, other: string, text?: string];

const MISSING = 'something is missing';
const SWITCH = 'the setting is on or off';

const CHANGES: Readonly<Record<string, Change>> = {
  'DEP-ADMINPORT': ['10.0.0.5:5432', '5432', 'services:\n  db:\n    ports: ["10.0.0.5:5432:5432"]'],
  'DEP-ANON': [
    'name: view',
    'name: edit',
    'kind: RoleBinding\nroleRef: { name: view }\nsubjects: [{ kind: User, name: "system:anonymous" }]',
  ],
  'DEP-API': [
    'extensions/v1beta1',
    'networking.k8s.io/v1beta1',
    'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: { name: web }',
  ],
  'DEP-APISERVER': [
    'ABAC',
    'AlwaysAllow',
    'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServer: { extraArgs: { authorization-mode: ABAC } }',
  ],
  'DEP-APPARMOR-OFF': SWITCH,
  'DEP-AUDIT': ['RequestResponse', 'Request'],
  'DEP-CAPADD': ['SYS_ADMIN', 'SYS_PTRACE'],
  'DEP-CAPDROP': MISSING,
  'DEP-CGROUPPARENT': ['system.slice', 'docker.slice'],
  'DEP-CLUSTERADMIN': [
    'name: ci',
    'name: web',
    'kind: ClusterRoleBinding\nroleRef: { kind: ClusterRole, name: cluster-admin }\nsubjects: [{ kind: ServiceAccount, name: ci }]',
  ],
  'DEP-CONFIGMAP-SECRET': ['correct-horse-battery', 'battery-horse-correct'],
  'DEP-CONTROLLER-MANAGER': SWITCH,
  'DEP-CPULIMIT': MISSING,
  'DEP-CPUREQ': MISSING,
  'DEP-DANGLING': ['serviceAccountName: web', 'serviceAccountName: api'],
  'DEP-DEFAULTSA': MISSING,
  'DEP-DEVICE': ['/dev/sda:/dev/sda', '/dev/mem:/dev/mem'],
  'DEP-DIGEST': ['nginx', 'example.org/tool'],
  'DEP-EMPTYDIR-MEM': MISSING,
  'DEP-ENCRYPTION': ['identity: {}', 'aesgcm: {}'],
  'DEP-ENVSECRET': ['abc123def', 'def456abc'],
  'DEP-ENVSECRETREF': ['name: keys', 'name: others'],
  'DEP-EOL': ['postgres:11', 'mysql:5.5'],
  'DEP-ETCD': SWITCH,
  'DEP-EXPOSED': ['NodePort', 'LoadBalancer'],
  'DEP-EXTERNALIP': ['203.0.113.7', '198.51.100.7'],
  'DEP-GID0': ['runAsGroup', 'fsGroup'],
  'DEP-HEALTH': MISSING,
  'DEP-HEALTH-OFF': SWITCH,
  'DEP-HOSTALIAS': ['192.0.2.1', '192.0.2.2'],
  'DEP-HOSTIPC': SWITCH,
  'DEP-HOSTNET': SWITCH,
  'DEP-HOSTNS-OTHER': ['userns_mode', 'uts'],
  'DEP-HOSTPATH': ['/srv/data', '/srv/other'],
  'DEP-HOSTPATH-RW': ['/srv/data', '/srv/other'],
  'DEP-HOSTPATH-SENS': ['/etc:/host/etc:ro', '/etc:/host/etc'],
  'DEP-HOSTPID': SWITCH,
  'DEP-HOSTPORT': ['hostPort: 80', 'hostPort: 22'],
  'DEP-HPA': 'the cluster cannot scale, whatever the numbers are',
  'DEP-IDLE': 'it waits, with whatever command',
  'DEP-INGRESS-SNIPPET': ['return 200', 'return 404'],
  'DEP-INGRESS-TLS': MISSING,
  'DEP-JOBTTL': MISSING,
  'DEP-KUBELET': [
    '10255',
    '10250',
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nreadOnlyPort: 10255',
  ],
  'DEP-LATEST': ['nginx', 'example.org/tool'],
  'DEP-LIVENESS': MISSING,
  'DEP-LOG-OFF': SWITCH,
  'DEP-LOG-UNBOUNDED': MISSING,
  'DEP-MEMLIMIT': MISSING,
  'DEP-MONITOR': 'it selects nothing, by whatever labels',
  'DEP-NETPOL': MISSING,
  'DEP-NETPOL-OPEN': ['podSelector: {}', 'podSelector: { matchLabels: { app: web } }'],
  'DEP-NNP': MISSING,
  'DEP-NONROOT': MISSING,
  'DEP-OOM': ['oom_kill_disable: true', 'oom_score_adj: -1000'],
  'DEP-OPTIONS': ['--privileged', '--pid host'],
  'DEP-PDB': 'no pod can be evicted, whatever the numbers are',
  'DEP-PIDS': MISSING,
  'DEP-PRIV': SWITCH,
  'DEP-PROBEHOST': ['10.0.0.1', '10.0.0.2'],
  'DEP-PROBEPORT': ['port: http', 'port: https'],
  'DEP-PROCMOUNT': SWITCH,
  'DEP-PROPAGATION': ['/mnt:/mnt', '/srv:/srv'],
  'DEP-PSS-LABEL': [
    'basline',
    'restrictd',
    'kind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: basline } }',
  ],
  'DEP-QUOTA': 'the API server refuses it, whatever the numbers are',
  'DEP-RBAC-CSR': 'the verbs update and patch allow the same',
  'DEP-RBAC-ESCALATE': ['bind', 'escalate'],
  'DEP-RBAC-EXEC': ['pods/exec', 'pods/portforward'],
  'DEP-RBAC-MASTERS': 'the group may do everything, whatever the role is',
  'DEP-RBAC-NODEPROXY': 'the verbs get and create allow the same',
  'DEP-RBAC-PV': 'create is the only verb',
  'DEP-RBAC-SATOKEN': 'create is the only verb',
  'DEP-RBAC-SECRETS': 'the verbs get, list and watch allow to read them all',
  'DEP-RBAC-SHARED': ['roleRef: { kind: Role, name: app }', 'roleRef: { kind: Role, name: admin }'],
  'DEP-RBAC-WEBHOOK': ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
  'DEP-RBAC-WILD': ['[pods]', '[secrets]'],
  'DEP-RBAC-WORKLOADS': [
    'apiGroups: [""], resources: [pods]',
    'apiGroups: [batch], resources: [jobs]',
  ],
  'DEP-READINESS': MISSING,
  'DEP-REGISTRY': ['quay.io/a', 'ghcr.io/a', 'services:\n  app:\n    image: quay.io/a:1'],
  'DEP-REGISTRY-PASSWORD': ['correct-horse-battery', 'battery-horse-correct'],
  'DEP-REGISTRY-TLS': ['registry.example.com', 'registry.example.net'],
  'DEP-REPULL': ['app:latest', 'other:latest'],
  'DEP-RESTART': MISSING,
  'DEP-ROFS': MISSING,
  'DEP-SATOKEN': MISSING,
  'DEP-SCHEDULER': ['0.0.0.0', '10.0.0.5'],
  'DEP-SCRAPE': [
    'port: http',
    'port: metrics',
    'kind: Deployment\nmetadata: { name: web }\nspec:\n  template:\n    metadata: { annotations: { prometheus.io/scrape: "true", prometheus.io/port: http } }\n    spec: { containers: [{ name: web, image: x:1 }] }',
  ],
  'DEP-SECCOMP-OFF': SWITCH,
  'DEP-SECCOMP-UNSET': MISSING,
  'DEP-SELECTOR': 'it selects nothing, by whatever labels',
  'DEP-SELINUX': ['label:disable', 'label:type:spc_t'],
  'DEP-SHAREPID': SWITCH,
  'DEP-SOCK': ['/var/run/docker.sock:', '/run/containerd/containerd.sock:'],
  'DEP-SSHPORT': ['127.0.0.1:2222', '2222', 'services:\n  app:\n    ports: ["127.0.0.1:2222:22"]'],
  'DEP-SYSCTL': ['65536', '131072'],
  'DEP-TARGETPORT': ['targetPort: http', 'targetPort: https'],
  'DEP-UID0': 'root is the only value',
  'DEP-VOLTYPE': ['server: files', 'server: others'],
  'DEP-WINHOST': SWITCH,
  'GHA-BUILDARG': ['secrets.TOKEN', 'secrets.OTHER'],
  'GHA-CACHE': 'it is the cache of other runs, whatever is in it',
  'GHA-CACHEWRITE': ['ghcr.io/acme/app:cache', 'ghcr.io/acme/other:cache'],
  'GHA-CREDENTIALS': SWITCH,
  'GHA-HEAD': 'it is the code of the pull request, by whatever name',
  'GHA-INJECT': ['pull_request.title', 'pull_request.body'],
  'GHA-PIN': ['docker/build-push-action', 'acme/build-action'],
  'GHA-PROVENANCE': ['build-args: NPM_TOKEN', 'build-args: NPM_PASSWORD'],
  'GHA-RETENTION': MISSING,
  'GHA-RUNNER': ['on: pull_request', 'on: pull_request_target'],
  'GHA-TOKEN': ['\n', '\npermissions: write-all\n'],
};

/** The fingerprints of the findings of one rule. */
function printsOf(id: string, text: string): readonly string[] {
  const rule = manifestRules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  const context: ManifestRuleContext = { now: NOW, registries: ['docker.io'] };
  return lintManifest(manifestOf(text), context, [rule]).map(({ fingerprint }) => fingerprint);
}

test('each rule for manifests has a value that changes, or a reason why it has none', () => {
  expect(Object.keys(CHANGES).sort()).toEqual(manifestRules.map(({ id }) => id).sort());
});

const cases = manifestRules.flatMap(({ id, wrong = '' }) => {
  const change = CHANGES[id];
  if (change === undefined || typeof change === 'string') return [];
  const [value, other, text = wrong] = change;
  return [{ id, value, other, text }];
});

describe('a finding about another value in the same place is new', () => {
  it.each(cases)('$id', ({ id, value, other, text }) => {
    const changed = text.replace(value, other);
    expect(printsOf(id, text)).not.toEqual([]);
    expect(printsOf(id, changed)).not.toEqual([]);
    const now = compared(text, changed, id).filter(({ status }) => status !== 'fixed');
    expect(now.map(({ status }) => status)).toEqual(now.map(() => 'new'));
  });
});

/** A second object, service or job with the other value above the old one. */
function withFirst(text: string, changed: string): string {
  const [, head, block = ''] = /^(.*?(?:services|jobs):\n)(.*)$/s.exec(changed) ?? [];
  if (head === undefined) return `${changed}\n---\n${text}`;
  const [, , own = ''] = /^(.*?(?:services|jobs):\n)(.*)$/s.exec(text) ?? [];
  return `${head}${block.replace(/^ {2}\w+:/, '  first:')}\n${own}`;
}

/** Why a second object with another value changes what is said about the old one, or is not possible. */
const NO_SECOND: Readonly<Record<string, string>> = {
  'GHA-RUNNER': 'a workflow has one list of events',
  'GHA-TOKEN': 'the permissions are those of the workflow',
};

describe('a finding about another value above an old one leaves the old one as it is', () => {
  it.each(cases.filter(({ id }) => !(id in NO_SECOND)))('$id', ({ id, value, other, text }) => {
    const before = printsOf(id, text);
    const after = printsOf(id, withFirst(text, text.replace(value, other)));
    expect(after.length).toBeGreaterThan(before.length);
    expect(after).toEqual(expect.arrayContaining([...before]));
  });
});
