import { formatList, programName } from '../programs.js';
import { defineRule } from '../rule.js';

/** Programs that start and watch others, and what they are called. */
const INITS: ReadonlyMap<string, string> = new Map([
  ['systemd', 'systemd'],
  ['init', 'an init system'],
  ['openrc-init', 'OpenRC'],
  ['supervisord', 'supervisord'],
  ['s6-svscan', 's6'],
  ['runsvdir', 'runit'],
  ['runit', 'runit'],
  ['my_init', 'baseimage’s init'],
  ['monit', 'monit'],
]);
const DAEMONS: ReadonlyMap<string, string> = new Map([
  ['cron', 'cron'],
  ['crond', 'cron'],
  ['sshd', 'an SSH server'],
  ['dropbear', 'an SSH server'],
  ['rsyslogd', 'a log server'],
  ['syslogd', 'a log server'],
  ['syslog-ng', 'a log server'],
]);

export default defineRule({
  id: 'IMG-SERVER',
  name: 'no-server-in-a-container',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'The container is run like a server, with an init system, cron or a login',
  why: 'The engine sees the supervisor alone: a program that fails is neither seen nor replaced, and logs stay inside. Such containers live long and are fixed by hand.',
  remediation:
    'One program a container, started directly; let Kubernetes CronJobs or the host’s scheduler start what runs on a schedule.',
  wrong: 'CMD ["/usr/bin/supervisord", "-n"]',
  right: 'CMD ["/usr/local/bin/server"]',
  check({ started, baseLayers }, report) {
    const first = started.find(({ program }) => INITS.has(program) || DAEMONS.has(program));
    if (first) {
      const { program, script } = first;
      const what = INITS.get(program) ?? DAEMONS.get(program);
      report({
        message: `The container starts ${what} (${program}${script ? ` in /${script}` : ''}), as a server does.`,
        instruction: 'CMD',
        details: { program },
      });
      return undefined;
    }
    const found = new Map<string, { path: string; layer: number }>();
    return {
      visible(entry) {
        const what = DAEMONS.get(programName(entry) ?? '');
        // busybox brings links for all of them.
        if (
          what === undefined ||
          (entry.type === 'symlink' && /busybox$/.test(entry.linkTarget ?? ''))
        )
          return;
        found.set(what, { path: entry.path, layer: entry.layer });
      },
      end() {
        const last = [...found.values()].sort((a, b) => a.layer - b.layer).at(-1);
        if (found.size < 2 || !last || last.layer < baseLayers) return;
        report({
          message: `The image has what a server has: ${formatList([...found.keys()])}.`,
          layer: last.layer,
          path: last.path,
          details: { programs: [...found.values()].map(({ path }) => path) },
        });
      },
    };
  },
});
