import { writeFileSync } from 'node:fs';
import { MAIN, reportOfMain, surfacesPage } from './surfaces.js';

/** Updates the stored report of examples/webapp, and the samples in docs/github.md. Run by `npm run docs`. */
writeFileSync(MAIN, await reportOfMain());
writeFileSync('docs/github.md', await surfacesPage());
