import { parse } from 'semver';
import { PortsideError } from '../../lib/errors.js';
import { matchesGlob } from '../../lib/glob.js';
import type { Signer } from '../signer-policy.js';
import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';
import type { BuildLevel } from './builders.js';
import { parseGit, withScheme } from './fields.js';

/** The content that the provenance of an image must have. */
export interface ProvenanceExpectations {
  /** `github.com/acme/app`, with or without `https://` or `git+https://`. */
  readonly source?: string;
  /** The only builder to accept, built-in or not: a workflow, with `@tag` or without. */
  readonly builder?: string;
  /** The Git ref, exact or a glob. The ref of a pull request is accepted only if this names it. */
  readonly ref?: string;
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
export function checkExpectations({ source, versionedTag, tag }: ProvenanceExpectations): void {
  if (source !== undefined && !/^\w+:\/\/[^/\s]+\/[^\s]+$/.test(repositoryUrl(source)))
    throw new PortsideError(
      'PSE7003',
      `Cannot verify provenance: the source "${source}" is not a repository`,
      'Write the host and the path: github.com/acme/app',
    );
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
  const { ref, branch: builtBranch } = withCertifiedRef(facts, signer);
  checkRef([ref, claims?.ref], expected.ref);
  const { source, branch, tag, versionedTag, inputs } = expected;
  if (source !== undefined) checkSource(facts.source, repositoryUrl(source));
  if (branch !== undefined) checkEqual('branch', builtBranch, withPrefix('refs/heads/', branch));
  if (tag !== undefined) checkEqual('tag', tagOf(ref), withPrefix('refs/tags/', tag));
  if (versionedTag !== undefined) checkVersion(tagOf(ref), versionedTag);
  for (const [name, wanted] of inputs ?? [])
    checkEqual(`input ${name}`, facts.inputs?.get(name), wanted);
}

/** BuildKit's provenance has only the commit when the builder checks out a commit; the certificate then has the ref. */
function withCertifiedRef(
  { ref, branch, commit }: BuildFacts,
  { claims }: Signer,
): Pick<BuildFacts, 'ref' | 'branch'> {
  const certified = claims?.ref;
  if (ref !== undefined || certified === undefined || commit !== claims?.commit)
    return { ref, branch };
  return { ref: certified, branch: certified.startsWith('refs/heads/') ? certified : branch };
}

/** The refs of pull requests, on GitHub and GitLab: nobody has to review their code before it is built. */
const PULL_REQUEST = /^refs\/(?:pull|merge-requests)\//;

/** The ref of the provenance and that of its certificate. */
function checkRef(refs: readonly (string | undefined)[], wanted: string | undefined): void {
  if (wanted !== undefined) {
    const [ref] = refs;
    if (ref === undefined || !matchesGlob(wanted, ref)) throw unexpected('ref', ref, wanted);
    return;
  }
  const untrusted = refs.find((ref) => ref !== undefined && PULL_REQUEST.test(ref));
  if (untrusted !== undefined)
    throw new VerificationError(
      'mismatch',
      `it was built from the pull request ${untrusted.slice(0, 200)}; "ref" of provenance in the policy can allow it`,
    );
}

const VERSION_PREFIX = /^v?\d+(?:\.\d+(?:\.\d+(?:[-+][0-9A-Za-z.+-]+)?)?)?$/;

function checkEqual(name: string, found: string | undefined, wanted: string): void {
  if (found !== wanted) throw unexpected(name, found, wanted);
}

function unexpected(name: string, found: string | undefined, wanted: string): VerificationError {
  const actual = found?.slice(0, 200) ?? 'unknown';
  return new VerificationError('mismatch', `provenance ${name} is ${actual}, expected ${wanted}`);
}

/** Names of hosts, and of repositories on GitHub, have no case. */
function checkSource(found: string | undefined, wanted: string): void {
  if (found === undefined || withoutCase(found) !== withoutCase(wanted))
    throw unexpected('source', found, wanted);
}

function withoutCase(url: string): string {
  const [, host = '', path = ''] = /^(\w+:\/\/[^/]+)(.*)$/.exec(url) ?? [];
  const isGitHub = /^https:\/\/github\.com$/i.test(host);
  return host.toLowerCase() + (isGitHub ? path.toLowerCase() : path);
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
  return withScheme(parseGit(withScheme(source)).repository);
}

function withPrefix(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name : `${prefix}${name}`;
}

function tagOf(ref: string | undefined): string | undefined {
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
