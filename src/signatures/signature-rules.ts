import type { RuleDescription } from '../core/rule.js';

const SIGNATURES = 'https://docs.sigstore.dev/cosign/verifying/verify/';
const SLSA = 'https://slsa.dev/spec/v1.0/verifying-artifacts';

export const unsigned: RuleDescription = {
  id: 'PST001',
  name: 'unsigned-artifact',
  severity: 'high',
  practice: 'image-security',
  title: 'No signature where one is required',
  why: 'Nobody vouches for these bytes: whoever can write to the registry can replace the image.',
  remediation: 'Sign the digest in the release workflow (cosign sign), or correct the image name.',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const badSignature: RuleDescription = {
  id: 'PST002',
  name: 'bad-signature',
  severity: 'critical',
  practice: 'image-security',
  title: 'Signatures are there, and none of them holds',
  why: 'The image was changed after signing, the signature belongs to something else, or another key made it.',
  remediation:
    'Do not deploy it. Find out who pushed it; if the key was rotated, give the new one.',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const wrongSigner: RuleDescription = {
  id: 'PST003',
  name: 'wrong-signer',
  severity: 'critical',
  practice: 'image-security',
  title: 'Signed by somebody the policy does not allow',
  why: 'Anybody can sign anything with a free identity: a signature counts only when the right identity made it.',
  remediation:
    'If the identity found is the right one, allow it in the policy; if not, do not deploy the image.',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const claimsMismatch: RuleDescription = {
  id: 'PST004',
  name: 'signature-claims-mismatch',
  severity: 'critical',
  practice: 'image-security',
  title: 'The right signer signed, but not this',
  why: 'A valid signature that lacks the annotations asked for was made for another purpose, such as staging.',
  remediation: 'Sign this digest with the annotations that the policy asks for.',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const noProvenance: RuleDescription = {
  id: 'PST005',
  name: 'no-provenance',
  severity: 'high',
  practice: 'image-security',
  title: 'No signed provenance where it is required',
  why: 'Nothing trustworthy says from which source and by which builder the image was made.',
  remediation:
    'Build with a provenance-generating builder (actions/attest-build-provenance or slsa-github-generator).',
  references: [SLSA],
  tags: ['slsa:attestations'],
};

export const provenanceMismatch: RuleDescription = {
  id: 'PST006',
  name: 'provenance-mismatch',
  severity: 'critical',
  practice: 'image-security',
  title: 'The provenance tells of another source, ref or input',
  why: 'The image was really built, but from something else than what you expect.',
  remediation: 'Rebuild from the expected source, or correct the expectation.',
  references: [SLSA],
  tags: ['slsa:attestations'],
};

export const untrustedBuilder: RuleDescription = {
  id: 'PST007',
  name: 'untrusted-builder',
  severity: 'critical',
  practice: 'image-security',
  title: 'The provenance was made by a builder that is not trusted',
  why: 'Provenance is as good as the builder that wrote it: anybody can write some.',
  remediation:
    'Build with a trusted builder at a released version, or name yours with --provenance-builder.',
  references: [SLSA],
  tags: ['slsa:attestations'],
};

export const tagDrift: RuleDescription = {
  id: 'PST008',
  name: 'tag-drift',
  severity: 'high',
  practice: 'registry-security',
  title: 'The tag points to another image than the one that was checked',
  why: 'What is deployed by this tag is not what was scanned and verified.',
  remediation: 'Deploy by digest, or check the image again.',
  tags: ['slsa:artifacts'],
};

export const registryNotAllowed: RuleDescription = {
  id: 'PST009',
  name: 'registry-not-allowed',
  severity: 'high',
  practice: 'registry-security',
  title: 'The image comes from a registry that the policy does not list',
  why: 'Registries that nobody agreed on bring images that nobody watches.',
  remediation: 'Mirror the image into an allowed registry, or add the registry to the policy.',
};

export const baseUnsigned: RuleDescription = {
  id: 'PST010',
  name: 'base-image-unsigned',
  severity: 'low',
  practice: 'image-security',
  title: 'The base image is not signed by anybody known',
  why: 'Everything built on it inherits whatever the registry served that day.',
  remediation: 'Pin the digest, and prefer base images whose publisher signs them.',
  references: [SIGNATURES],
};

export const baseWrongSigner: RuleDescription = {
  id: 'PST011',
  name: 'base-image-wrong-signer',
  severity: 'critical',
  practice: 'image-security',
  title: 'The base image is not signed by its publisher',
  why: 'Its publisher signs all releases; this one was signed by somebody else, or its signature is broken.',
  remediation: 'Do not build on it: pull the publisher’s own image and pin its digest.',
  references: [SIGNATURES],
};

/** All rules of the family, for `portside explain`, docs and SARIF. */
export const trustRules: readonly RuleDescription[] = [
  unsigned,
  badSignature,
  wrongSigner,
  claimsMismatch,
  noProvenance,
  provenanceMismatch,
  untrustedBuilder,
  tagDrift,
  registryNotAllowed,
  baseUnsigned,
  baseWrongSigner,
];
