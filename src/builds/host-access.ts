import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { ruleFinding } from '../core/rule-finding.js';
import { PortsideError } from '../lib/errors.js';
import {
  entitlement,
  type HostAccess,
  messageAbout,
  scriptAccess,
} from '../manifests/host-access.js';
import rule from '../manifests/rules/DEP-OPTIONS.js';
import { repositoryReader } from '../repository/repository-files.js';
import { readBakeFile } from './bake/bake-file.js';
import { targetEntitlements } from './bake/named-values.js';
import type { BakeFiles } from './bake-secrets.js';

/** What scripts and Bake files give to containers and builds. Who reads them for another purpose reports those that cannot be read. */
export function hostAccess(
  root: string,
  files: BakeFiles & { readonly scripts?: readonly string[] },
): Inspection {
  const read = repositoryReader(root);
  const ofScripts = (files.scripts ?? []).flatMap((path) => inScript(path, read(path) ?? ''));
  const ofBake = (files.bakeFiles ?? []).flatMap((path) => inBakeFile(path, read(path) ?? ''));
  return {
    ...EMPTY_INSPECTION,
    findings: disambiguateFingerprints([...ofScripts, ...ofBake]),
  };
}

function inScript(path: string, text: string): Finding[] {
  return scriptAccess(text).map((access) => {
    const before = text.slice(0, access.offset);
    const startLine = before.split('\n').length;
    const startColumn = before.length - before.lastIndexOf('\n');
    const endColumn = startColumn + access.command.length;
    const at = { path, startLine, startColumn, endLine: startLine, endColumn };
    return findingAt(at, access, `${messageAbout(access)} gets ${access.what}`);
  });
}

function inBakeFile(path: string, text: string): Finding[] {
  try {
    const file = readBakeFile(text, path);
    const found = new Map<string, Finding>();
    for (const { name, value, at } of targetEntitlements(file, file.variables)) {
      const access = entitlement(value);
      const message = `Build of target "${name}" may get ${access?.what}`;
      if (access) found.set(message, findingAt(at, access, message));
    }
    return [...found.values()];
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    return [];
  }
}

function findingAt(location: Location, { isFull }: HostAccess, message: string): Finding {
  return {
    ...ruleFinding(rule, 'manifest'),
    severity: isFull ? 'high' : 'medium',
    message,
    location,
    fingerprint: fingerprint(rule.id, location.path, message),
    subjectId: fingerprint(rule.id, message),
  };
}
