import { defineHardeningRule } from '../rule.js';

export default defineHardeningRule({
  id: 'IMG-SUDO',
  name: 'image-without-sudo',
  severity: 'medium',
  severityReason: 'A user of the container may become root in it, by the configuration',
  practice: 'runtime-security',
  title: 'sudo or doas is in the image',
  why: 'The program is setuid and exists to make a user root, in images often without a password.',
  remediation:
    'Remove sudo or doas: run steps that need root before USER, and use gosu or su-exec in start scripts that switch the user',
  aliases: ['DKL-DI-0001'],
  wrong: 'RUN apt-get install -y sudo',
  right: 'USER 1000',
  check(_subject, report) {
    return {
      visible(entry) {
        const name = /^usr\/(?:local\/)?bin\/(sudo|doas)$/.exec(entry.path)?.[1];
        if (name === undefined || entry.type !== 'file' || (entry.mode & 0o4000) === 0) return;
        report({
          message: `Image has ${name}, which lets a user become root`,
          layer: entry.layer,
          path: entry.path,
        });
      },
    };
  },
});
