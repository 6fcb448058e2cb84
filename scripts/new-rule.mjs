#!/usr/bin/env node
/**
 * Creates a rule that works: its file, its line in the list of rules, its test and its page.
 *   npm run new-rule -- DL9999      Dockerfile rule (also PS…)
 *   npm run new-rule -- DEP-THING   manifest rule
 *   npm run new-rule -- IMG-THING   hardening rule
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const DOCKERFILE_RULE = (id) => `import { runCommands } from '../commands/run-commands.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: '${id}',
  name: 'no-example-command',
  severity: 'medium',
  severityReason: 'What an attacker gains, and how exposed it is',
  practice: 'maintainability',
  title: 'RUN calls example-command',
  why: 'The command does not exist.',
  remediation: 'Remove the command',
  references: ['https://example.com/why'],
  wrong: 'FROM debian:12\\nRUN example-command',
  right: 'FROM debian:12\\nRUN true',
  check(dockerfile, report) {
    for (const { command } of runCommands(dockerfile, 'example-command'))
      report({ at: command.range, message: 'RUN calls example-command' });
  },
});
`;

const DOCKERFILE_TEST = (id) => `import { testRule } from './test-rule.js';

testRule('${id}', {
  reported: [['FROM debian:12\\nRUN example-command', '2:example-command']],
  silent: ['FROM debian:12\\nRUN true'],
});
`;

const MANIFEST_RULE = (id) => `import { defineManifestRule } from '../rule.js';
import { valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: '${id}',
  name: 'no-example-key',
  severity: 'medium',
  severityReason: 'What an attacker gains, and how exposed it is',
  practice: 'deployment-security',
  title: 'Service has an example key',
  why: 'The key has no effect.',
  remediation: 'Remove the key',
  references: ['https://example.com/why'],
  wrong: 'services:\\n  app:\\n    image: debian:12\\n    x-example: true',
  right: 'services:\\n  app:\\n    image: debian:12',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const value = valueAt(node, 'x-example');
      if (value) report({ at: value.range, message: \`Service "\${name}" has an example key\` });
    }
  },
});
`;

const MANIFEST_TEST = (id) => `import { service, testRule } from '../rule-cases.js';

testRule('${id}', [
  [service('x-example: on'), ['on']],
  [service('tty: true'), []],
]);
`;

const HARDENING_RULE = (id) => `import { defineHardeningRule } from '../rule.js';

export default defineHardeningRule({
  id: '${id}',
  name: 'no-example-file',
  severity: 'medium',
  severityReason: 'What an attacker gains, and how exposed it is',
  practice: 'image-security',
  title: 'Image contains an example file',
  why: 'The file is not needed.',
  remediation: 'Remove the file in the layer that adds it',
  references: ['https://example.com/why'],
  wrong: 'FROM debian:12\\nCOPY example /etc/example',
  right: 'FROM debian:12',
  check({ files }, report) {
    const path = 'etc/example';
    const file = files.get(path);
    if (file) report({ message: \`File /\${path} is an example\`, layer: file.layer, path });
  },
});
`;

const HARDENING_TEST = (id) => `import { testRule, withFiles } from '../rule-cases.js';

testRule('${id}', [
  [withFiles({ name: 'etc/example' }), ['medium layer 1: File /etc/example is an example']],
  [withFiles({ name: 'etc/other' }), []],
]);
`;

const FAMILIES = [
  { ids: /^(?:DL|PS)\d{4}$/, folder: 'dockerfile', rule: DOCKERFILE_RULE, test: DOCKERFILE_TEST },
  { ids: /^DEP(?:-[A-Z0-9]+)+$/, folder: 'manifests', rule: MANIFEST_RULE, test: MANIFEST_TEST },
  { ids: /^IMG(?:-[A-Z0-9]+)+$/, folder: 'hardening', rule: HARDENING_RULE, test: HARDENING_TEST },
];

const id = process.argv[2] ?? '';
const family = FAMILIES.find(({ ids }) => ids.test(id));
if (!family) fail('usage: npm run new-rule -- DL9999 | PS9999 | DEP-THING | IMG-THING');
const { folder, rule, test } = family;
const ruleFile = `src/${folder}/rules/${id}.ts`;
const testFile = `__tests__/${folder}/rules/${id}.test.ts`;
const listFile = `src/${folder}/rules/index.ts`;
if (existsSync(ruleFile)) fail(`Cannot create ${id}: ${ruleFile} exists`);
const BIOME = 'node_modules/@biomejs/biome/bin/biome';
if (!existsSync(BIOME))
  fail(`Cannot create ${id}: the dependencies are not installed. Run npm ci first`);
const list = readFileSync(listFile, 'utf8');
try {
  write(ruleFile, rule(id));
  write(testFile, test(id));
  writeFileSync(listFile, register(list));
  // Sorts the imports of the list.
  run(BIOME, 'check', '--write', listFile, ruleFile, testFile);
  run('scripts/run.mjs', 'scripts/reference-docs.ts');
} catch (error) {
  for (const file of [ruleFile, testFile, `docs/rules/${id}.md`]) rmSync(file, { force: true });
  writeFileSync(listFile, list);
  fail(`Cannot create ${id}, so its files are removed again: ${error.message}`);
}
console.log(
  `Created ${ruleFile}, ${testFile} and docs/rules/${id}.md. Edit the first two, then run:
  npm test -- ${testFile}
  npm run docs`,
);

/** The list of rules with an import and an entry for the new rule, sorted by id. */
function register(list) {
  const [, name = ''] = /^import (\S+) from '\.\/(?:DL|DEP|IMG)/m.exec(list) ?? [];
  // The list of Dockerfile rules imports a rule by its id, the others by the id in camelCase without the prefix.
  const local = /^[A-Z]/.test(name) ? id : camelCase(id);
  const lines = list.split('\n');
  const end = lines.lastIndexOf('];');
  const start = lines.findLastIndex((line, at) => at < end && line.endsWith('['));
  const key = (line) => line.trim().replace(',', '').toLowerCase();
  const before = lines.findIndex((line, at) => at > start && at < end && key(line) > key(local));
  lines.splice(before < 0 ? end : before, 0, `  ${local},`);
  const lastImport = lines.findLastIndex((line) => line.startsWith('import '));
  lines.splice(lastImport + 1, 0, `import ${local} from './${id}.js';`);
  return lines.join('\n');
}

function camelCase(text) {
  return text
    .split('-')
    .slice(1)
    .map((part, at) => (at === 0 ? part.toLowerCase() : part[0] + part.slice(1).toLowerCase()))
    .join('');
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function run(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
