import { parse } from 'semver';
import { PortsideError } from '../../lib/errors.js';
import type { Signer } from '../signer-policy.js';
import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';
import type { BuildLevel } from './builders.js';
import { parseGit } from './fields.js';

/** The content that the provenance of an image must have. */
export interface ProvenanceExpectations {
  /** `github.com/acme/app`, with or without `https://` or `git+https://`. */
  readonly source?: string;
  /** The only builder to accept, built-in or not: a workflow, with `@tag` or without. */
  readonly builder?: string;
  readonly branch?: string;
  readonly tag?: string;
  /** `v1`, `v1.2` or `v1.2.3`: the tag must be a version with this prefix. */
  readonly versionedTag?: string;
  /** Inputs of a workflow that was started manually. */
  readonly inputs?: ReadonlyMap<string, string>;
  /** The minimum SLSA build level. */
  readonly level?: BuildLevel;
}

/** Throws PortsideError (usage) for expectations that no provenance can meet. */
export function checkExpectations({ versionedTag, tag }: ProvenanceExpectations): void {
  if (versionedTag !== undefined && !VERSION_PREFIX.test(versionedTag))
    throw new PortsideError(
      'PSE7003',
      `Cannot verify provenance: "${versionedTag}" is not a version tag`,
      'Write v1, v1.2 or v1.2.3',
    );
  if (versionedTag !== undefined && tag !== undefined)
    throw new PortsideError(
      'PSE7003',
      'Cannot verify provenance: a tag and a versioned tag are both given',
      'Give one of them',
    );
}

/**
 * Checks that the provenance meets the expectations, and that it agrees with the certificate about the source, since
 * GitHub certifies that one. Throws VerificationError (mismatch).
 */
export function compareFacts(
  facts: BuildFacts,
  signer: Signer,
  expected: ProvenanceExpectations,
): void {
  const { claims } = signer;
  checkCertified('source', claims?.repository, facts.source);
  checkCertified('ref', claims?.ref, facts.ref);
  checkCertified('commit', claims?.commit, facts.commit);
  const { source, branch, tag, versionedTag, inputs } = expected;
  if (source !== undefined) checkEqual('source', facts.source, repositoryUrl(source));
  if (branch !== undefined) checkEqual('branch', facts.branch, withPrefix('refs/heads/', branch));
  if (tag !== undefined) checkEqual('tag', tagOf(facts), withPrefix('refs/tags/', tag));
  if (versionedTag !== undefined) checkVersion(tagOf(facts), versionedTag);
  for (const [name, wanted] of inputs ?? [])
    checkEqual(`input ${name}`, facts.inputs?.get(name), wanted);
}

const VERSION_PREFIX = /^v?\d+(?:\.\d+(?:\.\d+(?:[-+][0-9A-Za-z.+-]+)?)?)?$/;

function checkEqual(name: string, found: string | undefined, wanted: string): void {
  if (found !== wanted) throw unexpected(name, found, wanted);
}

function unexpected(name: string, found: string | undefined, wanted: string): VerificationError {
  const actual = found?.slice(0, 200) ?? 'unknown';
  return new VerificationError('mismatch', `provenance ${name} is ${actual}, expected ${wanted}`);
}

/** A value that is in both the certificate and the provenance must be the same. */
function checkCertified(
  name: string,
  certified: string | undefined,
  found: string | undefined,
): void {
  if (certified !== undefined && found !== undefined && certified !== found)
    throw new VerificationError(
      'mismatch',
      `provenance ${name} is ${found.slice(0, 200)}, but its certificate has ${certified}`,
    );
}

function repositoryUrl(source: string): string {
  const { repository } = parseGit(source);
  return repository.includes('://') ? repository : `https://${repository}`;
}

function withPrefix(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name : `${prefix}${name}`;
}

function tagOf({ ref }: BuildFacts): string | undefined {
  return ref?.startsWith('refs/tags/') ? ref : undefined;
}

/** A pre-release is accepted only when it is given in full: v1 means a release. */
function checkVersion(tag: string | undefined, wanted: string): void {
  const name = tag?.slice('refs/tags/'.length);
  const version = name === undefined ? null : parse(name);
  const parts = wanted.replace(/^v/, '').split(/[.](?=\d)/, 3);
  const full = parse(wanted);
  const isMatch =
    version &&
    (full
      ? version.version === full.version
      : version.prerelease.length === 0 &&
        parts.every((part, i) => Number(part) === [version.major, version.minor][i]));
  if (!isMatch) throw unexpected('tag', name, `a version ${wanted}`);
}
