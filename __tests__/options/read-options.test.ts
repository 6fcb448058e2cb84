import { describe, expect, it, test } from '@jest/globals';
import { PortsideError } from '../../src/lib/errors.js';
import { readInputs } from '../../src/options/inputs.js';
import { readOptions } from '../../src/options/read-options.js';
import { NOW } from '../now.js';

const now = new Date('2026-11-24');
const read = (command: string, ...words: string[]) =>
  readOptions(command, words, { path: '', noColor: false }, now);

describe('readOptions', () => {
  it('reads operands, repeated options and formats with files', () => {
    const settings = read(
      'check',
      'repo',
      '--image',
      'a',
      '--image',
      'b',
      '--format',
      'json',
      '--format',
      'sarif=x.sarif',
    );
    expect(settings.positionals).toEqual(['repo']);
    expect(settings.images).toEqual(['a', 'b']);
    expect(settings.outputs).toEqual([{ format: 'json' }, { format: 'sarif', file: 'x.sarif' }]);
  });

  test.each([
    ['sbom.json', 'cyclonedx'],
    ['sbom.cdx.json', 'cyclonedx'],
    ['out/a.spdx.json', 'spdx'],
  ])('sbom --output %s writes the format %s', (file, format) => {
    const { outputs } = read('sbom', 'app.tar', '--output', file);
    expect(outputs).toEqual([{ format, file }]);
  });

  test.each([
    ['check', ['--nope'], /--nope.*See portside check --help/],
    ['lint', ['--image', 'a'], /--image/],
    ['check', ['--fail-on', 'error'], /--fail-on takes critical, high/],
    ['scan', ['x', '--only', 'vulnerability,virus'], /not "virus"/],
    ['scan', ['x', '--malware', 'clamav='], /--malware takes clamav or clamav=DATABASE/],
    [
      'check',
      ['--format', 'json', '--format', 'text'],
      /Only one report can go to standard output/,
    ],
    ['check', ['--format', 'sarif='], /has no file name/],
    ['check', ['--format', 'json=a', '--format', 'sarif=a'], /Two reports cannot be written to a/],
    ['scan', ['x', '-f', 'json=a', '--vex-out', 'a'], /cannot both be written to a/],
    ['scan', ['x', '--vex', 'a', '--vex-out', 'a'], /would replace a, which --vex reads/],
    ['scan', ['x', '--only', 'secret', '--vex-out', 'a'], /--vex-out has no effect/],
    ['check', ['--policy', 'a', '--policy', 'b'], /--policy is given twice/],
    ['sbom', ['x', '--format', 'sarif'], /sbom cannot write a report in the format "sarif"/],
    ['sbom', ['x', '--format', 'text'], /cannot write a report in the format "text"/],
    ['lint', ['--format', 'spdx'], /lint cannot write a report in the format "spdx"/],
    ['scan', ['x', '--only', 'lint'], /--only takes vulnerability, .*not "lint"/],
    ['verify', ['x', '--verify-digests'], /--verify-digests/],
    [
      'fix',
      ['--baseline-ref', 'main', '--baseline', 'x.json'],
      /--baseline-ref has no effect together with --baseline/,
    ],
    ['scan', ['x', '--baseline-ref', 'main'], /scan has no option --baseline-ref|--baseline-ref/],
    [
      'lint',
      ['--fix', '--dry-run', '--baseline-ref', 'main'],
      /no effect together with --baseline-ref/,
    ],
    ['check', ['--baseline-ref='], /--baseline-ref has an empty value/],
    ['check', ['--image='], /--image has an empty value/],
    ['check', ['--image', 'a', '--image', ' '], /--image has an empty value/],
    ['scan', ['x', '--only='], /--only has an empty value/],
    ['scan', ['x', '--platform', 'linux/amd64,'], /--platform has an empty platform/],
    ['verify', ['x', '--key', 'k', '--platform', 'arm64,amd64'], /verify takes one --platform/],
  ])('portside %s %j is a usage error', (command, words, message) => {
    expect(() => read(command, ...words)).toThrow(PortsideError);
    expect(() => read(command, ...words)).toThrow(message);
  });
});

test('--platform takes several, by commas and repeated, each once', () => {
  const words = ['--platform', 'linux/amd64, linux/arm64', '--platform', 'linux/amd64'];
  expect(read('scan', 'x', ...words).platforms).toEqual(['linux/amd64', 'linux/arm64']);
  expect(read('scan', 'x').platforms).toEqual([]);
});

const IDENTITY = ['--certificate-identity', 'a@b', '--certificate-oidc-issuer', 'https://c'];

test('--only signature is --only trust, which reports call the signature check', () => {
  expect(read('scan', '--only', 'signature', '--policy', 'p').only).toEqual(['trust']);
  expect(() => read('scan', '--only', 'signature')).toThrow(/--only needs --policy/);
});

