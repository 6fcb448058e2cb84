import { secretMark } from '../../core/secret-mark.js';
import { isSecretName } from '../../secrets/secret-names.js';
import { isPublicValue } from '../../secrets/value-strength.js';
import { GENERATORS } from '../generators.js';
import { chartInputs, isGivenSecret } from '../given-secrets.js';
import { encryptionKeys, isEncryptionConfiguration } from '../kubernetes/encryption.js';
import type { Resource } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule, type ManifestObservation } from '../rule.js';
import { isSecretLiteral, ratedLiteral } from '../secret-literal.js';
import { textOf, valueAt } from '../yaml-values.js';

/** A ConfigMap can contain whole files; only the start of a longer value is searched. */
const MAX_LENGTH = 200_000;

export default defineManifestRule({
  id: 'DEP-CONFIGMAP-SECRET',
  name: 'no-committed-secret',
  severity: 'high',
  severityReason:
    'Everyone who can read the repository has the secret; critical or medium where the kind of secret is so, low for a default password or a word',
  practice: 'secrets',
  sensitive: 'in-range',
  title: 'Secret is committed in a manifest',
  why: 'base64 is not encryption: everyone who can read the repository has the secret, and it stays in the history.',
  remediation:
    'Use a sealed secret or an operator that reads from a vault, and revoke the committed secret',
  aliases: ['KSV-0109'],
  wrong: 'kind: Secret\nstringData: { password: correct-horse-battery }',
  right: 'kind: SealedSecret\nspec: { encryptedData: { password: AgB0 } }',
  check(manifest, report) {
    const reportSecret = (at: ManifestNode, name: string, value: string, checkName = true) => {
      const found = manifest.findSecret?.(value.slice(0, MAX_LENGTH));
      if (!found && !(checkName && isSecretName(name) && isSecretLiteral(value, name))) return;
      for (const mark of found?.marks ?? [secretMark(value)])
        report({
          at: at.range,
          // Another secret in its place is a new one.
          about: `${name} ${mark}`,
          problem: `secret ${name} ${mark} ${at.range.startLine}`,
          ...(found?.severity ? { severity: found.severity } : ratedLiteral(value, manifest.path)),
          confidence: found?.confidence ?? 'medium',
          message: found
            ? `Value of "${name}" contains ${found.kind}`
            : `Value of "${name}" looks like a hard-coded secret`,
        });
    };
    for (const resource of manifest.resources) {
      const { kind, node } = resource;
      if (isEncryptionConfiguration(resource)) reportKeys(resource, report);
      for (const { at, name, value } of chartInputs(resource))
        if (isGivenSecret(name)) reportSecret(at, name, value);
      if (kind !== 'ConfigMap' && kind !== 'Secret') continue;
      for (const key of ['data', 'stringData', 'binaryData'])
        for (const [name, value] of valueAt(node, key)?.entries ?? []) {
          if (typeof value.scalar !== 'string' || isPublicValue(value.scalar)) continue;
          const isEncoded = key === (kind === 'Secret' ? 'data' : 'binaryData');
          reportSecret(value, name, isEncoded ? decodeBase64(value.scalar) : value.scalar);
        }
    }
    // Kustomize generates ConfigMaps and Secrets from literals.
    if (manifest.kind === 'kubernetes')
      for (const document of manifest.documents)
        for (const key of GENERATORS)
          for (const generator of valueAt(document, key)?.items ?? [])
            for (const literal of valueAt(generator, 'literals')?.items ?? []) {
              const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(textOf(literal)) ?? [];
              reportSecret(literal, name, unquote(value));
            }
    for (const { name, text, at } of manifest.generatedValues) reportSecret(at, name, text);
    if (manifest.kind === 'compose')
      for (const document of manifest.documents)
        for (const [name, config] of valueAt(document, 'configs')?.entries ?? []) {
          const content = valueAt(config, 'content');
          if (content) reportSecret(content, name, textOf(content), false);
        }
  },
});

/** Who has these keys and a backup of etcd has all Secrets of the cluster. */
function reportKeys(
  configuration: Resource,
  report: (observation: ManifestObservation) => void,
): void {
  for (const { provider, name, secret } of encryptionKeys(configuration))
    report({
      at: secret.range,
      about: `${provider} key ${name} ${secretMark(textOf(secret))}`,
      confidence: 'high',
      message: `Key "${name}" of ${provider}, which encrypts data of the cluster, is in the repository`,
      advice:
        'Use the provider kms, or create the file on the servers of the control plane, and change the key',
    });
}

function unquote(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
}

/** A text in no base64, such as `<base64-encoded-password>`, stays: no server accepts it. */
function decodeBase64(text: string): string {
  if (!/^[A-Za-z0-9+/=\s]*$/.test(text)) return text;
  return Buffer.from(text.slice(0, 2 * MAX_LENGTH), 'base64').toString('utf8');
}
