import { CHECKS } from '../core/finding.js';
import { PortsideError } from '../lib/errors.js';
import { readGate } from './gate.js';
import type {
  Advisories,
  Exception,
  FailOn,
  Policy,
  ProvenanceRequirement,
  TrustRequirement,
} from './policy.js';
import {
  type ExceptionValues,
  type FailOnValues,
  type PolicyValues,
  policyShape,
  type RequirementValues,
} from './policy-keys.js';
import { DEFAULT_POLICY, PRESETS } from './presets.js';
import { isProblem, type Problem, readDocument } from './yaml.js';

/** A policy's text, understood; every problem that it has. */
export interface ReadPolicy {
  /** Undefined when it has problems. */
  readonly policy?: Policy;
  readonly problems: readonly Problem[];
}

/** Problems that an error names: more help nobody. */
const MAX_TOLD = 5;

/**
 * The policy in a YAML text, its expressions not compiled; `path` is named in messages. Throws PortsideError (usage)
 * with the line of what is wrong: unknown keys and wrong types are errors, never ignored, for a misspelt gate must not
 * open it.
 */
export function readPolicy(text: string, path: string): Policy {
  return orThrow(parsePolicy(text, path), path);
}

/** The policy that was read. Throws PortsideError (usage) with its problems when it has any. */
export function orThrow({ policy, problems }: ReadPolicy, path: string): Policy {
  if (policy) return policy;
  const told = problems
    .slice(0, MAX_TOLD)
    .map(({ line, message }) => `${path}:${line}: ${message}`);
  const more = problems.length > MAX_TOLD ? [`and ${problems.length - MAX_TOLD} more`] : [];
  throw new PortsideError(
    'PSE8000',
    `Cannot read the policy ${[...told, ...more].join('; ')}`,
    'Fix the policy file',
  );
}

/** The same with all its problems; `path` is where it stands. */
export function parsePolicy(text: string, path: string): ReadPolicy {
  const document = readDocument(text);
  if (document === undefined) return { policy: { ...DEFAULT_POLICY, path }, problems: [] };
  if (isProblem(document)) return { problems: [document] };
  const problems: Problem[] = [];
  const values = policyShape.read(document, 'the policy', (problem) => problems.push(problem));
  if (!values || problems.length > 0)
    return { problems: problems.toSorted((a, b) => a.line - b.line) };
  return { policy: complete(values, path), problems };
}

/** What the file says over what its preset says. */
function complete(values: PolicyValues, path: string): Policy {
  const preset = PRESETS[values.extends ?? 'recommended'];
  const { image, images = [], registries } = values;
  return {
    ...preset,
    path,
    failOn: failOn(preset.failOn, values['fail-on']),
    allowIncomplete: values['allow-incomplete'] ?? preset.allowIncomplete,
    images: image === undefined ? images : [image, ...images],
    advisories: advisories(preset.advisories, values.advisories),
    ...(registries && { registries }),
    trust: (values.trust ?? []).map(requirement),
    baseImages: values['base-images'] ?? preset.baseImages,
    ignoreComments: values['ignore-comments'] ?? preset.ignoreComments,
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
    const own = values.checks?.[check];
    return own ? [[check, { ...preset.checks[check], ...readGate(own) }] as const] : [];
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
  return { ...preset, ...written({ path, maximumAgeDays, vex }) };
}

function requirement(values: RequirementValues): TrustRequirement {
  const { images, 'signed-by': signers = [], provenance, 'trusted-root': trustedRoot } = values;
  return {
    images,
    // The shape has seen to it that either the key is there or both of the others.
    signedBy: signers.map(({ key, issuer = '', subject = '' }) =>
      key === undefined ? { issuer, subject } : { key },
    ),
    ...(provenance && { provenance: provenanceRequirement(provenance) }),
    ...written({ trustedRoot }),
  };
}

function provenanceRequirement(
  values: NonNullable<RequirementValues['provenance']>,
): ProvenanceRequirement {
  const { 'slsa-level': level, source, builder, branch, tag } = values;
  return written({ level, source, builder, branch, tag });
}

function exception(values: ExceptionValues, file: string): Exception {
  const {
    rule,
    package: packages = [],
    path = [],
    image = [],
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
    reason,
    ...written({ owner, until }),
    file,
    line,
  };
}

/** Without the keys that the file does not have. */
function written<T extends object>(values: T) {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
