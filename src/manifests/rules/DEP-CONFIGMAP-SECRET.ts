import type { FoundSecret } from '../rule.js';
import { defineRule } from '../rule.js';
import { isSecretLiteral, isSecretName } from '../secret-names.js';
import type { YamlNode } from '../yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Longer than any key; a whole file in a config map is searched up to here. */
const MAX_TEXT = 200_000;

export default defineRule({
  id: 'DEP-CONFIGMAP-SECRET',
  name: 'no-committed-secret',
  severity: 'high',
  practice: 'secrets',
  sensitive: 'in-range',
  title: 'A secret is committed in a ConfigMap or Secret manifest',
  why: 'base64 is no encryption: everybody who can read the repository has the secret, for as long as the history lasts.',
  remediation:
    'Seal it, or let an operator fetch it from a vault; change the one that was committed.',
  aliases: ['KSV-0109'],
  wrong: 'kind: Secret\nstringData: { password: correct-horse-battery }',
  right: 'kind: SealedSecret\nspec: { encryptedData: { password: AgB0 } }',
  check(manifest, report) {
    const judge = (at: YamlNode, name: string, value: string, named: boolean) => {
      const found: FoundSecret | undefined = manifest.findSecret?.(value.slice(0, MAX_TEXT));
      if (!found && !(named && isSecretName(name) && isSecretLiteral(value))) return;
      report({
        at: at.range,
        confidence: found?.confidence ?? 'medium',
        message: found
          ? `The value of "${name}" holds ${found.kind}.`
          : `The value of "${name}" looks like a secret that is written out.`,
      });
    };
    for (const { kind, node } of manifest.resources) {
      if (kind !== 'ConfigMap' && kind !== 'Secret') continue;
      for (const key of ['data', 'stringData'])
        for (const [name, value] of valueAt(node, key)?.entries ?? []) {
          if (typeof value.scalar !== 'string') continue;
          const encoded = kind === 'Secret' && key === 'data';
          judge(value, name, encoded ? decoded(value.scalar) : value.scalar, true);
        }
    }
    // Kustomize makes such objects of what it is given.
    if (manifest.kind === 'kubernetes')
      for (const document of manifest.documents)
        for (const key of ['secretGenerator', 'configMapGenerator'])
          for (const made of valueAt(document, key)?.items ?? [])
            for (const literal of valueAt(made, 'literals')?.items ?? []) {
              const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(textOf(literal)) ?? [];
              judge(literal, name, unquoted(value), true);
            }
    if (manifest.kind === 'compose')
      for (const document of manifest.documents)
        for (const [name, config] of valueAt(document, 'configs')?.entries ?? []) {
          const content = valueAt(config, 'content');
          if (content) judge(content, name, textOf(content), false);
        }
  },
});

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
}

function decoded(text: string): string {
  return Buffer.from(text.slice(0, 2 * MAX_TEXT), 'base64').toString('utf8');
}
