import { DockerfileParser } from 'dockerfile-ast';
import { PortsideError } from '../lib/errors.js';
import { redactUrl } from '../lib/redact-url.js';
import { isDigest } from './digest.js';

/** A fully qualified image reference. */
export interface Reference {
  /**
   * The host, with the port where one is given: `docker.io`, `localhost:5000`, `[::1]:5000`. Lower case, except when
   * only its capitals show that it is a host: `REGISTRY`.
   */
  readonly registry: string;
  /** `library/debian`, `acme/app` */
  readonly repository: string;
  /** The tag as written; `latest` when the reference has neither tag nor digest. */
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/**
 * Parses `[registry/]repository[:tag][@digest]` by the OCI distribution grammar with Docker's defaults: registry
 * docker.io, `library/` before a name without a slash, tag `latest`. Throws PortsideError (usage) that names the
 * invalid part.
 * Sources: OCI distribution specification 1.1, "Pulling manifests"; distribution/reference, grammar and normalization.
 */
export function parseReference(text: string): Reference {
  if (text === '') throw invalid(text, 'it is empty');
  if (text.length > MAX_LENGTH)
    throw invalid(`${text.slice(0, 60)}…`, `it is longer than ${MAX_LENGTH} characters`);
  const parts = splitReference(text);
  const { name, tag, digest } = parts;
  if (digest !== undefined && !isDigest(digest))
    throw invalid(text, `"${digest}" is not a digest like sha256: with 64 lower-case hex digits`);
  if (tag !== undefined && !TAG.test(tag)) throw invalid(text, `"${tag}" is not a tag`);
  const { registry, repository } = qualify(parts);
  if (!DOMAIN.test(registry)) throw invalid(text, `"${registry}" is not a registry host`);
  if (repository === '') throw invalid(text, 'the repository is missing');
  if (repository !== repository.toLowerCase())
    throw invalid(text, 'the repository must be lower case');
  if (!PATH.test(repository)) throw invalid(text, `"${repository}" is not a repository name`);
  if (repository.length > 255) throw invalid(text, 'the repository is longer than 255 characters');
  if (IMAGE_ID.test(name)) throw invalid(text, '64 hex digits are read as an image ID');
  const isBare = tag === undefined && digest === undefined;
  return { registry, repository, tag: isBare ? 'latest' : tag, digest };
}

/** The same for a text that may be none, such as one with a variable: undefined. */
export function readReference(text: string): Reference | undefined {
  try {
    return parseReference(text);
  } catch {
    return undefined;
  }
}

/** The parts of a reference, as they are written. */
export interface ReferenceParts {
  /** With the registry, without tag and digest. */
  readonly name: string;
  /** `ghcr.io`, `localhost:5000`; undefined when the reference names no registry, which means Docker Hub. */
  readonly registry: string | undefined;
  /** The name without the registry. */
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Splits any text as a reference, its tag as dockerfile-ast does. What is in the braces of a variable separates nothing: `debian:${TAG:-12}`. */
export function splitReference(text: string): ReferenceParts {
  const plain = withoutVariables(text);
  const at = plain.indexOf('@');
  const named = at < 0 ? plain : plain.slice(0, at);
  const tagLength = lengthOfTag(named);
  const hasTag = tagLength !== undefined;
  const end = hasTag ? named.length - tagLength - 1 : named.length;
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  // A variable in place of the first part is that of a registry in most builds.
  const hasRegistry = isRegistry(first) || first.includes('$');
  return {
    name: text.slice(0, end),
    registry: hasRegistry ? text.slice(0, slash) : undefined,
    path: text.slice(hasRegistry ? slash + 1 : 0, end),
    tag: hasTag ? text.slice(end + 1, named.length) : undefined,
    digest: at < 0 ? undefined : text.slice(at + 1),
  };
}

/** The reference without its digest, as it is written. */
export function withoutDigest(text: string): string {
  const { name, tag } = splitReference(text);
  return tag === undefined ? name : `${name}:${tag}`;
}

/** The full reference: `docker.io/library/debian:12@sha256:…`. */
export function formatReference(reference: Reference): string {
  return `${repositoryName(reference)}${suffix(reference)}`;
}

/** The short form that people write: `debian:12` for `docker.io/library/debian:12`. */
export function familiarReference(reference: Reference): string {
  return `${familiarName(reference)}${suffix(reference)}`;
}

/** The short form of a text, with the tag that Docker reads into a bare name; the text itself if it is no reference. */
export function familiarText(text: string): string {
  const reference = readReference(text);
  return reference ? familiarReference(reference) : text;
}

/** The short form without tag and digest. */
export function familiarName(reference: Pick<Reference, 'registry' | 'repository'>): string {
  const { registry, repository } = reference;
  if (registry !== DOCKER_HUB) return repositoryName(reference);
  const [first = '', second, ...others] = repository.split('/');
  const short = first === 'library' && second && others.length === 0 ? second : repository;
  // The long form is kept where the short one would be read as another registry or as an image ID.
  const ambiguous = (second !== undefined && isRegistry(first)) || IMAGE_ID.test(short);
  return ambiguous ? repositoryName(reference) : short;
}

/** Registry and repository, without tag and digest: `docker.io/library/debian`. */
export function repositoryName(reference: Pick<Reference, 'registry' | 'repository'>): string {
  return `${reference.registry}/${reference.repository}`;
}

/** The same of any text: `docker.io/library/debian` for `debian:${TAG}`. */
export function repositoryOf(text: string): string {
  return repositoryName(qualify(splitReference(text)));
}

/** What all references of an image have in common: the digest, or without one the full name with its tag. Empty for a path. */
export function imageIdentity(text: string): string {
  const bare = withoutSource(text);
  const digest = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(bare)?.[1];
  if (digest !== undefined) return digest;
  return isImagePath(text) ? '' : `${repositoryOf(bare)}:${splitReference(bare).tag ?? 'latest'}`;
}

/** The registry of a reference, which may have `registry:` before it: `docker.io`, `localhost:5000`. */
export function registryOf(text: string): string {
  return qualify(splitReference(withoutSource(text))).registry;
}

/** Registry and repository as Docker completes them. */
export function qualify({ registry: host = DOCKER_HUB, path }: ReferenceParts): {
  registry: string;
  repository: string;
} {
  const lower = host.toLowerCase();
  // Capitals are kept where only they distinguish the host from the first part of a repository.
  const spelling = isRegistry(lower) && !host.includes('$') ? lower : host;
  const registry = withoutHubAlias(spelling);
  const official = registry === DOCKER_HUB && path !== '' && !path.includes('/');
  return { registry, repository: official ? `library/${path}` : path };
}

/** The text with the host before its first slash as references have it: in lower case, and Docker Hub by one name. */
export function withPlainHost(text: string): string {
  const slash = text.indexOf('/');
  const host = text.slice(0, Math.max(0, slash)).toLowerCase();
  return withoutHubAlias(isRegistry(host) ? host + text.slice(slash) : text);
}

/** Docker Hub has two names. */
export function withoutHubAlias(text: string): string {
  return text.replace(/^index\.docker\.io(?=\/|$)/, DOCKER_HUB);
}

/** Whether it names an archive or a folder, and no image in a registry or engine. */
export function isImagePath(text: string): boolean {
  const bare = withoutSource(text);
  return LOCAL.test(text) || /^[./]/.test(bare) || ARCHIVE.test(bare);
}

/** Removes `oci:` and the like, as withoutSource() does what is before a reference. */
export function withoutPathSource(text: string): string {
  return text.replace(LOCAL, '');
}

/** Removes `registry:` and `docker:`, but not the name of a registry: `registry:5000/app`. */
export function withoutSource(text: string): string {
  return text.replace(REMOTE, '');
}

export const DOCKER_HUB = 'docker.io';

const REMOTE = /^(?:docker|registry):(?!\d+\/)(?:\/\/)?/;
/** The schemes of images that are not in a registry: their names are paths. */
const LOCAL = /^(?:docker-archive|oci|oci-archive|dir):(?:\/\/)?/;
const ARCHIVE = /\.(?:tar|tgz|tar\.gz|tar\.zst)$/;
const MAX_LENGTH = 4096;
const IMAGE_ID = /^[a-f0-9]{64}$/;
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?$`);
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Undefined without a tag, and for what is too long to be a reference. */
function lengthOfTag(named: string): number | undefined {
  if (named.length > MAX_LENGTH) return undefined;
  // White space would end the reference there, and variables were masked before.
  const [from] = DockerfileParser.parse(`FROM ${named.replaceAll(/[\s$]/g, '_')}`).getFROMs();
  return from?.getImageTag()?.length;
}

/** The text with `$` for each character of a variable in braces. */
function withoutVariables(text: string): string {
  if (!text.includes('${')) return text;
  let depth = 0;
  return text.replace(/\$\{|\}|[^$}]+|\$/g, (part) => {
    if (part === '${') depth++;
    const isInside = depth > 0;
    if (part === '}' && depth > 0) depth--;
    return isInside ? '$'.repeat(part.length) : part;
  });
}

function isRegistry(first: string): boolean {
  return first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
}

function suffix({ tag, digest }: Reference): string {
  return `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function invalid(text: string, why: string): PortsideError {
  return new PortsideError(
    'PSE4001',
    `Cannot use the image reference "${redactUrl(text)}": ${why}`,
    'Write [registry/]repository[:tag][@sha256:…]',
  );
}
