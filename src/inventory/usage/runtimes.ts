import { posix } from 'node:path';
import type { Follow } from './follow.js';
import { runJava } from './java.js';
import { runNode } from './node.js';
import { runPython } from './python.js';
import type { Runtime } from './runtime.js';
import { chainOf, type Step } from './trace.js';

export const RUNTIMES: readonly Runtime[] = [
  {
    names: /^(?:(?:python|pypy)(?:[\d.]*|3?)|libpython[\d.]+\.so[\d.]*|mod_wsgi\S*)$/,
    types: ['pypi', 'conda'],
    folders: ['usr/lib/python3/dist-packages'],
    run: runPython,
  },
  {
    names: /^(?:node|nodejs|bun|deno|electron|libnode\.so[\d.]*)$/,
    types: ['npm'],
    folders: ['usr/share/nodejs', 'usr/lib/nodejs', 'usr/share/node_modules'],
    run: runNode,
  },
  {
    names: /^(?:java|javaw|libjvm\.so)$/,
    types: ['maven'],
    folders: ['usr/share/java', 'usr/share/maven-repo'],
    run: runJava,
  },
  {
    names: /^(?:ruby[\d.]*|jruby|libruby\S*\.so[\d.-]*|passenger\S*)$/,
    types: ['gem'],
    folders: ['usr/lib/ruby', 'usr/share/rubygems-integration', 'usr/share/ruby'],
  },
  {
    names: /^(?:php[\d.]*|php-fpm[\d.]*|php-cgi[\d.]*|libphp\S*\.so|frankenphp)$/,
    types: ['composer', 'pear'],
    folders: ['usr/share/php', 'usr/lib/php'],
  },
  {
    names: /^(?:perl[\d.]*|libperl\.so[\d.]*)$/,
    types: ['cpan'],
    folders: ['usr/share/perl5', 'usr/share/perl', 'usr/lib/perl5'],
  },
  {
    names: /^(?:lua[\d.]*|luajit\S*|liblua\S*\.so[\d.]*)$/,
    types: ['luarocks'],
    folders: ['usr/share/lua', 'usr/local/share/lua', 'usr/local/lib/lua'],
  },
  { names: /^(?:dotnet|libcoreclr\.so|libhostfxr\.so)$/, types: ['nuget'], folders: [] },
  {
    names: /^(?:erl|beam\.smp|elixir|erlexec)$/,
    types: ['hex', 'otp'],
    folders: ['usr/lib/erlang'],
  },
  { names: /^(?:R|Rscript|libR\.so)$/, types: ['cran'], folders: ['usr/lib/R', 'usr/local/lib/R'] },
];

/** The runtime to which a program or library belongs. */
export function runtimeOf(path: string): Runtime | undefined {
  const name = posix.basename(path);
  return RUNTIMES.find(({ names }) => names.test(name));
}

/** Adds all packages of a runtime whose files are not followed. */
export function mayLoadAll(
  { types, folders }: Runtime,
  step: Step,
  { trace, mention }: Pick<Follow, 'trace' | 'mention'>,
): void {
  for (const type of types) trace.openType(type, `${chainOf(step)} may load it`);
  for (const folder of folders) mention(folder, step);
}
