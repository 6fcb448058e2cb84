import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ruleBook } from '../src/check/rule-book.js';
import { policyJsonSchema } from '../src/policy/policy-keys.js';
import { rulePage, rulePageFile } from '../src/reports/rule-page.js';
import { secretsPage } from '../src/secrets/page.js';
import { badges } from './badges.js';
import { INPUT_PICTURE, inputPicture } from './input-picture.js';
import { REFERENCE_PAGES } from './pages/all.js';
import { coveragePage } from './pages/coverage.js';
import { withHosts } from './pages/hosts.js';
import { rulesPage } from './pages/rules.js';

/** Writes the pages that are generated from the sources: `npm run docs`. */
const folder = 'docs/rules';
mkdirSync(folder, { recursive: true });
for (const old of readdirSync(folder)) rmSync(`${folder}/${old}`);
const rules = [...ruleBook.values()];
for (const rule of rules) writeFileSync(`${folder}/${rulePageFile(rule.id)}`, rulePage(rule));
writeFileSync(`${folder}/README.md`, rulesPage(rules));
writeFileSync('docs/secrets.md', secretsPage());
writeFileSync('docs/coverage.md', coveragePage());
writeFileSync('docs/policy.schema.json', policyJsonSchema());
mkdirSync('docs/reference', { recursive: true });
for (const [name, write] of Object.entries(REFERENCE_PAGES))
  writeFileSync(`docs/reference/${name}`, write());
mkdirSync('docs/pictures', { recursive: true });
for (const [file, svg] of badges()) writeFileSync(file, svg);
writeFileSync(INPUT_PICTURE, inputPicture());
writeFileSync('docs/enterprise.md', withHosts(readFileSync('docs/enterprise.md', 'utf8')));
