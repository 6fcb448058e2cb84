import type { Material } from '../../../core/material.js';
import { isInterceptable } from '../../../core/material.js';
import { groupBy } from '../../../lib/group-by.js';
import { pluralize } from '../../../lib/text.js';
import { changedMaterials } from '../../material-changes.js';
import { escapeText } from './labels.js';

/** Widths and heights in units of the view box, which are pixels at full size. */
const SOURCE = { x: 1, width: 470 } as const;
const STAGE = { x: 610, width: 180, height: 30 } as const;
const IMAGE = { x: 880, width: 119, height: 34 } as const;
const WIDTH = 1_000;
const ROW = 20;
const TITLE = 24;
const GAP = 12;

/** Rows of one source, and sources and stages of one graph; the table has all. */
const MOST_ROWS = 8;
const MOST_SOURCES = 20;
const MOST_STAGES = 12;
/** Characters that fit into a row, a title and a stage. */
const ROW_LENGTH = 52;
const TITLE_LENGTH = 56;
const STAGE_LENGTH = 22;

/** Where materials come from: a host, a package manager, or whoever starts the build. */
interface Source {
  readonly title: string;
  readonly materials: readonly Material[];
  readonly y: number;
  readonly height: number;
}

interface Stage {
  readonly name: string;
  readonly isBuilder: boolean;
  readonly y: number;
}

/** The content of an SVG element, and its height; it is 1,000 wide. */
export interface MaterialGraph {
  readonly content: readonly string[];
  readonly height: number;
  /** The graph in a sentence, for readers who do not see it. */
  readonly label: string;
}

export const GRAPH_WIDTH = WIDTH;

/** Draws where the materials of one file come from, and which stages they enter. */
export function materialGraph(materials: readonly Material[], path: string): MaterialGraph {
  const bySource = groupBy(materials, sourceOf);
  const sources = placeSources([...bySource].slice(0, MOST_SOURCES));
  const bottom = sources.at(-1);
  const names = groupBy(materials, stageOf);
  const shown = [...names].slice(0, MOST_STAGES);
  const sourceHeight = bottom ? bottom.y + bottom.height : 0;
  const height = Math.max(sourceHeight, shown.length * (STAGE.height + GAP)) + 2;
  const stages = placeStages(shown, height);
  const left = bySource.size - sources.length;
  const image = { x: IMAGE.x, y: height / 2 - IMAGE.height / 2 };
  return {
    content: [
      ...edges(sources, stages),
      ...stages.map((stage) => toImage(stage, height / 2)),
      ...sources.flatMap(sourceBox),
      ...stages.flatMap(stageBox),
      `<rect class="box image" x="${image.x}" y="${image.y}" width="${IMAGE.width}" height="${IMAGE.height}" rx="5"/>`,
      label('the image', { x: image.x + 12, y: image.y + 22 }, 'strong'),
      ...(left > 0
        ? [label(`and ${pluralize(left, 'more source')}`, { x: SOURCE.x, y: height + 14 }, 'dim')]
        : []),
    ],
    height: left > 0 ? height + ROW : height,
    label: `Graph: ${pluralize(materials.length, 'input')} from ${pluralize(bySource.size, 'source')} in ${pluralize(names.size, 'stage')} of ${path}. The table has all of them.`,
  };
}

function sourceOf({ host, transport, kind, by }: Material): string {
  if (host !== undefined) return host;
  if (transport === 'local' || kind === 'argument') return 'whoever starts the build';
  return by === 'RUN' ? 'programs that may fetch anything' : by;
}

function stageOf({ stage, source }: Material): string {
  return stage ?? (source === undefined ? 'before the stages' : 'the build');
}

function placeSources(groups: readonly (readonly [string, readonly Material[]])[]): Source[] {
  let y = 1;
  return groups.map(([title, materials]) => {
    const rows = Math.min(materials.length, MOST_ROWS) + (materials.length > MOST_ROWS ? 1 : 0);
    const source = { title, materials, y, height: TITLE + rows * ROW + 6 };
    y += source.height + GAP;
    return source;
  });
}

function placeStages(
  groups: readonly (readonly [string, readonly Material[]])[],
  height: number,
): Stage[] {
  const room = height / Math.max(1, groups.length);
  return groups.map(([name, materials], i) => ({
    name,
    isBuilder: materials.every(({ use }) => use === 'builder'),
    y: room * i + room / 2 - STAGE.height / 2,
  }));
}

/** One line for each source and stage, in the color of the worst material. */
function edges(sources: readonly Source[], stages: readonly Stage[]): string[] {
  return sources.flatMap(({ materials, y, height }) =>
    [...groupBy(materials, stageOf)].flatMap(([name, group]) => {
      const stage = stages.find((one) => one.name === name);
      if (!stage) return [];
      const from = { x: SOURCE.x + SOURCE.width, y: y + height / 2 };
      return [curve(from, { x: STAGE.x, y: stage.y + STAGE.height / 2 }, worstOf(group))];
    }),
  );
}

