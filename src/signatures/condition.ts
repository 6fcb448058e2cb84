import { reason } from '../lib/errors.js';
import type { JsonObject } from '../lib/json.js';
import type { BuildFacts } from './provenance/build-facts.js';
import type { BuilderAssessment } from './provenance/builders.js';
import type { Signer } from './signer-policy.js';
import { VerificationError } from './verification-error.js';

/** A condition of the policy on a statement by a verified signer. */
export interface Condition {
  /** As it is in the policy, for messages. */
  readonly text: string;
  /** Throws Error when it cannot be evaluated, for example because the predicate has no such member. */
  readonly holds: (variables: ConditionVariables) => boolean;
}

/** What a condition can read. `build` is only there for provenance. Unknown strings are empty. */
export interface ConditionVariables {
  readonly predicate: JsonObject;
  readonly signer: Readonly<Record<string, string>>;
  readonly build?: Readonly<Record<string, string | bigint>>;
}

interface VerifiedStatement {
  readonly predicate: JsonObject;
  readonly signer: Signer;
  readonly build?: { readonly facts: BuildFacts; readonly assessment: BuilderAssessment };
}

/** Throws VerificationError (mismatch) unless the condition holds. One that cannot be evaluated does not hold. */
export function checkCondition(
  condition: Condition | undefined,
  statement: VerifiedStatement,
): void {
  if (!condition) return;
  const { text, holds } = condition;
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  try {
    if (holds(variablesOf(statement))) return;
  } catch (error) {
    throw new VerificationError(
      'mismatch',
      `the condition ${shown} cannot be evaluated: ${reason(error).slice(0, 200)}`,
      statement.signer,
    );
  }
  throw new VerificationError('mismatch', `the condition ${shown} does not hold`, statement.signer);
}

const MAX_SHOWN = 120;

function variablesOf({ predicate, signer, build }: VerifiedStatement): ConditionVariables {
  const { name, issuer = '', claims = {} } = signer;
  return {
    predicate,
    signer: {
      subject: name,
      issuer,
      repository: claims.repository ?? '',
      owner: claims.owner ?? '',
      ref: claims.ref ?? '',
      commit: claims.commit ?? '',
      workflow: claims.workflow ?? '',
      trigger: claims.event ?? '',
      runner_environment: claims.runner ?? '',
    },
    ...(build && { build: buildOf(build) }),
  };
}

function buildOf({ facts, assessment }: NonNullable<VerifiedStatement['build']>) {
  return {
    builder: assessment.builder,
    level: BigInt(assessment.level),
    type: facts.buildType,
    source: facts.source ?? '',
    ref: facts.ref ?? '',
    branch: facts.branch ?? '',
    commit: facts.commit ?? '',
  };
}
