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
import type {
  AttestationValues,
  ExceptionValues,
  FailOnValues,
  LicenseValues,
  PolicyValues,
  SignerValues,
  TrustRequirementValues,
} from './policy-keys.js';
import { contradictionsIn, readValues, unreadFile } from './policy-values.js';
import { PRESETS } from './presets.js';
import type { PolicyProblem } from './yaml.js';

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
    .map(({ line, message, path: file = path }) => `${file}:${line}: ${message}`);
  const more = problems.length > MAX_REPORTED ? [`and ${problems.length - MAX_REPORTED} more`] : [];
  throw new PortsideError(
    'PSE8001',
    `Cannot read the policy ${[...reported, ...more].join('; ')}`,
    'Fix the file; portside policy check lists all problems',
  );
}

/** Parses a policy file that extends no other one, without compiling its expressions. */
export function parsePolicy(text: string, path: string): ParsedPolicy {
  const { values, problems } = readValues(text);
  const [file] = values?.extends?.files ?? [];
  if (!values || file) return { problems: file ? [unreadFile(file)] : problems };
  return policyOf({ values, files: [] }, path);
}

/** The policy that the values of a file, joined with those of the files that it extends, make. */
export function policyOf(
  { values, files }: { readonly values: PolicyValues; readonly files: readonly string[] },
  path: string,
): ParsedPolicy {
  // The files by themselves have none.
  const problems = files.length > 0 ? contradictionsIn(values) : [];
  return problems.length > 0 ? { problems } : { policy: withPreset(values, path, files), problems };
}

/** The values of the file, and those of its preset for keys that the file does not have. */
function withPreset(values: PolicyValues, path: string, files: readonly string[]): Policy {
  const preset = PRESETS[values.extends?.preset ?? 'recommended'];
  const { image, images = [], registries } = values;
  return {
    ...preset,
    path,
    ...(files.length > 0 && { extendedFiles: files }),
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
    registries: registries?.map(({ value }) => value),
    ...(registries && {
      registryPlaces: registries.map(({ line, file }) => ({
        line,
        ...(file !== undefined && { file }),
      })),
    }),
    ...(values.licenses && { licenses: licensePolicy(values.licenses) }),
    trust: (values.trust ?? []).map(trustRequirement),
    baseImages: values['base-images'] ?? preset.baseImages,
    packageProvenance: values['package-provenance'] ?? preset.packageProvenance,
    ...(values['deployed-images'] && { deployedImages: values['deployed-images'] }),
    minimumAgeDays: values['minimum-age-days'] ?? preset.minimumAgeDays,
    fixPullRequest: values['fix-pull-request'] ?? preset.fixPullRequest,
    leastPrivilege: values['least-privilege'] ?? preset.leastPrivilege,
    lower: {
      builderStages: values.lower?.['builder-stages'] ?? preset.lower.builderStages,
      paths: values.lower?.paths ?? preset.lower.paths,
    },
    ignoreComments: values['ignore-comments'] ?? preset.ignoreComments,
    ...(values['rule-set'] && { ruleSet: values['rule-set'] }),
    exceptions: (values.exceptions ?? []).map((values) => exception(values, path)),
    rules: (values.rules ?? []).map(({ id, severity, when, message, line, ...entry }) => ({
      ...{ id, severity, when, message, line },
      ...fileOf(entry),
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

function licensePolicy(values: LicenseValues): LicensePolicy {
  const { deny = [], allow, unknown = 'warn', line } = values;
  return { deny, ...(allow && { allow }), unknown, line, ...fileOf(values) };
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
    ...fileOf(values),
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

function exception(values: ExceptionValues, path: string): Exception {
  const {
    rule,
    package: packages = [],
    path: paths = [],
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
    paths,
    images: image,
    licenses: license,
    reason,
    owner,
    until,
    file: fileOf(values).file ?? path,
    line,
  };
}

/** The file of an entry, if it is one that the policy extends. */
function fileOf(entry: object): { readonly file?: string } {
  return 'file' in entry && typeof entry.file === 'string' ? { file: entry.file } : {};
}

/** Without undefined members, which would replace those of a preset, or be listed as expectations. */
function omitUndefined<T extends object>(values: T) {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
