export interface BuildPlatform {
  readonly os: string;
  readonly architecture: string;
}

/** Parses a platform: `linux/amd64`, `linux/arm/v7`, `amd64` or `linux`; undefined for other texts. */
export function parseBuildPlatform(text: string): BuildPlatform | undefined {
  const parts = text.split('/');
  if (parts.length > 3 || parts.some((part) => !/^[A-Za-z0-9_.()-]+$/.test(part))) return undefined;
  const [first = '', second] = parts.map((part) => part.toLowerCase());
  if (second !== undefined) {
    return {
      os: first === 'macos' ? 'darwin' : first,
      architecture: normalizeArchitecture(second),
    };
  }
  if (OPERATING_SYSTEMS.has(first)) return { os: first, architecture: 'amd64' };
  return ARCHITECTURES.has(normalizeArchitecture(first))
    ? { os: 'linux', architecture: normalizeArchitecture(first) }
    : undefined;
}

const OPERATING_SYSTEMS = new Set(['linux', 'windows', 'darwin', 'freebsd', 'wasi']);

const ARCHITECTURES = new Set([
  '386',
  'amd64',
  'arm',
  'arm64',
  'loong64',
  'mips64',
  'mips64le',
  'ppc64le',
  'riscv64',
  's390x',
  'wasm',
]);

/** Replaces other names of an architecture. Source: containerd/platforms. */
function normalizeArchitecture(name: string): string {
  if (name === 'x86_64' || name === 'x86-64') return 'amd64';
  if (name === 'i386') return '386';
  if (name === 'aarch64') return 'arm64';
  return name === 'armhf' || name === 'armel' ? 'arm' : name;
}
