import type { TFunction } from 'i18next';
import type { ApiError } from '../../api/errors.ts';
import { isRecord } from '../../api/errors.ts';

/** What the server says about single fields of a check, by their path in the form. */
export function refusedFields(t: TFunction, error: ApiError): Record<string, string> {
  const { field, fields, advice } = error.details;
  if (error.code === 'RA_CHECK_TARGET_FORBIDDEN' && typeof field === 'string')
    return { [field]: typeof advice === 'string' ? advice : t('monitoring.check.forbidden') };
  const isSecret = error.code === 'RA_CHECK_SECRET_AGAIN';
  if (error.code !== 'RA_CHECK_INVALID' && !isSecret) return {};
  if (field === 'runsOn' || field === 'probeId') return { at: t('checks.problem.place') };
  if (field === 'second') return { second: t('checks.problem.place') };
  const listed = Array.isArray(fields) ? fields.filter(isRecord) : [];
  return Object.fromEntries(
    listed.map(({ path, problem }) => [
      String(path),
      isSecret
        ? t('checks.problem.secretAgain')
        : t('checks.problem.refused', { problem: String(problem ?? '') }),
    ]),
  );
}
