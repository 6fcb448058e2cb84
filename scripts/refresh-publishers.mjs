#!/usr/bin/env node
/**
 * Verifies an image of each publisher in src/signatures/publishers.ts with the signers of the table, and writes today into
 * `checked` of those that pass. Names the others, whose signers have to be compared with their documentation; exits with 1 if
 * an image was signed by somebody else, or is not signed.
 *
 *   node scripts/refresh-publishers.mjs [TABLE] [PORTSIDE]
 *
 * TABLE is another file with the table, PORTSIDE another program than dist/cli/index.js. Needs access to the registries.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { now } from './now.mjs';

const pathOf = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const [table = pathOf('src/signatures/publishers.ts'), program = pathOf('dist/cli/index.js')] =
  process.argv.slice(2);
const today = now.toISOString().slice(0, 10);

const folder = mkdtempSync(join(tmpdir(), 'publishers-'));
let text = readFileSync(table, 'utf8');
try {
  for (const [, image, day] of text.matchAll(/example: '([^']+)',\s*checked: '([\d-]+)'/g)) {
    // Without a policy, `check` compares the signers of base images with the table.
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${image}\n`);
    const { stdout } = spawnSync(process.execPath, [program, 'check', folder, '--format', 'json'], {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    const { findings = [], notes = [] } = reportOf(stdout);
    const problem = findings.find(({ check }) => check === 'trust');
    const isVerified = notes.some(({ message }) => / is signed by /.test(message));
    if (isVerified && !problem) {
      text = text.replace(
        `example: '${image}',\n    checked: '${day}'`,
        `example: '${image}',\n    checked: '${today}'`,
      );
      console.log(`${image}: verified`);
      continue;
    }
    console.error(`${image}: ${problem?.message ?? 'not verified'}. The table is of ${day}`);
    if (problem) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
writeFileSync(table, text);

function reportOf(stdout) {
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}
