import { testRule } from '../rule-cases.js';

const pod = (command: string, namespace = 'kube-system') =>
  `kind: Pod\nmetadata: { name: a, namespace: ${namespace} }\nspec:\n  containers:\n    - name: c\n      image: x:1\n      command: ${command}\n`;
const manager = (flags: string) =>
  pod(`[kube-controller-manager, --profiling=false, --use-service-account-credentials${flags}]`);

testRule('DEP-CONTROLLER-MANAGER', [
  [manager(''), []],
  [pod('[kube-controller-manager]'), ['name', 'name']],
  [manager(', --profiling'), ['--profiling']],
  [
    manager(', --use-service-account-credentials=false'),
    ['--use-service-account-credentials=false'],
  ],
  [manager(', --bind-address=127.0.0.1'), []],
  [manager(', --bind-address, 0.0.0.0'), ['--bind-address']],
  [manager(', --port=10252'), ['--port=10252']],
  [
    manager(', "--feature-gates=A=true,RotateKubeletServerCertificate=false"'),
    ['"--feature-gates=A=true,RotateKubeletServerCertificate=false"'],
  ],
  [
    'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\ncontrollerManager: { extraArgs: { bind-address: 0.0.0.0 } }',
    ['0.0.0.0'],
  ],
]);
