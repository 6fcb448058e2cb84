import { checkComponent } from '../control-plane/check-component.js';
import { defineManifestRule } from '../rule.js';

export default defineManifestRule({
  id: 'DEP-APISERVER',
  name: 'secure-api-server',
  severity: 'high',
  severityReason:
    'The API server controls the cluster; critical to low by the setting: without a login, or one of several barriers',
  practice: 'runtime-security',
  title: 'API server has an insecure setting',
  why: 'The API server decides who may read and change everything in the cluster. A setting that leaves out a login, a permission or encryption opens all of it, and without an audit log nobody can find out who did what.',
  remediation: 'Set the flags as the CIS Kubernetes Benchmark recommends',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
    'https://www.cisecurity.org/benchmark/kubernetes',
  ],
  wrong:
    'kind: Pod\nmetadata: { name: kube-apiserver, namespace: kube-system }\nspec:\n  containers:\n    - name: kube-apiserver\n      image: registry.k8s.io/kube-apiserver:v1.34.1\n      command: [kube-apiserver, --authorization-mode=AlwaysAllow]',
  right:
    "kind: Pod\nmetadata: { name: kube-apiserver, namespace: kube-system }\nspec:\n  containers:\n    - name: kube-apiserver\n      image: registry.k8s.io/kube-apiserver:v1.34.1\n      command: [kube-apiserver, '--authorization-mode=Node,RBAC', --enable-admission-plugins=NodeRestriction, --profiling=false, --audit-log-path=/log, --audit-policy-file=/audit.yaml, --kubelet-client-certificate=/k.crt, --kubelet-certificate-authority=/ca.crt, --encryption-provider-config=/e.yaml]",
  check: checkComponent('kube-apiserver'),
});
