import { readFileSync } from 'node:fs';
import { materialsOfDockerfile } from '../src/dockerfile/materials/ledger.js';
import { parseDockerfile } from '../src/dockerfile/parser/parse.js';
import {
  GRAPH_STYLE,
  GRAPH_WIDTH,
  materialGraph,
} from '../src/reports/formats/html/material-graph.js';
import { COLORS } from '../src/reports/formats/html/style.js';

export const INPUT_PICTURE = 'docs/pictures/build-inputs.svg';

/** The graph of what enters the build of examples/webapp, as in the HTML report: an SVG file without external resources. */
export function inputPicture(): string {
  const path = 'Dockerfile';
  const text = readFileSync(`examples/webapp/${path}`, 'utf8');
  const inputs = materialsOfDockerfile(parseDockerfile(path, text));
  const { content, height, label } = materialGraph(inputs, path);
  const [width, tall] = [GRAPH_WIDTH + 2 * MARGIN, height + 2 * MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="${-MARGIN} ${-MARGIN} ${width} ${tall}" width="${width}" height="${tall}" role="img">`,
    `<title>${label}</title>`,
    `<style>${COLORS}${GRAPH_STYLE}</style>`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${tall}" style="fill:var(--page)"/>`,
    ...content,
    '</svg>',
    '',
  ].join('\n');
}

const MARGIN = 12;
