import { checkComponent } from '../control-plane/check-component.js';
import { defineManifestRule } from '../rule.js';

export default defineManifestRule({
  id: 'DEP-KUBELET',
  name: 'secure-kubelet',
  severity: 'high',
  severityReason: 'Who reaches the kubelet controls the pods of its node; by the setting',
  practice: 'runtime-security',
  title: 'Kubelet has an insecure setting',
  why: 'Who may send requests to a kubelet can run commands in all pods of its node, and read their Secrets.',
  remediation: 'Set the values as the CIS Kubernetes Benchmark recommends',
  references: [
    'https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/',
    'https://www.cisecurity.org/benchmark/kubernetes',
  ],
  wrong:
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication: { anonymous: { enabled: true } }\nauthorization: { mode: AlwaysAllow }',
  right:
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication: { anonymous: { enabled: false } }\nauthorization: { mode: Webhook }',
  check: checkComponent('kubelet'),
});
