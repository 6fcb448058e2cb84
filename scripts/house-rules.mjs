#!/usr/bin/env node
/**
 * Checks the limits of docs/architecture.md that no linter has, and prints each violation as FILE:LINE: TEXT.
 * node scripts/house-rules.mjs
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { clockReads, comparedClocks } from './clock-rules.mjs';
import { fileImports, sourceFiles } from './imports.mjs';
import { foldersOf, layersOf, partsOf, tiesOf } from './layers.mjs';
import { duplicateNames } from './name-rules.mjs';
import { wholeOptions } from './whole-options.mjs';

const MAX_LINES = 60;
const MAX_PARAMETERS = 4;
/** 36 and 249. */
const MAX_FOLDERS = 36;
const MAX_ARROWS = 249;
/** The imports of one circle that are printed. */
const MOST_TIES = 10;

/** Documents that are not in this repository: a comment must explain in place instead. */
const OUTSIDE =
  /DESIGN(?:\.md)? ?§|DESIGN\.md|shared\/(?:notes|DESIGN|STYLE)|\bnotes\/[\w-]+\.md|\bissue [A-Z]\b/;
const TEXTS = [
  'src',
  'docs',
  'bench',
  'scripts',
  'site',
  '__tests__',
  'examples',
  '.github',
  '.ci',
  '*.md',
  '*.yml',
  '*.cjs',
];

const problems = [
  ...sourceFiles('src').flatMap(functionProblems),
  ...fileProblems(),
  ...referenceProblems(),
  ...folderProblems(),
  ...duplicateNames(new Map(sourceFiles('src').map((file) => [file, readFileSync(file, 'utf8')]))),
  ...sourceFiles('src').flatMap((file) => clockReads(file, readFileSync(file, 'utf8'))),
  ...sourceFiles('src').flatMap((file) => wholeOptions(file, readFileSync(file, 'utf8'))),
  ...sourceFiles('__tests__').flatMap((file) => comparedClocks(file, readFileSync(file, 'utf8'))),
];
for (const problem of problems) console.log(problem);
if (problems.length > 0) {
  console.error(`${problems.length} violations of the limits in scripts/house-rules.mjs`);
  process.exitCode = 1;
}

/** Functions that are too long, and functions and function types with too many parameters. */
function functionProblems(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
  );
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line + 1;
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node)) {
      const line = lineOf(node.getStart());
      const name = nameOf(node);
      const lines = lineOf(node.end) - line + 1;
      if ('body' in node && node.body && lines > MAX_LINES)
        found.push(`${file}:${line}: ${name} has ${lines} lines, the limit is ${MAX_LINES}`);
      const count = node.parameters.length;
      if (count > MAX_PARAMETERS)
        found.push(
          `${file}:${line}: ${name} has ${count} parameters, the limit is ${MAX_PARAMETERS}: pass an object`,
        );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function nameOf(node) {
  const name = node.name ?? node.parent?.name;
  if (name) return name.getText();
  return ts.isConstructorDeclaration(node) ? 'the constructor' : 'this function';
}

/** Files directly in src. */
function fileProblems() {
  return readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `src/${name}:1: is directly in src; move it into a folder`);
}

/** Lines that refer to a document that is not in this repository. */
function referenceProblems() {
  const files = execFileSync('git', ['ls-files', '-z', '--', ...TEXTS], { encoding: 'utf8' });
  return files
    .split('\0')
    .filter(
      (file) => /\.(?:ts|mjs|cjs|md|yml|sh)$/.test(file) && file !== 'scripts/house-rules.mjs',
    )
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, at) => {
          const match = OUTSIDE.exec(line);
          return match
            ? [`${file}:${at + 1}: refers to "${match[0]}", which is not in this repository`]
            : [];
        }),
    );
}

/** Circles in a folder of any depth; too many folders at the top of src, or too many arrows between them. */
function folderProblems() {
  const imports = fileImports();
  const top = [...partsOf('src', imports)].filter(([part]) => part.endsWith('/'));
  const count = top.reduce((sum, [, to]) => sum + to.size, 0);
  const circles = foldersOf(imports).flatMap((folder) => {
    const { circle } = layersOf(partsOf(folder, imports));
    const ties = tiesOf(folder, circle, imports).map(
      ([file, other]) =>
        `${file}:1: imports ${other}, and ${circle.join(', ')} of ${folder} import each other: move what both need below them`,
    );
    return ties.slice(0, MOST_TIES);
  });
  return [
    ...circles,
    ...(top.length > MAX_FOLDERS
      ? [
          `src:1: has ${top.length} folders, the limit is ${MAX_FOLDERS}: put the capability into the folder that it extends, or raise the limit in scripts/house-rules.mjs with the reason in the commit`,
        ]
      : []),
    ...(count > MAX_ARROWS
      ? [`src:1: has ${count} arrows between its folders, the limit is ${MAX_ARROWS}`]
      : []),
  ];
}
