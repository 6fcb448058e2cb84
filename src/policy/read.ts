import { CHECKS, checkNamed } from '../core/finding.js';
import { PortsideError } from '../lib/errors.js';
import type { LicensePolicy } from '../licenses/license-evaluation.js';
import { readGate } from './gate.js';
import type {
  Advisories,
  AttestationRequirement,
  Exception,
  FailOn,
  Policy,
  ProvenanceRequirement,
  RequiredSigner,
  TrustRequirement,
} from './policy.js';
import {
  type AttestationValues,
  type ExceptionValues,
  type FailOnValues,
  type LicenseValues,
  type PolicyValues,
  policySchema,
  type SignerValues,
  type TrustRequirementValues,
} from './policy-keys.js';
import { DEFAULT_POLICY, PRESETS } from './presets.js';
import { isProblem, type PolicyProblem, readDocument } from './yaml.js';

export interface ParsedPolicy {
  /** Undefined when there are problems. */
  readonly policy?: Policy;
  readonly problems: readonly PolicyProblem[];
}

/** The problems in one error message. */
const MAX_REPORTED = 5;

/** The policy, or PortsideError (usage) with its problems. */
export function requireValid({ policy, problems }: ParsedPolicy, path: string): Policy {
  if (policy) return policy;
  const reported = problems
    .slice(0, MAX_REPORTED)
    .map(({ line, message }) => `${path}:${line}: ${message}`);
  const more = problems.length > MAX_REPORTED ? [`and ${problems.length - MAX_REPORTED} more`] : [];
  throw new PortsideError(
    'PSE8001',
    `Cannot read the policy ${[...reported, ...more].join('; ')}`,
    'Fix the file; portside policy check lists all problems',
  );
}

/**
 * Parses a policy file without compiling its expressions. Unknown keys and values of the wrong type are problems, and
 * never ignored: a misspelled gate must not let findings pass.
 */
export function parsePolicy(text: string, path: string): ParsedPolicy {
  const document = readDocument(text);
  if (document === undefined) return { policy: { ...DEFAULT_POLICY, path }, problems: [] };
  if (isProblem(document)) return { problems: [document] };
  const problems: PolicyProblem[] = [];
  const values = policySchema.parse(document, 'the policy', (problem) => problems.push(problem));
  if (!values || problems.length > 0)
    return { problems: problems.toSorted((a, b) => a.line - b.line) };
  const contradiction = values.licenses && contradictionIn(values.licenses);
  if (contradiction) return { problems: [contradiction] };
  const impossible = (values.trust ?? []).flatMap(tooManySigners);
  if (impossible.length > 0) return { problems: impossible };
  return { policy: withPreset(values, path), problems };
}

/** The same entry in `allow` and `deny` is denied, which nobody wants. Globs may overlap: that is how to make exceptions. */
function contradictionIn({
  deny = [],
  allow = [],
  line,
}: LicenseValues): PolicyProblem | undefined {
  const denied = new Set(deny.map((entry) => entry.toLowerCase()));
  const both = allow.find((entry) => denied.has(entry.toLowerCase()));
  return both === undefined
    ? undefined
    : { line, message: `licenses has "${both}" in allow and in deny` };
}

/** More required signers than there are, or provenance by one of them alone. */
function tooManySigners(values: TrustRequirementValues): readonly PolicyProblem[] {
  const { 'required-signers': required = 1, 'signed-by': signers = [], provenance, line } = values;
  if (required > signers.length && signers.length > 0)
    return [
      { line, message: `required-signers is ${required}, and signed-by has ${signers.length}` },
    ];
  return required > 1 && provenance && provenance.source === undefined
    ? [{ line, message: 'provenance needs a source if there is more than one of required-signers' }]
    : [];
}

