import { isEncryptionConfiguration, providersOfSecrets } from '../kubernetes/encryption.js';
import { workloadLocation } from '../kubernetes/resources.js';
import { defineManifestRule } from '../rule.js';

/** Source: CIS Kubernetes Benchmark 1.2.28; Kubernetes, "Encrypting Confidential Data at Rest". */
export default defineManifestRule({
  id: 'DEP-ENCRYPTION',
  name: 'secrets-are-encrypted',
  severity: 'medium',
  severityReason: 'Who reads etcd or its backup reads the secrets; low for a weak provider',
  practice: 'secrets',
  title: 'Secrets are not encrypted in etcd, or with a weak provider',
  why: 'Everyone who can read the disk or a backup of etcd has all Secrets of the cluster. Only the first provider encrypts; the others read what was written before. With aesgcm, a key that is not changed in time breaks the encryption.',
  remediation: 'Set kms, secretbox or aescbc as the first provider for secrets',
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/'],
  tags: ['cis-k8s:1.2.28'],
  wrong:
    'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n  - resources: [secrets]\n    providers:\n      - identity: {}\n      - kms: { apiVersion: v2, name: vault, endpoint: unix:///run/kms.sock }',
  right:
    'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n  - resources: [secrets]\n    providers:\n      - kms: { apiVersion: v2, name: vault, endpoint: unix:///run/kms.sock }\n      - identity: {}',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      if (!isEncryptionConfiguration(resource)) continue;
      const providers = providersOfSecrets(resource);
      const [first] = providers ?? [];
      if (!providers)
        report({
          at: workloadLocation(resource),
          about: 'secrets',
          message:
            'EncryptionConfiguration does not cover Secrets: etcd has them without encryption',
        });
      else if (first?.name === 'identity')
        report({
          at: first.node.key,
          about: 'identity',
          message: 'etcd has Secrets without encryption: "identity" is their first provider',
        });
      else if (first?.name === 'aesgcm')
        report({
          at: first.node.key,
          about: 'aesgcm',
          severity: 'low',
          message:
            'Secrets are encrypted with "aesgcm", which is weak unless its key changes often',
        });
    }
  },
});