describe('an option that has no effect together with another', () => {
  test.each([
    ['verify', '--bundle b --key k --provenance', /--bundle .*--provenance.*Remove one/],
    ['verify', '--bundle b --key k --provenance-source s', /--bundle .*--provenance-source/],
    ['verify', '--bundle b --key k --provenance-input a=1', /--bundle .*--provenance-input/],
    ['verify', '--bundle b --key k --signed-identity i', /--bundle .*--signed-identity/],
    ['verify', '--policy p --signed-identity i', /--policy .*--signed-identity/],
    ['verify', '--policy p --insecure-ignore-tlog', /--policy .*--insecure-ignore-tlog/],
    ['verify', '--key k --insecure-ignore-tlog', /--insecure-ignore-tlog .*--key/],
    [
      'verify',
      `${IDENTITY.join(' ')} --insecure-ignore-tlog --require-tlog`,
      /--insecure-ignore-tlog .*--require-tlog/,
    ],
    ['verify', '--provenance --signed-identity i', /--signed-identity .*--provenance/],
    [
      'verify',
      '--key k --certificate-github-workflow-ref r',
      /--certificate-github-workflow-ref needs --certificate-identity/,
    ],
    ['verify', '--bundle b --key k --annotation a=1', /--bundle .*--annotation/],
    ['verify', '--bundle b --key k --platform linux/arm64', /--bundle .*--platform/],
    ['verify', '--key k --deny-self-hosted', /--deny-self-hosted needs --provenance/],
    ['verify', '--provenance --annotation a=1', /--annotation .*--provenance/],
    ['verify', '--key k --annotation a=1 --annotation a=2', /--annotation a is given twice/],
    ['verify', `--key k ${IDENTITY.join(' ')}`, /--key .*--certificate-identity/],
    ['verify', '--certificate-identity a', /--certificate-identity needs --certificate-oidc/],
    ['verify', '--certificate-oidc-issuer a', /--certificate-oidc-issuer needs --certificate-id/],
    ['verify', '--policy p --key k', /--policy .*--key/],
    ['verify', '--policy p --annotation a=1', /--policy .*--annotation/],
    ['verify', '--policy p --trusted-root r', /--policy .*--trusted-root/],
    ['lint', '--dry-run', /--dry-run needs --fix/],
    ['lint', '--fix --dry-run --format json', /--dry-run .*--format/],
    ['lint', '--fix --dry-run --fail-on low', /--dry-run .*--fail-on/],
    ['scan', '--only secret --vex v', /--vex .*--only.*Add vulnerability to --only/],
    ['scan', '--only secret --kev v', /--kev .*--only/],
    ['scan', '--only secret --malware clamav', /--malware .*--only/],
    ['scan', '--only malware', /--only needs --malware/],
    ['scan', '--only trust', /--only needs --policy/],
    ['scan', '--attested-sbom', /--attested-sbom needs --policy/],
    ['db', 'info x --from y', /--from has no effect here: only portside db build/],
    ['db', 'push x y --out z', /--out has no effect here/],
    ['db', 'build --from x --out y --allow-http-registry', /--allow-http-registry has no effect/],
  ])('portside %s %s is a usage error', (command, words, message) => {
    const reading = () => read(command, ...words.split(' '));
    expect(reading).toThrow(message);
    expect(reading).toThrow(expect.objectContaining({ code: 'PSE1004' }));
  });

  test.each([
    ['verify', '--bundle b --key k --trusted-root r --offline'],
    ['verify', '--provenance-source s --deny-self-hosted'],
    ['verify', `--provenance ${IDENTITY.join(' ')}`],
    ['verify', `--deny-self-hosted ${IDENTITY.join(' ')}`],
    ['verify', `--certificate-github-workflow-trigger push ${IDENTITY.join(' ')}`],
    ['verify', '--key k --require-tlog --signed-identity i'],
    ['verify', `${IDENTITY.join(' ')} --insecure-ignore-tlog`],
    ['verify', `${IDENTITY.join(' ')} --annotation a=1 --annotation b=1`],
    ['verify', '--policy p --offline --platform linux/arm64'],
    ['lint', '--fix --dry-run'],
    ['lint', '--fix --format json'],
    ['scan', '--only vulnerability --vex v --malware clamav'],
    ['scan', '--only malware --malware clamav'],
    ['scan', '--vex v --vex w --attested-sbom --policy p'],
    ['sbom', 'x --format cyclonedx=a --format spdx=b'],
    ['db', 'push x y --allow-http-registry'],
  ])('portside %s %s is not', (command, words) => {
    expect(() => read(command, ...words.split(' '))).not.toThrow();
  });
});

