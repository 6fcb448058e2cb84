import { afterEach, beforeEach } from '@jest/globals';

/** The lines that `action` writes to standard output, as the runner would read them. */
export async function captureOutput(action: () => Promise<void> | void): Promise<string[]> {
  const write = process.stdout.write;
  let text = '';
  process.stdout.write = ((chunk: string | Uint8Array) => {
    text += chunk.toString();
    return true;
  }) as typeof process.stdout.write;
  try {
    await action();
  } finally {
    process.stdout.write = write;
  }
  return text.split('\n').filter((line) => line !== '');
}

/** Drops what each test of the file writes to standard output: on GitHub, a log line can be an annotation. */
export function muteOutput(): void {
  // With one worker, jest replaces it between files.
  let write = process.stdout.write;
  beforeEach(() => {
    write = process.stdout.write;
    process.stdout.write = (() => true) as typeof process.stdout.write;
  });
  afterEach(() => {
    process.stdout.write = write;
  });
}
