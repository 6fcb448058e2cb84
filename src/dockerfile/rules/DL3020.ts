import { needsSlash, withoutWorkdir } from '../destinations.js';
import { isHistoryLine } from '../parser/history-line.js';
import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3020',
  name: 'copy-instead-of-add',
  severity: 'high',
  practice: 'image-security',
  title: 'ADD copies plain files',
  why: 'ADD unpacks archives and fetches URLs; where neither is meant, a surprising input changes what the build does.',
  remediation: 'Use COPY.',
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  aliases: ['DS-0005'],
  wrong: 'FROM debian:12\nADD app.js /app/',
  right: 'FROM debian:12\nCOPY app.js /app/',
  check(dockerfile, report) {
    const unplaced = withoutWorkdir(dockerfile);
    for (const add of instructionsOf(dockerfile, 'ADD')) {
      const plain = add.sources.filter(({ value }) => !isArchive(value) && !isUrl(value));
      const [first] = plain;
      if (!first) continue;
      // ADD alone knows some flags, and git sources are fetched: there COPY would not do. Nor where it is a finding too.
      const same =
        plain.length === add.sources.length &&
        plain.every(({ value }) => !isGit(value)) &&
        !needsSlash(add) &&
        !unplaced.has(add) &&
        add.flags.every(({ name }) => ['chown', 'chmod', 'link', 'exclude'].includes(name));
      const text = add.keywordWord.raw === 'add' ? 'copy' : 'COPY';
      report({
        at: add.keywordWord.range,
        message: `ADD copies ${first.value}: COPY says what is meant.`,
        // Trivy lets git sources and the lines of `docker history` be.
        ...(plain.every(({ value }) => isGit(value)) || isHistoryLine(add) ? { aliases: [] } : {}),
        ...(same
          ? { fix: { description: 'Use COPY', edits: [{ ...add.keywordWord.range, text }] } }
          : {}),
      });
    }
  },
});

function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

function isGit(source: string): boolean {
  return /^(?:git@|git:\/\/|ssh:\/\/|github\.com\/)|\.git(?:#|$)/.test(source);
}

function isArchive(source: string): boolean {
  return /\.(?:tar|gz|tgz|taz|bz2|tbz2?|tz2|lzma|tlz|lz|xz|txz|Z|tZ|zst|tzst)$/.test(source);
}
