import { copiesWithoutWorkdir, isHistoryLine, needsTrailingSlash } from '../copy-arguments.js';
import { withRisk } from '../fixes.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3020',
  name: 'copy-instead-of-add',
  severity: 'low',
  severityReason:
    'Style: for a local file, ADD does what COPY does; a script that ADD downloads and RUN starts is PS0022',
  ruleSet: 'all',
  supersedes: ['DL3021', 'DL3045'],
  practice: 'image-security',
  title: 'ADD is used for local files',
  why: 'ADD also extracts archives and downloads URLs, so an unexpected source can change what the build does.',
  remediation: 'Use COPY for local files',
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  aliases: ['DS-0005'],
  wrong: 'FROM debian:12\nADD app.js /app/',
  right: 'FROM debian:12\nCOPY app.js /app/',
  check(dockerfile, report) {
    const unplaced = copiesWithoutWorkdir(dockerfile);
    for (const add of instructionsOf(dockerfile, 'ADD')) {
      const plain = add.sources.filter(({ value }) => !isArchive(value) && !isUrl(value));
      const [first] = plain;
      if (!first) continue;
      // COPY cannot replace ADD for git sources or with flags that only ADD has. There is no fix either where the COPY
      // itself would be a finding (DL3021, DL3045).
      const replaceable =
        plain.length === add.sources.length &&
        plain.every(({ value }) => !isGit(value)) &&
        !needsTrailingSlash(add) &&
        !unplaced.has(add) &&
        add.flags.every(({ name }) => ['chown', 'chmod', 'link', 'exclude'].includes(name));
      const text = add.keywordToken.raw === 'add' ? 'copy' : 'COPY';
      report({
        at: add.keywordToken.range,
        identifiedBy: add.range,
        message: `Use COPY instead of ADD for "${first.value}"`,
        // Trivy reports neither git sources nor lines of `docker history`.
        aliases: plain.every(({ value }) => isGit(value)) || isHistoryLine(add) ? [] : undefined,
        fix: replaceable
          ? withRisk(
              { description: 'Use COPY', edits: [{ ...add.keywordToken.range, text }] },
              !plain.every(({ value }) => isText(value)),
            )
          : undefined,
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

/** Whether the name is that of one text file. ADD extracts by the content, and the name of an archive can be any other. */
function isText(source: string): boolean {
  return TEXT_FILE.test(source) && !/[$*?[\]\\]/.test(source);
}

const TEXT_FILE = new RegExp(
  `\\.(?:${[
    'c|cc|cfg|cjs|conf|cpp|crt|cs|css|csv|env|ex|exs|go|gradle|graphql|h|hpp|html?|in|ini|java|js|json|jsx|kt|kts|less',
    'lock|lua|md|mjs|php|pl|properties|proto|ps1|py|rb|repo|rs|rst|scala|scss|service|sh|bash|sql|svg|swift|tf|tmpl',
    'toml|ts|tsx|txt|vue|xml|ya?ml',
  ].join('|')})$`,
  'i',
);
