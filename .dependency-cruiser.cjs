/**
 * The house of docs/architecture.md: the folders of src from the ground up, and what each imports besides `core` and `lib`.
 * A new arrow is a line here; `*` is all that stands below. A folder without a line is a capability that only `check` imports.
 * scripts/house-rules.mjs checks the folders inside each of them.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const imports = {
  lib: '',
  shell: '',

  core: '',
  licenses: '',

  options: '',
  releases: '',
  reports: 'licenses',

  registry: 'options',
  repository: 'options',

  image: 'registry',
  policy: 'licenses options repository',

  inventory: 'image licenses',
  malware: 'image',
  secrets: 'image',
  signatures: 'image options policy registry repository',
  start: 'image shell',
  vulnerabilities: 'image options policy registry releases repository',

  census: 'policy repository secrets',
  dockerfile: 'licenses releases repository secrets shell',
  evidence: 'image inventory shell start',
  hardening: 'image shell start',
  'image-diff': 'image inventory policy reports secrets shell vulnerabilities',
  integrity: 'image inventory',

  'base-images':
    'dockerfile image inventory options policy registry releases repository signatures vulnerabilities',
  manifests: 'dockerfile policy releases repository secrets shell vulnerabilities',

  builds: 'dockerfile image manifests options policy registry repository secrets signatures',

  discover: 'builds dockerfile manifests options policy repository vulnerabilities',
  remedy:
    'base-images builds dockerfile image manifests options policy registry repository secrets',
  scan: 'builds dockerfile evidence hardening image image-diff integrity inventory malware manifests options policy registry repository secrets signatures vulnerabilities',

  baseline:
    'base-images builds discover dockerfile image-diff inventory manifests policy reports repository scan signatures vulnerabilities',

  'deployed-images':
    'base-images baseline manifests options policy registry repository scan signatures vulnerabilities',

  check: '*',

  github: 'reports repository',
  gitlab: 'reports',
  action: 'check github licenses options reports repository secrets',
  cli: 'base-images builds check discover dockerfile github gitlab licenses manifests options policy registry remedy reports repository scan secrets signatures vulnerabilities',
};

/** What `lib`, `core` and the table of licenses import. */
const GROUND = { lib: [], core: ['lib'], licenses: ['lib'] };

const KNOWN = Object.keys(imports).join('|');

/** `folder` imports itself, the ground, and what its line names; only what stands above it in the list may import it. */
const layer = ([folder, named], index, all) => {
  const below = all.slice(0, index).map(([name]) => name);
  const lower = named.split(' ').filter(Boolean);
  for (const name of lower)
    if (name !== '*' && !below.includes(name))
      throw new Error(`.dependency-cruiser.cjs: ${name} does not stand below ${folder}`);
  const above = all.slice(index + 1).map(([name]) => name);
  const isTop = named === '*';
  const allowed = [folder, ...(GROUND[folder] ?? ['core', 'lib', ...lower])];
  return {
    name: `${folder}-imports-what-it-names`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: isTop
      ? { path: `^src/(${above.join('|')})/` }
      : { path: '^src/', pathNot: `^src/(${allowed.join('|')})/` },
  };
};

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'actions-toolkit-only-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(action|github)/' },
      to: { path: '@actions/(core|github|cache|exec)' },
    },
    {
      name: 'no-file-directly-in-src',
      severity: 'error',
      from: { path: '^src/[^/]+$' },
      to: {},
    },
    {
      name: 'a-capability-imports-what-is-below-check',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${KNOWN})/` },
      to: { path: '^src/(check|action|cli|github|gitlab)/' },
    },
    {
      name: 'a-capability-without-a-line-imports-no-other',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: `^src/(${KNOWN})/` },
      to: { path: '^src/', pathNot: `^src/($1|${KNOWN})/` },
    },
    ...Object.entries(imports).map(layer),
    {
      name: 'the-plan-is-a-pure-function',
      severity: 'error',
      from: { path: '^src/remedy/plan/' },
      to: { path: '^src/', pathNot: '^src/(remedy/plan|core|lib)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      conditionNames: ['import', 'require', 'node'],
    },
  },
};
