import { formatList } from '../programs.js';
import { defineRule } from '../rule.js';
import type { StartedCommand } from '../start-command.js';
import { SUPERVISOR_CONFIG } from '../text-files.js';

/** Services of s6 and runit: a folder each, with a program called run. */
const SERVICE =
  /^(?:etc\/(?:services\.d|s6-overlay\/s6-rc\.d|sv|service)|service)\/([^/]+)\/(?:run|type)$/;
const SUPERVISORS = /^(?:supervisord|s6-svscan|runsvdir|init)$/;
/** What a start script puts in the background, or ends with, without its being a service. */
const PASSING =
  /^(?:sleep|wait|echo|printf|cat|tail|tee|read|true|:|kill|trap|curl|wget|chown|chmod|find|set|exit|sh|bash)$/;
/** Servers that go into the background by themselves. */
const FORKING =
  /^(?:nginx|apache2ctl|httpd|php-fpm[\d.]*|mysqld_safe|memcached|redis-server|sshd|crond?)$/;

export default defineRule({
  id: 'IMG-DAEMONS',
  name: 'one-service-a-container',
  severity: 'medium',
  practice: 'minimal-containers',
  title: 'The container runs several services',
  why: 'They share fate, user, memory and updates: when one fails nobody is told, and none can be scaled, limited or replaced alone.',
  remediation: 'A container for each service; Compose or a pod keeps them together.',
  references: ['https://docs.docker.com/engine/containers/multi-service_container/'],
  wrong: 'CMD service cron start && php-fpm -D && nginx -g "daemon off;"',
  right: 'CMD ["nginx", "-g", "daemon off;"]',
  check({ started, files, textOf, baseLayers }, report) {
    if (!started.some(({ program }) => SUPERVISORS.test(program))) {
      // Start scripts of base images run a server for a moment, to set it up.
      const own = started.filter(
        ({ script }) =>
          script === undefined ||
          (files.get(files.resolve(script) ?? script)?.layer ?? 0) >= baseLayers,
      );
      const services = [...new Set(own.flatMap((command, i) => serviceOf(command, own, i)))];
      if (services.length >= 2)
        report({
          message: `The container starts several services: ${formatList(services)}.`,
          confidence: 'medium',
          instruction: 'CMD',
          details: { services: services.slice(0, 50) },
        });
      return undefined;
    }
    const found = new Map<string, number>();
    return {
      visible({ path, layer }) {
        const service = SERVICE.exec(path)?.[1];
        if (service !== undefined && service !== 'user') found.set(service, layer);
        if (!SUPERVISOR_CONFIG.test(path)) return;
        for (const [, name = ''] of (textOf(path) ?? '').matchAll(PROGRAM))
          found.set(name.trim(), layer);
      },
      end() {
        if (found.size < 2) return;
        const layer = Math.max(...found.values());
        report({
          message: `The container runs ${found.size} services under a supervisor: ${formatList([...found.keys()])}.`,
          ...(layer >= baseLayers ? { layer } : { instruction: 'CMD' }),
          details: { services: [...found.keys()].slice(0, 50) },
        });
      },
    };
  },
});

/** A section of supervisord's configuration. */
const PROGRAM = /^[ \t]*\[program:([^\]\n]{1,100})\]/gm;

/** The service that a command of the start leaves running: in the background, or as what all else waits for. */
function serviceOf(
  { program, arguments: words, background }: StartedCommand,
  all: readonly StartedCommand[],
  index: number,
): string[] {
  if (/^(?:rc-)?service$/.test(program))
    return /^(?:re)?start$/.test(words[1] ?? '') ? [words[0] ?? ''] : [];
  if (PASSING.test(program)) return [];
  const last = index === all.length - 1;
  return background || last || FORKING.test(program) ? [program] : [];
}
