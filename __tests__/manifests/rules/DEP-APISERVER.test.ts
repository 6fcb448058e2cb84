import { expect, test } from '@jest/globals';
import { manifestRules } from '../../../src/manifests/rules/index.js';
import { findingsOf, markedTexts } from '../lint-text.js';
import { testRule, withDollars } from '../rule-cases.js';

const pod = (command: string, rest = '') =>
  `kind: Pod\nmetadata: { name: a, namespace: kube-system }\nspec:\n  containers:\n    - name: c\n      image: x:1\n      command: ${command}\n      ${rest}\n`;
const SECURE =
  '--authorization-mode=Node,RBAC, --enable-admission-plugins=NodeRestriction, --profiling=false, --audit-log-path=/log, --audit-policy-file=/p, --kubelet-client-certificate=/k, --kubelet-certificate-authority=/c, --encryption-provider-config=/e';
const listed = SECURE.replace(/--authorization-mode=[^-]*, /, '');
const secure = listed
  .split(', --')
  .map((flag) => `"--${flag.replace(/^--/, '')}"`)
  .join(', ');
/** A server with secure settings besides these. */
const server = (flags: string, rest = '') =>
  pod(
    `[kube-apiserver, "--authorization-mode=Node,RBAC", ${secure}${flags && `, ${flags}`}]`,
    rest,
  );
const kubeadm = (version: string, args: string) =>
  `apiVersion: kubeadm.k8s.io/${version}\nkind: ClusterConfiguration\napiServer:\n  extraArgs: ${args}\n`;

testRule('DEP-APISERVER', [
  [server(''), []],
  [server('--anonymous-auth'), ['--anonymous-auth']],
  [server('--anonymous-auth=true'), ['--anonymous-auth=true']],
  [server('--anonymous-auth=false'), []],
  // A switch takes no next word, and the last value counts.
  [server('--anonymous-auth, "false"'), ['--anonymous-auth']],
  [server('--anonymous-auth=true, --anonymous-auth=false'), []],
  [server('--anonymous_auth=T'), ['--anonymous_auth=T']],
  [server('--token-auth-file, /t.csv'), ['--token-auth-file']],
  [server('--insecure-port=0'), []],
  [server('--insecure-port=8080'), ['--insecure-port=8080']],
  [
    server('--disable-admission-plugins=ServiceAccount'),
    ['--disable-admission-plugins=ServiceAccount'],
  ],
  [server('--audit-log-maxage=7, --audit-log-maxbackup=10'), ['--audit-log-maxage=7']],
  [server('--etcd-servers=http://127.0.0.1:2379'), []],
  [server('--etcd-servers=http://10.0.0.5:2379'), ['--etcd-servers=http://10.0.0.5:2379']],
  [server('--etcd-servers=https://10.0.0.5:2379'), ['name']],
  [server('--etcd-servers=https://10.0.0.5:2379, --etcd-certfile=/e'), []],
  [server('--tls-min-version=VersionTLS12'), []],
  [server('--tls-min-version=VersionTLS10'), ['--tls-min-version=VersionTLS10']],
  [server('--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'), []],
  [
    server('--tls-cipher-suites=TLS_ECDHE_RSA_WITH_RC4_128_SHA'),
    ['--tls-cipher-suites=TLS_ECDHE_RSA_WITH_RC4_128_SHA'],
  ],
  // A variable can have any value.
  [server('--anonymous-auth=$(ANONYMOUS)'), []],
  // The values of a list are joined.
  [pod(`[kube-apiserver, --authorization-mode=Node, --authorization-mode=RBAC, ${secure}]`), []],
  [pod(`[kube-apiserver, --authorization-mode=RBAC, ${secure}]`), ['--authorization-mode=RBAC']],
  [pod(`[kube-apiserver, --authorization-mode=ABAC, ${secure}]`), ['--authorization-mode=ABAC']],
  [
    pod(`[kube-apiserver, --authorization-mode=AlwaysAllow, ${secure}]`),
    ['--authorization-mode=AlwaysAllow'],
  ],
  [pod(`[kube-apiserver, ${secure}]`), ['name']],
  [pod(`[kube-apiserver, --authorization-config=/a, ${secure}]`), []],
  // Unknown words can be any flag.
  [pod('[kube-apiserver, $(FLAGS)]'), []],
  [pod('[other, --anonymous-auth=true]'), []],
  [pod('[/usr/local/bin/kube-apiserver, --insecure-port=1, $(FLAGS)]'), ['--insecure-port=1']],
  [
    pod('[sh, -c, "exec kube-apiserver --insecure-port 8080 §FLAGS"]').replace('§', '$'),
    ['"exec kube-apiserver --insecure-port 8080 $FLAGS"'],
  ],
  [
    pod('')
      .replace('command: ', 'args: [--insecure-port=8080, $(A)]')
      .replace('x:1', 'registry.k8s.io/kube-apiserver:v1'),
    ['--insecure-port=8080'],
  ],
  [kubeadm('v1beta3', '{ anonymous-auth: "true" }'), ['"true"']],
  [kubeadm('v1beta4', '[{ name: anonymous-auth, value: "true" }]'), ['"true"']],
  [
    kubeadm(
      'v1beta4',
      '[{ name: anonymous-auth, value: "true" }, { name: anonymous-auth, value: "false" }]',
    ),
    [],
  ],
  [kubeadm('v1beta4', '[{ name: audit-log-path, value: /log }]'), []],
  [kubeadm('v1beta3', withDollars('{ anonymous-auth: "§{ANONYMOUS}" }')), []],
  [kubeadm('v1beta3', '{ anonymous-auth: "true" }').replace('kubeadm.k8s.io', 'example.org'), []],
  [
    'apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\nspec: { kubeadmConfigSpec: { clusterConfiguration: { apiServer: { extraArgs: { anonymous-auth: "true" } } } } }',
    ['"true"'],
  ],
  [
    `kind: ConfigMap\ndata:\n  ClusterConfiguration: |\n${kubeadm('v1beta3', '{ anonymous-auth: "true" }').replace(/^(?=.)/gm, '    ')}`,
    ['ClusterConfiguration'],
  ],
]);

