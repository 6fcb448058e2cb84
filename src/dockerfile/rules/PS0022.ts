import { addChecksumFix } from '../materials/checksum-fix.js';
import { shellValues } from '../materials/shell-values.js';
import { startsIn } from '../materials/started-files.js';
import { type AddInstruction, type Dockerfile, findFlag, instructionsOf } from '../parser/model.js';
import { pinEdit } from '../pin-edit.js';
import { defineDockerfileRule } from '../rule.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'PS0022',
  name: 'checksum-for-download',
  severity: 'medium',
  severityReason:
    'Who controls the server decides what is in the image; high if a RUN starts the file, or over HTTP',
  supersedes: ['PS0036', 'PS0037', 'PS0041'],
  practice: 'image-security',
  affectsBuild: true,
  title: 'ADD downloads a file without a checksum',
  why: 'The image contains whatever the server sends that day, so a corrupted or replaced file goes unnoticed.',
  remediation: 'Add `--checksum=sha256:…`',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  wrong: 'FROM debian:12\nADD https://example.org/tool.tar.gz /opt/',
  right:
    'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool.tar.gz /opt/',
  check(dockerfile, report) {
    for (const add of instructionsOf(dockerfile, 'ADD', { onbuild: true })) {
      const checksum = findFlag(add, 'checksum')?.valueToken;
      const isEmpty = !checksum || canBeEmpty(expandedAt(dockerfile, add, checksum));
      if (!isEmpty) continue;
      for (const word of add.sources) {
        const url = expandedAt(dockerfile, add, word);
        if (!/^https?:\/\//i.test(url) || isGit(url)) continue;
        const unencrypted = /^http:/i.test(url);
        // Builds may give a variable another value than the default.
        const shown = /^https?:/i.test(word.value) ? word.value : url;
        report({
          at: word.range,
          severity: unencrypted || isStarted(dockerfile, add, url) ? 'high' : undefined,
          ...(checksum ? {} : pinEdit(dockerfile, (subject) => addChecksumFix(subject, add))),
          message: `"${shown}" is downloaded ${checksum ? 'with a checksum that can be empty' : 'without a checksum'}${unencrypted ? ' over unencrypted HTTP' : ''}`,
        });
      }
    }
  },
});

/** Whether a RUN behind it, in the same stage, starts the file. */
function isStarted(dockerfile: Dockerfile, add: AddInstruction, url: string): boolean {
  const to = add.destination ? expandedAt(dockerfile, add, add.destination) : '';
  const file = /(?:^|[/.])$/.test(to) ? url : to;
  const stage = dockerfile.stages.find(({ instructions }) => instructions.includes(add));
  return (stage ? instructionsOf(stage, 'RUN') : []).some(
    (run) => run.startLine > add.startLine && startsIn(run, shellValues(dockerfile, run))(file, -1),
  );
}

/** Whether it is empty, or only variables without a value: BuildKit takes an empty checksum for none. */
function canBeEmpty(checksum: string): boolean {
  return checksum.replace(/\$(?:\w+|\{\w+\})/g, '') === '';
}

/** Git verifies the content of a repository that it clones. */
function isGit(url: string): boolean {
  return /\.git(?:[#?].*)?$/i.test(url);
}
