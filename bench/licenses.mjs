#!/usr/bin/env node
/**
 * Compares the license short names that Portside reads in Debian's machine-readable copyright files with those of
 * python3-debian, an independent reader.
 *
 *   node scripts/run.mjs bench/licenses.mjs [FOLDER]      default: /usr/share/doc
 *
 * Needs python3-debian. A file counts when the other reader reads it; its set of names is that of the header and of the
 * paragraphs about files.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { readDebianCopyright } from '../src/inventory/copyright/debian-copyright.js';

const OTHER_READER = `
import json, logging, sys
from debian import copyright
logging.disable(logging.CRITICAL)
found = {}
for path in sys.stdin.read().split('\\n'):
    try:
        with open(path, encoding='utf-8') as file:
            document = copyright.Copyright(file, strict=False)
    except copyright.NotMachineReadableError:
        continue
    licenses = [document.header.license] + [p.license for p in document.all_files_paragraphs()]
    found[path] = [one.synopsis for one in licenses if one and one.synopsis]
print(json.dumps(found))
`;

const folder = process.argv[2] ?? '/usr/share/doc';
const paths = new Set();
for (const name of readdirSync(folder)) {
  try {
    paths.add(realpathSync(join(folder, name, 'copyright')));
  } catch {
    // No copyright file.
  }
}
const other = JSON.parse(
  execFileSync('/usr/bin/python3', ['-c', OTHER_READER], {
    input: [...paths].join('\n'),
    maxBuffer: 1e9,
  }),
);
const sorted = (names) => [...new Set(names.map((one) => one.replace(/\s+/g, ' ').trim()))].sort();
let equal = 0;
const cpu = process.cpuUsage();
for (const [path, names] of Object.entries(other)) {
  const ours = sorted(readDebianCopyright(readFileSync(path, 'utf8')).statements);
  const theirs = sorted(names);
  if (JSON.stringify(ours) === JSON.stringify(theirs)) equal++;
  else console.log(path, { ours, theirs });
}
const { user, system } = process.cpuUsage(cpu);
const all = [...paths].map((path) => readDebianCopyright(readFileSync(path, 'utf8')));
console.log(
  `${equal} of ${Object.keys(other).length} machine-readable files have equal sets of names`,
);
console.log(`${all.filter(({ license }) => license).length} of ${all.length} files have a license`);
console.log(`${Math.round((user + system) / 1000)} ms of CPU`);
