import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Neighbour } from './queries.ts';
import { portText } from './words.ts';

/** Why something is taken for what it is, in one sentence: "Drucker (9100) ist offen; beschreibt sich als …". */
export function useReasonText(): (neighbour: Pick<Neighbour, 'reasons'>) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ reasons }) =>
      reasons
        .map(({ by, value }) =>
          t(`discovery.reason.${by}`, { value: by === 'port' ? portText(Number(value)) : value }),
        )
        .join('; '),
    [t],
  );
}
