/** Milliseconds of processor time that this process has used: on a busy machine the clock would measure the others. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
