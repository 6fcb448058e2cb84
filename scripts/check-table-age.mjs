// node scripts/check-table-age.mjs [FOLDER]: fails when a table in src/releases that scripts/refresh-base-images.mjs
// writes is older than 120 days, and warns of publishers in src/signatures/publishers.ts whose signers were not compared for
// 180 days. Releases run it, and no other check does: a checkout may be of any age.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { now } from './now.mjs';

const MAX_DAYS = 120;
/** Publishers change their signers seldom, and say so: an older entry is a warning. */
const MAX_DAYS_OF_PUBLISHERS = 180;
const folder = process.argv[2] ?? fileURLToPath(new URL('../src/releases', import.meta.url));

for (const name of ['lifetimes', 'official-tags']) {
  const file = join(folder, `${name}.ts`);
  const day = /\bas of (\d{4}-\d\d-\d\d)\./.exec(readFileSync(file, 'utf8'))?.[1];
  const age = Math.floor((now - Date.parse(day ?? '')) / 86_400_000);
  if (age <= MAX_DAYS) {
    console.log(`${file} is ${age} days old`);
    continue;
  }
  console.error(
    `${file} is ${day === undefined ? 'of an unknown day' : `${age} days old`}, a release needs at most ${MAX_DAYS}. ` +
      'Run node scripts/refresh-base-images.mjs - CHECKOUT_OF_OFFICIAL_IMAGES and commit the result',
  );
  process.exitCode = 1;
}

const publishers = fileURLToPath(new URL('../src/signatures/publishers.ts', import.meta.url));
const table = process.argv[3] ?? publishers;
for (const [, name, rest] of readFileSync(table, 'utf8').matchAll(
  /\n {4}name: '([^']+)',([\s\S]*?)\n {2}\}/g,
)) {
  const day = /\bchecked: '(\d{4}-\d\d-\d\d)'/.exec(rest)?.[1];
  const age = Math.floor((now - Date.parse(day ?? '')) / 86_400_000);
  if (age <= MAX_DAYS_OF_PUBLISHERS) continue;
  console.warn(
    `Warning: the signers of ${name} were last compared ${day === undefined ? 'on an unknown day' : `${age} days ago`}. ` +
      'Run node scripts/refresh-publishers.mjs, and compare the others with their documentation',
  );
}
