/** Names of capabilities by bit. Source: linux/capability.h. */
const NAMES =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  );

/** Capabilities that give control of the host or access to all files of the container. */
const DANGEROUS: ReadonlySet<string> = new Set(
  'ALL SYS_ADMIN SYS_MODULE SYS_PTRACE SYS_RAWIO NET_ADMIN BPF DAC_READ_SEARCH DAC_OVERRIDE SETUID SETGID SETFCAP SYS_BOOT SYS_CHROOT MAC_ADMIN'.split(
    ' ',
  ),
);

/** The capabilities that a process gets when it runs a file. */
export interface FileCapabilities {
  readonly names: readonly string[];
  readonly dangerous: boolean;
}

/**
 * Reads the extended attribute `security.capability`, versions 1 to 3; undefined if it is not valid.
 * Source: capabilities(7), vfs_cap_data.
 */
export function readFileCapabilities(value: Uint8Array): FileCapabilities | undefined {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  if (view.byteLength < 12) return undefined;
  const version = view.getUint32(0, true) >>> 24;
  if (version < 1 || version > 3 || (version > 1 && view.byteLength < 20)) return undefined;
  const low = view.getUint32(4, true) | view.getUint32(8, true);
  const high = version === 1 ? 0 : view.getUint32(12, true) | view.getUint32(16, true);
  const names: string[] = [];
  for (let bit = 0; bit < 64; bit++) {
    const bits = bit < 32 ? low : high;
    if ((bits >>> (bit % 32)) & 1) names.push(NAMES[bit] ?? `bit ${bit}`);
  }
  return { names, dangerous: names.some((name) => DANGEROUS.has(name)) };
}
