import { mkdirSync, writeFileSync } from 'node:fs';
import { errorsPage } from './errors-page.js';

/** Writes docs/reference/errors.md from src/lib/error-codes.ts: `npm run docs`. */
mkdirSync('docs/reference', { recursive: true });
writeFileSync('docs/reference/errors.md', errorsPage());
