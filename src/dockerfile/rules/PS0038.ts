import { foundMaterials } from '../materials/ledger.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0038',
  name: 'pin-git-reference',
  severity: 'medium',
  severityReason: 'Who may push to the branch decides what is in the image, without a release',
  practice: 'image-security',
  affectsBuild: true,
  title: 'Git repository is not pinned',
  why: 'The build gets what the branch has that day: it cannot be repeated, and every later change of the repository gets into the image unseen.',
  remediation: 'Name a commit, or at least a tag: `git clone --branch v1.2.3 …`',
  references: ['https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository'],
  wrong: 'FROM debian:12\nRUN git clone https://github.com/acme/tool.git',
  right: 'FROM debian:12\nADD https://github.com/acme/tool.git#v1.2.3 /tool',
  check(dockerfile, report) {
    for (const { kind, by, what, at, pin } of foundMaterials(dockerfile))
      if (kind === 'git' && pin === 'none' && /^(?:git|hg|svn|ADD|cargo)$/.test(by))
        report({ at, message: `${what} is fetched without a commit or tag` });
  },
});
