/** How a program that starts another one is called. */
export interface Wrapper {
  /** Its options that take the next word as their value. */
  readonly values?: string;
  /** How many words of its own come before the command. */
  readonly operands?: number;
}

/** Programs that start the command in their arguments. */
export const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['tini', { values: '-p -e' }],
  ['tini-static', { values: '-p -e' }],
  ['docker-init', { values: '-p -e' }],
  ['dumb-init', { values: '-r --rewrite' }],
  ['catatonit', {}],
  ['env', { values: '-u -C --unset --chdir' }],
  ['nice', { values: '-n --adjustment' }],
  ['ionice', { values: '-c -n --class --classdata' }],
  ['nohup', {}],
  ['setsid', {}],
  ['stdbuf', { values: '-i -o -e' }],
  ['unbuffer', {}],
  ['setpriv', { values: '--reuid --regid --groups --inh-caps --ambient-caps --bounding-set' }],
  ['gosu', { operands: 1 }],
  ['su-exec', { operands: 1 }],
  ['setuser', { operands: 1 }],
  ['s6-setuidgid', { operands: 1 }],
  ['chpst', { values: '-u -U -b -/ -n -l -L -e -m -d -o -p -f -c -r -t' }],
  ['chroot', { operands: 1 }],
  ['timeout', { values: '-s -k --signal --kill-after', operands: 1 }],
  ['time', {}],
  ['xargs', { values: '-n -I -P -L -d -a -E -s' }],
  ['sudo', { values: '-u -g -h -p -C' }],
  ['doas', { values: '-u -C' }],
  ['flock', { values: '-E -w --conflict-exit-code --timeout', operands: 1 }],
  ['taskset', { values: '-c', operands: 1 }],
  ['chrt', { values: '-p -T -P -D', operands: 1 }],
  ['numactl', { values: '-N -m -C -i -p -l' }],
  ['prlimit', { values: '-o --output' }],
  ['unshare', { values: '-S -G -R -w' }],
  ['setarch', { operands: 1 }],
  ['linux32', {}],
  ['linux64', {}],
  ['fakeroot', { values: '-l -s -i' }],
  ['catchsegv', {}],
  ['strace', { values: '-e -o -s -p -u -E' }],
]);

/** The words after the options; those in `values` take the next word. `--` ends them. */
export function withoutOptions(words: readonly string[], values: string): readonly string[] {
  const taking = new Set(values.split(' '));
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return words.slice(at + 1);
    if (!/^[-+]./.test(word)) break;
    if (taking.has(word)) at++;
  }
  return words.slice(at);
}