describe('readInputs', () => {
  it('reads lists by line and leaves empty inputs out', () => {
    const { options, token } = readInputs(
      { INPUT_IMAGE: 'a\n\n b ', 'INPUT_FAIL-ON': 'low', INPUT_POLICY: '', INPUT_TOKEN: 't' },
      now,
    );
    expect(options.images).toEqual(['a', 'b']);
    expect(options.failOn).toBe('low');
    expect(readInputs({ INPUT_MALWARE: 'clamav=db' }, now).options.malware).toEqual({
      program: 'clamav',
      database: 'db',
    });
    expect(options.policy).toBeUndefined();
    expect(token).toBe('t');
  });

  it('refuses a severity or a flag that is none', () => {
    expect(() => readInputs({ 'INPUT_FAIL-ON': 'error' }, now)).toThrow(/fail-on takes/);
    expect(() => readInputs({ INPUT_MALWARE: 'norton' }, now)).toThrow(/malware takes clamav/);
    expect(() => readInputs({ INPUT_OFFLINE: 'maybe' }, now)).toThrow(
      /offline takes true or false/,
    );
  });
});

describe('an option that cannot be read is an error in our own words', () => {
  test.each([
    ['lint', '--ofline', 'portside lint has no option --ofline. See portside lint --help'],
    ['scan', '--ofline', 'portside scan has no option --ofline. Did you mean --offline?'],
    ['scan', '--fix', 'portside scan has no option --fix. It is an option of portside lint'],
    ['scan', '--only-fixed', 'has no option --only-fixed. Use --ignore-unfixed to show less'],
    [
      'scan',
      '--exit-code 1',
      'has no option --exit-code. The exit status is 1 if the policy fails',
    ],
    ['scan', '--no-color', 'has no option --no-color. Use --color never'],
    ['check', '--skip-dirs a', 'has no option --skip-dirs. Use --skip'],
    ['scan', '--__proto__', 'has no option --__proto__. See portside scan --help'],
    ['scan', '--format --quiet', '--format needs a value. Write --format VALUE'],
    ['scan', '--format', '--format needs a value'],
    ['scan', '--quiet=yes', '--quiet takes no value. Write --quiet alone'],
  ])('%s %s', (command, words, message) => {
    const read = () => readOptions(command, words.split(' '), { path: '', noColor: true }, NOW);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code: 'PSE1002' }));
  });
});

const scan = (...words: string[]) => read('scan', 'app:1', ...words);

test.each([
  ['-o report.html', [{ format: 'html', file: 'report.html' }]],
  ['-o out/Report.SARIF', [{ format: 'sarif', file: 'out/Report.SARIF' }]],
  ['-o bom.cdx.json', [{ format: 'cyclonedx', file: 'bom.cdx.json' }]],
  ['-f json -o report', [{ format: 'json', file: 'report' }]],
  [
    '-f sarif=a.sarif -f json --output b',
    [
      { format: 'sarif', file: 'a.sarif' },
      { format: 'json', file: 'b' },
    ],
  ],
])('%s writes the report to the file', (words, outputs) => {
  expect(scan(...words.split(' ')).outputs).toEqual(outputs);
});

test.each([
  ['-o report', 'The ending of report names no report format. Add --format FORMAT'],
  ['-o json', 'The ending of json names no report format. Write --format json'],
  ['-f json=a -o b.html', '--output b.html has no effect: each --format names its own file'],
  ['-f json=a -f sarif -o a', 'Two reports cannot be written to a'],
])('%s is refused', (words, message) => {
  expect(() => scan(...words.split(' '))).toThrow(message);
});

test.each([
  ['--severity HIGH', { severity: 'high', onlyFixed: false, exclude: [] }],
  ['--severity CRITICAL,HIGH', { severity: 'high', onlyFixed: false, exclude: [] }],
  ['--ignore-unfixed', { onlyFixed: true, exclude: [] }],
  ['--quiet', undefined],
])('%s shows %j', (words, shown) => {
  expect(scan(...words.split(' ')).shown).toEqual(shown);
});

test.each([
  ['--severity LOW,CRITICAL', 'Write --severity low'],
  ['--severity worst', '--severity takes critical, high, medium, low, info, not "worst"'],
  ['--severity high --format json', '--severity has no effect here'],
  ['--ignore-unfixed -f spdx=a', '--ignore-unfixed has no effect here'],
  ['--color red', '--color takes auto, always, never'],
  ['--timeout 5', '--timeout takes a time such as 90s, 10m or 1h, not "5"'],
  ['--timeout 5X', 'not "5X"'],
  ['--timeout 0s', '--timeout takes a time'],
  ['--timeout 999999h', '--timeout takes a time'],
])('%s is refused', (words, message) => {
  expect(() => scan(...words.split(' '))).toThrow(message);
});

test('other options for the terminal', () => {
  expect(scan('--color', 'never', '--timeout', '1h30m', '-v', '-q')).toMatchObject({
    color: false,
    timeout: 5_400_000,
    verbose: true,
    quiet: true,
  });
  expect(scan('--color', 'auto').color).toBeUndefined();
  expect(scan('--fail-on', 'High').failOn).toBe('high');
});
