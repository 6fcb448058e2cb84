import { familiarName, qualify, splitReference } from '../core/reference.js';
import { distrolessSupport } from './distroless.js';
import { type EndOfUpdates, endOfUpdates, releaseOf } from './releases.js';

/** A product in an image, and the last day of its support. */
export interface ProductSupport extends EndOfUpdates {
  /** `debian 10` */
  readonly what: string;
}

/** The end of support that is over, for a sentence: `on 2024-06-30`, `before 2019-04-23`. */
export function dayOfEnd({ until, exact }: EndOfUpdates): string {
  return `${exact ? 'on' : 'before'} ${until}`;
}

/** Images whose tags begin with the version of a product of another name. */
const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['amazonlinux', 'amzn'],
  ['docker.elastic.co/elasticsearch/elasticsearch', 'elasticsearch'],
  ['mcr.microsoft.com/dotnet/aspnet', 'dotnet'],
  ['mcr.microsoft.com/dotnet/core/aspnet', 'dotnet'],
  ['mcr.microsoft.com/dotnet/core/runtime', 'dotnet'],
  ['mcr.microsoft.com/dotnet/core/runtime-deps', 'dotnet'],
  ['mcr.microsoft.com/dotnet/core/sdk', 'dotnet'],
  ['mcr.microsoft.com/dotnet/runtime', 'dotnet'],
  ['mcr.microsoft.com/dotnet/runtime-deps', 'dotnet'],
  ['mcr.microsoft.com/dotnet/sdk', 'dotnet'],
  ['microsoft/aspnetcore', 'dotnet'],
  ['microsoft/aspnetcore-build', 'dotnet'],
  ['microsoft/dotnet', 'dotnet'],
  ['nginxinc/nginx-unprivileged', 'nginx'],
  ['opensuse/leap', 'opensuse-leap'],
  ['oraclelinux', 'ol'],
  ['rockylinux', 'rocky'],
  ['rockylinux/rockylinux', 'rocky'],
  ['valkey/valkey', 'valkey'],
]);
/** Images whose tags begin with the version of the product of the same name. */
const SAME_NAME =
  'almalinux alpine amazoncorretto centos debian eclipse-temurin elasticsearch elixir erlang fedora golang haproxy mariadb memcached mongo mysql nginx node perl php postgres python rabbitmq redis ruby tomcat traefik ubuntu valkey wordpress'.split(
    ' ',
  );

/** The product whose version the tags of an image begin with: `node`, or `dotnet` for mcr.microsoft.com/dotnet/sdk. */
export function productOf(image: string): string | undefined {
  return PRODUCTS.get(image) ?? (SAME_NAME.includes(image) ? image : undefined);
}

/**
 * The products that an image's name and tag name, with the end of their support: both Python and Debian for
 * python:3.8-slim-buster. For an unknown image, only the distribution at the end of the tag counts: `1.2-ubuntu20.04`,
 * `v1-focal`, `18-debian-11`.
 */
export function supportOfTag(image: string, tag: string): ProductSupport[] {
  const product = productOf(image);
  const lower = tag.toLowerCase();
  const [first = '', ...suffixes] = lower.split('-');
  const found = [retired(image, lower), ofName(image)];
  if (product !== undefined) found.push(support(product, first));
  for (const [, distribution = '', version = ''] of lower.matchAll(DISTRIBUTION))
    if (distribution !== product) found.push(support(distribution, version));
  for (const suffix of suffixes) if (/^[a-z]+$/.test(suffix)) found.push(byCodename(suffix));
  const isOtherProduct = product !== undefined && product !== 'debian' && product !== 'ubuntu';
  if (isOtherProduct && /^[a-z]+$/.test(first)) found.push(byCodename(first));
  return found.filter((one) => one !== undefined);
}

const DISTRIBUTION = /(?<![^-])(alpine|debian|ubuntu)-?(\d+(?:\.\d+)*)(?![^-])/g;
/** The universal base images of Red Hat, what is built on them, and the base images before them. */
const RED_HAT =
  /^(?:registry\.(?:access\.redhat\.com|redhat\.io)|redhat)\/(ubi|rhel)(\d+)(?:[/-]|$)/;

/** The distribution that is part of an image's name. */
function ofName(image: string): ProductSupport | undefined {
  const [, family, version = ''] = RED_HAT.exec(image) ?? [];
  if (family === undefined) return ofDistroless(image);
  const found = support('rhel', version);
  return found && { ...found, what: `${family} ${version}` };
}

function ofDistroless(image: string): ProductSupport | undefined {
  const [, version = ''] = /^gcr\.io\/distroless\/[a-z0-9-]+-debian(\d+)$/.exec(image) ?? [];
  return distrolessSupport(image) ?? support('debian', version);
}

/** Official images that get no more releases. Sources: docker-library/docs java/deprecated.md, official-images#12851. */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['java', '2016-12-31'],
  ['openjdk', '2022-07-31'],
]);

/** Early-access builds of openjdk are still published. */
function retired(image: string, tag: string): ProductSupport | undefined {
  const until = RETIRED.get(image);
  return until === undefined || /-ea(?:-|$)/.test(tag)
    ? undefined
    : { what: image, until, exact: true };
}

/** Other registries that serve Docker's official images, and that of Fedora. */
const MIRRORS =
  /^(?:(?:quay\.io\/fedora|registry\.fedoraproject\.org)\/(?=fedora$)|(?:registry-1\.docker\.io|registry\.docker\.com|mirror\.gcr\.io)\/(?:library\/)?|public\.ecr\.aws\/docker\/library\/)/;

/** The short name of an official image from any of its registries: `ruby` for registry.docker.com/library/ruby. */
export function officialName(repository: string): string {
  return familiarName(qualify(splitReference(repository))).replace(MIRRORS, '');
}

function support(product: string, version: string): ProductSupport | undefined {
  const end = version === '' ? undefined : endOfUpdates(product, version);
  if (!end) return undefined;
  const found = releaseOf(product, version);
  // The name that the tag has: `debian buster` when it has the code name.
  const name = !found || found.codename === version ? version : found.release;
  return { what: `${product} ${name}`, ...end };
}

function byCodename(name: string): ProductSupport | undefined {
  return support('debian', name) ?? support('ubuntu', name);
}
