/** Verbs of `ip` and of others that change something. */
const CHANGE =
  /^(?:add|del|delete|set|change|replace|flush|up|down|-w|--write|-p|--load.*)$|^[\w./-]+=/;

/** The capability that a command needs, also as root, and the words without which it only shows something. */
const COMMANDS: ReadonlyMap<string, { readonly needs: string; readonly only?: RegExp }> = new Map([
  ...['mount', 'umount', 'swapon', 'swapoff', 'nsenter', 'unshare', 'losetup'].map(
    needing('SYS_ADMIN'),
  ),
  ...[
    'iptables',
    'ip6tables',
    'iptables-restore',
    'nft',
    'ipset',
    'wg',
    'wg-quick',
    'brctl',
    'openvpn',
  ].map(needing('NET_ADMIN')),
  ...['ip', 'tc', 'ifconfig', 'route', 'sysctl'].map(needing('NET_ADMIN', CHANGE)),
  ...['modprobe', 'insmod', 'rmmod'].map(needing('SYS_MODULE')),
  ...['hwclock', 'date'].map(needing('SYS_TIME', /^-(?:s|w|-set|-systohc)/)),
]);

function needing(needs: string, only?: RegExp) {
  return (command: string): [string, { needs: string; only?: RegExp }] => [
    command,
    { needs, ...(only && { only }) },
  ];
}

/**
 * The capability, without `CAP_`, that a command of a script needs and that engines do not give by default; undefined if it
 * needs none. Source: capabilities(7).
 */
export function capabilityOf(command: string, words: readonly string[] = []): string | undefined {
  const found = COMMANDS.get(command);
  const isNeeded = found && (!found.only || words.some((word) => found.only?.test(word)));
  return isNeeded ? found.needs : undefined;
}
