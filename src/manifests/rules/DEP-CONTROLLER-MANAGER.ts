import { checkComponent } from '../control-plane/check-component.js';
import { defineManifestRule } from '../rule.js';

export default defineManifestRule({
  id: 'DEP-CONTROLLER-MANAGER',
  name: 'secure-controller-manager',
  severity: 'medium',
  severityReason: 'An attacker must be on the node or have a token; by the setting',
  practice: 'runtime-security',
  title: 'Controller manager has an insecure setting',
  why: 'The controller manager may change almost everything in the cluster. Its port and its account are a way to all of that.',
  remediation: 'Set the flags as the CIS Kubernetes Benchmark recommends',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
    'https://www.cisecurity.org/benchmark/kubernetes',
  ],
  wrong:
    'kind: Pod\nmetadata: { name: kube-controller-manager, namespace: kube-system }\nspec:\n  containers:\n    - name: kube-controller-manager\n      image: registry.k8s.io/kube-controller-manager:v1.34.1\n      command: [kube-controller-manager, --profiling=false, --use-service-account-credentials=false]',
  right:
    'kind: Pod\nmetadata: { name: kube-controller-manager, namespace: kube-system }\nspec:\n  containers:\n    - name: kube-controller-manager\n      image: registry.k8s.io/kube-controller-manager:v1.34.1\n      command: [kube-controller-manager, --profiling=false, --use-service-account-credentials=true]',
  check: checkComponent('kube-controller-manager'),
});
