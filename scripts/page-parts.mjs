#!/usr/bin/env node
/**
 * Writes the generated parts of hand-written pages, between their markers:
 *   node scripts/page-parts.mjs            part of npm run docs
 *   node scripts/page-parts.mjs --check    only prints the pages that are outdated, and exits with 1
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fileImports } from './imports.mjs';
import { foldersOf, layersOf, partsOf, sharedFiles } from './layers.mjs';

const PARTS = [
  { page: 'docs/github.md', marker: 'inputs', content: inputTables },
  { page: 'docs/architecture.md', marker: 'layers', content: layers },
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

/** The rows of src, and of each folder that has subfolders. */
function layers() {
  const imports = fileImports();
  const top = partsOf('src', imports);
  const count = [...top.values()].reduce((sum, to) => sum + to.size, 0);
  const inner = foldersOf(imports).filter(
    (folder) => folder !== 'src' && [...partsOf(folder, imports).keys()].some(isFolder),
  );
  return [
    `${top.size} folders, ${count} arrows between them.`,
    '',
    diagram(top),
    ...inner.flatMap((folder) => {
      const parts = partsOf(folder, imports);
      return ['', `### \`${folder}\``, '', diagram(parts), ...shared(sharedFiles(parts))];
    }),
  ].join('\n');
}

/** The rows of folders. Files next to them are counted, except where a row has nothing else. */
function diagram(parts) {
  const lines = layersOf(parts).rows.map((row) => {
    const files = row.length - row.filter(isFolder).length;
    return [...row.filter(isFolder), ...(files > 0 ? [`(${files} files)`] : [])].join(' ');
  });
  return ['```text', ...merged(lines), '```'].join('\n');
}

/** Rows of files only, one after the other, as one. */
function merged(lines) {
  const rows = [];
  for (const line of lines) {
    const [count] = /^\((\d+) files\)$/.exec(line)?.slice(1) ?? [];
    const [before] = /^\((\d+) files\)$/.exec(rows.at(-1) ?? '')?.slice(1) ?? [];
    if (count !== undefined && before !== undefined)
      rows[rows.length - 1] = `(${Number(count) + Number(before)} files)`;
    else rows.push(line);
  }
  return rows;
}

function shared(files) {
  if (files.length === 0) return [];
  return ['', `Its subfolders import ${files.map((file) => `\`${file}\``).join(', ')}.`];
}

function isFolder(part) {
  return part.endsWith('/');
}
