import { ALL_OF_IT } from '../../core/holder.js';
import { definitionsOf } from '../cluster/definitions.js';
import { describeResource, type Resource, workloadLocation } from '../kubernetes/resources.js';
import type { ObservedReach } from '../observed-reach.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Annotations with which a controller gets the certificate from another place than `tls`. */
const TLS_ANNOTATION =
  /^(?:alb\.ingress\.kubernetes\.io\/(?:certificate-arn|listen-ports)|appgw\.ingress\.kubernetes\.io\/appgw-ssl-certificate|ingress\.gcp\.kubernetes\.io\/pre-shared-cert|networking\.gke\.io\/managed-certificates|nginx\.ingress\.kubernetes\.io\/ssl-passthrough|route\.openshift\.io\/termination|traefik\.ingress\.kubernetes\.io\/router\.(?:tls|entrypoints)(?:\..*)?)$/;

/** Controllers that always use TLS. */
const TLS_CLASS = /^(?:tailscale|cloudflare-tunnel)$/;

/** Names that only the own computer or a test network resolves. Source: RFC 6761, RFC 6762. */
const LOCAL_HOST = /(?:^|\.)(?:localhost|local|test|internal)$/;

export default defineManifestRule({
  id: 'DEP-INGRESS-TLS',
  name: 'ingress-with-tls',
  severity: 'low',
  severityReason:
    'Anyone on the way reads and changes the traffic, unless TLS ends in front of the Ingress',
  practice: 'runtime-security',
  title: 'Ingress has no TLS',
  why: 'Passwords, cookies and contents are sent unencrypted, and everyone on the way can read and change them.',
  remediation:
    'Add `tls` with the hosts and the secret of a certificate, for example one of cert-manager',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls'],
  wrong: 'kind: Ingress\nmetadata: { name: web }\nspec: { rules: [{ host: shop.example.com }] }',
  right:
    'kind: Ingress\nmetadata: { name: web }\nspec: { tls: [{ hosts: [shop.example.com], secretName: web }], rules: [{ host: shop.example.com }] }',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      if (resource.kind !== 'Ingress' || !isWithoutTls(resource)) continue;
      // A patch of a kustomization can add it.
      if (definitionsOf(manifest.allManifests).countNear(manifest.path, 'Ingress') === 0) continue;
      report({
        at: workloadLocation(resource),
        about: resource.name,
        reach: hostsOf(resource),
        message: `${describeResource(resource)} accepts connections without TLS`,
      });
    }
  },
});

function isWithoutTls({ node }: Resource): boolean {
  const spec = valueAt(node, 'spec');
  const rules = valueAt(spec, 'rules');
  // A patch has neither.
  if (!isSet(rules) && !isSet(valueAt(spec, 'defaultBackend'))) return false;
  const annotations = [...(valueAt(node, 'metadata', 'annotations')?.entries.keys() ?? [])];
  if (isSet(valueAt(spec, 'tls')) || annotations.some((key) => TLS_ANNOTATION.test(key)))
    return false;
  const hosts = (rules?.items ?? []).map((rule) => textOf(valueAt(rule, 'host')));
  const isLocal = hosts.length > 0 && hosts.every((host) => LOCAL_HOST.test(host));
  return !isLocal && !TLS_CLASS.test(textOf(valueAt(spec, 'ingressClassName')));
}

/** What is reached without TLS. */
function hostsOf({ node }: Resource): ObservedReach[] {
  return (valueAt(node, 'spec', 'rules')?.items ?? []).map((rule) => {
    const host = textOf(valueAt(rule, 'host'));
    return { value: host || ALL_OF_IT, name: host || 'all hosts' };
  });
}
