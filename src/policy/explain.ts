import { CHECKS } from '../core/finding.js';
import { dayOf } from '../lib/dates.js';
import { redactUrl } from '../lib/redact-url.js';
import type { LicensePolicy } from '../licenses/license-evaluation.js';
import { isExpired } from './allowed-gaps.js';
import type { Gate } from './gate.js';
import type { AllowedGap, Exception, Lowering, Policy, TrustRequirement } from './policy.js';
import { gateOf } from './verdict.js';

/** Describes a policy in lines of text. */
export function explainPolicy(policy: Policy, now: Date): string[] {
  const general = describeGate(policy.failOn);
  const differences = CHECKS.flatMap((check) => {
    const [gate, expected] = [gateOf(policy, check), policy.failOn].map((one) =>
      describeGate(check === 'vulnerability' ? one : generalGate(one)),
    );
    return gate === expected ? [] : [`  ${check}: ${gate}`];
  });
  const { maximumAgeDays, path } = policy.advisories;
  const { extendedFiles = [] } = policy;
  return [
    ...(extendedFiles.length > 0 ? [`extends: ${extendedFiles.join(', ')}`] : []),
    `fails on: ${general}`,
    ...differences,
    `may be incomplete: ${[...new Set(policy.allowIncomplete)].join(', ') || 'nothing'}`,
    ...section(
      'may be left unchecked',
      policy.allowUncovered.map((gap) => describeGap(gap, now)),
    ),
    ...(policy.images.length > 0 ? [`images: ${policy.images.join(', ')}`] : []),
    ...(path === undefined ? [] : [`advisories: ${redactUrl(path)}`]),
    ...(maximumAgeDays === undefined ? [] : [`advisories no older than ${maximumAgeDays} days`]),
    `registries: ${policy.registries?.join(', ') ?? 'any'}`,
    ...describeLicenses(policy.licenses),
    `base images: ${policy.baseImages === 'verify' ? 'verified' : 'not verified'}`,
    `images that manifests name: ${DEPLOYED[policy.deployedImages ?? 'changed']}`,
    `provenance of updated packages: ${PROVENANCE[policy.packageProvenance]}`,
    `proposed updates: at least ${policy.minimumAgeDays} days old, fixes of distributions at once`,
    `fix pull request: ${FIX_PULL_REQUEST[policy.fixPullRequest]}`,
    `least privilege: ${LEAST_PRIVILEGE[policy.leastPrivilege]}`,
    ...describeLowering(policy.lower),
    `rule set: ${policy.ruleSet ?? 'recommended, and all for portside lint'}`,
    `suppression comments: ${COMMENTS[policy.ignoreComments]}`,
    ...section('trust', policy.trust.flatMap(describeRequirement)),
    ...section(
      'exceptions',
      policy.exceptions.map((exception) => describeException(exception, policy, dayOf(now))),
    ),
    ...section(
      'custom rules',
      policy.rules.map(({ id, severity, message }) => `  ${id} (${severity}): ${message}`),
    ),
  ];
}

function describeLicenses(licenses: LicensePolicy | undefined): string[] {
  if (!licenses) return ['licenses: any'];
  const { deny, allow, unknown } = licenses;
  const accepted = allow ? `only ${allow.join(', ') || 'none'}` : 'any';
  return [
    `licenses: ${accepted}${deny.length > 0 ? `, not ${deny.join(', ')}` : ''}`,
    `unknown licenses: ${UNKNOWN[unknown]}`,
  ];
}

const UNKNOWN = {
  allow: 'accepted',
  warn: 'reported',
  deny: 'reported like denied ones',
} as const;

function describeLowering({ builderStages, paths }: Lowering): string[] {
  const lowered = [...(builderStages ? ['builder stages'] : []), ...paths];
  return [`lowered by one severity: ${lowered.join(', ') || 'nothing'}`];
}

const DEPLOYED = {
  changed: 'scanned if the pull request adds or changes them',
  all: 'scanned',
  off: 'not scanned',
} as const;

const PROVENANCE = {
  verify: 'compared with that of the earlier version',
  'not-in-forks': 'compared with that of the earlier version, except in pull requests from forks',
  ignore: 'not compared',
} as const;

const FIX_PULL_REQUEST = {
  never: 'none',
  rescan: 'opened by the rescan of published images',
} as const;

const LEAST_PRIVILEGE = {
  off: 'no settings are proposed',
  propose: 'settings are proposed, by what the images need',
} as const;

