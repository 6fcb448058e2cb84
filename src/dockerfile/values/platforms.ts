/** Operating system and processor of `linux/amd64`, `linux/arm/v7`, `amd64` or `linux`; undefined when it is none. */
export function parsePlatform(
  text: string,
): { readonly os: string; readonly architecture: string } | undefined {
  const parts = text.split('/');
  if (parts.length > 3 || parts.some((part) => !/^[A-Za-z0-9_.()-]+$/.test(part))) return undefined;
  const [first = '', second] = parts.map((part) => part.toLowerCase());
  if (second !== undefined) {
    return { os: first === 'macos' ? 'darwin' : first, architecture: architecture(second) };
  }
  if (OPERATING_SYSTEMS.has(first)) return { os: first, architecture: 'amd64' };
  return ARCHITECTURES.has(architecture(first))
    ? { os: 'linux', architecture: architecture(first) }
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

/** Other names that container platforms are given. Source: containerd/platforms. */
function architecture(name: string): string {
  if (name === 'x86_64' || name === 'x86-64') return 'amd64';
  if (name === 'i386') return '386';
  if (name === 'aarch64') return 'arm64';
  return name === 'armhf' || name === 'armel' ? 'arm' : name;
}
