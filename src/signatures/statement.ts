import { isObject, parseObject } from './json.js';
import type { SignedEnvelope } from './signed.js';
import { VerificationError } from './verification-error.js';

/** An in-toto statement: what is said (the predicate) about which artifacts (the subjects). */
export interface Statement {
  readonly subjects: readonly Subject[];
  readonly predicateType: string;
  readonly predicate: Readonly<Record<string, unknown>>;
}

export interface Subject {
  readonly name?: string;
  /** Algorithm to hex digits. */
  readonly digest: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
}

export const IN_TOTO = 'application/vnd.in-toto+json';

/**
 * The statement in an envelope. Throws Refusal (bad) when there is none.
 * Source: in-toto/attestation spec/v1/statement.md, and v0.1 before it.
 */
export function readStatement(envelope: SignedEnvelope): Statement {
  if (envelope.payloadType !== IN_TOTO)
    throw new VerificationError(
      'bad',
      `its payload is of the type ${envelope.payloadType.slice(0, 80)}`,
    );
  return parseStatement(envelope.payload);
}

export function parseStatement(payload: Uint8Array): Statement {
  const what = 'its statement';
  const json = parseObject(payload, what);
  if (!STATEMENT_TYPES.includes(String(json._type)))
    throw new VerificationError('bad', `${what} has no known type`);
  const { subject, predicateType, predicate } = json;
  if (!Array.isArray(subject)) throw new VerificationError('bad', `${what} has no subject`);
  if (typeof predicateType !== 'string')
    throw new VerificationError('bad', `${what} has no predicate type`);
  return {
    subjects: subject.map(parseSubject),
    predicateType,
    // An SBOM may be a text inside; whoever wants an object finds none.
    predicate: isObject(predicate) ? predicate : {},
  };
}

/** Whether the statement is about the digest. */
export function isAbout(statement: Statement, digest: string): boolean {
  return subjectOf(statement, digest) !== undefined;
}

/** The subject with this digest. */
export function subjectOf(statement: Statement, digest: string): Subject | undefined {
  const [algorithm = '', hex = ''] = digest.split(':');
  return statement.subjects.find((subject) => subject.digest.get(algorithm) === hex);
}

const STATEMENT_TYPES = ['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1'];

function parseSubject(json: unknown): Subject {
  if (!isObject(json))
    throw new VerificationError('bad', 'its statement has a subject that is no object');
  return {
    ...(typeof json.name === 'string' ? { name: json.name } : {}),
    digest: texts(json.digest),
    annotations: texts(json.annotations),
  };
}

function texts(json: unknown): ReadonlyMap<string, string> {
  if (!isObject(json)) return new Map();
  return new Map(
    Object.entries(json).filter((one): one is [string, string] => typeof one[1] === 'string'),
  );
}
