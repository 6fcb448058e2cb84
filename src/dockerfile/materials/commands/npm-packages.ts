import { commandName, flagValues, hasFlag, operands } from '../../shell/command-line.js';
import { isAddress, readAddress } from '../address.js';
import type { CommandReader, FoundMaterial } from '../found-material.js';
import { hasUnknownPart } from '../shell-values.js';
import { sourceOf } from './system-packages.js';

/** npm, npx, yarn, pnpm, bun and corepack. */
export const npmPackages: CommandReader = {
  programs: /^(?:npm|npx|yarn|pnpm|pnpx|bun|bunx|corepack)$/,
  read({ command, values }) {
    const by = commandName(command);
    const sources = flagValues(command, '--registry')
      .map(({ value, word }) => ({ word, text: values(word, value) }))
      .map(({ word, text }) => sourceOf(text, by, word.range));
    const [verb, ...words] = operands(command, VALUE_OPTIONS);
    const name = /^(?:npx|pnpx|bunx)$/.test(by) ? 'exec' : (verb?.value ?? 'install');
    if (name === 'config' || name === 'set')
      return [
        ...sources,
        ...registriesIn(
          words.map((word) => values(word)),
          by,
          command.range,
        ),
      ];
    // `npm init NAME` runs a package.
    if (name === 'init' && words.length === 0) return sources;
    // Other words are scripts of the project.
    if (!FETCHES.test(name)) return OFFLINE.test(name) ? sources : undefined;
    const packages = /^(?:npx|pnpx|bunx)$/.test(by) ? [verb, ...words].slice(0, 1) : words;
    const named = packages.flatMap((word) => (word ? packageOf(values(word), by, word.range) : []));
    if (packages.length > 0) return [...sources, ...named];
    const isLocked =
      name === 'ci' ||
      hasFlag(command, '--frozen-lockfile', '--immutable', '--frozen-lock', '--locked');
    return [
      ...sources,
      {
        kind: 'packages',
        what: isLocked ? 'the packages of the lock file' : 'the packages of package.json',
        by,
        at: command.range,
        transport: 'unknown',
        pin: isLocked ? 'digest' : 'unknown',
        ...(isLocked && {
          verifiedBy: 'the lock file',
          lockFiles: LOCK_FILES.get(by) ?? NPM_LOCKS,
        }),
        isOpen: true,
      },
    ];
  },
};

const NPM_LOCKS: readonly string[] = ['package-lock.json', 'npm-shrinkwrap.json'];
const LOCK_FILES: ReadonlyMap<string, readonly string[]> = new Map([
  ['yarn', ['yarn.lock']],
  ['pnpm', ['pnpm-lock.yaml']],
  ['bun', ['bun.lock', 'bun.lockb', 'yarn.lock', 'package-lock.json', 'pnpm-lock.yaml']],
]);

const FETCHES =
  /^(?:install|i|in|ci|add|update|up|upgrade|dlx|exec|x|global|prepare|use|install-clean|clean-install|create|init)$/;
const OFFLINE =
  /^(?:cache|config|get|set|list|ls|ll|la|view|info|show|why|outdated|audit|fund|doctor|help|root|prefix|bin|env|enable|disable|link|unlink|uninstall|remove|rm|un|prune|dedupe|version|login|logout|whoami|pkg|workspaces|autoclean|licenses|policies|store)$/;

function registriesIn(
  words: readonly string[],
  by: string,
  at: FoundMaterial['at'],
): FoundMaterial[] {
  return words
    .map((word) => word.replace(/^[\w@:/.-]*registry=/, ''))
    .filter(isAddress)
    .map((text) => sourceOf(text, by, at));
}

function packageOf(text: string, by: string, at: FoundMaterial['at']): FoundMaterial[] {
  if (/^(?:\.|\/|~|file:)/.test(text) || text === 'add') return [];
  if (isAddress(text) || /^(?:github|gitlab|bitbucket):|^[\w-]+\/[\w.-]+(?:#|$)/.test(text)) {
    const address = isAddress(text) ? text : `https://github.com/${text.replace(/^\w+:/, '')}`;
    const [, reference] = /#(.*)$/s.exec(text) ?? [];
    const isGit = !/^https?:.*\.tgz/.test(text);
    const pin = reference !== undefined && /^[0-9a-f]{40}$/.test(reference) ? 'commit' : 'none';
    return [
      {
        ...readAddress(address),
        ...(isGit && { pin }),
        kind: isGit ? 'git' : 'download',
        by,
        at,
        isOpen: true,
      },
    ];
  }
  const version = /.@([^@]*)$/.exec(text)?.[1];
  const pin =
    version !== undefined && /^v?\d+\.\d+\.\d+/.test(version)
      ? 'version'
      : hasUnknownPart(version ?? text)
        ? 'unknown'
        : 'none';
  return [
    { kind: 'package', what: text.slice(0, 200), by, at, transport: 'unknown', pin, isOpen: true },
  ];
}

const VALUE_OPTIONS =
  '-C --prefix -w --workspace --registry --cache --userconfig --omit --include --loglevel --tag --filter --dir --cwd --global-folder --cache-folder -p --package --scope --otp --node-linker'.split(
    ' ',
  );
