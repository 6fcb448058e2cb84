import { isObject, type JsonObject, object, text, textMembers } from '../lib/json.js';
import { parseObject } from './json.js';
import type { EnvelopeContent } from './unverified-signature.js';
import { VerificationError } from './verification-error.js';

/** An in-toto statement: a predicate about artifacts, its subjects. */
export interface Statement {
  readonly subjects: readonly StatementSubject[];
  readonly predicateType: string;
  readonly predicate: JsonObject;
}

export interface StatementSubject {
  readonly name?: string;
  /** Hex digits by algorithm. */
  readonly digest: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
}

export const IN_TOTO = 'application/vnd.in-toto+json';

/**
 * Parses the statement in an envelope. Throws VerificationError (invalid).
 * Source: in-toto/attestation spec/v1/statement.md and spec/v0.1.0.
 */
export function readStatement(envelope: EnvelopeContent): Statement {
  if (envelope.payloadType !== IN_TOTO)
    throw new VerificationError(
      'invalid',
      `its payload type is ${envelope.payloadType.slice(0, 80)}, expected ${IN_TOTO}`,
    );
  return parseStatement(envelope.payload);
}

export function parseStatement(payload: Uint8Array): Statement {
  const json = parseObject(payload, 'its statement');
  if (!STATEMENT_TYPES.includes(String(json._type)))
    throw new VerificationError('invalid', 'its statement has an unknown type');
  const { subject, predicateType, predicate } = json;
  if (!Array.isArray(subject))
    throw new VerificationError('invalid', 'its statement has no subject');
  if (typeof predicateType !== 'string')
    throw new VerificationError('invalid', 'its statement has no predicate type');
  // A predicate can be a string, such as an SBOM that is not JSON. It is read as an empty object.
  return { subjects: subject.map(parseSubject), predicateType, predicate: object(predicate) };
}

/** Whether the digest is among the subjects of the statement. */
export function hasSubject(statement: Statement, digest: string): boolean {
  return findSubject(statement, digest) !== undefined;
}

export function findSubject(statement: Statement, digest: string): StatementSubject | undefined {
  const [algorithm = '', hex = ''] = digest.split(':');
  return statement.subjects.find((subject) => subject.digest.get(algorithm) === hex);
}

const STATEMENT_TYPES = ['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1'];

function parseSubject(json: unknown): StatementSubject {
  if (!isObject(json))
    throw new VerificationError('invalid', 'its statement has a subject that is not an object');
  return {
    name: text(json.name),
    digest: textMembers(json.digest),
    annotations: textMembers(json.annotations),
  };
}
