import type { Classifier } from './classifier.js';
import { erlangVersion, pythonVersion } from './finders.js';

/** Interpreters, compilers and their libraries. */
export const INTERPRETERS: readonly Classifier[] = [
  {
    name: 'node',
    cpe: 'nodejs:node.js',
    advisories: 'node',
    files: ['node', 'nodejs', 'libnode.so'],
    version: /node-v(\d{1,3}\.\d{1,3}\.\d{1,3})[-.]/,
  },
  {
    name: 'python',
    cpe: 'python:python',
    advisories: 'python',
    files: ['python', 'libpython.so'],
    version: pythonVersion,
  },
  {
    name: 'ruby',
    cpe: 'ruby-lang:ruby',
    advisories: 'ruby',
    files: ['ruby', 'libruby.so'],
    version: /\0ruby (\d\.\d{1,2}\.\d{1,3})(?:p\d{1,4})? \(/,
  },
  {
    name: 'php',
    cpe: 'php:php',
    advisories: 'php',
    files: ['php', 'php-fpm', 'php-cgi', 'libphp.so'],
    version: /PHP\/(\d{1,2}\.\d{1,2}\.\d{1,3})/,
  },
  {
    name: 'perl',
    cpe: 'perl:perl',
    files: ['perl', 'libperl.so'],
    version: /\/(?:perl5?\/)?(5\.\d{1,2}\.\d{1,2})[/\0]/,
  },
  {
    name: 'lua',
    cpe: 'lua:lua',
    advisories: 'lua',
    files: ['lua', 'luac', 'liblua.so'],
    version: /Lua (5\.\d\.\d{1,2}) {2}Copyright/,
  },
  {
    name: 'luajit',
    cpe: 'luajit:luajit',
    files: ['luajit', 'libluajit.so', 'libluajit-5.1.so'],
    version: /\0LuaJIT (2\.\d\.\d{1,12}(?:-beta\d)?)\0/,
  },
  {
    name: 'erlang',
    cpe: 'erlang:erlang\\/otp',
    files: ['beam.smp', 'erlexec'],
    version: erlangVersion,
  },
  {
    name: 'julia',
    cpe: 'julialang:julia',
    files: ['libjulia-internal.so'],
    version: { lone: /\0(1\.\d{1,2}\.\d{1,2}(?:-rc\d)?)(?=\0)/g, marker: 'julia' },
  },
  {
    name: 'r',
    cpe: 'r-project:r',
    files: ['R_X11.so', 'cairo.so'],
    version: /\0R (\d\.\d{1,2}\.\d)\0/,
  },
  {
    name: 'gcc',
    cpe: 'gnu:gcc',
    files: ['gcc', 'g++', ...triplets('gcc')],
    version: { lone: /\0(\d{1,2}\.\d\.\d)(?=\0)/g, marker: 'COLLECT_GCC' },
  },
  {
    name: 'rust',
    cpe: 'rust-lang:rust',
    files: ['librustc_driver.so', 'libstd.so'],
    version: /(?<!\d)(1\.\d{2,3}\.\d{1,2}) \([0-9a-f]{9} \d{4}-\d\d-\d\d\)/,
  },
  {
    name: 'dart',
    cpe: 'dart:dart_software_development_kit',
    files: ['dart'],
    version: /\0(\d\.\d{1,2}\.\d{1,2}) \(stable\)/,
  },
  {
    name: 'deno',
    cpe: 'deno:deno',
    files: ['deno', 'denort'],
    // Strings of Rust programs have no end. The exporter of OpenTelemetry has a version of its own.
    version: /(?<!-)Deno\/(\d{1,2}\.\d{1,2}\.\d{1,2})(?=Deno\/|[+\0])/,
  },
  {
    name: 'bun',
    cpe: 'bun:bun',
    files: ['bun'],
    version: /\0Bun v(\d\.\d{1,2}\.\d{1,3}) \(/,
  },
  {
    name: 'ghc',
    cpe: 'haskell:ghc',
    files: ['ghc'],
    version: /\0GHC (\d{1,2}\.\d{1,2}\.\d{1,2})\0/,
  },
  {
    name: 'guile',
    cpe: 'gnu:guile',
    files: ['libguile-3.0.so', 'libguile-2.2.so'],
    version: { lone: /\0([23]\.\d{1,2}\.\d{1,2})(?=\0)/g, marker: 'guile' },
  },
];

function triplets(tool: string): string[] {
  return ['x86_64', 'aarch64'].flatMap((machine) =>
    ['linux-gnu', 'linux-musl'].map((system) => `${machine}-${system}-${tool}`),
  );
}
