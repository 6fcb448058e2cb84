import type { DockerfileRule } from './rule.js';
import ConsistentInstructionCasing from './rules/ConsistentInstructionCasing.js';
import CopyIgnoredFile from './rules/CopyIgnoredFile.js';
import DL3006 from './rules/DL3006.js';
import DL3007 from './rules/DL3007.js';
import DL3008 from './rules/DL3008.js';
import DL3015 from './rules/DL3015.js';
import DL3020 from './rules/DL3020.js';
import DL3025 from './rules/DL3025.js';
import DL4000 from './rules/DL4000.js';
import DL4006 from './rules/DL4006.js';
import DuplicateStageName from './rules/DuplicateStageName.js';
import ExposeInvalidFormat from './rules/ExposeInvalidFormat.js';
import ExposeProtoCasing from './rules/ExposeProtoCasing.js';
import FromAsCasing from './rules/FromAsCasing.js';
import FromPlatformFlagConstDisallowed from './rules/FromPlatformFlagConstDisallowed.js';
import InvalidBaseImagePlatform from './rules/InvalidBaseImagePlatform.js';
import InvalidDefaultArgInFrom from './rules/InvalidDefaultArgInFrom.js';
import InvalidDefinitionDescription from './rules/InvalidDefinitionDescription.js';
import JSONArgsRecommended from './rules/JSONArgsRecommended.js';
import LegacyKeyValueFormat from './rules/LegacyKeyValueFormat.js';
import MaintainerDeprecated from './rules/MaintainerDeprecated.js';
import MultipleInstructionsDisallowed from './rules/MultipleInstructionsDisallowed.js';
import NoEmptyContinuation from './rules/NoEmptyContinuation.js';
import PS0010 from './rules/PS0010.js';
import PS0011 from './rules/PS0011.js';
import PS0012 from './rules/PS0012.js';
import PS0013 from './rules/PS0013.js';
import PS0014 from './rules/PS0014.js';
import PS0015 from './rules/PS0015.js';
import PS0016 from './rules/PS0016.js';
import PS0017 from './rules/PS0017.js';
import PS0018 from './rules/PS0018.js';
import PS0019 from './rules/PS0019.js';
import PS0020 from './rules/PS0020.js';
import PS0021 from './rules/PS0021.js';
import PS0022 from './rules/PS0022.js';
import PS0023 from './rules/PS0023.js';
import PS0024 from './rules/PS0024.js';
import PS0025 from './rules/PS0025.js';
import PS0026 from './rules/PS0026.js';
import PS0027 from './rules/PS0027.js';
import PS0028 from './rules/PS0028.js';
import PS0029 from './rules/PS0029.js';
import PS0030 from './rules/PS0030.js';
import PS0031 from './rules/PS0031.js';
import PS0032 from './rules/PS0032.js';
import PS0033 from './rules/PS0033.js';
import PS0034 from './rules/PS0034.js';
import PS0035 from './rules/PS0035.js';
import RedundantTargetPlatform from './rules/RedundantTargetPlatform.js';
import ReservedStageName from './rules/ReservedStageName.js';
import SecretsUsedInArgOrEnv from './rules/SecretsUsedInArgOrEnv.js';
import StageNameCasing from './rules/StageNameCasing.js';
import UndefinedArgInFrom from './rules/UndefinedArgInFrom.js';
import UndefinedVar from './rules/UndefinedVar.js';
import WorkdirRelativePath from './rules/WorkdirRelativePath.js';

/** Every Dockerfile rule. */
export const dockerfileRules: readonly DockerfileRule[] = [
  ConsistentInstructionCasing,
  CopyIgnoredFile,
  DL3006,
  DL3007,
  DL3008,
  DL3015,
  DL3020,
  DL3025,
  DL4000,
  DL4006,
  DuplicateStageName,
  ExposeInvalidFormat,
  ExposeProtoCasing,
  FromAsCasing,
  FromPlatformFlagConstDisallowed,
  InvalidBaseImagePlatform,
  InvalidDefaultArgInFrom,
  InvalidDefinitionDescription,
  JSONArgsRecommended,
  LegacyKeyValueFormat,
  MaintainerDeprecated,
  MultipleInstructionsDisallowed,
  NoEmptyContinuation,
  PS0010,
  PS0011,
  PS0012,
  PS0013,
  PS0014,
  PS0015,
  PS0016,
  PS0017,
  PS0018,
  PS0019,
  PS0020,
  PS0021,
  PS0022,
  PS0023,
  PS0024,
  PS0025,
  PS0026,
  PS0027,
  PS0028,
  PS0029,
  PS0030,
  PS0031,
  PS0032,
  PS0033,
  PS0034,
  PS0035,
  RedundantTargetPlatform,
  ReservedStageName,
  SecretsUsedInArgOrEnv,
  StageNameCasing,
  UndefinedArgInFrom,
  UndefinedVar,
  WorkdirRelativePath,
];
