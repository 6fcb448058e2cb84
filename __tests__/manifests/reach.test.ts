import { describe, expect, it } from '@jest/globals';
import { changes, compared } from './compared.js';

/** A change that makes the harm of a finding worse, while its rule, its place and what it names stay. */
type Growth = readonly [what: string, rule: string, before: string, after: string];

const pod = (containers: string, rest = '') =>
  `kind: Pod\nmetadata: { name: web }\nspec:\n  ${rest}\n  containers:\n${containers}`;
const container = (name: string, rest = '') =>
  `    - { name: ${name}, image: "acme/${name}:1"${rest && `, ${rest}`} }\n`;
const mount = (rest = '') => `volumeMounts: [{ name: v, mountPath: /m${rest && `, ${rest}`} }]`;
const volume = (path: string, name = 'v') =>
  `volumes: [{ name: ${name}, hostPath: { path: ${path} } }]`;
const RO = 'readOnly: true';

/** A second container, to which a setting of the pod applies. */
const ofPod = (rule: string, setting: string): Growth => [
  'another container',
  rule,
  pod(container('a'), setting),
  pod(container('a') + container('b'), setting),
];

/** A setting of the pod that a container no longer overrides. */
const overridden = (rule: string, setting: string, own: string): Growth => [
  'a container without a setting of its own',
  rule,
  pod(container('a') + container('b', `securityContext: { ${own} }`), setting),
  pod(container('a') + container('b'), setting),
];

const VOLUMES: readonly Growth[] = [
  ['DEP-SOCK', '/var/run/docker.sock'],
  ['DEP-HOSTPATH-SENS', '/etc'],
  ['DEP-HOSTPATH', '/srv'],
].flatMap(([rule = '', path = '']): Growth[] => [
  [
    'another container that mounts it',
    rule,
    pod(container('a', mount(RO)) + container('b'), volume(path)),
    pod(container('a', mount(RO)) + container('b', mount(RO)), volume(path)),
  ],
  [
    'a container where none mounted it',
    rule,
    pod(container('a'), volume(path)),
    pod(container('a', mount(RO)), volume(path)),
  ],
  [
    'another part of it',
    rule,
    pod(container('a', mount(`${RO}, subPath: conf`)), volume(path)),
    pod(container('a', mount(`${RO}, subPath: data`)), volume(path)),
  ],
]);

const role = (kind: string, rules: string, subjects: readonly string[], labels = '') =>
  `kind: ${kind}\nmetadata: { name: app${labels} }\nrules: [${rules}]\n---\n` +
  `kind: ${kind}Binding\nmetadata: { name: app }\nroleRef: { kind: ${kind}, name: app }\n` +
  `subjects: [${subjects.join(', ')}]\n`;
const account = (name: string) => `{ kind: ServiceAccount, namespace: shop, name: ${name} }`;
const EVERYONE = '{ kind: Group, name: "system:authenticated" }';

const ROLES: readonly Growth[] = [
  ['DEP-RBAC-SATOKEN', '{ apiGroups: [""], resources: [serviceaccounts/token], verbs: [create] }'],
  ['DEP-RBAC-WILD', '{ apiGroups: [""], resources: ["*"], verbs: [get] }'],
  ['DEP-RBAC-WILD', '{ apiGroups: ["*"], resources: [pods], verbs: [get] }'],
  ['DEP-RBAC-NODEPROXY', '{ apiGroups: [""], resources: [nodes/proxy], verbs: [get] }'],
  [
    'DEP-RBAC-CSR',
    '{ apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update] }',
  ],
  [
    'DEP-RBAC-ESCALATE',
    '{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind] }',
  ],
  ['DEP-RBAC-EXEC', '{ apiGroups: [""], resources: [pods/exec], verbs: [create] }'],
  ['DEP-RBAC-PV', '{ apiGroups: [""], resources: [persistentvolumes], verbs: [create] }'],
  ['DEP-RBAC-SECRETS', '{ apiGroups: [""], resources: [secrets], verbs: [get, list] }'],
  [
    'DEP-RBAC-WEBHOOK',
    '{ apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [update] }',
  ],
  ['DEP-RBAC-WORKLOADS', '{ apiGroups: [""], resources: [pods], verbs: [create] }'],
].flatMap(([rule = '', rules = '']): Growth[] => [
  [
    'all users as a subject',
    rule,
    role('ClusterRole', rules, [account('ci')]),
    role('ClusterRole', rules, [account('ci'), EVERYONE]),
  ],
  [
    'another service account',
    rule,
    role('ClusterRole', rules, [account('ci')]),
    role('ClusterRole', rules, [account('ci'), account('web')]),
  ],
  [
    'the first binding',
    rule,
    role('ClusterRole', rules, []),
    role('ClusterRole', rules, [account('ci')]),
  ],
  [
    'a role of the cluster that takes it over',
    rule,
    role('ClusterRole', rules, [account('ci')]),
    role(
      'ClusterRole',
      rules,
      [account('ci')],
      ', labels: { rbac.authorization.k8s.io/aggregate-to-view: "true" }',
    ),
  ],
  [
    'a binding for the whole cluster',
    rule,
    role('ClusterRole', rules, [account('ci')]).replace(/ClusterRoleB/, 'RoleB'),
    role('ClusterRole', rules, [account('ci')]),
  ],
]);