/** Of a stage that others copy from, the line is dashed. */
function toImage({ isBuilder, y }: Stage, middle: number): string {
  const from = { x: STAGE.x + STAGE.width, y: y + STAGE.height / 2 };
  return curve(from, { x: IMAGE.x, y: middle }, isBuilder ? 'copied' : 'plain');
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function curve(from: Point, to: Point, style: string): string {
  const bend = (to.x - from.x) / 2;
  return `<path class="edge ${style}" d="M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}"/>`;
}

function sourceBox({ title, materials, y, height }: Source): string[] {
  const first = changedMaterials(materials);
  const others = materials.filter((material) => !first.includes(material));
  const rows = [...first, ...others].slice(0, MOST_ROWS);
  const left = materials.length - rows.length;
  const at = (i: number) => y + TITLE + i * ROW + 14;
  return [
    `<rect class="box" x="${SOURCE.x}" y="${y}" width="${SOURCE.width}" height="${height}" rx="5"/>`,
    label(shortened(title, TITLE_LENGTH), { x: SOURCE.x + 10, y: y + 18 }, 'strong'),
    ...rows.flatMap((material, i) => row(material, at(i))),
    ...(left > 0
      ? [label(`and ${left} more`, { x: SOURCE.x + 28, y: at(rows.length) }, 'dim')]
      : []),
  ];
}

function row(material: Material, y: number): string[] {
  const state = stateOf(material);
  const { kind, what, change } = material;
  // What comes with others says so in its name.
  const name = kind === 'packages' ? '' : `${kind.replace('-', ' ')} `;
  const text = shortened(`${name}${withoutScheme(what)}`, ROW_LENGTH);
  const badge = change === 'new' || change === 'worse' ? change : undefined;
  return [
    label(MARKS[state], { x: SOURCE.x + 11, y }, `mark ${state}`),
    label(text, { x: SOURCE.x + 28, y }, ''),
    ...(badge ? [label(badge, { x: SOURCE.x + SOURCE.width - 10, y }, `badge ${badge}`)] : []),
  ];
}

function stageBox({ name, isBuilder, y }: Stage): string[] {
  return [
    `<rect class="box${isBuilder ? ' copied' : ''}" x="${STAGE.x}" y="${y}" width="${STAGE.width}" height="${STAGE.height}" rx="5"/>`,
    label(shortened(stageTitle(name), STAGE_LENGTH), { x: STAGE.x + 12, y: y + 20 }, ''),
  ];
}

function stageTitle(name: string): string {
  return /^\d+$/.test(name) ? `stage ${name}` : name;
}

/** How safe a material is. */
type State = 'verified' | 'named' | 'loose' | 'given';

const MARKS: Readonly<Record<State, string>> = {
  verified: '✓',
  named: '–',
  loose: '!',
  given: '·',
};
const WORST_FIRST: readonly State[] = ['loose', 'named', 'verified', 'given'];

/** What the marks mean, below the graph. */
export const GRAPH_LEGEND =
  '✓ verified · – by version, not verified · ! not pinned and not verified, or not encrypted · dashed: only copied from';

function stateOf(material: Material): State {
  const { transport, pin, verifiedBy, kind } = material;
  if (transport === 'local' || kind === 'argument') return 'given';
  if (isInterceptable(material)) return 'loose';
  if (verifiedBy !== undefined && !verifiedBy.includes('downloaded')) return 'verified';
  return pin === 'none' || pin === 'unknown' ? 'loose' : 'named';
}

function worstOf(materials: readonly Material[]): State {
  const states = new Set(materials.map(stateOf));
  return WORST_FIRST.find((state) => states.has(state)) ?? 'given';
}

function withoutScheme(what: string): string {
  return what.replace(/^https:\/\//, '');
}

/** The start and the end of a long name: the end of an address says what it is. */
function shortened(name: string, length: number): string {
  if (name.length <= length) return name;
  const start = Math.ceil(length / 2);
  return `${name.slice(0, start)}…${name.slice(start + 1 - length)}`;
}

function label(text: string, { x, y }: Point, style: string): string {
  const name = style === '' ? '' : ` class="${style}"`;
  return `<text${name} x="${x}" y="${y}">${escapeText(text, 100)}</text>`;
}

/** The colors are those of the page. */
export const GRAPH_STYLE = `
.graph text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--text)}
.graph .strong{font-weight:600}.graph .dim{fill:var(--dim)}.graph .badge{font-weight:600;text-anchor:end}.graph .mark{font-weight:700}
.graph .box{fill:var(--soft);stroke:var(--line)}.graph .image{stroke:var(--text)}.graph .box.copied{stroke-dasharray:4 3;stroke:var(--size)}
.graph .edge{fill:none;stroke:var(--size);stroke-width:1.5}.graph .edge.copied{stroke-dasharray:5 4}
.graph .edge.loose{stroke:var(--medium)}.graph .edge.verified{stroke:var(--pass)}
.graph .mark.verified{fill:var(--pass)}.graph .mark.loose{fill:var(--medium)}.graph .mark.named,.graph .mark.given{fill:var(--dim)}
.graph .badge.new{fill:var(--low)}.graph .badge.worse{fill:var(--critical)}
`;
