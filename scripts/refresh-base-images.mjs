#!/usr/bin/env node
/**
 * Writes src/releases/lifetimes.ts (until when releases are supported, from endoflife.date) and
 * src/releases/official-tags.ts (current tags of Docker's official images, from docker-library/official-images).
 * check-table-age.mjs fails a release when one of them is too old.
 *
 *   node scripts/refresh-base-images.mjs LIFETIMES TAGS [FOLDER]
 *
 * LIFETIMES is a JSON file such as {"debian": {"12": {"eol": "2026-07-11", "eoes": "2028-06-30", "codename": "Bookworm",
 * "lts": true, "rel": "2023-06-10"}}}, the address of an API such as https://endoflife.date/api, or `-` for that one. TAGS is
 * a checkout of docker-library/official-images, or a JSON file such as {"debian": [{"tags": ["12", "12.15"], "win": false}]}.
 * FOLDER is where the tables are written, instead of src/releases.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { now } from './now.mjs';

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
  elixir: 'elixir',
  erlang: 'erlang',
  fedora: 'fedora',
  golang: 'go',
  haproxy: 'haproxy',
  mariadb: 'mariadb',
  memcached: 'memcached',
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
  valkey: 'valkey',
  wordpress: 'wordpress',
};
/** Distributions whose tags may be code names. */
const CODE_NAMED = new Set(['debian', 'ubuntu']);
/** The base images in the table. */
const IMAGES =
  'almalinux alpine amazoncorretto amazonlinux bash busybox caddy composer debian docker eclipse-temurin elixir erlang fedora gcc golang gradle haproxy httpd julia mariadb maven memcached mongo mysql nginx node oraclelinux perl php postgres pypy python rabbitmq redis ruby rust swift tomcat traefik ubuntu wordpress'.split(
    ' ',
  );

const API = 'https://endoflife.date/api';
const [
  lifetimesFrom,
  tagsFrom,
  folder = fileURLToPath(new URL('../src/releases', import.meta.url)),
] = process.argv.slice(2);
if (lifetimesFrom === undefined || tagsFrom === undefined)
  throw new Error('usage: refresh-base-images.mjs LIFETIMES|API|- TAGS [FOLDER]');
const today = now.toISOString().slice(0, 10);
const isApi = lifetimesFrom === '-' || /^https?:/.test(lifetimesFrom);
const given = isApi ? undefined : JSON.parse(readFileSync(lifetimesFrom, 'utf8'));
const cycles = {};
for (const [id, product] of Object.entries(PRODUCTS))
  cycles[id] = given ? (given[id] ?? {}) : await download(product);
// All before the first file is written: a failed run leaves the tables as they were.
const tables = { lifetimes: lifetimes(), 'official-tags': officialTags() };
for (const [name, text] of Object.entries(tables)) write(name, text);

function lifetimes() {
  const rows = Object.entries(cycles).map(([id, releases]) => {
    // A release that ended on an unknown day is older than the others, which says it as well.
    const known = Object.entries(releases).filter(([, { eol }]) => eol !== true);
    const ends = known.map(([release, { eol, eoes, codename }]) => {
      const codeName = CODE_NAMED.has(id) ? codename?.split(' ')[0]?.toLowerCase() : undefined;
      const names = `${release}${codeName ? `/${codeName}` : ''}`;
      // Without a date, the end of its support is not known yet.
      return typeof eol === 'string' ? `${names}:${eol}${eoes ? `:${eoes}` : ''}` : names;
    });
    return `  [\n    '${id}',\n    '${ends.join(' ')}',\n  ],`;
  });
  return `/**
 * By product, \`release[/code name][:last day of free updates[:last day of extended support]]\`. A product is the os-release
 * ID of a distribution or the name of an official image. Written by scripts/refresh-base-images.mjs from endoflife.date,
 * as of ${lifetimesDate()}.
 */
export const LIFETIMES_DAY = '${lifetimesDate()}';
export const LIFETIMES: ReadonlyMap<string, string> = new Map([
${rows.join('\n')}
]);
`;
}

/** Today for the API; for a file, the day of its newest release, since that is what it knows at least. */
function lifetimesDate() {
  if (!given) return today;
  const days = Object.values(given).flatMap((releases) =>
    Object.values(releases).map(({ rel }) => rel ?? ''),
  );
  return newestDay(days);
}

/** The day of the newest commit of a checkout; for a file, the newest day that is part of a tag, as in 10.2-20260602. */
function tagsDate(tags) {
  if (!statSync(tagsFrom).isFile()) {
    const git = ['-C', tagsFrom, 'log', '-1', '--format=%cs'];
    return newestDay([spawnSync('git', git, { encoding: 'utf8' }).stdout.trim()]);
  }
  const named = Object.values(tags).flatMap((entries) => entries.flatMap((entry) => entry.tags));
  const days = named.flatMap((tag) => tag.match(/(?<!\d)20\d{6}(?!\d)/g) ?? []);
  return newestDay(days.map((day) => day.replace(/(....)(..)(..)/, '$1-$2-$3')));
}

function newestDay(days) {
  const known = days.filter((day) => /^\d{4}-\d\d-\d\d$/.test(day) && day <= today).sort();
  if (known.length === 0)
    throw new Error(
      'Cannot tell how old the data are: they have no day. Use the API or a checkout',
    );
  return known.at(-1);
}

/** One string per image, with the variants of the same versions together. */
function officialTags() {
  const tags = readTags(tagsFrom);
  const rows = IMAGES.flatMap((name) => {
    const groups = new Map();
    for (const entry of tags[name] ?? []) {
      for (const [version, suffixes] of variants(entry.tags)) {
        const list = groups.get(version) ?? [];
        list.push(suffixes.map((suffix) => suffix || '.').join('='));
        groups.set(version, list);
      }
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
 * docker-library/official-images, as of ${tagsDate(tags)}.
 */
export const OFFICIAL_TAGS_DAY = '${tagsDate(tags)}';
export const OFFICIAL_TAGS: ReadonlyMap<string, string> = new Map([
${rows.join('\n')}
]);
`;
}

/**
 * The most precise version among the tags of an image, with the suffixes of its tags, and the same for its version with a
 * build number, 21.0.12_8, since shorter forms of that are not tags. Pre-releases are left out.
 */
function variants(tags) {
  const builds = tags.filter((tag) => /^\d+(?:\.\d+)*_\d+(?:-|$)/.test(tag));
  const found = [variant(tags)];
  for (const version of new Set(builds.map((tag) => tag.split('-')[0])))
    found.push([
      version,
      builds
        .filter((tag) => tag.split('-')[0] === version)
        .map((tag) => tag.slice(version.length))
        .sort((a, b) => a.length - b.length),
    ]);
  return found.filter(([version]) => version !== undefined);
}

/** The most precise version without a build number, and the suffixes of its tags. */
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
  const response = await fetch(`${lifetimesFrom === '-' ? API : lifetimesFrom}/${product}.json`);
  if (!response.ok)
    throw new Error(`Cannot download ${product} from ${response.url}: status ${response.status}`);
  return Object.fromEntries(
    (await response.json()).map((cycle) => [
      cycle.cycle,
      {
        eol: cycle.eol,
        eoes: typeof cycle.extendedSupport === 'string' ? cycle.extendedSupport : undefined,
        codename: cycle.codename,
        lts:
          cycle.lts === true || (typeof cycle.lts === 'string' && cycle.lts <= now.toISOString()),
      },
    ]),
  );
}

function write(name, text) {
  writeFileSync(join(folder, `${name}.ts`), text);
}
