import type { Format } from './format.js';
import { checkstyle } from './formats/checkstyle.js';
import { codeQuality } from './formats/code-quality.js';
import { cyclonedx, cyclonedx17 } from './formats/cyclonedx.js';
import { githubAnnotations } from './formats/github-annotations.js';
import { gitlab } from './formats/gitlab.js';
import { gitlabSecretDetection } from './formats/gitlab-secret-detection.js';
import { html } from './formats/html.js';
import { inTotoVerificationSummary } from './formats/in-toto-vsa.js';
import { inTotoVulnerabilities } from './formats/in-toto-vuln.js';
import { json } from './formats/json.js';
import { junit } from './formats/junit.js';
import { markdown } from './formats/markdown.js';
import { sarif } from './formats/sarif.js';
import { spdx } from './formats/spdx.js';
import { textFormat } from './formats/text.js';

/** Every report format by its `--format` name. */
export const REPORT_FORMATS: ReadonlyMap<string, Format> = new Map(
  [
    textFormat,
    json,
    sarif,
    markdown,
    html,
    junit,
    gitlab,
    gitlabSecretDetection,
    codeQuality,
    checkstyle,
    githubAnnotations,
    cyclonedx,
    cyclonedx17,
    spdx,
    inTotoVerificationSummary,
    inTotoVulnerabilities,
  ].map((format) => [format.id, format]),
);
