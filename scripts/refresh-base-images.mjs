#!/usr/bin/env node
/**
 * Writes src/base-images/data/lifetimes.ts (until when releases are supported, from endoflife.date) and
 * src/base-images/data/official-tags.ts (current tags of Docker's official images, from docker-library/official-images).
 *
 *   node scripts/refresh-base-images.mjs LIFETIMES TAGS
 *
 * LIFETIMES is a JSON file such as {"debian": {"12": {"eol": "2026-07-11", "eoes": "2028-06-30", "codename": "Bookworm",
 * "lts": true}}}, or `-` to download it from endoflife.date. TAGS is a checkout of docker-library/official-images, or a JSON
 * file such as {"debian": [{"tags": ["12", "12.15"], "win": false}]}.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The os-release ID of a distribution or the name of an image → its product on endoflife.date. */
const PRODUCTS = {
  almalinux: 'almalinux',
  alpine: 'alpine-linux',
  amazoncorretto: 'amazon-corretto',
  amzn: 'amazon-linux',
  centos: 'centos',
  'centos-stream': 'centos-stream',
  debian: 'debian',
  dotnet: 'dotnet',
  'eclipse-temurin': 'eclipse-temurin',
  elasticsearch: 'elasticsearch',
  fedora: 'fedora',
  golang: 'go',
  haproxy: 'haproxy',
  mariadb: 'mariadb',
  mongo: 'mongodb',
  mysql: 'mysql',
  nginx: 'nginx',
  node: 'nodejs',
  ol: 'oracle-linux',
  'opensuse-leap': 'opensuse',
  perl: 'perl',
  php: 'php',
  postgres: 'postgresql',
  python: 'python',
  rabbitmq: 'rabbitmq',
  redis: 'redis',
  rhel: 'rhel',
  rocky: 'rocky-linux',
  ruby: 'ruby',
  sles: 'sles',
  tomcat: 'tomcat',
  traefik: 'traefik',
  ubuntu: 'ubuntu',
};
/** Distributions whose tags may be code names. */
const CODE_NAMED = new Set(['debian', 'ubuntu']);
/** The base images in the table. */
const IMAGES =
  'almalinux alpine amazoncorretto amazonlinux bash busybox caddy composer debian docker eclipse-temurin elixir erlang fedora gcc golang gradle haproxy httpd julia mariadb maven memcached mongo mysql nginx node oraclelinux perl php postgres pypy python rabbitmq redis ruby rust swift tomcat traefik ubuntu wordpress'.split(
    ' ',
  );

const [lifetimesFrom, tagsFrom] = process.argv.slice(2);
if (lifetimesFrom === undefined || tagsFrom === undefined)
  throw new Error('usage: refresh-base-images.mjs LIFETIMES|- TAGS');
const given = lifetimesFrom === '-' ? undefined : JSON.parse(readFileSync(lifetimesFrom, 'utf8'));
const cycles = {};
for (const [id, product] of Object.entries(PRODUCTS))
  cycles[id] = given ? (given[id] ?? {}) : await download(product);
write('lifetimes', lifetimes());
write('official-tags', officialTags());

function lifetimes() {
  const rows = Object.entries(cycles).map(([id, releases]) => {
    const ends = Object.entries(releases).flatMap(([release, { eol, eoes, codename }]) => {
      if (typeof eol !== 'string') return [];
      const codeName = CODE_NAMED.has(id) ? codename?.split(' ')[0]?.toLowerCase() : undefined;
      return `${release}${codeName ? `/${codeName}` : ''}:${eol}${eoes ? `:${eoes}` : ''}`;
    });
    return `  [\n    '${id}',\n    '${ends.join(' ')}',\n  ],`;
  });
  return `/**
 * By product, \`release[/code name]:last day of free updates[:last day of extended support]\`. A product is the os-release
 * ID of a distribution or the name of an official image. Written by scripts/refresh-base-images.mjs from endoflife.date.
 */
export const LIFETIMES: ReadonlyMap<string, string> = new Map([
${rows.join('\n')}
]);
`;
}

