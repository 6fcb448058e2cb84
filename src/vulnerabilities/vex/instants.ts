const RFC_3339 =
  /^\s*(\d{4}-\d\d-\d\d)(?:[Tt\s](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s*([Zz]|[+-]\d\d:?\d\d)?)?\s*$/;

/**
 * The nanoseconds since 1970 of a time with a zone; without one it is UTC. A text that is no time is older than all times.
 * Source: RFC 3339, 5.6.
 */
export function instantOf(text: string): bigint {
  const [, day, time = '00:00:00', fraction = '', zone = 'Z'] = RFC_3339.exec(text) ?? [];
  const milliseconds = Date.parse(`${day}T${withoutLeapSecond(time)}${zone.toUpperCase()}`);
  if (day === undefined || Number.isNaN(milliseconds)) return BEFORE_ALL;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

const BEFORE_ALL = -(2n ** 80n);

function withoutLeapSecond(time: string): string {
  return time.replace(/:60$/, ':59');
}
