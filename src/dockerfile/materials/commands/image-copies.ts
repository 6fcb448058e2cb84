import { commandName, operands } from '../../shell/command-line.js';
import type { CommandReader, FoundMaterial } from '../found-material.js';
import { imageMaterial } from '../instructions.js';

/**
 * skopeo, crane and oras fetch images and artifacts to a file or to another registry; only what they read is a material.
 * Sources: the manuals of skopeo-copy, crane pull, crane copy, crane export and oras.
 */
export const imageCopies: CommandReader = {
  programs: /^(?:skopeo|crane|gcrane|oras)$/,
  read({ command, values }) {
    const by = commandName(command);
    const [verb, ...words] = operands(command, VALUE_OPTIONS);
    const name = verb?.value ?? '';
    if (!FETCHES.test(name)) return OFFLINE.test(name) ? [] : undefined;
    // `crane pull IMAGE… FILE` fetches several, `oras pull` has no file.
    const sources = by !== 'oras' && name === 'pull' ? words.slice(0, -1) : words.slice(0, 1);
    return sources.flatMap((word): FoundMaterial[] => {
      const text = values(word);
      if (text === '-' || LOCAL.test(text)) return [];
      const reference = text.replace(/^docker:\/\//, '');
      return [{ ...imageMaterial(reference, { by, at: word.range }), kind: 'package' }];
    });
  },
};

const FETCHES = /^(?:copy|cp|pull|export)$/;
const OFFLINE =
  /^(?:version|help|completion|login|logout|auth|digest|inspect|ls|list-tags|delete)$/;

/** Images that a folder, a file or a program of this machine has. Source: containers-transports(5). */
const LOCAL =
  /^(?:oci|oci-archive|dir|docker-archive|docker-daemon|containers-storage|sif|tarball|ostree):/;

const VALUE_OPTIONS = [
  ...['--platform', '--format', '-f', '--creds', '--src-creds', '--dest-creds', '--authfile'],
  ...['--src-authfile', '--dest-authfile', '--cert-dir', '--src-cert-dir', '--dest-cert-dir'],
  ...['--override-arch', '--override-os', '--override-variant', '--policy', '--registries.d'],
  ...['--src-username', '--src-password', '--dest-username', '--dest-password', '--tmpdir'],
  ...['--additional-tag', '--digestfile', '--retry-times', '--command-timeout', '--jobs', '-j'],
  ...[
    '--cache_path',
    '-c',
    '-o',
    '--output',
    '-u',
    '--username',
    '--user',
    '--tls-details',
    '--ca-file',
    '--cert-file',
    '--key-file',
    '--header',
    '-H',
    '--resolve',
    '--from-resolve',
    '--to-resolve',
    '-p',
    '--password',
    '--multi-arch',
  ],
  ...['--sign-by', '--encryption-key', '--decryption-key', '--src-daemon-host', '--concurrency'],
  ...[
    '--registry-config',
    '--from-registry-config',
    '--to-registry-config',
    '--config',
    '--include',
  ],
];
