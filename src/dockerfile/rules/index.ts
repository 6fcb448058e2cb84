import type { DockerfileRule } from '../rule.js';
import ConsistentInstructionCasing from './ConsistentInstructionCasing.js';
import CopyIgnoredFile from './CopyIgnoredFile.js';
import DL1000 from './DL1000.js';
import DL1001 from './DL1001.js';
import DL3000 from './DL3000.js';
import DL3001 from './DL3001.js';
import DL3002 from './DL3002.js';
import DL3003 from './DL3003.js';
import DL3004 from './DL3004.js';
import DL3006 from './DL3006.js';
import DL3007 from './DL3007.js';
import DL3008 from './DL3008.js';
import DL3009 from './DL3009.js';
import DL3010 from './DL3010.js';
import DL3011 from './DL3011.js';
import DL3012 from './DL3012.js';
import DL3013 from './DL3013.js';
import DL3014 from './DL3014.js';
import DL3015 from './DL3015.js';
import DL3016 from './DL3016.js';
import DL3018 from './DL3018.js';
import DL3019 from './DL3019.js';
import DL3020 from './DL3020.js';
import DL3021 from './DL3021.js';
import DL3022 from './DL3022.js';
import DL3023 from './DL3023.js';
import DL3024 from './DL3024.js';
import DL3025 from './DL3025.js';
import DL3026 from './DL3026.js';
import DL3027 from './DL3027.js';
import DL3028 from './DL3028.js';
import DL3029 from './DL3029.js';
import DL3030 from './DL3030.js';
import DL3032 from './DL3032.js';
import DL3033 from './DL3033.js';
import DL3034 from './DL3034.js';
import DL3035 from './DL3035.js';
import DL3036 from './DL3036.js';
import DL3037 from './DL3037.js';
import DL3038 from './DL3038.js';
import DL3040 from './DL3040.js';
import DL3041 from './DL3041.js';
import DL3042 from './DL3042.js';
import DL3043 from './DL3043.js';
import DL3044 from './DL3044.js';
import DL3045 from './DL3045.js';
import DL3046 from './DL3046.js';
import DL3047 from './DL3047.js';
import DL3048 from './DL3048.js';
import DL3049 from './DL3049.js';
import DL3050 from './DL3050.js';
import DL3051 from './DL3051.js';
import DL3052 from './DL3052.js';
import DL3053 from './DL3053.js';
import DL3054 from './DL3054.js';
import DL3055 from './DL3055.js';
import DL3056 from './DL3056.js';
import DL3057 from './DL3057.js';
import DL3058 from './DL3058.js';
import DL3059 from './DL3059.js';
import DL3060 from './DL3060.js';
import DL3061 from './DL3061.js';
import DL3062 from './DL3062.js';
import DL3063 from './DL3063.js';
import DL3064 from './DL3064.js';
import DL3065 from './DL3065.js';
import DL3066 from './DL3066.js';
import DL3067 from './DL3067.js';
import DL4000 from './DL4000.js';
import DL4001 from './DL4001.js';
import DL4003 from './DL4003.js';
import DL4004 from './DL4004.js';
import DL4005 from './DL4005.js';
import DL4006 from './DL4006.js';
import DuplicateStageName from './DuplicateStageName.js';
import ExposeInvalidFormat from './ExposeInvalidFormat.js';
import ExposeProtoCasing from './ExposeProtoCasing.js';
import FromAsCasing from './FromAsCasing.js';
import FromPlatformFlagConstDisallowed from './FromPlatformFlagConstDisallowed.js';
import InvalidBaseImagePlatform from './InvalidBaseImagePlatform.js';
import InvalidDefaultArgInFrom from './InvalidDefaultArgInFrom.js';
import InvalidDefinitionDescription from './InvalidDefinitionDescription.js';
import JSONArgsRecommended from './JSONArgsRecommended.js';
import LegacyKeyValueFormat from './LegacyKeyValueFormat.js';
import MaintainerDeprecated from './MaintainerDeprecated.js';
import MultipleInstructionsDisallowed from './MultipleInstructionsDisallowed.js';
import NoEmptyContinuation from './NoEmptyContinuation.js';
import PS0010 from './PS0010.js';
import PS0011 from './PS0011.js';
import PS0012 from './PS0012.js';
import PS0013 from './PS0013.js';
import PS0014 from './PS0014.js';
import PS0015 from './PS0015.js';
import PS0016 from './PS0016.js';
import PS0017 from './PS0017.js';
import PS0018 from './PS0018.js';
import PS0019 from './PS0019.js';
import PS0020 from './PS0020.js';
import PS0021 from './PS0021.js';
import PS0022 from './PS0022.js';
import PS0023 from './PS0023.js';
import PS0024 from './PS0024.js';
import PS0025 from './PS0025.js';
import PS0026 from './PS0026.js';
import PS0027 from './PS0027.js';
import PS0028 from './PS0028.js';
import PS0029 from './PS0029.js';
import PS0030 from './PS0030.js';
import PS0031 from './PS0031.js';
import PS0032 from './PS0032.js';
import PS0033 from './PS0033.js';
import PS0034 from './PS0034.js';
import PS0035 from './PS0035.js';
import PS0036 from './PS0036.js';
import PS0037 from './PS0037.js';
import PS0038 from './PS0038.js';
import PS0039 from './PS0039.js';
import PS0040 from './PS0040.js';
import PS0041 from './PS0041.js';
import PS0042 from './PS0042.js';
import RedundantTargetPlatform from './RedundantTargetPlatform.js';
import ReservedStageName from './ReservedStageName.js';
import SecretsUsedInArgOrEnv from './SecretsUsedInArgOrEnv.js';
import StageNameCasing from './StageNameCasing.js';
import UndefinedArgInFrom from './UndefinedArgInFrom.js';
import UndefinedVar from './UndefinedVar.js';
import WorkdirRelativePath from './WorkdirRelativePath.js';

/** Every Dockerfile rule. */
export const dockerfileRules: readonly DockerfileRule[] = [
  ConsistentInstructionCasing,
  CopyIgnoredFile,
  DL1000,
  DL1001,
  DL3000,
  DL3001,
  DL3002,
  DL3003,
  DL3004,
  DL3006,
  DL3007,
  DL3008,
  DL3009,
  DL3010,
  DL3011,
  DL3012,
  DL3013,
  DL3014,
  DL3015,
  DL3016,
  DL3018,
  DL3019,
  DL3020,
  DL3021,
  DL3022,
  DL3023,
  DL3024,
  DL3025,
  DL3026,
  DL3027,
  DL3028,
  DL3029,
  DL3030,
  DL3032,
  DL3033,
  DL3034,
  DL3035,
  DL3036,
  DL3037,
  DL3038,
  DL3040,
  DL3041,
  DL3042,
  DL3043,
  DL3044,
  DL3045,
  DL3046,
  DL3047,
  DL3048,
  DL3049,
  DL3050,
  DL3051,
  DL3052,
  DL3053,
  DL3054,
  DL3055,
  DL3056,
  DL3057,
  DL3058,
  DL3059,
  DL3060,
  DL3061,
  DL3062,
  DL3063,
  DL3064,
  DL3065,
  DL3066,
  DL3067,
  DL4000,
  DL4001,
  DL4003,
  DL4004,
  DL4005,
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
  PS0036,
  PS0037,
  PS0038,
  PS0039,
  PS0040,
  PS0041,
  PS0042,
  RedundantTargetPlatform,
  ReservedStageName,
  SecretsUsedInArgOrEnv,
  StageNameCasing,
  UndefinedArgInFrom,
  UndefinedVar,
  WorkdirRelativePath,
];
