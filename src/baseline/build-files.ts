import { type BothVersions, fileTextOf } from './versions.js';

/** A build tool, and the files that tell it which programs to start, or are such programs. */
interface BuildTool {
  readonly runs: RegExp;
  readonly file: RegExp;
  /** What a text says besides dependencies and their versions; absent: all of it. */
  readonly partOf?: (text: string) => string;
}

/** Whether a command starts a build tool that runs a changed file, or programs that a changed file names. */
export function changesBuildFile(
  command: string,
  files: readonly string[],
  { root, baseFolder }: BothVersions,
): boolean {
  return TOOLS.some(
    ({ runs, file, partOf = (text) => text }) =>
      runs.test(command) &&
      files.some((path) => {
        if (!file.test(path)) return false;
        const [before, after] = [baseFolder, root].map((side) =>
          partOf(fileTextOf(side, path) ?? ''),
        );
        return before !== after;
      }),
  );
}

/** A program at the start of a command, or in one that another one starts: `sh -c "mvn package"`. */
function program(names: string): RegExp {
  return new RegExp(String.raw`(?:^|[\s"'(/])(?:${names})(?=$|[\s"')])`);
}

/**
 * Sources: Maven, "POM Reference"; Gradle, "Build Script Basics"; Bundler, "Gemfile"; MSBuild, "Targets"; the manuals of the
 * others.
 */
const TOOLS: readonly BuildTool[] = [
  { runs: program('mvnw?|mvnd'), file: /(?:^|\/)(?:pom|[\w-]*settings)\.xml$/, partOf: pomPart },
  { runs: program('mvnw?|mvnd'), file: /(?:^|\/)\.mvn\// },
  {
    runs: program('gradlew?'),
    file: /\.gradle(?:\.kts)?$|(?:^|\/)buildSrc\/|(?:^|\/)build-logic\//,
    partOf: scriptPart,
  },
  {
    runs: program('sbt|mill'),
    file: /\.s(?:bt|c)$|(?:^|\/)project\/[^/]*\.scala$/,
    partOf: scriptPart,
  },
  { runs: program('ant'), file: /(?:^|\/)(?:build|ant|ivy)[^/]*\.xml$/ },
  {
    runs: program('lein|boot|clj|clojure'),
    file: /(?:^|\/)(?:project\.clj|build\.(?:boot|clj)|deps\.edn)$/,
  },
  {
    runs: program('bundle|bundler|gem|rake|rails|ruby'),
    file: /(?:^|\/)(?:Gemfile|Rakefile|gems\.rb|extconf\.rb)$|\.(?:rake|gemspec)$/,
    partOf: scriptPart,
  },
  { runs: program('rake|rails'), file: /(?:^|\/)(?:config|lib\/tasks)\/.*\.rb$|(?:^|\/)bin\// },
  {
    runs: program('dotnet|msbuild|nuget'),
    file: /\.(?:[cfv][sb]proj|props|targets|tasks)$/i,
    partOf: projectPart,
  },
  { runs: program('cmake|ctest|ninja'), file: /(?:^|\/)CMakeLists\.txt$|\.cmake$/ },
  { runs: program('meson|ninja'), file: /(?:^|\/)meson(?:\.build|_options\.txt|\.options)$/ },
  {
    runs: program('bazel|bazelisk|buck2?'),
    file: /(?:^|\/)(?:BUILD|BUCK|WORKSPACE|MODULE)(?:\.bazel)?$|\.bzl$/,
  },
  { runs: program('scons|waf'), file: /(?:^|\/)(?:SCons\w+|wscript)$/ },
  {
    runs: program(String.raw`autoreconf|autoconf|automake|autogen\.sh|configure|bootstrap`),
    file: /\.(?:ac|am|in|m4)$/,
  },
  { runs: program('rebar3?|erlang\\.mk'), file: /(?:^|\/)(?:rebar\.config|erlang\.mk)/ },
  { runs: program('nix|nix-build|nix-shell|nix-env'), file: /\.nix$/ },
  { runs: program('pod|fastlane'), file: /(?:^|\/)(?:Podfile|Fastfile)$/ },
  {
    runs: program(
      'gulp|grunt|webpack(?:-cli)?|vite|vitest|rollup|next|nuxt|nuxi|astro|jest|esbuild|babel|postcss|eslint|tsup|ng|remix|gatsby|wp-scripts|svelte-kit|vue-cli-service',
    ),
    file: /(?:^|\/)(?:gulpfile|Gruntfile|gatsby-\w+|[\w.-]+\.config)\.[cm]?[jt]s$/i,
  },
];

/** Longer texts are compared as a whole. */
const MAX_TEXT = 256 * 1024;

/** What a POM says besides dependencies and versions. Those of a plugin are programs. */
function pomPart(text: string): string {
  if (text.length > MAX_TEXT) return text;
  let plugins = 0;
  let depth = 0;
  const kept: string[] = [];
  for (const part of withoutComments(text).split(/(<\/?(?:plugin|dependencies)>)/)) {
    if (part === '<plugin>') plugins += 1;
    if (part === '</plugin>') plugins -= 1;
    if (part === '<dependencies>' && plugins === 0) depth += 1;
    else if (part === '</dependencies>' && depth > 0) depth -= 1;
    else if (depth === 0) kept.push(part);
  }
  if (depth > 0) return text;
  return spaced(kept.join('').replace(/<([\w.-]{0,99}version[\w.-]{0,99})>[^<$]*<\/\1>/gi, ''));
}

/** What a project of MSBuild says besides packages, other projects, sources and versions. */
function projectPart(text: string): string {
  if (text.length > MAX_TEXT) return text;
  return spaced(
    withoutComments(text)
      .replace(/<(?:Package(?:Reference|Version)|ProjectReference|Compile|None)\s[^<>]*>/g, '')
      .replace(/<\/(?:Package(?:Reference|Version)|ProjectReference|Compile|None)>/g, '')
      .replace(/<(\w{0,99}(?:Version|TargetFrameworks?))>[^<$]*<\/\1>/g, ''),
  );
}

function withoutComments(text: string): string {
  const [first = '', ...rest] = text.split('<!--');
  return [first, ...rest.map((part) => part.slice(part.indexOf('-->') + 3))].join('');
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/> </g, '><').trim();
}

/** Lines of a script without those that only name dependencies and versions, and without comments. */
function scriptPart(text: string): string {
  if (text.length > MAX_TEXT) return text;
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => !/^(?:#|\/\/|$)/.test(line) && !isDependency(line))
    .map((line) => line.replace(/(["'])[~^<>= ]{0,9}v?\d[\w.+-]*\1/g, "''"))
    .join('\n');
}

/** Whether a line is a call with nothing but literals, which names a dependency or a version. */
function isDependency(line: string): boolean {
  const [name] = DEPENDENCY.exec(line) ?? [];
  if (name === undefined) return false;
  const rest = line.slice(name.length).replace(/"[^"'`$#]*"|'[^"'`$#]*'/g, '');
  return /^(?:true|false|platform|=>|%|(?<!\w)\w{1,30}:|:\w{1,30}(?!\w)|[\s,()[\]])*$/.test(rest);
}

const DEPENDENCY =
  /^(?:gem|source|ruby|version|(?:test|debug|android)?(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly)|annotationProcessor|kapt|ksp|libraryDependencies \+\+?=|\w{1,30}\.(?:add_\w{0,20}dependency|version =))(?=[\s("'])/;
