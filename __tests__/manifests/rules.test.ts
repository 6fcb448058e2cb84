import { readdirSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { lintManifest } from '../../src/manifests/lint.js';
import { manifestRules } from '../../src/manifests/rules/index.js';
import { marks, marksOf, read } from './marks.js';

describe('the list of rules', () => {
  it('has every file of rules/ once, under its id', () => {
    const files = readdirSync('src/manifests/rules')
      .filter((file) => file !== 'index.ts')
      .map((file) => file.replace('.ts', ''));
    expect(manifestRules.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  const telling = manifestRules.filter(({ wrong }) => wrong !== undefined);
  test.each(telling.map((rule) => [rule.id, rule] as const))(
    '%s fires on its wrong example and not on its right one',
    (id, rule) => {
      expect(marksOf(id, rule.wrong ?? '')).not.toEqual([]);
      expect(marksOf(id, rule.right ?? '')).toEqual([]);
    },
  );
});

const service = (lines: string) => `services:\n  app:\n    image: x:1\n    ${lines}\n`;
const pod = (lines: string) => `kind: Pod\nmetadata: { name: p }\nspec:\n  ${lines}\n`;
const container = (lines: string) =>
  pod(`containers:\n    - name: c\n      image: x:1\n      ${lines}`);
const context = (lines: string) => container(`securityContext: { ${lines} }`);

describe.each<[string, [string, string[]][]]>([
  [
    'DEP-PRIV',
    [
      [service('privileged: "true"'), ['"true"']],
      [service('privileged: false'), []],
      [service('privileged:'), []],
      [service('post_start: [{ command: a, privileged: true }]'), ['true']],
      [service('pre_stop: [{ command: a, privileged: true }]'), ['true']],
      [service('build: { context: ., privileged: true }'), ['true']],
      [
        service('build: { entitlements: [security.insecure, network.host] }'),
        ['security.insecure'],
      ],
      [context('privileged: yes'), ['yes']],
      [pod('initContainers: [{ name: i, securityContext: { privileged: true } }]'), ['true']],
      [pod('ephemeralContainers: [{ name: e, securityContext: { privileged: true } }]'), ['true']],
    ],
  ],
  [
    'DEP-SOCK',
    [
      [
        service('volumes: ["$XDG_RUNTIME_DIR/docker.sock:/s"]'),
        ['"$XDG_RUNTIME_DIR/docker.sock:/s"'],
      ],
      [
        service('volumes: ["//./pipe/docker_engine://./pipe/docker_engine"]'),
        ['"//./pipe/docker_engine://./pipe/docker_engine"'],
      ],
      [
        service('volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]'),
        ['"/var/run/docker.sock:/var/run/docker.sock:ro"'],
      ],
      [
        service('volumes: [{ type: bind, source: /run/containerd/containerd.sock, target: /c }]'),
        ['/run/containerd/containerd.sock'],
      ],
      [service('volumes: ["./docker.sock.md:/docs"]'), []],
      [service('use_api_socket: true'), ['true']],
      [service('use_api_socket: false'), []],
      [service('volumes: ["data:/var/run/docker.sock"]'), []],
      [service('volumes: ["/var/run/docker.sock"]'), []],
      [
        pod('volumes: [{ hostPath: { path: //var/run/crio/../crio.sock } }]'),
        ['//var/run/crio/../crio.sock'],
      ],
    ],
  ],
  [
    'DEP-HOSTPATH-SENS',
    [
      [
        service('volumes: ["/etc/localtime:/etc/localtime:ro", "/etc/timezones:/x"]'),
        ['"/etc/timezones:/x"'],
      ],
      [service('volumes: ["/:/host"]'), ['"/:/host"']],
      [service('volumes: ["~/.ssh:/root/.ssh:ro", "~/code:/x"]'), ['"~/.ssh:/root/.ssh:ro"']],
      [service('volumes: ["$HOME/.config/gcloud:/x"]'), ['"$HOME/.config/gcloud:/x"']],
      [service('volumes: ["/var/../etc/:/x"]'), ['"/var/../etc/:/x"']],
      [service('volumes: ["/etc/ssl/certs:/x:ro"]'), ['"/etc/ssl/certs:/x:ro"']],
      [service('volumes: ["/srv/data:/x", "./etc:/y", "/home/me/app:/z", "/etcetera:/q"]'), []],
      [
        `${service('volumes: [d:/x]')}volumes: { d: { driver_opts: { device: /proc/1 } } }`,
        ['/proc/1'],
      ],
      [pod('volumes: [{ hostPath: { path: /var/lib/kubelet/ } }]'), ['/var/lib/kubelet/']],
    ],
  ],
  [
    'DEP-HOSTPATH',
    [
      [pod('volumes: [{ name: v, hostPath: { path: /srv } }]'), ['hostPath']],
      [pod('volumes: [{ name: v, hostPath: null }]'), []],
      [service('volumes: ["/srv:/x"]'), []],
    ],
  ],
  [
    'DEP-HOSTNET',
    [
      [
        `${service('networks: [outer, inner]')}networks: { outer: { name: host, external: true }, inner: { name: hosts } }`,
        ['outer'],
      ],
      [service('network_mode: "host"'), ['"host"']],
      [service('networks: [host]'), ['host']],
      [service('networks: { host: {} }'), ['host']],
      [service('network_mode: bridge'), []],
      [pod('hostNetwork: true'), ['true']],
      [pod('hostNetwork: false'), []],
    ],
  ],
  [
    'DEP-HOSTPID',
    [
      [pod('hostPID: true'), ['true']],
      [service('pid: "service:a"'), []],
    ],
  ],
  [
    'DEP-HOSTIPC',
    [
      [pod('hostIPC: true'), ['true']],
      [service('ipc: host'), ['host']],
    ],
  ],
  [
    'DEP-HOSTNS-OTHER',
    [[service('uts: host\n    userns_mode: host\n    cgroup: private'), ['host', 'host']]],
  ],
  [
    'DEP-CAPADD',
    [
      [service('cap_add: [cap_net_admin, chown, all]'), ['cap_net_admin', 'all']],
      [service('cap_add: ["$' + '{CAP}", "$' + '{CAP:-SYS_ADMIN}"]'), ['"$' + '{CAP:-SYS_ADMIN}"']],
      [
        context('capabilities: { add: [CAP_CHOWN, chown, NET_BIND_SERVICE] }'),
        ['CAP_CHOWN', 'chown'],
      ],
      [context('capabilities: { add: [KILL] }'), ['KILL']],
    ],
  ],
  [
    'DEP-CAPDROP',
    [
      [service('cap_drop: [NET_RAW]'), ['cap_drop']],
      [service('cap_drop: [all]'), []],
      [context('capabilities: { drop: [all] }'), ['drop']],
      [context('capabilities: { drop: [ALL] }'), []],
      [pod('os: { name: windows }\n  containers: [{ name: c, image: x }]'), []],
      [pod('containers: [{ name: a-patch }]'), []],
    ],
  ],
  [
    'DEP-NNP',
    [
      [service('user: "1"'), ['app']],
      [service('security_opt: ["no-new-privileges=true"]'), []],
      [service('security_opt: ["no-new-privileges:false"]'), ['"no-new-privileges:false"']],
      [context('allowPrivilegeEscalation: true'), ['true']],
      [context('allowPrivilegeEscalation: false'), []],
      [container('stdin: false'), ['name']],
    ],
  ],
  [
    'DEP-NONROOT',
    [
      [service('user: app'), []],
      ['services:\n  app:\n    build: .\n', []],
      [context('runAsNonRoot: true'), []],
      [context('runAsNonRoot: false'), ['false']],
      [`${container('tty: false')}  securityContext: { runAsNonRoot: true }`, []],
      [`${context('runAsNonRoot: true')}  securityContext: { runAsNonRoot: false }`, ['false']],
      [`${container('tty: false')}  hostUsers: false`, []],
    ],
  ],
  [
    'DEP-UID0',
    [
      [service('user: "0:0"'), ['"0:0"']],
      [service('user: root:app'), ['root:app']],
      [service('user: rootless'), []],
      [service('user: "10"'), []],
      [context('runAsUser: 0'), ['0']],
      [`${context('runAsUser: 1')}  securityContext: { runAsUser: 0 }`, ['0']],
      [`${context('runAsUser: 0')}  hostUsers: false`, []],
    ],
  ],
  [
    'DEP-ROFS',
    [
      [service('read_only: false'), ['false']],
      [context('readOnlyRootFilesystem: true'), []],
    ],
  ],
  [
    'DEP-SECCOMP-OFF',
    [
      [service('security_opt: ["seccomp:unconfined"]'), ['"seccomp:unconfined"']],
      [context('seccompProfile: { type: Unconfined }'), ['Unconfined']],
      [context('seccompProfile: { type: Localhost }'), []],
      [
        'kind: Pod\nmetadata: { annotations: { seccomp.security.alpha.kubernetes.io/pod: unconfined } }\nspec: {}\n',
        ['unconfined'],
      ],
    ],
  ],
  [
    'DEP-SECCOMP-UNSET',
    [
      [container('tty: false'), ['name']],
      [`${container('tty: false')}  securityContext: { seccompProfile: { type: Localhost } }`, []],
    ],
  ],
  [
    'DEP-APPARMOR-OFF',
    [
      [context('appArmorProfile: { type: Unconfined }'), ['Unconfined']],
      [
        'kind: Pod\nmetadata: { annotations: { container.apparmor.security.beta.kubernetes.io/c: unconfined } }\nspec: {}\n',
        ['unconfined'],
      ],
      [
        'kind: Pod\nmetadata: { annotations: { container.apparmor.security.beta.kubernetes.io/c: localhost/p } }\nspec: {}\n',
        [],
      ],
    ],
  ],
  [
    'DEP-SELINUX',
    [
      [service('security_opt: ["label=type:spc_t", "label:type:svirt_x"]'), ['"label=type:spc_t"']],
      [context('seLinuxOptions: { type: spc_t, user: u, role: "" }'), ['spc_t', 'u']],
      [context('seLinuxOptions: { type: container_t, level: s0 }'), []],
    ],
  ],
  [
    'DEP-PROCMOUNT',
    [
      [context('procMount: Unmasked'), ['Unmasked']],
      [context('procMount: Default'), []],
      [
        service('security_opt: ["systempaths=unconfined", "unmask=ALL", "unmask=/proc/acpi"]'),
        ['"systempaths=unconfined"', '"unmask=ALL"'],
      ],
    ],
  ],
  [
    'DEP-SYSCTL',
    [
      [service('sysctls: ["kernel.sem=1", "net.ipv4.ip_forward=1"]'), ['"kernel.sem=1"']],
      [
        pod(
          'securityContext: { sysctls: [{ name: net.core.somaxconn }, { name: net.ipv4.tcp_rmem }] }',
        ),
        ['net.core.somaxconn'],
      ],
    ],
  ],
  [
    'DEP-VOLTYPE',
    [[pod('volumes: [{ name: a, nfs: {} }, { name: b, emptyDir: {} }, { name: c }]'), ['nfs']]],
  ],
  ['DEP-HOSTPORT', [[container('ports: [{ hostPort: 0 }, { hostPort: 80 }]'), ['80']]]],
  [
    'DEP-PROBEHOST',
    [
      [container('lifecycle: { preStop: { httpGet: { host: a, port: 1 } } }'), ['a']],
      [container('startupProbe: { tcpSocket: { host: "", port: 1 } }'), []],
    ],
  ],
  ['DEP-WINHOST', [[context('windowsOptions: { hostProcess: true }'), ['true']]]],
  [
    'DEP-DEVICE',
    [
      [
        service('devices: ["/dev/vda1:/d", "/dev/mapper/root:/d", "/dev:/dev", "/dev/dri:/d"]'),
        ['"/dev/vda1:/d"', '"/dev/mapper/root:/d"', '"/dev:/dev"'],
      ],
      [service('devices: ["/dev/nvme0n1", "/dev/null:/dev/null"]'), ['"/dev/nvme0n1"']],
      [
        service('device_cgroup_rules: ["a *:* rwm", "b 8:* rm", "c 1:3 mr", "c 1:1 rwm"]'),
        ['"a *:* rwm"', '"b 8:* rm"', '"c 1:1 rwm"'],
      ],
      [service('devices: [{ source: /dev/mem, target: /dev/mem }]'), ['/dev/mem']],
    ],
  ],
  [
    'DEP-MEMLIMIT',
    [
      [service('deploy: { resources: { limits: { memory: 1g } } }'), []],
      [service('mem_limit: 0'), ['app']],
      [container('resources: { limits: { memory: 0Mi } }'), ['0Mi']],
      [container('resources: { limits: { memory: 64Mi } }'), []],
      [container('resources: { requests: { memory: 64Mi } }'), ['name']],
    ],
  ],
  [
    'DEP-CPULIMIT',
    [
      [service('cpu_quota: 50000'), []],
      [service('cpus: 0'), ['app']],
      [container('resources: { limits: { cpu: 500m } }'), []],
      [container('resources: { limits: { cpu: "0" } }'), ['"0"']],
    ],
  ],
  ['DEP-CPUREQ', [[container('resources: { limits: { cpu: 1 } }'), []]]],
  [
    'DEP-PIDS',
    [
      [service('pids_limit: -1'), ['-1']],
      [service('deploy: { resources: { limits: { pids: 5 } } }'), []],
      [container('tty: false'), []],
    ],
  ],
  [
    'DEP-OOM',
    [
      [service('oom_score_adj: -900'), ['-900']],
      [service('oom_score_adj: -899'), []],
    ],
  ],
  [
    'DEP-LATEST',
    [
      ['services: { a: { image: "h:5000/x" } }', ['"h:5000/x"']],
      ['services: { a: { image: "x:latest@sha256:0" } }', []],
      ['services: { a: { image: x, build: . } }', []],
      [pod('containers: [{ name: c, image: "x:latest" }]'), ['"x:latest"']],
    ],
  ],
  [
    'DEP-REPULL',
    [
      ['services: { a: { image: x, restart: always, pull_policy: always } }', ['always']],
      ['services: { a: { image: x, restart: always } }', []],
      ['services: { a: { image: "x:1", restart: always, pull_policy: always } }', []],
      ['services: { a: { image: x, restart: "no", pull_policy: always } }', []],
      [pod('containers: [{ name: c, image: "x:latest" }]'), ['"x:latest"']],
      [pod('containers: [{ name: c, image: x, imagePullPolicy: IfNotPresent }]'), []],
      [pod('{ restartPolicy: Never, containers: [{ name: c, image: x }] }'), []],
    ],
  ],
  [
    'DEP-IDLE',
    [
      [service('command: sleep infinity'), ['sleep infinity']],
      [service('entrypoint: [tail, -f, /dev/null]'), ['[tail, -f, /dev/null]']],
      [
        service('entrypoint: [sh, -c]\n    command: "while true; do sleep 30; done"'),
        ['"while true; do sleep 30; done"'],
      ],
      [service('command: sh -c "sleep 5 && server"'), []],
      [service('command: tail -f /var/log/x'), []],
      [container('command: [sleep, "86400"]'), ['[sleep, "86400"]']],
      [container('args: [serve]'), []],
    ],
  ],
  [
    'DEP-DIGEST',
    [
      [service('tty: true'), ['x:1']],
      ['services: { a: { image: "x@sha256:0" } }', []],
    ],
  ],
  [
    'DEP-EOL',
    [
      [
        'services: { a: { image: "postgres:11-alpine3.12" } }',
        Array(2).fill('"postgres:11-alpine3.12"'),
      ],
      [
        'services: { a: { image: mcr.microsoft.com/dotnet/aspnet:6.0 } }',
        ['mcr.microsoft.com/dotnet/aspnet:6.0'],
      ],
      [
        'services: { a: { image: acme/postgres:11 }, b: { image: postgres }, c: { build: ., image: "node:8" } }',
        [],
      ],
    ],
  ],
  [
    'DEP-ENVSECRET',
    [
      [service('environment: { DB_PASSWORD: 846213, A_PASSWORD: 16, TOKEN: 846213 }'), ['846213']],
      [
        service('environment: ["DB_PASSWORD=hunter2x", "TOKEN_TTL=3h"]'),
        ['"DB_PASSWORD=hunter2x"'],
      ],
      [service('build: { args: { NPM_TOKEN: s3cretive, VERSION: 16 } }'), ['s3cretive']],
      [
        service('post_start: [{ command: a, environment: ["A_PASSWORD=s3cretive"] }]'),
        ['"A_PASSWORD=s3cretive"'],
      ],
      [
        service('environment: { PGPASSWORD: s3cretive, dbPassword: s3cretive }'),
        ['s3cretive', 's3cretive'],
      ],
      [
        service(
          'environment: { MYSQL_RANDOM_ROOT_PASSWORD: "yes", API_KEY: "", A_TOKEN: , SECRET: /run/x }',
        ),
        [],
      ],
      [service('environment: { SECRET_NAME: db, TOKEN: 12345, PASSWORD: "<yours>" }'), []],
      [container('env: [{ name: API_KEY, value: abc123def }]'), ['abc123def']],
      [container('env: [{ name: API_KEY, value: $(KEY) }]'), []],
      [container('env: [{ name: KEYBOARD, value: qwerty }]'), []],
    ],
  ],
  [
    'DEP-ENVSECRETREF',
    [
      [
        container('env: [{ name: K, valueFrom: { secretKeyRef: { name: s, key: k } } }]'),
        ['secretKeyRef'],
      ],
      [container('env: [{ name: K, valueFrom: { fieldRef: { fieldPath: x } } }]'), []],
    ],
  ],
  [
    'DEP-CONFIGMAP-SECRET',
    [
      ['kind: Secret\ndata: { password: aHVudGVyMng= }', ['aHVudGVyMng=']],
      ['kind: Secret\ndata: { password: "" }', []],
      ['kind: ConfigMap\ndata: { db-password: hunter2x, name: shop }', ['hunter2x']],
      ['kind: ConfigMap\ndata: { password-file: hunter2x }', []],
      [
        'kind: Kustomization\nsecretGenerator: [{ name: s, literals: [password=hunter2x, "user=me"] }]',
        ['password=hunter2x'],
      ],
    ],
  ],
  [
    'DEP-SATOKEN',
    [
      [container('tty: true'), ['name']],
      [`${container('tty: true')}  automountServiceAccountToken: true`, ['true']],
      [
        `${container('tty: true')}  serviceAccountName: s\n---\nkind: ServiceAccount\nmetadata: { name: s }\nautomountServiceAccountToken: false`,
        [],
      ],
    ],
  ],
  [
    'DEP-DEFAULTSA',
    [
      [`${container('tty: true')}  serviceAccountName: default`, ['default']],
      [`${container('tty: true')}  automountServiceAccountToken: false`, []],
    ],
  ],
  [
    'DEP-RBAC-WILD',
    [
      ['kind: ClusterRole\nrules: [{ resources: ["*"], verbs: ["*"] }]', ['"*"', '"*"']],
      ['kind: Role\nrules: [{ resources: ["pods/*"], verbs: [get] }]', []],
    ],
  ],
  ['DEP-CLUSTERADMIN', [['kind: RoleBinding\nroleRef: { name: cluster-admin }', []]]],
  [
    'DEP-ANON',
    [
      [
        'kind: ClusterRoleBinding\nsubjects: [{ name: "system:unauthenticated" }, { name: "system:masters" }]',
        ['"system:unauthenticated"'],
      ],
    ],
  ],
  [
    'DEP-NETPOL',
    [
      [`${container('tty: true')}---\nkind: NetworkPolicy\nspec: { podSelector: {} }`, []],
      [
        `${container('tty: true')}---\nkind: NetworkPolicy\nmetadata: { namespace: other }\nspec: { podSelector: {} }`,
        ['name'],
      ],
      [
        `${container('tty: true')}---\nkind: NetworkPolicy\nspec: { podSelector: { matchExpressions: [{ key: a, operator: Exists }] } }`,
        ['name'],
      ],
    ],
  ],
  [
    'DEP-EXPOSED',
    [
      ['kind: Service\nspec: { type: LoadBalancer }', ['LoadBalancer']],
      ['kind: Service\nspec: { type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8] }', []],
    ],
  ],
  [
    'DEP-SSHPORT',
    [
      [service('ports: ["22"]'), ['"22"']],
      [service('ports: ["127.0.0.1:2020-2025:20-25/tcp"]'), ['"127.0.0.1:2020-2025:20-25/tcp"']],
      [service('ports: ["22:8080", "2222:222"]'), []],
      [container('ports: [{ containerPort: 22 }]'), ['22']],
      [container('ports: [{ containerPort: 22, protocol: UDP }]'), []],
    ],
  ],
  [
    'DEP-ADMINPORT',
    [
      [service(`ports: ["$\{PG}:5432"]`), [`"$\{PG}:5432"`]],
      [service('ports: ["0.0.0.0:5432:5432"]'), ['"0.0.0.0:5432:5432"']],
      [service('ports: ["[::1]:5432:5432", "localhost:6379:6379"]'), []],
      [service('ports: [{ target: 6379, host_ip: 127.0.0.1 }]'), []],
      [service('expose: ["5432"]'), []],
    ],
  ],
  [
    'DEP-LIVENESS',
    [
      ['kind: Job\nspec: { template: { spec: { containers: [{ name: c, image: x }] } } }', []],
      [pod('initContainers: [{ name: i, image: x }]'), []],
    ],
  ],
  ['DEP-HEALTH', [[service('healthcheck: { disable: true }'), []]]],
  ['DEP-HEALTH-OFF', [[service('healthcheck: { test: NONE }'), ['NONE']]]],
  [
    'DEP-LOG-UNBOUNDED',
    [
      [service('logging: { options: { max-size: "-1" } }'), ['logging']],
      [service('logging: { driver: local }'), []],
      [service('logging: { driver: json-file }'), ['logging']],
    ],
  ],
  [
    'DEP-RESTART',
    [
      [service('restart: "no"'), []],
      [service('deploy: { restart_policy: { condition: any } }'), []],
    ],
  ],
])('%s', (rule, cases) => {
  test.each(cases)('in %j marks %j', (text, marked) => {
    expect(marksOf(rule, text)).toEqual(marked);
  });
});

const findingsOf = (text: string, rule: string) =>
  lintManifest(read(text)).filter((finding) => finding.rule === rule);

describe('Pod Security levels', () => {
  test.each([
    [context('capabilities: { add: [SYS_ADMIN] }'), 'DEP-CAPADD', 'pss:baseline', 'critical'],
    [context('capabilities: { add: [CHOWN] }'), 'DEP-CAPADD', 'pss:restricted', 'low'],
    [context('procMount: Unmasked'), 'DEP-PROCMOUNT', 'pss:baseline', 'high'],
    [
      `${context('procMount: Unmasked')}  hostUsers: false`,
      'DEP-PROCMOUNT',
      'pss:restricted',
      'low',
    ],
  ])('%j breaks it by %s as %s', (text, rule, tag, severity) => {
    expect(
      findingsOf(text, rule).map(({ tags, severity }) => [
        tags.filter((t) => t.startsWith('pss:')),
        severity,
      ]),
    ).toEqual([[[tag], severity]]);
  });
});

describe('what surrounds a manifest', () => {
  it('allows registries', () => {
    const text =
      'services: { a: { image: nginx }, b: { image: ghcr.io/acmecorp/x }, c: { image: ghcr.io/acme/x } }';
    const registries = ['docker.io/library', 'ghcr.io/acme'];
    expect(marks(read(text), text, 'DEP-REGISTRY', { registries })).toEqual([
      'DEP-REGISTRY ghcr.io/acmecorp/x',
    ]);
    expect(marks(read(text), text, 'DEP-REGISTRY')).toEqual([]);
  });

  it('holds accounts and network policies of other files', () => {
    const text = container('tty: true');
    const other = read(
      'kind: ServiceAccount\nmetadata: { name: default }\nautomountServiceAccountToken: false\n---\nkind: NetworkPolicy\nspec: {}\n',
    );
    const manifest = read(text);
    const allManifests = [manifest, other];
    expect(marks(manifest, text, 'DEP-SATOKEN', { allManifests })).toEqual([]);
    expect(marks(manifest, text, 'DEP-NETPOL', { allManifests })).toEqual([]);
  });

  it('knows secrets by their form, and no message tells them', () => {
    const findSecret = (text: string) =>
      text.includes('key_live') ? { kind: 'a key', confidence: 'high' as const } : undefined;
    const data = Buffer.from('x = key_live_1').toString('base64');
    const texts = [
      'services: { a: { image: x, environment: { X: key_live_1 } } }',
      `kind: Secret\ndata: { x: ${data} }`,
      'configs: { c: { content: key_live_1 } }',
    ];
    for (const text of texts) {
      const found = lintManifest(read(text), { findSecret }).filter(({ tags }) =>
        tags.includes('practice:secrets'),
      );
      expect(found).toHaveLength(1);
      expect(JSON.stringify(found)).not.toContain('key_live');
    }
  });
});
