#!/usr/bin/env node
/**
 * Writes src/dockerfile/base-image-lifetimes.ts: the last day of support of what common base images hold. Facts as
 * endoflife.date gathers them.
 *
 *   node scripts/refresh-base-image-lifetimes.mjs FILE
 *
 * FILE is JSON of the shape {"debian": {"12": {"eol": "2026-07-11", "eoes": "2028-06-30", "codename": "Bookworm"}}}.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** Product → official images (or others that are as common) whose tags begin with its version. */
const IMAGES = {
  almalinux: ['almalinux'],
  alpine: ['alpine'],
  amazoncorretto: ['amazoncorretto'],
  amzn: ['amazonlinux'],
  centos: ['centos'],
  debian: ['debian'],
  dotnet: [
    'mcr.microsoft.com/dotnet/aspnet',
    'mcr.microsoft.com/dotnet/runtime',
    'mcr.microsoft.com/dotnet/runtime-deps',
    'mcr.microsoft.com/dotnet/sdk',
  ],
  'eclipse-temurin': ['eclipse-temurin'],
  elasticsearch: ['elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
  fedora: ['fedora'],
  golang: ['golang'],
  haproxy: ['haproxy'],
  mariadb: ['mariadb'],
  mongo: ['mongo'],
  mysql: ['mysql'],
  nginx: ['nginx', 'nginxinc/nginx-unprivileged'],
  node: ['node'],
  ol: ['oraclelinux'],
  'opensuse-leap': ['opensuse/leap'],
  perl: ['perl'],
  php: ['php'],
  postgres: ['postgres'],
  python: ['python'],
  rabbitmq: ['rabbitmq'],
  redis: ['redis'],
  rocky: ['rockylinux', 'rockylinux/rockylinux'],
  ruby: ['ruby'],
  tomcat: ['tomcat'],
  traefik: ['traefik'],
  ubuntu: ['ubuntu'],
};

/** Where longer support is free for everybody, its end counts. */
const LONG_SUPPORT = new Set(['debian']);
/** Whose code names stand in tags. */
const CODE_NAMED = new Set(['debian', 'ubuntu']);

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: refresh-base-image-lifetimes.mjs FILE');
const given = JSON.parse(readFileSync(file, 'utf8'));
const lifetimes = [];
const images = [];
for (const [product, names] of Object.entries(IMAGES)) {
  const releases = [];
  for (const [release, { eol, eoes, codename }] of Object.entries(given[product] ?? {})) {
    const end = LONG_SUPPORT.has(product) ? (eoes ?? eol) : eol;
    if (typeof end !== 'string' || end < '2012') continue;
    const word = CODE_NAMED.has(product) ? codename?.split(' ')[0]?.toLowerCase() : undefined;
    releases.push(`${release}${word ? `/${word}` : ''}:${end}`);
  }
  lifetimes.push(`  [\n    '${product}',\n    '${releases.join(' ')}',\n  ],`);
  for (const name of names) images.push(`  ['${name}', '${product}'],`);
}
writeFileSync(
  new URL('../src/dockerfile/base-image-lifetimes.ts', import.meta.url),
  `/**
 * By product, \`release[/code name]:last day of support\`. Written by scripts/refresh-base-image-lifetimes.mjs; facts
 * from endoflife.date.
 */
export const LIFETIMES: ReadonlyMap<string, string> = new Map([
${lifetimes.join('\n')}
]);

/** The product whose version an image's tag begins with. */
export const PRODUCTS: ReadonlyMap<string, string> = new Map([
${images.join('\n')}
]);
`,
);
