import { checkComponent } from '../control-plane/check-component.js';
import { defineManifestRule } from '../rule.js';

export default defineManifestRule({
  id: 'DEP-SCHEDULER',
  name: 'secure-scheduler',
  severity: 'low',
  severityReason: 'An attacker must be on the node',
  practice: 'runtime-security',
  title: 'Scheduler has an insecure setting',
  why: 'Profiles and metrics tell an attacker what runs in the cluster and how it is built.',
  remediation: 'Set the flags as the CIS Kubernetes Benchmark recommends',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/',
    'https://www.cisecurity.org/benchmark/kubernetes',
  ],
  wrong:
    'kind: Pod\nmetadata: { name: kube-scheduler, namespace: kube-system }\nspec:\n  containers:\n    - name: kube-scheduler\n      image: registry.k8s.io/kube-scheduler:v1.34.1\n      command: [kube-scheduler, --profiling=false, --bind-address=0.0.0.0]',
  right:
    'kind: Pod\nmetadata: { name: kube-scheduler, namespace: kube-system }\nspec:\n  containers:\n    - name: kube-scheduler\n      image: registry.k8s.io/kube-scheduler:v1.34.1\n      command: [kube-scheduler, --profiling=false, --bind-address=127.0.0.1]',
  check: checkComponent('kube-scheduler'),
});
