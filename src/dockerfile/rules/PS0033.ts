import { cleanContextPath } from '../dockerignore.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0033',
  name: 'dockerignore-for-copy-all',
  severity: 'low',
  severityReason:
    'Files such as .git and .env get into the image with everything else, if they are there',
  practice: 'secrets',
  title: 'Whole build context is copied without a .dockerignore',
  why: '`.git`, `.env`, keys, and locally installed dependencies end up in the image.',
  remediation:
    'Add a .dockerignore, preferably one that excludes `*` and includes the needed files with `!`, or copy single paths',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  wrong: 'FROM node:22\nCOPY . .',
  right: 'FROM node:22\nCOPY package.json package-lock.json ./\nCOPY src ./src',
  check(dockerfile, report) {
    if (dockerfile.config.ignoreFile !== null) return;
    for (const copy of instructionsOf(dockerfile, ['ADD', 'COPY'])) {
      if (copy.keyword === 'COPY' && copy.from) continue;
      if (copy.flags.some(({ name }) => name === 'exclude')) continue;
      const all = copy.sources.find(
        ({ value }) => /^(?:\.|\*)$/.test(cleanContextPath(value)) && value !== '',
      );
      if (!all) continue;
      const message = 'Whole build context is copied without a .dockerignore';
      report({ at: all.range, about: '.', message });
      return;
    }
  },
});
