import { baseName } from '../../lib/paths.js';
import { commandName, flagValues, operands } from '../shell/command-line.js';
import type { ShellCommand, ShellWord } from '../shell/model.js';
import type { Call } from './found-material.js';
import { variantsOf } from './variants.js';

/** Programs that fetch files from addresses. */
export const DOWNLOADERS = /^(?:curl|wget2?|aria2c|axel|fetch|http|https|xh|lynx)(?:\.exe)?$/;

/** Other programs have these names, too: `fetch breakpad` is of Chromium's depot_tools. Their addresses are whole. */
const COMMON_NAME = /^(?:fetch|https?|xh)$/;

/** An address on a command line, and the name of the file that it is written to. */
export interface Fetch {
  readonly word: ShellWord;
  readonly text: string;
  readonly file: string;
}

/** What a command line of curl, wget and the like fetches. */
export function fetchesOf(call: Pick<Call, 'command' | 'run' | 'values'>): Fetch[] {
  const { command, values } = call;
  const words = [
    ...operands(command, VALUE_OPTIONS.get(programOf(command)) ?? []).map((word) => ({
      word,
      value: word.value,
    })),
    ...flagValues(command, '--url'),
  ]
    .filter(({ value }) => value !== '' && value !== '-' && !/^\d+$/.test(value))
    .filter(({ value }) => !COMMON_NAME.test(programOf(command)) || /[.:/$]/.test(value));
  const files = outputsOf(call);
  return words.flatMap(({ word, value }, index) => {
    // With several files each is for the address in the same place.
    const file = files.length > 1 ? files[index] : files[0];
    return variantsOf(call, word, value).map((text) => ({
      word,
      text,
      file: file === undefined ? lastPart(text) : values(file.word, file.value),
    }));
  });
}

/** Files of addresses or options, which decide what is fetched: `wget -i`, `curl -K`. */
export function addressLists({ command, values }: Pick<Call, 'command' | 'values'>): string[] {
  const options = LIST_OPTIONS.get(programOf(command));
  return options
    ? flagValues(command, ...options).map(({ word, value }) => values(word, value))
    : [];
}

export function lastPart(address: string): string {
  return baseName(address.replace(/[?#].*$/s, ''));
}

function programOf(command: ShellCommand): string {
  return commandName(command).replace(/\.exe$/, '');
}

/** Where a program writes to: an option, a redirection, or the program that reads from it. */
function outputsOf({ command }: Pick<Call, 'command'>) {
  const given = flagValues(command, ...(OUTPUT_OPTIONS.get(programOf(command)) ?? OUTPUT_OPTION));
  if (given.length > 0) return given;
  const redirect = command.redirects.find(({ operator }) => /^\d*>{1,2}\|?$/.test(operator));
  const later = command.pipeline?.elements.at(-1);
  const tee = later && /^(?:tee|gpg2?|apt-key)$/.test(commandName(later)) ? later : undefined;
  const written = redirect?.target
    ? [redirect.target]
    : tee
      ? [...flagValues(tee, '-o', '--output').map(({ word }) => word), ...operands(tee)]
      : [];
  return written.slice(0, 1).map((word) => ({ word, value: word.value }));
}

const OUTPUT_OPTION: readonly string[] = ['-o', '--output', '--out'];
/** `-o` of wget is the file of its log. */
const OUTPUT_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['wget', ['-O', '--output-document']],
  ['wget2', ['-O', '--output-document']],
]);
const LIST_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['curl', ['-K', '--config']],
  ['wget', ['-i', '--input-file']],
  ['wget2', ['-i', '--input-file']],
  ['aria2c', ['-i', '--input-file']],
]);

/** Options with a value. Sources: the manuals of the programs. */
const VALUE_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'curl',
    '-A -b -c -C -d -D -e -E -F -H -K -m -o -P -Q -r -t -T -u -U -w -x -X -y -Y -z --user-agent --cookie --cookie-jar --continue-at --data --data-binary --data-raw --data-urlencode --dump-header --referer --cert --form --header --config --max-time --output --output-dir --range --user --proxy --proxy-user --write-out --request --retry --retry-delay --retry-max-time --connect-timeout --cacert --capath --key --max-filesize --max-redirs --limit-rate --speed-limit --speed-time --interface --resolve --proto --proto-redir --ciphers --tls-max --url --aws-sigv4 --connect-to --hostpubsha256 --proxy-header --preproxy --socks5 --socks5-hostname --noproxy --cert-type --key-type --login-options --mail-from --mail-rcpt --stderr --trace --trace-ascii --unix-socket --variable --json --data-ascii --url-query --form-string --upload-file --quote --proxy1.0 --dns-servers --doh-url --local-port --keepalive-time --happy-eyeballs-timeout-ms --expect100-timeout --service-name --sasl-authzid --delegation --crlfile --engine --etag-compare --etag-save --hsts --krb --netrc-file --pinnedpubkey --proxy-cacert --proxy-cert --proxy-key --random-file --rate --tls13-ciphers --curves'.split(
      ' ',
    ),
  ],
  [
    'wget',
    '-a -A -B -e -D -G -i -I -l -o -O -P -Q -R -S -t -T -U -w -X --append-output --output-file --output-document --directory-prefix --header --user --password --http-user --http-password --user-agent --tries --timeout --wait --limit-rate --post-data --post-file --method --body-data --ca-certificate --certificate --private-key --input-file --execute --progress --quota --accept --reject --domains --referer --waitretry --read-timeout --connect-timeout --dns-timeout'
      .split(' ')
      .filter((option) => option !== '-S'),
  ],
  [
    'aria2c',
    '-d -o -x -s -j -k -i --dir --out --checksum --header --split --input-file --http-user --ftp-user --all-proxy --http-proxy --https-proxy --user-agent -U --load-cookies --referer'.split(
      ' ',
    ),
  ],
  ...['http', 'https', 'xh'].map((name): [string, readonly string[]] => [
    name,
    ['-a', '--auth', '-A', '--auth-type', '-o', '--output', '--session', '--timeout', '--proxy'],
  ]),
  ['axel', ['-o', '--output', '-H', '--header', '-U', '--user-agent', '-n', '-s']],
]);
