import { ERROR_CODES } from '../../src/lib/error-codes.js';

/** The first digit of a code → the part of Portside that reports it, as in src/lib/error-codes.ts. */
const SECTIONS: ReadonlyMap<string, string> = new Map([
  ['1', 'Command line, options and inputs'],
  ['2', 'Repository, discovery and baseline'],
  ['3', 'Dockerfiles and manifests'],
  ['4', 'Images and registries'],
  ['5', 'Packages and SBOMs'],
  ['6', 'Vulnerabilities and base images'],
  ['7', 'Signatures and provenance'],
  ['8', 'Policy'],
  ['9', 'Reports, GitHub and malware'],
]);

const KINDS = {
  usage: 'usage error, exit status 2',
  incomplete: 'incomplete, exit status 3',
} as const;

/** docs/reference/errors.md: every error code with its cause and what to do. */
export function errorsPage(): string {
  const codes = Object.entries(ERROR_CODES).sort(([a], [b]) => a.localeCompare(b, 'en'));
  const sections = [...SECTIONS].map(([digit, title]) => {
    const own = codes.filter(([code]) => code.startsWith(`PSE${digit}`));
    return [`## ${title}`, ...own.map(([code, entry]) => errorText(code, entry))].join('\n\n');
  });
  return `${[
    '# Errors',
    'Each error of Portside has a code. A usage error ends with exit status 2. An incomplete check ends with exit status 3, and the other checks still run. Generated from src/lib/error-codes.ts by `npm run docs`.',
    ...sections,
  ].join('\n\n')}\n`;
}

function errorText(
  code: string,
  { kind, title, cause, next }: (typeof ERROR_CODES)[keyof typeof ERROR_CODES],
): string {
  const text = `### ${code}\n\n${title} (${KINDS[kind]}).\n\n**Cause.** ${cause}\n\n**What to do.** ${next}`;
  return text.replaceAll('<', '&lt;');
}
