import { writeFileSync } from 'node:fs';
import { surfacesPage } from './surfaces.js';

/** Updates the samples in docs/github.md from examples/webapp. Run by `npm run docs`. */
writeFileSync('docs/github.md', await surfacesPage());
