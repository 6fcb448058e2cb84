import { posix } from 'node:path';
import type { ImageView } from './image-view.js';

/** What the configuration files of the started programs name. */
export interface ServerConfig {
  /** Users that they name, with the place: `nginx.conf:1`. */
  readonly users: readonly Named[];
  /** Paths of state, logs and process ids. */
  readonly paths: readonly Named[];
  /** The configuration files that name them, with a leading slash. */
  readonly files: readonly string[];
}

export interface Named {
  readonly value: string;
  readonly place: string;
}

/** Programs whose configuration has another name. Source: the packages of Debian and the images of the projects. */
const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['named', ['bind']],
  ['mariadbd', ['mysql', 'mariadb', 'mysqld']],
  ['mysqld', ['mysql', 'mysqld']],
  ['apachectl', ['apache2', 'httpd']],
  ['apache2ctl', ['apache2']],
  ['httpd', ['apache2', 'httpd']],
  ['postgres', ['postgresql']],
]);

/** The names under which a program has folders: `php-fpm8.4` is `php-fpm8.4`, `php-fpm`, `php`. */
export function folderNamesOf(program: string): readonly string[] {
  const bare = program.replace(/[\d.-]+$/, '');
  const stems = [
    program,
    bare,
    bare.replace(/-(?:server|fpm|base|daemon)$/, ''),
    bare.replace(/d$/, ''),
  ];
  return [...new Set([...stems, ...(OTHER_NAMES.get(program) ?? [])])].filter(
    (name) => name.length > 1,
  );
}

/** Values of one kind that are kept. */
const MAX_NAMED = 100;

/** Reads the configuration files below etc/NAME of the started programs, and those that their arguments name. */
export function readServerConfig({ started, configFiles, textOf }: ImageView): ServerConfig {
  const names = new Set(started.flatMap(({ program }) => folderNamesOf(program)));
  const given = new Set(
    started.flatMap(({ arguments: words }) =>
      words.flatMap((word) => /^(?:-\w|--[\w-]+=)?(\/\S+)$/.exec(word)?.[1]?.slice(1) ?? []),
    ),
  );
  const users: Named[] = [];
  const files: string[] = [];
  const paths = started.flatMap(({ arguments: words }) =>
    words.flatMap((word) =>
      [...word.matchAll(STATE_PATH)].map(([, value = '']) => ({
        value,
        place: 'its start command',
      })),
    ),
  );
  for (const path of configFiles) {
    const [, folder = ''] = /^(?:usr\/local\/)?etc\/([^/]+?)(?:\.[a-z]+)?(?:\/|$)/.exec(path) ?? [];
    if (!names.has(folder) && !given.has(path)) continue;
    const before = users.length + paths.length;
    for (const [index, line] of (textOf(path) ?? '').split('\n').slice(0, 5_000).entries()) {
      const place = `${posix.basename(path)}:${index + 1}`;
      if (/^\s*(?:[#;]|\/\/)/.test(line)) continue;
      const user = USER.exec(line)?.[1];
      if (user !== undefined && users.length < MAX_NAMED) users.push({ value: user, place });
      for (const [, found = ''] of line.matchAll(STATE_PATH))
        if (paths.length < MAX_NAMED) paths.push({ value: found, place });
    }
    if (users.length + paths.length > before) files.push(`/${path}`);
  }
  return { users, paths, files };
}

/** `user www-data;`, `server.username = "www-data"`, `cache_effective_user proxy`, `export APACHE_RUN_USER=www-data`. */
const USER =
  /^\s*(?:export\s+)?(?:user|username|server\.username|cache_effective_user|APACHE_RUN_USER|setuid|runas)(?:\s*[=:]\s*|\s+)["']?([a-z_][\w-]{0,31})["']?\s*;?\s*$/i;

/** A path in a folder for what programs write. */
const STATE_PATH =
  /(?<![\w./-])((?:\/var)?\/(?:run|lock)\/[\w./-]{1,200}|\/var\/(?:lib|cache|log|spool|tmp)\/[\w./-]{1,200}|\/(?:tmp|data)\/[\w./-]{1,200})/g;
