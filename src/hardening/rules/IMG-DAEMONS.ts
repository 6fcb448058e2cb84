import type { StartedCommand } from '../../start/started-commands.js';
import { formatList } from '../format.js';
import { defineHardeningRule } from '../rule.js';
import { SUPERVISOR_CONFIG } from '../text-files.js';

/** The services of s6 and runit: each has a folder with a program called `run`. */
const SERVICE_FILE =
  /^(?:etc\/(?:services\.d|s6-overlay\/s6-rc\.d|sv|service)|service)\/([^/]+)\/(?:run|type)$/;
const SUPERVISORS = /^(?:supervisord|s6-svscan|runsvdir|init)$/;
/** Programs that a start script can run in the background or at its end and that are not services. */
const NOT_A_SERVICE =
  /^(?:sleep|wait|echo|printf|cat|tail|tee|read|true|:|kill|trap|curl|wget|chown|chmod|find|set|exit|sh|bash)$/;
/** Servers that move to the background themselves. */
const FORKING_SERVER =
  /^(?:nginx|apache2ctl|httpd|php-fpm[\d.]*|mysqld_safe|memcached|redis-server|sshd|crond?)$/;

export default defineHardeningRule({
  id: 'IMG-DAEMONS',
  name: 'one-service-per-container',
  severity: 'low',
  severityReason: 'Availability: nobody notices that one of the services ended',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Container runs several services',
  why: 'The services share a lifecycle, user, memory and updates: if one fails nobody is notified, and none can be scaled, limited or replaced alone.',
  remediation: 'Run each service in its own container; Compose or a pod keeps them together',
  references: ['https://docs.docker.com/engine/containers/multi-service_container/'],
  wrong: 'CMD service cron start && php-fpm -D && nginx -g "daemon off;"',
  right: 'CMD ["nginx", "-g", "daemon off;"]',
  check({ started, files, textOf, baseLayers }, report) {
    if (!started.some(({ program }) => SUPERVISORS.test(program))) {
      // Start scripts of base images run a server temporarily, to set it up.
      const own = started.filter(
        ({ script }) =>
          script === undefined ||
          (files.get(files.resolve(script) ?? script)?.layer ?? 0) >= baseLayers,
      );
      const services = [...new Set(own.flatMap((command, i) => serviceOf(command, own, i)))];
      if (services.length >= 2)
        report({
          message: `Container starts several services: ${formatList(services)}`,
          confidence: 'medium',
          instruction: 'CMD',
          details: { services: services.slice(0, 50) },
        });
      return undefined;
    }
    const found = new Map<string, number>();
    return {
      visible({ path, layer }) {
        const service = SERVICE_FILE.exec(path)?.[1];
        if (service !== undefined && service !== 'user') found.set(service, layer);
        if (!SUPERVISOR_CONFIG.test(path)) return;
        for (const [, name = ''] of (textOf(path) ?? '').matchAll(PROGRAM_SECTION))
          found.set(name.trim(), layer);
      },
      end() {
        if (found.size < 2) return;
        const layer = Math.max(...found.values());
        report({
          message: `Container runs ${found.size} services under a supervisor: ${formatList([...found.keys()])}`,
          ...(layer >= baseLayers ? { layer } : { instruction: 'CMD' }),
          details: { services: [...found.keys()].slice(0, 50) },
        });
      },
    };
  },
});

/** A section of the configuration of supervisord. */
const PROGRAM_SECTION = /^[ \t]*\[program:([^\]\n]{1,100})\]/gm;

/** The service that a start command leaves running: in the background, or as the last command. */
function serviceOf(
  { program, arguments: words, background }: StartedCommand,
  all: readonly StartedCommand[],
  index: number,
): string[] {
  if (/^(?:rc-)?service$/.test(program))
    return /^(?:re)?start$/.test(words[1] ?? '') ? [words[0] ?? ''] : [];
  if (NOT_A_SERVICE.test(program)) return [];
  const last = index === all.length - 1;
  return background || last || FORKING_SERVER.test(program) ? [program] : [];
}