const READ = '{ apiGroups: [""], resources: [pods], verbs: [get] }';
const WRITE = '{ apiGroups: [""], resources: [pods], verbs: [get, patch] }';
const ESCALATE =
  '{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind] }';
const FEW = '{ kind: Group, name: "system:unauthenticated" }';

const BINDINGS: readonly Growth[] = [
  ['more verbs', 'DEP-ANON', role('Role', READ, [FEW]), role('Role', WRITE, [FEW])],
  [
    'more verbs',
    'DEP-RBAC-SHARED',
    role('Role', READ, [EVERYONE]),
    role('Role', WRITE, [EVERYONE]),
  ],
  [
    'another rule',
    'DEP-RBAC-SHARED',
    role('ClusterRole', READ, [EVERYONE]),
    role('ClusterRole', `${READ}, { nonResourceURLs: [/metrics], verbs: [get] }`, [EVERYONE]),
  ],
  [
    'another namespace',
    'DEP-RBAC-SHARED',
    role('ClusterRole', READ, [account('default')]),
    role('ClusterRole', READ, [account('default').replace('shop', 'public')]),
  ],
  [
    'another subject',
    'DEP-CLUSTERADMIN',
    role('ClusterRole', '', [account('ci')]).replaceAll('name: app', 'name: cluster-admin'),
    role('ClusterRole', '', [account('ci'), EVERYONE]).replaceAll(
      'name: app',
      'name: cluster-admin',
    ),
  ],
  [
    'more verbs',
    'DEP-RBAC-ESCALATE',
    role(
      'ClusterRole',
      '{ apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind] }',
      [],
    ),
    role(
      'ClusterRole',
      '{ apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind, escalate] }',
      [],
    ),
  ],
  [
    'more verbs',
    'DEP-RBAC-WEBHOOK',
    role(
      'ClusterRole',
      '{ apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [update] }',
      [],
    ),
    role(
      'ClusterRole',
      '{ apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [update, create] }',
      [],
    ),
  ],
];