/** One string per image, with the variants of the same versions together. */
function officialTags() {
  const tags = readTags(tagsFrom);
  const rows = IMAGES.flatMap((name) => {
    const groups = new Map();
    for (const entry of tags[name] ?? []) {
      const [version, suffixes] = variant(entry.tags);
      if (version === undefined) continue;
      const list = groups.get(version) ?? [];
      list.push(suffixes.map((suffix) => suffix || '.').join('='));
      groups.set(version, list);
    }
    const bySuffixes = new Map();
    for (const [version, list] of groups) {
      const key = list.join(' ');
      bySuffixes.set(key, [...(bySuffixes.get(key) ?? []), version]);
    }
    const recommended = recommendedVersion(name, tags[name] ?? []);
    if (recommended === undefined) return [];
    const text = [...bySuffixes].map(([list, versions]) => `${versions.join(',')} ${list}`);
    return [`  [\n    '${name}',\n    '${[recommended, ...text].join('|')}',\n  ],`];
  });
  return `/**
 * By official image: the recommended version, then sets of variants, separated by \`|\`. A set is \`versions suffix …\`:
 * comma-separated versions, then for each image the suffixes of its tags, separated by \`=\`; \`.\` is the empty suffix.
 * Every shorter form of a version is a tag too. Written by scripts/refresh-base-images.mjs from
 * docker-library/official-images.
 */
export const OFFICIAL_TAGS: ReadonlyMap<string, string> = new Map([
${rows.join('\n')}
]);
`;
}

/** The most precise version among the tags of an image, and the suffixes of its tags. Pre-releases are left out. */
function variant(tags) {
  const parsed = tags.flatMap((tag) => {
    const match = /^(\d+(?:\.\d+)*)(-[A-Za-z].*)?$/.exec(tag);
    return match && !/-(?:rc|ea|beta|alpha|b\d)/i.test(tag) ? [[match[1], match[2] ?? '']] : [];
  });
  const version = parsed
    .map(([v]) => v)
    .sort((a, b) => b.split('.').length - a.split('.').length)[0];
  const suffixes = parsed.filter(([v]) => v === version).map(([, suffix]) => suffix);
  return [version, [...new Set(suffixes)].sort((a, b) => a.length - b.length)];
}

/** The version tagged lts or stable, else the newest one with long-term support, else the latest. */
function recommendedVersion(name, entries) {
  const tagged = (name) => {
    const entry = entries.find(({ tags }) => tags.includes(name));
    return entry && variant(entry.tags)[0];
  };
  const released = entries.map(({ tags }) => variant(tags)[0]).filter(Boolean);
  const longest = Object.entries(cycles[name] ?? {})
    .filter(([, { lts }]) => lts === true)
    .map(([release]) => released.find((v) => v === release || v.startsWith(`${release}.`)))
    .filter(Boolean)
    .sort(newestFirst)[0];
  return (
    tagged('lts') ??
    tagged('stable') ??
    longest ??
    tagged('latest') ??
    released.sort(newestFirst)[0]
  );
}

function newestFirst(a, b) {
  return b.localeCompare(a, 'en', { numeric: true });
}

function readTags(from) {
  if (statSync(from).isFile()) {
    const json = JSON.parse(readFileSync(from, 'utf8'));
    return Object.fromEntries(
      Object.entries(json).map(([name, entries]) => [name, entries.filter(({ win }) => !win)]),
    );
  }
  const folder = join(from, 'library');
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      libraryFile(readFileSync(join(folder, name), 'utf8')),
    ]),
  );
}

/** Parses the format of docker-library/bashbrew: blocks of `Key: value`, separated by empty lines. */
function libraryFile(text) {
  return text.split(/\n\s*\n/).flatMap((block) => {
    if (/^Constraints:.*windows/m.test(block)) return [];
    const tags = [...block.matchAll(/^(?:Shared)?Tags:\s*(.*)$/gm)].flatMap(([, list]) =>
      list.split(/,\s*/),
    );
    return tags.length > 0 ? [{ tags }] : [];
  });
}

async function download(product) {
  const response = await fetch(`https://endoflife.date/api/${product}.json`);
  if (!response.ok)
    throw new Error(`Cannot download ${product} from endoflife.date: status ${response.status}`);
  const day = (value) => (typeof value === 'string' ? value : undefined);
  return Object.fromEntries(
    (await response.json()).map((cycle) => [
      cycle.cycle,
      {
        eol: day(cycle.eol),
        eoes: day(cycle.extendedSupport),
        codename: cycle.codename,
        lts:
          cycle.lts === true ||
          (typeof cycle.lts === 'string' && cycle.lts <= new Date().toISOString()),
      },
    ]),
  );
}

function write(name, text) {
  writeFileSync(new URL(`../src/base-images/data/${name}.ts`, import.meta.url), text);
}
