/** Smallest executable that a Go or Rust linker makes, with room to spare. */
const SMALLEST = 16_384;
/** Largest body that is taken whole where a layer cannot be read in parts. */
const LARGEST = 512 * 1024 * 1024;

/** Bytes wanted of what may be an executable: its permission says so, or its name does. */
export function wantsExecutable(path: string, size: number, mode: number): number {
  const executable = (mode & 0o111) !== 0 || path.endsWith('.exe');
  return executable && size >= SMALLEST && !NEVER.test(path) ? Math.min(size, LARGEST) : 0;
}

/** Names of other things that often carry the permission: shared libraries of C, archives, scripts. */
const NEVER = /\.(?:so(?:\.[\d.]+)?|a|o|ko|py|pl|rb|sh|js|mjs|jar|whl|html?|txt|gz|zip|png)$/;
