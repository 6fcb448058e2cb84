import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

/**
 * What SECURITY.md and the page of the project promise, sentence by sentence, with the tests that plant the opposite: their
 * files, and a part of their names. A sentence without a promise says why it has none.
 */

type Proofs = Readonly<Record<string, readonly string[]>>;

interface Claim {
  readonly sentence: string;
  readonly proofs: Proofs | string;
}

const SECURITY: readonly Claim[] = [
  {
    sentence: 'Data from images, registries, pull requests and advisories is treated as hostile.',
    proofs: {
      'check/executes-nothing.test.ts': ['start none in a check'],
      'reports/injection.test.ts': ['has no control or invisible character in any format'],
      'repository/checkout-tree.test.ts': ['runs no program that its configuration names'],
      'registry/client.test.ts': ['throws when the next page is on another host'],
      'integrity/byte-code.test.ts': ['with any damage ends in a result'],
      'vulnerabilities/record.test.ts': ['has ids without Markdown, HTML and control characters'],
      'vulnerabilities/external-reports/sarif.test.ts': ['with hostile text has messages'],
    },
  },
  {
    sentence:
      'Sizes, counts, depth and time are bounded, text is escaped for each output format, nothing is executed, and credentials are sent only to the host that they belong to.',
    proofs: {
      'image/limits.test.ts': ['bytes of one file', 'a sparse file of 8 GB', 'layers'],
      'lib/json.test.ts': ['throws InvalidJson for JSON that is nested too deep'],
      'lib/yaml.test.ts': ['of levels allows the last one', 'of nodes allows the last one'],
      'integrity/start-check.test.ts': ['of %i files, %i are left out and counted'],
      'lib/deadline.test.ts': ['ends the wait for other work, and starts none later'],
      'lib/process.test.ts': [
        'is incomplete, not cut, where it writes without end',
        'finds no program in a relative folder of PATH',
      ],
      'registry/client.test.ts': [
        'is given up after the timeout when it does not answer',
        'does not send credentials to a token server on another host',
        'to another host is followed without the authorization',
        'to another host does not cause a login there',
      ],
      'lib/http.test.ts': ['a redirect is an error where the headers are for one server'],
      'reports/injection.test.ts': [
        'prints no workflow command',
        'is plain text in SARIF’s Markdown',
        'adds no element to the HTML page',
        'is well-formed XML in JUnit and Checkstyle',
      ],
      'check/executes-nothing.test.ts': ['start one if a person works in it'],
    },
  },
  { sentence: 'A way around any of these is a vulnerability.', proofs: 'It defines a word.' },
  {
    sentence: 'A pull request must not weaken its own verdict.',
    proofs: {
      'baseline/excuses.test.ts': [
        'has harms at high or above, or secrets, which nothing excuses',
        'excuses none of the harms of its change',
      ],
      'policy/own-suppressions.test.ts': ['does not suppress at high or above'],
      'check/added-suppressions.test.ts': ['does not excuse a secret that the change brings'],
    },
  },
  {
    sentence:
      'The policy is read from the base branch (which policy applies), and no entry of the Actions cache is used that runs of the pull request may have written (docs/github.md).',
    proofs: {
      'repository/base-branch-files.test.ts': [
        'is that of the base, and what the change proposes is next to it',
        'never comes from the change when the base cannot be asked',
      ],
      'github/caches/baseline-cache.test.ts': [
        'a pull request stores none',
        'on %s for no other commit of the branch',
      ],
    },
  },
  {
    sentence:
      "The workflow file is not covered: on pull_request, GitHub runs the pull request's version of the workflow, and earlier steps of the same job have the same permissions as Portside.",
    proofs: 'It names what is not promised.',
  },
];

const README: readonly Claim[] = [
  { sentence: 'Green means checked.', proofs: 'The next sentence says what it means.' },
  {
    sentence:
      'If something that you asked for could not be checked, the result says so and is not a pass.',
    proofs: {
      'check/blind-spots.test.ts': ['does not pass, and is named', 'passes when it is filled in'],
      'check/planted.test.ts': ['at least 200 spots are planted'],
      'check/planted-scope.test.ts': ['%s is named'],
      'options/option-walk.test.ts': ['every option of every command has a case'],
      'options/policy-walk.test.ts': ['every key of the policy has a case'],
      'discover/ledger.test.ts': [
        'each file is read, only searched for secrets, or not read for a reason',
      ],
    },
  },
];

/** The sentences of a text in Markdown, without its links and marks. */
function sentencesOf(text: string): string[] {
  const plain = text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.split(/(?<=\.)\s+(?=[A-Z])/);
}

const [, threats = ''] = readFileSync('SECURITY.md', 'utf8').split('## Threat model\n');
const [bullet = ''] =
  /^- \*\*Green means checked\.\*\*[\s\S]*?(?=^- )/m.exec(readFileSync('README.md', 'utf8')) ?? [];

it.each([
  ['SECURITY.md', threats, SECURITY],
  ['README.md', bullet.slice(2), README],
] as const)('%s promises nothing that is not in the table', (_, text, claims) => {
  expect(sentencesOf(text)).toEqual(claims.map(({ sentence }) => sentence));
});

const NAMED = [...SECURITY, ...README].flatMap(({ sentence, proofs }) =>
  typeof proofs === 'string'
    ? []
    : Object.entries(proofs).map(([file, names]) => [sentence, file, names] as const),
);

it('each promise has tests, and each other sentence a reason', () => {
  for (const { proofs } of [...SECURITY, ...README])
    expect(typeof proofs === 'string' ? proofs.length : Object.keys(proofs).length).toBeGreaterThan(
      0,
    );
});

it.each(NAMED)('%s is tested in %s', (_, file, names) => {
  const text = readFileSync(`__tests__/${file}`, 'utf8');
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
});
