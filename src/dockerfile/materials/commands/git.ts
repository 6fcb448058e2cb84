import type { MaterialPin } from '../../../core/material.js';
import { commandName, operands } from '../../shell/command-line.js';
import { isAddress, readAddress } from '../address.js';
import type { Call, CommandReader, FoundMaterial } from '../found-material.js';
import { COMMIT, GIT_VALUE_OPTIONS, referenceOf } from '../git-reference.js';
import { hasUnknownPart } from '../shell-values.js';

/** git clone, fetch, submodule; svn and hg. */
export const git: CommandReader = {
  programs: /^(?:git|hg|svn)$/,
  read(call) {
    const { command, values } = call;
    const by = commandName(command);
    const [verb, ...words] = operands(command, GIT_VALUE_OPTIONS);
    const texts = words.map((word) => ({ word, text: values(word) }));
    const replaced = replacements(call);
    if (verb?.value === 'config') return replaced;
    if (verb?.value === 'submodule' || verb?.value === 'lfs')
      return [
        {
          kind: 'git',
          what: `${by} ${verb.value}`,
          by,
          at: command.range,
          transport: 'unknown',
          pin: verb.value === 'submodule' ? 'commit' : 'unknown',
          isOpen: true,
        },
      ];
    if (!/^(?:clone|fetch|pull|ls-remote|checkout|co|export|remote)$/.test(verb?.value ?? ''))
      return replaced;
    const remote = texts.find(
      ({ text }) => isAddress(text) || /^[^/\s]+@[\w.-]+:/.test(text) || text.startsWith('$'),
    );
    if (!remote) return replaced;
    const { what, host, transport, pin } = readAddress(remote.text);
    const { reference: named, isCertain } = referenceOf(
      call,
      texts.map(({ text }) => text),
    );
    const isCommit = named !== undefined && isCertain && COMMIT.test(named);
    return [
      ...replaced,
      {
        kind: 'git',
        what: named === undefined ? what : `${what}#${named}`,
        by,
        at: remote.word.range,
        ...(host !== undefined && { host }),
        transport,
        pin: !isCertain
          ? 'unknown'
          : named === undefined
            ? pin === 'version'
              ? 'none'
              : pin
            : pinOfReference(named),
        ...(isCommit && { verifiedBy: 'the commit' }),
        isOpen: command.args.some(({ value }) => /^--recurs/.test(value)),
      },
    ];
  },
};

/** What is fetched instead of other addresses: `git config url.https://mirror.example/.insteadOf https://github.com/`. */
function replacements({ command, values }: Call): FoundMaterial[] {
  return command.args.flatMap((word): FoundMaterial[] => {
    const [, base = ''] = /^url\.(.+)\.insteadof(?:=|$)/i.exec(values(word)) ?? [];
    if (!isAddress(base)) return [];
    const { what, host, transport } = readAddress(base);
    return [
      {
        ...{ kind: 'git', what, by: 'git', at: word.range },
        ...(host !== undefined && { host }),
        ...{ transport, pin: 'unknown' },
      },
    ];
  });
}

/** A tag can be moved, a branch does move. */
function pinOfReference(reference: string): MaterialPin {
  if (COMMIT.test(reference)) return 'commit';
  if (hasUnknownPart(reference)) return 'unknown';
  return /\d+\.\d+|^v?\d+$|^(?:release|rel|r)[-_/]?\d/i.test(reference) ? 'version' : 'none';
}
