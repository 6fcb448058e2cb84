/** The time that tests hand in: nothing may depend on the day on which they run. */
export const NOW = new Date('2026-11-26T12:00:00Z');
