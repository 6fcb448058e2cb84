import type { CopyInstruction } from '../parser/model.js';
import { commandName } from '../shell/command-line.js';
import { addressIn } from './commands/package-sources.js';
import { sourceOf } from './commands/system-packages.js';
import type { Call, FoundMaterial } from './found-material.js';

/** A package source that a command writes into a file: `echo "deb https://…" > /etc/apt/sources.list.d/x.list`. */
export function sourcesIn({ command, run, values }: Call): FoundMaterial[] {
  if (commandName(command) === 'sed') return replacedSources({ command, values });
  if (!WRITERS.has(commandName(command))) return [];
  const last = command.pipeline?.elements.at(-1) ?? command;
  const targets = [command, last].flatMap(({ redirects }) =>
    redirects.flatMap(({ target }) => target ?? []),
  );
  const files = commandName(last) === 'tee' ? last.args : [];
  const isSources = [...targets, ...files].some((word) => SOURCE_FILES.test(values(word)));
  if (!isSources) return [];
  const texts = command.redirects.some(({ operator }) => operator.startsWith('<<'))
    ? [run.script.text]
    : command.args.map((word) => values(word));
  const addresses = texts.flatMap((text) => text.match(/(?:https?|ftp):\/\/[^\s"'\\\]]+/gi) ?? []);
  const extra = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(EXTRA_INDEX)].flatMap(([, address]) => address ?? []),
    ),
  );
  return [...new Set(addresses)].map((address) => ({
    ...sourceOf(addressIn(address) ?? address, commandName(command), command.range),
    // Nothing is fetched yet.
    isOpen: false,
    ...(extra.has(address) && { isExtra: true }),
  }));
}

/** A server that replaces another one in a list of package sources: `sed -i s/deb.debian.org/mirror.example/ /etc/apt/sources.list`. */
function replacedSources({ command, values }: Pick<Call, 'command' | 'values'>): FoundMaterial[] {
  const texts = command.args.map((word) => values(word));
  if (!texts.some((text) => SOURCE_FILES.test(text))) return [];
  return command.args.flatMap((word, index): FoundMaterial[] => {
    const [, , replacement = ''] =
      /(?:^|[\d/;])s([|/#,@!])(?:\\.|(?!\1)[^\\]){1,500}\1((?:\\.|(?!\1)[^\\]){1,500})\1/.exec(
        texts[index] ?? '',
      ) ?? [];
    const plain = replacement.replace(/\\(.)/g, '$1');
    const address = addressIn(plain);
    const host = /^\/{0,2}((?:[a-z\d-]{1,63}\.){1,10}[a-z]{2,30})(?=[/:]|$)/i.exec(plain)?.[1];
    if (address === undefined && host === undefined) return [];
    const source = sourceOf(address ?? `https://${host}`, 'sed', word.range);
    return [
      {
        ...source,
        // The scheme is that of the list.
        ...(address === undefined && { what: host ?? '', transport: 'unknown' }),
        isOpen: false,
      },
    ];
  });
}

/** In the configuration of pip, a further index. */
const EXTRA_INDEX = /\bextra-index-url\s{0,10}=\s{0,10}(https?:\/\/[^\s"'\\\]]+)/gi;

const WRITERS: ReadonlySet<string> = new Set(['echo', 'printf', 'cat', 'tee']);

const SOURCE_FILES =
  /(?:\/sources\.list|\/apt\/sources|apk\/repositories|\/yum\.repos\.d\/|\/zypp\/repos\.d\/|pip\.conf|\.npmrc|pacman\.d\/mirrorlist)/;

/** The addresses in a list of package sources that COPY writes: `COPY <<EOF /etc/apt/sources.list.d/x.list`. */
export function copiedSources({ heredocs, destination, range }: CopyInstruction): FoundMaterial[] {
  if (heredocs.length === 0 || !SOURCE_FILES.test(destination?.value ?? '')) return [];
  const addresses = heredocs.flatMap(
    ({ content }) => content.match(/(?:https?|ftp):\/\/[^\s"'\\\]]+/gi) ?? [],
  );
  return [...new Set(addresses)].map((address) => ({
    ...sourceOf(address, 'COPY', range),
    isOpen: false,
  }));
}
