import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { measure } from './measure.ts';
import type { Pen } from './shapes.ts';

/** What the drawing needs to be written in the language of the reader. */
export function usePen(): Pen {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      measure,
      words: {
        state: (state) => t(`ui.state.${state}`),
        part: (part) => t(`map.drawn.${part}`),
        kind: (kind) => t(`fleet.kind.${kind}`),
        crowd: (kind, count) => t(`map.drawn.crowd.${kind}`, { count }),
        crowdState: (counts) => {
          const [first] = counts;
          if (first && counts.length === 1)
            return t('map.drawn.all', { state: t(`ui.state.${first.state}`) });
          return counts.map(({ state, count }) => `${count} ${t(`ui.state.${state}`)}`).join(', ');
        },
        fold: t('map.drawn.fold'),
        noSystems: t('fleet.asset.none'),
      },
    }),
    [t],
  );
}
