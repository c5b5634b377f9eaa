import i18next, { type TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/errors.ts';

export interface ErrorText {
  /** What happened, in one sentence. */
  what: string;
  /** What to do about it; empty when there is nothing to say. */
  remedy: string;
}

/** A hook for components that show errors. */
export function useErrorText(): (error: ApiError) => ErrorText {
  const { t } = useTranslation();
  return (error) => errorText(t, error);
}

function errorText(t: TFunction, error: ApiError): ErrorText {
  const wait = error.retryAfterSeconds;
  if (wait !== undefined && i18next.exists(`errors.${error.code}`)) {
    return { what: translated(error.code, 'what'), remedy: t('ui.error.wait', { count: wait }) };
  }
  if (i18next.exists(`errors.${error.code}`)) {
    return { what: translated(error.code, 'what'), remedy: translated(error.code, 'remedy') };
  }
  return { what: t('errors.RA_WEB_UNEXPECTED.what'), remedy: t('errors.RA_WEB_UNEXPECTED.remedy') };
}

/** Codes come from the server, so their keys cannot be typed; `exists` was asked before. */
function translated(code: string, part: 'what' | 'remedy'): string {
  const key = `errors.${code}.${part}`;
  return i18next.exists(key) ? String(i18next.t(key as never)) : '';
}
