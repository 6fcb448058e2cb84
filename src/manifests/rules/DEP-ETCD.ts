import { checkComponent } from '../control-plane/check-component.js';
import { defineManifestRule } from '../rule.js';

export default defineManifestRule({
  id: 'DEP-ETCD',
  name: 'secure-etcd',
  severity: 'high',
  severityReason: 'Who reaches etcd controls the cluster; by the setting',
  practice: 'runtime-security',
  title: 'etcd of the cluster has an insecure setting',
  why: 'etcd has all Secrets of the cluster, and who can write to it has the permissions of an administrator. Only certificates protect it.',
  remediation: 'Set the flags as the CIS Kubernetes Benchmark recommends',
  references: [
    'https://etcd.io/docs/latest/op-guide/security/',
    'https://www.cisecurity.org/benchmark/kubernetes',
  ],
  wrong:
    'kind: Pod\nmetadata: { name: etcd, namespace: kube-system }\nspec:\n  containers:\n    - name: etcd\n      image: registry.k8s.io/etcd:3.6.4-0\n      command: [etcd, --client-cert-auth=false]',
  right:
    'kind: Pod\nmetadata: { name: etcd, namespace: kube-system }\nspec:\n  containers:\n    - name: etcd\n      image: registry.k8s.io/etcd:3.6.4-0\n      command: [etcd, --cert-file=/s.crt, --client-cert-auth=true, --peer-cert-file=/p.crt, --peer-client-cert-auth=true]',
  check: checkComponent('etcd'),
});