const PODS: readonly Growth[] = [
  ofPod('DEP-HOSTNET', 'hostNetwork: true'),
  ofPod('DEP-HOSTPID', 'hostPID: true'),
  ofPod('DEP-HOSTIPC', 'hostIPC: true'),
  ofPod('DEP-SHAREPID', 'shareProcessNamespace: true'),
  ofPod('DEP-UID0', 'securityContext: { runAsUser: 0 }'),
  ofPod('DEP-GID0', 'securityContext: { fsGroup: 0 }'),
  ofPod('DEP-SECCOMP-OFF', 'securityContext: { seccompProfile: { type: Unconfined } }'),
  ofPod('DEP-APPARMOR-OFF', 'securityContext: { appArmorProfile: { type: Unconfined } }'),
  ofPod('DEP-SELINUX', 'securityContext: { seLinuxOptions: { type: spc_t } }'),
  ofPod('DEP-SELINUX', 'securityContext: { seLinuxOptions: { user: system_u } }'),
  ofPod('DEP-WINHOST', 'securityContext: { windowsOptions: { hostProcess: true } }'),
  overridden('DEP-UID0', 'securityContext: { runAsUser: 0 }', 'runAsUser: 1000'),
  overridden('DEP-GID0', 'securityContext: { runAsGroup: 0 }', 'runAsGroup: 1000'),
  overridden(
    'DEP-SECCOMP-OFF',
    'securityContext: { seccompProfile: { type: Unconfined } }',
    'seccompProfile: { type: RuntimeDefault }',
  ),
  overridden(
    'DEP-APPARMOR-OFF',
    'securityContext: { appArmorProfile: { type: Unconfined } }',
    'appArmorProfile: { type: RuntimeDefault }',
  ),
  overridden(
    'DEP-SELINUX',
    'securityContext: { seLinuxOptions: { type: spc_t } }',
    'seLinuxOptions: { type: container_t }',
  ),
  overridden(
    'DEP-WINHOST',
    'securityContext: { windowsOptions: { hostProcess: true } }',
    'windowsOptions: { hostProcess: false }',
  ),
  [
    'a container that the pod decides about',
    'DEP-NONROOT',
    pod(
      container('a') + container('b', 'securityContext: { runAsUser: 1000 }'),
      'securityContext: { runAsNonRoot: false }',
    ),
    pod(container('a') + container('b'), 'securityContext: { runAsNonRoot: false }'),
  ],
  [
    'root of the host instead of a user namespace',
    'DEP-PROCMOUNT',
    pod(container('a', 'securityContext: { procMount: Unmasked }'), 'hostUsers: false'),
    pod(container('a', 'securityContext: { procMount: Unmasked }')),
  ],
  [
    'another service account: that of the pod',
    'DEP-SATOKEN',
    pod(container('a'), 'serviceAccountName: web'),
    pod(container('a'), 'serviceAccountName: admin'),
  ],
  [
    'a writable mount',
    'DEP-HOSTPATH-SENS',
    pod(container('a', mount(RO)), volume('/etc')),
    pod(container('a', mount()), volume('/etc')),
  ],
  [
    'another part of it',
    'DEP-HOSTPATH-RW',
    pod(container('a', mount('subPath: a')), volume('/srv')),
    pod(container('a', mount('subPath: b')), volume('/srv')),
  ],
  [
    'another path',
    'DEP-PROPAGATION',
    pod(container('a', mount('mountPropagation: Bidirectional')), volume('/srv')),
    pod(container('a', mount('mountPropagation: Bidirectional')), volume('/mnt')),
  ],
  [
    'another container that mounts it',
    'DEP-VOLTYPE',
    pod(
      container('a', mount()) + container('b'),
      'volumes: [{ name: v, nfs: { server: s, path: / } }]',
    ),
    pod(
      container('a', mount()) + container('b', mount()),
      'volumes: [{ name: v, nfs: { server: s, path: / } }]',
    ),
  ],
  [
    'another name',
    'DEP-HOSTALIAS',
    pod(container('a'), 'hostAliases: [{ ip: 192.0.2.1, hostnames: [a.example] }]'),
    pod(container('a'), 'hostAliases: [{ ip: 192.0.2.1, hostnames: [a.example, b.example] }]'),
  ],
  ...['127.0.0.1', '10.0.0.1'].map(
    (address): Growth => [
      `all addresses instead of ${address}`,
      'DEP-HOSTPORT',
      pod(container('a', `ports: [{ containerPort: 80, hostPort: 80, hostIP: ${address} }]`)),
      pod(container('a', 'ports: [{ containerPort: 80, hostPort: 80 }]')),
    ],
  ),
  [
    'another capability that is kept',
    'DEP-CAPDROP',
    pod(container('a', 'securityContext: { capabilities: { drop: [NET_RAW, SETUID] } }')),
    pod(container('a', 'securityContext: { capabilities: { drop: [NET_RAW] } }')),
  ],
  [
    'all capabilities that are kept',
    'DEP-CAPDROP',
    'services:\n  a:\n    image: b:1\n    cap_drop: [NET_RAW]\n',
    'services:\n  a:\n    image: b:1\n',
  ],
];

const service = (rest: string) => `kind: Service\nmetadata: { name: web }\nspec: { ${rest} }\n`;
const device = (access: string) =>
  `services:\n  a:\n    image: b:1\n    devices: ["/dev/sda:/dev/sda:${access}"]\n`;

