import { secretMark } from '../../core/secret-mark.js';
import { describeResource } from '../kubernetes/resources.js';
import { defineManifestRule, type ManifestRuleContext } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Annotations whose text becomes part of the configuration of NGINX. */
const SNIPPET =
  /^(?:nginx\.ingress\.kubernetes\.io\/(?:auth|configuration|modsecurity|server|stream)-snippet|nginx\.(?:org|com)\/(?:location|server)-snippets)$/;

/** Source: CVE-2021-25742. */
export default defineManifestRule({
  id: 'DEP-INGRESS-SNIPPET',
  name: 'no-ingress-snippet',
  severity: 'medium',
  severityReason:
    'Who may write an Ingress reads the secrets of the controller, which newer versions refuse by default',
  practice: 'runtime-security',
  title: 'Ingress adds text to the configuration of NGINX',
  why: 'A snippet can do everything that the controller can, such as reading its token and with it the secrets of all namespaces. So whoever can change the ingress can do that too.',
  remediation: 'Use the annotation for the setting, and leave `allow-snippet-annotations` off',
  references: ['https://github.com/kubernetes/ingress-nginx/issues/7837'],
  wrong:
    'kind: Ingress\nmetadata:\n  name: web\n  annotations:\n    nginx.ingress.kubernetes.io/server-snippet: return 200;',
  right:
    'kind: Ingress\nmetadata:\n  name: web\n  annotations:\n    nginx.ingress.kubernetes.io/ssl-redirect: "true"',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      if (resource.kind !== 'Ingress') continue;
      for (const [key, value] of valueAt(resource.node, 'metadata', 'annotations')?.entries ?? [])
        if (SNIPPET.test(key))
          report({
            at: value.key,
            about: `${resource.name} ${key} ${snippetIdentity(textOf(value), manifest)}`,
            message: `${describeResource(resource)} adds NGINX configuration with ${key.split('/')[1]}`,
          });
    }
  },
});

/** A fingerprint must not confirm a guess of a password in the snippet. */
function snippetIdentity(text: string, { findSecret }: ManifestRuleContext): string {
  const isPublic = !findSecret?.(text) && !/auth|cookie|passw|secret|token|key/i.test(text);
  return isPublic ? text.trim() : secretMark(text.trim());
}
