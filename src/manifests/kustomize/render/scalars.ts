import { goNumber } from '../../../lib/go-number.js';
import type { ManifestNode } from '../../manifest-yaml.js';

/** The value of a text that is written without quotes. */
export function typedScalar(text: string): ManifestNode['scalar'] {
  if (/^(?:null|Null|NULL|~|)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  return goNumber(text) ?? text;
}
