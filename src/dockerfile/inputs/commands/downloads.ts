import { commandName, flagValues, hasFlag, operands } from '../../shell/command-line.js';
import { type Address, isAddress, readAddress } from '../address.js';
import { checkOf } from '../checks.js';
import type { Call, CommandReader, FoundInput } from '../found-input.js';

/** curl, wget, aria2c and others that fetch files from addresses. */
export const downloads: CommandReader = {
  programs: /^(?:curl|wget2?|aria2c|axel|fetch|http|https|xh|lynx)$/,
  read(call) {
    const { command, values } = call;
    if (hasFlag(command, '--version', '--help', '-V')) return [];
    const words = operands(command, VALUE_OPTIONS.get(commandName(command)) ?? []);
    const named = flagValues(command, '--url').map(({ word, value }) => ({
      word,
      text: values(word, value),
    }));
    const addresses = [...words.map((word) => ({ word, text: values(word) })), ...named].filter(
      ({ text }) => text !== '' && !/^\d+$/.test(text),
    );
    if (addresses.length === 0) return undefined;
    return addresses.map(({ word, text }) => {
      const address = addressOf(text);
      const file = outputOf(call) ?? lastPart(text);
      const check = checkOf(call, file);
      return {
        ...address,
        kind: isKey(text, file, call) ? 'key' : 'download',
        by: commandName(command),
        at: word.range,
        pin: check?.pinned ? 'digest' : address.pin,
        ...(check && { verifiedBy: check.by }),
        isOpen: isRun(call),
        isKept: !isRun(call) && isKept(call),
      } satisfies FoundInput;
    });
  },
};

/** Programs take `example.org/file` for an address, too. */
function addressOf(text: string): Address {
  if (isAddress(text)) return readAddress(text);
  if (text.startsWith('$'))
    return { what: text.slice(0, 200), transport: 'unknown', pin: 'unknown' };
  return readAddress(`http://${text}`);
}

function outputOf({ command, values }: Call): string | undefined {
  const [given] = flagValues(command, '-o', '--output', '-O', '--output-document', '--out');
  if (given && !(commandName(command) === 'curl' && /^-\w*O/.test(given.word.value)))
    return values(given.word, given.value);
  const redirect = command.redirects.find(({ operator }) => /^\d*>{1,2}\|?$/.test(operator));
  if (redirect?.target) return values(redirect.target);
  const later = command.pipeline?.elements.at(-1);
  const tee = later && /^(?:tee|gpg2?|apt-key)$/.test(commandName(later)) ? later : undefined;
  const [written] = tee
    ? [...flagValues(tee, '-o', '--output').map(({ word }) => word), ...operands(tee)]
    : [];
  return written && values(written);
}

function lastPart(address: string): string {
  const path = address.replace(/[?#].*$/s, '');
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Keys are for package managers: by their name, their folder, or the program that reads them. */
function isKey(address: string, file: string, { command }: Call): boolean {
  const reader = command.pipeline?.elements.at(-1);
  return (
    /\.(?:asc|gpg|key|pub|pgp)$/i.test(lastPart(address)) ||
    /(?:keyrings|trusted\.gpg\.d|apk\/keys|rpm-gpg)\//.test(file) ||
    (reader !== undefined && /^(?:apt-key|gpg2?)$/.test(commandName(reader)))
  );
}

/** Whether a file stays: other requests only ask for an answer. */
function isKept({ command }: Call): boolean {
  const last = command.pipeline?.elements.at(-1);
  if (command.pipeline)
    return (
      last !== undefined &&
      /^(?:tar|bsdtar|gunzip|zcat|unzip|cpio|tee|gpg2?|apt-key|dd)$/.test(commandName(last))
    );
  if (hasFlag(command, '-X', '--request', '-d', '--data', '-I', '--head', '--spider')) return false;
  const isWget = /^(?:wget2?|aria2c|axel|fetch)$/.test(commandName(command));
  return (
    isWget ||
    hasFlag(command, '-o', '-O', '--output', '--remote-name', '--remote-name-all') ||
    command.redirects.some(
      ({ operator, target }) => operator.startsWith('>') && target?.value !== '/dev/null',
    )
  );
}

/** A script that is piped into an interpreter fetches what it likes. */
function isRun({ command }: Call): boolean {
  const reader = command.pipeline?.elements.at(-1);
  return (
    command.substituted ||
    (reader !== undefined &&
      /^(?:\w*sh|python[\d.]*|perl|ruby|node|php)$/.test(commandName(reader)))
  );
}

/** Options with a value. Sources: the manuals of the programs. */
const VALUE_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'curl',
    '-A -b -c -C -d -D -e -E -F -H -K -m -o -P -Q -r -t -T -u -U -w -x -X -y -Y -z --user-agent --cookie --cookie-jar --continue-at --data --data-binary --data-raw --data-urlencode --dump-header --referer --cert --form --header --config --max-time --output --output-dir --range --user --proxy --proxy-user --write-out --request --retry --retry-delay --retry-max-time --connect-timeout --cacert --capath --key --max-filesize --max-redirs --limit-rate --speed-limit --speed-time --interface --resolve --proto --proto-redir --ciphers --tls-max --url'.split(
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
    '-d -o -x -s -j -k -i --dir --out --checksum --header --split --input-file'.split(' '),
  ],
]);