const OTHERS: readonly Growth[] = [
  [
    'another port',
    'DEP-EXPOSED',
    service('type: LoadBalancer, ports: [{ port: 443 }]'),
    service('type: LoadBalancer, ports: [{ port: 443 }, { port: 22 }]'),
  ],
  [
    'all addresses as the range',
    'DEP-EXPOSED',
    service('type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]'),
    service('type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8, 0.0.0.0/0]'),
  ],
  [
    'another address',
    'DEP-EXTERNALIP',
    service('externalIPs: [203.0.113.7]'),
    service('externalIPs: [203.0.113.7, 203.0.113.8]'),
  ],
  [
    'another host',
    'DEP-INGRESS-TLS',
    'kind: Ingress\nmetadata: { name: web }\nspec: { rules: [{ host: a.org }] }\n',
    'kind: Ingress\nmetadata: { name: web }\nspec: { rules: [{ host: a.org }, { host: b.org }] }\n',
  ],
  ['writing', 'DEP-DEVICE', device('r'), device('rw')],
  [
    'writing',
    'DEP-DEVICE',
    'services:\n  a:\n    image: b:1\n    devices: [{ source: /dev/sda, target: /dev/sda, permissions: r }]\n',
    'services:\n  a:\n    image: b:1\n    devices: [{ source: /dev/sda, target: /dev/sda, permissions: rwm }]\n',
  ],
  [
    'another service that mounts it',
    'DEP-HOSTPATH-SENS',
    'services:\n  a: { image: "b:1", volumes: ["v:/m"] }\n  c: { image: "d:1" }\nvolumes: { v: { driver_opts: { device: /etc } } }\n',
    'services:\n  a: { image: "b:1", volumes: ["v:/m"] }\n  c: { image: "d:1", volumes: ["v:/m"] }\nvolumes: { v: { driver_opts: { device: /etc } } }\n',
  ],
];

const workflow = (on: string, rest: string, job = '') =>
  `on: ${on}\n${rest}jobs:\n  build:\n    runs-on: ubuntu-latest\n${job}    steps:\n` +
  `      - uses: actions/checkout@v4\n        with: { ref: "\${{ github.event.pull_request.head.sha }}" }\n` +
  `      - run: docker build -t "\${{ github.event.pull_request.title }}" .\n`;
const LIMITED = 'permissions: { contents: read }\n';

const WORKFLOWS: readonly Growth[] = ['GHA-HEAD', 'GHA-INJECT'].flatMap((rule): Growth[] => [
  [
    'a permission to write',
    rule,
    workflow('pull_request_target', LIMITED),
    workflow('pull_request_target', 'permissions: { contents: write }\n'),
  ],
  [
    'no limit of the token',
    rule,
    workflow('pull_request_target', LIMITED),
    workflow('pull_request_target', ''),
  ],
  [
    'a secret',
    rule,
    workflow('pull_request_target', LIMITED),
    workflow('pull_request_target', LIMITED, `    env: { KEY: "\${{ secrets.DEPLOY_KEY }}" }\n`),
  ],
]);

const EVENTS: readonly Growth[] = [
  [
    'an event with secrets',
    'GHA-INJECT',
    workflow('[pull_request]', LIMITED),
    workflow('[pull_request, pull_request_target]', LIMITED),
  ],
  [
    'an event that anyone can start',
    'GHA-RUNNER',
    workflow('[pull_request]', '').replace('ubuntu-latest', 'self-hosted'),
    workflow('[pull_request, issue_comment]', '').replace('ubuntu-latest', 'self-hosted'),
  ],
  [
    'anyone instead of members',
    'GHA-HEAD',
    workflow(
      'pull_request_target',
      LIMITED,
      "    if: github.event.pull_request.author_association == 'MEMBER'\n",
    ),
    workflow('pull_request_target', LIMITED),
  ],
];

const ALL = [...VOLUMES, ...ROLES, ...BINDINGS, ...PODS, ...OTHERS, ...WORKFLOWS, ...EVENTS];

/** What takes the place of something else is worse in both directions. */
const isOther = ([what]: Growth) => /^another (?:part|path|namespace|service account: )/.test(what);

