import type { Finding } from '../findings/finding.js';
import type { Note } from '../findings/report.js';
import { matchesGlob } from './glob.js';
import type { Exception, Policy } from './policy.js';

/**
 * The findings with those that an exception covers marked `excepted`, and a note for each exception that has expired
 * (its findings are active again) or that covers nothing. A malicious package is never excepted by severity gates, but
 * may be by name.
 */
export function applyExceptions(
  findings: readonly Finding[],
  policy: Policy,
  now: Date,
): { readonly findings: Finding[]; readonly notes: Note[] } {
  const today = now.toISOString().slice(0, 10);
  const used = new Set<Exception>();
  const marked = findings.map((finding): Finding => {
    const exception = policy.exceptions.find((e) => covers(e, finding));
    if (!exception) return finding;
    used.add(exception);
    if (expired(exception, today)) return finding;
    const { line, ...what } = exception;
    return { ...finding, status: 'excepted', exception: { ...what, policy: policy.path, line } };
  });
  const notes = policy.exceptions.flatMap((exception): Note[] => {
    const where = `${policy.path ?? 'policy'}:${exception.line}`;
    if (expired(exception, today))
      return [say(`the exception for ${exception.rule} (${where}) expired on ${exception.until}`)];
    if (!used.has(exception))
      return [say(`the exception for ${exception.rule} (${where}) covers nothing`)];
    return [];
  });
  return { findings: marked, notes };
}

function say(message: string): Note {
  return { check: 'policy', message };
}

function expired(exception: Exception, today: string): boolean {
  return exception.until !== undefined && exception.until < today;
}

function covers(exception: Exception, finding: Finding): boolean {
  if (exception.rule !== finding.rule && !finding.aliases.includes(exception.rule)) return false;
  if (exception.package !== undefined && exception.package !== packageName(finding)) return false;
  if (exception.path === undefined) return true;
  const glob = exception.path;
  return [finding.location?.path, finding.subject?.path].some(
    (p) => p !== undefined && matchesGlob(glob, p),
  );
}

function packageName(finding: Finding): string | undefined {
  const name = finding.details?.package;
  return typeof name === 'string' ? name : undefined;
}
