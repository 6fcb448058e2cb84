/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** The day of a time in UTC: `2027-01-31`; `later` adds days. */
export function dayOf(time: Date, later = 0): string {
  return new Date(time.getTime() + later * DAY).toISOString().slice(0, 10);
}

/** Whether the text is a day of the calendar, `2027-01-31`; `2027-02-30` is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
