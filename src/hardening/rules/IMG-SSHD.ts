import { groupFilesByLayer } from '../files-by-layer.js';
import { defineRule } from '../rule.js';

const SERVER = /^(?:usr\/)?(?:local\/)?s?bin\/(?:sshd|dropbear)$/;
const KEYS =
  /^etc\/(?:ssh\/ssh_host_\w+_key|dropbear\/dropbear_\w+_host_key)$|(?:^|\/)\.ssh\/(?:authorized_keys2?|id_\w+|identity)$/;

/** Source: CIS Docker Benchmark 5.7. */
export default defineRule({
  id: 'IMG-SSHD',
  name: 'no-ssh-server',
  severity: 'high',
  practice: 'minimal-containers',
  title: 'An SSH server or SSH keys are in the image',
  why: 'A login into a container is one more way in, and keys in an image are everybody’s who can pull it.',
  remediation:
    'Leave the server out: `docker exec` and `kubectl exec` reach a container without one. Hand keys over at run time.',
  tags: ['cis:5.7'],
  wrong: 'RUN apt-get install -y openssh-server',
  right: 'RUN apt-get install -y --no-install-recommends ca-certificates',
  check(_subject, report) {
    const servers = groupFilesByLayer();
    const keys = groupFilesByLayer();
    return {
      visible(entry) {
        if (entry.type !== 'file' && entry.type !== 'hardlink' && entry.type !== 'symlink') return;
        if (SERVER.test(entry.path)) servers.add(entry);
        else if (KEYS.test(entry.path) && entry.size > 0 && entry.type === 'file') keys.add(entry);
      },
      end() {
        servers.report(report, (list) => `An SSH server is in the image: ${list}.`);
        keys.report(report, (list) => `SSH keys are in the image: ${list}.`);
      },
    };
  },
});
