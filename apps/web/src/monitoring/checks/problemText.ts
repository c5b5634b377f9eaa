import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/useFormat.ts';
import type { Field } from './field.ts';
import { ONE_OF } from './fields.ts';
import { type Problem, problemsOf } from './problems.ts';
import { type FormValue, record } from './values.ts';

/** What is wrong with the settings in a form, in words, by path in the form. */
export function useProblemTexts(): (kind: string, field: Field, config: FormValue) => Record<string, string> {
  const { t } = useTranslation();
  const { number } = useFormat();
  return useCallback(
    (kind, field, config) => {
      const text = (problem: Problem): string => {
        switch (problem.code) {
          case 'required':
            return t('ui.form.required');
          case 'pattern':
            return t('checks.problem.pattern');
          case 'range': {
            const { least, most } = problem;
            if (least === undefined) return t('checks.problem.most', { most: number(most ?? 0) });
            if (most === undefined) return t('checks.problem.least', { least: number(least) });
            return t('checks.problem.range', { least: number(least), most: number(most) });
          }
          default:
            return t(`checks.problem.${problem.code}`, { count: problem.count });
        }
      };
      const texts = Object.fromEntries(
        Object.entries(problemsOf(field, config)).map(([path, problem]) => [`config.${path}`, text(problem)]),
      );
      const oneOf = ONE_OF[kind];
      const first = oneOf?.[0];
      if (first && oneOf.every((name) => !String(record(config)[name] ?? '').trim()))
        texts[`config.${first}`] = t('monitoring.check.processOrCommand');
      return texts;
    },
    [t, number],
  );
}
