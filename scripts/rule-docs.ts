import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { ruleBook } from '../src/check/rule-book.js';
import { fileOf, ruleIndex, rulePage } from '../src/reports/rule-page.js';
import { secretsPage } from '../src/secrets/page.js';

/** Writes docs/rules/ and docs/secrets.md anew from the rules: `npm run docs`. */
const folder = 'docs/rules';
mkdirSync(folder, { recursive: true });
for (const old of readdirSync(folder)) rmSync(`${folder}/${old}`);
const rules = [...ruleBook.values()];
for (const rule of rules) writeFileSync(`${folder}/${fileOf(rule.id)}`, rulePage(rule));
writeFileSync(`${folder}/README.md`, ruleIndex(rules));
writeFileSync('docs/secrets.md', secretsPage());
