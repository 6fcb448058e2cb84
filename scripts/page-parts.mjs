#!/usr/bin/env node
/**
 * Writes the generated parts of hand-written pages, between their markers:
 *   node scripts/page-parts.mjs            part of npm run docs
 *   node scripts/page-parts.mjs --check    only prints the pages that are outdated, and exits with 1
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { arrows } from './imports.mjs';

const PARTS = [
  { page: 'docs/github.md', marker: 'inputs', content: inputTables },
  { page: 'docs/architecture.md', marker: 'imports', content: importTable },
];

const check = process.argv[2] === '--check';
for (const { page, marker, content } of PARTS) {
  const text = readFileSync(page, 'utf8');
  const [begin, end] = [`<!-- ${marker}: npm run docs -->\n`, `<!-- end of ${marker} -->\n`];
  const [start, stop] = [text.indexOf(begin), text.indexOf(end)];
  if (start < 0 || stop < start) throw new Error(`${page} has no markers for "${marker}"`);
  const updated = `${text.slice(0, start)}${begin}${content()}\n${text.slice(stop)}`;
  if (updated === text) continue;
  if (check) {
    console.log(`${page} is outdated. Run npm run docs`);
    process.exitCode = 1;
  } else writeFileSync(page, updated);
}

/** The inputs and outputs of action.yml. */
function inputTables() {
  const { inputs, outputs } = parse(readFileSync('action.yml', 'utf8'));
  const table = (name, entries) =>
    [
      `| ${name} | meaning |`,
      '|---|---|',
      ...Object.entries(entries).map(
        ([key, { description }]) =>
          `| \`${key}\` | ${description.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('|', '\\|')} |`,
      ),
    ].join('\n');
  return `${table('input', inputs)}\n\n${table('output', outputs)}`;
}

/** By folder of src: the folders that it imports, and the number of both. */
function importTable() {
  const all = arrows();
  const count = [...all.values()].reduce((sum, to) => sum + to.size, 0);
  const rows = [...all].map(
    ([folder, to]) =>
      `| \`${folder}\` | ${
        [...to]
          .sort()
          .map((name) => `\`${name}\``)
          .join(' ') || '–'
      } |`,
  );
  return [
    `${all.size} folders, ${count} arrows.`,
    '',
    '| folder | imports |',
    '|---|---|',
    ...rows,
  ].join('\n');
}
