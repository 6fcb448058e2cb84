import { flag, instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';
import { expandedAt } from '../stages.js';

export default defineRule({
  id: 'PS0022',
  name: 'checksum-of-download',
  severity: 'medium',
  practice: 'image-security',
  title: 'ADD downloads a file without checking it',
  why: 'Whatever the server sends that day ends up in the image: a broken or replaced file is not noticed.',
  remediation: 'Add `--checksum=sha256:…`.',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  wrong: 'FROM debian:12\nADD https://example.org/tool.tar.gz /opt/',
  right:
    'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool.tar.gz /opt/',
  check(dockerfile, report) {
    for (const add of instructionsOf(dockerfile, 'ADD', { onbuild: true })) {
      if (flag(add, 'checksum')) continue;
      for (const word of add.sources) {
        const url = expandedAt(dockerfile, add, word);
        if (!/^https?:\/\//i.test(url) || isGit(url)) continue;
        const plain = /^http:/i.test(url) ? ', over a connection that anybody can change' : '';
        report({
          at: word.range,
          ...(plain ? { severity: 'high' } : {}),
          message: `${url} is downloaded without a checksum${plain}.`,
        });
      }
    }
  },
});

/** A repository is fetched by git, which checks what it gets. */
function isGit(url: string): boolean {
  return /\.git(?:[#?].*)?$/i.test(url);
}
