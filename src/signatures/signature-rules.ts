import type { Finding } from '../core/finding.js';
import type { RuleDescription } from '../core/rule.js';

const SIGNATURES = 'https://docs.sigstore.dev/cosign/verifying/verify/';
const ATTESTATIONS = 'https://docs.sigstore.dev/cosign/verifying/attestation/';
const SLSA = 'https://slsa.dev/spec/v1.0/verifying-artifacts';

export const noSignature: RuleDescription = {
  id: 'PST001',
  name: 'unsigned-artifact',
  severity: 'high',
  severityReason: 'The policy asks for a signature: who can push to the registry decides what runs',
  supersedes: ['PST002', 'PST003', 'PST004', 'PST014'],
  practice: 'image-security',
  title: 'No signature where one is required',
  why: 'Without a signature, anyone with write access to the registry can replace the image unnoticed.',
  remediation: 'Sign the digest in the release workflow (cosign sign), or correct the image name',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const invalidSignature: RuleDescription = {
  id: 'PST002',
  name: 'invalid-signature',
  severity: 'critical',
  severityReason: 'Somebody signed something else, or nobody who may',
  supersedes: ['PST003', 'PST004', 'PST014'],
  practice: 'image-security',
  title: 'No valid signature',
  why: 'The image was changed after signing, the signature belongs to another artifact, or another key made it.',
  remediation:
    'Do not deploy the image. Find out who pushed it. If the signing key was rotated, give the new public key.',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const wrongSigner: RuleDescription = {
  id: 'PST003',
  name: 'wrong-signer',
  severity: 'critical',
  severityReason: 'Somebody else than those who may signed the image',
  supersedes: ['PST004'],
  practice: 'image-security',
  title: 'Signed by an identity that the policy does not allow',
  why: 'Anyone can sign any image with a free identity. A signature is worth something only if an expected signer made it.',
  remediation:
    'Do not deploy the image, or allow the identity in the policy if it is the right one',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const annotationMismatch: RuleDescription = {
  id: 'PST004',
  name: 'signature-claims-mismatch',
  severity: 'critical',
  severityReason: 'The signature was made for another purpose',
  practice: 'image-security',
  title: 'Required signature annotations are missing',
  why: 'A valid signature without the required annotations was made for another purpose, such as staging.',
  remediation: 'Sign this digest with the annotations that the policy requires',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const noProvenance: RuleDescription = {
  id: 'PST005',
  name: 'no-provenance',
  severity: 'high',
  severityReason: 'The policy asks for it: nothing proves where the image comes from',
  supersedes: ['PST006', 'PST007'],
  practice: 'image-security',
  title: 'No signed provenance where it is required',
  why: 'Without signed provenance, the source and the builder of the image are unknown.',
  remediation:
    'Build with a builder that generates provenance (actions/attest-build-provenance or slsa-github-generator)',
  references: [SLSA],
  tags: ['slsa:attestations'],
};

export const provenanceMismatch: RuleDescription = {
  id: 'PST006',
  name: 'provenance-mismatch',
  severity: 'critical',
  severityReason: 'The image was made from other code',
  practice: 'image-security',
  title: 'Provenance has another source, ref or input than expected',
  why: 'The provenance is valid, but the image was not built from the expected source.',
  remediation: 'Rebuild the image from the expected source, or correct the expectation',
  references: [SLSA],
  tags: ['slsa:attestations'],
};

export const untrustedBuilder: RuleDescription = {
  id: 'PST007',
  name: 'untrusted-builder',
  severity: 'critical',
  severityReason: 'Somebody else than the builder may have made the image',
  practice: 'image-security',
  title: 'Provenance was made by an untrusted builder',
  why: 'Provenance can be trusted only as far as its builder: anyone can create provenance with any content.',
  remediation:
    'Build with a released version of a trusted builder, or name your builder with --provenance-builder',
  references: [SLSA],
  tags: ['slsa:attestations'],
};

export const tagDrift: RuleDescription = {
  id: 'PST008',
  name: 'tag-drift',
  severity: 'high',
  severityReason: 'What runs is not what was checked',
  practice: 'registry-security',
  title: 'Tag no longer points to the checked image',
  why: 'A deployment by this tag gets another image than the one that was scanned and verified.',
  remediation: 'Deploy by digest, or check the image again',
  tags: ['slsa:artifacts'],
};

export const registryNotAllowed: RuleDescription = {
  id: 'PST009',
  name: 'registry-not-allowed',
  severity: 'high',
  severityReason: 'The organization does not trust the registry: who controls it decides what runs',
  practice: 'registry-security',
  title: 'Image comes from a registry that the policy does not allow',
  why: 'Images from other registries are outside of the access control and the monitoring of your own.',
  remediation: 'Mirror the image into an allowed registry, or add the registry to the policy',
};

export const baseUnsigned: RuleDescription = {
  id: 'PST010',
  name: 'base-image-unsigned',
  severity: 'low',
  severityReason:
    'Most publishers do not sign. Medium if this one does; high if it signs all its images or the policy requires a signature',
  supersedes: ['PST011'],
  practice: 'image-security',
  title: 'Base image is not signed by a known publisher',
  why: 'If the base image is replaced in the registry, every image built on it is affected, and nobody notices.',
  remediation: 'Use a base image that its publisher signs',
  references: [SIGNATURES],
};

export const baseWrongSigner: RuleDescription = {
  id: 'PST011',
  name: 'base-image-wrong-signer',
  severity: 'critical',
  severityReason: 'Somebody may have replaced the base image',
  practice: 'image-security',
  title: 'Base image is not signed by its publisher',
  why: 'The publisher signs all releases, but this image has another signer or an invalid signature.',
  remediation: 'Do not build on it: pull the publisher’s image and pin its digest',
  references: [SIGNATURES],
};

export const noAttestation: RuleDescription = {
  id: 'PST012',
  name: 'no-attestation',
  severity: 'high',
  severityReason: 'The policy asks for it: nothing proves what it would say',
  supersedes: ['PST013'],
  practice: 'image-security',
  title: 'No signed attestation of a type that is required',
  why: 'What the policy wants to know about the image, such as its SBOM or its test results, is not proven.',
  remediation: 'Attest it in the release workflow (cosign attest, or an attestation action)',
  references: [ATTESTATIONS],
  tags: ['slsa:attestations'],
};

export const attestationMismatch: RuleDescription = {
  id: 'PST013',
  name: 'attestation-mismatch',
  severity: 'critical',
  severityReason: 'The attestation says the opposite of what the policy asks for',
  practice: 'image-security',
  title: 'Attestation does not say what the policy requires',
  why: 'The attestation is valid, but a condition of the policy about its content does not hold.',
  remediation: 'Do not deploy the image. Correct what the attestation reports, or the condition',
  references: [ATTESTATIONS],
  tags: ['slsa:attestations'],
};

export const otherDigestDeployed: RuleDescription = {
  id: 'PST015',
  name: 'other-digest-deployed',
  severity: 'medium',
  severityReason: 'What runs is not what was checked, and it is pinned',
  practice: 'image-security',
  title: 'Manifest pins another digest than the one that was checked',
  why: 'What is deployed is not what was scanned and verified: an earlier build, or an image that somebody else pushed.',
  remediation: 'Pin the digest that was checked, or check the one that is pinned',
  tags: ['slsa:artifacts'],
};

export const pinnedTagMoved: RuleDescription = {
  id: 'PST016',
  name: 'pinned-tag-moved',
  severity: 'low',
  severityReason: 'The digest decides what runs: the tag only misleads',
  practice: 'image-security',
  title: 'Tag next to a pinned digest points to another digest',
  why: 'The publisher built the tag again, usually with security fixes. The digest decides what runs, so the deployment stays at the earlier build.',
  remediation: 'Pin the digest that the tag points to now, after a check of that image',
  tags: ['slsa:artifacts'],
};

const PACKAGES = [
  'https://docs.npmjs.com/generating-provenance-statements',
  'https://docs.pypi.org/attestations/',
];

export const fewSigners: RuleDescription = {
  id: 'PST014',
  name: 'too-few-signers',
  severity: 'high',
  severityReason: 'One signer alone can release the image',
  practice: 'image-security',
  title: 'Fewer signers than the policy requires',
  why: 'Several signers are required so that one stolen key, or one person, cannot release an image alone.',
  remediation: 'Let the missing signer sign this digest, after a review',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const packageProvenanceLost: RuleDescription = {
  id: 'PST101',
  name: 'package-provenance-lost',
  severity: 'high',
  severityReason: 'An account that was taken over publishes without the usual build',
  practice: 'image-security',
  title: 'Updated package has no provenance, and its earlier version had',
  why: 'The earlier version was built in public by a workflow of its repository. Whoever steals the password or token of a maintainer publishes from another machine, and such a release has no provenance.',
  remediation:
    'Keep the earlier version until the maintainers confirm that they published the release',
  references: PACKAGES,
  tags: ['slsa:attestations'],
};

export const packagePublisherChanged: RuleDescription = {
  id: 'PST102',
  name: 'package-publisher-changed',
  severity: 'high',
  severityReason: 'An account that was taken over publishes from elsewhere',
  practice: 'image-security',
  title: 'Updated package was built by another repository or workflow than its earlier version',
  why: 'Anyone can make provenance in a repository of their own. It says where a release comes from, and a release that comes from elsewhere can be one that the maintainers do not know.',
  remediation:
    'Check that the maintainers moved the package, and keep the earlier version until then',
  references: PACKAGES,
  tags: ['slsa:attestations'],
};

export const basePublisherChanged: RuleDescription = {
  id: 'PST103',
  name: 'base-image-publisher-changed',
  severity: 'high',
  severityReason: 'Somebody else may have published the base image',
  practice: 'image-security',
  title: 'Updated base image is not signed by who signed its earlier version',
  why: 'The earlier version has a signature or provenance by a known workflow or person. Whoever can only push to the repository of the image cannot make one.',
  remediation: 'Keep the earlier version until its publisher confirms the new one',
  references: [SIGNATURES],
  tags: ['slsa:attestations'],
};

export const nameInTwoRegistries: RuleDescription = {
  id: 'PST104',
  name: 'name-in-two-registries',
  severity: 'medium',
  severityReason:
    'Who registers a private name on the public registry decides what is installed; needs a name that is still free',
  practice: 'image-security',
  title: 'Private package may be taken from the public registry',
  why: 'Nothing binds the name of the package to its private registry, and anybody can publish a package with this name in the public one: dependency confusion. An install that does not follow the lock file, an update, or a client with another configuration takes the public package.',
  remediation:
    'Give private npm packages a scope and map it in .npmrc (@acme:registry=…), or use one registry for all packages; bind Python packages to their hash',
  references: [
    'https://docs.npmjs.com/cli/v11/using-npm/scope#associating-a-scope-with-a-registry',
    'https://packaging.python.org/en/latest/guides/index-mirrors-and-caches/',
  ],
};

/** All rules of the check `trust`, for `portside explain`, the rule pages and SARIF. */
export const signatureRules: readonly RuleDescription[] = [
  noSignature,
  invalidSignature,
  wrongSigner,
  annotationMismatch,
  noProvenance,
  provenanceMismatch,
  untrustedBuilder,
  tagDrift,
  registryNotAllowed,
  baseUnsigned,
  baseWrongSigner,
  noAttestation,
  attestationMismatch,
  fewSigners,
  otherDigestDeployed,
  pinnedTagMoved,
  packageProvenanceLost,
  packagePublisherChanged,
  basePublisherChanged,
  nameInTwoRegistries,
];

/**
 * Whether a finding holds for all versions of the image: its registry is not allowed, or no signer is known for it. A new tag
 * of the same repository changes nothing then.
 */
export function isAboutRepository({ rule, severity, details }: Finding): boolean {
  if (rule === registryNotAllowed.id) return true;
  if (rule !== baseUnsigned.id || severity !== baseUnsigned.severity) return false;
  const rejected = details && 'rejected' in details ? details.rejected : [];
  return Array.isArray(rejected) && rejected.length === 0;
}
