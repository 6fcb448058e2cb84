/**
 * Defects that an audit made by hand, none of which the tests saw at the time. Each `from` stands once in its file. One is
 * not here: no image can name its own digest as that of its base.
 */
export const HAND_MADE = [
  {
    file: 'src/check/baseline-of.ts',
    from: ' || options.baselineRef !== undefined',
    to: '',
  },
  { file: 'src/image/sources/daemon.ts', from: " || reference.includes('..')", to: '' },
  { file: 'src/inventory/executables/elf.ts', from: ' || count > MAX_HEADERS', to: '' },
  {
    file: 'src/manifests/kustomize/render/names.ts',
    from: " || id.kind === 'Namespace'",
    to: '',
  },
  { file: 'src/options/option-rules.ts', from: "['key', 'require-tlog']", to: "['key']" },
  {
    file: 'src/integrity/file-content-facts.ts',
    from: 'head.length === HEAD_BYTES && (head[16]',
    to: 'false && (head[16]',
  },
  {
    file: 'src/builds/declared/called-files.ts',
    from: " && !remote.startsWith('cwd://')",
    to: '',
  },
  {
    file: 'src/builds/bake/declared-builds.ts',
    from: " && !file.startsWith('cwd://')",
    to: '',
  },
  { file: 'src/scan/inspect-layers.ts', from: " && image.source !== 'dir'", to: '' },
  { file: 'src/dockerfile/dockerignore-glob.ts', from: "(']', at + 2)", to: "(']', at + 1)" },
  { file: 'src/dockerfile/rules/PS0023.ts', from: ' || script.end < download.end', to: '' },
  {
    file: 'src/image/history/attribution.ts',
    from: 'matching * 2 <= steps.length',
    to: 'matching * 2 < steps.length',
  },
  { file: 'src/image/history/created-by.ts', from: '.slice(0, count)', to: '' },
  {
    file: 'src/releases/releases.ts',
    from: 'endOf(days.sort().at(-1))',
    to: 'endOf(days.filter((day) => day).sort().at(-1))',
  },
  { file: 'src/base-images/red-hat.ts', from: 'until < now', to: 'until <= now' },
  {
    file: 'src/base-images/red-hat.ts',
    from: 'one.until >= now',
    to: 'one.until > now',
  },
  {
    file: 'src/start/shell-arguments.ts',
    from: '*o$/i.test(word)) at++',
    to: '*o$/i.test(word)) at',
  },
  {
    file: 'src/remedy/apply/lockfiles/npm.ts',
    from: '(?:^|\\/)node_modules',
    to: 'node_modules',
  },
  {
    file: 'src/secrets/plausible.ts',
    from: 'words.length * 3 >= parts.length * 2',
    to: 'words.length * 3 > parts.length * 2',
  },
];
