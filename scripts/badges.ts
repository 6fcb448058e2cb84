import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The badges of the README: SVG files without external resources, by their path. Each says what a file of the repository says. */
export function badges(): ReadonlyMap<string, string> {
  const { license, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const { runs } = parse(readFileSync('action.yml', 'utf8'));
  const node = String(engines.node).replace(/^>=(\d+)$/, '$1 or later');
  return new Map([
    ['docs/pictures/badge-license.svg', badge('license', license)],
    ['docs/pictures/badge-node.svg', badge('Node.js', node)],
    ['docs/pictures/badge-action.svg', badge('GitHub Action', runs.using)],
  ]);
}

/** About the width of a character of Verdana at 11 pixels. */
const CHARACTER = 6.8;
const PADDING = 6;

/** A label and a value, side by side, readable on light and dark pages. */
function badge(label: string, value: string): string {
  const [left, right] = [label, value].map((text) =>
    Math.round(text.length * CHARACTER + 2 * PADDING),
  ) as [number, number];
  const text = (content: string, at: number) =>
    `  <text x="${at}" y="14" fill="#fff" text-anchor="middle">${content}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${value}" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11">`,
    `  <title>${label}: ${value}</title>`,
    `  <rect width="${left + right}" height="20" rx="3" fill="#0b5394"/>`,
    `  <path d="M3 0h${left - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#4b5563"/>`,
    text(label, left / 2),
    text(value, left + right / 2),
    '</svg>',
    '',
  ].join('\n');
}
