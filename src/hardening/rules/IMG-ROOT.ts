import { isRootUser } from '../../image/root-user.js';
import { defineHardeningRule } from '../rule.js';

/** Source: CIS Docker Benchmark 4.1. */
export default defineHardeningRule({
  id: 'IMG-ROOT',
  name: 'non-root-image',
  severity: 'medium',
  severityReason:
    'Root in the container: an attacker still has to take over the process, and then to leave the container',
  practice: 'runtime-security',
  clearedBy: 'non-root-user',
  title: 'Image runs as root',
  why: 'A process that is root in the container is root on the host as soon as it escapes.',
  remediation: 'Create a user, and set it by number in the last USER instruction',
  tags: ['cis:4.1'],
  wrong: 'CMD ["node", "server.js"]',
  right: 'USER 1000\nCMD ["node", "server.js"]',
  check({ image }, report) {
    // A folder has no configuration.
    if (image.source === 'dir') return;
    const user = (image.config.user ?? '').split(':')[0]?.trim() ?? '';
    if (isRootUser(user))
      report({
        message: user === '' ? 'Image sets no user, so it runs as root' : `Image runs as ${user}`,
        instruction: 'USER',
      });
  },
});
