/** Whether a folder has files of every package, or modules whose imports are followed, so that naming it says nothing. */
export function isBroad(folder: string): boolean {
  return FOLDERS.has(folder) || MODULES.test(folder);
}

/** Debian's folders of libraries, by architecture. Source: Debian wiki, Multiarch/Tuples. */
export const ARCHITECTURES =
  'x86_64-linux-gnu aarch64-linux-gnu arm-linux-gnueabihf i386-linux-gnu powerpc64le-linux-gnu riscv64-linux-gnu s390x-linux-gnu'.split(
    ' ',
  );

/** Folders that have files of all packages, so that naming them says nothing. */
const FOLDERS = new Set([
  ...'bin sbin lib lib32 lib64 libexec share local include src games'.split(' ').map(below('usr')),
  ...'bin sbin lib share etc libexec'.split(' ').map(below('usr/local')),
  ...'doc man info locale doc-base lintian bug'.split(' ').map(below('usr/share')),
  ...ARCHITECTURES.map(below('usr/lib')),
  ...'lib cache log run tmp lib/dpkg lib/apt lib/rpm'.split(' ').map(below('var')),
  ...['', 'usr', 'bin', 'sbin', 'lib', 'lib64', 'etc', 'opt', 'var', 'run', 'tmp', 'home', 'root'],
  ...['srv', 'dev', 'proc', 'sys', 'lib/apk'],
]);

/** Modules of languages: what a program of the language imports is followed. */
const MODULES =
  /^usr\/(?:local\/)?(?:lib(?:64)?\/python\d|share\/(?:nodejs|node_modules)(?:\/|$)|lib\/(?:[^/]+\/)?(?:nodejs|node_modules)(?:\/|$))/;

function below(folder: string): (name: string) => string {
  return (name) => `${folder}/${name}`;
}
