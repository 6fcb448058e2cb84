import { cleanContextPath } from '../dockerignore.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule, type LintSubject } from '../rule.js';
import { lineage } from '../stages.js';
import { secretFile } from '../values/secret-file.js';

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
    const last = dockerfile.stages.at(-1);
    const inImage = new Set<unknown>(last ? lineage(last) : []);
    for (const copy of instructionsOf(dockerfile, ['ADD', 'COPY'])) {
      if (copy.keyword === 'COPY' && copy.from) continue;
      if (copy.flags.some(({ name }) => name === 'exclude')) continue;
      const all = copy.sources.find(
        ({ value }) => /^(?:\.|\*)$/.test(cleanContextPath(value)) && value !== '',
      );
      if (!all) continue;
      const message = 'Whole build context is copied without a .dockerignore';
      const isKept = inImage.has(copy.stage) && hasSomethingToLeak(dockerfile);
      report({ at: all.range, about: '.', message, ...(isKept ? {} : { ruleSet: 'all' }) });
      return;
    }
  },
});

/** Whether the top of the context has what no image should have: the repository, or a file with the name of a credential. */
function hasSomethingToLeak({ config }: LintSubject): boolean {
  const names = config.contextFolder?.('.');
  return !names || names.has('.git') || [...names].some((name) => secretFile(name) !== undefined);
}
