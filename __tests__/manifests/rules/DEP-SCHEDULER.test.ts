import { testRule } from '../rule-cases.js';

const pod = (command: string, namespace = 'kube-system') =>
  `kind: Pod\nmetadata: { name: a, namespace: ${namespace} }\nspec:\n  containers:\n    - name: c\n      image: x:1\n      command: ${command}\n`;

testRule('DEP-SCHEDULER', [
  [pod('[kube-scheduler]'), ['name']],
  [pod('[kube-scheduler, --profiling=false]'), []],
  [pod('[kube-scheduler, --profiling=false, "--bind-address=::1"]'), []],
  [pod('[kube-scheduler, --profiling=false, --bind-address=0.0.0.0]'), ['--bind-address=0.0.0.0']],
  // The file decides.
  [pod('[kube-scheduler, --config=/s.yaml]'), []],
  [
    'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nenableProfiling: true',
    ['true'],
  ],
  [
    'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nenableProfiling: false',
    [],
  ],
  [
    'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles: []',
    [],
  ],
  [
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nscheduler: { extraArgs: [{ name: profiling, value: "true" }] }',
    ['"true"'],
  ],
]);
