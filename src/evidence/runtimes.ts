import { posix } from 'node:path';
import type { LoadStep } from '../start/observer.js';
import { ARCHITECTURES } from './broad-folders.js';
import type { Follow } from './follow.js';
import { runJava } from './java.js';
import { runNode } from './node.js';
import { runPython } from './python.js';
import type { Runtime } from './runtime.js';
import { chainOf } from './trace.js';

/** Where Alpine, Fedora and others install modules of Python: a folder for each version from 3.6. */
const SITE_PACKAGES = ['lib', 'lib64'].flatMap((lib) =>
  Array.from({ length: 20 }, (_, i) => `usr/${lib}/python3.${i + 6}/site-packages`),
);

/** Where Debian installs the native modules of a language. */
function native(name: string): readonly string[] {
  return ARCHITECTURES.map((one) => `usr/lib/${one}/${name}`);
}

export const RUNTIMES: readonly Runtime[] = [
  {
    names: /^(?:(?:python|pypy)(?:[\d.]*|3?)|libpython[\d.]+\.so[\d.]*|mod_wsgi\S*)$/,
    symbols: ['Py_', '_Py', 'PyInit_', 'PyModule_', 'pypy_'],
    types: ['pypi', 'conda'],
    folders: ['usr/lib/python3/dist-packages', ...SITE_PACKAGES],
    run: runPython,
  },
  {
    names: /^(?:node|nodejs|bun|deno|electron|libnode\.so[\d.]*)$/,
    symbols: ['napi_', 'node_module_register', '_ZN4node', '_ZN2v8'],
    types: ['npm'],
    folders: [
      ...['usr/share/nodejs', 'usr/lib/nodejs', 'usr/share/node_modules', 'usr/lib/node_modules'],
      ...native('nodejs'),
    ],
    run: runNode,
  },
  {
    names: /^(?:java|javaw|libjvm\.so)$/,
    symbols: ['JNI_', 'JLI_', 'JVM_', 'Java_'],
    types: ['maven'],
    folders: ['usr/share/java', 'usr/share/maven-repo'],
    run: runJava,
  },
  {
    names: /^(?:ruby[\d.]*|jruby|libruby\S*\.so[\d.-]*|passenger\S*)$/,
    symbols: ['ruby_', 'rb_'],
    types: ['gem'],
    folders: [
      ...['usr/lib/ruby', 'usr/share/rubygems-integration', 'usr/share/ruby'],
      ...['ruby', 'rubygems-integration'].flatMap(native),
    ],
  },
  {
    names: /^(?:php[\d.]*|php-fpm[\d.]*|php-cgi[\d.]*|libphp\S*\.so|frankenphp)$/,
    symbols: ['zend_', 'php_'],
    types: ['composer', 'pear'],
    folders: ['usr/share/php', 'usr/lib/php'],
  },
  {
    names: /^(?:perl[\d.]*|libperl\.so[\d.]*)$/,
    symbols: ['perl_', 'Perl_', 'PL_'],
    types: ['cpan'],
    folders: [
      ...['usr/share/perl5', 'usr/share/perl', 'usr/lib/perl5'],
      ...['perl5', 'perl'].flatMap(native),
    ],
  },
  {
    names: /^(?:lua[\d.]*|luajit\S*|liblua\S*\.so[\d.]*)$/,
    symbols: ['lua_', 'luaL_'],
    types: ['luarocks'],
    folders: ['usr/share/lua', 'usr/local/share/lua', 'usr/local/lib/lua', ...native('lua')],
  },
  {
    names: /^(?:dotnet|libcoreclr\.so|libhostfxr\.so)$/,
    symbols: ['hostfxr_', 'coreclr_'],
    types: ['nuget'],
    folders: [],
  },
  {
    names: /^(?:erl|beam\.smp|elixir|erlexec)$/,
    symbols: ['enif_', 'erts_'],
    types: ['hex', 'otp'],
    folders: ['usr/lib/erlang'],
  },
  {
    names: /^(?:R|Rscript|libR\.so)$/,
    symbols: ['Rf_', 'R_'],
    types: ['cran'],
    folders: ['usr/lib/R', 'usr/local/lib/R'],
  },
];

/** The runtime to which a program or library belongs. */
export function runtimeOf(path: string): Runtime | undefined {
  const name = posix.basename(path);
  return RUNTIMES.find(({ names }) => names.test(name));
}

/** Whether a native file is of a runtime: a name tells nothing of a program that the image has from elsewhere. */
export function isOf({ symbols: starts }: Runtime, symbols: Buffer | undefined): boolean {
  return starts.some((start) => symbols?.includes(`\0${start}`, 0, 'latin1'));
}

/**
 * Adds the modules that distributions package, for each language of which a loaded file may import anything: their packages
 * are not of the language's type.
 */
export function mayLoadPackaged({ trace, mention }: Pick<Follow, 'trace' | 'mention'>): void {
  const types = [...trace.openTypes.keys()];
  for (const runtime of RUNTIMES.filter((one) => one.types.some((type) => types.includes(type)))) {
    const program = [...trace.loaded].find(([path]) => runtimeOf(path) === runtime)?.[1];
    for (const folder of program ? runtime.folders : []) if (program) mention(folder, program);
  }
}

/** Adds all packages of a runtime whose files are not followed. */
export function mayLoadAll(
  { types, folders }: Runtime,
  step: LoadStep,
  { trace, mention }: Pick<Follow, 'trace' | 'mention'>,
): void {
  for (const type of types) trace.openType(type, `${chainOf(step)} may load it`);
  for (const folder of folders) mention(folder, step);
}
