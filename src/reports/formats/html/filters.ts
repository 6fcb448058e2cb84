import { CHECK_NAMES } from '../../../core/check-names.js';
import { type Finding, originOf } from '../../../core/finding.js';
import { SEVERITIES } from '../../../core/severity.js';

/**
 * The controls above the findings. Hidden until the script runs, since they do nothing without it, and folded on a narrow
 * screen.
 */
export function filters(findings: readonly Finding[]): string[] {
  const severities = SEVERITIES.map(
    (severity) =>
      `<label class="chip ${severity}"><input type="checkbox" name="severity" value="${severity}" checked> ${severity}</label>`,
  );
  const origins = new Set(findings.flatMap((finding) => originOf(finding)?.kind ?? []));
  const checks = [...new Set(findings.map(({ check }) => check))].sort();
  return [
    '<details id="tools" hidden><summary>Search and filter</summary>',
    '<form id="filters" role="search" aria-label="Findings" hidden>',
    '<label class="search">Search <input type="search" id="search" placeholder="rule, package, path …" autocomplete="off" spellcheck="false"></label>',
    `<fieldset><legend>Severity</legend>${severities.join('')}</fieldset>`,
    select('check', 'Check', [
      ['', 'all checks'],
      ...checks.map((check) => [check, CHECK_NAMES[check]] as const),
    ]),
    select('origin', 'Origin', [['', 'all'], ...ORIGINS.filter(([kind]) => origins.has(kind))]),
    select('order', 'Order', [
      ['', 'most urgent first'],
      ['place', 'by file and line'],
      ['id', 'by ID'],
    ]),
    '<label class="chip"><input type="checkbox" id="fixable"> has a fix</label>',
    '<button type="button" id="expand">Expand all</button>',
    '<button type="reset">Reset</button>',
    '<button type="button" id="layer" class="chip" hidden></button>',
    '</form></details>',
    '<p id="count" role="status"></p>',
  ];
}

const ORIGINS = [
  ['own-layer', 'own lines'],
  ['builder-stage', 'builder stages'],
  ['base-image', 'base images'],
] as const;

/** Hidden if there is nothing to select. The first option is that of all findings. */
function select(
  id: string,
  label: string,
  options: readonly (readonly [string, string])[],
): string {
  const items = options.map(([value, title]) => `<option value="${value}">${title}</option>`);
  const hidden = options.length < 2 ? ' hidden' : '';
  return `<label${hidden}>${label} <select id="${id}">${items.join('')}</select></label>`;
}
