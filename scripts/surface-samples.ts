import { writeFileSync } from 'node:fs';
import { surfacesPage } from './surfaces.js';

/** Writes the samples in docs/github.md anew from examples/webapp: `npm run docs`. */
writeFileSync('docs/github.md', await surfacesPage());