test('says what each setting does, with its number in the CIS benchmark', () => {
  const text = pod('[kube-apiserver]');
  const found = findingsOf('DEP-APISERVER', text).map(
    ({ severity, tags, message }) =>
      `${severity} ${tags.find((tag) => tag.startsWith('cis'))?.slice(8)} ${message}`,
  );
  expect(found).toEqual([
    'critical 1.2.6 kube-apiserver allows every request (--authorization-mode is not set)',
    'medium 1.2.4 kube-apiserver does not log in to kubelets (--kubelet-client-certificate is not set)',
    'low 1.2.5 kube-apiserver does not verify the certificates of kubelets (--kubelet-certificate-authority is not set)',
    'medium 1.2.14 kube-apiserver lets each node change the pods and labels of others (--enable-admission-plugins is not set)',
    'low 1.2.15 kube-apiserver serves profiles of itself (--profiling is not set)',
    'medium 1.2.16 kube-apiserver writes no audit log (--audit-log-path is not set)',
    'medium 1.2.27 kube-apiserver stores Secrets without encryption (--encryption-provider-config is not set)',
  ]);
  expect(findingsOf('DEP-APISERVER', server('--anonymous-auth=true'))[0]).toMatchObject({
    severity: 'medium',
    message: 'kube-apiserver answers requests without a login (--anonymous-auth=true)',
    advice: 'Set --anonymous-auth=false',
  });
});

test('its examples are about this rule alone', () => {
  const { right = '' } = manifestRules.find(({ id }) => id === 'DEP-APISERVER') ?? {};
  for (const id of ['DEP-CONTROLLER-MANAGER', 'DEP-SCHEDULER', 'DEP-ETCD', 'DEP-KUBELET'])
    expect(markedTexts(id, right)).toEqual([]);
});