const COMMENTS = {
  allow: 'applied; those that the pull request adds not to what fails or is high or above',
  'deny-new': 'applied, except those that the pull request adds',
  deny: 'not applied',
} as const;

function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [`${name}: none`] : [`${name}:`, ...lines];
}

/** The gate of a check that is not about vulnerabilities: only severity and status decide. */
function generalGate(gate: Gate): Gate {
  return { ...gate, fixable: false, graceDays: 0, epss: undefined, knownExploited: false };
}

function describeGate(gate: Gate): string {
  const triggers = [
    ...(gate.severity === 'none' ? [] : [`severity ${gate.severity} or higher`]),
    ...(gate.epss === undefined ? [] : [`EPSS ${gate.epss} or higher`]),
  ];
  const filters = [
    ...(gate.fixable ? ['with a fix'] : []),
    ...(gate.graceDays > 0 ? [`${gate.graceDays} days after publication`] : []),
  ];
  const parts = [
    ...(triggers.length > 0 ? [triggers.join(' or ') + vulnerabilitiesOnly(filters)] : []),
    ...(gate.knownExploited ? ['known exploited vulnerabilities'] : []),
  ];
  if (parts.length === 0) return 'nothing';
  return `${parts.join('; ')}; ${gate.new ? 'new findings only' : 'new and existing findings'}`;
}

function vulnerabilitiesOnly(filters: readonly string[]): string {
  return filters.length > 0 ? ` (vulnerabilities: ${filters.join(', ')})` : '';
}

function describeRequirement({
  images,
  signedBy,
  requiredSigners = 1,
  provenance,
  attestations = [],
  trustedRoot,
  log,
  signedIdentity,
}: TrustRequirement): string[] {
  const signers = describeSigners(signedBy);
  const expectations = Object.entries(provenance ?? {}).map(
    ([name, value]) => `${name} ${typeof value === 'object' ? value.text : value}`,
  );
  return [
    `  ${images}`,
    ...(signers === ''
      ? []
      : [`    signed by ${requiredSigners > 1 ? `${requiredSigners} of ` : ''}${signers}`]),
    ...(provenance ? [`    provenance: ${expectations.join(', ') || 'by a trusted builder'}`] : []),
    ...attestations.map(
      ({ type, signedBy: by, condition }) =>
        `    attestation: ${type}, signed by ${describeSigners(by)}${condition ? `, condition ${condition.text}` : ''}`,
    ),
    ...(trustedRoot === undefined ? [] : [`    trusted root: ${trustedRoot}`]),
    ...(signedIdentity === undefined ? [] : [`    signed as ${signedIdentity}`]),
    ...(log === 'required' ? ['    with an entry in the transparency log'] : []),
    ...(log === 'ignored' ? ['    with or without an entry in the transparency log'] : []),
  ];
}

function describeSigners(signedBy: TrustRequirement['signedBy']): string {
  return signedBy
    .map((signer) => ('key' in signer ? `the key ${signer.key}` : describeIdentity(signer)))
    .join(', or ');
}

function describeIdentity({
  subject,
  ...claims
}: Exclude<TrustRequirement['signedBy'][number], { readonly key: string }>): string {
  const described = Object.entries(claims).map(([name, value]) => `${name} ${value}`);
  return `${subject} (${described.join(', ')})`;
}

function describeGap(gap: AllowedGap, now: Date): string {
  const { check, target, reason, until } = gap;
  const expiry =
    until === undefined ? '' : `, ${isExpired(gap, now) ? 'EXPIRED on' : 'until'} ${until}`;
  return `  ${check} of ${target}${expiry}${reason === undefined ? '' : `: ${reason}`}`;
}

function describeException(exception: Exception, policy: Policy, today: string): string {
  const { rule, packages, paths, images, licenses, reason, owner, until } = exception;
  const { file, line } = exception;
  const place = file === policy.path ? `line ${line}` : `${file}:${line}`;
  const scope = [
    ...(packages.length > 0 ? [`in ${packages.join(', ')}`] : []),
    ...(paths.length > 0 ? [`at ${paths.join(', ')}`] : []),
    ...(images.length > 0 ? [`in image ${images.join(', ')}`] : []),
    ...(licenses.length > 0 ? [`under ${licenses.join(', ')}`] : []),
  ];
  const expiry =
    until === undefined
      ? 'never expires'
      : until < today
        ? `EXPIRED on ${until}`
        : `until ${until}`;
  const acceptedBy = owner === undefined ? '' : ` (${owner})`;
  return `  ${place}: ${[rule, ...scope].join(' ')}, ${expiry}: ${reason}${acceptedBy}`;
}
