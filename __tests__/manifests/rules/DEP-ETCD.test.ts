import { testRule } from '../rule-cases.js';

const pod = (command: string, namespace = 'kube-system') =>
  `kind: Pod\nmetadata: { name: a, namespace: ${namespace} }\nspec:\n  containers:\n    - name: c\n      image: x:1\n      command: ${command}\n`;
const SECURE =
  '--cert-file=/s, --client-cert-auth, --peer-cert-file=/p, --peer-client-cert-auth=true';

testRule('DEP-ETCD', [
  [pod(`[etcd, ${SECURE}]`), []],
  [pod('[etcd]'), ['name', 'name', 'name', 'name']],
  // It is not known to be that of the cluster.
  [pod('[etcd]', 'shop'), []],
  [pod('[etcd, -client-cert-auth=false]', 'shop'), ['-client-cert-auth=false']],
  [pod(`[etcd, ${SECURE}, --auto-tls]`), ['--auto-tls']],
  [pod(`[etcd, ${SECURE}, --peer-auto-tls=true]`), ['--peer-auto-tls=true']],
  [
    pod(`[etcd, ${SECURE}, "--listen-client-urls=https://10.0.0.1:2379,http://127.0.0.1:2379"]`),
    [],
  ],
  [
    pod(`[etcd, ${SECURE}, --listen-client-urls=http://0.0.0.0:2379]`),
    ['--listen-client-urls=http://0.0.0.0:2379'],
  ],
  [pod('[etcd, --config-file=/e.yaml]'), []],
  [
    `${pod(`[etcd, ${SECURE.replace('--client-cert-auth, ', '')}]`)}      env: [{ name: ETCD_CLIENT_CERT_AUTH, value: "true" }]\n`,
    [],
  ],
  [
    'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\netcd: { local: { extraArgs: { auto-tls: "true" } } }',
    ['"true"'],
  ],
]);