/** The values of the file, and those of its preset for keys that the file does not have. */
function withPreset(values: PolicyValues, path: string): Policy {
  const preset = PRESETS[values.extends ?? 'recommended'];
  const { image, images = [], registries } = values;
  return {
    ...preset,
    path,
    failOn: failOn(preset.failOn, values['fail-on']),
    allowIncomplete:
      values['allow-incomplete']?.flatMap((name) => checkNamed(name) ?? []) ??
      preset.allowIncomplete,
    allowUncovered:
      values['allow-uncovered']?.flatMap(({ check: name, target, line, ...more }) => {
        const check = checkNamed(name);
        return check ? [{ check, target, line, ...omitUndefined(more) }] : [];
      }) ?? preset.allowUncovered,
    images: image === undefined ? images : [image, ...images],
    advisories: advisories(preset.advisories, values.advisories),
    registries,
    ...(values.licenses && { licenses: licensePolicy(values.licenses) }),
    trust: (values.trust ?? []).map(trustRequirement),
    baseImages: values['base-images'] ?? preset.baseImages,
    packageProvenance: values['package-provenance'] ?? preset.packageProvenance,
    ...(values['deployed-images'] && { deployedImages: values['deployed-images'] }),
    minimumAgeDays: values['minimum-age-days'] ?? preset.minimumAgeDays,
    fixPullRequest: values['fix-pull-request'] ?? preset.fixPullRequest,
    lower: {
      builderStages: values.lower?.['builder-stages'] ?? preset.lower.builderStages,
      paths: values.lower?.paths ?? preset.lower.paths,
    },
    ignoreComments: values['ignore-comments'] ?? preset.ignoreComments,
    ...(values['rule-set'] && { ruleSet: values['rule-set'] }),
    exceptions: (values.exceptions ?? []).map((values) => exception(values, path)),
    rules: (values.rules ?? []).map(({ id, severity, when, message, line }) => ({
      id,
      severity,
      when,
      message,
      line,
    })),
  };
}

function failOn(preset: FailOn, values: FailOnValues | undefined): FailOn {
  if (!values) return preset;
  const checks = CHECKS.flatMap((check) => {
    const differences = values.checks?.[check];
    return differences
      ? [[check, { ...preset.checks[check], ...readGate(differences) }] as const]
      : [];
  });
  return {
    ...preset,
    ...readGate(values),
    checks: { ...preset.checks, ...Object.fromEntries(checks) },
  };
}

function advisories(preset: Advisories, values: PolicyValues['advisories']): Advisories {
  if (values === undefined) return preset;
  if (typeof values === 'string') return { ...preset, path: values };
  const { path, 'maximum-age-days': maximumAgeDays, vex } = values;
  return { ...preset, ...omitUndefined({ path, maximumAgeDays, vex }) };
}

function licensePolicy({ deny = [], allow, unknown = 'warn', line }: LicenseValues): LicensePolicy {
  return { deny, ...(allow && { allow }), unknown, line };
}

function trustRequirement(values: TrustRequirementValues): TrustRequirement {
  const { images, 'signed-by': signers = [], provenance, 'trusted-root': trustedRoot } = values;
  const { attestations, 'signed-identity': signedIdentity } = values;
  const { 'required-signers': requiredSigners } = values;
  const log = values['require-tlog']
    ? 'required'
    : values['insecure-ignore-tlog']
      ? 'ignored'
      : undefined;
  return {
    images,
    signedBy: signers.map(requiredSigner),
    provenance: provenance && provenanceRequirement(provenance),
    ...(attestations && { attestations: attestations.map(attestationRequirement) }),
    trustedRoot,
    ...omitUndefined({ log, signedIdentity, requiredSigners }),
    line: values.line,
  };
}

function requiredSigner(values: SignerValues): RequiredSigner {
  // The schema requires either the key, or both the issuer and the subject.
  const { key, issuer = '', subject = '', repository, ref, trigger } = values;
  const runnerEnvironment = values['runner-environment'];
  return key === undefined
    ? { issuer, subject, ...omitUndefined({ repository, ref, trigger, runnerEnvironment }) }
    : { key };
}

function provenanceRequirement(
  values: NonNullable<TrustRequirementValues['provenance']>,
): ProvenanceRequirement {
  const { 'slsa-level': level, source, builder, ref, branch, tag, condition: text } = values;
  const condition = text === undefined ? undefined : { text };
  return omitUndefined({ level, source, builder, ref, branch, tag, condition });
}

function attestationRequirement(values: AttestationValues): AttestationRequirement {
  const { type, 'signed-by': signers, condition, line } = values;
  return {
    type,
    signedBy: signers.map(requiredSigner),
    ...(condition === undefined ? {} : { condition: { text: condition } }),
    line,
  };
}

function exception(values: ExceptionValues, file: string): Exception {
  const {
    rule,
    package: packages = [],
    path = [],
    image = [],
    license = [],
    reason,
    owner,
    until,
    line,
  } = values;
  return {
    rule,
    packages,
    paths: path,
    images: image,
    licenses: license,
    reason,
    owner,
    until,
    file,
    line,
  };
}

/** Without undefined members, which would replace those of a preset, or be listed as expectations. */
function omitUndefined<T extends object>(values: T) {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
