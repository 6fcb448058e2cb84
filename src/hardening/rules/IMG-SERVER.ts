import { formatList } from '../format.js';
import { programName } from '../programs.js';
import { defineHardeningRule } from '../rule.js';

/** Programs that start and supervise others, and their names. */
const INITS: ReadonlyMap<string, string> = new Map([
  ['systemd', 'systemd'],
  ['init', 'an init system'],
  ['openrc-init', 'OpenRC'],
  ['supervisord', 'supervisord'],
  ['s6-svscan', 's6'],
  ['runsvdir', 'runit'],
  ['runit', 'runit'],
  ['my_init', 'the init of phusion/baseimage'],
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

export default defineHardeningRule({
  id: 'IMG-SERVER',
  name: 'no-server-in-a-container',
  severity: 'low',
  severityReason: 'More programs run than the container needs; info for those of the base image',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Container is set up like a server: init system, cron or SSH',
  why: 'The engine only sees the supervisor: a program that fails is neither noticed nor replaced, and its logs stay inside. Such containers run for a long time and are changed by hand.',
  remediation:
    'Start one program per container directly; use Kubernetes CronJobs or the scheduler of the host for scheduled tasks',
  wrong: 'CMD ["/usr/bin/supervisord", "-n"]',
  right: 'CMD ["/usr/local/bin/server"]',
  check({ started, baseLayers }, report) {
    const first = started.find(({ program }) => INITS.has(program) || DAEMONS.has(program));
    if (first) {
      const { program, script } = first;
      const service = INITS.get(program) ?? DAEMONS.get(program);
      const origin = [program === service ? '' : program, script ? `in /${script}` : '']
        .filter((part) => part !== '')
        .join(' ');
      report({
        message: `Container starts ${service}${origin && ` (${origin})`}`,
        instruction: 'CMD',
        details: { program },
      });
      return undefined;
    }
    const found = new Map<string, { path: string; layer: number }>();
    return {
      visible(entry) {
        const service = DAEMONS.get(programName(entry) ?? '');
        // busybox has links for all of them.
        if (
          service === undefined ||
          (entry.type === 'symlink' && /busybox$/.test(entry.linkTarget ?? ''))
        )
          return;
        found.set(service, { path: entry.path, layer: entry.layer });
      },
      end() {
        const last = [...found.values()].sort((a, b) => a.layer - b.layer).at(-1);
        if (found.size < 2 || !last || last.layer < baseLayers) return;
        report({
          message: `Image has programs of a server: ${formatList([...found.keys()])}`,
          layer: last.layer,
          path: last.path,
          details: { programs: [...found.values()].map(({ path }) => path) },
        });
      },
    };
  },
});
