import { parse } from 'semver';
import { PortsideError } from '../../lib/errors.js';
import type { Signer } from '../signer-policy.js';
import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';
import type { BuildLevel } from './builders.js';
import { parseGit } from './fields.js';

/** What the provenance of an image must say. */
export interface ProvenanceExpectations {
  /** `github.com/acme/app`, with or without `https://` or `git+https://`. */
  readonly source?: string;
  /** A builder to trust besides the built-in ones, or the only one of those: a workflow, with `@tag` or without. */
  readonly builder?: string;
  readonly branch?: string;
  readonly tag?: string;
  /** `v1`, `v1.2` or `v1.2.3`: the tag must be a version that begins so. */
  readonly versionedTag?: string;
  /** Inputs of a workflow that was started by hand. */
  readonly inputs?: ReadonlyMap<string, string>;
  readonly level?: BuildLevel;
}

/** Throws PortsideError (usage) for expectations that nothing could meet. */
export function checkExpectations({ versionedTag, tag }: ProvenanceExpectations): void {
  if (versionedTag !== undefined && !VERSION_PREFIX.test(versionedTag))
    throw new PortsideError(
      'PSE7000',
      `"${versionedTag}" is not a version tag`,
      'Write v1, v1.2 or v1.2.3',
    );
  if (versionedTag !== undefined && tag !== undefined)
    throw new PortsideError('PSE7000', 'A tag and a versioned tag cannot be asked for together');
}

/**
 * That the provenance says what is expected, and says nothing else than the certificate about the source: GitHub
 * vouches for that one. Throws Refusal (claims).
 */
export function compareFacts(
  facts: BuildFacts,
  signer: Signer,
  expected: ProvenanceExpectations,
): void {
  const { claims } = signer;
  same('source of its certificate', claims?.repository, facts.source);
  same('ref of its certificate', claims?.ref, facts.ref);
  same('commit of its certificate', claims?.commit, facts.commit);
  const { source, branch, tag, versionedTag, inputs } = expected;
  if (source !== undefined) equal('source', facts.source, wholeSource(source));
  if (branch !== undefined) equal('branch', facts.branch, whole('refs/heads/', branch));
  if (tag !== undefined) equal('tag', tagOf(facts), whole('refs/tags/', tag));
  if (versionedTag !== undefined) checkVersion(tagOf(facts), versionedTag);
  for (const [name, wanted] of inputs ?? [])
    equal(`input ${name}`, facts.inputs?.get(name), wanted);
}

const VERSION_PREFIX = /^v?\d+(?:\.\d+(?:\.\d+(?:[-+][0-9A-Za-z.+-]+)?)?)?$/;

function equal(what: string, found: string | undefined, wanted: string): void {
  if (found === wanted) return;
  const said = found === undefined ? 'unknown' : found.slice(0, 200);
  throw new VerificationError('claims', `the ${what} of its provenance is ${said}, not ${wanted}`);
}

/** Where both speak, they must agree. */
function same(what: string, certified: string | undefined, found: string | undefined): void {
  if (certified !== undefined && found !== undefined && certified !== found)
    throw new VerificationError(
      'claims',
      `the ${what} is ${certified}, its provenance says ${found.slice(0, 200)}`,
    );
}

function wholeSource(source: string): string {
  const { repository } = parseGit(source);
  return repository.includes('://') ? repository : `https://${repository}`;
}

function whole(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name : `${prefix}${name}`;
}

function tagOf({ ref }: BuildFacts): string | undefined {
  return ref?.startsWith('refs/tags/') ? ref : undefined;
}

/** A pre-release fits only when it is asked for in full: v1 means a release. */
function checkVersion(tag: string | undefined, wanted: string): void {
  const name = tag?.slice('refs/tags/'.length);
  const version = name === undefined ? null : parse(name);
  const parts = wanted.replace(/^v/, '').split(/[.](?=\d)/, 3);
  const full = parse(wanted);
  const fits =
    version &&
    (full
      ? version.version === full.version
      : version.prerelease.length === 0 &&
        parts.every((part, i) => Number(part) === [version.major, version.minor][i]));
  if (!fits)
    throw new VerificationError(
      'claims',
      `the tag of its provenance is ${name ?? 'unknown'}, not a version ${wanted}`,
    );
}
