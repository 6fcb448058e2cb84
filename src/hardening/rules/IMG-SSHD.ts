import { groupFilesByLayer } from '../files-by-layer.js';
import { defineHardeningRule } from '../rule.js';

const SSH_SERVER = /^(?:usr\/)?(?:local\/)?s?bin\/(?:sshd|dropbear)$/;
const SSH_KEY =
  /^etc\/(?:ssh\/ssh_host_\w+_key|dropbear\/dropbear_\w+_host_key)$|(?:^|\/)\.ssh\/(?:authorized_keys2?|id_\w+|identity)$/;

/** Source: CIS Docker Benchmark 5.7. */
export default defineHardeningRule({
  id: 'IMG-SSHD',
  name: 'no-ssh-server',
  severity: 'high',
  severityReason: 'A login from the network, or keys that everyone has who can pull the image',
  supersedes: ['IMG-SECRETFILE'],
  practice: 'minimal-containers',
  title: 'SSH server or SSH keys are in the image',
  why: 'An SSH login is another way into the container, and everyone who can pull the image has its keys.',
  remediation:
    'Remove the SSH server, because `docker exec` and `kubectl exec` work without it; provide keys at run time',
  tags: ['cis:5.7'],
  wrong: 'RUN apt-get install -y openssh-server',
  right: 'RUN apt-get install -y --no-install-recommends ca-certificates',
  check(_subject, report) {
    const servers = groupFilesByLayer();
    const keys = groupFilesByLayer();
    return {
      visible(entry) {
        if (entry.type !== 'file' && entry.type !== 'hardlink' && entry.type !== 'symlink') return;
        if (SSH_SERVER.test(entry.path)) servers.add(entry);
        else if (SSH_KEY.test(entry.path) && entry.size > 0 && entry.type === 'file')
          keys.add(entry);
      },
      end() {
        servers.report(report, (list) => `Image has an SSH server: ${list}`);
        keys.report(report, (list) => `Image has SSH keys: ${list}`);
      },
    };
  },
});