describe('a finding whose harm becomes worse is new, and one whose harm becomes less is not', () => {
  it.each(ALL.filter((one) => !isOther(one)))('%s: %s', (_, rule, before, after) => {
    expect(changes(compared(before, after, rule))).toContain(`new ${rule}`);
    expect(changes(compared(after, before, rule))).not.toContain(`new ${rule}`);
    expect(changes(compared(after, after, rule))).toEqual([]);
  });
});

describe('a finding about something else in its place is new', () => {
  it.each(ALL.filter(isOther))('%s: %s', (_, rule, before, after) => {
    expect(changes(compared(before, after, rule))).toContain(`new ${rule}`);
    expect(changes(compared(after, before, rule))).toContain(`new ${rule}`);
  });
});

/** The same in another order, or under another name. */
type Same = readonly [what: string, rules: readonly string[], before: string, after: string];

const RULES_OF_VOLUMES = ['DEP-SOCK', 'DEP-HOSTPATH', 'DEP-HOSTPATH-RW', 'DEP-PROPAGATION'];
const both = (a: string, b: string) =>
  pod(container(a, mount()) + container(b, mount()), volume('/run/docker.sock'));
const bound = (...names: readonly string[]) => {
  const [name = ''] = names;
  const subjects = names.map(account);
  return `${role('ClusterRole', `${ESCALATE}, ${READ}`, subjects)}---\nkind: ServiceAccount\nmetadata: { name: ${name}, namespace: shop }\n`;
};

const SAME: readonly Same[] = [
  ['containers in another order', RULES_OF_VOLUMES, both('a', 'b'), both('b', 'a')],
  [
    'a renamed container',
    RULES_OF_VOLUMES,
    both('a', 'b'),
    both('a', 'b').replace('name: b', 'name: c'),
  ],
  [
    'a renamed volume',
    RULES_OF_VOLUMES,
    both('a', 'b').replaceAll('mountPath: /m', 'mountPath: /m, mountPropagation: Bidirectional'),
    both('a', 'b')
      .replaceAll('mountPath: /m', 'mountPath: /m, mountPropagation: Bidirectional')
      .replaceAll('name: v,', 'name: other,'),
  ],
  [
    'a container that no longer mounts it',
    RULES_OF_VOLUMES,
    both('a', 'b'),
    both('a', 'b').replace(mount(), 'tty: true'),
  ],
  [
    'a renamed workload',
    ['DEP-SOCK', 'DEP-HOSTPID'],
    both('a', 'b').replace('spec:\n', 'spec:\n  hostPID: true\n'),
    both('a', 'b')
      .replace('spec:\n', 'spec:\n  hostPID: true\n')
      .replace('name: web', 'name: shop'),
  ],
  [
    'subjects in another order',
    ['DEP-RBAC-ESCALATE'],
    bound('a', 'b'),
    role('ClusterRole', `${READ}, ${ESCALATE}`, [account('b'), account('a')]) +
      bound('a').slice(bound('a').indexOf('---\nkind: ServiceA')),
  ],
  [
    'a renamed binding',
    ['DEP-RBAC-ESCALATE'],
    bound('a'),
    bound('a').replace('Binding\nmetadata: { name: app }', 'Binding\nmetadata: { name: other }'),
  ],
  ['a renamed service account', ['DEP-RBAC-ESCALATE'], bound('a'), bound('renamed')],
  [
    'a rule in two',
    ['DEP-RBAC-SHARED'],
    role('Role', WRITE, [EVERYONE]),
    role('Role', `${READ}, ${READ.replace('[get]', '[patch]')}`, [EVERYONE]),
  ],
];

describe('nothing is new with', () => {
  it.each(SAME)('%s', (_, rules, before, after) => {
    expect(compared(before, after, ...rules).length).toBeGreaterThan(0);
    expect(
      changes(compared(before, after, ...rules)).filter((one) => one.startsWith('new')),
    ).toEqual([]);
  });
});

it('the message names whom it reaches now', () => {
  const [, , before = '', after = ''] = VOLUMES[0] ?? [];
  expect(compared(before, after, 'DEP-SOCK').map(({ message }) => message)).toEqual([
    'Pod "web" mounts the container engine socket, now also for container "b"',
  ]);
});
