import type { UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, toApiError } from '../api/errors.ts';
import { ErrorState } from './ErrorState.tsx';

interface Submission<Values, Result> {
  form: UseFormReturnType<Values>;
  send: (values: Values) => Promise<Result>;
  onDone?: (result: Result, values: Values) => unknown;
  /** Field that a code is about: `{ RA_PASSWORD_WEAK: 'password' }`. */
  fieldOfCode?: Partial<Record<string, keyof Values & string>>;
  /** What an error says about fields inside others, by path. */
  errorsOf?: (error: ApiError) => Readonly<Record<string, string>>;
}

/**
 * Sends a form once at a time. What the server says about single fields is shown there, everything else above the
 * button by `FormError`; what was typed stays.
 */
export function useSubmit<Values extends Record<string, unknown>, Result>({
  form,
  send,
  onDone,
  fieldOfCode = {},
  errorsOf,
}: Submission<Values, Result>) {
  const { t } = useTranslation();
  const mutation = useMutation<Result, ApiError, Values>({
    mutationFn: (values) =>
      send(values).catch((thrown: unknown) => {
        throw toApiError(thrown);
      }),
    onSuccess: (result, values) => onDone?.(result, values),
    onError(error) {
      const field = fieldOfCode[error.code];
      const fields = field ? [field] : error.fields.map((entry) => entry.field);
      for (const name of fields) {
        if (name in form.values) form.setFieldError(name, field ? ' ' : t('ui.form.refused'));
      }
      for (const [path, text] of Object.entries(errorsOf?.(error) ?? {})) form.setFieldError(path, text);
    },
  });
  return {
    error: mutation.error,
    pending: mutation.isPending,
    reset: mutation.reset,
    onSubmit: form.onSubmit(
      (values: Values, event?: FormEvent) => {
        event?.preventDefault();
        if (!mutation.isPending) mutation.mutate(values);
      },
      // Without this, a screen reader hears nothing and a phone shows a field that is out of sight.
      (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus(),
    ),
  };
}

/** What went wrong with a form; is read out and scrolled into view. */
export function FormError({ error }: { error: ApiError | null }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) place.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  if (!error) return null;
  return (
    <div ref={place}>
      <ErrorState error={error} kept={t('ui.form.kept')} />
    </div>
  );
}
