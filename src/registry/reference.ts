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
  const [named, digest] = splitDigest(text);
  const [name, tag] = splitTag(text, named);
  const { registry, repository } = qualify(name);
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

/** The full reference: `docker.io/library/debian:12@sha256:…`. */
export function formatReference(reference: Reference): string {
  return `${repositoryName(reference)}${suffix(reference)}`;
}

/** The short form that people write: `debian:12` for `docker.io/library/debian:12`. */
export function familiarReference(reference: Reference): string {
  const { registry, repository } = reference;
  if (registry !== DOCKER_HUB) return formatReference(reference);
  const [first = '', second, ...others] = repository.split('/');
  const short = first === 'library' && second && others.length === 0 ? second : repository;
  // The long form is kept where the short one would be read as another registry or as an image ID.
  const ambiguous = (second !== undefined && isRegistry(first)) || IMAGE_ID.test(short);
  return `${ambiguous ? repositoryName(reference) : short}${suffix(reference)}`;
}

/** Registry and repository, without tag and digest: `docker.io/library/debian`. */
export function repositoryName(reference: Pick<Reference, 'registry' | 'repository'>): string {
  return `${reference.registry}/${reference.repository}`;
}

export const DOCKER_HUB = 'docker.io';

const MAX_LENGTH = 4096;
const IMAGE_ID = /^[a-f0-9]{64}$/;
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?$`);
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

function splitDigest(text: string): [string, string | undefined] {
  const at = text.indexOf('@');
  if (at < 0) return [text, undefined];
  const digest = text.slice(at + 1);
  if (!isDigest(digest))
    throw invalid(text, `"${digest}" is not a digest like sha256: with 64 lower-case hex digits`);
  return [text.slice(0, at), digest];
}

function splitTag(text: string, named: string): [string, string | undefined] {
  const colon = named.lastIndexOf(':');
  // A colon before the last slash belongs to the registry's port.
  if (colon < 0 || colon < named.lastIndexOf('/')) return [named, undefined];
  const tag = named.slice(colon + 1);
  if (!TAG.test(tag)) throw invalid(text, `"${tag}" is not a tag`);
  return [named.slice(0, colon), tag];
}

function qualify(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const [host, path] = isRegistry(first) ? [first, name.slice(slash + 1)] : [DOCKER_HUB, name];
  const lower = host.toLowerCase();
  // Capitals are kept where only they distinguish the host from the first part of a repository.
  const spelling = isRegistry(lower) ? lower : host;
  const registry = spelling === 'index.docker.io' ? DOCKER_HUB : spelling;
  const official = registry === DOCKER_HUB && path !== '' && !path.includes('/');
  return { registry, repository: official ? `library/${path}` : path };
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
