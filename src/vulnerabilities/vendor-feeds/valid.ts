/** The longest text of a feed that is used as an id, a name or a version. */
const MAX_LENGTH = 256;

/** Whether a text may be the name of a package or a version: printable ASCII without spaces. */
export function isPlainWord(text: unknown): text is string {
  return typeof text === 'string' && text.length <= MAX_LENGTH && /^[!-~]+$/.test(text);
}

/** Whether a text may be the id of an advisory: `CVE-2024-1234`, `ALAS2-2021-1699`, `FEDORA-EPEL-2024-0a1b2c`. */
export function isAdvisoryId(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    text.length <= 128 &&
    /^[A-Za-z][A-Za-z0-9]*(?:[-_.:][A-Za-z0-9]+)+$/.test(text)
  );
}

/** The CVE ids in a text, each once. */
export function cvesIn(text: string): readonly string[] {
  return [...new Set(text.match(/\bCVE-[0-9]{4}-[0-9]{4,12}\b/g))];
}

/** The time in RFC 3339, if the text is a time; a time without a zone is in UTC. */
export function timeOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const [, day, time = '00:00:00'] =
    /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})?Z?)?$/.exec(
      text.trim(),
    ) ?? [];
  if (day === undefined) return undefined;
  const iso = `${day}T${time.length === 5 ? `${time}:00` : time}Z`;
  return Number.isNaN(Date.parse(iso)) ? undefined : iso;
}
