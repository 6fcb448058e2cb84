import { defineRule } from '../rule.js';

export default defineRule({
  id: 'IMG-SUDO',
  name: 'image-without-sudo',
  severity: 'medium',
  practice: 'runtime-security',
  title: 'sudo or doas is in the image',
  why: 'It exists to make a user root, often without a password in images; and it is setuid itself.',
  remediation:
    'Leave it out: do what needs root in a RUN before USER, and use gosu or su-exec where a start script has to step down.',
  aliases: ['DKL-DI-0001'],
  wrong: 'RUN apt-get install -y sudo',
  right: 'USER 1000',
  check(_subject, report) {
    return {
      visible(entry) {
        const name = /^usr\/(?:local\/)?bin\/(sudo|doas)$/.exec(entry.path)?.[1];
        if (name === undefined || entry.type !== 'file' || (entry.mode & 0o4000) === 0) return;
        report({
          message: `${name} is in the image: it lets a user become root.`,
          layer: entry.layer,
          path: entry.path,
        });
      },
    };
  },
});
