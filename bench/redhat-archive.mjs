/**
 * Builds a database from a made-up archive like Red Hat's of VEX documents, and measures it:
 *   node bench/redhat-archive.mjs CLI FOLDER [DOCUMENTS]
 * CLI is the built command line. Needs zstd and GNU time. One document in a hundred has 30 packages, one in ten thousand
 * 1,000, the others 2; each package is fixed, unfixed or not affected, in two or three products.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [cli, folder, count = '300000'] = process.argv.slice(2);
const documents = Number(count);
const PRODUCTS = {
  'BaseOS-8': 'cpe:/o:redhat:enterprise_linux:8::baseos',
  'AppStream-9': 'cpe:/a:redhat:enterprise_linux:9::appstream',
  red_hat_enterprise_linux_10: 'cpe:/o:redhat:enterprise_linux:10',
};

function packagesOf(n) {
  const length = n % 10_000 === 0 ? 1000 : n % 100 === 0 ? 30 : 2;
  return Array.from({ length }, (_, i) => `package-${(n * 7 + i * 13) % 4000}`);
}

/** A document about a CVE. */
function vex(n) {
  const cve = `CVE-${2000 + (n % 27)}-${1000 + n}`;
  const branch = (id, helper) => ({
    category: 'product_version',
    name: id,
    product: { name: id, product_id: id, product_identification_helper: helper },
  });
  const names = packagesOf(n);
  const parts = names.flatMap((name, i) => {
    const version = `${1 + (n % 9)}.${i}-${n % 50}`;
    return [
      [0, `${name}-${version}.el8.x86_64`, `pkg:rpm/redhat/${name}@${version}.el8?arch=x86_64`],
      [1, name, `pkg:rpm/redhat/${name}`],
      ...(i % 2 === 0 ? [[2, `${name}.src`, `pkg:rpm/redhat/${name}?arch=src`]] : []),
    ];
  });
  const products = Object.keys(PRODUCTS);
  const ids = parts.map(([product, id]) => `${products[product]}:${id}`);
  const statuses = { fixed: [], known_affected: [], known_not_affected: [] };
  parts.forEach(([product], i) => {
    statuses[product === 0 ? 'fixed' : i % 5 ? 'known_affected' : 'known_not_affected'].push(
      ids[i],
    );
  });
  return JSON.stringify({
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      aggregate_severity: { text: 'Moderate' },
      notes: [{ category: 'legal_disclaimer', text: 'These words are made up. '.repeat(4) }],
      title: `${names[0]}: overflow`,
      tracking: { id: cve, status: 'final', current_release_date: '2026-02-01T00:00:00Z' },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Red Hat',
          branches: [
            ...Object.entries(PRODUCTS).map(([id, cpe]) => branch(id, { cpe })),
            ...parts.map(([, id, purl]) => branch(id, { purl })),
          ],
        },
      ],
      relationships: parts.map(([product, id], i) => ({
        category: 'default_component_of',
        full_product_name: { name: ids[i], product_id: ids[i] },
        product_reference: id,
        relates_to_product_reference: products[product],
      })),
    },
    vulnerabilities: [
      {
        cve,
        notes: [{ category: 'description', text: 'A flaw was found. '.repeat(5 + (n % 10)) }],
        product_status: statuses,
        remediations: [
          { category: 'none_available', details: 'Affected', product_ids: statuses.known_affected },
        ],
        scores: [
          {
            cvss_v3: { vectorString: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:L' },
            products: ids,
          },
        ],
        threats: [{ category: 'impact', details: 'Moderate', product_ids: ids }],
      },
    ],
  });
}

/** A member of a tar: header, content, padding. */
function member(name, content) {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc(-bytes.length & 511)]);
}

mkdirSync(folder, { recursive: true });
const archive = join(folder, `csaf_vex_${documents}.tar.zst`);
let size = 0;
if (!existsSync(archive)) {
  const zstd = spawn('zstd', ['-q', '-1', '-c'], {
    stdio: ['pipe', openSync(archive, 'w'), 'inherit'],
  });
  for (let n = 0; n < documents; n += 50) {
    const last = Math.min(documents, n + 50);
    const parts = Array.from({ length: last - n }, (_, i) =>
      member(`${2000 + ((n + i) % 27)}/cve-${n + i}.json`, vex(n + i)),
    );
    const chunk = Buffer.concat(parts);
    size += chunk.length;
    if (!zstd.stdin.write(chunk)) await once(zstd.stdin, 'drain');
  }
  zstd.stdin.end(Buffer.alloc(1024));
  await once(zstd, 'close');
}
console.log(
  `${documents} documents, ${size >> 20} MB, ${statSync(archive).size >> 20} MB compressed`,
);
const out = join(folder, 'database');
const { stderr, stdout, status } = spawnSync(
  '/usr/bin/time',
  ['-f', '%e s, %U s CPU, %M KB', process.execPath, cli, 'db', 'build', '--offline'].concat([
    '--feed',
    `redhat-vex=${archive}`,
    '--out',
    out,
  ]),
  { encoding: 'utf8' },
);
console.log(`${stdout}${stderr.slice(-2000)}status ${status}`);
console.log(execFileSync('du', ['-sm', out], { encoding: 'utf8' }));
