// Original file: proto/quire/onboarding/v1/onboarding.proto

import type { CheckResult as _quire_onboarding_v1_CheckResult, CheckResult__Output as _quire_onboarding_v1_CheckResult__Output } from '../../../quire/onboarding/v1/CheckResult.ts';
import type { ConformanceReport as _quire_onboarding_v1_ConformanceReport, ConformanceReport__Output as _quire_onboarding_v1_ConformanceReport__Output } from '../../../quire/onboarding/v1/ConformanceReport.ts';

/**
 * One thing that happened.
 */
export interface RunConformanceResponse {
  /**
   * A check has ended.
   */
  'result'?: (_quire_onboarding_v1_CheckResult | null);
  /**
   * The end of the run.
   */
  'report'?: (_quire_onboarding_v1_ConformanceReport | null);
  /**
   * What happened.
   */
  'event'?: "result"|"report";
}

/**
 * One thing that happened.
 */
export interface RunConformanceResponse__Output {
  /**
   * A check has ended.
   */
  'result'?: (_quire_onboarding_v1_CheckResult__Output | null);
  /**
   * The end of the run.
   */
  'report'?: (_quire_onboarding_v1_ConformanceReport__Output | null);
  /**
   * What happened.
   */
  'event'?: "result"|"report";
}
