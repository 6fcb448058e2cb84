#!/usr/bin/env node
/**
 * Writes src/advisories/end-of-life-dates.ts: the days on which releases of distributions stop getting free updates,
 * and on which longer support ends. Facts as endoflife.date gathers them.
 *
 *   node scripts/refresh-end-of-life.mjs [FILE]
 *
 * FILE is JSON of the shape {"debian": {"12": {"eol": "2026-07-11", "eoes": "2028-06-30", "codename": "Bookworm"}}};
 * without one endoflife.date is asked.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** os-release ID → endoflife.date's name. */
const PRODUCTS = {
  almalinux: 'almalinux',
  alpine: 'alpine-linux',
  amzn: 'amazon-linux',
  centos: 'centos',
  'centos-stream': 'centos-stream',
  debian: 'debian',
  fedora: 'fedora',
  ol: 'oracle-linux',
  'opensuse-leap': 'opensuse',
  rhel: 'rhel',
  rocky: 'rocky-linux',
  sles: 'sles',
  ubuntu: 'ubuntu',
};

/** Distributions whose package URLs may name a release by its code name. */
const CODE_NAMED = new Set(['debian', 'ubuntu']);

const [file] = process.argv.slice(2);
const given = file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'));
const lines = [];
for (const [id, product] of Object.entries(PRODUCTS)) {
  const releases = given ? given[id] : await ask(product);
  lines.push(`  ${JSON.stringify(id)}: {`);
  for (const [release, { eol, eoes, codename }] of Object.entries(releases ?? {})) {
    if (typeof eol !== 'string') continue;
    const word = CODE_NAMED.has(id) ? codename?.split(' ')[0]?.toLowerCase() : undefined;
    const fields = [eol, ...(eoes || word ? [eoes ?? ''] : []), ...(word ? [word] : [])];
    lines.push(`    ${JSON.stringify(release)}: '${fields.join(' ').trimEnd()}',`);
  }
  lines.push('  },');
}
writeFileSync(
  new URL('../src/advisories/end-of-life-dates.ts', import.meta.url),
  `/**
 * By os-release ID and release: the last day of free updates, the last day of longer support where there is one (else
 * nothing), the code name. Written by scripts/refresh-end-of-life.mjs; facts from endoflife.date.
 */
export const END_OF_LIFE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
${lines.join('\n')}
};
`,
);

async function ask(product) {
  const response = await fetch(`https://endoflife.date/api/${product}.json`);
  if (!response.ok) throw new Error(`endoflife.date answers ${response.status} for ${product}`);
  const day = (value) => (typeof value === 'string' ? value : undefined);
  return Object.fromEntries(
    (await response.json()).map((cycle) => [
      cycle.cycle,
      { eol: day(cycle.eol), eoes: day(cycle.extendedSupport), codename: cycle.codename },
    ]),
  );
}
