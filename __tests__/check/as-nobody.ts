/** Runs `work` as another user than root, who may read and write everything. */
export async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

/** Makes files that the other user may read, whatever the umask is. */
export function readable(make: () => void): void {
  const umask = process.umask(0o022);
  try {
    make();
  } finally {
    process.umask(umask);
  }
}
