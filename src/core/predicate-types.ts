/** The predicate types of attestations by the short names of `cosign attest --type`. */
export const PREDICATE_TYPES: ReadonlyMap<string, string> = new Map([
  ['slsaprovenance', 'https://slsa.dev/provenance/v0.2'],
  ['slsaprovenance02', 'https://slsa.dev/provenance/v0.2'],
  ['slsaprovenance1', 'https://slsa.dev/provenance/v1'],
  ['spdx', 'https://spdx.dev/Document'],
  ['spdxjson', 'https://spdx.dev/Document'],
  ['cyclonedx', 'https://cyclonedx.org/bom'],
  ['vuln', 'https://cosign.sigstore.dev/attestation/vuln/v1'],
  ['openvex', 'https://openvex.dev/ns'],
  ['link', 'https://in-toto.io/Link/v1'],
  ['custom', 'https://cosign.sigstore.dev/attestation/v1'],
]);

/** How a predicate type is written: a short name, or a URI with a host. */
export const PREDICATE_TYPE = {
  pattern: new RegExp(
    `^(?:${[...PREDICATE_TYPES.keys()].join('|')}|[a-z][a-z0-9+.-]*://\\S{1,200})$`,
  ),
  description: `${[...PREDICATE_TYPES.keys()].join(', ')}, or a URI`,
};

/**
 * Whether a statement's predicate type is the wanted one. A short name also stands for the versions of a type without one:
 * tools write `https://spdx.dev/Document` and `https://spdx.dev/Document/v2.3`.
 */
export function isPredicateType(wanted: string, actual: string): boolean {
  const uri = PREDICATE_TYPES.get(wanted);
  if (uri === undefined) return wanted === actual;
  return (
    actual === uri || (actual.startsWith(`${uri}/v`) && !VERSION.test(uri) && VERSION.test(actual))
  );
}

const VERSION = /\/v\d[\d.]*$/;
