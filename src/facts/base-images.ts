import { freeUntil, releaseOf } from './releases.js';

/** What an image holds and the last day on which it is supported. */
export interface Support {
  /** `debian 10` */
  readonly what: string;
  /** `2024-06-30` */
  readonly until: string;
}

/** Images whose tags begin with the version of another product than their own name says. */
const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['amazonlinux', 'amzn'],
  ['docker.elastic.co/elasticsearch/elasticsearch', 'elasticsearch'],
  ['mcr.microsoft.com/dotnet/aspnet', 'dotnet'],
  ['mcr.microsoft.com/dotnet/runtime', 'dotnet'],
  ['mcr.microsoft.com/dotnet/runtime-deps', 'dotnet'],
  ['mcr.microsoft.com/dotnet/sdk', 'dotnet'],
  ['nginxinc/nginx-unprivileged', 'nginx'],
  ['opensuse/leap', 'opensuse-leap'],
  ['oraclelinux', 'ol'],
  ['rockylinux', 'rocky'],
  ['rockylinux/rockylinux', 'rocky'],
]);
const OWN =
  'almalinux alpine amazoncorretto centos debian eclipse-temurin elasticsearch fedora golang haproxy mariadb mongo mysql nginx node perl php postgres python rabbitmq redis ruby tomcat traefik ubuntu'.split(
    ' ',
  );

/** The product whose version the tags of an image begin with: of `node`, or `mcr.microsoft.com/dotnet/sdk`. */
export function productOf(image: string): string | undefined {
  return PRODUCTS.get(image) ?? (OWN.includes(image) ? image : undefined);
}

/**
 * The products that a tag tells, `3.8-slim-buster` of python both its python and its debian, with the ends of their
 * support. Empty for images that are not known.
 */
export function supportOfTag(image: string, tag: string): Support[] {
  const product = productOf(image);
  if (product === undefined) return [];
  const [first = '', ...suffixes] = tag.toLowerCase().split('-');
  const found = [support(product, first)];
  for (const suffix of suffixes) {
    const alpine = /^alpine(\d[\d.]*)$/.exec(suffix)?.[1];
    if (alpine !== undefined) found.push(support('alpine', alpine));
    else if (/^[a-z]+$/.test(suffix)) found.push(byCodename(suffix));
  }
  if (product !== 'debian' && product !== 'ubuntu' && /^[a-z]+$/.test(first))
    found.push(byCodename(first));
  return found.filter((one) => one !== undefined);
}

function support(product: string, version: string): Support | undefined {
  const found = releaseOf(product, version);
  if (!found) return undefined;
  // By the name that the tag uses: `debian buster` for the code name.
  const name = found.codename === version ? version : found.release;
  return { what: `${product} ${name}`, until: freeUntil(product, found) };
}

function byCodename(name: string): Support | undefined {
  return support('debian', name) ?? support('ubuntu', name);
}
